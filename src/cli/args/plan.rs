//! Plans, and probing outside the screen.

use super::words;
use crate::domain::ids::Id;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `probe`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Of the incident that is named, else of the plan in use, else of the incident that is open.\n\
Exit status: 0 all up; 1 something is not, or was not measured; 2 wrong use.\n\nExamples:\n  \
switchover probe\n  switchover probe --watch\n  switchover probe --json | jq -r 'select(.state != \"up\").detail'"
)]
pub struct Probe {
    /// One JSON object a line: schema, time, kind (service, witness, name), state, latency_ms, detail, ...
    #[arg(long)]
    pub json: bool,
    /// Go on at the plan's pace, and print what changes
    #[arg(long)]
    pub watch: bool,
}

/// `init`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  switchover init plan && switchover check plan")]
pub struct Init {
    /// Where; none: here
    pub dir: Option<PathBuf>,
}

/// `check`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Exit status 1 when something is found, 2 when it cannot be read.\n\n\
Examples:\n  switchover check\n  switchover check plan/checklists/failover.toml --host"
)]
pub struct Check {
    /// A plan's folder or one of its files; none: the plan in use
    pub path: Option<PathBuf>,
    /// Also what depends on this machine: commands on PATH, hosts that resolve
    #[arg(long)]
    pub host: bool,
    /// A JSON array of schema, severity, code, file, line, column, what, remedy
    #[arg(long)]
    pub json: bool,
}

/// `import`
#[derive(Args, Clone, Debug)]
pub struct Import {
    /// A Markdown runbook or a spreadsheet's CSV
    pub file: PathBuf,
    /// Where the checklist goes
    #[arg(short, value_name = "FILE.toml")]
    pub out: Option<PathBuf>,
}

/// What a checklist is given out as.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportFormat {
    /// For a spreadsheet.
    Csv,
    /// For a wiki.
    Md,
}

/// `export`
#[derive(Args, Clone, Debug)]
pub struct Export {
    /// Which checklist of the plan
    #[arg(value_parser = words::id)]
    pub checklist: Id,
    /// As what
    #[arg(long)]
    pub format: ExportFormat,
}
