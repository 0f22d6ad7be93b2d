//! The one table of what a key, the palette or the help can name.

use super::key::{Key, KeyCode};

/// Declares the actions: for each its key names, its word in the footer, and what it does.
macro_rules! actions {
    ($($group:ident { $($name:ident [$($key:literal)*] $label:literal $help:literal;)+ })+) => {
        /// What an operator can ask for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Action { $($(#[doc = $help] $name,)+)+ }

        /// Actions that belong together in the help.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Group { $(#[doc = stringify!($group)] $group,)+ }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Action] = &[$($(Action::$name,)+)+];

            /// Names of its keys, as [`Key::parse`] reads them.
            #[must_use]
            pub const fn keys(self) -> &'static [&'static str] {
                match self { $($(Action::$name => &[$($key),*],)+)+ }
            }

            /// One or two words, for the footer and the palette.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $($(Action::$name => $label,)+)+ }
            }

            /// What it does, in a sentence.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $($(Action::$name => $help,)+)+ }
            }

            /// Where the help lists it.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $($(Action::$name => Group::$group,)+)+ }
            }
        }
    };
}

actions! {
    Steps {
        Start ["Enter"] "step" "Start the step under the cursor; on a started or closed one, and in the timeline: all of it.";
        Copy ["c"] "copy" "Copy its command, exactly as shown.";
        Paste ["p"] "paste" "Paste its command into a tmux pane of your choice, without Enter.";
        Run ["r"] "run" "Run its command: shown first, a second key starts it. In a drill: the simulated one.";
        Done ["d"] "done" "Close it, with the observed value where one is asked for.";
        Fail ["f"] "fail" "It did not work; says why.";
        Skip ["s"] "skip" "Leave it out; says why.";
        Defer ["D"] "defer" "Put it off to the end of its phase; says why.";
        Reopen ["R"] "reopen" "Put it back to todo; says why.";
        Take ["t"] "take" "Take it, let it go, give it away, or ask for it.";
        Confirm ["C"] "confirm" "Confirm somebody else's irreversible step; verify one that is done.";
        Parts ["T"] "parts" "Tick any of its parts, or take a tick back; d ticks the next.";
        Waive ["w"] "waive" "Accept that it will not be done; says why.";
        Insert ["i"] "insert" "Add a step after the one under the cursor; in a triage: capture what is done.";
        Edit ["E"] "edit" "Change its text or command for this run; copying waits for nobody.";
        Strike ["X"] "strike" "Take it out of the run; says why. R brings it back.";
        MoveUp ["K"] "move up" "Put it one place up in this run; its number stays.";
        MoveDown ["J"] "move down" "Put it one place down in this run; its number stays.";
        MoveAfter ["M"] "move" "Put it after another step of this run; its number stays.";
        Undo ["U"] "undo" "Take back your own last entry on this step. It never runs an undo command.";
    }
    Incident {
        Note ["n"] "note" "Write a note into the timeline. ! decision, ? question, TODO, @20:04 back-dated.";
        Scratch ["N"] "scratch" "The scratch text everybody shares; what others wrote meanwhile is kept.";
        Correct ["e"] "correct" "Put the note under the timeline's cursor right; its first text stays readable.";
        Pin ["*"] "pin" "Pin the entry under the timeline's cursor, or no longer.";
        Redact ["-"] "redact" "Hide the text of the entry under the timeline's cursor in views and reports; asks once.";
        Bulletin ["b"] "update" "Write a communication update; b again: no material change.";
        Snooze ["Z"] "snooze" "Let an audience's clock rest: for how long, and why. An hour at most.";
        Milestone ["m"] "milestone" "Set a milestone.";
        Impact ["I"] "impact" "Say what users suffer: it fills the drafts of the updates.";
        Severity ["S"] "severity" "Set severity and state.";
        Roles ["W"] "who" "Who is doing what: take or give a role, promise, be back in 3 min.";
        Handover ["H"] "hand over" "Give your role over with the state of things; take over what is offered to you.";
        Sheet ["Y"] "sheet" "The state of things, for a newcomer or paper: c copies it.";
        Providers ["V"] "providers" "How to reach the providers, what they said and promised.";
        Acknowledge ["A"] "ack" "Acknowledge the loudest alarm.";
        Status ["y"] "status" "Copy a plain status text.";
        Adopt ["o"] "adopt" "Adopt a checklist: the fail-over of a triage, the fail-back of the same night.";
        Variable ["v"] "variable" "Fill a variable of the checklist.";
        Direction ["x"] "direction" "Correct from and to, before the first step.";
        Abort [] "abort" "Give the run up; says why, and goes on where the checklist says.";
        Close [] "close" "Close the incident: it asks five questions.";
        ReopenIncident [] "reopen incident" "The incident is not over.";
    }
    Screen {
        Now ["."] "NOW" "Back to the step to do next.";
        Clock [">"] "clock" "To the phase the clock says; nobody else is moved.";
        Up ["k" "Up"] "up" "Up.";
        Down ["j" "Down"] "down" "Down.";
        PageUp ["PageUp" "Ctrl-b"] "page up" "A page up.";
        PageDown ["PageDown" "Ctrl-f"] "page down" "A page down.";
        Top ["g" "Home"] "top" "To the top.";
        Bottom ["G" "End"] "bottom" "To the bottom.";
        NextPane ["Tab"] "next pane" "To the next pane.";
        PreviousPane ["Shift-Tab"] "previous pane" "To the previous pane.";
        Zoom ["z"] "zoom" "The focused pane fills the screen, or no longer.";
        Filter ["/"] "filter" "Only steps and entries that hold a text; in the timeline also ! ? TODO > :step @who.";
        Palette [":"] "all" "Every action by name.";
        Help ["?"] "help" "The keys.";
        ApproveProbes [] "approve probes" "Look at the commands of the plan's probes, and let them run here as you.";
        LocalTime ["L"] "local time" "Local time in the timeline, or UTC again; reports and files stay UTC.";
        Mouse [] "mouse" "Mouse capture on or off: off, the terminal selects text.";
        Repaint ["Ctrl-l"] "repaint" "Paint everything anew.";
        Suspend ["Ctrl-z"] "suspend" "Into the background; fg comes back.";
        Quit ["q" "Ctrl-c"] "quit" "Leave; says what stops with it.";
    }
}

