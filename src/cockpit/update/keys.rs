//! From a key to what it means: in a dialog, on the start screen, on the panes.

use super::{answer, away, bulletin, choose, flow, incident, palette, scroll, start, step, window};
use crate::cockpit::action::{Group, closes};
use crate::cockpit::effect::Document;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::paper::Paper;
use crate::cockpit::view::{Cursor, Pane};
use crate::cockpit::{Action, Dialog, Editor, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::time::Span;

/// After NOW moved, keys that act on it are swallowed this long: the second press of a key belongs to the step before.
pub(super) const SETTLE: Span = Span(700);

pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    if key == Key::ctrl('z') {
        return vec![Effect::Suspend];
    }
    if key == Key::ctrl('l') {
        return vec![Effect::Repaint];
    }
    let absence = away::returned(model);
    let effects = match model.view.dialog.take() {
        Some(dialog) => in_dialog(model, dialog, key),
        None if model.start.is_some() => start::key(model, key),
        None => on_panes(model, key),
    };
    away::say(model, absence);
    effects
}

/// Pasted text goes into a text field, or nowhere: it never acts as keys.
pub(super) fn paste(model: &mut Model, text: &str, whole: bool) -> Vec<Effect> {
    let editor = match &mut model.view.dialog {
        Some(Dialog::Ask(ask)) => &mut ask.editor,
        Some(Dialog::Note(editor)) => editor,
        Some(Dialog::Sheet(sheet)) => &mut sheet.editor,
        Some(Dialog::Bulletin(draft)) if draft.writing => &mut draft.editor,
        Some(Dialog::Palette(palette)) => &mut palette.editor,
        Some(Dialog::Amend(amend)) => amend.focused(),
        _ => return answer::refused(model, "pasted text was discarded: no text field is open"),
    };
    editor.paste(text);
    if let Some(Dialog::Palette(palette)) = &mut model.view.dialog {
        palette::search(palette);
    }
    bulletin::pasted(model);
    if !whole {
        return answer::refused(
            model,
            "what was pasted is too long or did not end: only its beginning was taken",
        );
    }
    Vec::new()
}

fn on_panes(model: &mut Model, key: Key) -> Vec<Effect> {
    if model.view.focus == Pane::Timeline || model.view.entry.is_none() {
        model.view.read = model.incident.log().newest();
    }
    if key.code == KeyCode::Esc {
        model.view.zoom = false;
        if model.view.sought.take().is_some() | model.view.filter.take().is_some() {
            return answer::done(model, "filter off");
        }
        return Vec::new();
    }
    let Some(action) = Action::of(key) else {
        return answer::refused(model, format!("{key} does nothing here; ? shows the keys"));
    };
    act(model, action)
}

/// Why nothing can be written here, if so.
pub(super) fn barred(model: &Model) -> Option<&'static str> {
    if model.me.observe {
        Some("observing: this cockpit writes nothing (join without --observe)")
    } else if !model.loaded {
        Some("still reading the journal: press again")
    } else if !model.incident.is_open() {
        Some("this incident is closed; :reopen incident goes on with it")
    } else {
        None
    }
}

