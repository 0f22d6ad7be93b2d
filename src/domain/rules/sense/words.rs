//! What probes say of a condition, in words. Safe to print: what was measured is shown with nothing hidden in it.

use super::{Reading, Sensing, Unseen};
use crate::domain::checklist::Sensed;
use crate::domain::text::visible;
use crate::domain::time::Span;

impl Unseen {
    /// `not measured here: no result yet`
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Unseen::NoProbe => "not measured here: no such probe",
            Unseen::NoResult => "not measured here: no result yet",
            Unseen::Stale => "not measured here: the last result is too old",
            Unseen::Blind => "not measured here: this machine may be cut off",
            Unseen::NotMeasured => "not measured here: the probe got no answer it understands",
        }
    }
}

impl Reading {
    /// The raw answer: `200 in 23 ms`.
    #[must_use]
    pub fn raw(&self) -> String {
        let detail = visible(&self.detail);
        let what = if detail.is_empty() {
            visible(&self.shows)
        } else {
            detail
        };
        match self.latency {
            Some(latency) => format!("{what} in {} ms", latency.0.max(0)),
            None => what.into_owned(),
        }
    }

    /// The raw answer and how old it is: `200 in 23 ms (2 s ago)`.
    #[must_use]
    pub fn aged(&self) -> String {
        format!("{} ({} ago)", self.raw(), age(self.age))
    }

    /// As it is recorded: `200 in 23 ms, 2 s old`.
    #[must_use]
    pub fn evidence(&self) -> String {
        format!("{}, {} old", self.raw(), age(self.age))
    }
}

impl Sensing {
    /// In one line: `to.web up 3/3, 200 in 23 ms (2 s ago)`.
    #[must_use]
    pub fn said(&self, on: &Sensed) -> String {
        let probe = visible(&on.probe);
        let is = visible(&on.is);
        match self {
            Sensing::Unknown(why) => format!("{probe} {}", why.words()),
            Sensing::False(r) => {
                let shows = visible(&r.shows);
                let counts = if shows == is {
                    format!("{is} 0/{}", r.of)
                } else {
                    format!("{shows}, not {is}")
                };
                format!("{probe} {counts}: {}", r.aged())
            }
            Sensing::True(r) | Sensing::Stable(r) => {
                format!("{probe} {is} {}/{}, {}", r.count, r.of, r.aged())
            }
        }
    }

    /// In a few words that stand still: `to.web down, not up (503)`.
    #[must_use]
    pub fn brief(&self, on: &Sensed) -> String {
        let (probe, is) = (visible(&on.probe), visible(&on.is));
        match self {
            Sensing::Unknown(why) => format!("{probe} {}", why.words()),
            Sensing::False(r) => {
                let (shows, detail) = (visible(&r.shows), visible(&r.detail));
                format!("{probe} {shows}, not {is} ({detail})")
            }
            Sensing::True(r) | Sensing::Stable(r) => {
                format!("{probe} {is} {}/{} again", r.count, r.of)
            }
        }
    }

    /// What stands in a step's record beside a tick: the raw answer with its age, or that nothing was measured.
    #[must_use]
    pub fn evidence(&self, on: &Sensed) -> String {
        match self {
            Sensing::Unknown(why) => why.words().to_owned(),
            Sensing::False(r) => format!(
                "{} {}: {}",
                visible(&on.probe),
                visible(&r.shows),
                r.evidence()
            ),
            Sensing::True(r) | Sensing::Stable(r) => r.evidence(),
        }
    }

    /// The value a step gets that its probe closes: `to.web up 3/3 from b1`.
    #[must_use]
    pub fn value(&self, on: &Sensed, machine: &str) -> String {
        let (count, of) = self.reading().map_or((0, on.stable), |r| (r.count, r.of));
        format!("{} {} {count}/{of} from {machine}", on.probe, on.is)
    }
}

/// `2 s`, `41m`.
fn age(span: Span) -> String {
    match span.as_seconds() {
        s if s < 60 => format!("{} s", s.max(0)),
        _ => span.short(),
    }
}
