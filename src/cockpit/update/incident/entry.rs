//! Keys on the entry under the timeline's cursor: all of it, put right, pinned, redacted.

use crate::cockpit::dialog::Then;
use crate::cockpit::sheet::{Sheet, SheetGoal};
use crate::cockpit::update::choose::ask;
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, keys};
use crate::cockpit::{Dialog, Editor, Effect, Model};
use crate::domain::fold::EntryNo;
use crate::domain::rules::narrative::{self, Line};
use crate::domain::rules::noted;
use crate::domain::rules::unreached::unreached;
use crate::domain::time::Span;

/// The entry a key acts on.
///
/// # Errors
/// When the timeline has not the focus, or is empty: what to do.
fn under_cursor(model: &Model) -> Result<EntryNo, &'static str> {
    let entry = model.painted_entry();
    entry.ok_or("Tab to the timeline first: this key is for the entry under its cursor")
}

/// The same for a key that writes: not for an entry that came a moment ago under the finger.
fn settled(model: &Model) -> Result<EntryNo, &'static str> {
    let moved = model.wall - model.view.entry_moved;
    if model.view.entry_moved.0 > 0 && moved >= Span::ZERO && moved < keys::SETTLE {
        return Err("another entry has just come under the cursor: look, and press again");
    }
    under_cursor(model)
}

fn line(model: &Model, no: EntryNo) -> Line {
    let timeline = &model.incident.state().timeline;
    let at = timeline
        .iter()
        .rev()
        .find(|(_, n)| *n == no)
        .map(|(at, _)| *at);
    let at = at.unwrap_or_else(|| model.incident.written(no));
    narrative::line(&model.plan, &model.board, &model.incident, at, no)
}

/// All of an entry, to be read.
pub(in crate::cockpit::update) fn entry(model: &mut Model) -> Vec<Effect> {
    let no = match under_cursor(model) {
        Ok(no) => no,
        Err(words) => return answer::refused(model, words),
    };
    let line = line(model, no);
    let log = model.incident.log();
    let entry = log.entry(no);
    let mut text = format!(
        "{} {}  {} {}\n",
        line.at.date(),
        line.at.clock(),
        line.who,
        line.mark
    );
    if model.settings.zone != Span::ZERO {
        let (date, local) = (
            model.settings.local_date(line.at),
            model.settings.local(line.at),
        );
        text.push_str(&format!("{date} {local} here\n"));
    }
    text.push_str(&format!("{}\n", line.text));
    if let Some(first) = &line.first {
        text.push_str(&format!("first   {first}\n"));
    }
    let reference = entry.reference();
    let corrections = log.iter().filter_map(|(no, e)| match &e.draft.fact {
        crate::domain::facts::Fact::NoteCorrected(f) if f.entry == reference => {
            let at = model.incident.written(no).clock();
            Some(format!(
                "{at}  {} put it right: {}\n",
                e.draft.operator, f.text
            ))
        }
        _ => None,
    });
    text.extend(corrections);
    let written = model.incident.written(no);
    text.push_str(&format!(
        "written {} {} by {}\n",
        written.date(),
        written.clock(),
        entry.draft.operator
    ));
    text.push_str(&format!(
        "entry   {reference} ({})\n",
        entry.draft.fact.kind()
    ));
    if line.pinned {
        text.push_str("pinned\n");
    }
    let title = "Entry of the timeline".to_owned();
    model.view.dialog = Some(Dialog::Plain {
        title,
        text,
        top: 0,
    });
    Vec::new()
}

pub(in crate::cockpit::update) fn ask_correct(model: &mut Model) -> Vec<Effect> {
    let no = match settled(model) {
        Ok(no) => no,
        Err(words) => return answer::refused(model, words),
    };
    let Some(text) = noted::text(&model.incident, no) else {
        return answer::refused(
            model,
            "only notes are corrected, and none that was redacted",
        );
    };
    let hint = "its first text stays readable; kind, time and provider stay as they are".to_owned();
    let sheet = Sheet {
        title: format!("Correct the note of {}", line(model, no).at.clock()),
        hint: vec![hint],
        editor: Editor::lines(text),
        goal: SheetGoal::Correct(model.incident.log().entry(no).reference()),
    };
    model.view.dialog = Some(Dialog::Sheet(Box::new(sheet)));
    Vec::new()
}

