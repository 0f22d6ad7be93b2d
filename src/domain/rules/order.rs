//! Which steps come before which: said by `after`, else by the list. The time left and the NOW of parallel teams
//! go by the same order. It forbids nothing: what a key asks about is explicit `after` only.
//!
//! A step with `after` comes after those and nothing else. A step without comes after the last step before it in
//! its phase of the same role; the first of its role after the whole phase before. A step without a role, a
//! decision and a hold divide their phase: all before come first, all after come later.

use super::board::StepRow;
use crate::domain::ids::Id;
use crate::domain::words::StepKind;
use std::collections::{BTreeMap, VecDeque};

/// For each step of a list the steps that come before it, as indices.
#[derive(Clone, Default, Debug)]
pub struct Order {
    before: Vec<usize>,
    ends: Vec<usize>,
}

/// What of a phase has been seen so far.
#[derive(Default)]
struct Open<'a> {
    /// What the first steps of the phase come after.
    entry: Vec<usize>,
    /// Some step of the phase comes after its entry.
    anchored: bool,
    /// The last step that divides the phase.
    divider: Option<usize>,
    /// The steps since.
    since: Vec<usize>,
    /// The last one of each role among them.
    last: BTreeMap<&'a Id, usize>,
}

impl Open<'_> {
    /// What comes after everything that was seen.
    fn all(&self) -> Vec<usize> {
        let begun = self.divider.into_iter().chain(self.since.iter().copied());
        let entry = self.entry.iter().copied().filter(|_| !self.anchored);
        begun.chain(entry).collect()
    }
}

impl Order {
    /// The order of a list. Tasks for after the run, and what was struck, hold nobody up.
    #[must_use]
    pub fn of(steps: &[StepRow]) -> Self {
        let places: BTreeMap<&Id, usize> = steps
            .iter()
            .enumerate()
            .map(|(at, s)| (&s.step.id, at))
            .collect();
        let mut order = Order::default();
        let mut open = Open::default();
        let mut phase = None;
        for (at, row) in steps.iter().enumerate() {
            if phase.is_some_and(|p| p != row.phase) {
                let entry = open.all();
                open = Open {
                    entry,
                    ..Open::default()
                };
            }
            phase = Some(row.phase);
            let counts = !row.struck && row.step.kind != StepKind::Task;
            let role = row.step.role.as_ref().filter(|_| !divides(row));
            if row.step.after.is_empty() && counts {
                order.before.extend(in_list(&mut open, role));
            } else {
                let named = row.step.after.iter().filter_map(|id| places.get(id));
                order.before.extend(named.filter(|other| **other != at));
            }
            order.ends.push(order.before.len());
            if !counts {
                continue;
            }
            if divides(row) && row.step.after.is_empty() {
                open.divider = Some(at);
                open.since.clear();
                open.last.clear();
            } else {
                open.since.push(at);
                open.last.extend(role.map(|role| (role, at)));
            }
        }
        order
    }

    /// What comes before the step at an index.
    #[must_use]
    pub fn before(&self, at: usize) -> &[usize] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.before[start..self.ends[at]]
    }

    /// Every step, each after what comes before it. What waits in a circle comes last, as listed.
    #[must_use]
    pub fn sorted(&self) -> Vec<usize> {
        let count = self.ends.len();
        let mut waits: Vec<usize> = (0..count).map(|at| self.before(at).len()).collect();
        let mut then = vec![Vec::new(); count];
        for at in 0..count {
            for before in self.before(at) {
                then[*before].push(at);
            }
        }
        let mut ready: VecDeque<usize> = (0..count).filter(|at| waits[*at] == 0).collect();
        let mut sorted = Vec::with_capacity(count);
        while let Some(at) = ready.pop_front() {
            sorted.push(at);
            for next in &then[at] {
                waits[*next] -= 1;
                if waits[*next] == 0 {
                    ready.push_back(*next);
                }
            }
        }
        if sorted.len() < count {
            sorted.extend((0..count).filter(|at| waits[*at] > 0));
        }
        sorted
    }
}

