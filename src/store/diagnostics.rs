//! The program's own log: what would go to stderr while a screen covers it.

use super::access::{Access, make_private};
use super::safe;
use rustix::fs::{Mode, OFlags};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// A log longer than this, in bytes, begins anew when it is opened.
const CAP: i64 = 1024 * 1024;

/// Where the log is, in the private state of the user (`Places::state`).
#[must_use]
pub fn path(state: &Path) -> PathBuf {
    state.join("switchover.log")
}

/// Opens the log for appending: readable by its user only, never through a link, never waiting for what is no file.
///
/// # Errors
/// When it cannot be made or written, or something else than a regular file of this user has its name.
pub fn open(state: &Path) -> io::Result<OwnedFd> {
    make_private(state)?;
    let flags = OFlags::WRONLY
        | OFlags::CREATE
        | OFlags::APPEND
        | OFlags::NOFOLLOW
        | OFlags::NONBLOCK
        | OFlags::NOCTTY
        | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(Access::Private.file_mode());
    let log = rustix::fs::open(path(state), flags, mode)?;
    let stat = rustix::fs::fstat(&log)?;
    if !safe::is_regular(&stat) {
        return Err(safe::not_regular());
    }
    rustix::fs::fchmod(&log, mode)?;
    if stat.st_size > CAP {
        rustix::fs::ftruncate(&log, 0)?;
    }
    Ok(log)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn it_is_appended_to_and_private() {
        let state = tempfile::tempdir().unwrap();
        let below = state.path().join("new");
        for line in ["one\n", "two\n"] {
            let mut log = File::from(open(&below).unwrap());
            log.write_all(line.as_bytes()).unwrap();
            fs::set_permissions(path(&below), fs::Permissions::from_mode(0o644)).unwrap();
        }
        assert_eq!(fs::read_to_string(path(&below)).unwrap(), "one\ntwo\n");
        drop(open(&below));
        let mode = fs::metadata(path(&below)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_long_one_begins_anew() {
        let state = tempfile::tempdir().unwrap();
        for (size, kept) in [(1024 * 1024, 1024 * 1024), (1024 * 1024 + 1, 0)] {
            fs::write(path(state.path()), vec![b'x'; size]).unwrap();
            drop(open(state.path()).unwrap());
            assert_eq!(fs::metadata(path(state.path())).unwrap().len(), kept);
        }
    }

    #[test]
    fn a_link_is_not_followed_and_a_pipe_not_waited_for() {
        let state = tempfile::tempdir().unwrap();
        let secret = state.path().join("secret");
        fs::write(&secret, "s").unwrap();
        std::os::unix::fs::symlink(&secret, path(state.path())).unwrap();
        open(state.path()).unwrap_err();
        fs::remove_file(path(state.path())).unwrap();
        let fifo = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path(state.path()),
            fifo,
            Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        open(state.path()).unwrap_err();
        assert_eq!(fs::read_to_string(secret).unwrap(), "s");
    }
}
