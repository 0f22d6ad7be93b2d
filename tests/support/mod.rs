//! What the tests of the real program stand on.

pub mod dns;
pub mod home;
pub mod kept;
pub mod modes;
pub mod plan;
pub mod port;
pub mod process;
pub mod pty;
pub mod small_disk;
pub mod tmux;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_switchover");
