//! Points in time and lengths of time, in milliseconds. Nothing here reads a clock.

use chrono::{DateTime, NaiveTime, SecondsFormat, Utc};
use std::fmt;
use std::ops::{Add, Sub};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(pub i64);

/// A signed length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span(pub i64);

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// `n` seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Span(n.saturating_mul(1000))
    }

    /// `n` minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Span(n.saturating_mul(60_000))
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// `0:48`, `41:07`, `2:49:00`: the sign is dropped, seconds always shown.
    #[must_use]
    pub fn clock(self) -> String {
        let s = self.0.unsigned_abs() / 1000;
        let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
        if h > 0 {
            format!("{h}:{m:02}:{s:02}")
        } else {
            format!("{m}:{s:02}")
        }
    }

    /// `0:48`, and from two minutes on `41m`: seconds where they count, and a screen that stands still.
    #[must_use]
    pub fn calm(self) -> String {
        if self.0.unsigned_abs() < 120_000 {
            self.clock()
        } else {
            self.short()
        }
    }

    /// A planned time: `30s`, `1:30`, `4m`.
    #[must_use]
    pub fn planned(self) -> String {
        match self.as_seconds() {
            seconds @ 0..60 => format!("{seconds}s"),
            seconds if seconds % 60 == 0 => self.short(),
            _ => self.clock(),
        }
    }

    /// `2s`, `41m`, `3h05`: for ages and estimates, where seconds would only be noise.
    #[must_use]
    pub fn short(self) -> String {
        let s = self.0.unsigned_abs() / 1000;
        match s {
            0..60 => format!("{s}s"),
            60..3600 => format!("{}m", s / 60),
            3600..86_400 => format!("{}h{:02}", s / 3600, s / 60 % 60),
            _ => format!("{}d", s / 86_400),
        }
    }
}

impl Time {
    /// Reads RFC 3339 (`2026-11-20T02:13:00.123Z`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|t| Time(t.timestamp_millis()))
    }

    /// Reads `20:04` or `20:04:30` as UTC, the most recent past before `now`; or RFC 3339.
    #[must_use]
    pub fn parse_past(text: &str, now: Time) -> Option<Self> {
        let text = text.trim();
        let bare = text.strip_suffix('Z').unwrap_or(text);
        let clock = NaiveTime::parse_from_str(bare, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(bare, "%H:%M:%S"));
        let Ok(clock) = clock else {
            return Time::parse(text);
        };
        let today = now.utc()?.date_naive().and_time(clock).and_utc();
        let at = Time(today.timestamp_millis());
        Some(if at > now { at - Span(86_400_000) } else { at })
    }

    fn utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    fn format(self, pattern: &str) -> String {
        self.utc()
            .map_or_else(|| "?".to_owned(), |t| t.format(pattern).to_string())
    }

    /// `2026-11-20T02:13:00.123Z`, as the journal writes it.
    #[must_use]
    pub fn rfc3339_millis(self) -> String {
        self.utc().map_or_else(
            || "?".to_owned(),
            |t| t.to_rfc3339_opts(SecondsFormat::Millis, true),
        )
    }

    /// `2026-11-20T02:13:00Z`, as documents show it.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.utc().map_or_else(
            || "?".to_owned(),
            |t| t.to_rfc3339_opts(SecondsFormat::Secs, true),
        )
    }

    /// `02:13:44Z`.
    #[must_use]
    pub fn clock(self) -> String {
        self.format("%H:%M:%SZ")
    }

    /// `02:13:44Z`, and `11-20 02:13:44Z` where `now` is on another day.
    #[must_use]
    pub fn near(self, now: Time) -> String {
        if self.date() == now.date() {
            self.clock()
        } else {
            self.format("%m-%d %H:%M:%SZ")
        }
    }

    /// `2026-11-20`.
    #[must_use]
    pub fn date(self) -> String {
        self.format("%Y-%m-%d")
    }

    /// `20261120T021300Z`, for folder names.
    #[must_use]
    pub fn compact(self) -> String {
        self.format("%Y%m%dT%H%M%SZ")
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, other: Time) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, other: Span) -> Time {
        Time(self.0.saturating_sub(other.0))
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, other: Span) -> Time {
        Time(self.0.saturating_add(other.0))
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

/// The time an incident is shown in. A drill may run faster than the wall: every cockpit
/// scales by the `opened` and `speed` of the incident file, so all agree.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    /// Wall time at which incident time began.
    pub opened: Time,
    /// Incident seconds per wall second; 1 in a live incident.
    pub speed: u32,
}

impl Scale {
    /// Wall time is incident time.
    #[must_use]
    pub const fn real(opened: Time) -> Self {
        Scale { opened, speed: 1 }
    }

    /// The incident time at a wall time. Before the opening both run alike.
    #[must_use]
    pub fn incident(self, wall: Time) -> Time {
        let since = wall - self.opened;
        if since.0 <= 0 {
            return wall;
        }
        self.opened + Span(since.0.saturating_mul(i64::from(self.speed.max(1))))
    }

    /// The wall time at an incident time; the inverse of [`Scale::incident`].
    #[must_use]
    pub fn wall(self, incident: Time) -> Time {
        let since = incident - self.opened;
        if since.0 <= 0 {
            return incident;
        }
        self.opened + Span(since.0 / i64::from(self.speed.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_reads_as_spoken() {
        assert_eq!(Span::seconds(48).clock(), "0:48");
        assert_eq!(Span::seconds(2467).clock(), "41:07");
        assert_eq!(Span::seconds(-2467).clock(), "41:07");
        assert_eq!(Span::seconds(10_140).clock(), "2:49:00");
        assert_eq!(Span::minutes(41).short(), "41m");
        assert_eq!(Span::seconds(-119).calm(), "1:59");
        assert_eq!(Span::seconds(120).calm(), "2m");
    }

    #[test]
    fn a_bare_time_is_the_most_recent_past() {
        let now = Time::parse("2026-11-20T02:13:00Z").unwrap();
        let at = |s| Time::parse_past(s, now).unwrap().rfc3339();
        assert_eq!(at("02:02"), "2026-11-20T02:02:00Z");
        assert_eq!(at("20:04"), "2026-11-19T20:04:00Z");
        assert_eq!(at("02:13:00"), "2026-11-20T02:13:00Z");
        assert_eq!(Time::parse_past("25:99", now), None);
    }

    #[test]
    fn another_day_is_told() {
        let at = |s| Time::parse(s).unwrap();
        let now = at("2026-11-20T02:13:00Z");
        assert_eq!(at("2026-11-20T00:00:01Z").near(now), "00:00:01Z");
        assert_eq!(at("2026-11-19T23:59:59Z").near(now), "11-19 23:59:59Z");
    }

    #[test]
    fn a_drill_runs_faster_than_the_wall() {
        let opened = Time(1_000_000);
        let scale = Scale { opened, speed: 10 };
        assert_eq!(scale.incident(opened + Span(5)), opened + Span(50));
        assert_eq!(scale.wall(opened + Span(50)), opened + Span(5));
        assert_eq!(scale.incident(Time(5)), Time(5));
    }
}
