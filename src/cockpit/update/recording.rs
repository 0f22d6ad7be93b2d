//! Values recorded when a step closes: asked one by one, each refused in place when it is not of its type.

use super::choose::{ask, choose};
use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::{Dialog, Model};
use crate::domain::checklist::Record;
use crate::domain::rules::{StepRow, recorded};

/// Asks for one value, what to expect beside it.
pub(super) fn question(
    model: &Model,
    row: &StepRow,
    record: &Record,
    expect: Option<&str>,
    then: Then,
) -> Dialog {
    let text = |t: &String| model.board.names.text(t);
    let prompt = record
        .prompt
        .as_ref()
        .map_or_else(|| record.name.clone(), text);
    let title = format!("{prompt}? {} {}", row.number, row.title);
    let mut hint: Vec<String> = expect.iter().map(|e| format!("expected: {e}")).collect();
    if let Some(before) = row.told.values.get(&record.name) {
        hint.push(format!("recorded before: {before}"));
    }
    if record.kind == "choice" {
        let choices = record.choices.iter();
        let mut options: Vec<_> = choices.map(|c| (None, text(c), c.clone())).collect();
        options.push((Some('-'), "no value".to_owned(), String::new()));
        return choose(title, hint, options, then);
    }
    let wanted = recorded::wanted(record);
    hint.push(format!(
        "{}: {wanted}; empty or \"ok\": no value",
        record.name
    ));
    ask(title, hint, "", then)
}

/// Takes a value in.
///
/// # Errors
/// When it is not of its type: what is wanted.
pub(super) fn answered(
    model: &Model,
    flow: &mut Flow,
    record: &Record,
    given: &str,
) -> Result<(), String> {
    if let Some(value) = recorded::read(record, given, model.now)? {
        flow.values.insert(record.name.clone(), value);
    }
    Ok(())
}
