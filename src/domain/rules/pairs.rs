//! What was set and not undone: fence, maintenance, TTL, lock. It stays listed after the run, and over the next
//! checklist.

use super::board::{Board, Pair, StepRow};
use super::list::{Listed, listed};
use crate::domain::checklist::{Checklist, Step};
use crate::domain::facts::{ChecklistAdopted, StepSet};
use crate::domain::fold::{Incident, Run};
use crate::domain::ids::Id;
use crate::domain::words::StepState;

/// A step as far as pairs go.
struct Seen<'a> {
    step: &'a Step,
    number: &'a str,
    state: StepState,
    unproven: bool,
}

impl Seen<'_> {
    fn opens(&self) -> Option<&Id> {
        let set = matches!(self.state, StepState::Done | StepState::Verified);
        self.step.opens.as_ref().filter(|_| set)
    }

    fn closes(&self, name: &Id) -> bool {
        use StepState::{Done, Verified, Waived};
        let undone = matches!(self.state, Done | Verified | Waived);
        undone && self.step.closes.as_ref() == Some(name)
    }

    /// Left without proof, and nothing is named that would undo it.
    fn is_unproven_alone(&self) -> bool {
        let set = matches!(self.state, StepState::Done | StepState::Verified);
        set && self.unproven && self.step.opens.is_none()
    }

    fn pair(&self, name: &Id) -> Pair {
        Pair {
            name: name.clone(),
            step: self.step.id.clone(),
            number: self.number.to_owned(),
            unproven: self.unproven,
            of: None,
            run: None,
        }
    }
}

fn open(seen: &[Seen<'_>]) -> Vec<Pair> {
    let opened = seen.iter().filter_map(|s| Some((s, s.opens()?)));
    let open = opened.filter(|(_, name)| !seen.iter().any(|s| s.closes(name)));
    open.map(|(s, name)| s.pair(name)).collect()
}

fn of_rows(rows: &[StepRow]) -> Vec<Seen<'_>> {
    let rows = rows
        .iter()
        .filter(|row| !row.struck || row.step.opens.is_some());
    rows.map(|row| Seen {
        step: &row.step,
        number: &row.number,
        state: if row.struck && row.step.closes.is_some() {
            StepState::Todo
        } else {
            row.state
        },
        unproven: row.unproven,
    })
    .collect()
}

fn of_run<'a>(list: &'a [Listed], run: &Run) -> Vec<Seen<'a>> {
    let set = |id: &Id| -> Option<StepSet> { run.step(id)?.state.get().cloned() };
    list.iter()
        .map(|listed| {
            let set = set(&listed.step.id);
            Seen {
                step: &listed.step,
                number: &listed.number,
                state: set.as_ref().map_or(StepState::Todo, |s| s.state),
                unproven: set.is_some_and(|s| s.unproven),
            }
        })
        .collect()
}

/// What the steps of the active run have set and not undone.
pub(super) fn of_board(rows: &[StepRow]) -> Vec<Pair> {
    open(&of_rows(rows))
}

impl Board {
    /// Lists what earlier runs have set and nobody has undone since. `find` gives the frozen checklist of a run.
    pub fn add_earlier<'c>(
        &mut self,
        incident: &Incident,
        find: impl Fn(&ChecklistAdopted) -> Option<&'c Checklist>,
    ) {
        let log = incident.log();
        let active = incident.active_run().map(|(id, _)| id);
        let runs = incident.state().runs.iter();
        let mut runs: Vec<_> = runs
            .filter(|(id, _)| Some(*id) != active)
            .filter_map(|(id, run)| Some((run.adopted.held()?, id, run)))
            .collect();
        runs.sort_by(|(a, ..), (b, ..)| log.order(a.by, b.by));
        let mut pairs: Vec<Pair> = Vec::new();
        for (adopted, id, run) in runs {
            let Some(checklist) = find(&adopted.value) else {
                continue;
            };
            let list = listed(Some(checklist), Some(run), log);
            let seen = of_run(&list, run);
            pairs.retain(|pair| !seen.iter().any(|s| s.closes(&pair.name)));
            let alone = seen.iter().filter(|s| s.is_unproven_alone());
            let alone = alone.map(|s| s.pair(&s.step.id));
            pairs.extend(open(&seen).into_iter().chain(alone).map(|pair| Pair {
                of: Some(adopted.value.checklist.clone()),
                run: Some(id.clone()),
                ..pair
            }));
        }
        let now = of_rows(&self.steps);
        pairs.retain(|pair| !now.iter().any(|s| s.closes(&pair.name)));
        self.earlier_pairs = pairs;
    }

    /// Everything that is set and not undone, of this run and of earlier ones.
    pub fn all_pairs(&self) -> impl Iterator<Item = &Pair> {
        self.open_pairs.iter().chain(&self.earlier_pairs)
    }
}

impl Pair {
    /// `fence (2.2, UNPROVEN)`, `fence (2.2 of failover)`
    #[must_use]
    pub fn words(&self) -> String {
        let of = self.of.as_ref().map(|of| format!(" of {of}"));
        let unproven = if self.unproven { ", UNPROVEN" } else { "" };
        format!(
            "{} ({}{}{unproven})",
            self.name,
            self.number,
            of.unwrap_or_default()
        )
    }
}
