//! A decision falls: the option counts, and the steps it jumps over are not taken.

use super::super::board::StepRow;
use super::super::decider::marked;
use super::Act;
use crate::domain::checklist::DecisionOption;
use crate::domain::facts::{DecisionTaken, Fact, StepSet};
use crate::domain::ids::Id;
use crate::domain::words::StepState;

impl Act<'_> {
    /// Takes an option by its key; none when the step has no such option. An option that is asked again
    /// leaves the step waiting until then. Otherwise the step is done, with the option as its value;
    /// open steps before the option's goal are not taken, and those an earlier choice had left out come back.
    #[must_use]
    pub fn decide(&self, row: &StepRow, key: &str, reason: Option<String>) -> Option<Vec<Fact>> {
        let decision = row.step.decision.as_ref()?;
        let option = decision.options.iter().find(|o| o.key == key)?;
        let run = self.board.run.clone()?;
        let reason = marked(row, self.operator, key, reason);
        let label = self.board.names.text(&option.label);
        let mut facts = self.take_over(row);
        facts.push(Fact::DecisionTaken(DecisionTaken {
            run,
            step: row.step.id.clone(),
            option: key.to_owned(),
            reason: reason.clone(),
        }));
        if let Some(again) = option.again_in {
            let set = self.set(row, StepState::Waiting, reason)?;
            facts.push(Fact::StepSet(StepSet {
                value: Some(label),
                until: Some(self.now + again),
                ..set
            }));
            return Some(facts);
        }
        let set = self.set(row, StepState::Done, reason)?;
        facts.push(Fact::StepSet(StepSet {
            value: Some(label.clone()),
            ..set
        }));
        facts.extend(self.reach(row));
        let goal = self.goal(row, option);
        facts.extend(self.leave_out(row, goal, &label));
        facts.extend(self.bring_back(row, goal));
        Some(facts)
    }

    /// Where the option leads, as an index into the board's steps; 0 where it leads nowhere ahead.
    fn goal(&self, row: &StepRow, option: &DecisionOption) -> usize {
        let steps = &self.board.steps;
        let here = steps.iter().position(|s| s.step.id == row.step.id);
        let at = |id: &Id| {
            let phase = self.board.phases.iter().position(|p| &p.id == id);
            let of_phase = phase.and_then(|p| steps.iter().position(|s| s.phase == p));
            of_phase.or_else(|| steps.iter().position(|s| &s.step.id == id))
        };
        let goal = option.goto.as_ref().and_then(at);
        goal.filter(|goal| Some(*goal) > here).unwrap_or(0)
    }

    fn leave_out(&self, row: &StepRow, goal: usize, label: &str) -> Vec<Fact> {
        let steps = &self.board.steps;
        let here = steps.iter().position(|s| s.step.id == row.step.id);
        let between = steps
            .iter()
            .take(goal)
            .skip(here.map_or(goal, |here| here + 1));
        let open = between.filter(|s| !s.is_closed() && !s.state.is_running());
        let open = open.filter(|s| s.state != StepState::Unknown);
        let reason = format!("{}{label}", branch(row));
        open.filter_map(|s| self.set(s, StepState::NotTaken, Some(reason.clone())))
            .map(Fact::StepSet)
            .collect()
    }

    /// Puts back to todo, from index `goal` on, what this decision had left out.
    pub(super) fn bring_back(&self, row: &StepRow, goal: usize) -> Vec<Fact> {
        let branch = branch(row);
        let of_ours = |s: &&StepRow| {
            let reason = s.reason.as_deref().unwrap_or_default();
            s.state == StepState::NotTaken && reason.starts_with(&branch)
        };
        let steps = self.board.steps.iter().skip(goal).filter(of_ours);
        steps
            .filter_map(|s| self.set(s, StepState::Todo, None))
            .map(Fact::StepSet)
            .collect()
    }
}

/// How a step that is not taken names the decision.
fn branch(row: &StepRow) -> String {
    format!("decision {}: ", row.number)
}
