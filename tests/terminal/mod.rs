//! The terminal is whole after everything that can happen to the program, and hostile input acts on nothing.

mod ends;
mod input;
mod log;
mod places;
mod shells;
mod stalls;
mod tmux;

use crate::cockpit::world::World;
use crate::support::pty::{Pty, SOON};

/// What a cockpit shows of its first step when the journal is read.
const READY: &str = "NOW 1.1";

/// An incident, and a cockpit on it that is ready for keys, at 80x24.
fn cockpit() -> (World, Pty) {
    let world = World::live();
    let pty = world.cockpit("gf");
    pty.wait_for(READY);
    (world, pty)
}

/// A cockpit to which something happens at the first paint: it may show no more than its header.
fn provoked(word: &str) -> (World, Pty) {
    let world = World::live();
    let env = [(switchover::shell::terminal::PROVOKE_VARIABLE, word)];
    let pty = world.open("gf", &env, 80, 24);
    (world, pty)
}

/// Leaves as an operator does, and gives the exit status.
fn quit(pty: &mut Pty) -> Option<i32> {
    pty.send("q");
    pty.wait_for("Leave?");
    pty.send("q");
    pty.exit_status(SOON).code()
}

/// Presses a key that means nothing: the answer line says so, as for every key.
fn press_idle_key(pty: &Pty, key: &str) {
    pty.send(key);
    pty.wait_for(&format!("{key} does nothing here"));
}

/// Waits for a frame of this size: the footer in its last row, a rule up to its last column.
fn wait_for_size(pty: &Pty, columns: u16, rows: u16) {
    let at = |x, y| {
        pty.cell(x, y)
            .map_or(String::new(), |c| c.contents().to_owned())
    };
    pty.wait_until(&format!("a frame of {columns}x{rows}"), || {
        let last: String = (0..columns).map(|x| at(x, rows - 1)).collect();
        last.trim_end().ends_with("? help") && (0..rows).any(|y| at(columns - 1, y) == "─")
    });
}

/// How many steps somebody touched: nobody, as long as nothing acted as a key.
fn steps_touched(world: &World) -> usize {
    world.shell(&["tail", "--json"]).matches("\"step.").count()
}
