//! The contract's own examples load, whole.

use super::support::{all_problems, examples, strict};
use switchover::domain::checklist::WaitFor;
use switchover::domain::ids::Id;
use switchover::domain::plan::Check;
use switchover::domain::problem::Severity;
use switchover::domain::scenario::{Behaviour, What, When};
use switchover::domain::time::Span;
use switchover::domain::words::{Milestone, Side, StepKind};
use switchover::formats::honoured::not_honoured;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

#[test]
fn they_load_without_trouble() {
    let loaded = strict(&examples());
    assert_eq!(loaded.problems, []);
    assert!(loaded.is_usable());
    let plan = loaded.plan.as_ref().unwrap();
    assert_eq!(plan.name, "Shop production");
    assert_eq!(plan.providers[1].vars["db_host"], "db1.c10.example");
    assert_eq!(plan.services.len(), 4);
    let Check::Http(http) = &plan.services[0].probe.check else {
        panic!()
    };
    assert_eq!(http.address.as_deref(), Some("{{provider.web_addr}}"));
    assert_eq!(plan.services[0].probe.degraded_over, Some(Span(800)));
    assert_eq!(plan.dns[0].answers[&id("c10")], ["198.51.100.7"]);
    assert_eq!(plan.audiences[0].cadence[1].every, Span::minutes(30));
    assert_eq!(plan.escalations[0].unless, Some(Milestone::ServiceRestored));
    assert!(plan.runner_allowed);

    let checklist = loaded.checklist(&id("failover")).unwrap();
    assert_eq!(checklist.targets.rto, Some(Span::minutes(30)));
    let promote = checklist.step(&id("promote")).unwrap();
    assert!(promote.irreversible && promote.critical);
    assert_eq!(promote.confirm_by, Some(id("im")));
    assert_eq!(promote.side, Some(Side::To));
    assert_eq!(promote.after, [id("fence"), id("position")]);
    assert_eq!(
        promote.rehearse.as_ref().unwrap().output.as_deref(),
        Some("server promoted")
    );
    let wait = checklist.step(&id("ttl")).unwrap();
    assert_eq!(wait.kind, StepKind::Wait);
    assert_eq!(
        wait.wait.as_ref().unwrap().what,
        WaitFor::TtlOf("www.shop.example".into())
    );

    let scenario = loaded.scenario(&id("power-loss")).unwrap();
    assert_eq!(scenario.events.len(), 6);
    assert_eq!(scenario.events[0].when, When::At(Span::seconds(8)));
    assert_eq!(
        scenario.events[3].what,
        What::Outcome {
            fail: true,
            output: Some("could not connect to server".into()),
            times: 1
        }
    );
    assert!(
        matches!(&scenario.events[5].what, What::Probe { is: Behaviour::Role(r), .. } if r == "writable")
    );
}

#[test]
fn the_lints_find_no_error_in_them() {
    let problems = all_problems(&examples());
    let errors: Vec<_> = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let warnings: Vec<_> = problems.iter().map(|p| (p.code, p.to_string())).collect();
    insta::assert_debug_snapshot!(warnings);
}

#[test]
fn what_they_use_and_is_not_honoured_is_listed() {
    let lines: Vec<_> = not_honoured(&strict(&examples()))
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_debug_snapshot!(lines);
}
