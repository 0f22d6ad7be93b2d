//! What a template of a communication update can say of the run: pure data, in words for people outside it.

use super::board::Board;
use super::wording::without_hosts;
use crate::domain::fold::{EntryNo, Incident};
use crate::domain::ids::Id;
use crate::domain::plan::{Audience, Plan};
use crate::domain::time::Time;
use crate::domain::words::{Milestone, Mode, Stage};
use std::collections::BTreeMap;

/// The names a template may use, with what each says. Every one is always there; what is not known is empty.
pub const NAMES: [(&str, &str); 23] = [
    ("audience", "what people call who is told"),
    (
        "began",
        "when the incident, or the planned work, was declared",
    ),
    ("data", "whether data is at risk, as set by the impact"),
    ("decided", "when the decision fell"),
    ("drill", "DRILL in a rehearsal"),
    ("from", "the provider production leaves"),
    ("impact", "what users suffer, in their words"),
    ("last", "what this audience was told last"),
    ("last_at", "when that was"),
    ("next_update", "when the next update is promised"),
    ("now", "this moment"),
    ("phase", "the phase at work, without host names"),
    ("planned", "PLANNED in planned work"),
    ("restored", "since when users are served again"),
    ("scope", "who is hit"),
    ("severity", "SEV1, SEV2, ..."),
    ("since", "since when users suffer"),
    ("state", "investigating, identified, monitoring or resolved"),
    ("step", "the step at work, without host names"),
    ("title", "what the incident is called"),
    ("to", "the provider production goes to"),
    ("unaffected", "what is not hit"),
    ("workaround", "what users can do meanwhile"),
];

pub use crate::domain::words::AudienceKind as Kind;

impl Kind {
    /// The kind of an audience, as the plan says it: never guessed from its id.
    #[must_use]
    pub fn of(audience: &Audience) -> Kind {
        match audience.kind {
            _ if audience.public => Kind::Public,
            None | Some(Kind::Public) => Kind::Internal,
            Some(kind) => kind,
        }
    }
}

/// What one draft is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// To whom.
    pub audience: Id,
    /// As templates are chosen.
    pub kind: Kind,
    /// The state it speaks of.
    pub state: Stage,
    /// The template its step names: a file below `templates/`.
    pub template: Option<String>,
    /// The frozen plan that template came with; empty: the one the incident was opened with.
    pub plan: String,
    /// What its names stand for.
    pub values: BTreeMap<&'static str, String>,
}

impl Draft {
    /// It speaks of planned work, not of a disruption.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.values.get("planned").is_some_and(|v| !v.is_empty())
    }
}

/// Where a draft is asked for.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The checklist as it stands.
    pub board: &'a Board,
    /// The incident.
    pub incident: &'a Incident,
    /// Live, planned or drill.
    pub mode: Mode,
    /// Incident time.
    pub now: Time,
}

