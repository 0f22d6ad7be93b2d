//! Who is meant by a name: a typing error makes nobody a manager.

use crate::cockpit::update::answer;
use crate::cockpit::who::{everybody, is_here};
use crate::cockpit::{Dialog, Effect, Model};

/// Asks once whether a name nobody here goes by is meant; nothing: it is known, or was asked.
pub(super) fn sure(model: &mut Model, who: &str, asked: Dialog) -> Option<Vec<Effect>> {
    let Dialog::Ask(mut ask) = asked else {
        return None;
    };
    let known = everybody(model).iter().any(|p| p.who == who);
    let words = format!("nobody here is called {who}: Enter again if that is meant");
    if known || ask.hint.last() == Some(&words) {
        return None;
    }
    ask.hint
        .retain(|line| !line.starts_with("nobody here is called "));
    ask.hint.push(words.clone());
    model.view.dialog = Some(Dialog::Ask(ask));
    Some(answer::refused(model, words))
}

/// Who holds a role, where that is somebody else whose cockpit is here: it moves by offer and acceptance then.
pub(super) fn held_here(model: &Model, role: &crate::domain::ids::Id) -> Option<String> {
    let holder = model.incident.holder(role)?;
    let other = holder != model.me.operator && is_here(model, holder);
    other.then(|| holder.to_owned())
}
