//! Handing commands over: clipboard, panes.

pub mod clipboard;
mod osc52;
pub mod pane;
pub mod processes;
pub mod run;
pub mod tmux;
