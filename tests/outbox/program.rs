//! The real program: queued, approved, posted once, by one cockpit, with no secret on the disk.

use super::server::{Manner, Server, body, header};
use crate::operators::desk::{Desk, nothing_holds, wait_until};
use crate::support::port::ClosedPort;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};

const AUDIENCE: &str = r#"public = true
webhook = "env:HOOK"
[audience.headers]
Authorization = "env:HOOK_AUTH"
"#;

fn desk() -> Desk {
    desk_with(AUDIENCE)
}

/// A desk whose customers are reached like this.
pub(super) fn desk_with(audience: &str) -> Desk {
    let desk = Desk::new();
    let file = desk.0.path().join("plan/plan.toml");
    let plan = fs::read_to_string(&file).unwrap();
    let name = "name = \"Customers\"\n";
    assert!(plan.contains(name));
    fs::write(&file, plan.replace(name, &format!("{name}{audience}"))).unwrap();
    desk
}

/// The manager tells the customers: approved by that.
pub(super) fn say(desk: &Desk, text: &str) {
    desk.ok(&["--as", "gf", "bulletin", "customers", "--text", text]);
}

/// A cockpit without a screen; it ends with the test.
pub(crate) struct Cockpit(pub(crate) Child);

impl Cockpit {
    pub(super) fn join(desk: &Desk, url: &str) -> Self {
        Cockpit::with(desk, url, &[])
    }

    fn with(desk: &Desk, url: &str, env: &[(&str, &str)]) -> Self {
        let mut command = desk.command(&["--as", "gf", "join", "--headless"]);
        command
            .envs(env.iter().copied())
            .env("HOOK", url)
            .env("HOOK_AUTH", "Bearer VERYSECRETHEADER");
        Cockpit::of(command)
    }

    /// One started by this command.
    pub(super) fn of(mut command: std::process::Command) -> Self {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Cockpit(child.unwrap())
    }

