//! A night to draw: real entries of several people, folded as the cockpit folds them.

use std::collections::BTreeMap;
use std::sync::Arc;
use switchover::cockpit::probes::{ProbeCell, ProbePane, ProbeRow};
use switchover::cockpit::{Me, Model, Saving, Setup, refresh};
use switchover::domain::author::Author;
use switchover::domain::checklist::{
    Checklist, Decision, DecisionOption, Phase, Sensed, Step, Targets, Wait, WaitFor, Window,
};
use switchover::domain::facts::{
    BulletinSent, ChecklistAdopted, Fact, IncidentOpened, LogOpened, MilestoneSet, NoteAdded,
    RoleSet, SeveritySet, StepClaimed, StepSet,
};
use switchover::domain::identity::Identity;
use switchover::domain::ids::{Hash, Id, WriterId};
use switchover::domain::plan::{
    Audience, Cadence, Escalation, Plan, ProbeSpec, Provider, Role, Service,
};
use switchover::domain::presence::Presence;
use switchover::domain::probe::Finding;
use switchover::domain::time::{Span, Time};
use switchover::domain::words::{Milestone, Mode, NoteKind, ProbeState, Side, StepKind, StepState};

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A time of the night of the fixture; times before noon are of the 20th.
pub(crate) fn at(clock: &str) -> Time {
    Time::parse(&format!("2026-11-20T{clock}Z")).unwrap()
}

pub(crate) fn plan() -> Plan {
    let provider = |key: &str, name: &str| {
        Provider::plain(id(key), name).with("db_host", format!("db1.{key}.example"))
    };
    let service = |key: &str, name: &str| Service {
        downtime: key == "web",
        writer: key == "db",
        ..Service::plain(id(key), name, ProbeSpec::tcp("127.0.0.1:1"))
    };
    let role = |key: &str, name: &str| Role {
        id: id(key),
        name: name.into(),
        required: key == "im",
    };
    let audience = |key: &str, name: &str, minutes| {
        let cadence = vec![Cadence::always(Span::minutes(minutes))];
        Audience {
            public: key == "customers",
            ..Audience::plain(id(key), name, cadence)
        }
    };
    Plan {
        name: "Shop production".into(),
        providers: vec![
            provider("h42", "Provider 42A"),
            provider("c10", "Provider C10"),
        ],
        services: vec![
            service("web", "Web front"),
            service("db", "Database role"),
            service("lag", "Replica lag"),
            service("queue", "Queue"),
            service("apps", "Applications up"),
        ],
        roles: vec![
            role("im", "Incident manager"),
            role("comms", "Communication manager"),
            role("ops", "Operations"),
            role("db", "Database team"),
        ],
        audiences: vec![
            audience("internal", "Everybody inside", 15),
            audience("customers", "Customers", 30),
            audience("execs", "Executives", 60),
        ],
        escalations: vec![Escalation {
            to: "CTO".into(),
            after: Span::minutes(30),
            unless: Some(Milestone::ServiceRestored),
        }],
        ..Plan::default()
    }
}

fn step(key: &str, title: &str, role: &str) -> Step {
    Step {
        role: Some(id(role)),
        ..Step::plain(id(key), title.into())
    }
}

