//! Under a shell: into the background, back at another size, and killed.

use super::wait_for_size;
use crate::cockpit::world::World;
use crate::support::PROGRAM;
use crate::support::process::{kill, wait_for_child};
use crate::support::pty::Pty;
use rustix::process::Signal;
use std::sync::Arc;

#[test]
fn under_a_shell_it_stops_continues_at_another_size_and_dies_cleanly() {
    let world = World::live();
    let pty = shell(&world);
    pty.send(format!("{PROGRAM} --as gf join {}\r", world.incident));
    pty.wait_for("saved");
    wait_for_size(&pty, 80, 24);
    let before = pty.raw_output().len();
    pty.send("\x1a");
    wait_for_prompt(&pty, before);
    assert!(!pty.modes().changed.contains(&1049), "{pty}");
    pty.send("echo both-$((40+2))\r");
    pty.wait_for("both-42");
    pty.resize(100, 30);
    // What happens meanwhile is there when it comes back.
    world.shell(&["--as", "cp", "note", "while it was stopped"]);
    pty.send("fg\r");
    wait_for_size(&pty, 100, 30);
    pty.wait_for("while it was stopped");
    assert!(pty.modes().changed.contains(&2004));
    // From outside, as `kill -TSTP` does.
    let cockpit = wait_for_child(pty.pid(), "join", &pty);
    let before = pty.raw_output().len();
    kill(cockpit, Signal::TSTP);
    wait_for_prompt(&pty, before);
    assert!(!pty.modes().changed.contains(&1049), "{pty}");
    pty.send("fg\r");
    wait_for_size(&pty, 100, 30);
    wait_for_child(cockpit, "__restore", &pty);
    kill(cockpit, Signal::KILL);
    pty.wait_for("ended from outside");
    // The shell's own line editor has bracketed paste on.
    pty.wait_until("the shell's terminal", || {
        let modes = pty.modes();
        modes.changed.iter().all(|mode| *mode == 2004) && modes.titles == 0
    });
    pty.send("echo both-$((50+2))\r");
    pty.wait_for("both-52");
    pty.send("stty -a\r");
    pty.wait_for(" icanon");
}

fn shell(world: &World) -> Pty {
    let home = Arc::clone(&world.home);
    let args = ["--norc", "--noprofile", "-i"];
    let pty = Pty::program(home, "bash", &args, &[("PS1", "shell> ")], 80, 24);
    pty.wait_for("shell>");
    pty
}

/// Waits until the shell says that its job stopped, and asks for a command.
fn wait_for_prompt(pty: &Pty, since: usize) {
    pty.wait_until("a prompt", || {
        let said = String::from_utf8_lossy(&pty.raw_output()[since..]).into_owned();
        said.split_once("Stopped")
            .is_some_and(|(_, after)| after.contains("shell> "))
    });
}
