//! Keys on a step. Each asks what its guards need, then writes what happened.

mod amend;
mod command;
mod hold;
mod job;
mod parts;
mod reorder;
mod secret;
mod verify;
mod vote;

pub(super) use amend::key as amend_key;
pub(super) use command::copied;
pub(super) use hold::{back_in, held, people};
pub(super) use job::{job_ended, lost};
pub(super) use parts::chosen as part_chosen;
pub(super) use reorder::{moved, place, strike};
pub(super) use verify::proven;
pub(super) use vote::{by_voice, role_chosen, said};

use super::record::record;
use super::{answer, flow};
use crate::cockpit::dialog::Flow;
use crate::cockpit::{Action, Cursor, Dialog, Effect, Model};
use crate::domain::facts::{Fact, StepSet};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::rules::act::{Act, Closing, NotUndone};
use crate::domain::rules::jobs::still_runs;
use crate::domain::rules::{Board, StepRow, gate};
use crate::domain::time::Time;
use crate::domain::words::{StepKind, StepState};
use command::copy;
pub(super) use command::{Refusal, command};
use job::{run, simulate};

/// The operator of this cockpit, now.
pub(super) fn acting(model: &Model) -> Act<'_> {
    Act {
        plan: &model.plan,
        board: &model.board,
        incident: &model.incident,
        operator: &model.me.operator,
        now: model.now,
    }
}

/// The step a key belongs to: the one chosen, else the one painted as NOW when the key was pressed.
fn target(model: &Model) -> Option<StepRow> {
    let painted = match model.view.cursor {
        Cursor::At(_) => None,
        Cursor::Now => model
            .view
            .painted
            .as_ref()
            .and_then(|id| model.board.step(id)),
    };
    let cursor = || model.cursor().map(|at| &model.board.steps[at]);
    painted.or_else(cursor).cloned()
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let row = target(model);
    act_with(model, action, row)
}

/// Goes on with the step a key was pressed for, wherever NOW is meanwhile.
pub(super) fn act_on(model: &mut Model, action: Action, step: &Id) -> Vec<Effect> {
    let row = model.board.step(step).cloned();
    act_with(model, action, row)
}

fn act_with(model: &mut Model, action: Action, row: Option<StepRow>) -> Vec<Effect> {
    if action == Action::Insert {
        return amend::insert(model, row.as_ref());
    }
    let Some(row) = row else {
        return answer::refused(
            model,
            "there is no step yet: o adopts a checklist, i captures a step",
        );
    };
    if row.struck && !matches!(action, Action::Copy | Action::Reopen | Action::Start) {
        return answer::refused(
            model,
            format!("{} was struck from the run; R brings it back", row.number),
        );
    }
    match action {
        Action::Start => start(model, &row),
        Action::Copy => copy(model, &row),
        Action::Paste => super::runner::paste(model, &row),
        Action::Run => run(model, &row),
        Action::Done => done(model, &row),
        Action::Fail => closing(model, &row, StepState::Failed),
        Action::Skip => closing(model, &row, StepState::Skipped),
        Action::Defer => closing(model, &row, StepState::Deferred),
        Action::Waive => waive(model, &row),
        Action::Reopen => reopen(model, &row),
        Action::Take => hold::take(model, &row),
        Action::Confirm => verify::confirm(model, &row),
        Action::Parts => parts::ask(model, &row),
        Action::Undo => undo(model, &row),
        Action::Edit => amend::edit(model, &row),
        Action::Strike => reorder::ask_strike(model, &row),
        Action::MoveUp | Action::MoveDown => reorder::nudge(model, &row, action),
        Action::MoveAfter => reorder::ask_place(model, &row),
        _ => Vec::new(),
    }
}

fn start(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.step.kind == StepKind::Decision && row.state == StepState::Doing {
        return done(model, row);
    }
    if !gate::is_fresh(row) {
        model.view.dialog = Some(Dialog::Details {
            step: row.step.id.clone(),
            top: 0,
        });
        return Vec::new();
    }
    match row.step.kind {
        StepKind::Decision => flow::begin(model, row, StepState::Done, false),
        StepKind::Wait => flow::begin(model, row, StepState::Waiting, false),
        StepKind::Bulletin if !row.is_ticked() => close(model, row),
        _ => flow::begin(model, row, StepState::Doing, false),
    }
}

fn done(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.is_closed() {
        let by = row.by.as_deref().unwrap_or("?");
        return answer::refused(
            model,
            format!(
                "{} is {} already, by {by}; R reopens it",
                row.number, row.state
            ),
        );
    }
    match parts::tick_next(model, row) {
        Some(effects) => effects,
        None => close(model, row),
    }
}

/// Closes it as done, once its questions are answered.
fn close(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    flow::begin(model, row, StepState::Done, false)
}

fn closing(model: &mut Model, row: &StepRow, goal: StepState) -> Vec<Effect> {
    if row.is_closed() {
        return answer::refused(
            model,
            format!("{} is {} already; R reopens it", row.number, row.state),
        );
    }
    flow::begin(model, row, goal, false)
}

fn waive(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if !row.step.waivable {
        return answer::refused(
            model,
            format!(
                "{} may not be waived by its checklist; s skips it, with a reason",
                row.number
            ),
        );
    }
    closing(model, row, StepState::Waived)
}

fn reopen(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.struck {
        let facts = acting(model).bring_back_struck(row);
        answer::done(
            model,
            format!("{} is back in the run: {}", row.number, row.state),
        );
        return record(model, facts);
    }
    if row.state == StepState::Todo {
        return answer::refused(model, format!("{} is open", row.number));
    }
    if let Some(words) = still_runs(row) {
        return answer::refused(model, ends_first(&words));
    }
    flow::begin(model, row, StepState::Todo, false)
}

