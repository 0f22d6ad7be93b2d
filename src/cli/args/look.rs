//! Looking without writing.

use clap::Args;

/// `show`, `patch`
#[derive(Args, Clone, Debug)]
pub struct Show {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
}

/// `status`
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  switchover status\n  \
switchover status --json | jq '.checklist.now'\n  switchover status 7f3a --brief        six lines for a chat")]
pub struct Status {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// One line of JSON; schema 1
    #[arg(long)]
    pub json: bool,
    /// Six lines for a chat
    #[arg(long, conflicts_with = "json")]
    pub brief: bool,
}

/// `tail`
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  switchover tail --follow        for a plain terminal or a screen reader\n  \
switchover tail --json | jq -r .text\n  \
switchover tail --only '! @gf'         decisions by gf; ? TODO FOUND > :step :probe :update, words, * pinned"
)]
pub struct Tail {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
    /// Go on with what is written from now on
    #[arg(short, long)]
    pub follow: bool,
    /// Only what is looked for: words, marks of notes, :KIND, @WHO, * for what is pinned
    #[arg(long, value_name = "WHAT")]
    pub only: Option<String>,
    /// One JSON object a line: time, who, kind, text, w, q
    #[arg(long)]
    pub json: bool,
}

/// `verify`
#[derive(Args, Clone, Debug)]
pub struct Verify {
    /// Which incident: its folder, the folder's name, or the beginning of its id
    pub which: Option<String>,
}
