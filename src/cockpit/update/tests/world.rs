//! Two operators, one incident, no files: what one writes reaches the other as entries.

use crate::cockpit::key::Key;
use crate::cockpit::{Effect, Me, Model, Msg, Setup, update};
use crate::domain::checklist::{Checklist, Decision, DecisionOption, Phase, Step};
use crate::domain::entry::Entry;
use crate::domain::facts::{ChecklistAdopted, Fact, IncidentOpened, LogOpened, MilestoneSet};
use crate::domain::identity::Identity;
use crate::domain::ids::{Hash, Id, WriterId};
use crate::domain::plan::{Plan, ProbeSpec, Provider, Role, Service};
use crate::domain::probe::{Finding, ProbeId, Sample};
use crate::domain::time::{Span, Time};
use crate::domain::words::{Milestone, Mode, StepKind};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const OPENED: Time = Time(1_795_210_000_000);

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(super) fn step(name: &str, change: impl FnOnce(&mut Step)) -> Step {
    let mut step = Step::plain(id(name), format!("Do {name} at {{{{to.name}}}}"));
    change(&mut step);
    step
}

pub(super) fn checklist() -> Checklist {
    let option = |key: &str, label: &str, goto: Option<&str>| DecisionOption {
        key: key.into(),
        label: label.into(),
        goto: goto.map(id),
        again_in: goto.is_none().then_some(Span::minutes(10)),
    };
    let steps = vec![
        step("inform", |_| {}),
        step("go", |s| {
            s.kind = StepKind::Decision;
            s.milestone = Some(Milestone::Decided);
            let options = vec![
                option("f", "Fail over", Some("fence")),
                option("w", "Wait", None),
            ];
            s.decision = Some(Decision {
                question: "Fail over?".into(),
                options,
                ..Decision::default()
            });
        }),
        step("talk", |_| {}),
        step("fence", |s| {
            s.unproven = true;
            s.opens = Some(id("fence"));
            s.expect = Some("0 sessions".into());
        }),
        step("promote", |s| {
            s.after = vec![id("fence")];
            s.irreversible = true;
            s.confirm_by = Some(id("any"));
            s.command = Some("pg_ctl promote -h {{to.db_host}} -t {{ticket}}".into());
        }),
    ];
    let phase = Phase::plain(id("move"), "Move", steps);
    let mut list = Checklist::plain(id("failover"), "Fail over", vec![phase]);
    list.targets.decide_by = Some(Span::minutes(15));
    list.vars.insert("ticket".into(), Default::default());
    list
}

fn plan() -> Plan {
    let provider = |name: &str| {
        Provider::plain(id(name), format!("Provider {}", name.to_uppercase()))
            .with("db_host", format!("db.{name}.example"))
    };
    let role = Role {
        id: id("im"),
        name: "Incident manager".into(),
        required: true,
    };
    Plan {
        providers: vec![provider("h42"), provider("c10")],
        roles: vec![role],
        services: vec![Service::plain(
            id("web"),
            "Web",
            ProbeSpec::tcp("127.0.0.1:1"),
        )],
        ..Plan::default()
    }
}

/// One cockpit, and what it has asked to be saved.
pub(super) struct Seat {
    pub(super) model: Model,
    pub(super) wall: Time,
    pub(super) effects: Vec<Effect>,
}

impl Seat {
    pub(super) fn new(who: &str, run: u64, observe: bool) -> Seat {
        let mut seat = Seat::unread(who, run, observe, checklist());
        seat.tell(Msg::Loaded);
        seat
    }

    /// A seat with another checklist.
    pub(super) fn on(who: &str, run: u64, observe: bool, list: Checklist) -> Seat {
        let mut seat = Seat::unread(who, run, observe, list);
        seat.tell(Msg::Loaded);
        seat
    }

    /// One whose journal has not been read yet.
    pub(super) fn before_loading(who: &str, run: u64) -> Seat {
        Seat::unread(who, run, false, checklist())
    }

