//! What a redaction does not reach, said before and after: it hides a text in views and reports, and in files made
//! of them; what was written down or given away stays.

use crate::domain::facts::{BulletinCancelled, Fact, REDACTED};
use crate::domain::fold::{EntryNo, Incident, JobState};
use crate::domain::ids::Id;

/// What keeps the text of an entry that is redacted, one line each.
#[must_use]
pub fn unreached(incident: &Incident, no: EntryNo) -> Vec<String> {
    let mut kept =
        vec!["its text stays in the journal files on disk, and in copies of them".to_owned()];
    match &incident.log().entry(no).draft.fact {
        Fact::JobEnded(ended) => {
            let of = ended.evidence.as_deref().unwrap_or("of its run");
            kept.push(format!(
                "the whole output stays in the files evidence/{of} and jobs/: who owns them removes them"
            ));
        }
        Fact::BulletinSent(_) => kept.push("who was told has it".to_owned()),
        Fact::BulletinQueued(_) => {
            kept.push("if it is on its way still, it is cancelled".to_owned())
        }
        _ => {}
    }
    kept
}

/// Whether what a command printed is hidden.
#[must_use]
pub fn is_hidden(incident: &Incident, job: &Id) -> bool {
    match incident.job_state(job) {
        JobState::Ended(ended) => ended.tail.as_deref() == Some(REDACTED),
        _ => false,
    }
}

/// Whether an entry says again what another says: an update at each of its stations, the last line of a command as
/// the value of its step.
pub(super) fn repeats(incident: &Incident, one: &Fact, other: &Fact) -> bool {
    let update = |fact: &Fact| match fact {
        Fact::BulletinQueued(f) => Some(f.text.clone()),
        Fact::BulletinSent(f) => f.text.clone(),
        _ => None,
    };
    let same = update(one).is_some_and(|text| update(other) == Some(text));
    same || printed(incident, one).is_some_and(|said| printed(incident, other) == Some(said))
}

/// A last line, with the run and the step it is of.
fn printed<'a>(incident: &'a Incident, fact: &'a Fact) -> Option<(&'a Id, &'a Id, &'a str)> {
    match fact {
        Fact::JobEnded(f) => {
            let mut runs = incident.state().runs.values();
            let job = runs.find_map(|run| run.jobs.get(&f.job))?;
            Some((&job.started.run, &job.started.step, f.tail.as_deref()?))
        }
        Fact::StepSet(f) => Some((&f.run, &f.step, f.value.as_deref()?)),
        _ => None,
    }
}

/// What of an update on its way is hidden does not leave: it is cancelled with that.
pub(super) fn cancelled(incident: &Incident, hidden: &[EntryNo]) -> Vec<Fact> {
    let waits = incident.state().audiences.iter();
    let waits = waits.filter(|(_, record)| {
        let queued = record.queued.held().filter(|q| q.value.is_some());
        queued.is_some_and(|q| hidden.contains(&q.by))
    });
    let cancel = |(audience, _): (&Id, _)| {
        let reason = Some("its text was redacted".to_owned());
        let audience = audience.clone();
        BulletinCancelled { audience, reason }.into()
    };
    waits.map(cancel).collect()
}