impl Action {
    /// The action of a key.
    #[must_use]
    pub fn of(key: Key) -> Option<Action> {
        let names = |a: &&Action| a.keys().iter().any(|k| Key::parse(k) == Some(key));
        Action::ALL.iter().find(names).copied()
    }

    /// The first of its keys, as shown; empty when it has none.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.keys().first().copied().unwrap_or("")
    }

    /// Writes no fact: an observer may.
    #[must_use]
    pub const fn only_looks(self) -> bool {
        matches!(self.group(), Group::Screen)
            || matches!(
                self,
                Action::Copy
                    | Action::Status
                    | Action::Roles
                    | Action::Handover
                    | Action::Sheet
                    | Action::Providers
            )
    }
}

/// Esc closes whatever lies over the panes, but so does `q`: inside tmux Esc comes late.
#[must_use]
pub fn closes(key: Key) -> bool {
    key.code == KeyCode::Esc || key == Key::ctrl('c') || key == Key::ctrl('g')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_of_the_table_is_a_key_and_means_one_action() {
        let mut taken = BTreeSet::new();
        for action in Action::ALL {
            for name in action.keys() {
                let key = Key::parse(name);
                assert!(key.is_some(), "{name}");
                assert!(taken.insert(key), "{name} means two actions");
                assert_eq!(key.and_then(Action::of), Some(*action));
            }
            assert!(action.help().ends_with('.'), "{action:?}");
        }
    }
}
