//! What went stale.

use super::Known;
use super::findings::Findings;
use crate::domain::checklist::Checklist;
use crate::domain::plan::Plan;
use crate::domain::time::Time;
use crate::formats::plan::Loaded;
use crate::formats::problems::quoted;

const REVIEW_DAYS: i64 = 180;
const DAY_MS: i64 = 86_400_000;

pub(super) fn plan(plan: &Plan, known: &Known<'_>, found: &mut Findings<'_>) {
    review(plan.reviewed.as_deref(), "reviewed", known, found);
    if plan.root.is_none() {
        let what = "no root: incidents are kept under each user's own home".to_owned();
        let remedy =
            "another Unix user will not see them; add root = \"/srv/switchover\" to share them";
        found.note("no-root", "name", what, remedy);
    }
}

pub(super) fn checklist(
    checklist: &Checklist,
    loaded: &Loaded,
    known: &Known<'_>,
    found: &mut Findings<'_>,
) {
    review(
        checklist.reviewed.as_deref(),
        "checklist.reviewed",
        known,
        found,
    );
    let plan = loaded
        .plan
        .as_ref()
        .map_or("", |plan| plan.value.name.as_str());
    if (known.last_drill)(plan, &checklist.id).is_none() {
        let what = "it was never drilled here".to_owned();
        let remedy = drill(checklist, loaded);
        found.warn("never-drilled", "checklist.id", what, &remedy);
    }
}

fn drill(checklist: &Checklist, loaded: &Loaded) -> String {
    let mut scenarios = loaded.scenarios.iter();
    match scenarios.find(|s| s.checklist.as_ref() == Some(&checklist.id)) {
        Some(scenario) => format!("rehearse it: switchover rehearse {}", scenario.id),
        None => format!(
            "no scenario leads to it: write one in scenarios/ with checklist = {}",
            quoted(checklist.id.as_str())
        ),
    }
}

fn review(reviewed: Option<&str>, path: &str, known: &Known<'_>, found: &mut Findings<'_>) {
    let day = |date: &str| Time::parse(&format!("{date}T00:00:00Z"));
    let Some(reviewed) = reviewed else {
        if found.source.spots.get(path).is_none() {
            let what = "it does not say when it was last read through".to_owned();
            let path = if path == "reviewed" { "name" } else { path };
            found.note("no-review", path, what, "add reviewed = \"YYYY-MM-DD\"");
        }
        return;
    };
    if let (Some(then), Some(today)) = (day(reviewed), day(known.today)) {
        let days = (today - then).0 / DAY_MS;
        if days > REVIEW_DAYS {
            let what = format!("last read through {days} days ago");
            found.warn(
                "stale-review",
                path,
                what,
                "read it through, then set reviewed to that day",
            );
        }
    }
}
