//! Updates on their way, promises, and the answers on closing in `status --json`.

use super::picture::Picture;
use crate::domain::fold::Life;
use crate::domain::ids::Id;
use crate::domain::rules::outbox::{Standing, Waiting};
use serde::Serialize;
use std::collections::BTreeMap;

/// An update that has not left yet.
#[derive(Serialize)]
pub(super) struct OnItsWay {
    /// The entry that queued it.
    entry: String,
    by: String,
    at: String,
    text: String,
    /// `approval`, `post`, `hand`, `unsure`.
    waits_for: &'static str,
    /// Why the last try failed.
    trouble: Option<String>,
}

/// Something promised and still open.
#[derive(Serialize)]
pub(super) struct Promised {
    entry: String,
    who: String,
    text: String,
    due: String,
    overdue_s: i64,
}

pub(super) fn on_its_way(waiting: &[Waiting], audience: &Id) -> Option<OnItsWay> {
    let waiting = waiting.iter().find(|w| w.queued.audience == *audience)?;
    Some(OnItsWay {
        entry: waiting.reference.clone(),
        by: waiting.by.clone(),
        at: waiting.at.rfc3339(),
        text: waiting.queued.text.clone(),
        waits_for: match waiting.standing {
            Standing::Approval => "approval",
            Standing::Ready if waiting.posts => "post",
            Standing::Ready => "hand",
            Standing::Unsure => "unsure",
        },
        trouble: waiting.trouble.clone(),
    })
}

pub(super) fn promised(picture: &Picture<'_>) -> Vec<Promised> {
    let open = picture.promises();
    let open = open.iter().map(|p| Promised {
        entry: p.reference.clone(),
        who: p.whose(picture.plan),
        text: p.text.clone(),
        due: p.due.rfc3339(),
        overdue_s: (picture.now - p.due).as_seconds().max(0),
    });
    open.collect()
}

/// The answers on closing, by their names; none while the incident goes on.
pub(super) fn closing<'a>(picture: &Picture<'a>) -> BTreeMap<&'a str, &'a str> {
    match picture.incident.state().life.get() {
        Some(Life::Closed { answers }) => answers
            .iter()
            .map(|(n, a)| (n.as_str(), a.as_str()))
            .collect(),
        _ => BTreeMap::new(),
    }
}
