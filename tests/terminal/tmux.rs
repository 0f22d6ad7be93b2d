//! Inside a real tmux, on a server of its own: copying and pasting, and being detached and attached.

use super::{READY, wait_for_size};
use crate::cockpit::world::World;
use crate::support::PROGRAM;
use crate::support::home::Home;
use crate::support::pty::{Pty, SOON};
use crate::support::tmux::Server;
use std::sync::Arc;
use switchover::exec::clipboard::{ClipboardEnv, Tmux, Way, copy};
use switchover::exec::pane::{panes, paste};

#[test]
fn a_command_goes_to_the_buffer_and_to_a_prompt_without_enter() {
    let home = Arc::new(Home::new());
    let socket = home.path().join("tmux.sock").display().to_string();
    let args = [
        "-f",
        "/dev/null",
        "-S",
        &socket,
        "new",
        "sh -c 'PS1=prompt: exec sh'",
    ];
    let pty = Pty::program(Arc::clone(&home), "tmux", &args, &[], 80, 24);
    let server = Server(socket.clone());
    pty.wait_for("prompt:");
    let tmux = Tmux {
        socket: format!("{socket},1,0"),
        path: std::env::var("PATH").unwrap(),
    };
    let env = ClipboardEnv {
        tmux: Some(tmux.clone()),
        file: home.path().join("state/copied.txt"),
    };
    let copied = copy("echo '✔ {{x}}'\n", &env);
    assert_eq!(copied.way, Way::Tmux, "{}", copied.said());
    assert_eq!(server.ask(&["show-buffer"]), "echo '✔ {{x}}'");

    let all = panes(&tmux, "%99").unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(panes(&tmux, &all[0].id).unwrap(), []);
    paste(&tmux, &all[0].id, "echo both-$((40+2))\n", false).unwrap();
    pty.wait_for("prompt:echo both-$((40+2))");
    // Not 42 alone: the status line shows a time and the machine's name.
    assert!(!pty.screen().contains("both-42"), "{pty}");
    pty.send("\r");
    pty.wait_for("both-42");
}

/// A terminal of that size in which tmux shows the session of a server.
fn client(home: &Arc<Home>, args: &[&str], columns: u16, rows: u16) -> Pty {
    Pty::program(Arc::clone(home), "tmux", args, &[], columns, rows)
}

/// The size of the program's window, as tmux sees it.
fn window(server: &Server) -> String {
    let size = server.ask(&["display-message", "-p", "#{window_width}x#{window_height}"]);
    size.trim().to_owned()
}

#[test]
fn detached_it_goes_on_and_attached_it_fits_the_size_of_whoever_looks() {
    let world = World::live();
    let home = &world.home;
    let socket = home.path().join("tmux.sock").display().to_string();
    let server = Server(socket.clone());
    let config = home.path().join("tmux.conf");
    std::fs::write(
        &config,
        "set -g status off\nset -g window-size latest\nset -g default-terminal screen-256color\n",
    )
    .unwrap();
    let config = config.display().to_string();
    let start = format!("{PROGRAM} --as gf join {}", world.incident);
    let args = ["-f", &config, "-S", &socket, "new", "-s", "night", &start];
    let ssh = [("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")];
    let mut first = Pty::program(Arc::clone(home), "tmux", &args, &ssh, 80, 24);
    first.wait_for(READY);
    first.wait_for("saved");
    wait_for_size(&first, 80, 24);
    // Inside tmux, no link that could drop ends it.
    assert!(!first.screen().contains("over SSH"), "{first}");

    server.ask(&["detach-client", "-s", "night"]);
    assert!(first.exit_status(SOON).success());
    world.shell(&["--as", "cp", "note", "while nobody looked"]);

    let attach = ["-S", &socket, "attach", "-t", "night"];
    let large = client(home, &attach, 120, 40);
    wait_for_size(&large, 120, 40);
    large.wait_for("while nobody looked");
    large.send("Q");
    large.wait_for("Q does nothing here");

    // A second client of another size: the window follows whoever typed last, and both see a whole frame.
    let mut small = client(home, &attach, 80, 24);
    small.wait_until("the smaller window", || window(&server) == "80x24");
    wait_for_size(&small, 80, 24);
    large.send("O");
    large.wait_until("the larger window", || window(&server) == "120x40");
    large.wait_for("O does nothing here");
    wait_for_size(&large, 120, 40);
    small.send("O");
    small.wait_until("the smaller window", || window(&server) == "80x24");
    small.wait_for("O does nothing here");
    wait_for_size(&small, 80, 24);
    drop(large);
    small.send("q");
    small.wait_for("Leave?");
    small.send("q");
    // The session ends with its only program, and the client's terminal is whole.
    assert!(small.exit_status(SOON).success());
    small.wait_whole();
    let said = world.shell(&["tail"]);
    assert!(said.contains("while nobody looked"), "{said}");
}