/// Does what an action says.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::Start && model.view.focus == Pane::Probes {
        return super::probe::open(model);
    }
    let after_all = matches!(
        action,
        Action::ReopenIncident | Action::Note | Action::Correct | Action::Pin | Action::Redact
    );
    let why = barred(model).filter(|_| !action.only_looks());
    if let Some(why) = why.filter(|_| model.me.observe || !model.loaded || !after_all) {
        return answer::refused(model, why);
    }
    if let (Action::Done, Some(no)) = (action, incident::open_note(model)) {
        return incident::ask_settle(model, no);
    }
    match action {
        Action::Start if model.view.focus == Pane::Timeline => incident::entry(model),
        Action::Start
        | Action::Copy
        | Action::Paste
        | Action::Run
        | Action::Done
        | Action::Fail
        | Action::Skip
        | Action::Defer
        | Action::Reopen
        | Action::Take
        | Action::Confirm
        | Action::Waive
        | Action::Insert
        | Action::Edit
        | Action::Strike
        | Action::MoveUp
        | Action::MoveDown
        | Action::MoveAfter
        | Action::Parts
        | Action::Undo => {
            if let Some(refusal) = unsettled(model, action) {
                return answer::refused(model, refusal);
            }
            step::act(model, action)
        }
        Action::Note => {
            model.view.dialog = Some(Dialog::Note(Editor::lines("")));
            Vec::new()
        }
        Action::Scratch => super::scratch::open(model),
        Action::Correct => incident::ask_correct(model),
        Action::Pin => incident::pin(model),
        Action::Redact => incident::ask_redact(model),
        Action::Bulletin => bulletin::open(model, None, None),
        Action::Snooze => super::snooze::ask_snooze(model),
        Action::Milestone => incident::ask_milestone(model),
        Action::Impact => incident::ask_impact(model),
        Action::Severity => incident::ask_severity(model),
        Action::Handover => incident::open_handover(model),
        Action::Sheet => incident::open_paper(model, Paper::Sheet),
        Action::Providers => incident::open_paper(model, Paper::Providers),
        Action::Roles => incident::open_who(model),
        Action::Acknowledge => incident::acknowledge(model),
        Action::Status => vec![Effect::Write(Document::Status)],
        Action::Adopt => incident::ask_adopt(model),
        Action::Variable => incident::ask_variable(model),
        Action::Direction => incident::ask_direction(model),
        Action::Abort => incident::ask_abort(model),
        Action::Close => incident::ask_close(model),
        Action::ReopenIncident => incident::ask_reopen(model),
        Action::Now => {
            model.view.cursor = Cursor::Now;
            model.view.painted = None;
            model.view.focus = Pane::Steps;
            model.view.entry = None;
            model.view.mark = None;
            Vec::new()
        }
        Action::Clock => window::go(model),
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::Bottom => scroll::scroll(model, action),
        Action::NextPane => focus(model, 1),
        Action::PreviousPane => focus(model, Pane::ALL.len() - 1),
        Action::Zoom => {
            model.view.zoom = !model.view.zoom;
            Vec::new()
        }
        Action::Filter => {
            model.view.dialog = Some(choose::ask_filter(model));
            Vec::new()
        }
        Action::Palette => {
            model.view.dialog = Some(palette::open());
            Vec::new()
        }
        Action::Help => {
            model.view.dialog = Some(Dialog::Help { top: 0 });
            Vec::new()
        }
        Action::LocalTime => incident::local_time(model),
        Action::Mouse => {
            model.view.mouse = !model.view.mouse;
            let words = if model.view.mouse {
                "mouse on: the terminal selects no text"
            } else {
                "mouse off"
            };
            answer::done(model, words);
            vec![Effect::Mouse(model.view.mouse)]
        }
        Action::ApproveProbes => super::runner::show_probes(model),
        Action::Repaint => vec![Effect::Repaint],
        Action::Suspend => vec![Effect::Suspend],
        Action::Quit => incident::ask_quit(model),
    }
}

fn focus(model: &mut Model, by: usize) -> Vec<Effect> {
    model.view.focus = model.view.focus.next(by);
    scroll::onto_cause(model);
    Vec::new()
}

/// Why a step key is swallowed, if NOW has only just moved under it.
fn unsettled(model: &Model, action: Action) -> Option<String> {
    let follows = model.view.cursor == Cursor::Now;
    let moved = model.wall - model.view.now_moved;
    if !follows || moved >= SETTLE || moved.0 < 0 || model.view.now_moved.0 == 0 {
        return None;
    }
    let row = model.now_step().map(|at| &model.board.steps[at])?;
    Some(format!(
        "press {} again: NOW has just moved to {} {}",
        action.key(),
        row.number,
        row.title,
    ))
}

