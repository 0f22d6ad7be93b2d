//! From an empty home to a closed incident.

use super::desk::Desk;

#[test]
fn open_note_step_status_list_close() {
    let desk = Desk::new();
    let opened = desk.opening(&["--since", "12m"]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    let lines: Vec<&str> = opened.out.lines().collect();
    assert_eq!(lines.len(), 1, "the path alone: {}", opened.out);
    assert!(
        std::path::Path::new(lines[0])
            .join("incident.toml")
            .is_file()
    );
    assert!(lines[0].ends_with("-live-failover"), "{}", lines[0]);

    desk.ok(&["note", "! we", "go"]);
    let json = desk.ok(&[
        "note",
        "--kind",
        "provider",
        "--provider",
        "h42",
        "no ETA",
        "--json",
    ]);
    let receipt: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(receipt["saved"], true);
    assert_eq!(receipt["shared"], true);
    assert!(receipt["q"].as_u64().unwrap() > 0);
    assert!(receipt["w"].as_str().unwrap().starts_with("tester@"));

    desk.ok(&["step", "done", "go", "--value", "f"]);
    let status = desk.status();
    assert_eq!(status["incident"]["mode"], "live");
    assert_eq!(status["incident"]["from"], "h42");
    assert_eq!(status["roles"]["im"], "tester");
    assert!(status["milestones"]["decided"].is_string());
    assert!(status["clocks"]["downtime_s"].as_i64().unwrap() >= 720);
    assert_eq!(status["checklist"]["now"][0], "fence");
    assert_eq!(status["updates"][0]["audience"], "customers");

    assert!(desk.ok(&["list"]).contains("OPEN"));
    let id = desk.status()["incident"]["id"].as_str().unwrap().to_owned();
    assert!(
        desk.ok(&["list"]).contains(&id),
        "--incident takes its beginning"
    );
    assert!(desk.ok(&["status"]).starts_with("LIVE SEV1 42A → C10"));
    let tail = desk.ok(&["tail"]);
    assert!(
        tail.contains("! we go") && tail.contains("42A      » no ETA"),
        "{tail}"
    );
    let tail = desk.ok(&["tail", "--json"]);
    for line in tail.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(row["time"].is_string() && row["w"].is_string() && row["q"].is_u64());
    }
    let derived =
        std::fs::read_to_string(std::path::Path::new(lines[0]).join("timeline-tester.md"));
    assert!(derived.unwrap().contains("! we go"));

    let missing = desk.refused(&["close"]);
    assert!(missing.contains("--data"), "{missing}");
    desk.close();
    desk.refused(&["note", "too late"]);
    assert!(desk.ok(&["list"]).contains("closed"));
    desk.ok(&["reopen", "--reason", "it came back"]);
    desk.ok(&["note", "here again"]);
    assert!(desk.ok(&["verify"]).contains("whole"));
}

#[test]
fn what_is_not_known_is_asked_for_and_what_is_wrong_is_placed() {
    let desk = Desk::new();
    let error = desk.refused(&["open", "failover", "--headless"]);
    assert!(error.contains("--from"), "{error}");
    let error = desk.refused(&["open", "failovr", "--from", "h42", "--headless"]);
    assert!(error.contains("did you mean failover?"), "{error}");
    let error = desk.refused(&["open", "failover", "--from", "h43", "--headless"]);
    assert!(error.contains("h42"), "{error}");
    let error = desk.refused(&[
        "open",
        "failover",
        "--from",
        "h42",
        "--var",
        "ticket=x",
        "--headless",
    ]);
    assert!(error.contains("ticket"), "{error}");
    let plan = desk.0.path().join("plan/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, text.replace("name = \"Shop\"", "nane = \"Shop\"")).unwrap();
    let error = desk.refused(&["open", "failover", "--from", "h42", "--headless"]);
    assert!(error.contains("plan/plan.toml:2:1: "), "{error}");
}

