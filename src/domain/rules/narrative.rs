//! Facts in words, as the timeline tells them.

use super::board::Board;
use super::no_return::passes;
use super::people::{self, for_a_time};
use super::{closing, noted, posted};
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident, Run};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::text::visible;
use crate::domain::time::Time;
use crate::domain::words::{NoteKind, StepState};

/// One entry of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The entry.
    pub no: EntryNo,
    /// When it happened, in incident time.
    pub at: Time,
    /// When it was written, if another time by more than a minute.
    pub written: Option<Time>,
    /// Who: an operator, or the provider that said it.
    pub who: String,
    /// `!`, `?`, `TODO`, `FOUND`, `»`, or nothing.
    pub mark: &'static str,
    /// What, on one line, with nothing hidden in it.
    pub text: String,
    /// What a note said before it was corrected.
    pub first: Option<String>,
    /// Somebody pinned it.
    pub pinned: bool,
    /// About a step: told with the checklist.
    pub of_step: bool,
}

/// One entry in words.
#[must_use]
pub fn line(plan: &Plan, board: &Board, incident: &Incident, at: Time, no: EntryNo) -> Line {
    let entry = incident.log().entry(no);
    let written = incident.written(no);
    let fact = &entry.draft.fact;
    let reference = entry.reference();
    let corrected = incident
        .state()
        .corrections
        .get(&reference)
        .and_then(|r| r.get());
    let corrected = corrected.filter(|_| !incident.state().redactions.contains_key(&reference));
    let text = match (fact, corrected) {
        (Fact::NoteAdded(f), Some(text)) => {
            noted::words(f, text, &entry.draft.operator) + " (corrected)"
        }
        (Fact::PromiseClosed(f), _) => noted::promise(plan, incident, f),
        (Fact::BulletinSent(_), _) => text(plan, board, fact) + &posted::how(incident, no),
        (Fact::NotePinned(f), _) => noted::pinning(plan, board, incident, f),
        (Fact::NoteAdded(f), None) => noted::words(f, &f.text, &entry.draft.operator),
        _ if passes(board, incident, no) => text(plan, board, fact) + ": POINT OF NO RETURN passed",
        _ => text(plan, board, fact),
    };
    let off = incident.log().behind(no).map(|off| {
        let off = off.short();
        format!(" (clock {off} behind what it had seen)")
    });
    let text = text + &off.unwrap_or_default();
    Line {
        no,
        at,
        written: ((written - at).0.abs() > 60_000).then_some(written),
        who: who(plan, fact)
            .or_else(|| posted::wrote(incident, fact))
            .unwrap_or_else(|| entry.draft.operator.clone()),
        mark: mark(fact),
        text: visible(&text).into_owned(),
        first: corrected
            .and(noted::first_text(incident, no))
            .map(|first| visible(first).into_owned()),
        pinned: noted::is_pinned(incident, no),
        of_step: matches!(
            fact,
            Fact::StepSet(_)
                | Fact::StepTicked(_)
                | Fact::StepClaimed(_)
                | Fact::StepReleased(_)
                | Fact::StepCopied(_)
                | Fact::StepConfirmed(_)
        ),
    }
}

fn mark(fact: &Fact) -> &'static str {
    match fact {
        Fact::NoteAdded(n) => match n.kind {
            NoteKind::Decision => "!",
            NoteKind::Question => "?",
            NoteKind::Todo => "TODO",
            NoteKind::Provider => "»",
            NoteKind::Finding => "FOUND",
            NoteKind::Note => "",
        },
        Fact::DecisionTaken(_) | Fact::ChecklistAborted(_) => "!",
        Fact::DrillInjected(_) => "»",
        _ => "",
    }
}

