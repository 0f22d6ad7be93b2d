//! The pager: one way to wake somebody up, and a place that is a reference.

use super::findings::Findings;
use crate::domain::plan::Plan;
use crate::domain::rules::paging::way;
use crate::domain::words::Mode;

/// Where it posts: references.
pub(super) fn hooks(plan: &Plan) -> impl Iterator<Item = (String, &str)> {
    let pager = plan.pager.iter().flat_map(|p| {
        [
            ("pager.webhook", p.webhook.as_deref()),
            ("pager.rehearsal_webhook", p.rehearsal_webhook.as_deref()),
        ]
    });
    pager.filter_map(|(path, url)| Some((path.to_owned(), url?)))
}

/// A pager that can wake nobody.
pub(super) fn pager(plan: &Plan, found: &mut Findings<'_>) {
    let Some(pager) = &plan.pager else { return };
    if let Err(why) = way(pager, Mode::Live) {
        let path = match pager.webhook {
            Some(_) => "pager.webhook",
            None => "pager.run",
        };
        let what = format!("nobody is paged: {why}");
        let remedy = "run = \"./page.sh\", or webhook = \"env:PAGER_HOOK\"";
        found.warn("pager-unusable", path, what, remedy);
    }
}
