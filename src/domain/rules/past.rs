//! How long steps took in earlier incidents.

use super::board::started;
use super::eta::Past;
use super::told::closer;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::words::StepState;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long steps took, by checklist.
pub type Library = BTreeMap<Id, Arc<Past>>;

/// Of each step no more times are kept than this.
const MOST: usize = 20;

/// Adds what an incident tells of every checklist it adopted: of each step that was begun and done, from its begin
/// to its end in incident time, so that a drill counts at its own speed.
pub fn gather(incident: &Incident, library: &mut Library) {
    for run in incident.state().runs.values() {
        let Some(adopted) = run.adopted.get() else {
            continue;
        };
        for (step, record) in &run.steps {
            let held = record.state.held();
            let done = |s: StepState| matches!(s, StepState::Done | StepState::Verified);
            if held.is_none_or(|held| !done(held.value.state)) {
                continue;
            }
            let Some(begun) = started(record, incident) else {
                continue;
            };
            let Some(closed) = closer(record, incident) else {
                continue;
            };
            let took = incident.written(closed) - begun;
            let past = library.entry(adopted.checklist.clone()).or_default();
            let times = Arc::make_mut(past).entry(step.clone()).or_default();
            if took.0 >= 0 && times.len() < MOST {
                times.push(took);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Closing;
    use super::super::testing::{Desk, id};
    use super::*;
    use crate::domain::time::Span;

    #[test]
    fn what_was_begun_and_done_is_learnt_and_nothing_else() {
        let mut library = Library::new();
        for seconds in [60, 90] {
            let mut desk = Desk::new();
            desk.does("gf", "fence", |a, r| a.start(r, None));
            desk.wait(Span::seconds(seconds - 1));
            desk.does("gf", "fence", |a, r| a.finish(r, Closing::default()));
            desk.does("gf", "restart", |a, r| a.finish(r, Closing::default()));
            desk.does("gf", "look", |a, r| a.start(r, None));
            // What was verified much later was done by then.
            desk.wait(Span::minutes(20));
            desk.does("cp", "fence", |a, r| a.verify(r, None));
            gather(&desk.incident, &mut library);
        }
        let past = &library[&id("failover")];
        assert_eq!(past[&id("fence")], [Span::seconds(60), Span::seconds(90)]);
        assert_eq!(past.len(), 1, "never started, or never done");
    }
}
