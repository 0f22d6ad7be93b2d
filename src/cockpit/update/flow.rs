//! A step on its way to a state: what stands between is asked, one question after the other.

use super::choose::{ask, choose};
use super::{answer, bulletin, deciding, incident, printed, recording, start, step};
use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::rules::gate::{self, Need};
use crate::domain::rules::{StepRow, confirm};
use crate::domain::text::written_size;
use crate::domain::words::{StepKind, StepState};
use std::collections::{BTreeMap, VecDeque};

/// Begins to bring a step to a state.
pub(super) fn begin(model: &mut Model, row: &StepRow, goal: StepState, run: bool) -> Vec<Effect> {
    let me = &model.me.operator;
    let needs = match goal {
        StepState::Doing | StepState::Waiting => gate::to_start(row, me),
        // Sending the update is what closes it.
        StepState::Done if row.step.kind == StepKind::Bulletin => gate::to_tell(row, me),
        StepState::Done => super::sense::needs(model, row, gate::to_finish(&model.board, row, me)),
        StepState::Skipped if row.step.optional => {
            gate::held_by_other(row, me).into_iter().collect()
        }
        _ => {
            let why = Need::Reason { unmet: Vec::new() };
            gate::held_by_other(row, me)
                .into_iter()
                .chain([why])
                .collect()
        }
    };
    if let Some(Need::HeldBy(who)) = needs.first() {
        let words = format!(
            "{} is claimed by {who}: your key was not taken; t asks for it",
            row.number
        );
        return answer::refused(model, words);
    }
    let flow = of(model, row, goal, VecDeque::from(needs), run);
    go_on(model, flow)
}

/// A step on its way to a state.
pub(super) fn of(
    model: &Model,
    row: &StepRow,
    goal: StepState,
    needs: VecDeque<Need>,
    run: bool,
) -> Flow {
    Flow {
        step: row.step.id.clone(),
        goal,
        seen: last_words(model, &row.step.id),
        asking: None,
        needs,
        value: None,
        values: BTreeMap::new(),
        reason: None,
        unproven: false,
        run,
    }
}

/// Asks the next question, or writes what happened.
pub(super) fn go_on(model: &mut Model, mut flow: Flow) -> Vec<Effect> {
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if let Some(words) = overtaken(model, &flow) {
        return answer::refused(model, words);
    }
    let Some(need) = flow.needs.pop_front() else {
        return step::finish(model, flow);
    };
    flow.asking = Some(need.clone());
    let asks_others = matches!(need, Need::Confirm { .. });
    model.view.dialog = Some(question(model, &row, &need, flow));
    if !asks_others {
        return Vec::new();
    }
    let text = format!("who confirms {} {}? C does", row.number, row.title);
    super::record::record(model, [incident::question(text).into()])
}

/// The entries by which a step has its state and its holder.
pub(super) fn last_words(model: &Model, step: &Id) -> [Option<EntryNo>; 2] {
    let run = model.incident.active_run().map(|(_, run)| run);
    let record = run.and_then(|r| r.step(step));
    let state = record.and_then(|r| r.state.held()).map(|h| h.by);
    let holder = record.and_then(|r| r.holder.held()).map(|h| h.by);
    [state, holder]
}

/// Why an answer is not taken: somebody else was faster while the question stood.
pub(super) fn overtaken(model: &Model, flow: &Flow) -> Option<String> {
    changed_since(model, &flow.step, &flow.seen)
}

/// The same, of a step with what was last said of it when its question was asked.
pub(super) fn changed_since(
    model: &Model,
    step: &Id,
    seen: &[Option<EntryNo>; 2],
) -> Option<String> {
    let row = model.board.step(step)?;
    let now = last_words(model, step);
    let changed = now.iter().zip(seen).find(|(now, then)| now != then);
    let by = changed?.0.map_or("?", |no| model.incident.author(no));
    Some(format!(
        "{} is {} now, by {by} while you were asked: nothing was written, look again",
        row.number, row.state
    ))
}

