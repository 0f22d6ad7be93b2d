//! A small plan and checklist with people at it, for the tests of the rules.

use super::act::Act;
use super::alarms::alarms;
use super::board::{Board, StepRow};
use super::clocks::Clocks;
use super::updates::updates;
use crate::domain::author::Author;
use crate::domain::checklist::{
    BulletinStep, Checklist, Decision, DecisionOption, Phase, Step, Wait, WaitFor,
};
use crate::domain::facts::{AlarmAcknowledged, ChecklistAdopted, Fact, MilestoneSet};
use crate::domain::fold::Incident;
use crate::domain::ids::{Id, WriterId};
use crate::domain::plan::{Audience, Cadence, DnsName, Plan};
use crate::domain::time::{Scale, Span, Time};
use crate::domain::words::{Milestone, Stage, StepKind, StepState};
use std::collections::BTreeMap;

pub(in crate::domain::rules) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn option(key: &str, label: &str, goto: Option<&str>, again: Option<i64>) -> DecisionOption {
    DecisionOption {
        key: key.into(),
        label: label.into(),
        goto: goto.map(id),
        again_in: again.map(Span::minutes),
    }
}

pub(in crate::domain::rules) fn checklist() -> Checklist {
    let step = |name: &str| Step::plain(id(name), name.to_owned());
    let options = vec![
        option("f", "Fail over", Some("move"), None),
        option("r", "Repair here", None, None),
        option("w", "Wait", None, Some(10)),
    ];
    let wait = |what| {
        Some(Wait {
            what,
            timeout: None,
        })
    };
    let go = Step {
        kind: StepKind::Decision,
        milestone: Some(Milestone::Decided),
        decision: Some(Decision {
            options,
            ..Decision::default()
        }),
        ..step("go")
    };
    let inform = Step {
        kind: StepKind::Bulletin,
        bulletin: Some(BulletinStep {
            state: Some(Stage::Identified),
            audience: Some(id("customers")),
            template: None,
        }),
        ..step("inform")
    };
    let fence = Step {
        unproven: true,
        milestone: Some(Milestone::Fenced),
        ..step("fence")
    };
    let promote = Step {
        irreversible: true,
        ..step("promote")
    };
    let ttl = Step {
        kind: StepKind::Wait,
        wait: wait(WaitFor::TtlOf("www".into())),
        ..step("ttl")
    };
    let pause = Step {
        kind: StepKind::Wait,
        wait: wait(WaitFor::Fixed(Span::minutes(5))),
        ..step("pause")
    };
    let phase = |name: &str, steps| Phase::plain(id(name), name, steps);
    let phases = vec![
        phase("decide", vec![inform, go, step("restart"), step("look")]),
        phase("move", vec![fence, promote, ttl, pause]),
    ];
    Checklist::plain(id("failover"), "Fail over", phases)
}

pub(in crate::domain::rules) struct Desk {
    pub(in crate::domain::rules) plan: Plan,
    pub(in crate::domain::rules) list: Checklist,
    pub(in crate::domain::rules) incident: Incident,
    pub(in crate::domain::rules) authors: BTreeMap<String, Author>,
    pub(in crate::domain::rules) now: Time,
}

impl Desk {
    pub(in crate::domain::rules) fn new() -> Self {
        Desk::adopted(id("h42"), id("c10"))
    }

    pub(in crate::domain::rules) fn adopted(from: Id, to: Id) -> Self {
        let opened = Time(1_795_210_000_000);
        let mut plan = Plan::default();
        plan.dns.push(DnsName {
            name: "www".into(),
            kind: "A".into(),
            resolvers: Vec::new(),
            authoritative: Vec::new(),
            ttl: Some(Span::seconds(300)),
            answers: BTreeMap::new(),
        });
        let cadence = vec![Cadence::always(Span::minutes(30))];
        plan.audiences.push(Audience {
            public: true,
            ..Audience::plain(id("customers"), "Customers", cadence)
        });
        let mut desk = Desk {
            plan,
            list: checklist(),
            incident: Incident::new(Scale::real(opened)),
            authors: BTreeMap::new(),
            now: opened,
        };
        let adopted = ChecklistAdopted {
            run: id("r1"),
            checklist: id("failover"),
            sha256: String::new(),
            from,
            to,
        };
        desk.write("gf", vec![adopted.into()]);
        desk
    }

    pub(in crate::domain::rules) fn write(&mut self, who: &str, facts: Vec<Fact>) {
        self.now = self.now + Span::seconds(1);
        let run = self.authors.len() as u64;
        let author = self
            .authors
            .entry(who.into())
            .or_insert_with(|| Author::new(WriterId::of(who, "b1", run), who.into()));
        for fact in facts {
            let draft = author.draft(fact, self.now, self.incident.log());
            let entry = author.pending(draft);
            self.incident.extend([entry]);
        }
    }

    pub(in crate::domain::rules) fn board(&self) -> Board {
        let mut board = Board::new(&self.plan, Some(&self.list), &self.incident);
        board.add_earlier(&self.incident, |_| Some(&self.list));
        board
    }

    pub(in crate::domain::rules) fn act<T>(
        &self,
        who: &str,
        step: &str,
        act: impl Fn(&Act<'_>, &StepRow) -> T,
    ) -> T {
        let board = self.board();
        let desk = Act {
            plan: &self.plan,
            board: &board,
            incident: &self.incident,
            operator: who,
            now: self.now,
        };
        act(&desk, board.step(&id(step)).unwrap())
    }

    pub(in crate::domain::rules) fn does(
        &mut self,
        who: &str,
        step: &str,
        act: impl Fn(&Act<'_>, &StepRow) -> Vec<Fact>,
    ) {
        let facts = self.act(who, step, act);
        self.write(who, facts);
    }

    pub(in crate::domain::rules) fn state(&self, step: &str) -> StepState {
        self.board().step(&id(step)).unwrap().state
    }

    /// Writes one fact; the number of its entry.
    pub(in crate::domain::rules) fn says(&mut self, who: &str, fact: impl Into<Fact>) {
        self.write(who, vec![fact.into()]);
    }

    pub(in crate::domain::rules) fn wait(&mut self, span: Span) {
        self.now = self.now + span;
    }

    pub(in crate::domain::rules) fn reach(&mut self, name: Milestone) {
        let at = self.now;
        let evidence = None;
        self.says("gf", MilestoneSet { name, at, evidence });
    }

    /// The alarms now: id, and who knows of it.
    pub(in crate::domain::rules) fn alarms(&self) -> Vec<(String, Option<String>)> {
        let board = self.board();
        let clocks = Clocks::at(&self.incident, &self.list.targets, self.now);
        let updates = updates(&self.plan, &self.incident);
        let (plan, incident) = (&self.plan, &self.incident);
        let found = alarms(plan, incident, &board, &clocks, &updates, self.now);
        found.into_iter().map(|a| (a.id, a.acknowledged)).collect()
    }

    pub(in crate::domain::rules) fn acknowledge(&mut self, who: &str, alarm: &str) {
        let alarm = alarm.to_owned();
        self.says(who, AlarmAcknowledged { alarm });
    }
}
