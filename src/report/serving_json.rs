//! Who serves, in `status --json`.

use super::picture::Picture;
use crate::domain::fold::Register;
use crate::domain::rules::serving::old;
use crate::domain::time::{Span, Time};
use serde::Serialize;

/// Who serves a name.
#[derive(Serialize)]
pub(super) struct Serving<'a> {
    name: &'a str,
    provider: &'a str,
    since: Option<String>,
    ttl_s: Option<i64>,
    evidence: Option<&'a str>,
    old_answers: Option<OldAnswers>,
}

/// Answers that lead to the provider before.
#[derive(Serialize)]
struct OldAnswers {
    provider: String,
    until: Option<String>,
    ttl_s: Option<i64>,
    assumed: bool,
}

/// Who serves each name, as the facts say, and until when old answers are about.
pub(super) fn serving<'a>(picture: &Picture<'a>) -> Vec<Serving<'a>> {
    let incident = picture.incident;
    let names = incident.state().serving.values();
    let set = names.filter_map(Register::get);
    set.map(|set| Serving {
        name: &set.name,
        provider: set.provider.as_str(),
        since: set.since.map(Time::rfc3339),
        ttl_s: set.ttl.map(Span::as_seconds),
        evidence: set.evidence.as_deref(),
        old_answers: old(incident, picture.plan, &set.name).map(|old| OldAnswers {
            provider: old.provider.to_string(),
            until: old.until.map(Time::rfc3339),
            ttl_s: old.ttl.map(Span::as_seconds),
            assumed: old.assumed,
        }),
    })
    .collect()
}