fn question(model: &Model, row: &StepRow, need: &Need, flow: Flow) -> Dialog {
    let name = format!("{} {}", row.number, row.title);
    let goal = match flow.goal {
        StepState::Doing | StepState::Waiting => "start",
        StepState::Done => "done",
        StepState::Failed => "failed",
        StepState::Skipped => "skip",
        StepState::Deferred => "defer",
        StepState::Waived => "waive",
        StepState::Todo => "reopen",
        StepState::Verified | StepState::NotTaken | StepState::Unknown => "set",
    };
    let then = Then::Step(flow);
    match need {
        Need::Reason { unmet } if unmet.is_empty() => {
            ask(format!("Why {goal}? {name}"), Vec::new(), "", then)
        }
        Need::Reason { unmet } => {
            let hint = vec![format!("out of order: {} still open", unmet.join(", "))];
            ask(format!("Why {goal} now? {name}"), hint, "", then)
        }
        Need::TypeId(id) => {
            let undo = row.step.undo.as_deref().map(|u| model.board.names.text(u));
            let mut hint = vec![format!(
                "NO UNDO{}",
                undo.map(|u| format!(": {u}")).unwrap_or_default()
            )];
            hint.push(format!("type \"{id}\" to go on"));
            ask(format!("This cannot be taken back: {name}"), hint, "", then)
        }
        Need::Confirm { by } => {
            let who = match by {
                Some(role) => super::holder::in_words(model, role),
                None => "anybody else".to_owned(),
            };
            let hint = vec![
                format!("A second person confirms: {who} presses C in an own cockpit,"),
                "or says it by voice: type who. \"override: REASON\" does without, and is marked."
                    .to_owned(),
            ];
            ask(format!("who confirms? {name}"), hint, "", then)
        }
        Need::NotStarted => {
            let options = vec![(
                Some('d'),
                "it is done all the same".to_owned(),
                "done".to_owned(),
            )];
            choose(
                format!("Nobody started it: {name}"),
                Vec::new(),
                options,
                then,
            )
        }
        Need::Value { expect } => {
            let hint = printed::hints(row, expect.as_deref());
            ask(format!("Observed value? {name}"), hint, "", then)
        }
        Need::Record { record, expect } => {
            recording::question(model, row, record, expect.as_deref(), then)
        }
        Need::Proof => {
            let options = vec![
                (Some('p'), "proven".to_owned(), "proven".to_owned()),
                (
                    Some('u'),
                    "UNPROVEN: stays an open obligation, alarms".to_owned(),
                    "unproven".to_owned(),
                ),
            ];
            choose(format!("Is it proven? {name}"), Vec::new(), options, then)
        }
        Need::Decider { role, holder } => deciding::whose(row, role, holder, then),
        Need::Option => deciding::question(model, row, then),
        Need::Quorum { roles } => deciding::without_go(row, roles, then),
        Need::Disagrees { said } => {
            let hint = vec![format!("its probe says: {said}")];
            ask(
                format!("Why done against its probe? {name}"),
                hint,
                "",
                then,
            )
        }
        Need::AlreadyTrue { said } => {
            let hint = vec![
                format!("its probe says: {said}"),
                "it said so before this step's turn came: that proves nothing of this step"
                    .to_owned(),
            ];
            let done = (Some('d'), "it is done".to_owned(), "done".to_owned());
            choose(
                format!("It was true already: {name}"),
                hint,
                vec![done],
                then,
            )
        }
        Need::HeldBy(who) => choose(
            format!("{name} is with {who}"),
            Vec::new(),
            Vec::new(),
            then,
        ),
    }
}

/// An answer was given.
pub(super) fn answered(model: &mut Model, then: Then, text: String, asked: Dialog) -> Vec<Effect> {
    // A fact can hold several answers: five on closing.
    if written_size(&text) > Fact::LONGEST / 6 {
        model.view.dialog = Some(asked);
        let most = Fact::LONGEST / 6;
        return answer::refused(
            model,
            format!("too long ({most} bytes at most): shorten it"),
        );
    }
    let kept = matches!(then, Then::Variable { .. });
    if let Some(name) = model.secrets.in_text(&text).filter(|_| !kept) {
        let words = format!("that holds the value of {name}, a secret: it would be written down");
        model.view.dialog = Some(asked);
        return answer::refused(model, words);
    }
    match then {
        Then::Step(flow) => step_answer(model, flow, text, asked),
        Then::Hold(touch) => step::held(model, touch, &text),
        Then::BackIn(touch) => step::back_in(model, &touch, &text, asked),
        Then::Strike(touch) => step::strike(model, &touch, &text, asked),
        Then::MoveAfter(touch) => step::place(model, touch, &text, asked),
        Then::MoveSure(touch, spot) => step::moved(model, &touch, spot),
        Then::Parts(id) => step::part_chosen(model, &id, &text),
        Then::VoteRole(id) => step::role_chosen(model, &id, &text),
        Then::Vote { step, role } => step::said(model, step, role, &text),
        Then::VoteBy { step, role, go } => step::by_voice(model, (&step, &role, go), &text),
        Then::Prove(id) => step::proven(model, &id, &text),
        Then::Filter => {
            let text = text.trim().to_owned();
            model.view.filter = (!text.is_empty()).then_some(text);
            Vec::new()
        }
        Then::Snooze => super::snooze::chosen(model, &text),
        Then::SnoozeFor(audience) => super::snooze::snooze(model, &audience, &text, asked),
        Then::Seek => incident::seek(model, &text),
        Then::Redact(entry) => incident::redact(model, &entry, &text),
        Then::Severity => incident::severity(model, &text),
        Then::Milestone => incident::milestone(model, &text),
        Then::MilestoneAt(name) => incident::milestone_at(model, name, &text, asked),
        Then::Impact { answers } => incident::impact(model, answers, text),
        Then::ApproveUpdate(audience) => bulletin::overridden(model, &audience, &text, asked),
        Then::Role(role) => incident::role_chosen(model, role, &text),
        Then::RoleHolder(role) => incident::role_holder(model, role, &text, asked),
        Then::Give => incident::give_chosen(model, &text),
        Then::Settle(entry) => incident::settle(model, &entry, &text),
        Then::GiveTo(roles) => incident::give_to(model, roles, &text, asked),
        Then::Decline => incident::declined(model, &text),
        Then::Promise => incident::promise(model, &text, asked),
        Then::AwayFor => incident::away_for(model, &text, asked),
        Then::Variable { name, next } => incident::variable(model, &name, next, &text, asked),
        Then::Adopt => incident::adopt(model, &text),
        Then::Close { answers } => incident::close(model, answers, text),
        Then::Abort => incident::abort(model, &text, asked),
        Then::ReopenIncident => incident::reopen(model, text),
        Then::Direction => incident::direction(model, &text),
        Then::OpenSince => start::since(model, &text),
        Then::OpenAgainstEvidence(page) => start::open_against_evidence(model, page, &text),
        Then::Runner(then) => super::runner::answered(model, then, &text, asked),
        Then::Quit => bulletin::quit(model, &text),
    }
}

