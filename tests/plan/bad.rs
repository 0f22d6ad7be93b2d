//! Bad input is located: each row one slip in the examples, and the line it must give.

use super::support::{all_problems, examples, file, mutated, strict};
use switchover::domain::problem::{Problem, Severity};
use switchover::domain::text::is_hidden;
use switchover::formats::plan::load;
use switchover::formats::problems::render;
use switchover::formats::toml::{LARGEST, SourceFile, Strictness};

pub(super) const PLAN: &str = "plan.toml";
pub(super) const LIST: &str = "checklists/failover.toml";
pub(super) const STORY: &str = "scenarios/power-loss.toml";

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Code, file, what is replaced by what, and how the problem's line begins after the file's name.
pub(super) type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

pub(super) const SLIPS: &[Row] = &[
    (
        "unknown-key",
        PLAN,
        "downtime = true",
        "downtim = true",
        ":30:1: unknown key \"downtim\" in [[service]]; did you mean \"downtime\"?",
    ),
    (
        "unknown-key",
        PLAN,
        "name = \"Shop",
        "nmae = \"Shop",
        ":3:1: unknown key \"nmae\" in the top of the file; did you mean \"name\"?",
    ),
    (
        "unknown-key",
        LIST,
        "confirm_by =",
        "confirm-by =",
        ":96:1: unknown key \"confirm-by\" in [[phase.step]]; did you mean \"confirm_by\"?",
    ),
    (
        "unknown-key",
        LIST,
        "stable = 3\n[phase.step.rehearse]",
        "stabel = 3\n[phase.step.rehearse]",
        ":101:1: unknown key \"stabel\" in [phase.step.sensed]; did you mean \"stable\"?",
    ),
    (
        "missing-key",
        PLAN,
        "name = \"Shop production\"",
        "",
        ":1:1: the top of the file has no \"name\"; add: name = ...",
    ),
    (
        "missing-key",
        LIST,
        "title = \"Decide\"\n",
        "",
        ":21:1: [[phase]] has no \"title\"; add: title = ...",
    ),
    (
        "missing-key",
        PLAN,
        "schema = 1",
        "",
        ":1:1: the file does not say its schema",
    ),
    (
        "unknown-schema",
        PLAN,
        "schema = 1",
        "schema = 2",
        ":2:10: schema 2 is not known to this version",
    ),
    ("syntax", PLAN, "rise = 2", "rise = = 2", ":39:8: extra `=`"),
    (
        "syntax",
        PLAN,
        "rise = 2",
        "every = \"6s\"",
        ":39:1: duplicate key",
    ),
    (
        "wrong-type",
        PLAN,
        "rise = 2",
        "rise = \"2\"",
        ":39:8: \"rise\" is not a whole number but text; write a whole number",
    ),
    (
        "wrong-type",
        PLAN,
        "depends_on = [\"db\"]",
        "depends_on = \"db\"",
        ":29:14: \"depends_on\" is not a list in [ ] but text",
    ),
    (
        "wrong-type",
        LIST,
        "[targets]",
        "[[targets]]",
        ":11:1: \"targets\" is not a table but a list; write a table",
    ),
    (
        "out-of-bounds",
        PLAN,
        "rise = 2",
        "rise = 0",
        ":39:8: 0 is out of bounds; write 1 to 100",
    ),
    (
        "out-of-bounds",
        PLAN,
        "status = [200]",
        "status = [200, 999]",
        ":35:16: 999 is out of bounds; write 100 to 599",
    ),
    (
        "bad-duration",
        PLAN,
        "every = \"5s\"",
        "every = \"5 secs\"",
        ":37:9: \"5 secs\" is no length of time; write a number and a unit",
    ),
    (
        "bad-duration",
        PLAN,
        "every = \"5s\"",
        "every = \"0s\"",
        ":37:9: this length of time is nothing; write more than 0",
    ),
    (
        "bad-date",
        LIST,
        "reviewed = \"2026-10-01\"",
        "reviewed = \"1 Oct\"",
        ":9:12: \"1 Oct\" is no date; write the day as 2026-10-01",
    ),
    (
        "bad-id",
        PLAN,
        "id = \"h42\"",
        "id = \"H42\"",
        ":8:6: \"H42\" is no id; an id is 1 to 48 of a-z, 0-9 and -",
    ),
    (
        "reserved-id",
        PLAN,
        "id = \"h42\"",
        "id = \"from\"",
        ":8:6: the id \"from\" is reserved",
    ),
    (
        "reserved-id",
        PLAN,
        "id = \"im\"",
        "id = \"both\"",
        ":93:6: the id \"both\" is reserved",
    ),
    (
        "bad-name",
        LIST,
        "[vars.ticket]",
        "[vars.\"tick et\"]",
        ":16:7: \"tick et\" cannot name a value",
    ),
    (
        "empty",
        LIST,
        "title = \"Decide\"",
        "title = \" \"",
        ":23:9: \"title\" is empty",
    ),
    (
        "unknown-word",
        LIST,
        "kind = \"decision\"",
        "kind = \"decison\"",
        ":38:8: \"decison\" is not known here; did you mean \"decision\"?",
    ),
    (
        "unknown-word",
        LIST,
        "side = \"from\"",
        "side = \"left\"",
        ":62:8: \"left\" is not known here; write one of: from, to, both",
    ),
    (
        "unknown-word",
        LIST,
        "milestone = \"decided\"",
        "milestone = \"decide\"",
        ":40:13: \"decide\" is not known here; did you mean \"decided\"?",
    ),
    (
        "unknown-word",
        STORY,
        "is = \"hang\"",
        "is = \"hangs\"",
        ":14:6: \"hangs\" is not known here; did you mean \"hang\"?",
    ),
    (
        "wrong-kind",
        PLAN,
        "kind = \"tcp\"",
        "kind = \"tcp\"\nurl = \"http://x/\"",
        ":90:1: a probe of the kind tcp has no \"url\"; this kind has: address",
    ),
    (
        "wrong-kind",
        LIST,
        "kind = \"wait\"\n",
        "",
        ":121:13: a step of the kind do has no \"wait\"; write kind = \"wait\", or take it out",
    ),
    (
        "two-commands",
        LIST,
        "expect = \"0 sess",
        "shell = \"x\"\nexpect = \"0 sess",
        ":64:1: the step has a command and a shell script",
    ),
    (
        "wrong-wait",
        LIST,
        "timeout = \"20m\"",
        "timeout = \"20m\"\nfor = \"1m\"",
        ":122:1: [phase.step.wait] does not say one thing to wait for",
    ),
    (
        "wrong-event",
        STORY,
        "t = \"8s\"\n",
        "",
        ":11:1: [[at]] does not say when it happens",
    ),
    (
        "wrong-event",
        STORY,
        "provider = \"h42\"",
        "times = 2",
        ":24:1: \"times\" means nothing beside \"inject\"",
    ),
    (
        "hidden-character",
        LIST,
        "./fence.sh",
        "./fence\u{202e}.sh",
        ":63:19: the hidden character U+202E is in \"command\"; take it out",
    ),
    (
        "hidden-character",
        LIST,
        "./fence.sh",
        "./fence\\u202e.sh",
        ":63:11: the hidden character U+202E is in \"command\"; take it out",
    ),
    (
        "joined-sub-table",
        LIST,
        "is = \"writable\"",
        "is = \"writable\"\noptional = true",
        ":101:1: \"optional\" stands below the header [phase.step.sensed] and silently joined it; it belongs to [[phase.step]]: move it above that header",
    ),
    (
        "joined-sub-table",
        LIST,
        "key = \"f\"",
        "key = \"f\"\ncritical = true",
        ":46:1: \"critical\" stands below the header [[phase.step.decision.options]] and silently joined it; it belongs to [[phase.step]]",
    ),
    (
        "joined-sub-table",
        PLAN,
        "db_host = \"db1.h42.example\"",
        "status_url = \"x\"",
        ":15:1: \"status_url\" stands below the header [provider.vars] and silently joined it; it belongs to [[provider]]",
    ),
    (
        "joined-sub-table",
        PLAN,
        "f = \"writable\"",
        "every = \"6s\"",
        ":54:1: \"every\" stands below the header [service.probe.roles] and silently joined it; it belongs to [service.probe]",
    ),
    (
        "unknown-key",
        LIST,
        "is = \"writable\"",
        "is = \"writable\"\nid = \"second\"",
        ":101:1: unknown key \"id\" in [phase.step.sensed]; [[phase.step]] has one already; known here: probe, is, ",
    ),
    (
        "unknown-key",
        LIST,
        "to = \"15m\"",
        "to = \"15m\"\nrole = \"x\"",
        ":26:1: unknown key \"role\" in [phase.window]",
    ),
    (
        "duplicate-id",
        PLAN,
        "id = \"c10\"",
        "id = \"h42\"",
        ":18:6: a second provider has the id \"h42\"",
    ),
    (
        "duplicate-id",
        LIST,
        "id = \"go\"",
        "id = \"inform\"",
        ":36:6: a second step has the id \"inform\"",
    ),
    (
        "unknown-role",
        LIST,
        "role = \"ops\"",
        "role = \"opps\"",
        ":61:8: there is no role \"opps\"; did you mean \"ops\"?",
    ),
    (
        "unknown-step",
        LIST,
        "after = [\"fence\", \"position\"]",
        "after = [\"fence\", \"positon\"]",
        ":88:19: there is no step \"positon\"; did you mean \"position\"?",
    ),
    (
        "unknown-step",
        LIST,
        "goto = \"fence\"",
        "goto = \"fense\"",
        ":47:8: there is no step or phase \"fense\"; did you mean \"fence\"?",
    ),
    (
        "unknown-probe",
        LIST,
        "probe = \"to.db\"",
        "probe = \"to.dbx\"",
        ":99:9: there is no probe \"to.dbx\"; did you mean \"to.db\"?",
    ),
    (
        "unknown-probe",
        LIST,
        "probe = \"to.db\"",
        "probe = \"c10.db\"",
        ":99:9: \"c10.db\" is no probe of one side; write from.SERVICE or to.SERVICE",
    ),
    (
        "unknown-state",
        LIST,
        "is = \"writable\"",
        "is = \"writeable\"",
        ":100:6: there is no state of to.db called \"writeable\"; did you mean \"writable\"?",
    ),
    (
        "unknown-variable",
        LIST,
        "-h {{to.db_host}}",
        "-h {{to.db_hots}}",
        ":77:25: there is no variable \"to.db_hots\"; did you mean \"db_host\"?",
    ),
    (
        "unknown-variable",
        LIST,
        "-h {{to.db_host}}",
        "-h {{provider.db_host}}",
        ":77:25: there is no variable \"provider.db_host\"; write {{from.db_host}} or {{to.db_host}}",
    ),
    (
        "unknown-variable",
        LIST,
        "-h {{to.db_host}}",
        "-h {{tickets}}",
        ":77:25: \"tickets\" is not declared in [vars] and stays as it is; did you mean \"ticket\"?",
    ),
    (
        "unknown-variable",
        LIST,
        "-h {{to.db_host}}",
        "-h {{form.db_host}}",
        ":77:25: \"form.db_host\" is not declared in [vars] and stays as it is; did you mean \"from.db_host\"?",
    ),
    (
        "unknown-variable",
        PLAN,
        "{{provider.web_addr}}",
        "{{provider.web_adr}}",
        ":34:12: \"web_adr\" has no value at h42, c10",
    ),
    (
        "missing-variable",
        PLAN,
        "db_host = \"db1.h42.example\"",
        "",
        "",
    ),
    (
        "unknown-provider",
        STORY,
        "to = \"c10\"",
        "to = \"c11\"",
        ":9:6: there is no provider \"c11\"; did you mean \"c10\"?",
    ),
    (
        "unknown-provider",
        PLAN,
        "c10 = [",
        "c11 = [",
        ":83:7: there is no provider \"c11\"; did you mean \"c10\"?",
    ),
    (
        "unknown-service",
        STORY,
        "probe = \"h42.web\"",
        "probe = \"h42.wbe\"",
        ":13:9: there is no service \"wbe\"; did you mean \"web\"?",
    ),
    (
        "unknown-step",
        STORY,
        "when_step = \"dns\"",
        "when_step = \"dnss\"",
        ":33:13: there is no step \"dnss\"; did you mean \"dns\"?",
    ),
    (
        "unknown-checklist",
        STORY,
        "checklist = \"failover\"",
        "checklist = \"failovr\"",
        ":7:13: there is no checklist \"failovr\"; did you mean \"failover\"?",
    ),
    (
        "unknown-dns",
        LIST,
        "ttl_of = \"www.",
        "ttl_of = \"ww.",
        ":123:10: there is no [[dns]] name \"ww.shop.example\"; did you mean \"www.shop.example\"?",
    ),
    (
        "same-sides",
        STORY,
        "to = \"c10\"",
        "to = \"h42\"",
        ":9:6: from and to are both \"h42\"",
    ),
    (
        "cycle",
        LIST,
        "unproven = true",
        "after = [\"dns\"]\nunproven = true",
        ":65:10: these steps wait for each other: fence, promote, dns; take one of them out",
    ),
    (
        "cycle",
        LIST,
        "after = [\"promote\"]",
        "after = [\"dns\"]",
        ":111:10: the step waits for itself",
    ),
    (
        "confirm-by-doer",
        LIST,
        "confirm_by = \"im\"",
        "confirm_by = \"db\"",
        ":96:14: only the doer of \"promote\" can confirm it",
    ),
    (
        "irreversible-unconfirmed",
        LIST,
        "confirm_by = \"im\"",
        "",
        ":95:16: \"promote\" cannot be taken back, and nobody confirms it; add confirm_by",
    ),
    (
        "bad-address",
        PLAN,
        "web_addr = \"198.51.100.7:443\"",
        "web_addr = \"198.51.100.7\"",
        ":34:11: \"198.51.100.7\" is no address; write host:port",
    ),
    (
        "bad-address",
        PLAN,
        "url = \"https://www",
        "url = \"www",
        ":33:7: \"www.shop.example/health\" is no http or https url",
    ),
    (
        "literal-secret",
        PLAN,
        "env:STATUS_HOOK",
        "https://x/T0K3N",
        ":111:11: a secret may be written out here; write a reference",
    ),
    (
        "and-in-title",
        LIST,
        "title = \"Point the names",
        "title = \"Promote and point",
        ":109:17: a title with \" and \" is two acts; make two steps",
    ),
    (
        "wait-no-timeout",
        LIST,
        "timeout = \"20m\"",
        "",
        ":122:1: \"ttl\" may wait for ever; add timeout",
    ),
    (
        "critical-late",
        LIST,
        "kind = \"task\"",
        "kind = \"task\"\ncritical = true",
        ":145:12: the critical step \"review\" is in the last third",
    ),
    (
        "stale-review",
        PLAN,
        "reviewed = \"2026-10-01\"",
        "reviewed = \"2026-01-01\"",
        ":5:12: last read through 274 days ago",
    ),
    (
        "missing-pair",
        LIST,
        "title = \"Promote the",
        "title = \"Lower the TTL,",
        ":85:9: \"TTL\" in a title, and nothing says what takes it back",
    ),
    (
        "several-downtime",
        PLAN,
        "writer = true",
        "downtime = true",
        ":46:12: \"web\" gives the downtime already",
    ),
    (
        "unknown-lint",
        LIST,
        "owner = \"sre\"",
        "owner = \"sre\"\nlint_ok = { no-expct = \"x\" }",
        ":9:24: there is no finding \"no-expct\"; did you mean \"no-expect\"?",
    ),
    (
        "unknown-template",
        LIST,
        "sub = [\"h42\", \"c10\"]",
        "[phase.step.bulletin]\ntemplate = \"x.txt\"",
        ":34:12: there is no templates/x.txt",
    ),
    (
        "unknown-audience",
        LIST,
        "sub = [\"h42\", \"c10\"]",
        "[phase.step.bulletin]\naudience = \"custmers\"",
        ":34:12: there is no audience \"custmers\"; did you mean \"customers\"?",
    ),
];

