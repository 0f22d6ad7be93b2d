//! A disk that can be filled. Needs root, to mount it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small disk, gone when dropped.
pub struct Small(PathBuf);

impl Small {
    /// Mounts one on a folder, which is made.
    pub fn mount(path: &Path) -> Self {
        fs::create_dir_all(path).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=64k", "switchover-test"])
            .arg(path);
        let done = mount.status().is_ok_and(|status| status.success());
        assert!(done, "this test needs root, to mount a small disk");
        Small(path.to_path_buf())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Fills it to the last byte; the file to remove, so that there is space again.
    pub fn fill(&self) -> PathBuf {
        let path = self.0.join("ballast");
        let mut file = fs::File::create(&path).unwrap();
        while file.write(&[0; 4096]).is_ok_and(|n| n > 0) {}
        path
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