    fn unread(who: &str, run: u64, observe: bool, list: Checklist) -> Seat {
        let identity = Identity {
            id: "00112233445566ff".into(),
            mode: Mode::Live,
            opened: OPENED,
            speed: 1,
            ports: BTreeMap::new(),
            plan: None,
            scenario: None,
        };
        let opening = LogOpened {
            version: "0".into(),
            user: who.into(),
            host: "b1".into(),
            machine: "b1".into(),
            boot: None,
            pid: 1,
            clock: None,
        };
        let checklists = BTreeMap::from([(id("failover"), Arc::new(list))]);
        let model = Model::new(Setup {
            me: Me {
                operator: who.into(),
                machine: "b1".into(),
                observe,
                unprotected: false,
            },
            writer: WriterId::of(who, "b1", run),
            wall: OPENED,
            plan: Arc::new(plan()),
            frozen: BTreeMap::from([("sha".into(), checklists)]),
            plan_sha: "sha".into(),
            scenario: None,
            identity,
            folder: "20261120T021300Z-live-failover".into(),
            opening,
            start: None,
            size: (80, 24),
        });
        Seat {
            model,
            wall: OPENED,
            effects: Vec::new(),
        }
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.effects.extend(effects);
        update(&mut self.model, Msg::Painted);
    }

    pub(super) fn wait(&mut self, span: Span) {
        self.wall = self.wall + span;
        self.tell(Msg::Tick(self.wall));
    }

    /// Presses keys a second apart: `d`, `Enter`, or `"text"` typed letter by letter.
    pub(super) fn press(&mut self, keys: &[&str]) -> &mut Self {
        for name in keys {
            self.wall = self.wall + Span(1000);
            let typed = name.strip_prefix('"').and_then(|n| n.strip_suffix('"'));
            match typed {
                Some(text) => text
                    .chars()
                    .for_each(|c| self.tell(Msg::Key(Key::char(c), self.wall))),
                None => self.tell(Msg::Key(Key::parse(name).unwrap(), self.wall)),
            }
        }
        self
    }

    pub(super) fn answer(&self) -> &str {
        &self.model.view.answer.text
    }

    /// Its own probe of a service finds the same so many times.
    pub(super) fn measure(&mut self, service: &str, provider: &str, good: bool, times: usize) {
        for _ in 0..times {
            self.wall = self.wall + Span::seconds(5);
            let probe = ProbeId::Service {
                service: id(service),
                provider: id(provider),
            };
            let times = (self.wall - Span(100), self.wall);
            let finding = if good { Finding::Good } else { Finding::Bad };
            let sample = Sample::new(probe, times, finding, "refused".into());
            self.tell(Msg::Samples(vec![sample], self.wall));
        }
    }

    /// Every entry it knows of.
    pub(super) fn known(&self) -> Vec<Entry> {
        let log = self.model.incident.log();
        log.iter().map(|(_, e)| e.clone()).collect()
    }

    /// What it wrote since it was last asked, as entries that were saved.
    pub(super) fn written(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for effect in std::mem::take(&mut self.effects) {
            let Effect::Append(drafts) = effect else {
                continue;
            };
            for draft in drafts {
                let mut hash = [7; 16];
                hash[..8].copy_from_slice(&draft.seq.to_le_bytes());
                let writer = self.model.author.writer.clone();
                entries.push(Entry {
                    writer,
                    draft,
                    prev: Hash::default(),
                    hash: Hash(hash),
                });
            }
        }
        entries
    }
}

/// An incident with its checklist adopted, and two operators in it.
pub(super) fn two() -> (Seat, Seat) {
    two_on(&checklist())
}

/// The same with another checklist.
pub(super) fn two_on(list: &Checklist) -> (Seat, Seat) {
    let mut gf = Seat::on("gf", 1, false, list.clone());
    let facts: Vec<Fact> = vec![
        IncidentOpened {
            title: "t".into(),
            mode: Mode::Live,
            plan: Some("sha".into()),
        }
        .into(),
        MilestoneSet {
            name: Milestone::Declared,
            at: OPENED,
            evidence: None,
        }
        .into(),
        ChecklistAdopted {
            run: id("failover-1"),
            checklist: id("failover"),
            sha256: "sha".into(),
            from: id("h42"),
            to: id("c10"),
        }
        .into(),
    ];
    let effects = super::super::record::record(&mut gf.model, facts);
    gf.effects.extend(effects);
    let mut cp = Seat::on("cp", 2, false, list.clone());
    meet(&mut gf, &mut cp);
    gf.wait(Span::seconds(2));
    cp.wait(Span::seconds(2));
    (gf, cp)
}

/// Each receives what the other wrote.
pub(super) fn meet(a: &mut Seat, b: &mut Seat) {
    let (from_a, from_b) = (a.written(), b.written());
    let (wall_a, wall_b) = (a.wall, b.wall);
    b.tell(Msg::Entries(from_a, wall_b));
    a.tell(Msg::Entries(from_b, wall_a));
}
