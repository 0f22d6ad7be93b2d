//! What was looked at before it may run: bound to a step and its command as written, not to what fills it.

use super::ids::Id;
use sha2::{Digest as _, Sha256};

/// A command somebody approved to run as them, on their machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approved {
    /// Whose command.
    pub step: Id,
    /// As written, its variables not filled.
    pub template: String,
}

impl Approved {
    /// The name of the approval: SHA-256 over the step's id and the command as written, hexadecimal.
    #[must_use]
    pub fn name(&self) -> String {
        name(&self.step, &self.template)
    }
}

/// The name of an approval: SHA-256 over the step's id and the command as written, hexadecimal.
#[must_use]
pub fn name(step: &Id, template: &str) -> String {
    sha256(format!("{step}\n{template}").as_bytes())
}

/// The SHA-256 of some bytes, hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// What changed between two commands, a line each: `- ` was, `+ ` is, two blanks where nothing changed.
#[must_use]
pub fn changes(was: &str, is: &str) -> Vec<String> {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.lines().collect(), is.lines().collect());
    let same = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let (left, right) = (&was[same..], &is[same..]);
    let ends = left.iter().rev().zip(right.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (gone, new) = (&left[..left.len() - end], &right[..right.len() - end]);
    let kept = |line: &&str| format!("  {line}");
    let mut lines: Vec<String> = was[..same].iter().map(kept).collect();
    lines.extend(gone.iter().map(|line| format!("- {line}")));
    lines.extend(new.iter().map(|line| format!("+ {line}")));
    lines.extend(left[left.len() - end..].iter().map(kept));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_is_of_one_step_and_one_text() {
        let (a, b) = (Id::new("a").unwrap(), Id::new("b").unwrap());
        assert_eq!(name(&a, "x"), name(&a, "x"));
        assert_ne!(name(&a, "x"), name(&b, "x"));
        assert_ne!(name(&a, "x"), name(&a, "x "));
        assert_eq!(name(&a, "x").len(), 64);
    }

    #[test]
    fn only_what_changed_is_marked() {
        assert_eq!(changes("a\nb\nc", "a\nx\nc"), ["  a", "- b", "+ x", "  c"]);
        assert_eq!(changes("a", "b"), ["- a", "+ b"]);
        assert_eq!(changes("a\na", "a"), ["  a", "- a"]);
    }
}