/// The corrected text was written.
pub(in crate::cockpit::update) fn correct(
    model: &mut Model,
    entry: &str,
    text: &str,
    sheet: Box<Sheet>,
) -> Vec<Effect> {
    let Some(no) = model.incident.log().find(entry) else {
        return answer::refused(model, "that entry is gone");
    };
    match noted::correct(&model.incident, no, text) {
        Ok(fact) => {
            answer::done(model, "corrected; Enter on it shows what it said first");
            record(model, [fact])
        }
        Err(words) => {
            model.view.dialog = Some(Dialog::Sheet(sheet));
            answer::refused(model, words)
        }
    }
}

pub(in crate::cockpit::update) fn pin(model: &mut Model) -> Vec<Effect> {
    let no = match settled(model) {
        Ok(no) => no,
        Err(words) => return answer::refused(model, words),
    };
    let pinned = !noted::is_pinned(&model.incident, no);
    let fact = noted::pin(&model.incident, no, pinned);
    let words = if pinned {
        "pinned: the status names it, and / * finds it"
    } else {
        "not pinned any more"
    };
    answer::done(model, words);
    record(model, [fact])
}

pub(in crate::cockpit::update) fn ask_redact(model: &mut Model) -> Vec<Effect> {
    let no = match settled(model) {
        Ok(no) => no,
        Err(words) => return answer::refused(model, words),
    };
    if let Err(words) = noted::redact(&model.incident, no, None) {
        return answer::refused(model, words);
    }
    let line = line(model, no);
    let mut hint = vec![
        format!(
            "{} {} {} {}",
            line.at.clock(),
            line.who,
            line.mark,
            line.text
        ),
        "views and reports hide it for everybody, for good".to_owned(),
    ];
    hint.extend(unreached(&model.incident, no));
    let reference = model.incident.log().entry(no).reference();
    let title = "Redact this entry? Say why; Esc leaves it";
    model.view.dialog = Some(ask(title, hint, "", Then::Redact(reference)));
    Vec::new()
}

/// The entry is hidden.
pub(in crate::cockpit::update) fn redact(
    model: &mut Model,
    entry: &str,
    reason: &str,
) -> Vec<Effect> {
    let Some(no) = model.incident.log().find(entry) else {
        return answer::refused(model, "that entry is gone");
    };
    match noted::redact(&model.incident, no, Some(reason)) {
        Ok(facts) => {
            answer::done(
                model,
                "redacted in views and reports; the journal files keep it",
            );
            record(model, facts)
        }
        Err(words) => answer::refused(model, words),
    }
}

/// What is looked for in the timeline.
pub(in crate::cockpit::update) fn seek(model: &mut Model, text: &str) -> Vec<Effect> {
    let text = text.trim().to_owned();
    model.view.sought = (!text.is_empty()).then_some(text);
    model.view.entry = None;
    let none = model.timeline_next(usize::MAX, false).is_none();
    match (&model.view.sought, none) {
        (Some(_), true) => answer::refused(
            model,
            "nothing in the timeline is like that; Esc shows all again",
        ),
        (Some(_), false) => answer::done(model, "Esc shows all of the timeline again"),
        (None, _) => answer::done(model, "all of the timeline"),
    }
}

/// Local time in the timeline, or UTC again.
pub(in crate::cockpit::update) fn local_time(model: &mut Model) -> Vec<Effect> {
    model.view.local = !model.view.local;
    let words = if model.view.local {
        let now = model.settings.local(model.now);
        format!("the timeline shows local time, {now}; what you type is UTC")
    } else {
        "the timeline shows UTC".to_owned()
    };
    answer::done(model, words)
}
