//! What the cockpit asks the outside world to do.

use super::secrets::Secret;
use crate::domain::ids::Id;
use crate::domain::rules::draft::Draft;
use crate::domain::time::{Span, Time};
use crate::domain::words::Mode;
use std::collections::BTreeMap;

/// What the cockpit asks the outside world to do, as plain data.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Save these, in order.
    Append(Vec<crate::domain::entry::Draft>),
    /// Hand this exact text to the operator's clipboard.
    Copy {
        /// The step whose command it is, if it is one.
        step: Option<Id>,
        /// The exact bytes.
        text: String,
    },
    /// Hand over a text that holds a secret: to the clipboard, and to no file.
    CopySecret {
        /// The step whose command it is.
        step: Id,
        /// The exact bytes.
        text: Secret,
        /// The same with the secret masked: what may be written.
        shown: String,
    },
    /// Put a document of the incident into words; [`super::Msg::Document`] follows.
    Write(Document),
    /// Post an update; [`super::Msg::Posted`] follows.
    Post(Box<Post>),
    /// Fill a template with what the run says; [`super::Msg::Drafted`] follows.
    Draft(Box<Draft>),
    /// Make up the result of a drill's command; [`super::Msg::JobEnded`] follows.
    Simulate {
        /// The job.
        job: Id,
        /// Its step.
        step: Id,
        /// Wall time until it ends.
        takes: Span,
        /// Its exit status.
        exit: i64,
        /// Incident seconds it ran.
        seconds: i64,
        /// What it prints.
        output: String,
    },
    /// Something about commands that really run.
    Runner(super::runner::RunnerAsk),
    /// Something about paging people.
    Pager(super::pager::PagerAsk),
    /// Show mouse capture on or off.
    Mouse(bool),
    /// Ring once.
    Bell,
    /// Go into the background (Ctrl-Z).
    Suspend,
    /// Paint everything anew.
    Repaint,
    /// Look whether other incidents are open than those of the start screen; [`super::Msg::Listed`] follows if so.
    List,
    /// Leave the start screen by joining this incident folder.
    Join {
        /// The folder.
        path: String,
    },
    /// Leave the start screen by opening an incident.
    Open(OpenRequest),
    /// Leave the start screen by opening a drill on simulated providers.
    Rehearse,
    /// End the program.
    Quit,
}

/// An update to post. Where to and its headers are references: what they stand for is never in here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// Names the update: the entry that queued it.
    pub reference: String,
    /// Where to.
    pub hook: String,
    /// Headers, by name.
    pub headers: BTreeMap<String, String>,
    /// The template of the body, if the plan has one.
    pub body: Option<String>,
    /// What the template's names stand for; `text` is the update.
    pub values: BTreeMap<&'static str, String>,
}

/// A document of the incident.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Document {
    /// A few plain lines for a chat: copied.
    Status,
    /// How the run went: shown when it is over.
    Score,
}

/// What to open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenRequest {
    /// Live, planned or drill.
    pub mode: Mode,
    /// What it is called; made from the checklist when empty.
    pub title: String,
    /// Which checklist; none: triage.
    pub checklist: Option<Id>,
    /// Provider production leaves.
    pub from: Option<Id>,
    /// Provider production goes to.
    pub to: Option<Id>,
    /// How bad it is.
    pub severity: String,
    /// When users began to suffer, if that is known.
    pub since: Option<Time>,
    /// The operator takes the required roles.
    pub take_required: bool,
}
