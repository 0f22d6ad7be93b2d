//! A text of any number of lines being written for something that is there already.

use super::editor::Editor;

/// A text being written.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// What to know, one line each.
    pub hint: Vec<String>,
    /// The text.
    pub editor: Editor,
    /// What it is for.
    pub goal: SheetGoal,
}

impl Sheet {
    /// It is the shared scratch text: Enter begins a line, Ctrl-s writes it.
    #[must_use]
    pub fn is_scratch(&self) -> bool {
        matches!(self.goal, SheetGoal::Scratch { .. })
    }
}

/// What a text is written for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SheetGoal {
    /// A note is put right: the entry, as `writer:seq`.
    Correct(String),
    /// The shared scratch text: the entry it was begun from.
    Scratch {
        /// As `writer:seq`; none: there was no text.
        base: Option<String>,
    },
}
