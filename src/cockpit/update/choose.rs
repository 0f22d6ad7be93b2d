//! One of several, and one line of text.

use super::answer;
use crate::cockpit::dialog::{Ask, Choice, Choose, Then};
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::{Dialog, Editor, Effect, Model, Pane};

/// Takes a key in; the value chosen, once one is.
pub(super) fn key(choose: &mut Choose, key: Key) -> Option<String> {
    let last = choose.options.len().saturating_sub(1);
    match key.code {
        KeyCode::Enter => return choose.options.get(choose.at).map(|o| o.value.clone()),
        KeyCode::Up => choose.at = choose.at.saturating_sub(1),
        KeyCode::Down | KeyCode::Tab => choose.at = (choose.at + 1).min(last),
        _ => {
            let typed = key.typed()?;
            if let Some(option) = choose.options.iter().find(|o| o.key == Some(typed)) {
                return Some(option.value.clone());
            }
            match typed {
                'k' => choose.at = choose.at.saturating_sub(1),
                'j' => choose.at = (choose.at + 1).min(last),
                _ => {}
            }
        }
    }
    None
}

/// What was typed is no length of time: it stands there still.
pub(super) fn no_length(model: &mut Model, asked: Dialog) -> Vec<Effect> {
    model.view.dialog = Some(asked);
    answer::refused(model, "a length of time such as 3m, 90s, 1h")
}

/// One of several; each gets the key given, or the next free digit.
pub(super) fn choose(
    title: impl Into<String>,
    hint: Vec<String>,
    options: Vec<(Option<char>, String, String)>,
    then: Then,
) -> Dialog {
    let options = options
        .into_iter()
        .zip(1u32..)
        .map(|((key, label, value), n)| Choice {
            key: key.or_else(|| char::from_digit(n, 10)),
            label,
            value,
        });
    Dialog::Choose(Choose {
        title: title.into(),
        hint,
        options: options.collect(),
        at: 0,
        then,
    })
}

/// One line of text.
pub(super) fn ask(title: impl Into<String>, hint: Vec<String>, text: &str, then: Then) -> Dialog {
    Dialog::Ask(Ask {
        title: title.into(),
        hint,
        editor: Editor::line(text),
        then,
    })
}

pub(super) fn ask_filter(model: &Model) -> Dialog {
    if model.view.focus == Pane::Timeline {
        let hint = "words; ! ? TODO FOUND > :step :probe :update for a kind, @who, * pinned; empty shows all again";
        let text = model.view.sought.clone().unwrap_or_default();
        return ask(
            "Show of the timeline only",
            vec![hint.into()],
            &text,
            Then::Seek,
        );
    }
    let text = model.view.filter.clone().unwrap_or_default();
    ask(
        "Show only what holds",
        vec!["empty shows all again".into()],
        &text,
        Then::Filter,
    )
}
