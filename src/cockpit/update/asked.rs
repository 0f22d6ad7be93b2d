//! A decision that was put off is asked again: the bell, once.

use crate::cockpit::{Effect, Model};
use crate::domain::rules::asked::{again, decider};
use crate::domain::rules::pace::Overrun;
use crate::domain::time::Span;

/// How long ago it may have been asked again to ring: a cockpit that comes later finds the alarm, and no bell.
const JUST_NOW: Span = Span::seconds(60);

/// Rings where a decision has just been asked again: with who decides it; where nobody is known to, or not here, with
/// the cockpit that wrote it.
pub(super) fn ring(model: &mut Model) -> Option<Effect> {
    if !model.loaded || !model.incident.is_open() || model.start.is_some() {
        return None;
    }
    let mut ring = false;
    let mut heard = Vec::new();
    for row in &model.board.steps {
        let Some(no) = again(&model.incident, row) else {
            continue;
        };
        let entry = model.incident.log().entry(no);
        let asked = Overrun {
            of: row.step.id.clone(),
            since: entry.draft.wall,
            who: None,
            text: "asked again".to_owned(),
        };
        if model.told.contains(&asked) {
            continue;
        }
        let ours = match decider(row).filter(|who| is_here(model, who)) {
            Some(who) => who == model.me.operator,
            None => entry.writer == model.author.writer,
        };
        ring |= ours && (model.wall - entry.draft.wall).0.abs() <= JUST_NOW.0;
        heard.push(asked);
    }
    model.told.extend(heard);
    (ring && !model.me.observe).then_some(Effect::Bell)
}

/// Whether somebody has a cockpit open, this one or another.
pub(super) fn is_here(model: &Model, who: &str) -> bool {
    let others = model.present.iter().filter(|p| !p.observe);
    who == model.me.operator || others.map(|p| &p.operator).any(|p| p == who)
}
