//! Which plan, who, which root, which incident: rules over what is there, each a plain function.

use crate::domain::text::is_hidden;
use crate::domain::time::Time;
use crate::domain::words::Mode;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

/// The longest name of an operator.
const LONGEST_NAME: usize = 64;

/// The plan's folder: the one named (flag, environment), the folder we are in, the user's configuration, the
/// machine's. None: only the embedded one, which serves drills.
#[must_use]
pub fn plan(
    named: Option<&Path>,
    here: Option<&Path>,
    user: Option<PathBuf>,
    machine: Option<PathBuf>,
) -> Option<PathBuf> {
    named.or(here).map(Path::to_path_buf).or(user).or(machine)
}

/// Who writes: the one named (flag, environment), who became another user, the user.
///
/// # Errors
/// When nobody is known, or the name could act on a terminal.
pub fn operator<'a>(
    named: Option<&'a str>,
    sudo_user: Option<&'a str>,
    user: Option<&'a str>,
) -> Result<&'a str, String> {
    let said = |name: &&str| !name.trim().is_empty();
    let name = [named, sudo_user, user].into_iter().flatten().find(said);
    let name = name.ok_or("who are you? say it with --as NAME")?.trim();
    if name.contains(is_hidden) || name.chars().count() > LONGEST_NAME {
        return Err(format!(
            "a name is at most {LONGEST_NAME} visible characters: say another with --as NAME"
        ));
    }
    Ok(name)
}

/// Where incidents are kept: the one named (flag, environment), the plan's (below the plan's folder when relative),
/// the configuration's, the private state's.
#[must_use]
pub fn root(
    named: Option<&Path>,
    plan: Option<(&Path, &str)>,
    configured: Option<&Path>,
    private: &Path,
) -> PathBuf {
    let of_plan = plan.map(|(folder, root)| folder.join(root));
    named
        .map(Path::to_path_buf)
        .or(of_plan)
        .or_else(|| configured.map(Path::to_path_buf))
        .unwrap_or_else(|| private.to_path_buf())
}

/// An incident one could mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// How it is named to a person: the folder's name.
    pub name: String,
    /// Live, planned or drill.
    pub mode: Mode,
    /// When it was opened.
    pub opened: Time,
    /// Whether it goes on.
    pub open: bool,
}

/// What somebody is about to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Look.
    Read,
    /// Write into one that goes on.
    Write,
    /// Open a closed one again.
    Reopen,
}

/// Why no incident was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unclear {
    /// None fits.
    None,
    /// More than one could be meant: their names.
    Several(Vec<String>),
}

/// The incident that is meant when none is named, as an index: the newest open live one, then the newest
/// planned one; a drill only when nothing else is open. What could mean two is not written to: two that are no drill,
/// or two drills.
///
/// # Errors
/// When none fits, or more than one could be meant.
pub fn incident(all: &[Candidate], purpose: Purpose) -> Result<usize, Unclear> {
    let fits = |c: &Candidate| c.open == (purpose != Purpose::Reopen);
    let mut open: Vec<usize> = (0..all.len()).filter(|at| fits(&all[*at])).collect();
    let rank = |mode| match mode {
        Mode::Live => 0,
        Mode::Planned => 1,
        Mode::Drill => 2,
    };
    open.sort_by_key(|at| (rank(all[*at].mode), Reverse(all[*at].opened)));
    let first = *open.first().ok_or(Unclear::None)?;
    let drill = all[first].mode == Mode::Drill;
    let alike: Vec<usize> = open
        .into_iter()
        .filter(|at| (all[*at].mode == Mode::Drill) == drill)
        .collect();
    if alike.len() > 1 && (drill || purpose != Purpose::Read) {
        let name = |at: &usize| all[*at].name.clone();
        return Err(Unclear::Several(alike.iter().map(name).collect()));
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `L1` an open live one opened at 1, `p2` a closed planned one opened at 2, `D` a drill.
    fn candidates(text: &str) -> Vec<Candidate> {
        let one = |word: &str| {
            let (kind, opened) = word.split_at(1);
            Candidate {
                name: word.into(),
                mode: match kind.to_ascii_lowercase().as_str() {
                    "l" => Mode::Live,
                    "p" => Mode::Planned,
                    _ => Mode::Drill,
                },
                opened: Time(opened.parse().unwrap()),
                open: kind.chars().all(char::is_uppercase),
            }
        };
        text.split_whitespace().map(one).collect()
    }

    #[test]
    fn the_incident_that_is_meant() {
        let table = [
            // what there is, what a look means, what a write means
            ("", "none", "none"),
            ("l1 p2 d3", "none", "none"),
            ("L1", "L1", "L1"),
            ("L1 l2", "L1", "L1"),
            ("L1 L2", "L2", "L2 L1"),
            ("L2 L1", "L2", "L2 L1"),
            ("L1 P2", "L1", "L1 P2"),
            ("P1 P2", "P2", "P2 P1"),
            ("P1", "P1", "P1"),
            ("P1 l2", "P1", "P1"),
            ("L1 D2", "L1", "L1"),
            ("P1 D2", "P1", "P1"),
            ("D1", "D1", "D1"),
            ("D1 l2", "D1", "D1"),
            ("D1 D2", "D2 D1", "D2 D1"),
        ];
        for (there, look, write) in table {
            let all = candidates(there);
            for (purpose, meant) in [(Purpose::Read, look), (Purpose::Write, write)] {
                let got = match incident(&all, purpose) {
                    Ok(at) => all[at].name.clone(),
                    Err(Unclear::None) => "none".into(),
                    Err(Unclear::Several(names)) => names.join(" "),
                };
                assert_eq!(got, meant, "{there:?} {purpose:?}");
            }
        }
    }

    #[test]
    fn reopening_means_the_only_closed_one() {
        let closed = |text| incident(&candidates(text), Purpose::Reopen);
        assert_eq!(closed("L1 l2"), Ok(1));
        assert_eq!(closed("l1 d2"), Ok(0));
        assert!(matches!(closed("l1 l2"), Err(Unclear::Several(_))));
        assert_eq!(closed("L1"), Err(Unclear::None));
    }

    #[test]
    fn who_writes() {
        let who = |named, sudo, user| operator(named, sudo, user).map(str::to_owned);
        assert_eq!(who(Some("gf"), Some("cp"), Some("root")), Ok("gf".into()));
        assert_eq!(who(None, Some("cp"), Some("root")), Ok("cp".into()));
        assert_eq!(who(Some(" "), None, Some("oncall")), Ok("oncall".into()));
        assert!(who(None, None, None).is_err());
        assert!(who(Some("a\u{1b}[2J"), None, None).is_err());
    }

    #[test]
    fn places_in_their_order() {
        let path = |text: &str| Some(PathBuf::from(text));
        let (a, b) = (Path::new("/a"), Path::new("/b"));
        assert_eq!(plan(Some(a), Some(b), path("/c"), path("/d")), path("/a"));
        assert_eq!(plan(None, Some(b), path("/c"), path("/d")), path("/b"));
        assert_eq!(plan(None, None, None, path("/d")), path("/d"));
        assert_eq!(plan(None, None, None, None), None);
        let private = Path::new("/p");
        let of_plan = Some((Path::new("/plan"), "inc"));
        assert_eq!(root(Some(a), of_plan, Some(b), private), a);
        assert_eq!(
            root(None, of_plan, Some(b), private),
            Path::new("/plan/inc")
        );
        assert_eq!(root(None, None, Some(b), private), b);
        assert_eq!(root(None, None, None, private), private);
    }
}
