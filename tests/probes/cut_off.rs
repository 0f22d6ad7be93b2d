//! What only a machine that is cut off shows: no route, and name servers that never answer. In a network of its own.

use crate::support::PROGRAM;
use crate::support::home::Home;
use crate::support::plan::{checklist, plan, write};
use std::process::Command;

const CHECKLIST: &str =
    "[[phase]]\nid = \"p\"\ntitle = \"P\"\n[[phase.step]]\nid = \"a\"\ntitle = \"A\"\n";

/// One round in a network of its own, after `setup`; none where long tests are not asked for.
fn round(home: &Home, rest: &str, setup: &str) -> Option<String> {
    // Not run: what takes the right to make a network. It is with SWITCHOVER_LONG=1.
    std::env::var_os("SWITCHOVER_LONG")?;
    let resolv = home.path().join("resolv.conf");
    let search = "search a.example b.example c.example d.example e.example f.example";
    std::fs::write(
        &resolv,
        format!("{search}\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n"),
    )
    .unwrap();
    let folder = write(
        home,
        &plan(["", ""], rest),
        &checklist("Fail over", CHECKLIST),
    );
    let script = format!(
        "mount --bind {} /etc/resolv.conf || exit 99; {setup}\nexec {PROGRAM} --plan {} probe --json",
        resolv.display(),
        folder.display()
    );
    let mut command = Command::new("unshare");
    command.args(["-mn", "sh", "-c", &script]);
    command.env_clear().envs(home.variables());
    let out = command
        .output()
        .expect("unshare: apt-get install util-linux");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (found, err) = (said(&out.stdout), said(&out.stderr));
    assert!(found.contains("schema"), "it takes root: {found}{err}");
    Some(found)
}

fn tcp(address: &str) -> String {
    format!(
        "[[service]]\nid = \"db\"\nname = \"DB\"\n[service.probe]\nkind = \"tcp\"\naddress = \"{address}\"\n\
         timeout = \"1s\"\n"
    )
}

#[test]
fn without_a_route_nothing_is_said_of_the_target() {
    let home = Home::new();
    let Some(said) = round(&home, &tcp("192.0.2.1:5432"), "") else {
        return;
    };
    for line in said.lines() {
        assert!(line.contains(r#""state":"unknown""#), "{line}");
        assert!(line.contains(r#""detail":"no route""#), "{line}");
    }
}

#[test]
fn name_servers_that_never_answer_end_by_the_deadline_whatever_domains_are_searched() {
    let home = Home::new();
    // What is sent nowhere is lost without a word.
    let hole =
        "ip link set lo up && ip route add blackhole 203.0.113.0/24 && ip route add default dev lo";
    let Some(said) = round(&home, &tcp("db1.h42:5432"), hole) else {
        return;
    };
    for line in said.lines() {
        assert!(line.contains(r#""state":"unknown""#), "{line}");
        assert!(line.contains(r#""detail":"no name server""#), "{line}");
    }
}
