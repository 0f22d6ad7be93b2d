//! `b` opens the draft with no text field focused; a second `b` says "no material change".

mod late;
mod stale;
mod waiting;

pub(super) use late::late;
pub(super) use waiting::overridden;

use super::record::record;
use super::{answer, outbox, step};
use crate::cockpit::dialog::Draft;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::{Dialog, Editor, Effect, Model};
use crate::domain::facts::{BulletinQueued, Fact};
use crate::domain::ids::Id;
use crate::domain::rules::act::Closing;
use crate::domain::rules::draft::{At, minute, whole_minute};
use crate::domain::rules::outbox::{Fate, closes};
use crate::domain::rules::wording::{For, advice};
use crate::domain::text::written_size;
use crate::domain::words::{Milestone, Mode};

/// Opens the draft of the update that waits for this operator, else of the one that falls due next.
pub(super) fn open(model: &mut Model, step: Option<Id>, reason: Option<String>) -> Vec<Effect> {
    let mut clocks: Vec<_> = model.updates.iter().collect();
    clocks.sort_by_key(|c| {
        let due = c.due.map_or(i64::MAX, |t| t.0);
        (!waiting::asks_me(model, &c.audience), due)
    });
    let audiences: Vec<(Id, String)> = clocks
        .iter()
        .map(|c| (c.audience.clone(), c.name.clone()))
        .collect();
    if audiences.is_empty() {
        return answer::refused(model, "the plan names no audience");
    }
    let row = step.as_ref().and_then(|id| model.board.step(id));
    let told = row.and_then(|r| r.step.bulletin.as_ref()?.audience.clone());
    let at = audiences
        .iter()
        .position(|(id, _)| Some(id) == told.as_ref())
        .unwrap_or(0);
    let effects = begin(model, audiences, at, step);
    if let Some(Dialog::Bulletin(draft)) = &mut model.view.dialog {
        draft.reason = reason;
    }
    effects
}

/// What the run says, asked of the rules.
fn of_run(model: &Model) -> At<'_> {
    At {
        plan: &model.plan,
        board: &model.board,
        incident: &model.incident,
        mode: model.mode(),
        now: model.now,
    }
}

/// Shows the draft for one audience, and asks for the text of its template. Until that comes, and where it does
/// not, the text is a plain one.
fn begin(
    model: &mut Model,
    audiences: Vec<(Id, String)>,
    at: usize,
    step: Option<Id>,
) -> Vec<Effect> {
    let Some((audience, _)) = audiences.get(at).cloned() else {
        return Vec::new();
    };
    let clock = model.updates.iter().find(|c| c.audience == audience);
    let last = clock.and_then(|c| c.last.as_ref()).map(|sent| {
        format!(
            "{} by {}: {}",
            sent.at.clock(),
            sent.by,
            sent.text.as_deref().unwrap_or("(no text)")
        )
    });
    let next = next_at(model, &audience);
    let next_words = next.map_or_else(|| "no cadence".to_owned(), minute);
    let drafted = of_run(model).draft(&audience, step.as_ref(), next);
    let waiting = outbox::waiting(model, &audience);
    let words = match &waiting {
        Some(waiting) => waiting.queued.text.clone(),
        None => text(model, &next_words),
    };
    let mut draft = Draft {
        audiences,
        at,
        editor: Editor::lines(&words),
        writing: false,
        touched: waiting.is_some(),
        enter: waiting::enter(model, &audience, waiting.as_ref()),
        waiting,
        basis: stale::basis(drafted.as_ref()),
        replaces: None,
        from: (String::new(), None),
        state: drafted
            .as_ref()
            .map_or_else(|| of_run(model).state(None), |d| d.state),
        advice: Vec::new(),
        last,
        next: next_words,
        next_at: next,
        step,
        reason: None,
    };
    advise(model, &mut draft);
    model.view.dialog = Some(Dialog::Bulletin(draft));
    let asked = drafted.map(|d| Effect::Draft(Box::new(d)));
    asked.into_iter().collect()
}

/// A template was filled: its text stands in the draft, unless somebody has begun to write.
pub(super) fn drafted(
    model: &mut Model,
    audience: &Id,
    text: &str,
    from: (String, Option<String>),
) -> Vec<Effect> {
    let Some(Dialog::Bulletin(mut draft)) = model.view.dialog.take_if(is_bulletin) else {
        return Vec::new();
    };
    let shown = draft.audiences.get(draft.at).map(|(id, _)| id);
    if shown == Some(audience) && !draft.touched {
        if !text.is_empty() {
            draft.editor = Editor::lines(text);
        }
        draft.from = from;
        advise(model, &mut draft);
    }
    model.view.dialog = Some(Dialog::Bulletin(draft));
    Vec::new()
}

