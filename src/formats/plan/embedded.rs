//! The plan that comes with the program: for drills only, never for a live incident.

use crate::formats::toml::SourceFile;

/// The checklists that come with the program; usable as they stand, see the top of each.
const CHECKLISTS: [(&str, &str); 11] = [
    (
        "checklists/failover.toml",
        include_str!("../../../checklists/failover.toml"),
    ),
    (
        "checklists/failback.toml",
        include_str!("../../../checklists/failback.toml"),
    ),
    (
        "checklists/database-unresponsive.toml",
        include_str!("../../../checklists/database-unresponsive.toml"),
    ),
    (
        "checklists/provider-power-loss.toml",
        include_str!("../../../checklists/provider-power-loss.toml"),
    ),
    (
        "checklists/traffic-surge.toml",
        include_str!("../../../checklists/traffic-surge.toml"),
    ),
    (
        "checklists/data-corruption.toml",
        include_str!("../../../checklists/data-corruption.toml"),
    ),
    (
        "checklists/accidental-deletion.toml",
        include_str!("../../../checklists/accidental-deletion.toml"),
    ),
    (
        "checklists/bad-deployment.toml",
        include_str!("../../../checklists/bad-deployment.toml"),
    ),
    (
        "checklists/leaked-credentials.toml",
        include_str!("../../../checklists/leaked-credentials.toml"),
    ),
    (
        "checklists/ddos.toml",
        include_str!("../../../checklists/ddos.toml"),
    ),
    (
        "checklists/rebuild-from-backups.toml",
        include_str!("../../../checklists/rebuild-from-backups.toml"),
    ),
];

/// The rehearsal's plan and scenarios.
const REHEARSAL: [(&str, &str); 3] = [
    (
        "plan.toml",
        include_str!("../../../assets/rehearsal/plan.toml"),
    ),
    (
        "scenarios/power-loss.toml",
        include_str!("../../../assets/rehearsal/scenarios/power-loss.toml"),
    ),
    (
        "scenarios/slow-database.toml",
        include_str!("../../../assets/rehearsal/scenarios/slow-database.toml"),
    ),
];

/// What `init` writes beside the checklists.
const INIT: [(&str, &str); 2] = [
    ("plan.toml", include_str!("../../../assets/init/plan.toml")),
    (
        "scenarios/power-loss.toml",
        include_str!("../../../assets/init/scenarios/power-loss.toml"),
    ),
];

/// The embedded plan, complete. Its first scenario, `power-loss`, is the one `rehearse` takes unasked.
#[must_use]
pub fn embedded() -> Vec<SourceFile> {
    files(REHEARSAL.iter().chain(&CHECKLISTS))
}

/// A plan folder to edit.
#[must_use]
pub fn to_edit() -> Vec<SourceFile> {
    let templates = crate::formats::bulletin::BUILTIN.iter();
    files(INIT.iter().chain(&CHECKLISTS).chain(templates))
}

fn files<'a>(all: impl Iterator<Item = &'a (&'static str, &'static str)>) -> Vec<SourceFile> {
    all.map(|(name, text)| SourceFile {
        name: (*name).to_owned(),
        bytes: text.as_bytes().to_vec(),
    })
    .collect()
}