#[test]
fn variables_not_given_are_named_with_the_words_that_give_them_and_nothing_waits() {
    let desk = Desk::new();
    let list = desk.0.path().join("plan/checklists/failover.toml");
    let text = std::fs::read_to_string(&list).unwrap();
    let text = text
        .replace("ask = \"when-needed\"", "ask = \"at-start\"")
        .replace(
            "promote {{to.db_host}}",
            "promote {{to.db_host}} {{ticket}}",
        );
    std::fs::write(&list, text).unwrap();
    let opened = desk.opening(&[]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    assert!(
        opened
            .err
            .contains("not given: --var ticket=VALUE (Ticket)"),
        "{}",
        opened.err
    );
    desk.ok(&["step", "done", "fence", "--value", "0"]);
    desk.ok(&["--as", "cp", "step", "confirm", "promote"]);
    let said = desk.run(&["step", "start", "promote"]).err;
    let words = "step start promote --var ticket=VALUE` gives it";
    assert!(said.contains(words), "{said}");
    let since = desk.status()["steps"][3]["since"].clone();
    desk.refused(&["step", "start", "promote", "--var", "ticket=x"]);
    let said = desk.run(&["step", "start", "promote", "--var", "ticket=8841"]);
    assert!(
        said.err.contains("promote db1.c10.example 8841"),
        "{}",
        said.err
    );
    assert_eq!(desk.status()["steps"][3]["since"], since, "it goes on");
    assert!(desk.ok(&["tail"]).contains("ticket = 8841"));
    let said = desk.run(&["adopt", "failover", "--from", "h42"]).err;
    assert!(said.contains("--var ticket=VALUE"), "{said}");
    let given = ["adopt", "failover", "--from", "h42", "--var", "ticket=1"];
    let said = desk.run(&given).err;
    assert!(!said.contains("not given"), "{said}");
}

#[test]
fn without_a_plan_only_a_drill_is_opened_on_the_embedded_one() {
    let desk = Desk::new();
    let run = |args: &[&str]| {
        let mut command = desk.command(args);
        super::desk::gave(command.env_remove("SWITCHOVER_PLAN").output().unwrap())
    };
    let live = run(&["open", "--from", "a", "--to", "b", "--headless"]);
    assert_eq!(live.code, 2);
    assert!(live.err.contains("switchover init"), "{}", live.err);
    let drill = run(&["open", "--mode", "drill", "--headless"]);
    assert_eq!(drill.code, 0, "{}", drill.err);
    assert!(drill.out.contains("-drill-"), "{}", drill.out);
    let status = run(&["status"]);
    super::desk::end_drill(
        desk.command(&[]),
        std::path::Path::new(drill.out.trim_end()),
    );
    assert!(status.out.starts_with("DRILL "), "{}", status.out);
}

#[test]
fn a_screen_command_without_a_terminal_names_the_plain_one() {
    let desk = Desk::new();
    desk.open(&[]);
    for (args, plain) in [
        (&[][..], "switchover status"),
        (&["join"][..], "switchover tail --follow"),
        (
            &["open", "failover", "--from", "h42"][..],
            "open --headless",
        ),
        (&["rehearse"][..], "--headless"),
    ] {
        let gave = desk.run(args);
        assert_eq!((gave.code, gave.out.as_str()), (2, ""), "{args:?}");
        assert!(gave.err.contains(plain), "{}", gave.err);
        assert!(!gave.err.contains('\u{1b}'), "{:?}", gave.err);
    }
}

#[test]
fn what_is_not_built_yet_says_so() {
    let desk = Desk::new();
    for args in [
        &["report"][..],
        &["compare", "a", "b"],
        &["patch"],
        &["sync", "--once"],
        &["import", "x.md"],
        &["export", "failover", "--format", "csv"],
    ] {
        let error = desk.refused(args);
        assert!(error.contains("is not built yet"), "{args:?}: {error}");
    }
}

#[test]
fn the_program_describes_itself() {
    let desk = Desk::new();
    assert!(desk.ok(&["--help"]).contains("Examples:"));
    assert!(desk.ok(&["step", "--help"]).contains("--unproven"));
    assert!(desk.ok(&["keys"]).contains("done"));
    assert!(!desk.ok(&["themes"]).is_empty());
    assert!(desk.ok(&["man"]).contains(".TH"));
    assert!(desk.ok(&["completions", "bash"]).contains("switchover"));
    assert!(desk.ok(&["doctor"]).contains("private state"));
}

#[test]
fn the_readme_names_every_key_there_is_and_no_other() {
    use switchover::cockpit::Action;
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("### Keys").unwrap();
    let rows = table.lines().skip_while(|l| !l.starts_with('|'));
    let rows = rows.take_while(|l| l.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    let named: Vec<&str> = cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    for action in Action::ALL {
        let by_name = format!(":{}", action.label());
        let name = if action.key().is_empty() {
            &by_name
        } else {
            action.key()
        };
        assert!(
            named.contains(&name),
            "the key table of README lacks {name}"
        );
    }
    let keys = Desk::new().ok(&["keys"]);
    for name in named {
        let there = match name.strip_prefix(':').filter(|label| !label.is_empty()) {
            Some(label) => keys.contains(&format!("by : only        {label} ")),
            None => keys.lines().any(|l| {
                l.chars()
                    .take(18)
                    .collect::<String>()
                    .split(' ')
                    .any(|k| k == name)
            }),
        };
        assert!(there, "README names {name}, which is no key");
    }
}
