//! What reaches the loop.

use super::effect::Document;
use super::key::Key;
use crate::domain::entry::Entry;
use crate::domain::ids::{Hash, Id};
use crate::domain::presence::{Presence, View};
use crate::domain::probe::Sample;
use crate::domain::problem::Problem;
use crate::domain::rules::past::Library;
use crate::domain::time::Time;

/// What came of posting an update.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Posted {
    /// It was taken.
    Sent,
    /// It was not: why. It is tried again.
    Failed(String),
    /// Nobody knows: why.
    Unsure(String),
}

/// What reaches the loop. Closed; the data is inside.
#[derive(Clone, PartialEq, Debug)]
pub enum Msg {
    /// A key, at wall time.
    Key(Key, Time),
    /// Text pasted by the terminal: never keys.
    Paste {
        /// The text.
        text: String,
        /// False when it was too long, or its end never came: it is a beginning.
        whole: bool,
    },
    /// The terminal has this size now: columns, rows.
    Resize(u16, u16),
    /// A frame was handed to the terminal: what the next key is about.
    Painted,
    /// A wall second began.
    Tick(Time),
    /// Entries of the journal, own or others'.
    Entries(Vec<Entry>, Time),
    /// All entries that were there at the start have been delivered.
    Loaded,
    /// Own entries are on disk: sequence number and its hashes (previous, own).
    Saved(Vec<(u64, Hash, Hash)>),
    /// Own entries up to this sequence number are where others see them.
    Shared(u64),
    /// The own journal was replaced from outside; so many entries were put back.
    PutBack(usize),
    /// The disk refuses; what is pending is kept and tried again.
    DiskTrouble(Problem),
    /// The disk takes entries again.
    DiskWell,
    /// The shared folder answers again, and takes entries.
    ShareWell,
    /// Something read is damaged or foreign; told once.
    Notice(Problem),
    /// Results of own probes, at wall time.
    Samples(Vec<Sample>, Time),
    /// This machine's lock on writing probe facts: held by this cockpit or not.
    ProbeLock(bool),
    /// How long steps took in earlier incidents.
    Past(Library),
    /// Who is here.
    Presence(Vec<Presence>),
    /// What each machine's probes say.
    Views(Vec<View>),
    /// A text was handed over, or not: how, in words.
    Copied {
        /// The step whose command it was, if it was one.
        step: Option<Id>,
        /// `clipboard`, `pane`.
        how: String,
        /// Which way it went, in words for the last line.
        words: String,
        /// SHA-256 of the exact bytes, hexadecimal.
        sha256: String,
    },
    /// A simulated command of a drill ended.
    JobEnded {
        /// The job.
        job: Id,
        /// Its step.
        step: Id,
        /// Its exit status.
        exit: i64,
        /// How long it ran, in incident seconds.
        seconds: i64,
        /// What it printed.
        output: String,
        /// Wall time.
        wall: Time,
    },
    /// What is open below the root, for the start screen.
    Listed(Vec<super::start::Listed>),
    /// News of commands that really run.
    Runner(super::runner::RunnerNews),
    /// A document that was asked for.
    Document(Document, String),
    /// A template was filled for an update.
    Drafted {
        /// To whom.
        audience: Id,
        /// The text.
        text: String,
        /// Which template it was made of, for people.
        from: String,
        /// What was wrong with the one that was wanted.
        trouble: Option<String>,
    },
    /// An update was posted, or not.
    Posted {
        /// Names the update: the entry that queued it.
        reference: String,
        /// What came of it.
        posted: Posted,
    },
    /// Being the one of this machine that pages: held by this cockpit or not.
    PagerLock(bool),
    /// A page was sent, or not.
    Paged(super::pager::Page, Posted),
    /// The program shall end: why, in words.
    End(String),
}
