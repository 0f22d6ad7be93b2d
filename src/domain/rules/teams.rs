//! Who works side by side, and the step each is to do next.

use super::board::{Board, StepRow};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::words::{StepKind, StepState};
use std::collections::{BTreeMap, BTreeSet};

/// Who holds the roles that have steps.
#[derive(Clone, Default, Debug)]
pub struct Teams {
    holders: BTreeMap<Id, String>,
    several: bool,
}

impl Teams {
    /// The holders of the roles of these steps.
    pub(super) fn of(steps: &[StepRow], incident: &Incident) -> Self {
        let roles: BTreeSet<&Id> = steps.iter().filter_map(|s| s.step.role.as_ref()).collect();
        let held = |role: &Id| Some((role.clone(), incident.holder(role)?.to_owned()));
        let holders: BTreeMap<Id, String> = roles.into_iter().filter_map(held).collect();
        let people: BTreeSet<&String> = holders.values().collect();
        let several = people.len() > 1;
        Teams { holders, several }
    }

    /// Two people or more hold roles that have steps: each has an own NOW.
    #[must_use]
    pub fn are_several(&self) -> bool {
        self.several
    }

    /// Who holds a step, or its role.
    fn holder<'a>(&'a self, row: &'a StepRow) -> Option<&'a str> {
        let role = row.step.role.as_ref();
        let holder = || role.and_then(|role| self.holders.get(role));
        row.holder
            .as_deref()
            .or_else(|| holder().map(String::as_str))
    }
}

impl Board {
    /// The step for one operator to do next: their own running one; while several teams work, the first that can
    /// begin and is theirs, else one that is nobody's; else the NOW of all.
    #[must_use]
    pub fn now_for(&self, operator: &str) -> Option<usize> {
        let doing = |s: &StepRow| s.at_work() && s.state == StepState::Doing;
        let own = |s: &StepRow| doing(s) && s.who() == Some(operator);
        if let Some(own) = self.steps.iter().position(own) {
            return Some(own);
        }
        let of = |who: Option<&str>| {
            let held = |at: &usize| self.teams.holder(&self.steps[*at]) == who;
            let ready = self.ready.iter().copied();
            ready.filter(|_| self.teams.several).find(held)
        };
        of(Some(operator)).or_else(|| of(None)).or(self.now)
    }

    /// Every NOW: one while one person holds the roles, else one for each role that has a step that can begin.
    #[must_use]
    pub fn nows(&self) -> Vec<usize> {
        let mut roles = BTreeSet::new();
        let ready = self.ready.iter().copied();
        let first = |at: &usize| roles.insert(self.steps[*at].step.role.as_ref());
        let nows: Vec<usize> = ready.filter(|_| self.teams.several).filter(first).collect();
        if nows.is_empty() {
            return self.now.into_iter().collect();
        }
        nows
    }

    /// The steps that can begin: nobody is at them, and what comes before is closed, or put off within the phase. By
    /// the list also what comes before that: nobody is sent into the next phase while this one is open.
    /// A step that was put off comes after the others of its phase.
    pub(super) fn find_ready(&mut self) {
        if self.aborted.is_some() {
            return;
        }
        let steps = &self.steps;
        let deferred = |row: &StepRow| row.state == StepState::Deferred;
        let mut free = vec![true; steps.len()];
        for at in self.order.sorted() {
            let row = &steps[at];
            let listed = row.step.after.is_empty();
            free[at] = self.order.before(at).iter().all(|&before| {
                let other = &steps[before];
                let put_off = deferred(other) && other.phase == row.phase;
                let passed = other.is_closed() || (put_off && listed);
                passed && (free[before] || !listed)
            });
        }
        let ready = |at: &usize| free[*at] && idle(&steps[*at]);
        let mut found: Vec<usize> = (0..steps.len()).filter(ready).collect();
        found.sort_by_key(|at| (steps[*at].phase, deferred(&steps[*at]), *at));
        self.ready = found;
    }
}

/// Open, nobody is at it, and not for after the run. A decision that was put off is asked again; a wait that took
/// too long is somebody's to end.
pub(super) fn idle(row: &StepRow) -> bool {
    let asked_again = row.step.kind == StepKind::Decision && row.state.is_running();
    let free = !row.state.is_running() || asked_again || row.late;
    !row.is_closed() && row.step.kind != StepKind::Task && free
}

#[cfg(test)]
#[path = "teams_tests.rs"]
mod tests;
