//! What the operator looks at: focus, cursor, scrolling. Nothing of it is a fact.

use super::dialog::Dialog;
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::time::Time;

/// A pane of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Pane {
    /// The checklist.
    #[default]
    Steps,
    /// Both providers side by side.
    Probes,
    /// What happened.
    Timeline,
    /// Clocks of the communication updates, and roles.
    Updates,
}

impl Pane {
    /// Every pane, in the order Tab goes.
    pub const ALL: [Pane; 4] = [Pane::Steps, Pane::Probes, Pane::Timeline, Pane::Updates];

    /// The pane `by` places on.
    #[must_use]
    pub fn next(self, by: usize) -> Pane {
        let at = Pane::ALL.iter().position(|p| *p == self).unwrap_or(0);
        Pane::ALL[(at + by) % Pane::ALL.len()]
    }
}

/// Which step keys act on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Cursor {
    /// The step to do next: the cursor goes with it.
    #[default]
    Now,
    /// This one, until `.` goes back to NOW.
    At(Id),
}

/// How the answer to a key is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// It was done.
    #[default]
    Done,
    /// It was not, and why.
    Refused,
    /// News nobody asked for.
    News,
}

/// The last line: what the key did, or why not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// When, in incident time.
    pub at: Time,
    /// In words.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// Where the operator stopped reading before an absence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The first entry of the timeline that was not seen.
    pub first: EntryNo,
    /// How many there were on coming back.
    pub count: usize,
    /// When the operator came back, in wall time.
    pub back: Time,
}

/// What the operator looks at.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct View {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The pane that keys scroll.
    pub focus: Pane,
    /// The focused pane fills the screen.
    pub zoom: bool,
    /// Which step keys act on.
    pub cursor: Cursor,
    /// The step that was under the cursor in the frame last painted: keys act on it.
    pub painted: Option<Id>,
    /// The entry of the timeline under its cursor; none: the newest, whatever comes.
    pub entry: Option<EntryNo>,
    /// The entry under that cursor in the frame last painted: keys act on it.
    pub painted_entry: Option<EntryNo>,
    /// The promise under the cursor of the board of who does what in the frame last painted.
    pub painted_promise: Option<String>,
    /// When an entry of somebody else took the place under the timeline's cursor by itself, in wall time.
    pub entry_moved: Time,
    /// A scratch text that was left without writing it.
    pub unwritten: Option<Box<super::sheet::Sheet>>,
    /// What is looked for in the timeline alone.
    pub sought: Option<String>,
    /// First probe row shown when they do not all fit.
    pub probe_top: usize,
    /// Only steps and entries that hold this text.
    pub filter: Option<String>,
    /// What lies over the panes.
    pub dialog: Option<Dialog>,
    /// The answer to the last key.
    pub answer: Answer,
    /// The entry that had arrived last at the last key: what came after it is unread.
    pub read: Option<EntryNo>,
    /// When the last key was pressed, in wall time; 0 before the first.
    pub looked: Time,
    /// Where the operator stopped reading before an absence.
    pub mark: Option<Mark>,
    /// The timeline shows local time.
    pub local: bool,
    /// Mouse capture is on.
    pub mouse: bool,
    /// When NOW last moved, in wall time.
    pub now_moved: Time,
    /// The phase the clock said at the last tick, as an index into the board's.
    pub clock_phase: Option<usize>,
    /// The NOW that was last seen.
    pub now_seen: Option<Id>,
}
