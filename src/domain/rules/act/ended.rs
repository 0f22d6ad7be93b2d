//! A command ended: what its exit status decides, and what it leaves to a person. The same rule for a runner and
//! for a drill's made-up result.

use super::super::board::StepRow;
use super::super::told::Part;
use super::{Act, Closing, away};
use crate::domain::checklist::Step;
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::words::{StepKind, StepState};

/// How a command ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct End {
    /// The job.
    pub job: Id,
    /// Its exit status; of one ended by a signal 128 and its number, as shells say it.
    pub exit: i64,
    /// Seconds it ran.
    pub seconds: i64,
    /// SHA-256 of its output, where that was kept.
    pub evidence: Option<String>,
    /// The last line it printed.
    pub tail: Option<String>,
    /// Why it did not end by itself: cancelled by whom, or over its time.
    pub stopped: Option<String>,
}

/// What the end of a command writes, and what it means for the step, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// The facts, the job's end first.
    pub facts: Vec<Fact>,
    /// What became of the step.
    pub words: String,
}

/// Characters of a line that are kept as a step's value.
const TAIL: usize = 200;

/// The last line of an output that is not empty, cut to what a value may be.
#[must_use]
pub fn tail(output: &str) -> Option<String> {
    let mut lines = output.split(['\n', '\r']).map(str::trim);
    let last = lines.rfind(|line| !line.is_empty())?;
    Some(last.chars().take(TAIL).collect())
}

/// Why an exit status alone does not close a step: what a person has to say of it.
#[must_use]
pub fn needs_a_person(row: &StepRow) -> Option<&'static str> {
    let parts = match part_run(row) {
        _ if after_this(row).is_none() => None,
        Some(_) => Some("r runs the next part"),
        None => Some("d closes it, part by part"),
    };
    person_of(&row.step, parts)
}

/// The same, of a step as its checklist has it; `parts`: what is said of parts that are left.
pub(super) fn person_of(step: &Step, parts: Option<&'static str>) -> Option<&'static str> {
    match step.kind {
        StepKind::Decision | StepKind::Hold => Some("somebody decides"),
        _ if step.unproven => Some("d closes it, proven or not"),
        _ if !step.record.is_empty() => Some("d closes it, with what is written down"),
        _ if parts.is_some() => parts,
        StepKind::Check if step.expect.is_some() => Some("compare it with what is expected, d"),
        _ if step.irreversible && step.expect.is_some() => Some("look for what is expected, d"),
        _ => None,
    }
}

/// The part its last command was run for.
fn part_run(row: &StepRow) -> Option<&str> {
    row.job.as_ref()?.part.as_deref()
}

/// What is left to do once the part is done that its last command was run for.
fn after_this(row: &StepRow) -> Option<&Part> {
    let run = part_run(row);
    let left = |p: &&Part| !p.done && Some(p.name.as_str()) != run;
    row.told.parts.iter().find(left)
}

impl Act<'_> {
    /// What the end of a step's command writes. Exit 0 ticks the part it was run for, and with the last one closes
    /// the step with the last line as its value, unless that takes a person; anything else is a failure. A step that
    /// is no longer where its command left it stays as it is.
    #[must_use]
    pub fn ended(&self, row: &StepRow, end: End) -> After {
        let number = &row.number;
        let (exit, evidence) = (end.exit, end.evidence.clone());
        let last = end.tail.clone().unwrap_or_default();
        let colon = if last.is_empty() { "" } else { ": " };
        let said = format!("exit {exit}{colon}{last}");
        let ours = row.job.as_ref().is_some_and(|job| job.id == end.job);
        let open = matches!(row.state, StepState::Doing | StepState::Unknown);
        let stands = ours && open && !row.struck;
        let (value, stopped) = (end.tail.clone(), end.stopped.clone());
        let mut facts: Vec<Fact> = vec![away::fact(&end)];
        if !stands {
            let state = if row.struck {
                "struck"
            } else {
                row.state.as_str()
            };
            let words = format!("{number}: its command ended, {said}; the step is {state} already");
            return After { facts, words };
        }
        if exit != 0 || stopped.is_some() {
            let reason = stopped.map_or_else(|| said.clone(), |why| format!("{why}; {said}"));
            let words = format!("{number} FAILED: {reason}");
            facts.extend(self.fail(row, Some(reason)));
            return After { facts, words };
        }
        let part = part_run(row).and_then(|name| row.part(name));
        if let Some(part) = part.filter(|part| !part.done) {
            facts.extend(self.tick(row, part, true));
            if let Some(next) = after_this(row) {
                let words = format!("{number} {} done: {said}; next {}", part.title, next.title);
                return After { facts, words };
            }
        }
        let others = row
            .holder
            .as_deref()
            .is_some_and(|who| who != self.operator);
        if let Some(why) = needs_a_person(row).or(others.then_some("its holder closes it, d")) {
            let words = format!("{number} ran, {said}; {why}");
            return After { facts, words };
        }
        let closing = Closing {
            value,
            evidence,
            ..Closing::default()
        };
        facts.extend(self.finish(row, closing));
        let words = format!("{number} done: {said}");
        After { facts, words }
    }

    /// What is written when a command's runner is gone without an exit status: the step is unknown, never todo.
    /// `goes_on`: the process group of its command, if that lives.
    #[must_use]
    pub fn lost(&self, row: &StepRow, goes_on: Option<i32>) -> Vec<Fact> {
        let Some(job) = row.job.as_ref().filter(|job| job.is_running()) else {
            return Vec::new();
        };
        let mut facts: Vec<Fact> = vec![away::lost(&job.id)];
        if row.at_work() && row.state == StepState::Doing {
            let why = away::why_lost(&job.machine, goes_on);
            let set = self.set(row, StepState::Unknown, Some(why));
            facts.extend(set.map(Fact::StepSet));
        }
        facts
    }
}

#[cfg(test)]
#[path = "ended_tests.rs"]
mod tests;
