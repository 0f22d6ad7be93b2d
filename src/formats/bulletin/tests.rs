//! Templates filled, refused and bounded.

use super::*;
use crate::domain::ids::Id;
use crate::domain::rules::draft::{Kind, NAMES};
use crate::domain::words::Stage;
use crate::formats::plan::{load, to_edit};
use crate::formats::toml::{SourceFile, Strictness};

fn draft(kind: Kind, state: Stage, given: &[(&'static str, &str)]) -> Draft {
    let mut values: BTreeMap<&'static str, String> = NAMES
        .iter()
        .map(|(name, _)| (*name, String::new()))
        .collect();
    values.insert("state", state.to_string());
    for (name, text) in given {
        values.insert(name, (*text).to_owned());
    }
    Draft {
        audience: Id::new("customers").unwrap(),
        kind,
        state,
        template: None,
        plan: String::new(),
        values,
    }
}

fn templates(files: &[(&str, &str)]) -> Templates {
    Templates {
        files: files
            .iter()
            .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
            .collect(),
    }
}

const KINDS: [Kind; 4] = [Kind::Public, Kind::Internal, Kind::Execs, Kind::Provider];

#[test]
fn every_built_in_template_is_filled_with_everything_and_with_nothing() {
    for kind in KINDS {
        for state in Stage::ALL {
            let names = NAMES.iter().filter(|(name, _)| *name != "planned");
            let all: Vec<_> = names.map(|(name, _)| (*name, "WORD")).collect();
            for given in [&all[..], &[("next_update", "02:43 UTC")]] {
                let filled = Templates::default().fill(&draft(kind, *state, given));
                assert_eq!(filled.trouble, None, "{kind:?} {state}");
                assert!(filled.text.len() > 20, "{kind:?} {state}: {}", filled.text);
                assert!(!filled.text.contains(['{', '}']), "{}", filled.text);
                assert!(!filled.text.contains("  "), "{}", filled.text);
                assert!(!filled.text.contains(" ."), "{}", filled.text);
                let next = *state == Stage::Resolved || filled.text.contains("Next update at ");
                assert!(next, "{kind:?} {state}: {}", filled.text);
            }
            let drill = draft(kind, *state, &[("drill", "DRILL")]);
            let filled = Templates::default().fill(&drill);
            assert!(filled.text.starts_with("DRILL. "), "{}", filled.text);
        }
    }
}

#[test]
fn planned_work_is_never_called_a_disruption() {
    for kind in KINDS {
        for state in Stage::ALL {
            let all: Vec<_> = NAMES.iter().map(|(name, _)| (*name, "WORD")).collect();
            let bare = [("planned", "PLANNED"), ("next_update", "02:43 UTC")];
            for given in [&all[..], &bare] {
                let mut one = draft(kind, *state, given);
                one.values.insert("state", state.to_string());
                let filled = Templates::default().fill(&one);
                let text = &filled.text;
                assert_eq!(filled.trouble, None, "{kind:?} {state}");
                assert!(filled.from.contains("-planned.txt"), "{}", filled.from);
                assert!(text.to_lowercase().contains("planned work"), "{text}");
                for word in ["disrupt", "failure", "cause", "incident", "{", "  ", " ."] {
                    assert!(!text.contains(word), "{kind:?} {state}: {text}");
                }
                let over = *state == Stage::Resolved;
                assert!(over != text.contains("Next update at "), "{text}");
            }
        }
    }
}

#[test]
fn of_a_teams_templates_planned_work_takes_those_that_know_of_it() {
    let given = [("planned", "PLANNED")];
    let mut one = draft(Kind::Public, Stage::Identified, &given);
    let files = [
        ("customers.txt", "We are disrupted"),
        (
            "public.txt",
            "{% if planned %}Work{% else %}Down{% endif %}",
        ),
        ("step.txt", "of the step"),
    ];
    assert_eq!(templates(&files).fill(&one).text, "Work");
    let more = [("customers-planned.txt", "Our work"), files[0], files[1]];
    assert_eq!(templates(&more).fill(&one).text, "Our work");
    let filled = templates(&files[..1]).fill(&one);
    assert_eq!(filled.from, "the built-in public-planned.txt");
    one.template = Some("step.txt".into());
    assert_eq!(templates(&files).fill(&one).text, "of the step");
    let live = draft(Kind::Public, Stage::Identified, &[]);
    assert_eq!(templates(&more).fill(&live).text, "We are disrupted");
}

#[test]
fn the_public_is_told_in_users_words() {
    let given = [
        ("impact", "Orders cannot be placed"),
        ("since", "01:32 UTC"),
        ("scope", "all shops"),
        ("unaffected", "reading"),
        ("workaround", "order by phone"),
        ("data", "no order is lost"),
        ("decided", "02:07 UTC"),
        ("next_update", "02:43 UTC"),
    ];
    let filled = Templates::default().fill(&draft(Kind::Public, Stage::Identified, &given));
    assert_eq!(
        filled.text,
        "Orders cannot be placed since 01:32 UTC. Affected: all shops. Not affected: reading.\n\
         What you can do: order by phone.\n\
         Your data: no order is lost.\n\
         We know the cause and are moving to our second site.\n\
         Next update at 02:43 UTC."
    );
    assert_eq!(filled.from, "the built-in public-identified.txt");
}

#[test]
fn a_teams_template_comes_first_and_a_broken_one_stops_nothing() {
    let team = templates(&[
        ("public.txt", "any state"),
        ("public-identified.txt", "of the kind"),
        ("customers-identified.txt", "of the audience"),
        ("step.txt", "of the step: {{ impact }}"),
        ("bad.txt", "line\n{{ impct }}"),
    ]);
    let mut one = draft(Kind::Public, Stage::Identified, &[("impact", "x")]);
    assert_eq!(team.fill(&one).text, "of the audience");
    one.template = Some("step.txt".into());
    assert_eq!(team.fill(&one).text, "of the step: x");
    one.template = Some("bad.txt".into());
    let filled = team.fill(&one);
    assert_eq!(filled.text, "of the audience");
    let said = filled.trouble.unwrap();
    assert!(said.starts_with("templates/bad.txt:2:"), "{said}");
    one.template = Some("gone.txt".into());
    let said = team.fill(&one).trouble.unwrap();
    assert_eq!(said, "there is no templates/gone.txt");
    one.audience = Id::new("others").unwrap();
    one.template = None;
    assert_eq!(team.fill(&one).text, "of the kind");
    one.state = Stage::Resolved;
    assert_eq!(team.fill(&one).text, "any state");
}

#[test]
fn a_template_that_runs_for_ever_ends() {
    let loops = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    let long = "{% for a in range(9000) %}x{% endfor %}";
    for text in [loops, long] {
        let team = templates(&[("public.txt", text)]);
        let filled = team.fill(&draft(Kind::Public, Stage::Identified, &[]));
        assert!(filled.trouble.is_some(), "{}", filled.text.len());
        assert!(filled.from.starts_with("the built-in"), "{}", filled.from);
    }
}

#[test]
fn a_body_is_json_where_it_says_so() {
    let values = BTreeMap::from([("text", "a \"b\"\nc".to_owned())]);
    let made = body("{\"m\": {{ text|tojson }}}", &values).unwrap();
    assert_eq!(made, "{\"m\": \"a \\\"b\\\"\\nc\"}");
    assert!(body("{{ txt }}", &values).is_err());
}

#[test]
fn trouble_is_found_where_it_stands() {
    let found = trouble("a impct\n{{ impct }} {% if scope %}", &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(!found[0].unknown);
    let found = trouble("a impct\n{{ impct }}", &[]);
    assert_eq!((found[0].unknown, found[0].span.clone()), (true, 11..16));
    assert_eq!(found[0].remedy, "did you mean \"impact\"?");
    assert_eq!(trouble("{{ text }}{{ impact }}", &["text"]), []);
}

#[test]
fn what_init_writes_is_what_is_built_in() {
    let files: Vec<SourceFile> = to_edit();
    let team = Templates::of(&load(&files, Strictness::Strict));
    assert_eq!(team.files.len(), BUILTIN.len());
    let one = draft(Kind::Execs, Stage::Monitoring, &[]);
    let (ours, built_in) = (team.fill(&one), Templates::default().fill(&one));
    assert_eq!(ours.text, built_in.text);
    assert_eq!(ours.from, "templates/execs-monitoring.txt");
}