fn undo(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    match acting(model).undo(row) {
        Ok(undone) => {
            let remains = undone.remains.map(|r| format!("; {r}")).unwrap_or_default();
            let words = format!("took back: {}{remains}", undone.what);
            answer::done(model, words);
            record(model, undone.facts)
        }
        Err(not) => {
            let number = &row.number;
            let words = match not {
                NotUndone::Nothing => format!("nothing of yours to take back on {number}"),
                NotUndone::Others { who } => {
                    format!("the last word on {number} is {who}'s; R reopens it")
                }
                NotUndone::Confirmed => {
                    format!("your confirmation of {number} was said: it stands in the record")
                }
                NotUndone::Again if row.state == StepState::Todo => {
                    format!("U does nothing again on {number}: Enter starts it, d closes it")
                }
                NotUndone::Again => {
                    format!("U does nothing again on {number}: d closes it, R puts it back to todo")
                }
                NotUndone::Runs(words) => ends_first(&words),
            };
            answer::refused(model, words)
        }
    }
}

/// What to do about a command that still runs.
fn ends_first(words: &str) -> String {
    format!("{words}: Enter, o, K ends it first; f gives the step up")
}

/// What a wait whose time is over gives: it is done; of a decision to ask again, the question is open again.
pub(super) fn wait_over(
    board: &Board,
    incident: &Incident,
    row: &StepRow,
    run: &Id,
    now: Time,
) -> Vec<Fact> {
    if row.step.kind == StepKind::Decision {
        return vec![StepSet::plain(run, &row.step.id, StepState::Todo).into()];
    }
    let plan = crate::domain::plan::Plan::default();
    let by = row.who().unwrap_or_default();
    let act = Act {
        plan: &plan,
        board,
        incident,
        operator: by,
        now,
    };
    act.finish(row, Closing::default())
}

/// Writes what a finished [`Flow`] says.
pub(super) fn finish(model: &mut Model, flow: Flow) -> Vec<Effect> {
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if flow.goal == StepState::Done && row.step.kind == StepKind::Bulletin {
        return super::bulletin::open(model, Some(flow.step), flow.reason);
    }
    if flow.run && super::runner::is_real(model, &row) {
        return super::runner::show(model, &row, flow);
    }
    let act = acting(model);
    let number = row.number.clone();
    let (facts, words) = match flow.goal {
        StepState::Doing => (
            act.start(&row, flow.reason),
            format!("{number} started: {}{}", row.title, first(&row)),
        ),
        StepState::Waiting => {
            let facts = act.start(&row, flow.reason);
            let words = format!("{number} waits{}", until(&facts));
            (facts, words)
        }
        StepState::Done => {
            let words = if flow.unproven {
                format!("{number} done, UNPROVEN: stays an open obligation")
            } else {
                let unmeasured = super::sense::unmeasured(model, &row);
                format!("{number} done{unmeasured}; U takes it back")
            };
            let (value, reason, unproven) = (flow.value, flow.reason, flow.unproven);
            let closing = Closing {
                value,
                values: flow.values,
                reason,
                unproven,
                evidence: super::sense::evidence(model, &row),
                ..Closing::default()
            };
            (act.finish(&row, closing), words)
        }
        StepState::Failed => (act.fail(&row, flow.reason), format!("{number} FAILED")),
        StepState::Skipped => (act.skip(&row, flow.reason), format!("{number} skipped")),
        StepState::Deferred => (
            act.defer(&row, flow.reason),
            format!("{number} comes back at its phase's end"),
        ),
        StepState::Waived => (act.waive(&row, flow.reason), format!("{number} waived")),
        StepState::Todo => (act.reopen(&row, flow.reason), again(&model.board, &row)),
        StepState::Verified | StepState::NotTaken | StepState::Unknown => {
            (Vec::new(), String::new())
        }
    };
    answer::done(model, words);
    let mut effects = record(model, facts);
    if flow.run
        && let Some(row) = model.board.step(&flow.step).cloned()
    {
        effects.extend(simulate(model, &row));
    } else if flow.goal == StepState::Doing {
        effects.extend(super::incident::ask_by_step(model, &flow.step));
    }
    effects
}

/// That a step is open again, and which step undoes what it did.
fn again(board: &Board, row: &StepRow) -> String {
    let undoing = board.undoing(row).map(|words| format!("; {words}"));
    format!(
        "{} is open again{}",
        row.number,
        undoing.unwrap_or_default()
    )
}

/// What `d` ticks first.
fn first(row: &StepRow) -> String {
    let part = row.open_part().map(|p| format!("; d ticks {}", p.title));
    part.unwrap_or_default()
}

/// Until when a wait that begins waits, and how that is known.
fn until(facts: &[Fact]) -> String {
    let set = facts.iter().find_map(|fact| match fact {
        Fact::StepSet(set) => Some(set),
        _ => None,
    });
    let at = set
        .and_then(|s| s.until)
        .map(|t| format!(" until {}", t.clock()));
    let why = set
        .and_then(|s| s.evidence.as_ref())
        .map(|e| format!(" ({e})"));
    at.unwrap_or_else(|| ": d ends it".to_owned()) + &why.unwrap_or_default()
}

/// Takes an option of a decision.
pub(super) fn decide(model: &mut Model, flow: &Flow, key: &str) -> Vec<Effect> {
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if let Some(words) = flow::overtaken(model, flow) {
        return answer::refused(model, words);
    }
    let facts = acting(model).decide(&row, key, flow.reason.clone());
    match facts {
        Some(facts) => {
            answer::done(model, format!("decision {} taken", row.number));
            record(model, facts)
        }
        None => answer::refused(model, format!("{} has no option {key}", row.number)),
    }
}
