//! Every lint finds what it is for, where it stands; with the table of `bad`, every code is tried.

use super::bad::{LIST, PLAN, Row, SLIPS, STORY, missed};
use super::support::{all_problems, examples, file, mutated, strict};
use std::collections::BTreeSet;
use switchover::formats::lint::{CODES, Known, lint};

const TWO_KEYS: &str = "sub = [\"h42\", \"c10\"]";

/// Code, file, what is replaced by what, and how the problem's line begins after the file's name.
const FOUND: &[Row] = &[
    (
        "loss-not-counted",
        PLAN,
        "writer = true",
        "loss = true",
        ":46:8: the loss is counted by a command that prints seconds",
    ),
    (
        "quiet-without-number",
        PLAN,
        "degraded_over = \"800ms\"",
        "quiet_under = 1.0",
        ":41:15: only a command that prints a number can be too quiet",
    ),
    (
        "bad-role",
        PLAN,
        "f = \"writable\"",
        "f = \"primary\"",
        ":54:5: \"primary\" is no role; write what the command prints = \"writable\", or = \"replica\"",
    ),
    (
        "bad-role",
        PLAN,
        "f = \"writable\"",
        "writable = \"primary\"",
        ":54:12: \"primary\" is no role; the other way round: what the command prints = what that means",
    ),
    (
        "writer-without-role",
        PLAN,
        "[service.probe.roles]\nt = \"replica\"\nf = \"writable\"\n",
        "",
        ":46:10: nothing says when \"db\" is writable: no split brain would be seen; a probe of the kind command",
    ),
    (
        "bad-template",
        PLAN,
        "first_within = \"5m\"",
        "body = \"{{ text\"",
        ":110:",
    ),
    (
        "template-variable",
        PLAN,
        "first_within = \"5m\"",
        "body = \"{{ txt }}\"",
        ":110:12: nothing is called \"txt\"; did you mean \"text\"?",
    ),
    (
        "pager-unusable",
        PLAN,
        "[runner]",
        "[pager]\nrun = \"./page.sh\"\nwebhook = \"env:X\"\n[runner]",
        ":132:11: nobody is paged: its plan sets both run and webhook: one is wanted",
    ),
    (
        "ambiguous-goto",
        LIST,
        "goto = \"fence\"\n",
        "goto = \"restored\"\n[[phase.step.decision.options]]\nkey = \"x\"\nlabel = \"X\"\ngoto = \"ttl\"\n[[phase]]\nid = \"ttl\"\ntitle = \"T\"\n[[phase.step]]\nid = \"t\"\ntitle = \"T\"\nkind = \"decision\"\n[phase.step.decision]\nquestion = \"?\"\n",
        ":51:8: \"ttl\" is a phase and a step; rename one of them",
    ),
    (
        "bad-pattern",
        LIST,
        "pattern = \"^[0-9]+$\"",
        "pattern = \"^[0-9+$\"",
        ":18:11: the pattern is no regular expression",
    ),
    (
        "no-expect",
        LIST,
        "expect = \"0 sessions, or unreachable: fence unproven\"",
        "",
        ":59:6: \"fence\" does not say what to see when it worked; add expect",
    ),
    (
        "no-review",
        LIST,
        "reviewed = \"2026-10-01\"",
        "",
        ":4:1: it does not say when it was last read through",
    ),
    (
        "no-root",
        PLAN,
        "root = \"/srv/switchover\"            # where",
        "# where",
        ":3:8: no root: incidents are kept under each user's own home",
    ),
    (
        "unknown-phase",
        LIST,
        "abort_if = \"{{from",
        "abort_to = \"bakc\"\nabort_if = \"{{from",
        ":56:12: there is no phase \"bakc\"; did you mean \"back\"?",
    ),
    (
        "abort-to-itself",
        LIST,
        "abort_if = \"{{from",
        "abort_to = \"move\"\nabort_if = \"{{from",
        ":56:12: giving the phase up leads to itself",
    ),
    (
        "no-abort-if",
        LIST,
        "title = \"Decide\"\n",
        "title = \"Decide\"\nabort_to = \"back\"\n",
        ":24:12: it says where giving up leads, and not when to give up",
    ),
    (
        "unknown-step",
        LIST,
        "undo = \"none: fail back",
        "undo_step = \"fenc\"\nundo = \"none: fail back",
        ":91:13: there is no step \"fenc\"; did you mean \"fence\"?",
    ),
    (
        "unknown-role",
        LIST,
        "deadline = \"15m\"",
        "deadline = \"15m\"\nquorum = [\"db\", \"opps\"]",
        ":44:17: there is no role \"opps\"; did you mean \"ops\"?",
    ),
    (
        "unknown-role",
        LIST,
        "confirm_by = \"im\"",
        "confirm_by = \"imm\"",
        ":96:14: there is no role \"imm\"; did you mean \"im\"?",
    ),
    (
        "duplicate-voice",
        LIST,
        "deadline = \"15m\"",
        "deadline = \"15m\"\nquorum = [\"db\", \"db\"]",
        ":44:17: the role \"db\" is asked twice",
    ),
    (
        "unknown-probe",
        LIST,
        "each = [\"www",
        "progress = \"to.appz\"\neach = [\"www",
        ":112:12: there is no probe \"to.appz\"; did you mean \"to.apps\"?",
    ),
    (
        "unknown-probe",
        LIST,
        "ttl_of = \"www.shop.example\"",
        "until = \"to.wbe\"\nis = \"up\"",
        ":123:9: there is no probe \"to.wbe\"; did you mean \"to.web\"?",
    ),
    (
        "unknown-state",
        LIST,
        "ttl_of = \"www.shop.example\"",
        "until = \"to.web\"\nis = \"on\"",
        ":124:6: there is no state of to.web called \"on\"",
    ),
    (
        "backward-goto",
        LIST,
        "goto = \"fence\"",
        "goto = \"inform\"",
        ":47:8: the option \"f\" jumps backwards; write again_in to ask again",
    ),
    (
        "backward-goto",
        LIST,
        "goto = \"fence\"",
        "goto = \"decide\"",
        ":47:8: the option \"f\" jumps backwards",
    ),
    (
        "no-choices",
        LIST,
        "type = \"time\"",
        "type = \"choice\"",
        ":80:8: \"last_xact\" leaves nothing to choose; add choices",
    ),
    (
        "no-choices",
        LIST,
        "type = \"time\"",
        "choices = [\"a\", \"b\"]\ntype = \"time\"",
        ":80:11: \"last_xact\" has choices and is no choice",
    ),
    (
        "duplicate-part",
        LIST,
        "type = \"time\"",
        "choices = [\"a\", \"a\"]\ntype = \"choice\"",
        ":80:17: the choice \"a\" is there twice",
    ),
    (
        "duplicate-part",
        LIST,
        TWO_KEYS,
        "sub = [\"h42\", \"h42\"]",
        ":33:15: the part \"h42\" is there twice; give each its own name",
    ),
    (
        "duplicate-part",
        LIST,
        "each = [\"www.shop.example\"]",
        "each = [\"www.shop.example\", \" \"]",
        ":112:29: a part has no name",
    ),
    (
        "two-lists",
        LIST,
        "each = [\"www",
        "sub = [\"a\"]\neach = [\"www",
        ":112:7: \"dns\" has each and sub; keep one",
    ),
    (
        "duplicate-id",
        LIST,
        "prompt = \"last replayed transaction\"",
        "[[phase.step.record]]\nname = \"last_xact\"",
        ":82:8: a second record of the step has the name \"last_xact\"",
    ),
    (
        "tight-too-short",
        LIST,
        "abort_if = \"{{from",
        "tight = \"6m\"\nabort_if = \"{{from",
        ":56:9: the steps take 6:30 in all, more than the 6:00 of tight; move a step out",
    ),
    (
        "empty-phase",
        LIST,
        "[[phase]]\nid = \"move\"",
        "[[phase]]\nid = \"none\"\ntitle = \"None\"\n\n[[phase]]\nid = \"move\"",
        ":54:6: the phase \"none\" has no step",
    ),
    (
        "missing-pair",
        LIST,
        "milestone = \"dns_switched\"",
        "closes = \"page\"",
        ":115:10: \"page\" is closed and no step opens it",
    ),
    (
        "missing-pair",
        LIST,
        "title = \"Point the names",
        "title = \"Downtime for the names",
        ":109:9: \"Downtime\" in a title, and nothing says what takes it back",
    ),
    (
        "missing-pair",
        LIST,
        "title = \"Point the names",
        "title = \"Lock the names",
        ":109:9: \"Lock\" in a title, and nothing says what takes it back",
    ),
    (
        "stale-review",
        LIST,
        "reviewed = \"2026-10-01\"",
        "reviewed = \"2026-04-04\"",
        ":9:12: last read through 181 days ago",
    ),
    (
        "out-of-bounds",
        LIST,
        "to = \"15m\"   ",
        "from = \"20m\"\nto = \"15m\"   ",
        ":26:6: the window ends before it begins; write from < to",
    ),
    (
        "unknown-provider",
        STORY,
        "from = \"h42\"",
        "from = \"h43\"",
        ":8:8: there is no provider \"h43\"; did you mean \"h42\"?",
    ),
];

