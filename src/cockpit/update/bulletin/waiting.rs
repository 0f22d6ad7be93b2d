//! An update that is on its way already: what Enter does with it, and who lets it leave.

use crate::cockpit::dialog::{Draft, Then};
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::{answer, outbox, unposted};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::outbox::{Standing, Waiting, hook, wants_approval};

/// Whether an update to an audience waits for this operator: to approve it, or to say whether it arrived.
pub(super) fn asks_me(model: &Model, audience: &Id) -> bool {
    let Some(waiting) = outbox::waiting(model, audience) else {
        return false;
    };
    let audience = model.plan.audiences.iter().find(|a| a.id == *audience);
    let me = &model.me.operator;
    let mine = |a| wants_approval(&model.plan, &model.incident, a, me).is_none();
    match waiting.standing {
        Standing::Approval => audience.is_some_and(mine),
        Standing::Unsure => true,
        Standing::Ready => !waiting.posts,
    }
}

/// What Enter does with the text as it stands.
pub(super) fn enter(model: &Model, audience: &Id, waiting: Option<&Waiting>) -> String {
    let audience = model.plan.audiences.iter().find(|a| a.id == *audience);
    let me = &model.me.operator;
    let asks = audience.and_then(|a| wants_approval(&model.plan, &model.incident, a, me));
    let posts = audience.is_some_and(|a| hook(a, model.mode()).is_some());
    let approver = asks.map(|(role, holder)| holder.unwrap_or(&role.name));
    if let Some(leaves) = waiting.filter(|w| w.standing == Standing::Ready && w.posts) {
        return unposted::words(model, leaves);
    }
    let words = match (waiting.map(|w| (w.standing, w.posts)), approver) {
        (Some((Standing::Approval, _)), Some(who)) => {
            return format!("waits for {who}; a: without them, with a reason");
        }
        (Some((Standing::Approval, true)), None) => "approve it: it is posted",
        (Some((Standing::Approval, false)), None) => "approve it",
        (Some((Standing::Ready, _)), _) => "hand it over: copied, and marked as sent",
        (Some((Standing::Unsure, _)), _) => "it has arrived; a: once more",
        (None, Some(who)) => return format!("ask {who} to approve it"),
        (None, None) if posts => "post it",
        (None, None) => "copied, and marked as sent",
    };
    words.to_owned()
}

/// What is on its way, dealt with: approved, handed over, seen to have arrived.
pub(super) fn deal(
    model: &mut Model,
    draft: Draft,
    waiting: &Waiting,
    approve: bool,
) -> Vec<Effect> {
    let done = match waiting.standing {
        Standing::Ready if waiting.posts => {
            model.view.dialog = Some(Dialog::Bulletin(draft));
            let words = unposted::words(model, waiting);
            return answer::done(model, format!("{words}; x cancels it"));
        }
        Standing::Unsure if !approve => return outbox::handed_over(model, waiting),
        Standing::Ready => return outbox::handed_over(model, waiting),
        Standing::Approval | Standing::Unsure => outbox::approve(model, waiting, None),
    };
    if let Some(effects) = done {
        return effects;
    }
    let name = draft.audiences.get(draft.at).map(|(_, name)| name.as_str());
    let title = format!(
        "Why does the update to {} leave without its approver?",
        name.unwrap_or("them")
    );
    let hint = vec!["it is marked as an override in the record".to_owned()];
    let audience = waiting.queued.audience.clone();
    model.view.dialog = Some(ask(title, hint, "", Then::ApproveUpdate(audience)));
    Vec::new()
}

/// Why an update leaves without its approver.
pub(in crate::cockpit::update) fn overridden(
    model: &mut Model,
    audience: &Id,
    reason: &str,
    asked: Dialog,
) -> Vec<Effect> {
    if reason.trim().is_empty() {
        model.view.dialog = Some(asked);
        return answer::refused(model, "a reason is needed; Esc leaves it waiting");
    }
    let waiting = outbox::waiting(model, audience);
    let done = waiting.and_then(|w| outbox::approve(model, &w, Some(reason)));
    done.unwrap_or_else(|| answer::refused(model, "it does not wait any more"))
}