/// The run a fact belongs to.
fn run_of(fact: &Fact) -> Option<&Id> {
    match fact {
        Fact::StepSet(f) => Some(&f.run),
        Fact::StepTicked(f) => Some(&f.run),
        Fact::StepClaimed(f) => Some(&f.run),
        Fact::StepReleased(f) => Some(&f.run),
        Fact::StepConfirmed(f) => Some(&f.run),
        Fact::StepAdded(f) => Some(&f.run),
        Fact::StepEdited(f) => Some(&f.run),
        Fact::StepStruck(f) => Some(&f.run),
        Fact::StepMoved(f) => Some(&f.run),
        Fact::StepCopied(f) => Some(&f.run),
        Fact::JobStarted(f) => Some(&f.run),
        Fact::DecisionVoted(f) => Some(&f.run),
        Fact::DecisionTaken(f) => Some(&f.run),
        _ => None,
    }
}

/// Who speaks, where it is not the operator who wrote it down.
fn who(plan: &Plan, fact: &Fact) -> Option<String> {
    let provider = match fact {
        Fact::NoteAdded(n) if n.kind == NoteKind::Provider => n.provider.as_ref()?,
        Fact::DrillInjected(f) => f.provider.as_ref()?,
        Fact::ProbeChanged(_) | Fact::VantageChanged(_) => return Some("probe".to_owned()),
        Fact::AlarmPaged(_) => return Some("pager".to_owned()),
        Fact::StepSet(f) if f.sensed => return Some("probe".to_owned()),
        _ => return None,
    };
    Some(plan.short(provider).to_owned())
}

