//! The plainest of each thing a plan or a run is made of: what may be left out is left out.

use super::checklist::{Checklist, Phase, Step, Targets};
use super::facts::StepSet;
use super::ids::Id;
use super::plan::{Audience, Cadence, Check, ProbeSpec, Provider, Service};
use super::time::Span;
use super::words::{ChecklistKind, StepState};
use std::collections::BTreeMap;

impl StepSet {
    /// A step takes a state, with nothing else to say of it.
    #[must_use]
    pub fn plain(run: &Id, step: &Id, state: StepState) -> Self {
        StepSet {
            run: run.clone(),
            step: step.clone(),
            state,
            value: None,
            reason: None,
            evidence: None,
            unproven: false,
            until: None,
            values: BTreeMap::new(),
            sensed: false,
            gives_back: None,
        }
    }
}

impl Provider {
    /// A provider with nothing but its id and name.
    #[must_use]
    pub fn plain(id: Id, name: impl Into<String>) -> Self {
        Provider {
            id,
            name: name.into(),
            phone: None,
            status_url: None,
            ticket_url: None,
            vars: BTreeMap::new(),
        }
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.vars.insert(name.to_owned(), value.into());
        self
    }
}

impl ProbeSpec {
    /// A check at the pace a plan has where it says nothing: every 5 s, timeout 3 s, rise 2, fall 3.
    #[must_use]
    pub fn plain(check: Check) -> Self {
        ProbeSpec {
            check,
            every: Span::seconds(5),
            timeout: Span::seconds(3),
            rise: 2,
            fall: 3,
            degraded_over: None,
            proxy: None,
            quiet_under: None,
        }
    }

    /// The plainest probe: a connection opens at this `host:port`.
    #[must_use]
    pub fn tcp(address: impl Into<String>) -> Self {
        let address = address.into();
        ProbeSpec::plain(Check::Tcp { address })
    }
}

impl Service {
    /// A service that stands alone, counts for nothing and is probed.
    #[must_use]
    pub fn plain(id: Id, name: impl Into<String>, probe: ProbeSpec) -> Self {
        Service {
            id,
            name: name.into(),
            depends_on: Vec::new(),
            downtime: false,
            writer: false,
            loss: false,
            probe,
        }
    }
}

impl Audience {
    /// People who are told within 5 minutes of the declaration, and then as often as said.
    #[must_use]
    pub fn plain(id: Id, name: impl Into<String>, cadence: Vec<Cadence>) -> Self {
        Audience {
            id,
            name: name.into(),
            public: false,
            kind: None,
            first_within: Span::minutes(5),
            webhook: None,
            rehearsal_webhook: None,
            headers: BTreeMap::new(),
            body: None,
            cadence,
        }
    }
}

impl Cadence {
    /// This often, whatever the severity and the state.
    #[must_use]
    pub fn always(every: Span) -> Self {
        Cadence {
            severity: None,
            state: None,
            after: None,
            every,
        }
    }
}

impl Phase {
    /// A phase with nothing but its steps.
    #[must_use]
    pub fn plain(id: Id, title: impl Into<String>, steps: Vec<Step>) -> Self {
        Phase {
            id,
            title: title.into(),
            window: None,
            tight: None,
            abort_if: None,
            abort_to: None,
            lint_ok: BTreeMap::new(),
            steps,
        }
    }
}

impl Checklist {
    /// A fail-over checklist with nothing but its phases.
    #[must_use]
    pub fn plain(id: Id, title: impl Into<String>, phases: Vec<Phase>) -> Self {
        Checklist {
            id,
            title: title.into(),
            kind: ChecklistKind::Failover,
            owner: None,
            reviewed: None,
            targets: Targets::default(),
            vars: BTreeMap::new(),
            lint_ok: BTreeMap::new(),
            phases,
        }
    }
}