    /// kill -9.
    pub(super) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Cockpit {
    fn drop(&mut self) {
        self.end();
    }
}

pub(super) fn told(desk: &Desk, kind: &str) -> Vec<serde_json::Value> {
    let lines = desk.ok(&["tail", "--json"]);
    let all = lines.lines().map(|l| serde_json::from_str(l).unwrap());
    let all: Vec<serde_json::Value> = all.collect();
    all.into_iter().filter(|e| e["kind"] == kind).collect()
}

#[test]
fn approved_posted_once_after_failures_and_no_secret_is_kept() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let server = Server::new(&[Manner::Answer(500), Manner::Answer(503)]);
    let _cockpit = Cockpit::join(&desk, &server.url());
    let out = desk.ok(&[
        "--as",
        "cp",
        "bulletin",
        "customers",
        "--text",
        "Orders fail.",
    ]);
    assert!(out.contains("waits for approval by gf"), "{out}");
    let refused = desk.refused(&["--as", "cp", "bulletin", "customers", "--approve"]);
    assert!(
        refused.contains("Incident manager approves it (gf)"),
        "{refused}"
    );
    assert_eq!(server.requests().len(), 0);
    desk.ok(&["--as", "gf", "bulletin", "customers", "--approve"]);
    let came = server.wait_for(3);
    wait_until("it is written down as sent", || {
        !told(&desk, "bulletin.sent").is_empty()
    });
    let keys: Vec<_> = came.iter().map(|r| header(r, "idempotency-key")).collect();
    assert!(
        keys[0].is_some() && keys.iter().all(|k| *k == keys[0]),
        "{keys:?}"
    );
    assert_eq!(body(&came[2]), r#"{"text":"Orders fail."}"#);
    assert_eq!(
        header(&came[2], "authorization").unwrap(),
        "Bearer VERYSECRETHEADER"
    );
    let failed = told(&desk, "bulletin.failed");
    assert_eq!(failed.len(), 2, "once for each reason: {failed:?}");
    for word in ["VERYSECRETPLACE", "VERYSECRETHEADER"] {
        nothing_holds(desk.0.path(), word);
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn after_kill_9_another_cockpit_sends_it_once() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let place = ClosedPort::new();
    let url = format!("http://{}/VERYSECRETPLACE", place.address);
    let first = Cockpit::join(&desk, &url);
    say(&desk, "Orders fail.");
    wait_until("the first cockpit tries in vain", || {
        !told(&desk, "bulletin.failed").is_empty()
    });
    first.kill();
    let server = Server::at(place.address, &[]);
    assert_eq!(server.requests().len(), 0);
    let second = Cockpit::join(&desk, &url);
    let third = Cockpit::join(&desk, &url);
    let came = server.wait_for(1);
    wait_until("it is written down as sent", || {
        !told(&desk, "bulletin.sent").is_empty()
    });
    say(&desk, "Next.");
    let next = server.wait_for(2);
    assert_eq!(body(&next[1]), r#"{"text":"Next."}"#, "{came:?}");
    wait_until("both are sent", || told(&desk, "bulletin.sent").len() == 2);
    drop((second, third));
}

#[test]
fn what_may_have_arrived_is_not_sent_again_unasked() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let server = Server::new(&[Manner::Close]);
    let _cockpit = Cockpit::join(&desk, &server.url());
    say(&desk, "Orders fail.");
    wait_until("nobody knows", || {
        let failed = told(&desk, "bulletin.failed");
        failed
            .iter()
            .any(|f| f["text"].as_str().unwrap().contains("may have arrived"))
    });
    assert_eq!(server.requests().len(), 1);
    desk.ok(&["--as", "gf", "bulletin", "customers", "--approve"]);
    let came = server.wait_for(2);
    let key = |n: usize| header(&came[n], "idempotency-key");
    assert_eq!(key(0), key(1));
    wait_until("it is sent", || told(&desk, "bulletin.sent").len() == 1);
}

#[test]
fn a_certificate_nobody_vouches_for_is_refused_with_words_and_posted_once_it_is_trusted() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let (server, pem) = Server::encrypted();
    let url = server.url().replace("http://", "https://");
    let roots = desk.0.path().join("roots.pem");
    fs::write(&roots, pem).unwrap();
    let nobody = desk.0.path().join("none.pem");
    fs::write(&nobody, "").unwrap();
    let trusting = |file: &Path| {
        let file = file.to_str().unwrap().to_owned();
        Cockpit::with(
            &desk,
            &url,
            &[("SSL_CERT_FILE", &file), ("SSL_CERT_DIR", "/nonexistent")],
        )
    };
    let distrusts = trusting(&nobody);
    say(&desk, "Orders fail.");
    wait_until("the certificate is refused", || {
        !told(&desk, "bulletin.failed").is_empty()
    });
    let failed = told(&desk, "bulletin.failed");
    let why = failed[0]["text"].as_str().unwrap();
    assert!(why.contains("its certificate is not trusted"), "{why}");
    let status: serde_json::Value = serde_json::from_str(&desk.ok(&["status", "--json"])).unwrap();
    let updates = status["updates"].as_array().unwrap();
    let waiting = &updates
        .iter()
        .find(|u| u["audience"] == "customers")
        .unwrap()["waiting"];
    assert_eq!(waiting["waits_for"], "post");
    assert!(
        waiting["trouble"].as_str().unwrap().contains("certificate"),
        "{waiting}"
    );
    let text = desk.ok(&["status"]);
    assert!(
        text.contains("update to customers does not leave: its certificate is not"),
        "{text}"
    );
    assert_eq!(server.requests().len(), 0, "nothing was said before");
    distrusts.kill();
    let _trusts = trusting(&roots);
    let came = server.wait_for(1);
    assert_eq!(body(&came[0]), r#"{"text":"Orders fail."}"#);
    wait_until("it is sent", || told(&desk, "bulletin.sent").len() == 1);
}

#[test]
fn from_a_drill_nothing_leaves_and_every_text_says_so() {
    let (desk, rehearsed) = (desk(), Server::new(&[]));
    let file = desk.0.path().join("plan/plan.toml");
    let plan = fs::read_to_string(&file).unwrap();
    let inside = r#"
[[audience]]
id = "internal"
webhook = "env:HOOK"
rehearsal_webhook = "env:TEST_HOOK"
"#;
    fs::write(&file, plan + inside).unwrap();
    let folder = desk.ok(&[
        "open",
        "failover",
        "--mode",
        "drill",
        "--from",
        "h42",
        "--to",
        "c10",
        "--headless",
    ]);
    let folder = folder.trim().to_owned();
    desk.ok(&["--incident", &folder, "role", "im", "gf"]);
    let server = Server::new(&[]);
    let child = desk
        .command(&["--as", "gf", "join", "--headless", &folder])
        .env("HOOK", server.url())
        .env("TEST_HOOK", rehearsed.url())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let cockpit = Cockpit(child.unwrap());
    let inside = [
        "--incident",
        &folder,
        "--as",
        "gf",
        "bulletin",
        "internal",
        "--text",
        "all is well",
    ];
    desk.ok(&inside);
    let came = rehearsed.wait_for(1);
    assert!(
        body(&came[0]).starts_with("{\"text\":\"DRILL"),
        "{}",
        came[0]
    );
    let say = [
        "--incident",
        &folder,
        "--as",
        "gf",
        "bulletin",
        "customers",
        "--text",
        "x",
    ];
    let out = desk.ok(&say);
    assert!(out.contains("DRILL"), "{out}");
    wait_until("it is written down as sent", || {
        let sent = desk.ok(&["--incident", &folder, "tail", "--json"]);
        sent.contains("bulletin.sent") && sent.contains("DRILL")
    });
    assert_eq!(server.requests().len(), 0);
    drop(cockpit);
    crate::operators::desk::end_drill(desk.command(&[]), Path::new(&folder));
}

#[test]
fn taken_back_it_never_leaves() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let out = desk.ok(&["--as", "gf", "bulletin", "customers", "--text", "Wrong."]);
    assert!(out.contains("on its way"), "{out}");
    let busy = desk.refused(&["--as", "gf", "bulletin", "customers", "--text", "Another."]);
    assert!(busy.contains("--cancel"), "{busy}");
    desk.ok(&[
        "--as",
        "gf",
        "bulletin",
        "customers",
        "--cancel",
        "--reason",
        "typo",
    ]);
    desk.ok(&["--as", "gf", "bulletin", "customers", "--text", "Right."]);
    let server = Server::new(&[]);
    let _cockpit = Cockpit::join(&desk, &server.url());
    let came = server.wait_for(1);
    assert_eq!(body(&came[0]), r#"{"text":"Right."}"#);
}

#[test]
fn what_is_to_be_posted_is_not_written_down_as_handed_over() {
    let desk = desk();
    desk.open(&[]);
    desk.ok(&["role", "im", "gf"]);
    let via = |way: &'static str| {
        let to = [
            "--as",
            "gf",
            "bulletin",
            "customers",
            "--text",
            "x",
            "--via",
            way,
        ];
        to.map(str::to_owned)
    };
    for way in ["webhook", " Webhook"] {
        let all = via(way);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let refused = desk.refused(&all);
        assert!(refused.contains("without --via"), "{refused}");
    }
    assert_eq!(told(&desk, "bulletin.sent").len(), 0);
}