fn is_bulletin(dialog: &mut Dialog) -> bool {
    matches!(dialog, Dialog::Bulletin(_))
}

/// Looks the text over.
fn advise(model: &Model, draft: &mut Draft) {
    let shown = draft.audiences.get(draft.at).map(|(id, _)| id);
    let audience = model.plan.audiences.iter().find(|a| Some(&a.id) == shown);
    let of = For {
        plan: &model.plan,
        public: audience.is_some_and(|a| a.public),
        state: draft.state,
        next_at: draft.next_at,
        drill: model.mode() == Mode::Drill,
    };
    let late = draft.waiting.as_ref().and_then(|w| late::words(model, w));
    draft.advice = late.into_iter().collect();
    draft.advice.extend(advice(&draft.editor.text(), of));
}

fn next_at(model: &Model, audience: &Id) -> Option<crate::domain::time::Time> {
    let audience = model.plan.audiences.iter().find(|a| a.id == *audience)?;
    let every = crate::domain::rules::updates::cadence(audience, &model.incident, model.now)?;
    Some(whole_minute(model.now + every)).filter(|at| *at > model.now)
}

/// What the run itself can say: since when, what is done, when the next update comes.
fn text(model: &Model, next: &str) -> String {
    let mut out = String::new();
    if model.mode() == Mode::Drill {
        out.push_str("DRILL. ");
    }
    let since = model
        .incident
        .milestone(Milestone::ImpactStart)
        .map(|t| format!(" since {}", minute(t)));
    let restored = model.incident.milestone(Milestone::ServiceRestored);
    match restored {
        None if model.mode() == Mode::Planned => {
            out.push_str("Planned work on our service is under way.");
        }
        Some(at) => out.push_str(&format!("Service is restored since {}.", minute(at))),
        None => out.push_str(&format!(
            "We see a disruption of service{}.",
            since.unwrap_or_default()
        )),
    }
    let decided = model.incident.milestone(Milestone::Decided).is_some() && restored.is_none();
    if decided && model.mode() != Mode::Planned {
        out.push_str(" We are moving to our second site.");
    }
    if restored.is_none() {
        out.push_str(&format!(" Next update at {next}."));
    }
    out
}

/// What leaves a drill says so, also when somebody deleted that.
fn marked(model: &Model, text: String) -> String {
    if model.mode() == Mode::Drill && !text.starts_with("DRILL") {
        return format!("DRILL. {text}");
    }
    text
}

/// Pasted text, in the field that is being written.
pub(super) fn pasted(model: &mut Model) {
    if let Some(Dialog::Bulletin(mut draft)) = model.view.dialog.take_if(is_bulletin) {
        draft.touched = true;
        advise(model, &mut draft);
        model.view.dialog = Some(Dialog::Bulletin(draft));
    }
}

pub(super) fn key(model: &mut Model, dialog: Dialog, key: Key) -> Vec<Effect> {
    let Dialog::Bulletin(mut draft) = dialog else {
        return Vec::new();
    };
    if draft.writing {
        if key.code == KeyCode::Enter && !key.alt {
            return send(model, draft, false);
        }
        if key.code == KeyCode::Tab {
            draft.writing = false;
        } else if draft.editor.key(Key { alt: false, ..key }) {
            draft.touched = true;
            advise(model, &mut draft);
        }
        model.view.dialog = Some(Dialog::Bulletin(draft));
        return Vec::new();
    }
    if let Some(waiting) = draft.waiting.clone() {
        // What others did meanwhile counts.
        let now = outbox::waiting(model, &waiting.queued.audience);
        let as_shown = now.as_ref().is_some_and(|now| {
            (&now.reference, now.standing) == (&waiting.reference, waiting.standing)
        });
        let same = draft.editor.text() == Editor::lines(&waiting.queued.text).text();
        let acts = matches!(key.code, KeyCode::Char('a' | 'x'));
        if (acts || (key.code == KeyCode::Enter && same)) && !as_shown {
            return answer::refused(model, "that has changed meanwhile: b shows it as it is now");
        }
        match key.code {
            KeyCode::Char('x') => return outbox::cancel(model, &waiting),
            KeyCode::Char('a') => return waiting::deal(model, draft, &waiting, true),
            KeyCode::Enter if same => return waiting::deal(model, draft, &waiting, false),
            _ => {}
        }
    }
    let count = draft.audiences.len();
    let turn = match key.code {
        KeyCode::Char('b') => return send(model, draft, true),
        KeyCode::Enter => return send(model, draft, false),
        KeyCode::Up | KeyCode::Char('k') => count - 1,
        KeyCode::Down | KeyCode::Char('j') => 1,
        KeyCode::Tab | KeyCode::Char('e' | 'i') => {
            draft.writing = true;
            0
        }
        KeyCode::Char('y') => {
            let text = marked(model, draft.editor.text());
            model.view.dialog = Some(Dialog::Bulletin(draft));
            return vec![Effect::Copy { step: None, text }];
        }
        KeyCode::Char('q') => return answer::done(model, "no update was sent"),
        _ => 0,
    };
    if turn > 0 {
        let at = (draft.at + turn) % count;
        let reason = draft.reason;
        let effects = begin(model, draft.audiences, at, draft.step);
        if let Some(Dialog::Bulletin(draft)) = &mut model.view.dialog {
            draft.reason = reason;
        }
        return effects;
    }
    model.view.dialog = Some(Dialog::Bulletin(draft));
    Vec::new()
}

