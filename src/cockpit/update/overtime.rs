//! What goes over its time is told in the timeline, once, by one cockpit: that of who is at it; when that is gone,
//! by one of the others, each in its turn.

use super::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{Fact, NoteAdded};
use crate::domain::ids::WriterId;
use crate::domain::rules::asked;
use crate::domain::rules::pace::{Overrun, overruns};
use crate::domain::time::Span;
use crate::domain::words::NoteKind;
use std::collections::BTreeMap;

/// How long each cockpit leaves it to the one before, in wall time since it saw it first: then it has heard of it.
const GRACE: Span = Span::seconds(5);

/// Tells what has gone over its time since the last tick, where it is this cockpit's turn.
pub(super) fn tell(model: &mut Model) -> Vec<Effect> {
    let mut over = overruns(&model.board, model.now);
    over.extend(asked::overruns(&model.incident, &model.board, model.now));
    let seen = std::mem::take(&mut model.overdue);
    if over.is_empty() || !model.incident.is_open() || !model.loaded || model.start.is_some() {
        return Vec::new();
    }
    let wall = model.wall;
    let since = |o: &Overrun| seen.get(o).copied().unwrap_or(wall);
    model.overdue = over
        .iter()
        .map(|o| (o.clone(), since(o)))
        .collect::<BTreeMap<_, _>>();
    let due = |o: &&Overrun| {
        let waited = Span((wall - since(o)).0.abs());
        waited.0 >= GRACE.0.saturating_mul(turn(model, o)) && !model.told.contains(o)
    };
    let due: Vec<Overrun> = over.iter().filter(due).cloned().collect();
    let mut effects = Vec::new();
    for overrun in due {
        let known = is_told(model, &overrun);
        model.told.insert(overrun.clone());
        if known || model.me.observe {
            continue;
        }
        let theirs = |who: &str| who != model.me.operator && super::asked::is_here(model, who);
        if !overrun.who.as_deref().is_some_and(theirs) {
            effects.push(Effect::Bell);
        }
        let note = NoteAdded {
            kind: NoteKind::Note,
            text: overrun.text,
            at: None,
            provider: None,
            ticket: None,
            confidence: None,
        };
        effects.extend(record(model, [note.into()]));
    }
    effects
}

/// How many cockpits come before this one: those of who is at it, then all others, by their names.
fn turn(model: &Model, over: &Overrun) -> i64 {
    let place = |operator: &str, writer: &WriterId| {
        let theirs = over.who.as_deref() == Some(operator);
        (!theirs, writer.to_string())
    };
    let own = place(&model.me.operator, &model.author.writer);
    let here = model.present.iter().filter(|p| !p.observe);
    let before = here.filter(|p| place(&p.operator, &p.writer) < own).count();
    i64::try_from(before).unwrap_or(i64::MAX)
}

/// Whether the incident holds that note: from another cockpit, or from one that was here before.
fn is_told(model: &Model, over: &Overrun) -> bool {
    let told = |fact: &Fact| matches!(fact, Fact::NoteAdded(n) if over.is_told_by(&n.text));
    let mut log = model.incident.log().iter();
    log.any(|(_, entry)| told(&entry.draft.fact))
}
