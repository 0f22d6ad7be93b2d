//! Updates on their way: how one leaves, who approves it, and what waits.

use super::act::{Act, Closing};
use crate::domain::facts::{
    BulletinApproved, BulletinCancelled, BulletinQueued, BulletinSent, Fact, REDACTED,
};
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::{Audience, Plan, Role};
use crate::domain::time::Time;
use crate::domain::words::{Mode, StepKind, StepState};

/// How an update is said to leave that is posted.
pub const WEBHOOK: &str = "webhook";

/// How an update is said to leave that a person hands over.
pub const HAND: &str = "hand";

/// Where the updates to an audience are posted: a reference. From a drill nothing leaves the machine unless a
/// place for rehearsals is named.
#[must_use]
pub fn hook(audience: &Audience, mode: Mode) -> Option<&str> {
    match mode {
        Mode::Drill => audience.rehearsal_webhook.as_deref(),
        Mode::Live | Mode::Planned => audience.webhook.as_deref(),
    }
}

/// Whose approval updates to the public want: the incident manager's, the role `im`, else the first that is
/// required. None where the plan names no such role.
#[must_use]
pub fn approver(plan: &Plan) -> Option<&Role> {
    let named = plan.roles.iter().find(|r| r.id.as_str() == "im");
    named.or_else(|| plan.roles.iter().find(|r| r.required))
}

/// Who has to approve an update of this operator's to an audience: the role, and its holder if there is one.
/// None: nobody, or it is the operator.
#[must_use]
pub fn wants_approval<'a>(
    plan: &'a Plan,
    incident: &'a Incident,
    audience: &Audience,
    operator: &str,
) -> Option<(&'a Role, Option<&'a str>)> {
    let role = approver(plan).filter(|_| audience.public)?;
    let holder = incident.holder(&role.id);
    (holder != Some(operator)).then_some((role, holder))
}

/// What an update on its way waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// The incident manager's approval.
    Approval,
    /// Nothing: it is posted, or a person hands it over.
    Ready,
    /// A person: it may have arrived.
    Unsure,
}

/// An update on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The entry that queued it.
    pub no: EntryNo,
    /// Names that entry, and the update wherever it is posted.
    pub reference: String,
    /// What it says, and to whom.
    pub queued: BulletinQueued,
    /// Who wrote it.
    pub by: String,
    /// When, in incident time.
    pub at: Time,
    /// It leaves by a webhook; else a person hands it over.
    pub posts: bool,
    /// What it waits for.
    pub standing: Standing,
    /// Why the last try failed.
    pub trouble: Option<String>,
}

impl Waiting {
    /// What it waits for: `waits for approval`, `does not leave: answered 500`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.standing, &self.trouble) {
            (Standing::Approval, _) => "waits for approval".to_owned(),
            (Standing::Unsure, why) => why.clone().unwrap_or_else(|| "may have arrived".to_owned()),
            (Standing::Ready, Some(why)) => format!("does not leave: {why}"),
            (Standing::Ready, None) if self.posts => "is on its way".to_owned(),
            (Standing::Ready, None) => "is approved, and nobody handed it over".to_owned(),
        }
    }
}

/// Every update on its way, in the plan's order.
#[must_use]
pub fn waiting(plan: &Plan, incident: &Incident, mode: Mode) -> Vec<Waiting> {
    let audiences = plan.audiences.iter();
    audiences
        .filter_map(|audience| one(plan, incident, mode, audience))
        .collect()
}

fn one(plan: &Plan, incident: &Incident, mode: Mode, audience: &Audience) -> Option<Waiting> {
    let record = incident.state().audiences.get(&audience.id)?;
    let held = record.queued.held()?;
    // What was redacted elsewhere at the same time never leaves.
    let queued = held.value.clone().filter(|q| q.text != REDACTED)?;
    let log = incident.log();
    // Only what has seen the queued text is about it.
    let approved = record.approved.all().map(|a| a.by);
    let approved: Vec<EntryNo> = approved.filter(|by| log.sees(*by, held.by)).collect();
    let failed = record.failed.held().filter(|f| log.sees(f.by, held.by));
    let again = |failed: EntryNo| approved.iter().any(|by| log.sees(*by, failed));
    let unsure = failed.is_some_and(|f| f.value.as_ref().is_some_and(|f| f.unsure) && !again(f.by));
    let asks = audience.public && approver(plan).is_some();
    let standing = match (approved.is_empty(), unsure) {
        (true, false) if asks => Standing::Approval,
        (_, true) => Standing::Unsure,
        _ => Standing::Ready,
    };
    let by_hook = queued.via.as_deref().is_none_or(|via| via == WEBHOOK);
    Some(Waiting {
        no: held.by,
        reference: log.entry(held.by).reference(),
        by: incident.author(held.by).to_owned(),
        at: incident.written(held.by),
        posts: by_hook && hook(audience, mode).is_some(),
        standing,
        trouble: failed.and_then(|f| Some(f.value.as_ref()?.reason.clone())),
        queued,
    })
}

/// What becomes of an update that is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// A person hands it over: it counts as sent.
    Sent,
    /// It is posted as soon as it is on the disk.
    Posted,
    /// It waits for the approval of this role's holder.
    Approval {
        /// The role in words.
        role: String,
        /// Who holds it.
        holder: Option<String>,
    },
    /// An earlier one is being posted: nothing is written.
    Busy,
}

/// The incident, and whoever speaks for it.
#[derive(Clone, Copy, Debug)]
pub struct Speaker<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The incident.
    pub incident: &'a Incident,
    /// Live, planned or drill.
    pub mode: Mode,
    /// Who speaks.
    pub operator: &'a str,
}