/// Marks the update as sent. Its text is on the clipboard's way too: sending it is a person's act.
fn send(model: &mut Model, mut draft: Draft, unchanged: bool) -> Vec<Effect> {
    let Some((audience, name)) = draft.audiences.get(draft.at).cloned() else {
        return Vec::new();
    };
    if unchanged && draft.last.is_none() {
        model.view.dialog = Some(Dialog::Bulletin(draft));
        let words = format!("{name} heard nothing yet, so nothing is unchanged: Enter sends this");
        return answer::refused(model, words);
    }
    if let Some(effects) = stale::looked_at_again(model, &mut draft) {
        return effects;
    }
    let text = if unchanged {
        format!("No material change. Next update at {}.", draft.next)
    } else {
        draft.editor.text()
    };
    let text = marked(model, text);
    if written_size(&text) > Fact::LONGEST - 500 {
        model.view.dialog = Some(Dialog::Bulletin(draft));
        return answer::refused(model, "too long for one entry: shorten it");
    }
    let step = draft
        .step
        .as_ref()
        .and_then(|id| model.board.step(id))
        .filter(|row| !row.is_closed())
        .cloned();
    let queued = BulletinQueued {
        audience: audience.clone(),
        state: Some(draft.state),
        text: text.clone(),
        via: None,
        next_at: draft.next_at,
    };
    let (mut facts, fate) = outbox::speaker(model).send(queued);
    if fate == Fate::Busy {
        model.view.dialog = Some(Dialog::Bulletin(draft));
        let words = format!("an update to {name} is being posted: x cancels it first");
        return answer::refused(model, words);
    }
    let act = step::acting(model);
    if fate == Fate::Sent {
        facts.extend(closes(&act, &audience));
    }
    let closed = facts.iter().any(|f| matches!(f, Fact::StepSet(_)));
    if let Some(row) = step.as_ref().filter(|_| !closed) {
        if fate != Fate::Sent {
            // It is done once the update has left.
            facts.extend(
                act.start(row, None)
                    .into_iter()
                    .filter(|_| !row.state.is_running()),
            );
            return on_its_way(model, facts, fate, &name);
        }
        let value = Some(format!("told {name}"));
        facts.extend(act.finish(
            row,
            Closing {
                value,
                reason: draft.reason.clone(),
                already_sent: true,
                ..Closing::default()
            },
        ));
    }
    if fate != Fate::Sent {
        return on_its_way(model, facts, fate, &name);
    }
    answer::done(
        model,
        format!("marked as sent to {name}; next at {}", draft.next),
    );
    let mut effects = record(model, facts);
    effects.push(Effect::Copy { step: None, text });
    effects
}

/// It does not count as sent yet: says what it waits for.
fn on_its_way(model: &mut Model, facts: Vec<Fact>, fate: Fate, name: &str) -> Vec<Effect> {
    let words = match fate {
        Fate::Approval { role, holder } => {
            let who = holder.unwrap_or_else(|| format!("nobody: W makes somebody {role}"));
            format!("update to {name} waits for its approval by {who}")
        }
        _ => format!("update to {name} is posted once it is saved; the last line says when"),
    };
    answer::done(model, words);
    record(model, facts)
}

/// Leaves, once that was said.
pub(super) fn quit(model: &mut Model, choice: &str) -> Vec<Effect> {
    if choice != "quit" {
        return Vec::new();
    }
    super::news::end(model, "left".to_owned())
}