impl At<'_> {
    /// What a draft to an audience is made of; none when the plan does not name it. `step` is the bulletin step
    /// it is written for, `next_at` what it promises.
    #[must_use]
    pub fn draft(&self, audience: &Id, step: Option<&Id>, next_at: Option<Time>) -> Option<Draft> {
        let audience = self.plan.audiences.iter().find(|a| &a.id == audience)?;
        let bulletin = step.and_then(|id| self.board.step(id)?.step.bulletin.as_ref());
        let state = self.state(bulletin.and_then(|b| b.state));
        let run = self.incident.active_run();
        let sha256 = run.and_then(|(_, run)| Some(run.adopted.get()?.sha256.clone()));
        Some(Draft {
            audience: audience.id.clone(),
            kind: Kind::of(audience),
            state,
            template: bulletin.and_then(|b| b.template.clone()),
            plan: sha256.unwrap_or_default(),
            values: self.values(audience, state, next_at),
        })
    }

    /// The state an update speaks of: its step's, else what was set, or goes further by a milestone that was not
    /// known then: served again is no investigating any more. Planned work has no cause to look for.
    #[must_use]
    pub fn state(&self, wanted: Option<Stage>) -> Stage {
        let state = self.incident.state();
        let set = state.stage.held();
        let after = |(name, stage): &(Milestone, Stage)| {
            let held = state.milestones.get(name).and_then(|m| m.held());
            let reached = held.filter(|m| m.value.is_some());
            let knew = |m: EntryNo| set.is_some_and(|s| self.incident.log().sees(s.by, m));
            let further = set.is_none_or(|s| s.value < *stage);
            reached.is_some_and(|m| further && !knew(m.by))
        };
        let marks = [
            (Milestone::Resolved, Stage::Resolved),
            (Milestone::ServiceRestored, Stage::Monitoring),
        ];
        let decided = self.incident.milestone(Milestone::Decided).is_some();
        let known = decided || self.mode == Mode::Planned;
        let unsaid = if known {
            Stage::Identified
        } else {
            Stage::Investigating
        };
        wanted
            .or_else(|| marks.iter().find(|m| after(m)).map(|m| m.1))
            .or(set.map(|s| s.value))
            .unwrap_or(unsaid)
    }

    fn values(
        &self,
        audience: &Audience,
        state: Stage,
        next_at: Option<Time>,
    ) -> BTreeMap<&'static str, String> {
        let held = self.incident.state();
        let when = |m| self.incident.milestone(m).map(minute).unwrap_or_default();
        let impact = held.impact.get();
        let said = |text: Option<&String>| {
            let text = text.map(String::as_str).unwrap_or_default().trim();
            text.trim_end_matches('.').to_owned()
        };
        let last = held.audiences.get(&audience.id).and_then(|a| a.sent.get());
        let side = |id: Option<&Id>| {
            let provider = id.and_then(|id| self.plan.provider(id));
            provider.map(|p| p.name.clone()).unwrap_or_default()
        };
        let direction = self.incident.direction();
        let plain = |title: &str| {
            let title = without_hosts(self.plan, &self.board.names.text(title));
            title.trim_end_matches(['.', '?', '!']).to_owned()
        };
        let at_work = self.board.now();
        let phase = at_work.and_then(|s| self.board.phases.get(s.phase));
        let only = |mode: Mode, word: &str| {
            let is = self.mode == mode;
            if is { word } else { "" }.to_owned()
        };
        BTreeMap::from([
            ("audience", audience.name.clone()),
            ("began", when(Milestone::Declared)),
            ("data", said(impact.and_then(|i| i.data.as_ref()))),
            ("decided", when(Milestone::Decided)),
            ("drill", only(Mode::Drill, "DRILL")),
            ("from", side(direction.map(|d| d.0))),
            ("impact", said(impact.and_then(|i| i.impact.as_ref()))),
            (
                "last",
                last.and_then(|l| l.text.clone()).unwrap_or_default(),
            ),
            ("last_at", last.map(|l| minute(l.at)).unwrap_or_default()),
            ("next_update", next_at.map(minute).unwrap_or_default()),
            ("now", minute(self.now)),
            ("phase", phase.map(|p| plain(&p.title)).unwrap_or_default()),
            ("planned", only(Mode::Planned, "PLANNED")),
            ("restored", when(Milestone::ServiceRestored)),
            ("scope", said(impact.and_then(|i| i.scope.as_ref()))),
            ("severity", held.severity.get().cloned().unwrap_or_default()),
            ("since", when(Milestone::ImpactStart)),
            ("state", state.to_string()),
            ("step", at_work.map(|s| plain(&s.title)).unwrap_or_default()),
            (
                "title",
                held.opened
                    .get()
                    .map(|o| o.title.clone())
                    .unwrap_or_default(),
            ),
            ("to", side(direction.map(|d| d.1))),
            (
                "unaffected",
                said(impact.and_then(|i| i.unaffected.as_ref())),
            ),
            (
                "workaround",
                said(impact.and_then(|i| i.workaround.as_ref())),
            ),
        ])
    }
}

/// A time as people outside read it: `02:43 UTC`.
#[must_use]
pub fn minute(at: Time) -> String {
    let clock = at.clock();
    format!("{} UTC", clock.get(..5).unwrap_or(&clock))
}

/// The minute a promise is kept by: what is said without seconds is kept without them.
#[must_use]
pub fn whole_minute(at: Time) -> Time {
    Time(at.0 - at.0.rem_euclid(60_000))
}
