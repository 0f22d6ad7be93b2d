//! Every document of one small drill.

use super::*;
use crate::domain::author::Author;
use crate::domain::checklist::{Checklist, Phase, Step};
use crate::domain::facts::{
    ChecklistAdopted, CockpitJoined, CockpitLeft, Fact, IncidentClosed, IncidentOpened,
    MilestoneSet, NoteAdded, SeveritySet, VantageChanged,
};
use crate::domain::fold::Incident;
use crate::domain::identity::Identity;
use crate::domain::ids::{Id, WriterId};
use crate::domain::plan::{Audience, Plan, Provider};
use crate::domain::rules::{Act, Board, Closing};
use crate::domain::text::is_hidden;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Mode, NoteKind};
use std::collections::BTreeMap;

const HOSTILE: &str = "evil\u{1b}[2J\u{202e}\u{200b}<script>alert(1)</script>\n```\n# x";
const OPENED: Time = Time(1_795_210_000_000);

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

struct Scene {
    plan: Plan,
    list: Checklist,
    identity: Identity,
    incident: Incident,
    author: Author,
    now: Time,
}

impl Scene {
    fn new(mode: Mode) -> Self {
        let provider = |text: &str, name: &str| Provider::plain(id(text), name);
        let audience = Audience {
            public: true,
            ..Audience::plain(id("customers"), "Customers", Vec::new())
        };
        let plan = Plan {
            providers: vec![
                provider("h42", "Provider 42A"),
                provider("c10", "Provider C10"),
            ],
            audiences: vec![audience],
            ..Plan::default()
        };
        let step = |name: &str| Step::plain(id(name), format!("Do {name} {HOSTILE}"));
        let fence = Step {
            command: Some(format!("./fence.sh {{{{from.id}}}} {HOSTILE}")),
            takes: Some(Span::seconds(30)),
            milestone: Some(Milestone::Decided),
            ..step("fence")
        };
        let promote = Step {
            after: vec![id("fence")],
            milestone: Some(Milestone::ServiceRestored),
            ..step("promote")
        };
        let phase = Phase::plain(id("move"), "Move", vec![fence, promote]);
        let title = "Fail over {{from.name}}";
        let mut list = Checklist::plain(id("failover"), title, vec![phase]);
        list.targets.rto = Some(Span::minutes(30));
        let identity = Identity {
            id: "00112233445566ff".into(),
            mode,
            opened: OPENED,
            speed: 1,
            ports: BTreeMap::new(),
            plan: None,
            scenario: None,
        };
        let incident = Incident::new(identity.scale());
        let writer = WriterId::of("gf", "b1", 7);
        let mut scene = Scene {
            plan,
            list,
            identity,
            incident,
            author: Author::new(writer, format!("gf{HOSTILE}")),
            now: OPENED,
        };
        scene.write(
            0,
            IncidentOpened {
                title: format!("Power {HOSTILE}"),
                mode,
                plan: None,
            },
        );
        scene.write(
            0,
            SeveritySet {
                level: "SEV1".into(),
            },
        );
        scene.milestone(Milestone::ImpactStart, -60);
        scene.milestone(Milestone::Declared, 0);
        scene.write(
            0,
            ChecklistAdopted {
                run: id("r1"),
                checklist: id("failover"),
                sha256: String::new(),
                from: id("h42"),
                to: id("c10"),
            },
        );
        scene.write(
            10,
            NoteAdded {
                kind: NoteKind::Decision,
                text: HOSTILE.into(),
                at: None,
                provider: None,
                ticket: None,
                confidence: None,
            },
        );
        scene
    }

    fn write(&mut self, at: i64, fact: impl Into<Fact>) {
        self.now = OPENED + Span::seconds(at);
        let draft = self
            .author
            .draft(fact.into(), self.now, self.incident.log());
        let entry = self.author.pending(draft);
        self.incident.extend([entry]);
    }

    fn milestone(&mut self, name: Milestone, at: i64) {
        let set = MilestoneSet {
            name,
            at: OPENED + Span::seconds(at),
            evidence: None,
        };
        self.write(0, set);
    }

    fn does(
        &mut self,
        at: i64,
        step: &str,
        act: impl Fn(&Act<'_>, &crate::domain::rules::StepRow) -> Vec<Fact>,
    ) {
        let board = Board::new(&self.plan, Some(&self.list), &self.incident);
        let operator = self.author.operator.clone();
        let desk = Act {
            plan: &self.plan,
            board: &board,
            incident: &self.incident,
            operator: &operator,
            now: OPENED + Span::seconds(at),
        };
        let facts = act(&desk, board.step(&id(step)).unwrap());
        for fact in facts {
            self.write(at, fact);
        }
    }

    fn picture(&self, at: i64) -> Picture<'_> {
        let wall = OPENED + Span::seconds(at);
        Picture::new(
            &self.plan,
            Some(&self.list),
            &self.incident,
            &self.identity,
            "/root/x",
            wall,
        )
    }
}

#[test]
fn no_document_lets_anything_hidden_through() {
    let scene = Scene::new(Mode::Live);
    let (picture, live) = (scene.picture(100), Live::default());
    let hidden = |c: char| is_hidden(c) && c != '\n';
    for text in [
        status_text(&picture, &live),
        chat_text(&picture),
        timeline_md(&picture),
        timeline_rows(&picture).join("\n"),
        checklist_text(&picture),
        status_html(&picture, &live),
        status_json(&picture, &live),
        score(&picture).lines().join("\n"),
    ] {
        assert!(!text.contains(hidden), "{text}");
    }
    let page = status_html(&picture, &live);
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("default-src 'none'"), "{page}");
    let tags = page.matches('<').count();
    assert_eq!(tags, page.matches('>').count(), "every one of them is ours");
    let fences = |text: &str| text.lines().filter(|l| l.starts_with("```")).count();
    assert_eq!(
        fences(&timeline_md(&picture)),
        2,
        "what is said ends no fence"
    );
}

