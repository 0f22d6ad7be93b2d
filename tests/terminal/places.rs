//! Sizes, terminals, and places that are no terminal.

use super::{cockpit, press_idle_key, wait_for_size};
use crate::cockpit::world::World;
use crate::support::pty::{Pty, SOON};
use std::process::Stdio;
use std::sync::Arc;

#[test]
fn any_size_is_drawn() {
    let world = World::live();
    for (columns, rows) in [(0, 0), (1, 1), (2, 1), (10, 3), (80, 24), (500, 500)] {
        let mut pty = world.open("gf", &[], columns, rows);
        pty.wait_screen("a first frame", |screen| !screen.trim().is_empty());
        // Where no question fits either, the keys mean the same.
        pty.send("qq");
        assert_eq!(pty.exit_status(SOON).code(), Some(0), "{columns}x{rows}");
        pty.wait_whole();
    }
}

#[test]
fn many_sizes_in_a_row_end_at_the_last() {
    let (_world, pty) = cockpit();
    let mut state = 1_u32;
    for _ in 0..10_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        pty.resize((state >> 8) as u16 % 200, (state >> 20) as u16 % 60);
    }
    pty.resize(90, 30);
    wait_for_size(&pty, 90, 30);
    press_idle_key(&pty, "Q");
}

#[test]
fn the_linux_console_gets_no_title_and_no_glyph_it_has_not() {
    let world = World::live();
    let pty = world.open("gf", &[("TERM", "linux")], 80, 24);
    pty.wait_for("NOW 1.1");
    pty.wait_for("saved");
    let raw = pty.raw_output();
    assert!(
        !raw.windows(2).any(|w| w == b"\x1b]"),
        "{}",
        raw.escape_ascii()
    );
    assert!(raw.is_ascii(), "{}", raw.escape_ascii());
}

/// Every way to a screen, without the incident.
const SCREENS: [&[&str]; 4] = [
    &["--as", "gf"],
    &["--as", "gf", "join"],
    &["--as", "gf", "rehearse"],
    &[
        "--plan", "plan", "--as", "gf", "open", "--from", "h42", "--to", "c10",
    ],
];

fn incidents(world: &World) -> usize {
    let root = std::path::Path::new(&world.incident).parent().unwrap();
    std::fs::read_dir(root).unwrap().count()
}

#[test]
fn a_terminal_that_can_show_nothing_gets_the_plain_command_named() {
    let world = World::live();
    let before = incidents(&world);
    for term in ["dumb", ""] {
        for args in SCREENS {
            let home = Arc::clone(&world.home);
            let mut pty = Pty::spawn_in(home, args, &[("TERM", term)], 80, 24);
            assert_eq!(pty.exit_status(SOON).code(), Some(2), "{args:?}\n{pty}");
            pty.wait_for("without one");
            assert!(!pty.raw_output().contains(&0x1b), "{args:?}\n{pty}");
        }
    }
    assert_eq!(incidents(&world), before, "nothing was opened");
}

#[test]
fn without_a_terminal_no_escape_is_written() {
    let world = World::live();
    let before = incidents(&world);
    for args in SCREENS {
        let mut command = world.home.command(args);
        let out = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(out.stdout.is_empty());
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains("without one: `switchover "), "{said}");
        assert!(!said.contains('\u{1b}'));
    }
    let mut join = world.home.command(SCREENS[1]);
    let out = join.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("switchover tail --follow"), "{said}");
    assert_eq!(incidents(&world), before, "nothing was opened");
}
