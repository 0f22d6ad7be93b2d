//! What others said a moment ago and this operator should not have to look for.

use super::answer;
use crate::cockpit::dialog::Then;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::rules::confirm;
use crate::domain::rules::gate::Need;
use crate::domain::rules::outbox::approver;
use crate::domain::rules::people::declined;
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
