//! What was changed about a step during the run, in words for people: by whom, what it was before, and what was
//! changed beside it by somebody else.

use super::list::Changed;
use crate::domain::checklist::Step;
use crate::domain::facts::Fact;
use crate::domain::fold::{Amendment, EntryNo, Incident, Run, StepRecord};
use crate::domain::ids::Id;

/// What was changed about a step during the run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Amended {
    /// Who added it, if it was added.
    pub added_by: Option<String>,
    /// Who edited it last, if it was edited.
    pub edited_by: Option<String>,
    /// The entry of the last edit: what an edit begun before it does not know of.
    pub last_edit: Option<EntryNo>,
    /// The text before the first edit, `{{...}}` not filled.
    pub original_title: Option<String>,
    /// The command before the first edit of an edited step; none where it had none.
    pub original_command: Option<String>,
    /// What somebody else made of it at the same time as the last edit: who, and the text or command.
    pub rival_edits: Vec<(String, String)>,
    /// Who struck it, and why; said also when the strike does not stand.
    pub struck_by: Option<(String, Option<String>)>,
    /// Somebody acted on the step without knowing that it was struck: both are shown, and it stays.
    pub strike_contested: bool,
    /// It is struck: nothing was said of it after the strike or beside it.
    pub struck: bool,
}

impl Amended {
    /// What the step was before it was edited, as far as it is another now: its title, and its command.
    #[must_use]
    pub fn changed_from(&self, step: &Step) -> (Option<&str>, Option<&str>) {
        let title = self.original_title.as_deref().filter(|t| *t != step.title);
        let command = self.original_command.as_deref();
        (title, command.filter(|c| Some(*c) != step.script()))
    }
}

/// What was changed about a step. A strike stands as long as nothing is said of the step that it had not seen: who
/// goes on with a struck step, or worked on it while it was struck elsewhere, brings it back.
pub(super) fn amended(
    changed: &Changed,
    record: Option<&StepRecord>,
    incident: &Incident,
) -> Amended {
    let log = incident.log();
    let author = |no: EntryNo| incident.author(no).to_owned();
    let last_edit = changed.edits.last().copied();
    let said = || record.iter().flat_map(|r| &r.history).copied();
    let strike = changed.strikes.last();
    let unseen: Vec<EntryNo> = strike
        .map(|(by, _)| said().filter(|no| !log.sees(*by, *no)).collect())
        .unwrap_or_default();
    let contested = strike.is_some_and(|(by, _)| {
        let beside = |no: &EntryNo| !log.sees(*no, *by);
        let after = |no: &EntryNo| log.sees(*no, *by);
        unseen.iter().any(beside) && !unseen.iter().any(after)
    });
    Amended {
        added_by: changed.added.map(author),
        edited_by: last_edit.map(author),
        last_edit,
        original_title: changed.original.as_ref().map(|(title, _)| title.clone()),
        original_command: changed.original.as_ref().and_then(|(_, c)| c.clone()),
        rival_edits: rivals(&changed.edits, incident),
        struck_by: strike.map(|(by, why)| (author(*by), why.clone())),
        strike_contested: contested,
        struck: strike.is_some() && unseen.is_empty(),
    }
}

/// Whether a step was taken out of a run, also of an earlier one, and stays so: by the rule of [`Amended::struck`].
#[must_use]
pub fn is_struck(run: &Run, step: &Id, incident: &Incident) -> bool {
    let strike = |(no, amendment): &(EntryNo, Amendment)| match amendment {
        Amendment::Struck { step: of, .. } => (of == step).then_some(*no),
        _ => None,
    };
    let last = run.amendments.iter().rev().find_map(strike);
    let mut said = run.step(step).into_iter().flat_map(|r| &r.history);
    last.is_some_and(|by| said.all(|no| incident.log().sees(by, *no)))
}

/// Whether a confirmation had seen every change of the command: what is confirmed is what is done.
pub(super) fn knows_edits(changed: &Changed, confirmation: EntryNo, incident: &Incident) -> bool {
    let log = incident.log();
    let of_command = |no: &&EntryNo| match &log.entry(**no).draft.fact {
        Fact::StepEdited(edit) => edit.command.is_some(),
        _ => false,
    };
    let mut edits = changed.edits.iter().filter(of_command);
    edits.all(|edit| log.sees(confirmation, *edit))
}

/// Edits the last one had not seen: what they made of the text or the command it changed as well.
fn rivals(edits: &[EntryNo], incident: &Incident) -> Vec<(String, String)> {
    let log = incident.log();
    let edit = |no: EntryNo| match &log.entry(no).draft.fact {
        Fact::StepEdited(f) => Some((f.text.as_ref(), f.command.as_ref())),
        _ => None,
    };
    let Some((last, before)) = edits.split_last() else {
        return Vec::new();
    };
    let (text, command) = edit(*last).unwrap_or_default();
    let beside = before.iter().filter(|no| !log.sees(*last, **no));
    let lost = beside.filter_map(|no| {
        let (their_text, their_command) = edit(*no)?;
        let lost_text = their_text.filter(|t| text.is_some_and(|mine| mine != *t));
        let lost_command = their_command.filter(|c| command.is_some_and(|mine| mine != *c));
        let lost = lost_text.or(lost_command)?;
        Some((incident.author(*no).to_owned(), lost.clone()))
    });
    lost.collect()
}

#[cfg(test)]
#[path = "amended_tests.rs"]
mod tests;