#[test]
fn every_document_of_a_drill_says_so_and_of_a_live_one_does_not() {
    for (mode, says) in [(Mode::Drill, true), (Mode::Live, false)] {
        let scene = Scene::new(mode);
        let (picture, live) = (scene.picture(100), Live::default());
        for text in [
            status_text(&picture, &live),
            chat_text(&picture),
            timeline_md(&picture),
            checklist_text(&picture),
            status_html(&picture, &live),
            score(&picture).lines().join("\n"),
        ] {
            assert_eq!(text.contains("DRILL"), says, "{text}");
        }
    }
}

#[test]
fn status_json_has_every_key_of_the_contract_in_its_order() {
    let mut scene = Scene::new(Mode::Live);
    scene.does(20, "fence", |a, r| a.start(r, None));
    let json = status_json(&scene.picture(100), &Live::default());
    let mut at = 0;
    for key in [
        "schema",
        "incident",
        "id",
        "path",
        "title",
        "mode",
        "severity",
        "state",
        "from",
        "to",
        "opened",
        "closed",
        "clocks",
        "since_impact_s",
        "since_decision_s",
        "decide_by_s",
        "downtime_s",
        "blind_s",
        "unwatched_s",
        "rto_s",
        "milestones",
        "checklist",
        "id",
        "done",
        "total",
        "phase",
        "now",
        "eta_s",
        "open_pairs",
        "steps",
        "id",
        "number",
        "phase",
        "title",
        "state",
        "who",
        "since",
        "role",
        "probes",
        "alarms",
        "updates",
        "audience",
        "due",
        "overdue_s",
        "last",
        "roles",
        "operators",
        "writers",
        "id",
        "entries",
        "head",
        "state",
        "entries",
        "problems",
    ] {
        let found = json[at..].find(&format!("\"{key}\":"));
        at += found.unwrap_or_else(|| panic!("{key} is not after byte {at} of {json}"));
    }
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["clocks"]["downtime_s"], 160);
    assert_eq!(value["clocks"]["rto_s"], 1800);
    assert_eq!(value["steps"][0]["state"], "doing");
    assert_eq!(value["checklist"]["now"][0], "promote");
    assert_eq!(value["incident"]["closed"], serde_json::Value::Null);
}

#[test]
fn the_score_names_what_is_missing_and_counts_what_went_wrong() {
    let mut scene = Scene::new(Mode::Drill);
    let early = score(&scene.picture(200));
    assert_eq!(early.impact_to_restored, None);
    assert!(early.missing.contains(&Milestone::ServiceRestored));
    scene.does(30, "promote", |a, r| a.start(r, Some("in a hurry".into())));
    scene.does(40, "fence", |a, r| a.start(r, None));
    scene.does(140, "fence", |a, r| a.finish(r, Closing::default()));
    scene.does(200, "promote", |a, r| a.finish(r, Closing::default()));
    let score = score(&scene.picture(400));
    assert_eq!(score.impact_to_decided, Some(Span::seconds(200)));
    assert_eq!(score.decided_to_restored, Some(Span::seconds(60)));
    assert_eq!(score.impact_to_restored, Some(Span::seconds(260)));
    assert_eq!(score.out_of_order, ["1.2"]);
    assert_eq!(score.over_time, [("1.1".to_owned(), Span::seconds(70))]);
    assert_eq!(score.updates, (0, 1), "the first update never left");
    let text = score.lines().join("\n");
    assert!(text.contains("RTO 30m kept by 25:40"), "{text}");
    assert!(text.contains("never set: detected"), "{text}");
}

#[test]
fn unwatched_and_blind_time_are_told_apart() {
    for speed in [1, 10] {
        told_apart(speed);
    }
}

/// In a drill that runs faster the facts carry incident time, and are not scaled twice.
fn told_apart(speed: u32) {
    let mut scene = Scene::new(Mode::Drill);
    scene.identity.speed = speed;
    scene.incident = Incident::new(scene.identity.scale());
    let fast = i64::from(speed);
    let join = CockpitJoined {
        machine: "b1".into(),
        observe: false,
    };
    let vantage = |blind, at: i64| VantageChanged {
        machine: "b1".into(),
        blind,
        since: Some(OPENED + Span::seconds(at * fast)),
    };
    scene.write(20, join);
    scene.write(33, vantage(true, 30));
    scene.write(50, vantage(false, 50));
    scene.write(60, CockpitLeft { reason: None });
    let closed = IncidentClosed {
        answers: BTreeMap::new(),
        reason: None,
    };
    scene.write(100, closed);
    let seen = watched(&scene.picture(500), &Live::default());
    assert_eq!(seen.unwatched, Span::seconds(60 * fast));
    assert_eq!(seen.blind, Span::seconds(20 * fast));
}

mod chat;
mod words;

#[test]
fn an_override_counts_whatever_became_of_its_step() {
    let mut scene = Scene::new(Mode::Drill);
    let why = Some("link is dead".to_owned());
    scene.does(30, "fence", |a, r| a.confirm(r, "gf", false, why.clone()));
    scene.does(40, "fence", |a, r| a.fail(r, None));
    assert_eq!(score(&scene.picture(50)).overridden, ["1.1"]);
    scene.does(60, "fence", |a, r| a.reopen(r, None));
    assert_eq!(score(&scene.picture(70)).overridden, ["1.1"]);
}
