//! Templates of updates: they read, and use only names that are known.

use super::findings::Findings;
use crate::domain::plan::Plan;
use crate::domain::problem::Severity;
use crate::formats::bulletin::{Trouble, trouble};
use crate::formats::toml::Source;

fn code(trouble: &Trouble) -> &'static str {
    if trouble.unknown {
        "template-variable"
    } else {
        "bad-template"
    }
}

/// One file below `templates/`.
pub(super) fn template(source: &Source, found: &mut Findings<'_>) {
    for bad in trouble(&source.text, &[]) {
        let place = source.place(&bad.span);
        let code = code(&bad);
        found.put(Severity::Error, code, place, bad.what, &bad.remedy);
    }
}

/// The bodies of the posts a plan describes.
pub(super) fn bodies(plan: &Plan, found: &mut Findings<'_>) {
    for (at, audience) in plan.audiences.iter().enumerate() {
        let Some(body) = &audience.body else { continue };
        let path = format!("audience[{at}].body");
        for bad in trouble(body, &["text"]) {
            let inside = body.get(bad.span.clone()).unwrap_or_default();
            let place = if inside.is_empty() {
                found.place(&path)
            } else {
                found.place_inside(&path, inside)
            };
            let code = code(&bad);
            found.put(Severity::Error, code, place, bad.what, &bad.remedy);
        }
    }
}
