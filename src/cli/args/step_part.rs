//! Parts of a step, as arguments.

use super::{Act, words};
use crate::domain::ids::Id;
use clap::Args;

/// `step tick`
#[derive(Args, Clone, Debug)]
pub struct Tick {
    /// Which step: its id, or its number (2.3). One that cannot be undone: its id
    pub step: String,
    /// Which parts, as the checklist writes them
    #[arg(required = true, num_args = 1.., value_name = "PART")]
    pub parts: Vec<String>,
    /// They are open again
    #[arg(long)]
    pub off: bool,
    /// Why now, where steps that come first are open
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

impl Tick {
    /// What starting the step asks is answered by the same flags.
    #[must_use]
    pub fn as_act(&self) -> Act {
        Act {
            step: self.step.clone(),
            value: None,
            record: Vec::new(),
            reason: self.reason.clone(),
            by: None,
            unproven: false,
            vars: Vec::new(),
            back_in: None,
            json: self.json,
        }
    }
}

/// `step vote`
#[derive(Args, Clone, Debug)]
pub struct Vote {
    /// Which decision: its id, or its number (1.2)
    pub step: String,
    /// Which of the roles it asks
    #[arg(value_parser = words::id)]
    pub role: Id,
    /// What it says
    #[arg(value_parser = ["go", "no-go"])]
    pub vote: String,
    /// Who said it by voice, when it is not you
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
