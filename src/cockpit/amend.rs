//! A step being added to the run, or edited: what is being written.

use super::editor::Editor;
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;

/// A step being added or edited: its text and its command. Tab goes from one to the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Amend {
    /// What it is.
    pub goal: Goal,
    /// What is asked, with the step's number.
    pub title: String,
    /// What to know, one line each.
    pub hint: Vec<String>,
    /// What to do, `{{...}}` not filled.
    pub text: Editor,
    /// Its command, of any number of lines, verbatim.
    pub command: Editor,
    /// The command has the focus, not the text.
    pub at_command: bool,
}

/// What a text and a command are written for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// A new step.
    Insert {
        /// The step it follows; none: first.
        after: Option<Id>,
    },
    /// Another text or command of a step.
    Edit {
        /// Which.
        step: Id,
        /// Its last edit when this one was begun: somebody else may edit it meanwhile.
        last: Option<EntryNo>,
    },
}

/// A step about to be struck or moved, and what was last said of it when that was begun.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touch {
    /// Which step.
    pub step: Id,
    /// The entries by which it had its state and its holder.
    pub seen: [Option<EntryNo>; 2],
}

impl Amend {
    /// The field that has the focus.
    pub fn focused(&mut self) -> &mut Editor {
        if self.at_command {
            &mut self.command
        } else {
            &mut self.text
        }
    }
}
