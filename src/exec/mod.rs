//! Handing commands over: clipboard, panes.

pub mod clipboard;
mod osc52;
pub mod pane;
pub mod run;
pub mod tmux;
