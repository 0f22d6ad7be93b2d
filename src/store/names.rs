//! Names of log files: nothing else in a journal's folder is ever opened.

use crate::domain::ids::WriterId;
use std::fmt;

/// One file of a writer's log: `<writer>.jsonl`, `<writer>~2.jsonl`, ...
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LogName {
    /// Whose log.
    pub writer: WriterId,
    /// Which of its files, from 1.
    pub part: u32,
}

impl LogName {
    /// The log file a name stands for; temporary and conflict names of replicators stand for none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".jsonl")?;
        let (writer, part) = match stem.split_once('~') {
            None => (stem, 1),
            Some((writer, part)) => {
                let plain = part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with('0');
                let part = part.parse().ok().filter(|n| plain && *n >= 2)?;
                (writer, part)
            }
        };
        let writer = WriterId::new(writer)?;
        Some(LogName { writer, part })
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            0 | 1 => write!(f, "{}.jsonl", self.writer),
            part => write!(f, "{}~{part}.jsonl", self.writer),
        }
    }
}

/// Whether a text can be a machine's folder below `journal/`.
#[must_use]
pub fn is_machine(name: &str) -> bool {
    let slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=24).contains(&name.len()) && name.bytes().all(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_log_files_are_log_files() {
        for good in [
            "gf@b1.7f3a9c21d0e455aa.jsonl",
            "gf@b1.7f3a9c21d0e455aa~2.jsonl",
            "gf@b1.7f3a9c21d0e455aa~10.jsonl",
        ] {
            assert_eq!(LogName::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            ".gf@b1.7f3a9c21d0e455aa.jsonl.XyZ123",
            "gf@b1.7f3a9c21d0e455aa.sync-conflict-20261120-021300-ABCDEFG.jsonl",
            ".syncthing.gf@b1.7f3a9c21d0e455aa.jsonl.tmp",
            "gf@b1.7f3a9c21d0e455aa~1.jsonl",
            "gf@b1.7f3a9c21d0e455aa~02.jsonl",
            "gf@b1.7f3a9c21d0e455aa~+2.jsonl",
            "gf@b1.7f3a9c21d0e455aa~2~3.jsonl",
            "gf@b1.7f3a9c21d0e455aa~99999999999.jsonl",
            "gf@b1.7f3a9c21d0e455aa",
            "../gf@b1.7f3a9c21d0e455aa.jsonl",
        ] {
            assert_eq!(LogName::parse(bad), None, "{bad}");
        }
    }
}
