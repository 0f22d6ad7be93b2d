//! The shared scratch text: edited by several people, nothing overwritten silently.

use super::answer;
use super::record::record;
use crate::cockpit::sheet::{Sheet, SheetGoal};
use crate::cockpit::{Dialog, Editor, Effect, Model};
use crate::domain::rules::scratch::{scratch, write};

/// Opens it; what was typed and not written is still there.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let sheet = model.view.unwritten.take().unwrap_or_else(|| {
        let now = scratch(&model.incident);
        Box::new(Sheet {
            title: "Scratch text, shared by everybody".to_owned(),
            hint: Vec::new(),
            editor: Editor::lines(&now.text),
            goal: SheetGoal::Scratch { base: now.entry },
        })
    });
    model.view.dialog = Some(Dialog::Sheet(sheet));
    heard(model);
    Vec::new()
}

/// Somebody else may have written while it is open: says so above the text.
pub(super) fn heard(model: &mut Model) {
    let now = scratch(&model.incident);
    let Some(Dialog::Sheet(sheet)) = &mut model.view.dialog else {
        return;
    };
    let SheetGoal::Scratch { base } = &sheet.goal else {
        return;
    };
    let by = now
        .by
        .as_ref()
        .map(|(by, _)| by.as_str())
        .unwrap_or_default();
    sheet.hint = if *base == now.entry {
        Vec::new()
    } else {
        vec![format!("{by} wrote meanwhile: Ctrl-s puts both together")]
    };
}

/// It was left without writing: what was typed is kept for the next time.
pub(super) fn left(model: &mut Model, sheet: Box<Sheet>) -> Vec<Effect> {
    let now = scratch(&model.incident);
    if sheet.editor.text().trim_end() == now.text {
        return answer::done(model, "left as it was");
    }
    model.view.unwritten = Some(sheet);
    answer::done(model, "not written; N goes on with it")
}

/// Writes it.
pub(super) fn written(model: &mut Model, text: &str, base: Option<&str>) -> Vec<Effect> {
    let written = write(&model.incident, &model.me.operator, text, base);
    let words = match (&written.with, written.clashes, &written.fact) {
        (Some(who), 0, _) => format!("scratch text put together with what {who} wrote"),
        (Some(who), n, _) => {
            format!("{n} place(s) that {who} changed too: both stand there, marked; N shows them")
        }
        (None, _, Some(_)) => "scratch text written".to_owned(),
        (None, _, None) => "nothing was changed".to_owned(),
    };
    answer::done(model, words);
    record(model, written.fact)
}
