//! The one clock, and the one tick a second that everything periodic shares.

use crate::domain::time::{Span, Time};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The wall clock, now.
#[must_use]
pub fn now() -> Time {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    let now = SystemTime::now();
    let millis = match now.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()),
        Err(before) => i64::try_from(before.duration().as_millis()).map(|ms| -ms),
    };
    Time(millis.unwrap_or(i64::MAX))
}

/// How far local time is ahead of UTC at a time, as this machine is set (`TZ`, `/etc/localtime`).
#[must_use]
pub fn zone(at: Time) -> Span {
    let utc = chrono::DateTime::from_timestamp_millis(at.0);
    let local = utc.map(|utc| utc.with_timezone(&chrono::Local));
    let seconds = local.map_or(0, |local| local.offset().local_minus_utc());
    Span::seconds(seconds.into())
}

/// How long until the wall clock shows the next whole second: 1 to 1000 ms.
#[must_use]
pub fn until_next_second(now: Time) -> Duration {
    let into = u64::try_from(now.0.rem_euclid(1000)).unwrap_or(0);
    Duration::from_millis(1000 - into)
}

/// Waits for the next whole second and gives the time then. Deadlines are compared with that time, so a
/// suspended machine or a set clock delays nothing by more than a second.
pub async fn next_second() -> Time {
    let began = now();
    tokio::time::sleep(until_next_second(began)).await;
    now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_fall_on_whole_seconds() {
        assert_eq!(until_next_second(Time(5_000)), Duration::from_secs(1));
        assert_eq!(until_next_second(Time(5_001)), Duration::from_millis(999));
        assert_eq!(until_next_second(Time(-1)), Duration::from_millis(1));
    }

    #[test]
    fn now_is_after_this_was_written() {
        assert!(now() > Time::parse("2026-01-01T00:00:00Z").unwrap());
    }
}