impl Speaker<'_> {
    /// Sends an update. `via` named in it: a person handed it over that way; none: by the audience's webhook,
    /// else by hand.
    #[must_use]
    pub fn send(&self, mut bulletin: BulletinQueued) -> (Vec<Fact>, Fate) {
        let mut facts = Vec::new();
        let mut audiences = self.plan.audiences.iter();
        let audience = audiences.find(|a| a.id == bulletin.audience);
        let posts =
            bulletin.via.is_none() && audience.is_some_and(|a| hook(a, self.mode).is_some());
        let before = audience.and_then(|a| one(self.plan, self.incident, self.mode, a));
        if let Some(before) = before {
            if before.posts && before.standing == Standing::Ready {
                return (facts, Fate::Busy);
            }
            facts.push(cancel(&before, Some(REPLACED.to_owned())));
        }
        let asked =
            audience.and_then(|a| wants_approval(self.plan, self.incident, a, self.operator));
        if let Some((role, holder)) = asked {
            let way = if posts { WEBHOOK } else { HAND };
            bulletin.via.get_or_insert_with(|| way.to_owned());
            facts.push(bulletin.into());
            let fate = Fate::Approval {
                role: role.name.clone(),
                holder: holder.map(str::to_owned),
            };
            return (facts, fate);
        }
        if !posts {
            facts.push(sent(&bulletin, bulletin.via.clone(), None));
            return (facts, Fate::Sent);
        }
        bulletin.via = Some(WEBHOOK.to_owned());
        let approves = audience.is_some_and(|a| a.public) && approver(self.plan).is_some();
        let approved = BulletinApproved {
            audience: bulletin.audience.clone(),
            reason: None,
        };
        facts.push(bulletin.into());
        facts.extend(approves.then(|| approved.into()));
        (facts, Fate::Posted)
    }

    /// Lets a waiting update leave: the incident manager does, or somebody with a reason, which is marked. One
    /// that may have arrived leaves once more.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn approve(&self, waiting: &Waiting, reason: Option<&str>) -> Result<Fact, String> {
        let name = &waiting.queued.audience;
        let again = waiting.standing == Standing::Unsure;
        if waiting.standing == Standing::Ready {
            return Err(format!("the update to {name} needs no approval"));
        }
        let mut audiences = self.plan.audiences.iter();
        let asked = audiences
            .find(|a| a.id == *name)
            .and_then(|a| wants_approval(self.plan, self.incident, a, self.operator));
        let reason = reason.map(str::trim).filter(|r| !r.is_empty());
        let reason = match (asked, reason) {
            (Some((role, holder)), None) => {
                let who = holder.map_or("nobody".to_owned(), str::to_owned);
                return Err(format!(
                    "{} approves it ({who}); without, a reason is needed, and it is marked",
                    role.name
                ));
            }
            (Some(_), Some(reason)) => Some(format!("override: {reason}")),
            (None, reason) => reason
                .map(str::to_owned)
                .or_else(|| again.then(|| "once more: it may not have arrived".to_owned())),
        };
        Ok(BulletinApproved {
            audience: name.clone(),
            reason,
        }
        .into())
    }
}

/// Why an update was cancelled that gave way to another text.
pub const REPLACED: &str = "replaced by another text";

/// Whether what waits is somebody else's: it is replaced by who was told whose it is. What is being posted is
/// cancelled first in any case.
#[must_use]
pub fn anothers(waiting: &Waiting, operator: &str) -> bool {
    waiting.by != operator && !(waiting.posts && waiting.standing == Standing::Ready)
}

/// Who wrote the update that a cancellation took back: the newest one it had seen.
#[must_use]
pub fn cancelled<'a>(incident: &'a Incident, cancel: EntryNo, audience: &Id) -> Option<&'a str> {
    let log = incident.log();
    let queued = log.iter().filter(|(no, entry)| match &entry.draft.fact {
        Fact::BulletinQueued(f) => f.audience == *audience && log.sees(cancel, *no),
        _ => false,
    });
    let newest = queued.max_by(|(a, _), (b, _)| log.order(*a, *b));
    newest.map(|(no, _)| incident.author(no))
}

/// It will not leave.
#[must_use]
pub fn cancel(waiting: &Waiting, reason: Option<String>) -> Fact {
    let audience = waiting.queued.audience.clone();
    BulletinCancelled { audience, reason }.into()
}

/// It left; `of` is the entry that queued it, if one did.
#[must_use]
pub fn sent(bulletin: &BulletinQueued, via: Option<String>, of: Option<&str>) -> Fact {
    BulletinSent {
        audience: bulletin.audience.clone(),
        state: bulletin.state,
        text: Some(bulletin.text.clone()),
        via,
        next_at: bulletin.next_at,
        of: of.map(str::to_owned),
    }
    .into()
}

/// The steps that were waiting for an update to this audience to leave, closed.
#[must_use]
pub fn closes(act: &Act<'_>, audience: &Id) -> Vec<Fact> {
    let told = |row: &&super::StepRow| {
        let bulletin = row.step.bulletin.as_ref();
        let same = bulletin.is_some_and(|b| b.audience.as_ref() == Some(audience));
        row.step.kind == StepKind::Bulletin && same && row.state == StepState::Doing
    };
    let rows = act.board.steps.iter().filter(told);
    rows.flat_map(|row| {
        act.finish(
            row,
            Closing {
                value: Some(format!("told {audience}")),
                already_sent: true,
                ..Closing::default()
            },
        )
    })
    .collect()
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
