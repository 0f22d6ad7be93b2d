//! An audience's clock rests for a while: never without a reason, never for ever.

use super::answer;
use super::choose::{ask, choose};
use super::record::record;
use crate::cockpit::dialog::Then;
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::ids::Id;
use crate::domain::promise_text::length;
use crate::domain::rules::updates::snooze as rest;
use crate::domain::time::Span;

/// Asks whose clock, the one due first at the top.
pub(super) fn ask_snooze(model: &mut Model) -> Vec<Effect> {
    let mut clocks: Vec<_> = model
        .updates
        .iter()
        .filter_map(|c| Some((c.due?, c)))
        .collect();
    clocks.sort_by_key(|(due, _)| *due);
    let options = clocks.into_iter().map(|(due, clock)| {
        let words = match clock.overdue(model.now) {
            Some(over) => format!("{}, OVERDUE {}", clock.name, over.calm()),
            None => format!(
                "{}, due in {}",
                clock.name,
                (due - model.now).max(Span::ZERO).calm()
            ),
        };
        (None, words, clock.audience.to_string())
    });
    let options: Vec<_> = options.collect();
    if options.is_empty() {
        return answer::refused(model, "no update is due: there is no clock to rest");
    }
    model.view.dialog = Some(choose(
        "Whose clock rests?",
        Vec::new(),
        options,
        Then::Snooze,
    ));
    Vec::new()
}

/// Whose clock it is.
pub(super) fn chosen(model: &mut Model, audience: &str) -> Vec<Effect> {
    if let Some(audience) = Id::new(audience) {
        let hint = vec!["then it falls due again; an hour at most".to_owned()];
        let title = format!("For how long does {audience} rest, and why? 10m status page is down");
        model.view.dialog = Some(ask(title, hint, "", Then::SnoozeFor(audience)));
    }
    Vec::new()
}

/// For how long, and why.
pub(super) fn snooze(model: &mut Model, audience: &Id, text: &str, asked: Dialog) -> Vec<Effect> {
    let text = text.trim();
    let (time, reason) = text.split_once(' ').unwrap_or((text, ""));
    let rests = length(time).unwrap_or(Span::ZERO);
    match rest(audience, rests, reason, model.now) {
        Ok(fact) => {
            answer::done(
                model,
                format!("{audience} rests until {}", fact.until.clock()),
            );
            record(model, [fact.into()])
        }
        Err(words) => {
            model.view.dialog = Some(asked);
            answer::refused(model, words)
        }
    }
}
