//! A draft lies open while the incident goes on: what changed under it is not posted unseen, and what somebody else
//! has on its way is not replaced unasked.

use super::{begin, next_at, of_run};
use crate::cockpit::dialog::Draft;
use crate::cockpit::update::{answer, outbox};
use crate::cockpit::{Dialog, Editor, Effect, Model};
use crate::domain::rules::draft::{Draft as Drafted, minute};
use crate::domain::rules::outbox::anothers;
use std::collections::BTreeMap;

/// What a draft was made of, by the names of its template.
pub(super) type Basis = BTreeMap<&'static str, String>;

/// What may be another by the time it is sent: not the moment itself.
pub(super) fn basis(drafted: Option<&Drafted>) -> Basis {
    let mut basis = drafted.map_or_else(Basis::new, |d| d.values.clone());
    basis.retain(|name, _| !matches!(*name, "now" | "next_update"));
    basis
}

/// What must be seen before this draft is sent; the draft is drawn again with it. `None`: nothing.
pub(super) fn looked_at_again(model: &mut Model, draft: &mut Draft) -> Option<Vec<Effect>> {
    let audience = draft.audiences.get(draft.at).map(|(id, _)| id.clone())?;
    let waiting = outbox::waiting(model, &audience);
    let known = draft.waiting.as_ref().map(|w| &w.reference);
    let fresh = waiting.as_ref().filter(|w| Some(&w.reference) != known);
    if let Some(fresh) = fresh {
        let words = format!("{}'s update to {audience} is on its way", fresh.by);
        return Some(again(model, draft, &words));
    }
    if let Some(words) = changed(model, draft) {
        return Some(again(model, draft, &words));
    }
    let me = &model.me.operator;
    let others =
        waiting.filter(|w| anothers(w, me) && draft.replaces.as_ref() != Some(&w.reference))?;
    let words = format!(
        "this replaces {}'s update, which {}: the same key again does it",
        others.by,
        others.words()
    );
    draft.replaces = Some(others.reference);
    model.view.dialog = Some(Dialog::Bulletin(draft.clone()));
    Some(answer::refused(model, words))
}

/// What changed since the draft was made, in words.
fn changed(model: &Model, draft: &Draft) -> Option<String> {
    let (audience, _) = draft.audiences.get(draft.at)?;
    let next = next_at(model, audience);
    let now = basis(
        of_run(model)
            .draft(audience, draft.step.as_ref(), next)
            .as_ref(),
    );
    let text = draft.editor.text();
    let differs = |name: &&'static str| {
        let (was, is) = (draft.basis.get(*name), now.get(*name));
        // Work goes on; only a text that names the step at work is wrong then.
        let named = !matches!(*name, "phase" | "step");
        let says = |was: &String| !was.is_empty() && text.contains(was.as_str());
        was != is && (named || was.is_some_and(says))
    };
    let order = ["state", "severity", "last_at"].into_iter();
    let first = order.chain(now.keys().copied()).find(differs);
    let over = draft.next_at.filter(|at| *at <= model.now);
    match first {
        Some("last_at" | "last") => Some(format!("{audience} was told something meanwhile")),
        Some(name) => {
            let is = now.get(name).filter(|is| !is.is_empty());
            let is = is.map_or("not known", String::as_str);
            let was = draft.basis.get(name).filter(|was| !was.is_empty());
            let was = was.map(|was| format!(" (was {was})")).unwrap_or_default();
            Some(format!("{name} is {is} now{was}"))
        }
        None => over.map(|at| format!("{}, which it promises, is over", minute(at))),
    }
}

/// Draws the draft again. What somebody wrote stands.
fn again(model: &mut Model, draft: &mut Draft, words: &str) -> Vec<Effect> {
    let as_it_waits = |text: &str| Editor::lines(text).text() == draft.editor.text();
    let untouched = draft.waiting.as_ref();
    let untouched = untouched.is_some_and(|w| as_it_waits(&w.queued.text)) || !draft.touched;
    let effects = begin(model, draft.audiences.clone(), draft.at, draft.step.clone());
    let Some(Dialog::Bulletin(mut fresh)) = model.view.dialog.take_if(super::is_bulletin) else {
        return effects;
    };
    fresh.reason.clone_from(&draft.reason);
    let then = if untouched {
        "drawn again, look at it"
    } else {
        fresh.replaces = fresh.waiting.as_ref().map(|w| w.reference.clone());
        fresh.editor.clone_from(&draft.editor);
        fresh.from.clone_from(&draft.from);
        (fresh.touched, fresh.writing) = (true, draft.writing);
        super::advise(model, &mut fresh);
        "look at your text again, Enter sends it"
    };
    model.view.dialog = Some(Dialog::Bulletin(fresh));
    answer::refused(model, format!("{words}: {then}"));
    effects
}
