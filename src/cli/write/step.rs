//! What is done to a step, from a shell: the same facts and the same guards as in a cockpit, answered by flags.

use super::{
    Bench, Said, step_confirm, step_done, step_edit, step_part, step_vars, step_vote, write,
};
use crate::cli::args::{self, StepCommand};
use crate::cli::choose::{Purpose, operator};
use crate::cli::fail::Fail;
use crate::cli::plans::with_known;
use crate::cli::setup::Setup;
use crate::domain::facts::{Fact, NoteAdded};
use crate::domain::rules::act::NotUndone;
use crate::domain::rules::gate::{self, Need, to_start};
use crate::domain::rules::jobs::still_runs;
use crate::domain::rules::{StepRow, recorded};
use crate::domain::words::{NoteKind, StepKind, StepState};

/// `step ...`
///
/// # Errors
/// When there is no such step, a guard is not answered, or it is not saved.
pub fn step(setup: &Setup, command: &StepCommand) -> Result<(), Fail> {
    let act = |args: &args::Act, does: Does| {
        write(setup, args.json, Purpose::Write, None, |bench| {
            does(bench, find(bench, &args.step)?, args)
        })
    };
    match command {
        StepCommand::Start(args) => act(args, start),
        StepCommand::Done(args) => act(args, step_done::done),
        StepCommand::Tick(args) => step_part::tick(setup, args),
        StepCommand::Vote(args) => step_vote::vote(setup, args),
        StepCommand::Fail(args) => act(args, fail),
        StepCommand::Skip(args) => act(args, skip),
        StepCommand::Defer(args) => act(args, defer),
        StepCommand::Waive(args) => act(args, waive),
        StepCommand::Reopen(args) => act(args, reopen),
        StepCommand::Claim(args) => act(args, claim),
        StepCommand::Release(args) => act(args, release),
        StepCommand::Undo(args) => act(args, undo),
        StepCommand::Confirm(args) => write(setup, args.json, Purpose::Write, None, |bench| {
            step_confirm::confirm(bench, find(bench, &args.step)?, args)
        }),
        StepCommand::Add(args) => step_edit::add(setup, args),
        StepCommand::Strike(args) => step_edit::strike(setup, args),
        StepCommand::Edit(args) => step_edit::edit(setup, args),
        StepCommand::Move(args) => step_edit::shift(setup, args),
    }
}

