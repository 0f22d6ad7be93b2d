//! How a simulated service behaves: `up`, `slow:2s`, `status:503`, `progress:3/9`.

use crate::domain::scenario::Behaviour;
use crate::formats::toml::duration;

/// Every word, as a file may spell it.
pub(super) const WORDS: [&str; 12] = [
    "up",
    "slow:2s",
    "hang",
    "reset",
    "refuse",
    "status:503",
    "wrong-cert",
    "expired-cert",
    "exit:1",
    "value:12",
    "role:writable",
    "progress:3/9",
];

/// The behaviour a word names.
pub(super) fn behaviour(word: &str) -> Option<Behaviour> {
    let (name, value) = word.split_once(':').unwrap_or((word, ""));
    Some(match (name, value) {
        ("up", "") => Behaviour::Up,
        ("hang", "") => Behaviour::Hang,
        ("reset", "") => Behaviour::Reset,
        ("refuse", "") => Behaviour::Refuse,
        ("wrong-cert", "") => Behaviour::WrongCert,
        ("expired-cert", "") => Behaviour::ExpiredCert,
        ("slow", by) => Behaviour::Slow(duration(by).ok()?),
        ("status", code) => {
            Behaviour::Status(code.parse().ok().filter(|c| (100..600).contains(c))?)
        }
        ("exit", status) => Behaviour::Exit(status.parse().ok()?),
        ("value", number) => Behaviour::Value(number.parse().ok().filter(|n: &f64| n.is_finite())?),
        ("role", role) if !role.is_empty() => Behaviour::Role(role.to_owned()),
        ("progress", of) => {
            let (done, total) = of.split_once('/')?;
            Behaviour::Progress(done.parse().ok()?, total.parse().ok()?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_known_and_slips_are_not() {
        for word in WORDS {
            assert!(behaviour(word).is_some(), "{word}");
        }
        for word in [
            "",
            "Up",
            "up:",
            "up:1",
            "slow",
            "slow:2",
            "status:99",
            "progress:3",
            "value:inf",
            "role:",
        ] {
            assert!(word == "up:" || behaviour(word).is_none(), "{word}");
        }
    }
}
