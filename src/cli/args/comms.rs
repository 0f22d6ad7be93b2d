//! Communication updates.

use super::words;
use crate::domain::ids::Id;
use crate::domain::time::Span;
use clap::Args;

/// `bulletin`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "To an audience with a webhook it is posted by a cockpit of this machine; else it is written down as\n\
sent by you. The public hears what the incident manager approved.\n\n\
Examples:\n  switchover bulletin customers --text 'We are moving to our second site. Next update 02:45 UTC.'\n  \
switchover bulletin internal --no-change       no material change, and when the next one comes\n  \
switchover bulletin customers --approve        let it leave\n  \
switchover bulletin customers --via phone      what was approved was handed over"
)]
pub struct Bulletin {
    /// To whom: an audience of the plan
    #[arg(value_parser = words::id)]
    pub audience: Id,
    /// What it says
    #[arg(long)]
    pub text: Option<String>,
    /// It says that there is no material change, and when the next one comes
    #[arg(long, conflicts_with_all = ["text", "approve", "cancel", "draft"])]
    pub no_change: bool,
    /// Where you handed it over; without, it leaves by the audience's webhook if it has one
    #[arg(long, value_name = "CHANNEL")]
    pub via: Option<String>,
    /// Let the one that waits leave: the incident manager, or anybody with --reason
    #[arg(long)]
    pub approve: bool,
    /// Take back the one that is on its way
    #[arg(long, conflicts_with_all = ["text", "via", "approve"])]
    pub cancel: bool,
    /// Why without the incident manager, or why not
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print the draft of its template; nothing is written
    #[arg(long, conflicts_with_all = ["text", "via", "approve"])]
    pub draft: bool,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `impact`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "What is not named stays as it was; an empty text clears it.\n\n\
Example:\n  switchover impact 'Orders cannot be placed' --scope 'all shops' --workaround 'order by phone'"
)]
pub struct Impact {
    /// What users suffer, in their words
    #[arg(value_name = "TEXT")]
    pub impact: Option<String>,
    /// Who is hit
    #[arg(long, value_name = "TEXT")]
    pub scope: Option<String>,
    /// What is not
    #[arg(long, value_name = "TEXT")]
    pub unaffected: Option<String>,
    /// What users can do meanwhile
    #[arg(long, value_name = "TEXT")]
    pub workaround: Option<String>,
    /// Whether data is at risk, or lost
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `snooze`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Example:\n  switchover snooze customers 10m --reason 'status page is down'"
)]
pub struct Snooze {
    /// Whose clock: an audience of the plan
    #[arg(value_parser = words::id)]
    pub audience: Id,
    /// For how long; never longer than an hour
    #[arg(value_name = "TIME", value_parser = words::span)]
    pub time: Span,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
