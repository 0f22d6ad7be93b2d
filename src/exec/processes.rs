//! The processes of this machine, as `/proc` tells: which are there, and whether one is still the one it was.

use std::fmt;
use std::fs;

/// One line of `/proc/PID/stat`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stat {
    pub(super) pid: i32,
    pub(super) parent: i32,
    group: i32,
    /// Clock ticks from boot to its start.
    start: u64,
    /// It ended and waits to be taken away.
    pub(super) gone: bool,
}

fn stat(text: &str) -> Option<Stat> {
    let (pid, _) = text.split_once(' ')?;
    // The name in brackets may hold anything, brackets too.
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    Some(Stat {
        pid: pid.parse().ok()?,
        gone: matches!(*fields.first()?, "Z" | "X"),
        parent: fields.get(1)?.parse().ok()?,
        group: fields.get(2)?.parse().ok()?,
        start: fields.get(19)?.parse().ok()?,
    })
}

/// All of them that can be seen.
pub(super) fn all() -> Vec<Stat> {
    let Ok(items) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let numbers = items.flatten().filter(|item| {
        let name = item.file_name();
        name.as_encoded_bytes().iter().all(u8::is_ascii_digit)
    });
    let texts = numbers.filter_map(|item| fs::read_to_string(item.path().join("stat")).ok());
    texts.filter_map(|text| stat(&text)).collect()
}

/// A process that leads a group of its own, known again by when it began; as text `4711 881234`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leader {
    pid: i32,
    start: u64,
}

impl Leader {
    /// The process of that number, if it is there.
    #[must_use]
    pub fn of(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let Stat { pid, start, .. } = stat(&text)?;
        Some(Leader { pid, start })
    }

    /// What [`Leader`] printed as text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (pid, start) = text.trim().split_once(' ')?;
        let leader = Leader {
            pid: pid.parse().ok()?,
            start: start.parse().ok()?,
        };
        (leader.pid > 1).then_some(leader)
    }

    /// The number of its group, as long as the process or another one of its group lives.
    #[must_use]
    pub fn lives(&self) -> Option<i32> {
        let all = all();
        // Its number belongs to another process by now: the group had ended before.
        let taken = |p: &Stat| p.pid == self.pid && p.start != self.start;
        let member = |p: &Stat| p.group == self.pid && p.start >= self.start && !p.gone;
        (!all.iter().any(taken) && all.iter().any(member)).then_some(self.pid)
    }
}

impl fmt::Display for Leader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.pid, self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::os::unix::process::CommandExt as _;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    #[test]
    fn a_group_is_known_again_until_the_last_of_it_ended() {
        let mut sh = Command::new("sh");
        sh.args(["-c", "exec 3<&0; cat <&3 & echo; read go"]);
        let spawned = sh
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = spawned.unwrap();
        let mut said = [0];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut said).unwrap();
        let input = child.stdin.take().unwrap();
        let leader = Leader::of(child.id()).unwrap();
        assert_eq!(Leader::parse(&leader.to_string()), Some(leader));
        let start = leader.start + 1;
        let other = Leader { start, ..leader };
        assert_eq!(other.lives(), None, "the number went to another process");
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(leader.lives(), Some(leader.pid), "cat goes on");
        drop(input);
        let until = Instant::now() + Duration::from_secs(20);
        while leader.lives().is_some() {
            assert!(Instant::now() < until, "cat did not end");
            std::thread::yield_now();
        }
        assert_eq!(Leader::parse("4711"), None);
        assert_eq!(Leader::parse("0 5"), None);
    }

    #[test]
    fn a_name_with_brackets_hides_nothing() {
        let text = "7 (a) Z (b) S 1 5 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0";
        let stat = stat(text).unwrap();
        assert_eq!((stat.pid, stat.parent, stat.group), (7, 1, 5));
        assert_eq!((stat.start, stat.gone), (99, false));
    }
}
