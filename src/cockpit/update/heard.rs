//! What others said a moment ago and this operator should not have to look for.

use super::answer;
use crate::cockpit::dialog::Then;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::rules::confirm;
use crate::domain::rules::gate::Need;
use crate::domain::rules::moved;
use crate::domain::rules::outbox::{approver, cancelled};
use crate::domain::rules::people::{self, declined};
use crate::domain::words::NoteKind;

/// A question of somebody else, a note that begins with this operator's name, an update that
/// waits for this operator's approval, an own offer that was declined, or that
/// the run was given up, rings once and stands in the last line; so does a role that is offered, whose alarm rings. A
/// confirmation waited for says so where it is waited for.
pub(super) fn hear(model: &mut Model, new: &[EntryNo]) -> Vec<Effect> {
    confirmed(model);
    let me = &model.me.operator;
    let asked = new.iter().rev().find_map(|no| {
        let who = model.incident.author(*no);
        match &model.incident.log().entry(*no).draft.fact {
            _ if who == me => None,
            Fact::NoteAdded(note) if note.kind == NoteKind::Question => {
                Some(format!("{who} asks: {}", note.text))
            }
            Fact::NoteAdded(note) => {
                let words = note.text.strip_prefix(me.as_str())?.strip_prefix(": ")?;
                Some(format!("{who}: {words}"))
            }
            Fact::BulletinQueued(f) => {
                let mut audiences = model.plan.audiences.iter();
                let audience = audiences.find(|a| a.id == f.audience && a.public)?;
                let approver = approver(&model.plan)?;
                let mine = model.incident.holder(&approver.id) == Some(me);
                let words = "waits for your approval: b shows it, Enter approves";
                mine.then(|| format!("{who}'s update to {} {words}", audience.id))
            }
            Fact::BulletinCancelled(f) => {
                cancelled(&model.incident, *no, &f.audience).filter(|by| by == me)?;
                let reason = f.reason.as_ref().map(|r| format!(" ({r})"));
                let why = reason.unwrap_or_default();
                let name = &f.audience;
                Some(format!(
                    "{who} cancelled your update to {name}{why}: b shows what stands"
                ))
            }
            Fact::HandoverOffered(f) if f.operator == *me => {
                let role = &f.role;
                Some(format!(
                    "{who} offers you {role}: H shows it, then a takes it over, x declines"
                ))
            }
            Fact::HandoverDeclined(f) if model.incident.holder(&f.role) == Some(me) => {
                let words = declined(f.role.as_str(), f.reason.as_deref());
                Some(format!("{who} {words}; H offers it to somebody else"))
            }
            Fact::RoleSet(f) => passed(model, *no, &f.role, f.operator.as_deref()),
            Fact::HandoverAccepted(f) => passed(model, *no, &f.role, Some(who)),
            Fact::IncidentClosed(_) => Some(format!(
                "{who} CLOSED the incident; `:reopen incident` goes on with it"
            )),
            Fact::IncidentReopened(f) => {
                let why = f.reason.as_ref().map(|r| format!(": {r}"));
                let why = why.unwrap_or_default();
                Some(format!("{who} took the incident up again{why}"))
            }
            Fact::ChecklistAborted(f) => Some(format!("{who} ABORTED: {}", f.reason)),
            _ => None,
        }
    });
    let Some(words) = asked.filter(|_| !model.me.observe) else {
        return Vec::new();
    };
    answer::news(model, words);
    // Of an offer the alarm rings.
    let offered = |no: &EntryNo| {
        let fact = &model.incident.log().entry(*no).draft.fact;
        matches!(fact, Fact::HandoverOffered(_))
    };
    if new.iter().any(offered) {
        return Vec::new();
    }
    vec![Effect::Bell]
}

/// Somebody else said who holds a role, and it was this operator's, or is now, or was offered to them.
fn passed(model: &Model, no: EntryNo, role: &Id, to: Option<&str>) -> Option<String> {
    let me = model.me.operator.as_str();
    let who = model.incident.author(no);
    let before = moved::before(&model.incident, role, no);
    let name = people::name_of(&model.plan, role);
    match to {
        Some(to) if to == me => Some(format!(
            "{who} made you {name}: W shows who does what, H offers it on"
        )),
        _ if before.as_deref() == Some(me) => {
            let to = to.unwrap_or("nobody");
            Some(format!(
                "{to} is {name} now, and not you any more (by {who})"
            ))
        }
        _ if before.as_deref() == to && to == Some(who) => {
            let record = model.incident.state().roles.get(role)?;
            let offer = record.offered.held().filter(|o| o.value.operator == me)?;
            let mine = model.incident.author(offer.by) == who;
            mine.then(|| format!("{who} withdrew the offer: {name} stays with {who}"))
        }
        _ => None,
    }
}

/// Nothing is begun by itself: keys may be on their way into the field.
fn confirmed(model: &mut Model) {
    let Some(Dialog::Ask(ask)) = &mut model.view.dialog else {
        return;
    };
    let Then::Step(flow) = &ask.then else {
        return;
    };
    let Some(row) = model.board.step(&flow.step) else {
        return;
    };
    let counts = |by: &&String| confirm::counts(row, by, &model.me.operator);
    let by = row.confirmed.iter().find(counts);
    let (Some(Need::Confirm { .. }), Some(by)) = (&flow.asking, by) else {
        return;
    };
    let words = format!("CONFIRMED by {by}: Enter goes on");
    if ask.hint.first() == Some(&words) {
        return;
    }
    let said = format!("{} is confirmed by {by}: Enter goes on", row.number);
    ask.hint = vec![words];
    answer::news(model, said);
}
