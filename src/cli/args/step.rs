//! What can be done to a step.

use super::words;
use crate::domain::time::Span;
use clap::{Args, Subcommand};

/// `step ...`
#[derive(Subcommand, Clone, Debug)]
#[command(after_help = "Examples:\n  switchover step start 2.3\n  \
switchover step done 2.1 --value 503\n  \
switchover step done position --record last_xact=02:12:58\n  \
switchover step tick dns www.shop.example      one of its parts\n  \
switchover step done go --value f              a decision: the key of its option\n  \
switchover step done fence --unproven          closed without proof\n  \
switchover step confirm promote --by cp        said by voice\n  \
switchover step start promote                  what cannot be undone is named by its id")]
pub enum StepCommand {
    /// Begin it
    Start(Act),
    /// Close it, with the observed value where one is asked for
    Done(Act),
    /// One of its parts is done; with the last one it closes
    Tick(super::Tick),
    /// A role says go or no-go to a decision
    Vote(super::Vote),
    /// It did not work
    Fail(Act),
    /// Leave it out
    Skip(Act),
    /// Put it off to the end of its phase
    Defer(Act),
    /// Accept that it will not be done
    Waive(Act),
    /// Put it back to todo
    Reopen(Act),
    /// Take it, or with --by give it to somebody
    Claim(Act),
    /// Let it go
    Release(Act),
    /// Confirm somebody else's irreversible step; verify one that is done
    Confirm(Confirm),
    /// Take back your own last act on it
    Undo(Act),
    /// Add a step to the run
    Add(Add),
    /// Take a step out of the run
    Strike(Strike),
    /// Change a step's text or command in the run
    Edit(Edit),
    /// Put a step elsewhere in the run
    Move(Move),
}

/// What an act on a step takes.
#[derive(Args, Clone, Debug)]
pub struct Act {
    /// Which step: its id, or its number (2.3). One that cannot be undone: its id
    pub step: String,
    /// The observed value; of a decision the key of the option
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// A recorded value; can be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = words::pair)]
    pub record: Vec<(String, String)>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who did it, or who has it from now on, when it is not you
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Closed without proof: stays an open obligation
    #[arg(long)]
    pub unproven: bool,
    /// A promise on claiming: how long it will take
    #[arg(long, value_name = "TIME", value_parser = words::span)]
    pub back_in: Option<Span>,
    /// On starting: fill a variable the step needs; can be repeated
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = words::pair)]
    pub vars: Vec<(String, String)>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `step confirm`
#[derive(Args, Clone, Debug)]
pub struct Confirm {
    /// Which step: its id
    pub step: String,
    /// Who said it by voice, when it is not you
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// What proves a step that was closed unproven
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Why a second person is done without; it is marked
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `step add`
#[derive(Args, Clone, Debug)]
pub struct Add {
    /// What to do
    #[arg(required = true, num_args = 1..)]
    pub text: Vec<String>,
    /// The step it follows; none: the one to do next
    #[arg(long, value_name = "STEP")]
    pub after: Option<String>,
    /// Its command
    #[arg(long, value_name = "TEXT")]
    pub command: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `step strike`
#[derive(Args, Clone, Debug)]
pub struct Strike {
    /// Which step
    pub step: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `step edit`
#[derive(Args, Clone, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct Edit {
    /// Which step
    pub step: String,
    /// The new text
    #[arg(long, group = "what")]
    pub text: Option<String>,
    /// The new command
    #[arg(long, value_name = "TEXT", group = "what")]
    pub command: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `step move`
#[derive(Args, Clone, Debug)]
pub struct Move {
    /// Which step
    pub step: String,
    /// The step it follows from now on; neither this nor --before: first
    #[arg(long, value_name = "STEP")]
    pub after: Option<String>,
    /// The step it stands before from now on, in the phase of that one
    #[arg(long, value_name = "STEP", conflicts_with = "after")]
    pub before: Option<String>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
