//! Commands that really run: scripts on this machine, started by the keys of a cockpit.

mod approvals;
mod ends;
mod full;
mod losses;
mod panes;
mod refusals;
mod users;
mod world;
