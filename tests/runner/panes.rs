//! `p` in a real tmux: the command stands at the prompt of another pane, and nobody pressed Enter.

use super::world::Place;
use crate::support::PROGRAM;
use crate::support::pty::Pty;
use crate::support::tmux::Server;
use std::sync::Arc;

#[test]
fn p_puts_the_command_at_the_prompt_of_the_pane_chosen() {
    let place = Place::new();
    let socket = place.home.path().join("tmux.sock").display().to_string();
    let (plan, incident) = (place.plan.display(), &place.incident);
    let cockpit = format!("{PROGRAM} --plan {plan} --as gf join {incident}");
    let shell = "sh -c 'PS1=prompt: exec sh'";
    let args = ["-f", "/dev/null", "-S", &socket, "new", &cockpit];
    let env = [("SWITCHOVER_MACHINE", "b1")];
    let pty = Pty::program(Arc::clone(&place.home), "tmux", &args, &env, 80, 30);
    let server = Server(socket);
    pty.wait_for("Say hello");
    server.ask(&["split-window", "-d", "-l", "5", shell]);
    pty.wait_for("prompt:");
    pty.wait_for("saved");
    pty.send("p");
    pty.wait_for("into which pane?");
    pty.send("\r");
    pty.wait_for("pasted into pane %1");
    pty.wait_for("prompt:./hello.sh c10");
    assert!(!place.file("env.txt").exists(), "nobody pressed Enter");
    pty.wait_until("it is written down", || {
        place.shell(&["tail"]).contains("command copied (pane)")
    });
}
