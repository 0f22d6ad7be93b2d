//! A plan on loopback, an incident opened from a shell, and cockpits on it.

use crate::support::home::Home;
use crate::support::plan;
use crate::support::pty::Pty;
use std::fs;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const TITLE: &str = "Fail over {{from.name}} to {{to.name}}";

const STEPS: &str = r#"[targets]
rto = "30m"
decide_by = "15m"
[[phase]]
id = "move"
title = "Move"
[[phase.step]]
id = "inform"
title = "Inform both"
role = "im"
[[phase.step]]
id = "go"
title = "Fail over?"
kind = "decision"
role = "im"
milestone = "decided"
[phase.step.decision]
question = "No ETA."
[[phase.step.decision.options]]
key = "f"
label = "Fail over"
goto = "fence"
[[phase.step]]
id = "fence"
title = "Fence {{from.name}}"
role = "ops"
command = "./fence.sh {{from.id}}"
expect = "0 sessions"
unproven = true
opens = "fence"
takes = "2m"
[[phase.step]]
id = "promote"
title = "Promote at {{to.name}}"
role = "db"
after = ["fence"]
command = "pg_ctl promote"
irreversible = true
confirm_by = "any"
"#;

/// A home with a plan whose providers are two servers on loopback, and one live incident.
pub struct World {
    pub home: Arc<Home>,
    pub incident: String,
}

/// An HTTP server that answers well, or with 503, as it is switched.
pub struct Server {
    pub port: u16,
    well: Arc<AtomicBool>,
}

impl Server {
    pub fn set(&self, well: bool) {
        self.well.store(well, Ordering::SeqCst);
    }
}

/// A server until the test ends. Its thread ends with the test process.
pub fn switched(well: bool) -> Server {
    let well = Arc::new(AtomicBool::new(well));
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let answers = Arc::clone(&well);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut request = [0; 2048];
            let _ = std::io::Read::read(&mut stream, &mut request);
            let status = match answers.load(Ordering::SeqCst) {
                true => "200 OK",
                false => "503 Service Unavailable",
            };
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-length: 7\r\nconnection: close\r\n\r\nhealthy"
            );
            let _ = std::io::Write::write_all(&mut stream, answer.as_bytes());
        }
    });
    Server { port, well }
}

const REST: &str = r#"[[service]]
id = "web"
name = "Web front"
downtime = true
[service.probe]
kind = "http"
url = "http://www.shop.example/health"
address = "{{provider.web}}"
status = [200]
every = "1s"
timeout = "1s"
[[role]]
id = "im"
name = "Incident manager"
required = true
[[role]]
id = "ops"
name = "Operations"
[[role]]
id = "db"
name = "Database"
[[audience]]
id = "customers"
name = "Customers"
[[audience.cadence]]
every = "10m"
"#;

impl World {
    /// A live incident with the checklist adopted.
    pub fn live() -> World {
        Self::of(
            &plan::checklist(TITLE, STEPS),
            (switched(true).port, switched(true).port),
        )
    }

    /// A live incident with this checklist adopted; the ports of both providers' servers.
    pub fn of(checklist: &str, ports: (u16, u16)) -> World {
        Self::with(Home::new(), &[], checklist, ports)
    }

    /// The same in a root of its own, outside the private state.
    pub fn in_root(name: &str) -> World {
        let home = Home::new();
        fs::create_dir(home.path().join(name)).unwrap();
        let ports = (switched(true).port, switched(true).port);
        Self::with(
            home,
            &["--root", name],
            &plan::checklist(TITLE, STEPS),
            ports,
        )
    }

    /// A live incident without a checklist.
    pub fn triage() -> World {
        let ports = (switched(true).port, switched(true).port);
        Self::with(Home::new(), &[], "", ports)
    }

    /// No checklist text: none is adopted.
    fn with(home: Home, flags: &[&str], checklist: &str, ports: (u16, u16)) -> World {
        let home = Arc::new(home);
        let (text, adopted): (String, &[&str]) = match checklist {
            "" => (plan::checklist(TITLE, STEPS), &[]),
            text => (text.to_owned(), &["failover"]),
        };
        let [one, two] = [ports.0, ports.1].map(|port| format!("web = \"127.0.0.1:{port}\""));
        let folder = plan::write(&home, &plan::plan([&one, &two], REST), &text);
        let incident = plan::open(&home, &folder, flags, adopted);
        let incident = home.path().join(incident).display().to_string();
        World { home, incident }
    }

    /// A cockpit of `who` in a terminal of its own, with variables over the usual ones; it may not be up yet.
    pub fn open(&self, who: &str, env: &[(&str, &str)], columns: u16, rows: u16) -> Pty {
        let args = ["--as", who, "join", &self.incident];
        Pty::spawn_in(Arc::clone(&self.home), &args, env, columns, rows)
    }

    /// A cockpit of `who`, ready for keys.
    pub fn cockpit(&self, who: &str) -> Pty {
        let pty = self.open(who, &[], 80, 24);
        pty.wait_for("LIVE");
        pty.wait_for("Inform both");
        pty.wait_for("saved");
        pty
    }

    /// A cockpit of `who` on a triage, ready for keys.
    pub fn in_triage(&self, who: &str) -> Pty {
        let pty = self.open(who, &[], 80, 24);
        pty.wait_for("LIVE");
        pty.wait_for("Triage");
        pty.wait_for("saved");
        has_read(&pty, who);
        pty
    }

    /// What a command for shells prints.
    pub fn shell(&self, args: &[&str]) -> String {
        let mut all = vec!["--incident", &self.incident];
        all.extend(args);
        let out = self.home.command(&all).output().unwrap();
        assert!(
            out.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    }
}

/// Waits until a cockpit of `who` has read the journal: it says that it joined; before that keys are refused.
pub fn has_read(pty: &Pty, who: &str) {
    let joined = |line: &str| {
        let mut words = line.split_whitespace();
        line.contains("joined from") && words.any(|word| word == who)
    };
    pty.wait_screen("who joined", |screen| screen.lines().any(joined));
}

/// Closes the incident, each question answered with no, until the cockpit says how the run went.
pub fn close(pty: &Pty) {
    pty.send(":");
    pty.type_text("close");
    pty.send("\r");
    for question in [
        "data lost",
        "Lingering",
        "every channel",
        "Obligations",
        "objection",
    ] {
        pty.wait_for(question);
        pty.type_text("no");
        pty.send("\r");
    }
    pty.wait_for("How the run went");
}

/// Notes that are more than what fits into the page a file ends in.
pub fn write_notes(gf: &Pty) {
    for n in 0..8 {
        gf.send("n");
        gf.wait_for("write it");
        let text = format!("{n} written on a full disk {} end {n}", "x".repeat(600));
        gf.send(format!("\x1b[200~{text}\x1b[201~"));
        gf.wait_for(&format!("end {n}"));
        gf.send("\r");
        gf.wait_for("c copy");
    }
}
