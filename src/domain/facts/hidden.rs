//! A fact without what people wrote into it: what a redaction leaves.

use super::*;

/// What stands where a text was redacted.
pub const REDACTED: &str = "(redacted)";

impl Fact {
    /// The fact with every text somebody wrote or a program printed hidden; what it did stays. None when it holds
    /// no such text: there is nothing to redact.
    #[must_use]
    pub fn hidden(&self) -> Option<Fact> {
        let text = || REDACTED.to_owned();
        let some = |given: Option<String>| given.map(|_| text());
        let all =
            |given: BTreeMap<String, String>| given.into_keys().map(|k| (k, text())).collect();
        Some(match self.clone() {
            Fact::NoteAdded(mut f) => {
                (f.text, f.ticket) = (text(), None);
                f.into()
            }
            Fact::NoteCorrected(mut f) => {
                f.text = text();
                f.into()
            }
            Fact::ScratchSet(mut f) => {
                f.text = text();
                f.into()
            }
            Fact::DrillInjected(mut f) => {
                f.text = text();
                f.into()
            }
            Fact::PromiseMade(mut f) => {
                f.text = text();
                f.into()
            }
            Fact::StepSet(mut f) => {
                (f.value, f.reason, f.evidence) = (some(f.value), some(f.reason), some(f.evidence));
                f.values = all(f.values);
                f.into()
            }
            Fact::StepAdded(mut f) => {
                (f.text, f.command) = (text(), some(f.command));
                f.into()
            }
            Fact::StepEdited(mut f) => {
                (f.text, f.command) = (some(f.text), some(f.command));
                f.into()
            }
            Fact::StepStruck(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::StepConfirmed(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::DecisionTaken(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::JobEnded(mut f) => {
                f.tail = Some(some(f.tail)?);
                f.into()
            }
            Fact::ProbeChanged(mut f) => {
                f.detail = Some(some(f.detail)?);
                f.into()
            }
            Fact::MilestoneSet(mut f) => {
                f.evidence = Some(some(f.evidence)?);
                f.into()
            }
            Fact::ImpactSet(mut f) => {
                (f.impact, f.scope, f.unaffected) =
                    (some(f.impact), some(f.scope), some(f.unaffected));
                (f.workaround, f.data) = (some(f.workaround), some(f.data));
                f.into()
            }
            Fact::VarSet(mut f) => {
                f.value = text();
                f.into()
            }
            Fact::IncidentOpened(mut f) => {
                f.title = text();
                f.into()
            }
            Fact::IncidentClosed(mut f) => {
                (f.answers, f.reason) = (all(f.answers), some(f.reason));
                f.into()
            }
            Fact::IncidentReopened(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::ChecklistAborted(mut f) => {
                f.reason = text();
                f.into()
            }
            Fact::PhaseCompleted(mut f) => {
                f.summary = Some(some(f.summary)?);
                f.into()
            }
            Fact::HandoverOffered(mut f) => {
                f.summary = Some(some(f.summary)?);
                f.into()
            }
            Fact::HandoverDeclined(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::BulletinQueued(mut f) => {
                f.text = text();
                f.into()
            }
            Fact::BulletinSent(mut f) => {
                f.text = Some(some(f.text)?);
                f.into()
            }
            Fact::BulletinApproved(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::BulletinFailed(mut f) => {
                f.reason = text();
                f.into()
            }
            Fact::BulletinCancelled(mut f) => {
                f.reason = Some(some(f.reason)?);
                f.into()
            }
            Fact::BulletinSnoozed(mut f) => {
                f.reason = text();
                f.into()
            }
            Fact::AlarmPaged(mut f) => {
                (f.text, f.failed) = (text(), some(f.failed));
                f.into()
            }
            Fact::DrillAnswered(mut f) => {
                f.note = Some(some(f.note)?);
                f.into()
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use crate::domain::words::StepState;

    #[test]
    fn what_was_done_stays_what_was_written_goes() {
        let id = |text| Id::new(text).unwrap();
        let set = StepSet {
            run: id("r"),
            step: id("s"),
            state: StepState::Done,
            value: Some("hunter2".into()),
            reason: None,
            evidence: None,
            unproven: false,
            until: None,
            values: BTreeMap::from([("pin".into(), "1234".into())]),
            sensed: false,
            gives_back: None,
        };
        let Some(Fact::StepSet(hidden)) = Fact::from(set).hidden() else {
            panic!("a value can be redacted");
        };
        assert_eq!(hidden.state, StepState::Done);
        assert_eq!(
            (hidden.value.as_deref(), hidden.reason),
            (Some(REDACTED), None)
        );
        assert_eq!(hidden.values["pin"], REDACTED);
        let released = StepReleased {
            run: id("r"),
            step: id("s"),
        };
        assert_eq!(Fact::from(released).hidden(), None);
    }
}
