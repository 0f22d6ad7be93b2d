//! How bad it is, and where the understanding stands: up and down, each time a fact.

use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::choose;
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::{Fact, SeveritySet, StageSet};
use crate::domain::severity;
use crate::domain::words::Stage;

/// So many are offered at most: each has a digit.
const MOST: usize = 6;

pub(in crate::cockpit::update) fn ask_severity(model: &mut Model) -> Vec<Effect> {
    let state = model.incident.state();
    let (level, stage) = (state.severity.get().cloned(), state.stage.get().copied());
    let now = |is: bool| if is { " (now)" } else { "" };
    let levels = levels(model).into_iter().zip('1'..);
    let mut options: Vec<_> = levels
        .map(|(name, key)| {
            let label = format!("severity {name}{}", now(level.as_ref() == Some(&name)));
            (Some(key), label, name)
        })
        .collect();
    for (key, each) in "iemr".chars().zip(Stage::ALL) {
        let label = format!("state {each}{}", now(stage == Some(*each)));
        options.push((Some(key), label, each.to_string()));
    }
    let hint = vec!["both set how often whom is told".to_owned()];
    model.view.dialog = Some(choose("Severity or state?", hint, options, Then::Severity));
    Vec::new()
}

/// Those of the plan, and the one that is set.
fn levels(model: &Model) -> Vec<String> {
    let set = model.incident.state().severity.get().cloned();
    let mut levels = severity::distinct(severity::levels(&model.plan).into_iter().chain(set));
    levels.truncate(MOST);
    levels
}

pub(in crate::cockpit::update) fn severity(model: &mut Model, value: &str) -> Vec<Effect> {
    let state = model.incident.state();
    let stage = Stage::parse(value);
    let (what, was) = match stage {
        Some(_) => ("state", state.stage.get().map(|s| s.to_string())),
        None => ("severity", state.severity.get().cloned()),
    };
    if was.as_deref() == Some(value) {
        return answer::refused(model, format!("{what} is {value} already"));
    }
    let was = was.map(|was| format!(" (was {was})")).unwrap_or_default();
    answer::done(model, format!("{what} {value}{was}"));
    let level = value.to_owned();
    let fact: Fact = match stage {
        Some(state) => StageSet { state }.into(),
        None => SeveritySet { level }.into(),
    };
    record(model, [fact])
}
