//! An incident begins, goes on and ends.

use super::words::{self, When};
use crate::domain::ids::Id;
use crate::domain::words::Mode;
use clap::Args;

/// `open`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  \
switchover open failover --from h42 --to c10 --since 12m\n  \
switchover open --title 'Database slow'            triage, no checklist yet\n  \
d=$(switchover open failover --from h42 --to c10 --headless)\n  \
switchover open failover --mode drill --headless   on the embedded plan if there is no other")]
pub struct Open {
    /// Which checklist of the plan; none: triage
    #[arg(value_parser = words::id)]
    pub checklist: Option<Id>,
    /// What the incident is called
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// How bad it is
    #[arg(long, value_name = "LEVEL", default_value = "SEV1")]
    pub severity: String,
    /// The real thing, announced work, or a rehearsal
    #[arg(long, default_value = "live", value_parser = words::mode())]
    pub mode: Mode,
    /// The provider production leaves
    #[arg(long, value_name = "PROVIDER", value_parser = words::id)]
    pub from: Option<Id>,
    /// The provider production goes to
    #[arg(long, value_name = "PROVIDER", value_parser = words::id)]
    pub to: Option<Id>,
    /// Since when users suffer: 12m, or 02:02 (UTC)
    #[arg(long, value_name = "AGO|TIME", value_parser = words::when)]
    pub since: Option<When>,
    /// Fill a variable of the checklist; can be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = words::pair)]
    pub vars: Vec<(String, String)>,
    /// No cockpit: print the incident's folder and end
    #[arg(long)]
    pub headless: bool,
    /// With --headless: print what was written as JSON instead of the folder
    #[arg(long, requires = "headless")]
    pub json: bool,
}

/// `adopt`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover adopt failover --from h42 --to c10\n  \
switchover adopt failback                          the other way round, by itself"
)]
pub struct Adopt {
    /// Which checklist of the plan
    #[arg(value_parser = words::id)]
    pub checklist: Id,
    /// The provider production leaves
    #[arg(long, value_name = "PROVIDER", value_parser = words::id)]
    pub from: Option<Id>,
    /// The provider production goes to
    #[arg(long, value_name = "PROVIDER", value_parser = words::id)]
    pub to: Option<Id>,
    /// Fill a variable of the checklist; can be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = words::pair)]
    pub vars: Vec<(String, String)>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `join`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover join\n  switchover join 7f3a --observe\n  \
switchover join --headless &                       probes and clocks go on while people sleep"
)]
pub struct Join {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// Read, never write
    #[arg(long)]
    pub observe: bool,
    /// No screen: probes, clocks and alarms go on
    #[arg(long)]
    pub headless: bool,
}

/// `rehearse`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover rehearse\n  switchover rehearse power-loss --speed 5"
)]
pub struct Rehearse {
    /// Which scenario of the plan; none: the first
    #[arg(value_parser = words::id)]
    pub scenario: Option<Id>,
    /// Incident seconds per wall second
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub speed: u32,
    /// What chance begins with: the same seed, the same drill
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// `abort`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover abort --reason '42A is back and stable'")]
pub struct Abort {
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The phase or step to go on at
    #[arg(long, value_name = "PHASE|STEP", value_parser = words::id)]
    pub goto: Option<Id>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `close`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "On a terminal it asks what is not answered. Without one, a live incident needs every answer.\n\n\
Examples:\n  switchover close\n  \
switchover close --data no --lingering no --told yes --open 'review on Friday' --objection no"
)]
pub struct Close {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// Was data lost?
    #[arg(long, value_name = "ANSWER")]
    pub data: Option<String>,
    /// Lingering effects?
    #[arg(long, value_name = "ANSWER")]
    pub lingering: Option<String>,
    /// Was every channel told?
    #[arg(long, value_name = "ANSWER")]
    pub told: Option<String>,
    /// Obligations still open?
    #[arg(long, value_name = "ANSWER")]
    pub open: Option<String>,
    /// Any objection?
    #[arg(long, value_name = "ANSWER")]
    pub objection: Option<String>,
    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `reopen`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover reopen 7f3a --reason 'it came back'")]
pub struct Reopen {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
