//! Whose a step is: taken, let go, given to somebody, kept with a promise to be back, asked for.

use super::acting;
use crate::cockpit::amend::Touch;
use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::update::choose::{ask, choose, no_length};
use crate::cockpit::update::record::record;
use crate::cockpit::update::{answer, flow, incident};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::promise_text::length;
use crate::domain::rules::StepRow;
use crate::domain::rules::gate::Need;
use crate::domain::time::Span;
use std::collections::VecDeque;

/// So many people are offered at most: each has a digit.
const PEOPLE: usize = 7;

/// Nobody's step is taken at once; of an own one it is asked what becomes of it; somebody else's is asked for.
pub(super) fn take(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    if row.is_closed() {
        return answer::refused(model, format!("{} is {}", row.number, row.state));
    }
    let me = model.me.operator.clone();
    match row.who() {
        Some(who) if who == me => ask_what(model, row),
        Some(who) => ask_takeover(model, row, who.to_owned()),
        None => {
            let facts = acting(model).claim(row, &me, None);
            let number = &row.number;
            answer::done(
                model,
                format!("{number} is yours; t lets it go or gives it away"),
            );
            record(model, facts)
        }
    }
}

fn ask_what(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let touch = Touch {
        step: row.step.id.clone(),
        seen: flow::last_words(model, &row.step.id),
    };
    let mut options = Vec::new();
    if let Some(who) = incident::asker(model, row) {
        let give = format!("give it to {who}, who asks for it");
        options.push((Some('y'), give, format!("give {who}")));
        let keep = format!("keep it: {who} is told");
        options.push((Some('n'), keep, format!("keep {who}")));
    }
    if row.holder.is_some() {
        options.push((
            Some('t'),
            "let it go: nobody's".to_owned(),
            "release".to_owned(),
        ));
    }
    let promise = "keep it, and say when you are back".to_owned();
    options.push((Some('p'), promise, "promise".to_owned()));
    for (digit, (who, why)) in ('1'..).zip(people(model)) {
        let value = format!("give {who}");
        options.push((Some(digit), format!("give it to {who}{why}"), value));
    }
    let title = format!("{} {} is yours", row.number, row.title);
    model.view.dialog = Some(choose(title, Vec::new(), options, Then::Hold(touch)));
    Vec::new()
}

/// Asks for the step of somebody else.
fn ask_takeover(model: &mut Model, row: &StepRow, who: String) -> Vec<Effect> {
    let begun = Flow {
        step: row.step.id.clone(),
        goal: row.state,
        seen: flow::last_words(model, &row.step.id),
        asking: Some(Need::HeldBy(who.clone())),
        needs: VecDeque::new(),
        value: None,
        values: std::collections::BTreeMap::new(),
        reason: None,
        unproven: false,
        run: false,
    };
    let options = vec![
        (
            Some('a'),
            format!("ask {who}: a question in the timeline"),
            "ask".to_owned(),
        ),
        (
            Some('t'),
            "take it over now (said to everybody)".to_owned(),
            "take".to_owned(),
        ),
    ];
    let title = format!("{} {} is with {who}", row.number, row.title);
    model.view.dialog = Some(choose(title, Vec::new(), options, Then::Step(begun)));
    Vec::new()
}

/// The others a step can be given to: who is here first, then who holds a role.
pub(in crate::cockpit::update) fn people(model: &Model) -> Vec<(String, String)> {
    let me = &model.me.operator;
    let mut people: Vec<(String, String)> = Vec::new();
    let mut add = |who: &str, why: String| {
        if who != me && !people.iter().any(|(known, _)| known == who) {
            people.push((who.to_owned(), why));
        }
    };
    for here in model.present.iter().filter(|p| !p.observe) {
        let doing = here.doing.as_ref().map(|n| format!(", at {n}"));
        let away = here.away.map(|since| {
            let ago = (model.wall - since).max(Span::ZERO).calm();
            format!("away {ago}")
        });
        let is = away.unwrap_or_else(|| "here".to_owned());
        add(
            &here.operator,
            format!(" ({is}{})", doing.unwrap_or_default()),
        );
    }
    for role in &model.plan.roles {
        if let Some(who) = model.incident.holder(&role.id) {
            add(who, format!(" ({})", role.name));
        }
    }
    people.truncate(PEOPLE);
    people
}

/// What becomes of the step was chosen.
pub(in crate::cockpit::update) fn held(
    model: &mut Model,
    touch: Touch,
    choice: &str,
) -> Vec<Effect> {
    let Some(row) = standing(model, &touch) else {
        return Vec::new();
    };
    let number = row.number.clone();
    if let Some(who) = choice.strip_prefix("give ") {
        let facts = acting(model).claim(&row, who, None);
        answer::done(model, format!("{number} is with {who} now; they see it"));
        return record(model, facts);
    }
    if let Some(who) = choice.strip_prefix("keep ") {
        return incident::keeps(model, &row, who);
    }
    if choice == "release" {
        let facts = acting(model).release(&row);
        answer::done(model, format!("{number} is nobody's now; t takes it again"));
        return record(model, facts);
    }
    let title = format!("Back in how long? {number} {}", row.title);
    let hint = vec!["3m, 90s, 1h; everybody sees the clock".to_owned()];
    model.view.dialog = Some(ask(title, hint, "", Then::BackIn(touch)));
    Vec::new()
}

/// When the operator is back was said.
pub(in crate::cockpit::update) fn back_in(
    model: &mut Model,
    touch: &Touch,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    let Some(span) = length(text) else {
        return no_length(model, asked);
    };
    let Some(row) = standing(model, touch) else {
        return Vec::new();
    };
    let me = model.me.operator.clone();
    let facts = acting(model).claim(&row, &me, Some(span));
    let words = format!("{} stays yours; back in {}", row.number, span.short());
    answer::done(model, words);
    record(model, facts)
}

/// The step as it stands, unless somebody else was faster while a question stood.
pub(super) fn standing(model: &mut Model, touch: &Touch) -> Option<StepRow> {
    if let Some(words) = flow::changed_since(model, &touch.step, &touch.seen) {
        answer::refused(model, words);
        return None;
    }
    let row = model.board.step(&touch.step).cloned();
    if row.is_none() {
        answer::refused(model, "that step is gone");
    }
    row
}
