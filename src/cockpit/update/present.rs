//! Who is here. A cockpit says every few seconds that it is; whether it does is told by what it says being another
//! than before, by the clock of this machine alone. The clocks of two machines are never compared, but once: of
//! what is found on coming, only what cannot be old counts before it has changed.

use crate::cockpit::{Effect, Model};
use crate::domain::presence::Presence;
use crate::domain::time::Span;
use std::collections::BTreeMap;

/// A cockpit says every five seconds that it is here.
const GONE: Span = Span::seconds(30);

/// What the cockpits said of themselves.
pub(super) fn heard(model: &mut Model, said: Vec<Presence>) -> Vec<Effect> {
    let wall = model.wall;
    super::runner::signs(model, &said);
    let mut before = std::mem::take(&mut model.heard);
    let arrived = |p: &Presence, known: Option<(Presence, _)>| match known {
        Some((last, at)) if last.at == p.at => at,
        Some(_) => wall,
        None if (wall - p.at).0.abs() < GONE.0 => wall,
        None => wall - GONE,
    };
    let said = said.into_iter().map(|p| {
        let at = arrived(&p, before.remove(&p.writer));
        (p.writer.clone(), (p, at))
    });
    model.heard = said.collect::<BTreeMap<_, _>>();
    still_here(model);
    Vec::new()
}

/// Who has not said anything new for a while is gone. The wall may step: what lies ahead of it is as old as now.
pub(super) fn still_here(model: &mut Model) {
    let wall = model.wall;
    for (_, at) in model.heard.values_mut() {
        *at = (*at).min(wall);
    }
    let heard = model.heard.values();
    let here = heard.filter(|(_, at)| wall - *at < GONE);
    model.present = here.map(|(p, _)| p.clone()).collect();
}
