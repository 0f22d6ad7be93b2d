//! A role that was taken or given at once, without the word of who held it.

use super::people::name_of;
use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::Plan;

/// How the alarm about a role that moved is named, before the role.
pub const ALARM: &str = "role-moved.";

/// A role went from one to another in one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// The entry that said so.
    pub no: EntryNo,
    /// Who held it.
    pub from: String,
    /// Who holds it.
    pub to: String,
    /// Who said so.
    pub by: String,
}

/// The last word on a role, where it moved it from one to another without an offer.
#[must_use]
pub fn moved(incident: &Incident, role: &Id) -> Option<Moved> {
    let record = incident.state().roles.get(role)?;
    let held = record.holder.held()?;
    let (no, to) = (held.by, held.value.operator.clone()?);
    let from = before(incident, role, no)?;
    let at_once = matches!(&incident.log().entry(no).draft.fact, Fact::RoleSet(_));
    (at_once && from != to).then(|| Moved {
        no,
        from,
        to,
        by: incident.author(no).to_owned(),
    })
}

/// Who moved a role, of the alarm that says so: it is for the others to know of it.
#[must_use]
pub fn by(incident: &Incident, alarm: &str) -> Option<String> {
    let role = Id::new(alarm.strip_prefix(ALARM)?)?;
    moved(incident, &role).map(|m| m.by)
}

/// Who held a role before an entry said who holds it.
#[must_use]
pub fn before(incident: &Incident, role: &Id, entry: EntryNo) -> Option<String> {
    let known = incident.state().roles.get(role)?.history.iter();
    let earlier = known.take_while(|no| **no != entry).last()?;
    match &incident.log().entry(*earlier).draft.fact {
        Fact::RoleSet(set) => set.operator.clone(),
        Fact::HandoverAccepted(_) => Some(incident.author(*earlier).to_owned()),
        _ => None,
    }
}

impl Moved {
    /// Who was not asked.
    pub fn unasked(&self) -> impl Iterator<Item = &str> {
        let both = [self.from.as_str(), self.to.as_str()].into_iter();
        both.filter(|who| *who != self.by)
    }

    /// Somebody who was not asked knows of the alarm with this id.
    #[must_use]
    pub fn known(&self, incident: &Incident, alarm: &str) -> bool {
        let said = incident.state().acknowledged.get(alarm);
        let seen = |no: &EntryNo| incident.log().sees(*no, self.no);
        let mut said = said.into_iter().flatten().copied().filter(seen);
        said.any(|no| self.unasked().any(|who| who == incident.author(no)))
    }

    /// `cp took Incident manager from nm: nm, A says you know`
    #[must_use]
    pub fn words(&self, plan: &Plan, role: &Id) -> String {
        let Moved { from, to, by, .. } = self;
        let name = name_of(plan, role);
        let unasked: Vec<&str> = self.unasked().collect();
        let what = if by == to {
            format!("{by} took {name} from {from}")
        } else if by == from {
            format!("{by} gave {name} to {to}")
        } else {
            format!("{by} gave {name}, {from}'s, to {to}")
        };
        format!(
            "{what}, not asked: A by {} says it is known",
            unasked.join(" or ")
        )
    }
}
