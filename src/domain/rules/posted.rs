//! Who wrote an update, and whose cockpit posted it: any cockpit posts what another one wrote.

use crate::domain::facts::Fact;
use crate::domain::fold::{EntryNo, Incident};

/// Who wrote the update an entry says was sent; none where that is not known, or it says something else.
pub(super) fn wrote(incident: &Incident, fact: &Fact) -> Option<String> {
    let Fact::BulletinSent(sent) = fact else {
        return None;
    };
    let queued = incident.log().find(sent.of.as_ref()?)?;
    Some(incident.author(queued).to_owned())
}

/// ` (approved by nm, posted from gf's cockpit)`; nothing where one person did all of it.
pub(super) fn how(incident: &Incident, no: EntryNo) -> String {
    let log = incident.log();
    let fact = &log.entry(no).draft.fact;
    let Fact::BulletinSent(sent) = fact else {
        return String::new();
    };
    let Some(queued) = sent.of.as_ref().and_then(|of| log.find(of)) else {
        return String::new();
    };
    let (wrote, poster) = (incident.author(queued), incident.author(no));
    let audience = incident.state().audiences.get(&sent.audience);
    let all = audience.into_iter().flat_map(|a| a.all.iter().rev());
    let mut all = all.filter(|e| log.sees(**e, queued) && log.sees(no, **e));
    let approves = |e: &&EntryNo| matches!(log.entry(**e).draft.fact, Fact::BulletinApproved(_));
    let approved = all.find(approves).map(|e| incident.author(*e));
    let approved = approved.filter(|by| *by != wrote);
    let approved = approved.map(|by| format!("approved by {by}"));
    let posted = (poster != wrote).then(|| format!("posted from {poster}'s cockpit"));
    let words: Vec<String> = approved.into_iter().chain(posted).collect();
    match words.is_empty() {
        true => String::new(),
        false => format!(" ({})", words.join(", ")),
    }
}