#[test]
fn every_lint_is_found_where_it_stands() {
    let missed = missed(FOUND);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn every_code_is_tried() {
    // What only a whole file, the history or this machine can show has tests of its own.
    let elsewhere = [
        "irreversible-unguarded",
        "long-stretch",
        "never-drilled",
        "not-on-path",
        "one-provider",
        "pager-not-approved",
        "unreachable",
        "unresolved",
        "unset",
        "updates-not-approved",
    ];
    let tried: BTreeSet<&str> = FOUND.iter().chain(SLIPS).map(|row| row.0).collect();
    let never: Vec<&str> = CODES
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !tried.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(never.is_empty(), "{never:?}");
    let mut sorted: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), CODES.len(), "each code once");
}

#[test]
fn the_examples_have_none_of_them() {
    let new: BTreeSet<&str> = FOUND.iter().map(|row| row.0).collect();
    let known = ["no-expect", "missing-pair"];
    let found = all_problems(&examples());
    let told: Vec<String> = found
        .iter()
        .filter(|p| new.contains(p.code) && !known.contains(&p.code))
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn one_provider_and_a_checklist_nobody_drilled() {
    let text = "schema = 1\nname = \"x\"\nroot = \"/x\"\nreviewed = \"2026-10-01\"\n[[provider]]\nid = \"a\"\nname = \"A\"\n";
    let found = all_problems(&[file(PLAN, text)]);
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["plan.toml:6:6: 1 of two providers; add the other as [[provider]]"]
    );
    let known = Known {
        today: "2026-10-02",
        last_drill: &|_, _| None,
    };
    let never = lint(&strict(&examples()), &known);
    let never = never.iter().find(|p| p.code == "never-drilled").unwrap();
    assert_eq!(
        never.to_string(),
        "checklists/failover.toml:5:6: it was never drilled here; rehearse it: switchover rehearse power-loss"
    );
}

