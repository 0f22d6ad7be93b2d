//! What is said and set about the incident as a whole.

use super::words;
use crate::domain::ids::Id;
use crate::domain::words as word;
use clap::Args;

/// `note`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Leading marks do what the flags do: ! decision, ? question, TODO follow-up, @20:04 when.\n\n\
Examples:\n  switchover note 'replica is 3 s behind'\n  switchover note '! we fail over'\n  \
switchover note '@20:04 first alerts'\n  \
switchover note power failure, no ETA --kind provider --provider h42 --ticket 8841"
)]
pub struct Note {
    /// What to say
    #[arg(required_unless_present_any = ["pin", "unpin"], num_args = 1..)]
    pub text: Vec<String>,
    /// Put this note right, w:q of `tail --json`; its first text stays readable
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["kind", "at", "provider", "ticket", "confidence"])]
    pub correct: Option<String>,
    /// Pin an entry
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["text", "correct"])]
    pub pin: Option<String>,
    /// Pin an entry no longer
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["text", "correct", "pin"])]
    pub unpin: Option<String>,
    /// What it is
    #[arg(long, value_parser = words::note_kind())]
    pub kind: Option<word::NoteKind>,
    /// When it happened: 20:04 is UTC, the most recent past
    #[arg(long, value_name = "TIME", value_parser = words::at)]
    pub at: Option<String>,
    /// Which provider it concerns, or said it
    #[arg(long, value_name = "ID", value_parser = words::id)]
    pub provider: Option<Id>,
    /// The provider's ticket
    #[arg(long, value_name = "N")]
    pub ticket: Option<String>,
    /// How sure you are
    #[arg(long, value_parser = words::confidence())]
    pub confidence: Option<word::Confidence>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `scratch`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "What somebody else wrote since is kept: lines that do not touch are put together, others stand twice, marked.\n\n\
Examples:\n  switchover scratch\n  switchover scratch --add 'db1 port 5433'\n  \
base=$(switchover scratch --json | jq -r .entry)\n  switchover scratch --write --base \"$base\" < text"
)]
pub struct Scratch {
    /// Add this line at its end
    #[arg(long, value_name = "LINE", conflicts_with = "write")]
    pub add: Option<String>,
    /// Write what standard input holds
    #[arg(long, requires = "base")]
    pub write: bool,
    /// The entry the text was made from, as --json names it; - for none
    #[arg(long, value_name = "ENTRY", requires = "write")]
    pub base: Option<String>,
    /// Print the text with its entry, or what was written, as JSON
    #[arg(long)]
    pub json: bool,
}

/// `milestone`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover milestone impact_start --at 02:02\n  switchover milestone fenced --clear"
)]
pub struct Milestone {
    /// Which
    #[arg(value_parser = words::milestone())]
    pub name: word::Milestone,
    /// When: 20:04 is UTC, the most recent past; else now
    #[arg(long, value_name = "TIME", value_parser = words::at)]
    pub at: Option<String>,
    /// It was not reached after all
    #[arg(long, conflicts_with = "at")]
    pub clear: bool,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `severity`
#[derive(Args, Clone, Debug)]
pub struct SeverityLevel {
    /// SEV1, SEV2, SEV3, or a level of the plan; 1 is SEV1
    pub level: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `state`
#[derive(Args, Clone, Debug)]
pub struct State {
    /// Where the understanding stands
    #[arg(value_parser = words::stage())]
    pub state: word::Stage,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `ack`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover ack update.customers")]
pub struct Ack {
    /// Which alarm: its id, as `status --json` names it
    pub alarm: String,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `redact`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "The entry stays in the journal; views and reports hide its text.\n\n\
Example:\n  switchover redact gf@b1.7f3a9c21d0e455aa:42 --reason 'a password'"
)]
pub struct Redact {
    /// The entry, as `w:q` of `tail --json`
    pub entry: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Do not ask; without a terminal nothing is asked anyway
    #[arg(long)]
    pub yes: bool,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}

/// `approve`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Without any: what is approved, and what is not.\n\n\
Examples:\n  switchover approve fence      this step's command, as it is written\n  \
switchover approve --probes   the commands of the plan's probes\n  \
switchover approve --pager    the command that wakes somebody up\n  \
switchover approve --updates  the commands that say where updates are posted")]
pub struct Approve {
    /// Which step's command
    pub step: Option<String>,
    /// The commands of the plan's probes, on this machine as this user; shown first
    #[arg(long, conflicts_with = "step")]
    pub probes: bool,
    /// The command of the plan's pager, on this machine as this user; shown first
    #[arg(long, conflicts_with_all = ["step", "probes"])]
    pub pager: bool,
    /// The commands (`cmd:`) of the plan's audiences that say where updates go; shown first
    #[arg(long, conflicts_with_all = ["step", "probes", "pager"])]
    pub updates: bool,
    /// At a terminal too, what --probes, --pager or --updates shows is approved unasked
    #[arg(long, conflicts_with = "step")]
    pub yes: bool,
}

/// `inject`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover inject 'we see smoke' --provider h42")]
pub struct Inject {
    /// What is said
    #[arg(required = true, num_args = 1..)]
    pub text: Vec<String>,
    /// By which provider
    #[arg(long, value_name = "ID", value_parser = words::id)]
    pub provider: Option<Id>,
    /// Print what was written as JSON
    #[arg(long)]
    pub json: bool,
}