/// Four phases, 27 steps.
pub(crate) fn checklist() -> Checklist {
    let filler = |phase: &str, n: usize, role: &str| {
        let title = format!("Part {n} of {phase}, checked at {{{{to.name}}}}");
        Step {
            takes: Some(Span::seconds(30)),
            ..step(&format!("{phase}-{n}"), &title, role)
        }
    };
    let decide = vec![
        filler("decide", 1, "comms"),
        Step {
            opens: Some(id("downtime")),
            ..step("downtime", "Downtime set in monitoring", "ops")
        },
        filler("decide", 3, "ops"),
        Step {
            kind: StepKind::Decision,
            milestone: Some(Milestone::Decided),
            decision: Some(Decision {
                question: "No ETA from {{from.name}}. Target ready, data at risk as shown.".into(),
                deadline: Some(Span::minutes(15)),
                quorum: Vec::new(),
                options: vec![
                    DecisionOption {
                        key: "f".into(),
                        label: "Fail over".into(),
                        goto: Some(id("maintenance")),
                        again_in: None,
                    },
                    DecisionOption {
                        key: "w".into(),
                        label: "Wait, ask again".into(),
                        goto: None,
                        again_in: Some(Span::minutes(10)),
                    },
                ],
            }),
            ..step("go", "fail over, or wait for {{from.name}}?", "im")
        },
    ];
    let mut moving = vec![
        Step {
            opens: Some(id("maintenance")),
            takes: Some(Span::minutes(1)),
            expect: Some("503 on both sides".into()),
            ..step("maintenance", "Maintenance, both sides", "ops")
        },
        Step {
            side: Some(Side::From),
            command: Some("./fence.sh {{from.id}}".into()),
            expect: Some("0 sessions, or unreachable: fence unproven".into()),
            takes: Some(Span::minutes(1)),
            critical: true,
            unproven: true,
            opens: Some(id("fence")),
            ..step("fence", "Fence {{from.name}}", "ops")
        },
        Step {
            side: Some(Side::To),
            command: Some("sudo -u postgres pg_ctl promote -D /var/lib/postgresql/data".into()),
            expect: Some("recovery = f".into()),
            undo: Some("none: fail back with the fail-back checklist".into()),
            takes: Some(Span::seconds(30)),
            after: vec![id("fence")],
            critical: true,
            irreversible: true,
            confirm_by: Some(id("comms")),
            ..step("promote", "Promote the replica at {{to.name}}", "db")
        },
        Step {
            takes: Some(Span::minutes(4)),
            ..step("dns", "Point DNS to {{to.name}}", "ops")
        },
        Step {
            role: None,
            kind: StepKind::Wait,
            wait: Some(Wait {
                what: WaitFor::Fixed(Span::seconds(300)),
                timeout: None,
            }),
            ..step("ttl", "Wait the old TTL", "ops")
        },
    ];
    moving.extend((6..=9).map(|n| filler("move", n, "ops")));
    let mut back = vec![Step {
        kind: StepKind::Check,
        sensed: Some(Sensed {
            probe: "to.web".into(),
            is: "up".into(),
            stable: 3,
        }),
        ..step("restored", "Service restored", "im")
    }];
    back.extend((2..=7).map(|n| filler("back", n, "db")));
    let after = (1..=7).map(|n| filler("after", n, "comms")).collect();
    let phase = |key: &str, title: &str, steps| Phase {
        window: Some(Window::default()),
        abort_if: (key == "move")
            .then(|| "{{from.name}} is stable for 10 minutes before 'promote'".into()),
        ..Phase::plain(id(key), title, steps)
    };
    let phases = vec![
        phase("decide", "Decide", decide),
        phase("move", "Fail over", moving),
        phase("back", "Restore", back),
        phase("after", "After", after),
    ];
    let title = "Fail over {{from.name}} to {{to.name}}";
    Checklist {
        owner: Some("sre".into()),
        reviewed: Some("2026-10-01".into()),
        targets: Targets {
            rto: Some(Span::minutes(30)),
            rpo: None,
            decide_by: Some(Span::minutes(25)),
        },
        ..Checklist::plain(id("failover"), title, phases)
    }
}

/// A night told entry by entry.
pub(crate) struct Night {
    pub(crate) model: Model,
    authors: BTreeMap<String, Author>,
    told: u8,
}

/// The run of the fixture.
pub(crate) const RUN: &str = "run-1";
const SHA: &str = "00ff";

impl Night {
    /// Nothing happened yet; GF sits at bastion b2.
    pub(crate) fn new(mode: Mode, checklist: Checklist) -> Self {
        let frozen = BTreeMap::from([(
            SHA.to_owned(),
            BTreeMap::from([(checklist.id.clone(), Arc::new(checklist))]),
        )]);
        let identity = Identity {
            id: "00112233445566ff".into(),
            mode,
            opened: at("01:47:44"),
            speed: 1,
            ports: BTreeMap::new(),
            plan: Some(SHA.into()),
            scenario: None,
        };
        let opening = LogOpened {
            version: "0.1.0".into(),
            user: "gf".into(),
            host: "b2".into(),
            machine: "b2".into(),
            boot: None,
            pid: 1,
            clock: None,
        };
        let me = Me {
            operator: "GF".into(),
            machine: "b2".into(),
            observe: false,
            unprotected: false,
        };
        let mut model = Model::new(Setup {
            me,
            writer: WriterId::of("gf", "b2", 1),
            wall: at("01:47:44"),
            plan: Arc::new(plan()),
            frozen,
            plan_sha: SHA.into(),
            scenario: None,
            identity,
            folder: "20261120T014744Z-live-failover".into(),
            opening,
            start: None,
            size: (80, 24),
        });
        model.loaded = true;
        Night {
            model,
            authors: BTreeMap::new(),
            told: 0,
        }
    }

