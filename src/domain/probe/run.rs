//! Results in a row.

use super::Finding;
use crate::domain::time::Time;

/// Results of one sort in a row, up to the newest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Run {
    /// How many.
    pub count: u32,
    /// When the first of them began; none when there are none.
    pub first: Option<Time>,
}

impl Run {
    /// One more result, begun at `began`; or the end of the row.
    pub(super) fn count(&mut self, fits: bool, began: Time) {
        if fits {
            self.count = self.count.saturating_add(1);
            self.first.get_or_insert(began);
        } else {
            *self = Run::default();
        }
    }

    /// The beginning of the row, once it is `n` long.
    pub(super) fn reached(self, n: u32) -> Option<Time> {
        self.first.filter(|_| self.count >= n.max(1))
    }
}

/// The rows that decide a verdict. What could not be measured interrupts none of the measured ones: it says
/// nothing about the target.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Runs {
    /// Good.
    pub(super) good: Run,
    /// Good or poor: it serves.
    pub(super) serving: Run,
    /// Poor or bad.
    pub(super) worse: Run,
    /// Bad.
    pub(super) bad: Run,
    /// Not measured.
    pub(super) unmeasured: Run,
    /// Bad or not measured: what a witness is silent by.
    pub(super) silent: Run,
}

impl Runs {
    /// Counts one result.
    pub(super) fn count(&mut self, finding: Finding, began: Time) {
        use Finding::{Bad, Good, NotMeasured, Poor};
        self.unmeasured.count(finding == NotMeasured, began);
        self.silent
            .count(matches!(finding, Bad | NotMeasured), began);
        if finding == NotMeasured {
            return;
        }
        self.good.count(finding == Good, began);
        self.serving.count(matches!(finding, Good | Poor), began);
        self.worse.count(matches!(finding, Poor | Bad), began);
        self.bad.count(finding == Bad, began);
    }

    /// Forgets what was measured: too long ago to be continued.
    pub(super) fn forget_measured(&mut self) {
        *self = Runs {
            unmeasured: self.unmeasured,
            silent: self.silent,
            ..Runs::default()
        };
    }

    /// Forgets what spoke against the target: it was measured by somebody who was cut off.
    pub(super) fn forget_bad(&mut self) {
        self.worse = Run::default();
        self.bad = Run::default();
        self.unmeasured = Run::default();
    }
}
