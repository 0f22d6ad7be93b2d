//! Updates posted to real servers that refuse, hang, fail, close and come back.

mod poster;
mod program;
mod server;