    /// One entry.
    pub(crate) fn tell(mut self, who: &str, time: &str, fact: impl Into<Fact>) -> Self {
        self.say(who, at(time), fact.into());
        self
    }

    /// One entry, at any time.
    pub(crate) fn say(&mut self, who: &str, time: Time, fact: Fact) {
        let writer = WriterId::of(who, "b2", 1 + u64::from(who != "GF"));
        let author = self.authors.entry(who.to_owned());
        let author = author.or_insert_with(|| Author::new(writer, who.to_owned()));
        let draft = author.draft(fact, time, self.model.incident.log());
        let mut entry = author.pending(draft);
        self.told = self.told.wrapping_add(1).max(1);
        entry.hash = Hash([self.told; 16]);
        self.model.incident.extend([entry]);
    }

    /// The cockpit at a time, everything read, saved and shared.
    pub(crate) fn now(mut self, time: &str) -> Model {
        self.model.wall = at(time);
        self.model.now = self.model.incident.scale().incident(at(time));
        refresh(&mut self.model);
        self.model.view.now_moved = Time::default();
        self.model.view.read = self.model.incident.log().newest();
        self.model.saving = Saving {
            written: 12,
            saved: 12,
            shared: 12,
            ..Saving::default()
        };
        let writer = WriterId::of("cp", "b1", 2);
        self.model.present = vec![Presence {
            writer,
            operator: "CP".into(),
            machine: "b1".into(),
            observe: false,
            doing: Some("fence".into()),
            away: None,
            pages: switchover::domain::presence::Paging::No,
            at: self.model.wall,
        }];
        self.model.probes = probes();
        self.model
    }
}

pub(crate) fn set(step: &str, state: StepState) -> StepSet {
    StepSet::plain(&id(RUN), &id(step), state)
}

pub(crate) fn note(kind: NoteKind, text: &str) -> NoteAdded {
    NoteAdded {
        kind,
        text: text.into(),
        at: None,
        provider: (kind == NoteKind::Provider).then(|| id("h42")),
        ticket: (kind == NoteKind::Provider).then(|| "8841".into()),
        confidence: None,
    }
}

fn milestone(name: Milestone, time: &str) -> MilestoneSet {
    MilestoneSet {
        name,
        at: at(time),
        evidence: None,
    }
}

fn sent(audience: &str, next: &str) -> BulletinSent {
    BulletinSent {
        audience: id(audience),
        state: None,
        text: Some("We see a disruption of service since 01:32:37Z.".into()),
        via: None,
        next_at: Some(at(next)),
        of: None,
    }
}

/// The incident is declared: triage.
pub(crate) fn triage(mode: Mode) -> Night {
    let role = |role: &str, who: &str| RoleSet {
        role: id(role),
        operator: Some(who.into()),
        until: None,
    };
    let opened = IncidentOpened {
        title: "Web is down at 42A".into(),
        mode,
        plan: Some(SHA.into()),
    };
    let severity = SeveritySet {
        level: "SEV1".into(),
    };
    Night::new(mode, checklist())
        .tell("GF", "01:47:44", opened)
        .tell("GF", "01:47:44", severity)
        .tell("GF", "01:47:44", milestone(Milestone::Declared, "01:47:44"))
        .tell("GF", "01:47:45", role("im", "GF"))
        .tell(
            "GF",
            "01:47:50",
            milestone(Milestone::ImpactStart, "01:32:37"),
        )
        .tell("CP", "01:49:00", role("comms", "CP"))
        .tell("GF", "01:49:30", role("db", "GF"))
}

