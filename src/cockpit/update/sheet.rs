//! A text of any number of lines: Enter writes it, Alt-Enter begins a new line. In the shared one Enter begins a line
//! and Ctrl-s writes.

use super::{answer, incident};
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::sheet::{Sheet, SheetGoal};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::text::written_size;

/// Takes a key in.
pub(super) fn key(model: &mut Model, mut sheet: Box<Sheet>, key: Key) -> Vec<Effect> {
    let enter = key.code == KeyCode::Enter && !key.alt && !key.ctrl;
    if (enter && !sheet.is_scratch()) || key == Key::ctrl('s') {
        return written(model, sheet);
    }
    let breaks = key.code == KeyCode::Enter || key == Key::ctrl('j');
    sheet.editor.key(if breaks {
        Key::plain(KeyCode::Enter)
    } else {
        Key { alt: false, ..key }
    });
    model.view.dialog = Some(Dialog::Sheet(sheet));
    Vec::new()
}

/// Writes it, if it may be written.
fn written(model: &mut Model, sheet: Box<Sheet>) -> Vec<Effect> {
    let text = sheet.editor.text();
    let secret = model.secrets.in_text(&text);
    let refusal = if written_size(&text) > Fact::LONGEST {
        Some("too long for one entry (12,000 bytes): shorten it".to_owned())
    } else {
        secret.map(|name| {
            format!("that holds the value of {name}, a secret: it would be written down")
        })
    };
    if let Some(refusal) = refusal {
        model.view.dialog = Some(Dialog::Sheet(sheet));
        return answer::refused(model, refusal);
    }
    match sheet.goal.clone() {
        SheetGoal::Scratch { base } => super::scratch::written(model, &text, base.as_deref()),
        SheetGoal::Correct(entry) => incident::correct(model, &entry, &text, sheet),
    }
}
