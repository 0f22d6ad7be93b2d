//! Keeping the place: after an absence, and on joining an incident one was in, the operator is told where they were
//! and how much happened since. The key that brought them back does what it does: it belongs to the painted step.

use super::answer;
use crate::cockpit::view::Mark;
use crate::cockpit::who::AWAY;
use crate::cockpit::{Model, Tone};
use crate::domain::facts::Fact;
use crate::domain::fold::EntryNo;
use crate::domain::rules::StepRow;
use crate::domain::time::{Span, Time};

/// So long the mark in the timeline stays after the operator is back; NOW takes it away as well.
const STAYS: Span = Span::minutes(1);
/// Columns of the last line before what it says.
const INDENT: usize = 12;

/// What there is to say after an absence, and what the last line said before the key.
pub(super) struct Absence {
    words: String,
    said: (Time, String),
}

/// A key was pressed: after an absence, what there is to say. Before the key does anything.
pub(super) fn returned(model: &mut Model) -> Option<Absence> {
    let last = std::mem::replace(&mut model.view.looked, model.wall);
    if model.start.is_some() || !model.loaded {
        return None;
    }
    let wall = model.wall;
    if model.view.mark.is_some_and(|m| wall - m.back >= STAYS) {
        model.view.mark = None;
    }
    if last.0 == 0 || wall - last < AWAY {
        return None;
    }
    let read = model.view.read;
    let news = unseen(model, |no, _| read.is_none_or(|read| no > read));
    absence(model, &news)
}

/// The journal is read: if this operator was in the incident before, what there is to say. What they have not seen
/// is told by what their last entry had seen, not by any clock.
pub(super) fn joined(model: &mut Model) -> Option<Absence> {
    model.view.looked = model.wall;
    let log = model.incident.log();
    let mine = log.iter().filter(|(_, e)| {
        let own = e.draft.operator == model.me.operator && e.writer != model.author.writer;
        own && !by_itself(&e.draft.fact)
    });
    let last = mine.map(|(no, _)| no).max_by(|a, b| log.order(*a, *b))?;
    let news = unseen(model, |no, model| {
        no != last && !model.incident.log().sees(last, no)
    });
    absence(model, &news)
}

/// Entries a cockpit writes without a key of its operator.
fn by_itself(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::LogOpened(_)
            | Fact::LogClosed(_)
            | Fact::CockpitJoined(_)
            | Fact::CockpitLeft(_)
            | Fact::ProbeChanged(_)
            | Fact::VantageChanged(_)
            | Fact::JobEnded(_)
            | Fact::JobLost(_)
    )
}

/// Entries of the timeline, in its order, that somebody else wrote and that are new.
fn unseen(model: &Model, new: impl Fn(EntryNo, &Model) -> bool) -> Vec<EntryNo> {
    let timeline = model.incident.state().timeline.iter();
    let others = timeline.map(|(_, no)| *no).filter(|no| {
        let entry = model.incident.log().entry(*no);
        entry.draft.operator != model.me.operator || by_itself(&entry.draft.fact)
    });
    let others = others.filter(|no| model.incident.log().entry(*no).writer != model.author.writer);
    others.filter(|no| new(*no, model)).collect()
}

fn absence(model: &mut Model, news: &[EntryNo]) -> Option<Absence> {
    model.view.mark = news.first().map(|first| Mark {
        first: *first,
        count: news.len(),
        back: model.wall,
    });
    let since = match news.len() {
        0 => None,
        1 => Some("1 entry since you looked".to_owned()),
        n => Some(format!("{n} entries since you looked")),
    };
    let room = usize::from(model.view.size.0).saturating_sub(INDENT);
    let rest = since.as_ref().map_or(0, |s| s.len() + 2);
    let words = match (place(model, room.saturating_sub(rest)), since) {
        (Some(place), Some(since)) => format!("{place}; {since}"),
        (Some(place), None) => format!("{place}; nothing new since"),
        (None, Some(since)) => since,
        (None, None) => return None,
    };
    let said = (model.view.answer.at, model.view.answer.text.clone());
    Some(Absence { words, said })
}

/// `you were at 2.4 Point DNS, doing since 02:11`: the step the operator is at, else the last they touched. Of the
/// title as much as there is room for.
fn place(model: &Model, room: usize) -> Option<String> {
    let row = own_step(model)?;
    let since = row.since.map(|t| t.clock());
    let since = since.as_ref().and_then(|clock| clock.get(..5));
    let state = match since {
        Some(since) => format!(", {} since {since}", row.state),
        None => format!(", {}", row.state),
    };
    let begin = format!("you were at {}", row.number);
    let left = room.saturating_sub(begin.len() + state.len() + 1);
    let title: String = row.title.chars().take(left).collect();
    let whole = title.chars().count() == row.title.chars().count();
    let title = match (whole, left) {
        (true, _) => format!(" {title}"),
        (false, 8..) => {
            let title: String = title.chars().take(left - 1).collect();
            format!(" {}…", title.trim_end())
        }
        (false, _) => String::new(),
    };
    Some(format!("{begin}{title}{state}"))
}

/// The running step that is this operator's, else the step they touched last.
fn own_step(model: &Model) -> Option<&StepRow> {
    let me = model.me.operator.as_str();
    let mut steps = model.board.steps.iter();
    let running = |s: &&StepRow| s.at_work() && s.who() == Some(me);
    if let Some(row) = steps.find(running) {
        return Some(row);
    }
    let log = model.incident.log();
    let run = model.board.run.as_ref()?;
    let touched = log.iter().filter_map(|(no, e)| {
        let (of, step) = match &e.draft.fact {
            Fact::StepSet(f) if !f.sensed => (&f.run, &f.step),
            Fact::StepClaimed(f) => (&f.run, &f.step),
            Fact::StepCopied(f) => (&f.run, &f.step),
            Fact::StepConfirmed(f) => (&f.run, &f.step),
            Fact::StepEdited(f) => (&f.run, &f.step),
            _ => return None,
        };
        (of == run && e.draft.operator == me).then_some((no, step))
    });
    let last = touched.max_by(|(a, _), (b, _)| log.order(*a, *b));
    last.and_then(|(_, step)| model.board.step(step))
}

/// Says it, after what the key itself said.
pub(super) fn say(model: &mut Model, absence: Option<Absence>) {
    let Some(absence) = absence else {
        return;
    };
    let said = &model.view.answer;
    let by_key = (said.at, &said.text) != (absence.said.0, &absence.said.1);
    if by_key && !said.text.is_empty() && said.tone != Tone::News {
        let (text, tone) = (format!("{}; {}", said.text, absence.words), said.tone);
        answer::news(model, text);
        model.view.answer.tone = tone;
    } else {
        answer::news(model, absence.words);
    }
}
