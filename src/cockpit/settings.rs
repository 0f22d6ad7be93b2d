//! What a user settled for their own cockpits.

use crate::domain::time::{Span, Time};

/// What a user settled for their own cockpits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Ring once when something falls due, or is asked; false: never. On unless the user's file says otherwise.
    pub bell: bool,
    /// How far local time is ahead of UTC here.
    pub zone: Span,
}

impl Settings {
    /// `03:13:31+01`: a time as it is here.
    #[must_use]
    pub fn local(&self, at: Time) -> String {
        let clock = (at + self.zone).clock();
        let minutes = self.zone.0 / 60_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let rest = if rest == 0 {
            String::new()
        } else {
            format!(":{rest:02}")
        };
        format!("{}{sign}{hours:02}{rest}", clock.trim_end_matches('Z'))
    }

    /// The day a time is on here, `2026-11-20`.
    #[must_use]
    pub fn local_date(&self, at: Time) -> String {
        (at + self.zone).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_as_it_is_here() {
        let at = Time::parse("2026-11-20T23:13:31Z").unwrap();
        let local = |minutes| {
            let settings = Settings {
                zone: Span::minutes(minutes),
                bell: false,
            };
            format!("{} {}", settings.local_date(at), settings.local(at))
        };
        assert_eq!(local(60), "2026-11-21 00:13:31+01");
        assert_eq!(local(-210), "2026-11-20 19:43:31-03:30");
        assert_eq!(local(0), "2026-11-20 23:13:31+00");
    }
}
