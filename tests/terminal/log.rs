//! What would go to stderr while a screen covers it goes to a log, and nothing of it to the screen.

use super::{READY, cockpit, press_idle_key, provoked, quit};
use crate::cockpit::world::World;
use crate::support::pty::SOON;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use switchover::shell::terminal::PROVOKE_VARIABLE;

fn log(world: &World) -> PathBuf {
    world.home.path().join("state/switchover/switchover.log")
}

/// Where stderr of a process goes.
fn stderr_of(pid: u32) -> PathBuf {
    fs::read_link(format!("/proc/{pid}/fd/2")).unwrap()
}

#[test]
fn a_panic_is_in_the_log_with_its_time_and_its_place() {
    let (world, mut pty) = provoked("thread");
    assert_eq!(pty.exit_status(SOON).code(), Some(101));
    let said = fs::read_to_string(log(&world)).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("20"), "{said}");
    assert!(said.contains("Z switchover["), "{said}");
    assert!(said.contains("provoked (thread unlucky, src/"), "{said}");
    let mode = fs::metadata(log(&world)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn without_a_screen_a_panic_ends_it_too_and_is_told_on_stderr() {
    let world = World::live();
    for place in ["thread", "task", "loop"] {
        let args = ["--as", "gf", "join", "--headless", &world.incident];
        let mut join = world.home.command(&args);
        let out = join.env(PROVOKE_VARIABLE, place).output().unwrap();
        assert_eq!(out.status.code(), Some(101), "{place}");
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains("provoked (thread "), "{place}: {said}");
    }
}

#[test]
fn stderr_is_the_log_while_the_screen_is_up_and_the_terminal_after() {
    let (world, mut pty) = cockpit();
    assert_eq!(stderr_of(pty.pid()), log(&world));
    // As a library that complains would.
    let stderr = format!("/proc/{}/fd/2", pty.pid());
    let complain = format!("echo complaint > {stderr}");
    let sh = std::process::Command::new("sh")
        .args(["-c", &complain])
        .status();
    assert!(sh.unwrap().success());
    press_idle_key(&pty, "Q");
    assert!(!pty.screen().contains("complaint"), "{pty}");
    assert_eq!(quit(&mut pty), Some(0));
    assert!(
        fs::read_to_string(log(&world))
            .unwrap()
            .contains("complaint")
    );
}

#[test]
fn a_long_log_begins_anew_and_a_link_is_never_written_through() {
    let world = World::live();
    fs::write(log(&world), vec![b'x'; 2 * 1024 * 1024]).unwrap();
    let mut pty = world.cockpit("gf");
    pty.wait_for(READY);
    assert_eq!(fs::metadata(log(&world)).unwrap().size(), 0);
    assert_eq!(quit(&mut pty), Some(0));
    let precious = world.home.path().join("precious");
    fs::write(&precious, "mine").unwrap();
    fs::remove_file(log(&world)).unwrap();
    std::os::unix::fs::symlink(&precious, log(&world)).unwrap();
    let mut pty = world.cockpit("gf");
    pty.wait_for(READY);
    assert_eq!(stderr_of(pty.pid()), Path::new("/dev/null"));
    assert_eq!(quit(&mut pty), Some(0));
    assert_eq!(fs::read_to_string(precious).unwrap(), "mine");
}
