//! Themes: which part of the screen looks how. TOML to types; what a terminal makes of them is drawing's.

use crate::domain::problem::{Place, Problem, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

macro_rules! roles {
    ($($(#[$meta:meta])* $name:ident = $word:literal,)+) => {
        /// A part of the screen that a theme gives a look.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Role { $($(#[$meta])* $name,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$name,)+];

            /// Its name in theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Role::$name => $word,)+ }
            }
        }
    };
}

roles! {
    /// Everything not named otherwise.
    Text = "text",
    /// The word LIVE.
    HeaderLive = "header-live",
    /// The word PLANNED.
    HeaderPlanned = "header-planned",
    /// The word DRILL.
    HeaderDrill = "header-drill",
    /// What must not be overlooked.
    Alarm = "alarm",
    /// An alarm somebody knows of.
    AlarmKnown = "alarm-known",
    /// The step to do next.
    Now = "now",
    /// A command, verbatim.
    Command = "command",
    /// Titles of panes and dialogs.
    Title = "title",
    /// The lines between panes.
    Rule = "rule",
    /// The row under the cursor.
    Selection = "selection",
    /// A step that is done.
    Done = "done",
    /// A step somebody is at.
    Doing = "doing",
    /// A wait that runs.
    Waiting = "waiting",
    /// A step that failed.
    Failed = "failed",
    /// A step closed without being done.
    Closed = "closed",
    /// What is not known: a step without outcome, a probe without measurement.
    Unknown = "unknown",
    /// Measured good.
    Ok = "ok",
    /// Measured bad.
    Bad = "bad",
    /// Between good and bad.
    Warn = "warn",
    /// Of less weight.
    Dim = "dim",
    /// The name of a key.
    Key = "key",
    /// The answer to a key that was refused.
    Refused = "refused",
    /// News nobody asked for.
    News = "news",
    /// An entry of the timeline nobody here has seen.
    Unread = "unread",
}

/// A colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// One of the terminal's own 256: 0..16 are the named ones.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a role looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// Ink; none: the terminal's own.
    pub ink: Option<Colour>,
    /// Paper; none: the terminal's own.
    pub paper: Option<Colour>,
    /// Heavier.
    pub bold: bool,
    /// Lighter.
    pub dim: bool,
    /// Slanted.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Ink and paper exchanged.
    pub reverse: bool,
}

/// A theme as its file says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThemeFile {
    /// What it is, in a few words.
    pub title: String,
    /// Its roles; those left out look like [`Role::Text`].
    pub looks: BTreeMap<Role, Look>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    title: Option<String>,
    #[serde(default)]
    style: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// The 16 names in the order of their numbers.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "dark-gray",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "white",
];

/// Reads a theme. `file` is its name as the user knows it.
///
/// # Errors
/// All that is wrong with it, each with its place.
pub fn read(file: &str, text: &str) -> Result<ThemeFile, Vec<Problem>> {
    let raw: Raw = toml::from_str(text).map_err(|e| {
        let what = e.message().to_owned();
        vec![problem(file, text, e.span(), what, String::new())]
    })?;
    let mut problems = Vec::new();
    let mut theme = ThemeFile {
        title: raw.title.unwrap_or_default(),
        looks: BTreeMap::new(),
    };
    for (name, words) in &raw.style {
        let role = Role::ALL.iter().find(|r| r.name() == name.get_ref());
        match (role, look(words.get_ref())) {
            (Some(role), Ok(look)) => {
                theme.looks.insert(*role, look);
            }
            (None, _) => {
                let what = format!("`{}` is no part of the screen", name.get_ref());
                let names = Role::ALL.iter().map(|r| r.name());
                let remedy = nearest(name.get_ref(), names);
                problems.push(problem(file, text, Some(name.span()), what, remedy));
            }
            (_, Err(word)) => {
                let what = format!("`{word}` is no colour and no weight");
                let known = NAMES.into_iter().chain(WEIGHTS);
                let remedy = nearest(&word, known);
                problems.push(problem(file, text, Some(words.span()), what, remedy));
            }
        }
    }
    if problems.is_empty() {
        Ok(theme)
    } else {
        Err(problems)
    }
}

const WEIGHTS: [&str; 5] = ["bold", "dim", "italic", "underline", "reverse"];

/// `bold white on red`; the word that means nothing otherwise.
fn look(words: &str) -> Result<Look, String> {
    let mut look = Look::default();
    let mut words = words.split_ascii_whitespace();
    while let Some(word) = words.next() {
        match word {
            "bold" => look.bold = true,
            "dim" => look.dim = true,
            "italic" => look.italic = true,
            "underline" => look.underline = true,
            "reverse" => look.reverse = true,
            "on" => {
                let paper = words.next().unwrap_or("on");
                look.paper = Some(colour(paper).ok_or_else(|| paper.to_owned())?);
            }
            ink => look.ink = Some(colour(ink).ok_or_else(|| ink.to_owned())?),
        }
    }
    Ok(look)
}

fn colour(word: &str) -> Option<Colour> {
    if let Some(n) = NAMES.iter().position(|n| *n == word) {
        return u8::try_from(n).ok().map(Colour::Indexed);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let n = u32::from_str_radix(hex, 16)
            .ok()
            .filter(|_| hex.len() == 6)?;
        let [_, r, g, b] = n.to_be_bytes();
        return Some(Colour::Rgb(r, g, b));
    }
    word.parse().ok().map(Colour::Indexed)
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known
        .map(|k| (strsim::jaro_winkler(word, k), k))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((score, name)) if score > 0.7 => format!("did you mean `{name}`?"),
        _ => String::new(),
    }
}

fn problem(
    file: &str,
    text: &str,
    span: Option<std::ops::Range<usize>>,
    what: String,
    remedy: String,
) -> Problem {
    let start = span.as_ref().map_or(0, |s| s.start.min(text.len()));
    let before = text.get(..start).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Problem {
        severity: Severity::Error,
        code: "theme",
        place: Place {
            file: file.to_owned(),
            line: span
                .as_ref()
                .map_or(0, |_| before.matches('\n').count() + 1),
            column: span
                .as_ref()
                .map_or(0, |_| before[line_start..].chars().count() + 1),
            span: span.map(|s| (s.start, s.end)),
        },
        what,
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_reads_as_it_is_said() {
        let theme = read(
            "t",
            "title = \"x\"\n[style]\nalarm = \"bold white on #ff0010\"\n",
        )
        .unwrap();
        let look = theme.looks[&Role::Alarm];
        assert_eq!(look.ink, Some(Colour::Indexed(15)));
        assert_eq!(look.paper, Some(Colour::Rgb(255, 0, 16)));
        assert!(look.bold && !look.reverse);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let text = "[style]\nalrm = \"red\"\nok = \"bold gren\"\n";
        let found = read("my.toml", text).unwrap_err();
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "my.toml:2:1: `alrm` is no part of the screen; did you mean `alarm`?",
                "my.toml:3:6: `gren` is no colour and no weight; did you mean `green`?",
            ]
        );
        let found = read("my.toml", "colour = 1\n").unwrap_err();
        assert!(
            found[0]
                .to_string()
                .starts_with("my.toml:1:1: unknown field")
        );
        assert!(read("my.toml", "[style").is_err());
    }
}
