//! The scratch text everybody on the incident shares. What several people wrote at once is put together; nobody's
//! lines are overwritten by somebody who had not seen them.

use super::merge::{Side, merge};
use crate::domain::facts::{Fact, ScratchSet};
use crate::domain::fold::{EntryNo, Incident};

/// The shared text as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scratch {
    /// The text: of what was written at once, both.
    pub text: String,
    /// The entry that counts, as `writer:seq`; none: nobody wrote any.
    pub entry: Option<String>,
    /// Who wrote last, and the number of the entry.
    pub by: Option<(String, EntryNo)>,
    /// At so many places people changed the same lines: both stand there, marked.
    pub clashes: usize,
}

/// The shared text as it stands.
#[must_use]
pub fn scratch(incident: &Incident) -> Scratch {
    let register = &incident.state().scratch;
    let Some(held) = register.held() else {
        return Scratch::default();
    };
    let mut text = held.value.text.clone();
    let mut clashes = 0;
    for rival in register.rivals() {
        let base = text_of(incident, rival.value.base.as_deref());
        let one = Side {
            who: incident.author(held.by),
            text: &text,
        };
        let other = Side {
            who: incident.author(rival.by),
            text: &rival.value.text,
        };
        let merged = merge(&base, one, other);
        clashes += merged.clashes;
        text = merged.text;
    }
    Scratch {
        text,
        entry: Some(incident.log().entry(held.by).reference()),
        by: Some((incident.author(held.by).to_owned(), held.by)),
        clashes,
    }
}

/// A text that was written, and what it was put together with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The fact; none when nothing changed.
    pub fact: Option<Fact>,
    /// Whose lines, written meanwhile, it was put together with.
    pub with: Option<String>,
    /// At so many places both had changed the same lines.
    pub clashes: usize,
}

/// Writes the text that `operator` made of what stood in the entry `base`. What came meanwhile is put together with it.
#[must_use]
pub fn write(incident: &Incident, operator: &str, text: &str, base: Option<&str>) -> Written {
    let now = scratch(incident);
    let text = text.trim_end();
    let same = now.entry.as_deref() == base;
    let theirs = now.by.as_ref().map_or("", |(by, _)| by);
    let merged = if same {
        None
    } else {
        let before = text_of(incident, base);
        let (one, other) = (
            Side {
                who: operator,
                text,
            },
            Side {
                who: theirs,
                text: &now.text,
            },
        );
        Some(merge(&before, one, other))
    };
    let new = merged.as_ref().map_or(text, |m| m.text.as_str());
    let fact = ScratchSet {
        text: new.to_owned(),
        base: now.entry.clone(),
    };
    Written {
        fact: (new != now.text).then(|| fact.into()),
        with: merged.as_ref().map(|_| theirs.to_owned()),
        clashes: merged.map_or(0, |m| m.clashes),
    }
}

/// The text of an entry; empty where there is none. Entries before that were not seen by all are no base.
fn text_of(incident: &Incident, entry: Option<&str>) -> String {
    let no = entry.and_then(|entry| incident.log().find(entry));
    match no.map(|no| &incident.log().entry(no).draft.fact) {
        Some(Fact::ScratchSet(set)) => set.text.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Desk;
    use super::*;

    fn writes(desk: &mut Desk, who: &str, text: &str, base: Option<&str>) -> Written {
        let written = write(&desk.incident, who, text, base);
        desk.write(who, written.fact.clone().into_iter().collect());
        written
    }

    #[test]
    fn what_came_meanwhile_is_kept() {
        let mut desk = Desk::new();
        writes(&mut desk, "gf", "ports\nhosts\n", None);
        let base = scratch(&desk.incident).entry;
        let same = writes(&mut desk, "gf", "ports\nhosts", base.as_deref());
        assert_eq!(same.fact, None);
        writes(&mut desk, "cp", "ports 1\nhosts", base.as_deref());
        let late = writes(&mut desk, "gf", "ports\nhosts 2", base.as_deref());
        assert_eq!((late.with.as_deref(), late.clashes), (Some("cp"), 0));
        assert_eq!(scratch(&desk.incident).text, "ports 1\nhosts 2");
        let clash = writes(&mut desk, "nm", "ports 9\nhosts", base.as_deref());
        assert_eq!(clash.clashes, 1);
        let text = scratch(&desk.incident).text;
        assert!(
            text.contains("[nm wrote]\nports 9") && text.contains("[gf wrote]\nports 1"),
            "{text}"
        );
    }
}