/// The rows whose problem is not found, each with what is.
pub(super) fn missed(rows: &[Row]) -> Vec<String> {
    let mut missed = Vec::new();
    for (code, name, from, to, line) in rows {
        let problems = all_problems(&mutated(name, from, to));
        let want = format!("{name}{line}");
        let fits =
            |p: &&Problem| p.code == *code && (line.is_empty() || p.to_string().starts_with(&want));
        if problems.iter().find(fits).is_none() {
            missed.push(format!(
                "{code} {from:?} -> {to:?}\n  want {want}\n  got  {:#?}",
                said(&problems)
            ));
        }
    }
    missed
}

#[test]
fn every_slip_is_found_where_it_stands() {
    let missed = missed(SLIPS);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn all_slips_of_a_file_are_told_at_once() {
    let mut files = mutated(LIST, "owner =", "ownr =");
    let text = String::from_utf8(files[1].bytes.clone()).unwrap();
    let text = text
        .replace("takes = \"30s\"", "takes = \"30x\"")
        .replace("role = \"comms\"", "rôle = \"comms\"");
    files[1].bytes = text.replace("rôle", "rolle").into_bytes();
    let codes: Vec<_> = strict(&files)
        .problems
        .iter()
        .map(|p| (p.place.line, p.code))
        .collect();
    assert_eq!(
        codes,
        [
            (8, "unknown-key"),
            (31, "unknown-key"),
            (92, "bad-duration")
        ]
    );
}

#[test]
fn a_frozen_plan_of_a_newer_version_still_opens() {
    let mut files = mutated(
        LIST,
        "kind = \"decision\"",
        "kind = \"referendum\"\nnew_key = 1",
    );
    files[0].bytes = String::from_utf8(files[0].bytes.clone())
        .unwrap()
        .replace("schema = 1", "schema = 2")
        .into_bytes();
    assert!(!strict(&files).is_usable());
    let frozen = load(&files, Strictness::Frozen);
    assert!(frozen.is_usable(), "{:#?}", said(&frozen.problems));
    assert!(
        frozen
            .problems
            .iter()
            .all(|p| p.severity == Severity::Warning)
    );
    assert_eq!(
        frozen.checklists[0].phases[0].steps[1]
            .decision
            .as_ref()
            .unwrap()
            .options
            .len(),
        2
    );
}

#[test]
fn too_much_and_no_text_at_all_are_refused_before_parsing() {
    let big = SourceFile {
        name: LIST.into(),
        bytes: vec![b'#'; LARGEST + 1],
    };
    let fits = SourceFile {
        name: LIST.into(),
        bytes: vec![b'#'; LARGEST],
    };
    let loaded = strict(&[big]);
    assert_eq!(loaded.problems[0].code, "too-large");
    assert_eq!(
        loaded.problems[0].to_string(),
        "checklists/failover.toml: the file is larger than 1 MiB and was not read; split it"
    );
    assert_eq!(strict(&[fits]).problems[0].code, "missing-key");
    let latin = SourceFile {
        name: PLAN.into(),
        bytes: b"schema = 1\nname = \"caf\xe9\"".to_vec(),
    };
    let loaded = strict(&[latin]);
    assert_eq!(
        loaded.problems[0].to_string(),
        "plan.toml:2:12: byte 0xe9 is not UTF-8; save the file as UTF-8"
    );
    let nothing = strict(&[]);
    assert_eq!(nothing.problems[0].code, "no-plan");
}

#[test]
fn a_byte_order_mark_crlf_and_toml_dates_are_taken() {
    let mut files = examples();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let text = text
        .replace("reviewed = \"2026-10-01\"", "reviewed = 2026-10-01")
        .replace('\n', "\r\n");
    files[0].bytes = format!("\u{feff}{text}").into_bytes();
    let loaded = strict(&files);
    assert_eq!(said(&loaded.problems), Vec::<String>::new());
    assert_eq!(loaded.plan.unwrap().reviewed.as_deref(), Some("2026-10-01"));
    let schema = strict(&[file(
        PLAN,
        "\"$schema\" = \"x.json\"\nschema = 1\nname = \"x\"\n",
    )]);
    assert_eq!(said(&schema.problems), Vec::<String>::new());
}

#[test]
fn hostile_names_and_depths_neither_act_nor_end_us() {
    let hostile = format!(
        "schema = 1\nname = \"a\u{9b}2J\u{202e}\"\n\"\u{200b}x\\u001b[2J\" = 1\n[[provider]]\nid = \"\\u001b]0;x\\u0007\"\n[\"\u{202e}{}\".x]\n",
        "y".repeat(5000)
    );
    let deep = [
        format!("{}a = 1", "a.".repeat(30_000)),
        format!("a = {}", "[".repeat(30_000)),
        format!("[{}a]", "a.".repeat(30_000)),
        format!("a = {}", "{a=".repeat(30_000)),
        "a = 1\n".repeat(20_000),
        (0..10_000)
            .map(|n| format!("a{n} = 1\n"))
            .collect::<String>(),
    ];
    for text in deep.iter().chain([&hostile]) {
        let loaded = strict(&[file(PLAN, text)]);
        assert!(!loaded.problems.is_empty());
        assert!(loaded.problems.len() <= 101, "{}", loaded.problems.len());
        for problem in &loaded.problems {
            let shown = render(problem, loaded.text_of(PLAN), false);
            assert!(!shown.contains(|c| is_hidden(c) && c != '\n'), "{shown:?}");
            assert!(shown.len() < 1200, "{shown}");
        }
    }
}

#[test]
fn an_accepted_warning_is_a_note_with_its_reason_and_an_error_stays() {
    let severity = |to: &str, code: &str| {
        let files = mutated(LIST, "title = \"Fail over\"\n", to);
        let found = all_problems(&files)
            .into_iter()
            .find(|p| p.code == code)
            .unwrap();
        (found.severity, found.remedy)
    };
    let ok = "title = \"Fail over\"\nlint_ok = { missing-pair = \"closed by hand\", confirm-by-doer = \"no\" }\n";
    assert_eq!(
        severity(ok, "missing-pair"),
        (Severity::Note, "accepted: closed by hand".to_owned())
    );
    assert_eq!(
        severity("title = \"Fail over\"\n", "missing-pair").0,
        Severity::Warning
    );
    let mut files = mutated(LIST, "title = \"Fail over\"\n", ok);
    let text = String::from_utf8(files[1].bytes.clone()).unwrap();
    files[1].bytes = text
        .replace("confirm_by = \"im\"", "confirm_by = \"db\"")
        .into_bytes();
    let doer = all_problems(&files)
        .into_iter()
        .find(|p| p.code == "confirm-by-doer");
    assert_eq!(doer.unwrap().severity, Severity::Error);
}

#[test]
fn a_long_stretch_and_an_unguarded_step_are_told() {
    let step =
        |n: usize| format!("[[phase.step]]\nid = \"s{n}\"\ntitle = \"Step {n}\"\nexpect = \"x\"\n");
    let mut text = "schema = 1\n[checklist]\nid = \"x\"\ntitle = \"X\"\n[[phase]]\nid = \"p\"\ntitle = \"P\"\n".to_owned();
    text.push_str(&step(0));
    text.push_str("irreversible = true\nconfirm_by = \"any\"\n");
    text.extend((1..11).map(step));
    let mut files = examples();
    files.push(file("checklists/x.toml", &text));
    let codes: Vec<_> = all_problems(&files)
        .into_iter()
        .filter(|p| p.place.file == "checklists/x.toml")
        .map(|p| (p.place.line, p.code))
        .collect();
    assert_eq!(
        codes,
        [
            (12, "irreversible-unguarded"),
            (47, "long-stretch"),
            (2, "no-review")
        ]
    );
}