fn in_dialog(model: &mut Model, mut dialog: Dialog, key: Key) -> Vec<Effect> {
    if closes(key) {
        return match dialog {
            Dialog::Sheet(sheet) if sheet.is_scratch() => super::scratch::left(model, sheet),
            _ => answer::done(model, "left as it was"),
        };
    }
    match &mut dialog {
        Dialog::Ask(ask) => {
            if key.code == KeyCode::Enter {
                let (text, then) = (ask.editor.text(), ask.then.clone());
                return flow::answered(model, then, text, dialog);
            }
            ask.editor.key(key);
        }
        Dialog::Note(editor) => {
            let sends = key.code == KeyCode::Enter && !key.alt && !key.ctrl;
            if sends {
                let text = editor.text();
                return incident::note(model, &text);
            }
            let line_break = Key { alt: false, ..key };
            editor.key(if key.code == KeyCode::Enter || key == Key::ctrl('j') {
                Key::plain(KeyCode::Enter)
            } else {
                line_break
            });
        }
        Dialog::Choose(choose) => {
            if let Some(ask) = incident::begin_name(choose, key) {
                model.view.dialog = Some(ask);
                return Vec::new();
            }
            if let Some(choice) = choose::key(choose, key) {
                let then = choose.then.clone();
                return flow::answered(model, then, choice, dialog);
            }
        }
        Dialog::Sheet(sheet) => return super::sheet::key(model, sheet.clone(), key),
        Dialog::Paper { paper, top } => {
            return incident::paper_key(model, paper.clone(), *top, key);
        }
        Dialog::Who { at } => return incident::who_key(model, *at, key),
        Dialog::Amend(amend) => return step::amend_key(model, amend.clone(), key),
        Dialog::Bulletin(_) => return bulletin::key(model, dialog, key),
        Dialog::Palette(palette) => {
            if let Some(action) = palette::key(palette, key) {
                return match action {
                    Some(action) => act(model, action),
                    None => answer::refused(model, "no action is called that"),
                };
            }
        }
        Dialog::Run(ask) => return super::runner::key(model, ask.clone(), key),
        Dialog::Probe { probe, top } => {
            let (probe, top) = (probe.clone(), *top);
            return super::probe::key(model, probe, top, key);
        }
        Dialog::Probes(ask) => return super::runner::probes_key(model, ask.clone(), key),
        Dialog::Output {
            step,
            job,
            back,
            ending,
        } => {
            let (step, job, at) = (step.clone(), job.clone(), (*back, *ending));
            return super::runner::output_key(model, step, job, at, key);
        }
        Dialog::Details { step, .. } if key == Key::char('o') => {
            let step = step.clone();
            return super::runner::open_output(model, &step);
        }
        Dialog::Details { .. } | Dialog::Help { .. } | Dialog::Plain { .. } => {
            return read_only(model, dialog, key);
        }
    }
    model.view.dialog = Some(dialog);
    Vec::new()
}

/// A dialog that is only read: movement scrolls it, a step key closes it and acts.
fn read_only(model: &mut Model, mut dialog: Dialog, key: Key) -> Vec<Effect> {
    match Action::of(key) {
        Some(action) if scroll::dialog(&mut dialog, action) && moves(action) => {
            model.view.dialog = Some(dialog);
            Vec::new()
        }
        Some(Action::Start | Action::Help | Action::Quit | Action::Zoom) | None => Vec::new(),
        Some(action) if model.start.is_none() => {
            if let (Dialog::Details { step, .. }, Group::Steps) = (&dialog, action.group()) {
                keep_to(model, step);
            }
            act(model, action)
        }
        Some(_) => Vec::new(),
    }
}

/// A key pressed over the details of a step belongs to that step, also when NOW has moved on under them.
fn keep_to(model: &mut Model, step: &Id) {
    let under = model.cursor().map(|at| &model.board.steps[at].step.id);
    if under != Some(step) {
        model.view.cursor = Cursor::At(step.clone());
    }
}

pub(super) const fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::Top
            | Action::Bottom
    )
}