/// The night up to the decision and the first steps of the fail-over.
pub(crate) fn failover(mode: Mode) -> Night {
    let adopted = ChecklistAdopted {
        run: id(RUN),
        checklist: id("failover"),
        sha256: SHA.into(),
        from: id("h42"),
        to: id("c10"),
    };
    let done = |key| set(key, StepState::Done);
    let doing = |key| set(key, StepState::Doing);
    let value = |key, value: &str| StepSet {
        value: Some(value.into()),
        ..set(key, StepState::Done)
    };
    triage(mode)
        .tell("CP", "01:52:24", sent("internal", "02:12:24"))
        .tell("CP", "01:56:54", sent("customers", "02:16:54"))
        .tell("CP", "01:58:00", sent("execs", "02:25:44"))
        .tell("GF", "02:00:10", adopted)
        .tell("CP", "02:01:00", doing("decide-1"))
        .tell("CP", "02:03:20", done("decide-1"))
        .tell("CP", "02:03:30", done("downtime"))
        .tell("GF", "02:04:00", set("decide-3", StepState::Skipped))
        .tell(
            "GF",
            "02:07:32",
            note(NoteKind::Decision, "decision: fail over, 42A gives no ETA"),
        )
        .tell("GF", "02:07:32", done("go"))
        .tell("GF", "02:07:32", milestone(Milestone::Decided, "02:07:32"))
        .tell("CP", "02:11:19", doing("maintenance"))
        .tell("CP", "02:12:31", value("maintenance", "503 on both sides"))
        .tell("CP", "02:12:56", doing("fence"))
        .tell(
            "GF",
            "02:13:31",
            note(NoteKind::Provider, "power failure, no ETA"),
        )
}

/// The screen of the product's picture, as near as the facts allow.
pub(crate) fn picture() -> Model {
    let mut model = failover(Mode::Live).now("02:13:44");
    let timeline = &model.incident.state().timeline;
    model.view.read = timeline.iter().rev().nth(3).map(|(_, no)| *no);
    model.view.answer = switchover::cockpit::Answer {
        at: at("02:13:40"),
        text: "2.2 is claimed by CP: your d was not taken; t asks for it".into(),
        tone: switchover::cockpit::Tone::Refused,
    };
    model
}

/// Somebody takes a step.
pub(crate) fn claim(step: &str, by: &str) -> StepClaimed {
    StepClaimed {
        run: id(RUN),
        step: id(step),
        by: by.into(),
        back_in: None,
    }
}

fn cell(state: ProbeState, since: &str, detail: &str) -> ProbeCell {
    let good = state == ProbeState::Up;
    let finding = if good { Finding::Good } else { Finding::Bad };
    ProbeCell {
        state,
        since: Some(at(since)),
        age: Some(Span::seconds(2)),
        latency: good.then_some(Span(87)),
        detail: detail.into(),
        said: None,
        follows: None,
        fenced: false,
        danger: None,
        elsewhere: None,
        pace: None,
        strip: vec![finding; 12],
        spark: (0..20)
            .map(|n| good.then_some(Span(40 + n * 13 % 90)))
            .collect(),
    }
}

/// Probes as at 02:13:44.
pub(crate) fn probes() -> ProbePane {
    let row = |key: &str, name: &str, from, to| ProbeRow {
        service: id(key),
        name: name.into(),
        from,
        to,
    };
    let down = |detail| cell(ProbeState::Down, "01:32:40", detail);
    let up = |detail| cell(ProbeState::Up, "01:10:00", detail);
    let unknown = || ProbeCell {
        detail: "not measured: no route".into(),
        ..ProbeCell::default()
    };
    ProbePane {
        sides: ("42A".into(), "C10".into()),
        rows: vec![
            row("web", "Web front", down("connection refused"), up("200")),
            row("db", "Database role", unknown(), up("replica")),
            row(
                "lag",
                "Replica lag",
                unknown(),
                cell(ProbeState::Degraded, "02:10:00", "41 s"),
            ),
            row(
                "queue",
                "Queue",
                down("no answer within 3 s"),
                ProbeCell {
                    state: ProbeState::Stale,
                    age: Some(Span::seconds(44)),
                    ..up("ok")
                },
            ),
            row("apps", "Applications up", down("0/61"), up("61/61")),
        ],
        witnesses: (3, 3),
        blind: None,
        vantage: "b2".into(),
        loss: Vec::new(),
        layers: Vec::new(),
        risk: None,
        ready: None,
        writers: None,
        serving: None,
    }
}
