//! What happens later, by the wall clock: deadlines in UTC, right also after a suspend.

use crate::cockpit::Msg;
use crate::domain::time::Time;
use std::time::Duration;

/// Messages that fall due.
#[derive(Default)]
pub(super) struct Jobs {
    waiting: Vec<(Time, Msg)>,
}

impl Jobs {
    pub(super) fn add(&mut self, at: Time, msg: Msg) {
        self.waiting.push((at, msg));
    }

    /// What is due, in order.
    pub(super) fn due(&mut self, now: Time) -> Vec<Msg> {
        self.waiting.sort_by_key(|(at, _)| *at);
        let count = self.waiting.partition_point(|(at, _)| *at <= now);
        let due = self.waiting.drain(..count).map(|(_, mut msg)| {
            // Late, as after a suspend: it ends now.
            if let Msg::JobEnded { wall, .. } = &mut msg {
                *wall = now;
            }
            msg
        });
        due.collect()
    }

    /// How long until the next falls due.
    pub(super) fn wait(&self, now: Time) -> Duration {
        let next = self
            .waiting
            .iter()
            .map(|(at, _)| (*at - now).0.max(0))
            .min();
        next.map_or(Duration::MAX, |ms| Duration::from_millis(ms.unsigned_abs()))
    }
}
