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

/// What a text is written for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SheetGoal {
    /// A note is put right: the entry, as `writer:seq`.
    Correct(String),
}
