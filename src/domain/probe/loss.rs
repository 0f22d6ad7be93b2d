//! What would be lost if the target were promoted now: what its replica has not replayed yet, as a probe counts it in
//! seconds. Once the primary is gone its word is no longer believed: the replica cannot know what it never heard.

use super::{Finding, ProbeId, Sample};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};
use std::collections::BTreeMap;

/// The role of a database that only follows.
const REPLICA: &str = "replica";

/// A replica's lag, as measured at a moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Heard {
    /// When that was asked, in wall time.
    pub at: Time,
    /// How far behind it was then.
    pub behind: Span,
}

/// What the replica of one provider said.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
struct Side {
    /// Its last word.
    last: Option<Heard>,
    /// Its last word of a moment after which the primary still answered.
    proven: Option<Heard>,
}

/// What the replicas said, and what of it can be believed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Replay {
    service: Option<Id>,
    writers: Vec<Id>,
    sides: BTreeMap<Id, Side>,
}

impl Replay {
    /// Of the plan's service that counts the loss; none may do so.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let writers = plan.services.iter().filter(|s| s.writer);
        Replay {
            service: plan.loss_service().map(|s| s.id.clone()),
            writers: writers.map(|s| s.id.clone()).collect(),
            sides: BTreeMap::new(),
        }
    }

    /// The service that counts the loss.
    #[must_use]
    pub const fn service(&self) -> Option<&Id> {
        self.service.as_ref()
    }

    /// Takes in a result of any probe.
    pub(super) fn apply(&mut self, sample: &Sample) {
        let ProbeId::Service { service, provider } = &sample.probe else {
            return;
        };
        if self.service.as_ref() == Some(service)
            && let Some(behind) = sample.value.and_then(seconds)
        {
            let side = self.sides.entry(provider.clone()).or_default();
            side.last = Some(Heard {
                at: sample.began,
                behind,
            });
        }
        let serves = matches!(sample.finding, Finding::Good | Finding::Poor);
        if self.writers.contains(service) && serves && sample.role.as_deref() != Some(REPLICA) {
            let others = self.sides.iter_mut().filter(|(id, _)| *id != provider);
            for (_, side) in others {
                if side.last.is_some_and(|last| last.at <= sample.began) {
                    side.proven = side.last;
                }
            }
        }
    }

    /// The last word of a side while its primary was there.
    #[must_use]
    pub fn proven(&self, side: &Id) -> Option<Heard> {
        self.sides.get(side)?.proven
    }

    /// The last word of a side.
    #[must_use]
    pub fn last(&self, side: &Id) -> Option<Heard> {
        self.sides.get(side)?.last
    }
}

/// A number of seconds as a span; none for what is no lag.
fn seconds(value: f64) -> Option<Span> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounded by the comparison before it"
    )]
    (0.0..1e12)
        .contains(&value)
        .then_some(Span((value * 1000.0) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::{Check, Service};
    use crate::domain::probe::testing::{id, plan, spec};

    fn replay() -> Replay {
        let mut plan = plan(&[]);
        let service = |name: &str| Service {
            id: id(name),
            ..plan.services[0].clone()
        };
        let db = Service {
            writer: true,
            ..service("db")
        };
        let mut lag = service("lag");
        lag.probe = spec();
        lag.probe.check = Check::Command {
            run: "true".into(),
            unit: Some("s".into()),
            degraded_over: None,
            down_over: None,
            roles: BTreeMap::new(),
        };
        plan.services.extend([db, lag]);
        Replay::new(&plan)
    }

    fn told(
        replay: &mut Replay,
        service: &str,
        provider: &str,
        at: i64,
        value: Option<f64>,
        good: bool,
    ) {
        let probe = ProbeId::Service {
            service: id(service),
            provider: id(provider),
        };
        let mut sample =
            crate::domain::probe::testing::sample(probe, at, if good { '+' } else { '-' });
        sample.value = value;
        replay.apply(&sample);
    }

    #[test]
    fn a_word_counts_only_while_the_primary_is_heard_after_it() {
        let mut replay = replay();
        assert_eq!(replay.service(), Some(&id("lag")));
        let to = id("c10");
        told(&mut replay, "db", "h42", 0, None, true);
        told(&mut replay, "lag", "c10", 1, Some(3.0), true);
        assert_eq!(replay.proven(&to), None);
        told(&mut replay, "db", "h42", 5, None, true);
        let heard = Heard {
            at: Time(1_000),
            behind: Span(3_000),
        };
        assert_eq!(replay.proven(&to), Some(heard));
        // The primary is gone; the replica believes that it is up to date.
        told(&mut replay, "lag", "c10", 6, Some(0.0), true);
        told(&mut replay, "db", "h42", 10, None, false);
        told(&mut replay, "lag", "c10", 11, Some(0.0), true);
        assert_eq!(replay.proven(&to), Some(heard));
        assert_eq!(replay.last(&to).unwrap().at, Time(11_000));
        // No number is no lag of 0.
        told(&mut replay, "lag", "c10", 16, None, false);
        told(&mut replay, "lag", "c10", 21, Some(f64::NAN), true);
        told(&mut replay, "lag", "c10", 26, Some(-1.0), true);
        assert_eq!(replay.last(&to).unwrap().at, Time(11_000));
    }
}
