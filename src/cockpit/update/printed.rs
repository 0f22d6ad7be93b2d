//! The observed value of a step whose command ran: what that printed last stands for it, unless something else is typed.

use crate::cockpit::Model;
use crate::domain::ids::Id;
use crate::domain::rules::StepRow;
use crate::domain::rules::jobs::Standing;

/// The last line a step's command printed, once it ended well.
fn printed(row: &StepRow) -> Option<&str> {
    match &row.job.as_ref()?.standing {
        Standing::Ended {
            exit: 0,
            tail: Some(tail),
            ..
        } => Some(tail),
        _ => None,
    }
}

/// What to know before writing down the observed value.
pub(super) fn hints(row: &StepRow, expect: Option<&str>) -> Vec<String> {
    let expected = expect.map(|e| format!("expected: {e}"));
    let said = printed(row).map(|line| format!("its command printed: {line}"));
    let empty = match &said {
        Some(_) => "Enter takes that; or write what you see, not \"ok\"",
        None => "what you see, not \"ok\"; empty: no value",
    };
    let hints = [expected, said, Some(empty.to_owned())];
    hints.into_iter().flatten().collect()
}

/// The observed value, by what was typed.
pub(super) fn value(model: &Model, step: &Id, given: String) -> Option<String> {
    if given.is_empty() {
        let row = model.board.step(step)?;
        return printed(row).map(str::to_owned);
    }
    (!given.eq_ignore_ascii_case("ok")).then_some(given)
}
