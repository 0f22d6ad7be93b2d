//! Who does what.

use super::words;
use crate::domain::ids::Id;
use crate::domain::time::Span;
use clap::Args;

/// `role`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover role im gf\n  switchover role comms cp --for 20m\n  switchover role comms -       nobody"
)]
pub struct Role {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// Who; - is nobody
    #[arg(id = "holder", value_name = "OPERATOR")]
    pub operator: String,
    /// For how long: when it is over, an alarm says so
    #[arg(long = "for", value_name = "TIME", value_parser = words::span)]
    pub time: Option<Span>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `handover`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "The state of things goes with it, as `switchover show` prints it. It is done when the other says `switchover accept ROLE`.\n\n\
Example:\n  switchover handover im nm"
)]
pub struct Handover {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// To whom
    #[arg(id = "taker", value_name = "OPERATOR")]
    pub operator: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `accept`
#[derive(Args, Clone, Debug)]
pub struct Accept {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `decline`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover decline im --reason 'at the fence'")]
pub struct Decline {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `promise`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "It is a clock with an owner: everybody sees it, and an alarm says when it is over. WHO: WHAT in TIME; \
nobody named: you; a provider of the plan: theirs.\n\n\
Examples:\n  switchover promise back in 3m\n  switchover promise 'cp: calls the bank in 10m'\n  \
switchover promise '42A: power is back by 04:00'\n  switchover promise --kept gf@b1.7f3a9c21d0e455aa:42"
)]
pub struct Promise {
    /// What, ending with `in 30m` or `by 02:30` (UTC)
    #[arg(required_unless_present_any = ["kept", "broken"])]
    pub text: Vec<String>,
    /// It was kept, or is moot: its entry, as `status --json` names it
    #[arg(long, value_name = "ENTRY", conflicts_with = "text")]
    pub kept: Option<String>,
    /// It was not kept
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["text", "kept"])]
    pub broken: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
