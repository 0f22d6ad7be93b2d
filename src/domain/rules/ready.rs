//! Whether the other side can take over, as far as it is measured: what is asked until the decision falls.

use super::changes::answers;
use crate::domain::words::ProbeState;

/// A service at the side that would take over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stand {
    /// Its id.
    pub service: String,
    /// What is measured of it.
    pub state: ProbeState,
    /// The number it says of itself; none of what says none.
    pub said: Option<String>,
    /// It only follows another service, which is named for both.
    pub follows: bool,
}

/// Whether a side can take over. Without traffic a side that only stands by is ready: `quiet` is no fault there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ready {
    /// Every service is measured, and well.
    Yes,
    /// Some are not well: `db down`, `lag 41 s`.
    No(Vec<String>),
    /// None is known to be unwell, but some are not measured: `db unknown`.
    Unknown(Vec<String>),
}

/// Whether the side with these services can take over; none when there are none.
#[must_use]
pub fn ready(stands: &[Stand]) -> Option<Ready> {
    if stands.is_empty() {
        return None;
    }
    let bad = |s: &&Stand| matches!(s.state, ProbeState::Down | ProbeState::Degraded);
    let words = |s: &Stand| {
        let said = s.said.as_deref().filter(|_| bad(&s));
        format!("{} {}", s.service, said.unwrap_or(s.state.as_str()))
    };
    let unwell = || stands.iter().filter(bad);
    let causes: Vec<String> = unwell().filter(|s| !s.follows).map(words).collect();
    if unwell().next().is_some() {
        let all = || unwell().map(words).collect();
        return Some(Ready::No(if causes.is_empty() { all() } else { causes }));
    }
    let dark = stands.iter().filter(|s| !answers(s.state));
    let dark: Vec<String> = dark.map(words).collect();
    Some(match dark.is_empty() {
        true => Ready::Yes,
        false => Ready::Unknown(dark),
    })
}

impl Ready {
    /// The same, where something else than a service of that side is not right.
    #[must_use]
    pub fn doubted(self, why: &str) -> Self {
        let with = |all: Vec<String>| [why.to_owned()].into_iter().chain(all).collect();
        match self {
            Ready::Yes => Ready::Unknown(with(Vec::new())),
            Ready::Unknown(all) => Ready::Unknown(with(all)),
            Ready::No(all) => Ready::No(all),
        }
    }

    /// The short word: `READY`, `NOT READY`, `READY?`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Ready::Yes => "READY",
            Ready::No(_) => "NOT READY",
            Ready::Unknown(_) => "READY?",
        }
    }

    /// What keeps it from being ready: `lag 41 s, web down +1`; empty when nothing does.
    #[must_use]
    pub fn why(&self) -> String {
        let all: &[String] = match self {
            Ready::Yes => &[],
            Ready::No(all) | Ready::Unknown(all) => all,
        };
        let named = all.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
        match all.len() {
            0..=2 => named,
            n => format!("{named} +{}", n - 2),
        }
    }

    /// `C10 ready to take over`, `C10 NOT READY: lag 41 s`.
    #[must_use]
    pub fn words(&self, side: &str) -> String {
        match self {
            Ready::Yes => format!("{side} ready to take over"),
            _ => format!("{side} {}: {}", self.word(), self.why()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProbeState::{Blind, Degraded, Down, Quiet, Stale, Unknown, Up};

    fn stand(service: &str, state: ProbeState) -> Stand {
        Stand {
            service: service.into(),
            state,
            said: None,
            follows: false,
        }
    }

    fn words(stands: &[Stand]) -> String {
        ready(stands).unwrap().words("C10")
    }

    #[test]
    fn a_side_is_ready_only_when_all_of_it_is_measured_and_well() {
        assert_eq!(ready(&[]), None);
        let said = |states: &[ProbeState]| {
            let names = ["web", "db", "lag", "queue"].iter().zip(states);
            words(&names.map(|(n, s)| stand(n, *s)).collect::<Vec<_>>())
        };
        assert_eq!(said(&[Up, Up, Quiet]), "C10 ready to take over");
        assert_eq!(said(&[Up, Down]), "C10 NOT READY: db down");
        assert_eq!(said(&[Unknown, Down]), "C10 NOT READY: db down");
        assert_eq!(said(&[Up, Stale]), "C10 READY?: db stale");
        let all = said(&[Blind, Blind, Blind, Blind]);
        assert_eq!(all, "C10 READY?: web blind, db blind +2");
    }

    #[test]
    fn a_number_is_said_and_what_only_follows_is_not() {
        let lag = Stand {
            said: Some("41 s".into()),
            ..stand("lag", Degraded)
        };
        assert_eq!(words(&[stand("web", Up), lag]), "C10 NOT READY: lag 41 s");
        let web = Stand {
            follows: true,
            ..stand("web", Down)
        };
        let both = [web, stand("db", Down)];
        assert_eq!(words(&both), "C10 NOT READY: db down");
        let doubted =
            |stands: &[Stand]| ready(stands).unwrap().doubted("nobody writes").words("C10");
        assert_eq!(doubted(&[stand("web", Up)]), "C10 READY?: nobody writes");
        assert_eq!(doubted(&both), "C10 NOT READY: db down");
    }
}