#[test]
fn a_value_that_one_side_lacks_is_told_where_it_is_used() {
    let found = all_problems(&mutated(PLAN, "db_host = \"db1.h42.example\"", ""));
    let missing = found.iter().find(|p| p.code == "missing-variable").unwrap();
    assert_eq!(
        missing.to_string(),
        "checklists/failover.toml:77:25: \"db_host\" has no value at h42; add it to that [provider.vars]"
    );
}

#[test]
fn a_budget_that_fits_is_fine_and_a_task_does_not_count() {
    let files = mutated(
        LIST,
        "abort_if = \"{{from",
        "tight = \"6m30s\"\nabort_if = \"{{from",
    );
    assert!(
        all_problems(&files)
            .iter()
            .all(|p| p.code != "tight-too-short")
    );
}

#[test]
fn a_condition_may_name_the_very_n_of_m_its_probe_prints() {
    let on = |is: &str| {
        let until = format!("until = \"to.apps\"\nis = \"{is}\"");
        let found = all_problems(&mutated(LIST, "ttl_of = \"www.shop.example\"", &until));
        let found = found.iter().find(|p| p.code == "unknown-state");
        found.map(ToString::to_string)
    };
    assert_eq!(on("5/5"), None);
    let said = on("all").unwrap();
    assert!(
        said.contains("there is no state of to.apps called \"all\""),
        "{said}"
    );
    assert!(said.contains("an n of m such as 5/5"), "{said}");
}
