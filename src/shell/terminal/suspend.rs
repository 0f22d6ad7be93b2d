//! Stopping this process so that its shell takes over.
//!
//! Ids are asked of nix here: in a container the parent's session may lie outside and its id is then 0, which
//! rustix's `Pid` cannot hold.

use crate::shell::signals;
use nix::unistd::{Pid, getpgid, getpgrp, getpid, getppid, getsid};
use rustix::process::{Signal, kill_current_process_group, kill_process};

/// Whether some shell would continue us: not for the leader of a session, nor when the parent is elsewhere.
pub(super) fn can_be_continued() -> bool {
    match (getsid(None), getsid(Some(getppid()))) {
        (Ok(own), Ok(parent)) => is_a_job(getpid(), own, parent),
        _ => false,
    }
}

/// Whether this process is a job of a shell in the same session. 0 is a session nobody here can know.
fn is_a_job(this: Pid, own_session: Pid, parent_session: Pid) -> bool {
    own_session.as_raw() != 0 && own_session == parent_session && own_session != this
}

/// Stops until continued.
pub(super) fn stop() {
    // A script that runs us in its own group must stop too, or its shell waits for ever.
    if getpgid(Some(getppid())) == Ok(getpgrp()) {
        signals::ignore_one_suspend();
        let _ = kill_current_process_group(Signal::TSTP);
    }
    let _ = kill_process(rustix::process::getpid(), Signal::STOP);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(this: i32, own: i32, parent: i32) -> bool {
        is_a_job(
            Pid::from_raw(this),
            Pid::from_raw(own),
            Pid::from_raw(parent),
        )
    }

    #[test]
    fn only_a_job_of_a_shell_in_the_same_session_comes_back() {
        assert!(job(20, 10, 10));
        assert!(!job(20, 20, 10), "a leader of a session");
        assert!(!job(20, 10, 9), "a parent in another session");
        assert!(
            !job(20, 20, 0),
            "a parent whose session lies outside the container"
        );
        assert!(!job(20, 0, 0), "all of it lies outside");
    }
}
