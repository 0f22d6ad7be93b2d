//! Who does what.

use super::words;
use crate::domain::ids::Id;
use clap::Args;

/// `role`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover role im gf\n  switchover role comms -       nobody"
)]
pub struct Role {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// Who; - is nobody
    pub operator: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `handover`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "The status goes with it. It is done when the other says `switchover accept ROLE`.\n\n\
Example:\n  switchover handover im nm"
)]
pub struct Handover {
    /// Which role of the plan
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// To whom
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
