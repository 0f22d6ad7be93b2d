//! Stopping this process so that its shell takes over.

use crate::shell::signals;
use rustix::process::{
    Signal, getpgid, getpgrp, getpid, getppid, getsid, kill_current_process_group, kill_process,
};

/// Whether some shell would continue us: not for the leader of a session, nor when the parent is elsewhere.
pub(super) fn can_be_continued() -> bool {
    let parent_session = getppid().and_then(|parent| getsid(Some(parent)).ok());
    let own = getsid(None).ok();
    own.is_some() && own == parent_session && own != Some(getpid())
}

/// Stops until continued.
pub(super) fn stop() {
    // A script that runs us in its own group must stop too, or its shell waits for ever.
    let parent_group = getppid().and_then(|parent| getpgid(Some(parent)).ok());
    if parent_group == Some(getpgrp()) {
        signals::ignore_one_suspend();
        let _ = kill_current_process_group(Signal::TSTP);
    }
    let _ = kill_process(getpid(), Signal::STOP);
}
