//! What would be lost if the target were promoted now: what its replica has not replayed yet, as a probe counts it in
//! seconds. Once the primary is gone its word is no longer believed: the replica cannot know what it never heard.

use super::{Finding, ProbeId, Sample};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Scale, Span, Time};
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
    /// What it has replayed stands still.
    standing: Option<Standing>,
}

/// A replica that counts from its last transaction counts on while none comes.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Standing {
    /// The word it began with.
    first: Heard,
    /// The one that reaches furthest, of two at least.
    furthest: Option<Heard>,
}

/// What the replicas said, and what of it can be believed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Replay {
    service: Option<Id>,
    writers: Vec<Id>,
    sides: BTreeMap<Id, Side>,
}

impl Heard {
    /// What it had replayed then, in wall time.
    fn instant(&self) -> Time {
        self.at - self.behind
    }
}

impl Side {
    fn hear(&mut self, word: Heard) {
        self.last = Some(word);
        let first = self.standing.map_or(word, |s| s.first);
        let (passed, moved) = (word.at - first.at, word.instant() - first.instant());
        self.standing = match self.standing {
            // It follows: a lag of 0 is a word on now, and none on what it missed.
            Some(standing) if moved.0.saturating_mul(2) <= passed.0 => {
                let so_far = standing.furthest.unwrap_or(first);
                let further = so_far.instant() >= word.instant();
                let furthest = Some(if further { so_far } else { word });
                Some(Standing { first, furthest })
            }
            _ => Some(Standing {
                first: word,
                furthest: None,
            }),
        };
    }
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
            side.hear(Heard {
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

    /// How far a side had certainly heard the primary, in incident time: by its last word while that was there, or by
    /// its last transaction where it stands still, whichever came later. Means something once the primary is gone.
    #[must_use]
    pub fn reached(&self, side: &Id, scale: Scale) -> Option<Time> {
        let side = self.sides.get(side)?;
        let words = [side.proven, side.standing.and_then(|s| s.furthest)];
        let instant = |h: Heard| scale.incident(h.at) - h.behind;
        words.into_iter().flatten().map(instant).max()
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
        let reached = |replay: &Replay| replay.reached(&id("c10"), Scale::real(Time(0)));
        assert_eq!(reached(&replay), None);
        told(&mut replay, "db", "h42", 5, None, true);
        assert_eq!(reached(&replay), Some(Time(-2_000)));
        // The primary is gone; the replica believes that it is up to date.
        told(&mut replay, "lag", "c10", 6, Some(0.0), true);
        told(&mut replay, "db", "h42", 10, None, false);
        told(&mut replay, "lag", "c10", 11, Some(0.0), true);
        assert_eq!(replay.last(&to).unwrap().at, Time(11_000));
        assert_eq!(reached(&replay), Some(Time(-2_000)));
        // No number is no lag of 0.
        told(&mut replay, "lag", "c10", 16, None, false);
        told(&mut replay, "lag", "c10", 21, Some(f64::NAN), true);
        told(&mut replay, "lag", "c10", 26, Some(-1.0), true);
        assert_eq!(replay.last(&to).unwrap().at, Time(11_000));
    }

    #[test]
    fn a_replica_that_stands_still_tells_its_last_transaction_to_who_comes_late() {
        let mut replay = replay();
        let reached = |replay: &Replay| replay.reached(&id("c10"), Scale::real(Time(0)));
        let mut asked = |at: i64, lag: f64| {
            told(&mut replay, "lag", "c10", at, Some(lag), true);
            reached(&replay)
        };
        // The primary was gone before anybody looked; asking took 200 ms more the first time.
        assert_eq!(asked(100, 40.2), None, "one word is none yet");
        assert_eq!(asked(105, 45.0), Some(Time(60_000)));
        assert_eq!(asked(110, 50.1), Some(Time(60_000)), "the furthest counts");
        // It follows again.
        assert_eq!(asked(115, 0.2), None);
        assert_eq!(asked(120, 0.0), None, "a lag of 0 says nothing");
        assert_eq!(asked(125, 0.1), None);
    }
}
