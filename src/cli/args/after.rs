//! After the incident, other machines, and the shell itself.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What a report is given out as.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportFormat {
    /// Markdown, for those inside.
    Md,
    /// Markdown, for everybody.
    PublicMd,
    /// A page with a picture of the run.
    Html,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// `report`
#[derive(Args, Clone, Debug)]
pub struct Report {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// As what
    #[arg(long, default_value = "md")]
    pub format: ReportFormat,
    /// Where it goes; none: standard output
    #[arg(short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `compare`
#[derive(Args, Clone, Debug)]
pub struct Compare {
    /// Which incidents
    #[arg(required = true, num_args = 2.., value_name = "INCIDENT")]
    pub which: Vec<String>,
}

/// `sync`
#[derive(Args, Clone, Debug)]
pub struct Sync {
    /// One exchange, then end
    #[arg(long)]
    pub once: bool,
}

/// `completions`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Example:\n  switchover completions bash > ~/.local/share/bash-completion/completions/switchover"
)]
pub struct Shell {
    /// Which shell
    pub shell: clap_complete::Shell,
}
