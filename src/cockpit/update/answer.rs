//! The last line always says what the key did, or why not.

use crate::cockpit::{Answer, Effect, Model, Tone};

fn say(model: &mut Model, tone: Tone, text: impl Into<String>) -> Vec<Effect> {
    model.view.answer = Answer {
        at: model.now,
        text: text.into(),
        tone,
    };
    Vec::new()
}

/// It was done.
pub(super) fn done(model: &mut Model, text: impl Into<String>) -> Vec<Effect> {
    say(model, Tone::Done, text)
}

/// It was not done, and why.
pub(super) fn refused(model: &mut Model, text: impl Into<String>) -> Vec<Effect> {
    say(model, Tone::Refused, text)
}

/// News nobody asked for.
pub(super) fn news(model: &mut Model, text: impl Into<String>) -> Vec<Effect> {
    say(model, Tone::News, text)
}
