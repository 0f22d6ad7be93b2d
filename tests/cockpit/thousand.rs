//! Keys are answered while a thousand probes a second run. How fast, a benchmark tells.

use crate::support::home::Home;
use crate::support::plan;
use crate::support::pty::Pty;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::sync::Arc;

/// A plan of `services` services at two providers, each asked every second at this port.
fn asking(services: usize, port: u16) -> String {
    let mut rest = String::new();
    for n in 0..services {
        let _ = write!(
            rest,
            "[[service]]\nid = \"s{n}\"\nname = \"Service {n}\"\n[service.probe]\nkind = \"tcp\"\n\
             address = \"127.0.0.1:{port}\"\nevery = \"1s\"\ntimeout = \"1s\"\n"
        );
    }
    rest.push_str("[[role]]\nid = \"im\"\nname = \"Incident manager\"\nrequired = true\n");
    plan::plan(["", ""], &rest)
}

#[test]
fn keys_are_answered_while_a_thousand_probes_a_second_run() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    std::thread::spawn(move || for _ in server.incoming() {});
    let home = Home::new();
    let steps = "[[phase]]\nid = \"move\"\ntitle = \"Move\"\n\
                 [[phase.step]]\nid = \"inform\"\ntitle = \"Inform both\"\n\
                 [[phase.step]]\nid = \"fence\"\ntitle = \"Stop writers\"\n";
    let folder = plan::write(
        &home,
        &asking(500, port),
        &plan::checklist("Fail over", steps),
    );
    let incident = plan::open(&home, &folder, &[], &["failover"]);
    let incident = home.path().join(incident).display().to_string();
    let args = ["--as", "gf", "join", &incident];
    let pty = Pty::spawn_in(Arc::new(home), &args, &[], 80, 24);
    pty.wait_for("NOW 1.1");
    pty.wait_for("saved");
    pty.wait_for("✔ up");
    pty.send("\r");
    pty.wait_for("1.1 started");
    pty.send("d");
    pty.wait_for("NOW 1.2");
    pty.send("?");
    pty.wait_for("Keys");
}