/// All before it in its phase come first, all after it later.
fn divides(row: &StepRow) -> bool {
    row.step.role.is_none() || matches!(row.step.kind, StepKind::Decision | StepKind::Hold)
}

/// What a step without `after` comes after, by its place in the list; without a role: one that divides.
fn in_list(open: &mut Open<'_>, role: Option<&Id>) -> Vec<usize> {
    let before = match role {
        Some(role) => open.last.get(role).copied().or(open.divider),
        None if open.since.is_empty() => open.divider,
        None => {
            let all = open.all();
            open.anchored = true;
            return all;
        }
    };
    let before = before.map_or_else(|| open.entry.clone(), |at| vec![at]);
    open.anchored = true;
    before
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, id};
    use super::*;
    use crate::domain::checklist::Step;

    /// A list of `phase: id@role<after,after` in order; what comes before each.
    fn order(list: &[&str]) -> Vec<String> {
        let mut desk = Desk::new();
        let template = desk.list.phases[0].clone();
        desk.list.phases.clear();
        for text in list {
            let (phase, rest) = text.split_once(": ").unwrap();
            let (rest, after) = rest.split_once('<').unwrap_or((rest, ""));
            let (name, role) = rest.split_once('@').unwrap_or((rest, ""));
            let (name, kind) = match name.strip_suffix('?') {
                Some(name) => (name, StepKind::Decision),
                None => (name, StepKind::Do),
            };
            if desk
                .list
                .phases
                .last()
                .is_none_or(|p| p.id.as_str() != phase)
            {
                let mut new = template.clone();
                (new.id, new.steps) = (id(phase), Vec::new());
                desk.list.phases.push(new);
            }
            let step = Step {
                role: Id::new(role),
                kind,
                after: after.split(',').filter_map(Id::new).collect(),
                ..Step::plain(id(name), name.into())
            };
            desk.list.phases.last_mut().unwrap().steps.push(step);
        }
        let board = desk.board();
        let order = Order::of(&board.steps);
        let name = |at: &usize| board.steps[*at].step.id.to_string();
        let of = |at| {
            order
                .before(at)
                .iter()
                .map(name)
                .collect::<Vec<_>>()
                .join(" ")
        };
        (0..board.steps.len())
            .map(|at| format!("{} < {}", name(&at), of(at)))
            .collect()
    }

    #[test]
    fn roles_go_side_by_side_and_each_in_its_own_order() {
        let found = order(&["p: a@db", "p: b@ops", "p: c@db", "p: d@ops", "q: e@im"]);
        assert_eq!(found, ["a < ", "b < ", "c < a", "d < b", "e < a b c d"]);
    }

    #[test]
    fn a_decision_and_a_step_of_nobody_divide_their_phase() {
        let found = order(&[
            "p: a@db",
            "p: b@ops",
            "p: go?@im",
            "p: c@db",
            "p: rest",
            "p: d@ops",
        ]);
        let expected = [
            "a < ",
            "b < ",
            "go < a b",
            "c < go",
            "rest < go c",
            "d < rest",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn after_says_more_than_the_list_and_a_phase_comes_after_the_one_before() {
        let found = order(&[
            "p: a@db",
            "q: b@db<a",
            "q: c@ops",
            "q: d@db",
            "r: e@db<b",
            "s: f@db",
        ]);
        assert_eq!(
            found,
            ["a < ", "b < a", "c < a", "d < b", "e < b", "f < e b c d"]
        );
    }

    #[test]
    fn a_circle_ends() {
        let mut desk = Desk::new();
        desk.list.phases[1].steps[0].after = vec![id("promote")];
        desk.list.phases[1].steps[1].after = vec![id("fence"), id("promote"), id("nothing")];
        let board = desk.board();
        let mut sorted = Order::of(&board.steps).sorted();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..board.steps.len()).collect::<Vec<_>>());
    }
}
