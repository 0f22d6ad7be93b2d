//! Whom nobody told what happened last: looked up before anybody says that all were told.

use super::board::Board;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::plan::Plan;
use crate::domain::words::{Milestone, Stage};

/// What people have to hear of.
struct Change {
    /// The entry.
    by: EntryNo,
    /// What it says.
    words: String,
    /// A text that speaks of such a state tells it, whoever wrote it, and when.
    told_by: &'static [Stage],
}

/// The audiences that were never told, or last before something that changed since, one line each, in the plan's
/// order: `Customers: last told 02:13:31Z, not since state monitoring (02:40:00Z)`. Empty: all heard the last word.
#[must_use]
pub(super) fn untold(plan: &Plan, incident: &Incident, board: &Board) -> Vec<String> {
    let log = incident.log();
    let change = last(incident);
    let audiences = plan.audiences.iter().filter_map(|audience| {
        let name = board.names.text(&audience.name);
        let record = incident.state().audiences.get(&audience.id);
        let Some(sent) = record.and_then(|r| r.sent.held()) else {
            return Some(format!("{name}: NEVER told"));
        };
        let change = change.as_ref()?;
        // Who wrote the text knew of it, or it speaks of that state.
        let speaks = sent
            .value
            .state
            .is_some_and(|s| change.told_by.contains(&s));
        if speaks || log.sees(sent.by, change.by) {
            return None;
        }
        let (told, since) = (sent.value.at.clock(), incident.written(change.by).clock());
        Some(format!(
            "{name}: last told {told}, not since {} ({since})",
            change.words
        ))
    });
    audiences.collect()
}

/// What changed last that people have to hear of.
fn last(incident: &Incident) -> Option<Change> {
    let state = incident.state();
    let stage = state.stage.held().map(|held| Change {
        by: held.by,
        words: format!("state {}", held.value),
        told_by: &[],
    });
    let restored = state.milestones.get(&Milestone::ServiceRestored);
    let restored = restored.and_then(|r| r.held()).and_then(|held| {
        held.value.as_ref().map(|_| Change {
            by: held.by,
            words: "service restored".to_owned(),
            told_by: &[Stage::Monitoring, Stage::Resolved],
        })
    });
    let all = stage.into_iter().chain(restored);
    all.max_by(|a, b| incident.log().order(a.by, b.by))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, id};
    use super::*;
    use crate::domain::facts::{BulletinSent, StageSet};
    use crate::domain::plan::Audience;

    fn said(desk: &Desk) -> Vec<String> {
        untold(&desk.plan, &desk.incident, &desk.board())
    }

    fn tells(desk: &mut Desk, audience: &str, state: Stage) {
        let sent = BulletinSent {
            audience: id(audience),
            state: Some(state),
            text: Some("x".into()),
            via: None,
            next_at: None,
            of: None,
        };
        desk.says("gf", sent);
    }

    #[test]
    fn who_was_never_told_and_who_not_since_the_last_change() {
        let mut desk = Desk::new();
        let more = Audience::plain(id("internal"), "Everybody at {{to.name}}", Vec::new());
        desk.plan.audiences.push(more);
        desk.plan.providers = vec![crate::domain::plan::Provider::plain(id("c10"), "C10")];
        let state = Stage::Investigating;
        desk.says("gf", StageSet { state });
        let never = "Everybody at C10: NEVER told";
        assert_eq!(said(&desk), ["Customers: NEVER told", never]);
        tells(&mut desk, "customers", state);
        assert_eq!(said(&desk), [never]);
        tells(&mut desk, "internal", state);
        assert_eq!(said(&desk), [""; 0]);
        let state = Stage::Identified;
        desk.says("gf", StageSet { state });
        let told = said(&desk);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("Customers: last told "), "{told:?}");
        assert!(
            told[0].contains(", not since state identified ("),
            "{told:?}"
        );
        // Back to where it was: a text of that state which is older does not count.
        tells(&mut desk, "customers", state);
        let state = Stage::Investigating;
        desk.says("gf", StageSet { state });
        assert_eq!(said(&desk).len(), 2);
        tells(&mut desk, "internal", state);
        tells(&mut desk, "customers", Stage::Monitoring);
        desk.reach(Milestone::ServiceRestored);
        let told = said(&desk);
        assert_eq!(
            told.len(),
            1,
            "who heard of it before it was written down knows"
        );
        assert!(told[0].contains("not since service restored"), "{told:?}");
    }
}