fn step_answer(model: &mut Model, mut flow: Flow, text: String, asked: Dialog) -> Vec<Effect> {
    let given = text.trim().to_owned();
    let again = |model: &mut Model, words: &str| {
        model.view.dialog = Some(asked.clone());
        answer::refused(model, words)
    };
    match flow.asking.take() {
        Some(Need::Reason { .. }) => {
            if given.is_empty() {
                return again(model, "a reason is needed; Esc leaves it as it was");
            }
            flow.reason = Some(given);
        }
        Some(Need::TypeId(id)) => {
            if given != id {
                return again(model, &format!("that is not \"{id}\": nothing was started"));
            }
        }
        Some(Need::Confirm { .. }) => return confirmed(model, flow, &given, asked),
        Some(Need::Value { .. }) => {
            flow.value = printed::value(model, &flow.step, given);
        }
        Some(Need::Record { record, .. }) => {
            if let Err(words) = recording::answered(model, &mut flow, &record, &given) {
                return again(model, &words);
            }
        }
        Some(Need::Proof) => flow.unproven = given == "unproven",
        Some(Need::Option) => return deciding::chosen(model, flow, &given),
        Some(Need::Quorum { .. }) if given.is_empty() => {
            return again(model, "a reason is needed; Esc leaves it as it was");
        }
        Some(Need::Quorum { .. }) => return deciding::reasoned(model, flow, given),
        Some(Need::Decider { .. }) => {}
        Some(Need::HeldBy(who)) => return incident::takeover(model, &flow, &who, &given),
        Some(Need::Disagrees { .. }) => {
            if given.is_empty() {
                return again(model, "a reason is needed; Esc leaves it as it was");
            }
            let before = flow.reason.take().map(|r| format!("{r}; "));
            flow.reason = Some(before.unwrap_or_default() + &given);
        }
        Some(Need::NotStarted | Need::AlreadyTrue { .. }) | None => {}
    }
    go_on(model, flow)
}

/// A second person was named, or done without.
fn confirmed(model: &mut Model, flow: Flow, given: &str, asked: Dialog) -> Vec<Effect> {
    let me = model.me.operator.clone();
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if confirm::is_confirmed(&row, &me) {
        return go_on(model, flow);
    }
    let (by, voice, reason) = match confirm::override_of(given) {
        Some("") => {
            model.view.dialog = Some(asked);
            return answer::refused(
                model,
                "an override needs its reason: \"override: link is dead, nobody answers\"",
            );
        }
        Some(reason) => (me.as_str(), false, Some(reason.to_owned())),
        None if !confirm::is_name(given) || given.eq_ignore_ascii_case(&me) => {
            model.view.dialog = Some(asked);
            return answer::refused(
                model,
                "a second person, not the doer: C in an own cockpit, or type who said it",
            );
        }
        None if !confirm::counts(&row, given, &me) => {
            model.view.dialog = Some(asked);
            return answer::refused(model, confirm::meant(&row));
        }
        None => (given, true, None),
    };
    let facts = step::acting(model).confirm(&row, by, voice, reason);
    let mut effects = super::record::record(model, facts);
    effects.extend(go_on(model, flow));
    effects
}
