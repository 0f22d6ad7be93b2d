//! Updates, and pages, posted to real servers that refuse, hang, fail, close and come back.

mod pager;
mod poster;
mod program;
mod server;

pub(crate) use program::Cockpit;
