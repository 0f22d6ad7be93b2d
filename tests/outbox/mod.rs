//! Updates, and pages, posted to real servers that refuse, hang, fail, close and come back.

mod pager;
mod poster;
mod program;
pub(crate) use program::Cockpit;
mod references;
pub(crate) mod server;