fn suffix(before: &str, text: Option<&str>) -> String {
    text.map(|t| format!("{before}{t}")).unwrap_or_default()
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm a kind of fact: a table, not logic"
)]
fn text(plan: &Plan, board: &Board, fact: &Fact) -> String {
    // Another run of the same night has steps of the same name: its numbers are not these.
    let here = run_of(fact).is_none_or(|run| board.run.as_ref() == Some(run));
    let step = |id: &Id| here.then(|| board.step(id)).flatten();
    let captured = |id: &Id| {
        let of_capture = run_of(fact).is_some_and(|run| run.as_str() == Run::CAPTURE);
        let row = board.captured.iter().find(|s| &s.step.id == id);
        row.filter(|_| of_capture && !here)
            .map(|s| format!("captured {}", s.number))
    };
    let number = |id: &Id| {
        let number = step(id).map(|s| s.number.clone());
        number
            .or_else(|| captured(id))
            .unwrap_or_else(|| id.to_string())
    };
    let service = |id: &Id| {
        let of_plan = plan.services.iter().find(|s| &s.id == id);
        of_plan.map_or_else(|| id.to_string(), |s| s.name.clone())
    };
    let role = |id: &Id| {
        plan.role(id)
            .map_or_else(|| id.to_string(), |r| r.name.clone())
    };
    match fact {
        Fact::LogOpened(f) => format!("began from {}", f.machine),
        Fact::LogClosed(f) => format!("ended{}", suffix(": ", f.reason.as_deref())),
        Fact::IncidentOpened(f) => format!("opened {}: {}", f.mode.banner(), f.title),
        Fact::IncidentClosed(f) => format!(
            "closed{}{}",
            suffix(": ", f.reason.as_deref()),
            closing::words(&f.answers)
        ),
        Fact::IncidentReopened(f) => format!("reopened{}", suffix(": ", f.reason.as_deref())),
        Fact::ChecklistAdopted(f) => {
            format!(
                "checklist {}: {} → {}",
                f.checklist,
                plan.short(&f.from),
                plan.short(&f.to)
            )
        }
        Fact::ChecklistAborted(f) => format!("aborted: {}", f.reason),
        Fact::DirectionSet(f) => {
            format!("direction {} → {}", plan.short(&f.from), plan.short(&f.to))
        }
        Fact::VarSet(f) => format!("{} = {}", f.name, f.value),
        Fact::SeveritySet(f) => format!("severity {}", f.level),
        Fact::StageSet(f) => format!("state {}", f.state),
        Fact::ImpactSet(f) => format!("impact: {}", f.impact.as_deref().unwrap_or("-")),
        Fact::ServingSet(f) => {
            let ttl = f.ttl.map(|ttl| format!("TTL {} s", ttl.as_seconds()));
            format!(
                "{} is served by {}{}{}",
                f.name,
                plan.short(&f.provider),
                suffix(", ", f.evidence.as_deref()),
                suffix(", ", ttl.as_deref())
            )
        }
        Fact::MilestoneSet(f) => {
            format!(
                "milestone {} at {}{}",
                f.name,
                f.at.clock(),
                suffix(", ", f.evidence.as_deref())
            )
        }
        Fact::MilestoneCleared(f) => format!("milestone {} cleared", f.name),
        Fact::StepSet(f) => {
            let state = match (f.state, f.unproven) {
                (StepState::Done, _) if f.sensed => "sensed done",
                (StepState::Done, true) => "done, UNPROVEN",
                (state, _) if f.gives_back.is_some() => state.as_str(),
                (StepState::Doing, _) => "started",
                (StepState::Todo, _) => "reopened",
                (state, _) => state.as_str(),
            };
            let until = f
                .until
                .map(|t| format!(" until {}", t.clock()))
                .unwrap_or_default();
            let value = suffix(", value: ", f.value.as_deref());
            let reason = suffix(", ", f.reason.as_deref());
            let evidence = suffix(", ", f.evidence.as_deref().filter(|_| f.sensed));
            let back = f.gives_back.as_ref().map_or("", |_| "back to ");
            format!(
                "{} {back}{state}{until}{value}{reason}{evidence}",
                number(&f.step)
            )
        }
        Fact::StepTicked(f) => {
            let state = if f.done { "done" } else { "open again" };
            format!("{} {} {state}", number(&f.step), f.part)
        }
        Fact::StepClaimed(f) => {
            let back = f.back_in.map(|s| format!(", back in {}", s.short()));
            let back = back.unwrap_or_default();
            format!("{} is with {}{back}", number(&f.step), f.by)
        }
        Fact::StepReleased(f) => format!("{} let go", number(&f.step)),
        Fact::StepConfirmed(f) => {
            let how = if f.voice { " by voice" } else { "" };
            let reason = suffix(", OVERRIDE: ", f.reason.as_deref());
            format!("{} confirmed by {}{how}{reason}", number(&f.step), f.by)
        }
        Fact::StepAdded(f) => format!("{} added live: {}", number(&f.step), f.text),
        Fact::StepEdited(f) => format!(
            "{} edited live{}{}",
            number(&f.step),
            suffix(": ", f.text.as_deref()),
            suffix(", command: ", f.command.as_deref())
        ),
        Fact::StepStruck(f) => format!(
            "{} struck{}",
            number(&f.step),
            suffix(": ", f.reason.as_deref())
        ),
        Fact::StepMoved(f) => {
            let place = match (&f.before, &f.after) {
                (Some(before), _) => format!("before {}", number(before)),
                (None, Some(after)) => format!("after {}", number(after)),
                (None, None) => "first".to_owned(),
            };
            format!("{} moved: {place}", number(&f.step))
        }
        Fact::StepCopied(f) => format!("{} command copied ({})", number(&f.step), f.how),
        Fact::JobStarted(f) => {
            let part = suffix(" ", f.part.as_deref());
            format!("{}{part} command runs on {}", number(&f.step), f.machine)
        }
        Fact::JobEnded(f) => format!(
            "command ended with exit {} after {} s{}",
            f.exit,
            f.seconds,
            suffix(": ", f.tail.as_deref())
        ),
        Fact::JobLost(_) => "a command's runner is gone: outcome UNKNOWN".to_owned(),
        Fact::RunnerMoved(f) => format!("commands run on {} now", f.machine),
        Fact::PhaseCompleted(f) => {
            let phase = board.phases.iter().find(|p| p.id == f.phase);
            let title = phase.map_or(f.phase.as_str(), |p| &p.title);
            let number = board.phases.iter().position(|p| p.id == f.phase);
            let number = number.map(|at| format!("{} ", at + 1));
            let number = number.unwrap_or_default();
            format!(
                "phase {number}{title} completed{}",
                suffix(" ", f.summary.as_deref())
            )
        }
        Fact::DecisionVoted(f) => {
            let by = suffix(", by voice: ", f.by.as_deref());
            format!("{}: {} says {}{by}", number(&f.step), role(&f.role), f.vote)
        }
        Fact::DecisionTaken(f) => {
            let options = step(&f.step).and_then(|s| s.step.decision.as_ref());
            let option = options
                .iter()
                .flat_map(|d| &d.options)
                .find(|o| o.key == f.option);
            let label = option.map_or_else(|| f.option.clone(), |o| board.names.text(&o.label));
            format!(
                "decision {}: {label}{}",
                number(&f.step),
                suffix(", ", f.reason.as_deref())
            )
        }
        Fact::NoteAdded(f) => f.text.clone(),
        Fact::NoteCorrected(f) => format!("corrected: {}", f.text),
        Fact::NoteRedacted(_) => "redacted an entry".to_owned(),
        Fact::ScratchSet(_) => "edited the scratch text".to_owned(),
        Fact::PromiseMade(f) => {
            let owner = f
                .provider
                .as_ref()
                .map(|p| plan.short(p))
                .or(f.owner.as_deref());
            format!(
                "{}promise: {}, due {}",
                suffix("", owner.map(|o| format!("{o} ")).as_deref()),
                f.text,
                f.due.clock()
            )
        }
        // Of what they are about is told above.
        Fact::PromiseClosed(_) | Fact::NotePinned(_) => String::new(),
        Fact::RoleSet(f) => match &f.operator {
            Some(who) => format!("{who} is {}{}", role(&f.role), for_a_time(f.until)),
            None => format!("nobody is {} any more", role(&f.role)),
        },
        Fact::HandoverOffered(f) => format!("offers {} to {}", role(&f.role), f.operator),
        Fact::HandoverAccepted(f) => format!("took over {}", role(&f.role)),
        Fact::HandoverDeclined(f) => people::declined(&role(&f.role), f.reason.as_deref()),
        Fact::BulletinQueued(f) => {
            format!("update to {} waits to leave: {}", f.audience, f.text)
        }
        Fact::BulletinApproved(f) => format!(
            "update to {} approved{}",
            f.audience,
            suffix(", ", f.reason.as_deref())
        ),
        Fact::BulletinSent(f) => {
            let via = suffix(" via ", f.via.as_deref());
            let next = f
                .next_at
                .map(|t| format!(", next at {}", t.clock()))
                .unwrap_or_default();
            format!(
                "update to {}{via}{next}{}",
                f.audience,
                suffix(": ", f.text.as_deref())
            )
        }
        Fact::BulletinFailed(f) => format!("update to {} did not leave: {}", f.audience, f.reason),
        Fact::BulletinCancelled(f) => format!(
            "update to {} cancelled{}",
            f.audience,
            suffix(": ", f.reason.as_deref())
        ),
        Fact::BulletinSnoozed(f) => {
            format!(
                "update to {} rests until {}: {}",
                f.audience,
                f.until.clock(),
                f.reason
            )
        }
        Fact::ProbeChanged(f) => format!(
            "{} at {} {}",
            service(&f.service),
            plan.short(&f.provider),
            super::changes::told(f)
        ),
        Fact::VantageChanged(f) => super::changes::seen(f),
        Fact::AlarmAcknowledged(f) => format!("knows of alarm {}", f.alarm),
        Fact::AlarmPaged(f) => super::paging::told(f),
        Fact::DrillInjected(f) => f.text.clone(),
        Fact::DrillAnswered(f) => format!(
            "drill: {} = {}{}",
            f.question,
            f.score,
            suffix(", ", f.note.as_deref())
        ),
        Fact::DrillEnded(_) => "the drill is over".to_owned(),
        Fact::CockpitJoined(f) if f.observe => format!("observes from {}", f.machine),
        Fact::CockpitJoined(f) => format!("joined from {}", f.machine),
        Fact::CockpitLeft(f) => format!("left{}", suffix(": ", f.reason.as_deref())),
        Fact::Foreign(f) => format!("{} {}", f.kind, f.data),
    }
}
