//! What an incident is before anything happened in it: written once, never changed.

use super::time::{Scale, Time};
use super::words::Mode;
use std::collections::BTreeMap;

/// The incident file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Random, 16 hexadecimal digits. The folder's name is only a label.
    pub id: String,
    /// Live, planned or drill.
    pub mode: Mode,
    /// When it was opened; a drill's time is scaled from here.
    pub opened: Time,
    /// Incident seconds per wall second; 1 but in a drill.
    pub speed: u32,
    /// A drill's simulated providers: `provider.service` to the port on loopback.
    pub ports: BTreeMap<String, u16>,
    /// The SHA-256 of the plan it was opened with, the folder below `plan/`; the embedded one has it too.
    pub plan: Option<String>,
    /// A drill's scenario.
    pub scenario: Option<String>,
}

impl Identity {
    /// The time the incident is shown in. Only a drill's runs faster than the wall.
    #[must_use]
    pub fn scale(&self) -> Scale {
        let speed = if self.mode == Mode::Drill {
            self.speed.max(1)
        } else {
            1
        };
        Scale {
            opened: self.opened,
            speed,
        }
    }

    /// Whether a text can be an incident's id, and so the name of a folder.
    #[must_use]
    pub fn is_id(text: &str) -> bool {
        text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_drill_runs_faster() {
        let mut identity = Identity {
            id: "00112233445566ff".into(),
            mode: Mode::Drill,
            opened: Time(5),
            speed: 10,
            ports: BTreeMap::new(),
            plan: None,
            scenario: None,
        };
        assert_eq!(identity.scale().speed, 10);
        identity.mode = Mode::Live;
        assert_eq!(identity.scale().speed, 1);
        assert!(Identity::is_id(&identity.id));
        assert!(!Identity::is_id("../../etc/passwd"));
    }
}
