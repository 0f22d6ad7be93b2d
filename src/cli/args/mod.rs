//! The command line as written: every command of the contract, one file a family.

mod after;
mod comms;
mod incident;
mod look;
mod note;
mod people;
mod plan;
mod step;
mod step_part;
mod words;

pub use after::{Compare, Report, Shell, Sync};
pub use comms::{Bulletin, Impact, Snooze};
pub use incident::{Abort, Adopt, Close, Join, Open, Rehearse, Reopen};
pub use look::{Show, Status, Tail, Verify};
pub use note::{Ack, Approve, Inject, Milestone, Note, Redact, Scratch, SeverityLevel, State};
pub use people::{Accept, Decline, Handover, Promise, Role};
pub use plan::{Check, Export, Import, Init, Probe};
pub use step::{Act, Add, Confirm, Edit, Move, StepCommand, Strike};
pub use step_part::{Tick, Vote};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Everything a fail-over needs on one screen, and nothing that must be up for it to work.
#[derive(Parser, Clone, Debug)]
#[command(
    name = "switchover",
    version,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Without a command: the start screen, to join what is open, or open, rehearse, capture.\n\n\
Examples:\n  switchover                                    the start screen\n  \
switchover open failover --from h42 --to c10  a live incident\n  \
switchover rehearse                           a drill; nothing needed\n  \
switchover note '! we fail over' --at 20:04   from any shell\n  \
switchover status --json                      for scripts\n\n\
Exit status: 0 fine; 1 looked and found trouble; 2 wrong use or invalid input; 3 not saved to disk."
)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing: the start screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
pub struct Global {
    /// The plan's folder. Else ./plan.toml, the user's config, /etc/switchover/config.toml; a drill does without
    #[arg(long, global = true, value_name = "DIR", env = "SWITCHOVER_PLAN")]
    pub plan: Option<PathBuf>,
    /// Which incident: its folder, the folder's name, or the beginning of its id
    #[arg(
        long,
        global = true,
        value_name = "DIR|ID",
        env = "SWITCHOVER_INCIDENT"
    )]
    pub incident: Option<String>,
    /// Who you are. Several people on one account each say it. Else `SUDO_USER`, `USER`
    #[arg(long = "as", global = true, value_name = "NAME", env = "SWITCHOVER_AS")]
    pub operator: Option<String>,
    /// Where incidents are kept. Else the plan's root, else the private state
    #[arg(long, global = true, value_name = "DIR", env = "SWITCHOVER_ROOT")]
    pub root: Option<PathBuf>,
    /// Colours; `switchover themes` lists them
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Nothing but ASCII on the screen
    #[arg(long, global = true)]
    pub ascii: bool,
    /// No colours, as `NO_COLOR` says too
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// What to do.
#[derive(Subcommand, Clone, Debug)]
pub enum Command {
    /// Open an incident; without a checklist: triage, adopt one later
    Open(Open),
    /// Take up a checklist in the incident, e.g. the fail-back of the same night
    Adopt(Adopt),
    /// Join an incident in a cockpit
    Join(Join),
    /// A drill on simulated providers; nothing needed
    Rehearse(Rehearse),
    /// All incidents, newest first
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// The state of things on one sheet and the checklist, as plain text: for who takes over, a newcomer, paper
    Show(Show),
    /// An incident's status
    Status(Status),
    /// An incident's timeline; --follow goes on
    Tail(Tail),
    /// Write a note into the timeline
    Note(Note),
    /// The scratch text everybody on the incident shares
    Scratch(Scratch),
    /// Do something to a step; STEP is an id or a number (2.3)
    Step {
        /// What.
        #[command(subcommand)]
        command: StepCommand,
    },
    /// Give the checklist up
    Abort(Abort),
    /// Set a milestone
    Milestone(Milestone),
    /// Say how bad it is
    Severity(SeverityLevel),
    /// Say where the understanding stands
    State(State),
    /// Say what users suffer; it fills the drafts of updates
    Impact(Impact),
    /// Give a role to somebody
    Role(Role),
    /// Offer a role to somebody, who then accepts it
    Handover(Handover),
    /// Accept a role that is offered to you
    Accept(Accept),
    /// Decline a role that is offered to you
    Decline(Decline),
    /// Promise something until a time, or say that a promise was kept
    Promise(Promise),
    /// Send an update to an audience: it is posted, or written down as sent
    Bulletin(Bulletin),
    /// Let an audience's clock rest
    Snooze(Snooze),
    /// Close the incident
    Close(Close),
    /// The incident is not over
    Reopen(Reopen),
    /// Acknowledge an alarm
    Ack(Ack),
    /// Hide an entry's text in views and reports
    Redact(Redact),
    /// Approve a step's command, or those of the plan's probes or pager, to run here
    Approve(Approve),
    /// News of a drill, by its facilitator
    Inject(Inject),
    /// One round of every probe
    Probe(Probe),
    /// Make a plan to edit
    Init(Init),
    /// Look a plan over
    Check(Check),
    /// Make a checklist of a Markdown runbook or a spreadsheet's CSV (not built yet)
    Import(Import),
    /// Give a checklist out (not built yet)
    Export(Export),
    /// The post-mortem's raw material (not built yet)
    Report(Report),
    /// Several incidents side by side (not built yet)
    Compare(Compare),
    /// What was learned, as a patch to the checklist (not built yet)
    Patch(Show),
    /// Exchange with the other machines (not built yet)
    Sync(Sync),
    /// Check an incident's journals: file, line, byte
    Verify(Verify),
    /// Paths, terminal, permissions: what works here and what does not
    Doctor,
    /// The keys of the cockpit
    Keys,
    /// The themes of the cockpit
    Themes,
    /// A completion script for a shell
    Completions(Shell),
    /// The manual page
    Man,
}

#[cfg(test)]
mod tests;
