//! What comes from the keyboard, in the cockpit's own words.

use crate::cockpit::key::Key;

/// One thing the person, or the death of the line, sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text arrived as one piece: a paste, or more typed at once than a person can. Never keys.
    Paste {
        /// The text; line breaks as `\n`, no other control character than tab.
        text: String,
        /// False when it was longer than the cap or its end never came.
        whole: bool,
    },
    /// The mouse, while it is switched on.
    Mouse(Mouse),
    /// The terminal is gone. Nothing comes after it.
    Hangup,
}

/// What the mouse did, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}

/// The few things of a mouse that are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}