type Does = fn(&Bench<'_>, &StepRow, &args::Act) -> Result<Said, Fail>;

/// The step an operator names.
pub(super) fn find<'a>(bench: &'a Bench<'_>, name: &str) -> Result<&'a StepRow, Fail> {
    let board = &bench.picture.board;
    if board.run.is_none() {
        return Err(Fail::wrong(
            "no checklist is adopted yet: `switchover adopt CHECKLIST` takes one up; \
`switchover step add TEXT` captures a step without one",
        ));
    }
    board.find(name).ok_or_else(|| {
        let steps = &board.steps;
        let mut names: Vec<&str> = steps.iter().map(|s| s.step.id.as_str()).collect();
        // The ids of captured steps are nothing anybody types.
        if name.starts_with(|c: char| c.is_ascii_digit()) || bench.picture.checklist.is_none() {
            names = steps.iter().map(|s| s.number.as_str()).collect();
        }
        let list = bench.picture.checklist.map_or_else(
            || "what was captured".to_owned(),
            |id| format!("the checklist {id}"),
        );
        let what = format!("{list} has no step {name}");
        Fail::Wrong(with_known(what, name, names))
    })
}

/// Who did it: the one named, else the one who writes.
pub(super) fn doer(bench: &Bench<'_>, args: &args::Act) -> Result<String, Fail> {
    match &args.by {
        Some(by) => operator(Some(by), None, None)
            .map(str::to_owned)
            .map_err(Fail::Wrong),
        None => Ok(bench.operator.to_owned()),
    }
}

/// The facts of an act by its doer, who holds the step from then on when another writes it down.
pub(super) fn by_doer(
    bench: &Bench<'_>,
    row: &StepRow,
    args: &args::Act,
    act: impl FnOnce(&crate::domain::rules::Act<'_>) -> Vec<Fact>,
) -> Result<Vec<Fact>, Fail> {
    let doer = doer(bench, args)?;
    let desk = bench.act(&doer);
    let mut facts = Vec::new();
    if doer != bench.operator && row.holder.as_ref() != Some(&doer) {
        facts.extend(desk.claim(row, &doer, None));
    }
    let claimed = !facts.is_empty();
    let taken = |fact: &Fact| matches!(fact, Fact::StepClaimed(_)) && claimed;
    facts.extend(act(&desk).into_iter().filter(|fact| !taken(fact)));
    Ok(facts)
}

/// What is still to be answered, as an error that names the flag.
pub(super) fn ask(row: &StepRow, needs: Vec<Need>, args: &args::Act) -> Result<(), Fail> {
    let (number, id) = (&row.number, &row.step.id);
    let reason = args.reason.is_some();
    for need in needs {
        let refused = match need {
            Need::HeldBy(who) if !reason => {
                Some(format!("{number} is with {who}; say why with --reason"))
            }
            Need::Reason { unmet } if !reason => {
                let unmet = unmet.join(", ");
                Some(format!(
                    "{number} waits for {unmet}; say why now with --reason"
                ))
            }
            Need::Disagrees { said } if !reason => {
                Some(format!("{number}: {said}; say why with --reason"))
            }
            Need::TypeId(id) if args.step != id => Some(format!(
                "{number} cannot be undone: name it by its id, {id}"
            )),
            Need::Confirm { by } => {
                let by = by.map(|role| format!(" ({role})")).unwrap_or_default();
                Some(format!(
                    "a second person{by} confirms {number} first: `switchover step confirm {id}`, \
or by voice with --by NAME; alone, with --reason"
                ))
            }
            Need::Proof if !args.unproven && args.value.is_none() && !reason => Some(format!(
                "what proves {number}? --value says it; --unproven keeps it as an open obligation"
            )),
            Need::Record { record, expect }
                if row.step.kind == StepKind::Check
                    && !reason
                    && !args.record.iter().any(|(name, _)| *name == record.name)
                    && (args.value.is_none() || row.step.record.len() > 1) =>
            {
                let expect = expect.map(|e| format!(" (expected: {e})"));
                let (name, expect) = (&record.name, expect.unwrap_or_default());
                let wanted = recorded::wanted(&record);
                Some(format!(
                    "{number} asks for {name}{expect}, {wanted}: --record {name}=VALUE, or --reason without one"
                ))
            }
            Need::Value { expect }
                if row.step.kind == StepKind::Check && args.value.is_none() && !reason =>
            {
                let expect = expect.map(|e| format!(" (expected: {e})"));
                let expect = expect.unwrap_or_default();
                Some(format!(
                    "{number} asks for what was seen{expect}: --value TEXT, or --reason without one"
                ))
            }
            _ => None,
        };
        if let Some(refused) = refused {
            return Err(Fail::Wrong(refused));
        }
    }
    Ok(())
}

/// What is closed is not written again.
pub(super) fn is_closed(row: &StepRow) -> Result<(), Fail> {
    match gate::closed(row) {
        Some(words) => {
            let id = &row.step.id;
            Err(Fail::Wrong(format!(
                "{words}; `switchover step reopen {id}` opens it again"
            )))
        }
        None => Ok(()),
    }
}

fn start(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    if row.state.is_running() && !args.vars.is_empty() {
        return step_vars::later(bench, row, args);
    }
    if let Some(words) = gate::begun(row) {
        return Err(Fail::Wrong(words));
    }
    ask(row, to_start(row, &doer(bench, args)?), args)?;
    let reason = args.reason.clone();
    let mut facts = step_vars::given(bench, args)?;
    facts.extend(by_doer(bench, row, args, |act| act.start(row, reason))?);
    let until = facts.iter().find_map(|fact| match fact {
        Fact::StepSet(set) => set.until,
        _ => None,
    });
    let until = until.map(|t| format!(", waits until {}", t.clock()));
    let mut said = Said::new(facts, said_of(row, "started") + &until.unwrap_or_default());
    said.notes.extend(step_vars::notes(bench, row, args));
    Ok(said)
}

fn fail(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    ask(row, held(row, &doer(bench, args)?), args)?;
    let reason = args.reason.clone();
    let facts = by_doer(bench, row, args, |act| act.fail(row, reason))?;
    Ok(Said::new(facts, said_of(row, "FAILED")))
}

fn skip(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    ask(row, held(row, &doer(bench, args)?), args)?;
    let reason = match &args.reason {
        None if row.step.optional => None,
        _ => why(row, args, "skipped")?,
    };
    let facts = by_doer(bench, row, args, |act| act.skip(row, reason))?;
    Ok(Said::new(facts, said_of(row, "skipped")))
}

fn defer(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    ask(row, held(row, &doer(bench, args)?), args)?;
    let reason = why(row, args, "deferred")?;
    let facts = by_doer(bench, row, args, |act| act.defer(row, reason))?;
    let word = "deferred: it comes back at the end of its phase";
    Ok(Said::new(facts, said_of(row, word)))
}

fn waive(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    is_closed(row)?;
    if !row.step.waivable {
        return Err(Fail::Wrong(format!(
            "{} may not be waived by its checklist; skip it, with a reason",
            row.number
        )));
    }
    ask(row, held(row, &doer(bench, args)?), args)?;
    let reason = why(row, args, "waived")?;
    let facts = by_doer(bench, row, args, |act| act.waive(row, reason))?;
    Ok(Said::new(facts, said_of(row, "waived")))
}

fn reopen(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    if row.state == StepState::Todo && !row.struck {
        return Err(Fail::Wrong(format!("{} is open", row.number)));
    }
    if let Some(words) = still_runs(row).filter(|_| !row.struck) {
        return Err(ends_first(row, &words));
    }
    ask(row, held(row, bench.operator), args)?;
    let act = bench.act(bench.operator);
    if row.struck {
        let facts = act.bring_back_struck(row).into_iter().collect();
        return Ok(Said::new(facts, said_of(row, "is back in the run")));
    }
    let facts = act.reopen(row, args.reason.clone());
    Ok(Said::new(facts, said_of(row, "reopened")))
}

fn claim(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    let by = doer(bench, args)?;
    ask(row, held(row, bench.operator), args)?;
    let act = bench.act(bench.operator);
    let mut facts = act.claim(row, &by, args.back_in);
    facts.extend(note_why(row, args, &format!("is with {by}")));
    Ok(Said::new(facts, said_of(row, &format!("is with {by}"))))
}

fn release(bench: &Bench<'_>, row: &StepRow, args: &args::Act) -> Result<Said, Fail> {
    if row.holder.is_none() {
        let number = &row.number;
        return Err(Fail::Wrong(format!("{number} is with nobody")));
    }
    ask(row, held(row, bench.operator), args)?;
    let mut facts = bench.act(bench.operator).release(row);
    facts.extend(note_why(row, args, "let go"));
    Ok(Said::new(facts, said_of(row, "let go")))
}

fn undo(bench: &Bench<'_>, row: &StepRow, _: &args::Act) -> Result<Said, Fail> {
    let (number, id) = (&row.number, &row.step.id);
    match bench.act(bench.operator).undo(row) {
        Ok(undone) => {
            let sentence = format!("taken back: {}", undone.what);
            let mut said = Said::new(undone.facts, sentence);
            said.notes.extend(undone.remains);
            Ok(said)
        }
        Err(NotUndone::Nothing) => Err(Fail::Wrong(format!("nothing was done to {number} yet"))),
        Err(NotUndone::Others { who }) => Err(Fail::Wrong(format!(
            "the last act on {number} was {who}'s; `switchover step reopen {id}` puts it back to todo"
        ))),
        Err(NotUndone::Confirmed) => Err(Fail::Wrong(format!(
            "you confirmed {number}, and that was said; `switchover step reopen {id}` lets it lapse"
        ))),
        Err(NotUndone::Again) => Err(Fail::Wrong(format!(
            "undo does nothing again: `switchover step start {id}` starts {number}, \
`switchover step done {id}` closes it"
        ))),
        Err(NotUndone::Runs(words)) => Err(ends_first(row, &words)),
    }
}

/// What to do about a command that still runs.
fn ends_first(row: &StepRow, words: &str) -> Fail {
    let id = &row.step.id;
    Fail::Wrong(format!(
        "{words}: Enter, o, K in a cockpit there ends it first; `switchover step fail {id}` gives the step up"
    ))
}

/// Another holds it.
fn held(row: &StepRow, operator: &str) -> Vec<Need> {
    gate::held_by_other(row, operator).into_iter().collect()
}

fn why(row: &StepRow, args: &args::Act, word: &str) -> Result<Option<String>, Fail> {
    let number = &row.number;
    match &args.reason {
        Some(reason) => Ok(Some(reason.clone())),
        None => Err(Fail::Wrong(format!(
            "why is {number} {word}? --reason TEXT"
        ))),
    }
}

/// A reason for which the fact has no place, as a note.
fn note_why(row: &StepRow, args: &args::Act, what: &str) -> Option<Fact> {
    let reason = args.reason.as_ref()?;
    Some(Fact::NoteAdded(NoteAdded {
        kind: NoteKind::Note,
        text: format!("{} {what}: {reason}", row.number),
        at: None,
        provider: None,
        ticket: None,
        confidence: None,
    }))
}

pub(super) fn said_of(row: &StepRow, word: &str) -> String {
    format!("{} {} {word}", row.number, row.title)
}
