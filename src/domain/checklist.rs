//! A checklist: phases of steps, as a team wrote them. `{{...}}` not filled yet; a run never changes it.

use super::ids::Id;
use super::time::Span;
use super::words::{ChecklistKind, Milestone, Rehearsal, Side, Stage, StepKind};
use std::collections::BTreeMap;

/// A checklist.
#[derive(Clone, PartialEq, Debug)]
pub struct Checklist {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub kind: ChecklistKind,
    /// Which team keeps it.
    pub owner: Option<String>,
    /// When somebody last read it through, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// What the run is judged by.
    pub targets: Targets,
    /// Values asked for during the run.
    pub vars: BTreeMap<String, Variable>,
    /// Findings the owner knows of: code to reason.
    pub lint_ok: BTreeMap<String, String>,
    /// The phases, in order.
    pub phases: Vec<Phase>,
}

/// What a run is judged by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Targets {
    /// Recovery time objective: impact to restored.
    pub rto: Option<Span>,
    /// Recovery point objective: data that may be lost.
    pub rpo: Option<Span>,
    /// The decision falls within this long of the declaration.
    pub decide_by: Option<Span>,
}

/// A value asked for during the run.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Variable {
    /// How it is asked for.
    pub prompt: String,
    /// What it must look like.
    pub pattern: Option<String>,
    /// Asked on adopting, rather than by the step that needs it.
    pub at_start: bool,
    /// Never leaves memory.
    pub secret: bool,
    /// Offered when asked.
    pub default: Option<String>,
}

/// A phase of a checklist.
#[derive(Clone, PartialEq, Debug)]
pub struct Phase {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// Which part of the clock it belongs to, counted from declared.
    pub window: Option<Window>,
    /// A budget: what is not needed is hidden, what is used is shown.
    pub tight: Option<Span>,
    /// When to give up.
    pub abort_if: Option<String>,
    /// Where giving up leads.
    pub abort_to: Option<Id>,
    /// Findings the owner knows of: code to reason.
    pub lint_ok: BTreeMap<String, String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// Part of the clock, counted from declared.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Window {
    /// Begins; none: at once.
    pub from: Option<Span>,
    /// Ends; none: open.
    pub to: Option<Span>,
}

/// One step.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// What to do, in a few words.
    pub title: String,
    /// What kind of act it is.
    pub kind: StepKind,
    /// Who does it.
    pub role: Option<Id>,
    /// At which provider.
    pub side: Option<Side>,
    /// The command, one line, verbatim.
    pub command: Option<String>,
    /// A script of several lines, verbatim.
    pub shell: Option<String>,
    /// What to see when it worked.
    pub expect: Option<String>,
    /// How to take it back.
    pub undo: Option<String>,
    /// The step that takes it back.
    pub undo_step: Option<Id>,
    /// Planned time.
    pub takes: Option<Span>,
    /// Over this it is said.
    pub timebox: Option<Span>,
    /// Steps that come first.
    pub after: Vec<Id>,
    /// The run fails without it.
    pub critical: bool,
    /// Cannot be taken back: its id is typed, a second person confirms.
    pub irreversible: bool,
    /// Who confirms: a role, or `any`.
    pub confirm_by: Option<Id>,
    /// May be left out.
    pub optional: bool,
    /// May be waived.
    pub waivable: bool,
    /// May be closed as unproven.
    pub unproven: bool,
    /// Reached when the step is done.
    pub milestone: Option<Milestone>,
    /// The pair it opens.
    pub opens: Option<Id>,
    /// The pair it closes.
    pub closes: Option<Id>,
    /// Done once for each of these.
    pub each: Vec<String>,
    /// Parts that are ticked one by one.
    pub sub: Vec<String>,
    /// When a task falls due after the run.
    pub due: Option<Span>,
    /// Where to read more.
    pub links: Vec<String>,
    /// Read before doing.
    pub warn: Option<String>,
    /// Good to know.
    pub note: Option<String>,
    /// When it applies, for humans.
    pub when: Option<String>,
    /// Where n of m comes from: a probe, or a command.
    pub progress: Option<String>,
    /// Values recorded when it closes.
    pub record: Vec<Record>,
    /// The decision, of a decision step.
    pub decision: Option<Decision>,
    /// The wait, of a wait step.
    pub wait: Option<Wait>,
    /// The probe that closes it by itself.
    pub sensed: Option<Sensed>,
    /// How its command behaves in a drill.
    pub rehearse: Option<Rehearse>,
    /// The update it sends, of a bulletin step.
    pub bulletin: Option<BulletinStep>,
}

/// A value recorded when a step closes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// `text`, `int`, `float`, `time` or `choice`.
    pub kind: String,
    /// How it is asked for.
    pub prompt: Option<String>,
    /// What can be chosen.
    pub choices: Vec<String>,
}

/// A question with options.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Decision {
    /// What is decided.
    pub question: String,
    /// When it must have fallen, counted from declared.
    pub deadline: Option<Span>,
    /// Roles that must all say go.
    pub quorum: Vec<Id>,
    /// What can be chosen.
    pub options: Vec<DecisionOption>,
}

/// One way a decision can fall.
#[derive(Clone, PartialEq, Debug)]
pub struct DecisionOption {
    /// The key that takes it.
    pub key: String,
    /// In words.
    pub label: String,
    /// The phase or step to go on at.
    pub goto: Option<Id>,
    /// Ask again after this long.
    pub again_in: Option<Span>,
}

/// What a wait waits for.
#[derive(Clone, PartialEq, Debug)]
pub enum WaitFor {
    /// A fixed time.
    Fixed(Span),
    /// The old TTL of a name.
    TtlOf(String),
    /// A probe stable in a state.
    Until(Sensed),
}

/// A wait.
#[derive(Clone, PartialEq, Debug)]
pub struct Wait {
    /// What it waits for.
    pub what: WaitFor,
    /// When it is too long.
    pub timeout: Option<Span>,
}

/// A condition on a probe.
#[derive(Clone, PartialEq, Debug)]
pub struct Sensed {
    /// `from.SERVICE` or `to.SERVICE`.
    pub probe: String,
    /// The state or role it must show.
    pub is: String,
    /// This many results in a row.
    pub stable: u32,
}

/// How a step's command behaves in a drill.
#[derive(Clone, PartialEq, Debug)]
pub struct Rehearse {
    /// Same, simulate or skip.
    pub how: Rehearsal,
    /// How long the made-up run takes.
    pub takes: Option<Span>,
    /// What it prints.
    pub output: Option<String>,
}

/// The update a bulletin step sends.
#[derive(Clone, PartialEq, Debug)]
pub struct BulletinStep {
    /// The state it speaks of.
    pub state: Option<Stage>,
    /// To whom.
    pub audience: Option<Id>,
    /// From which template.
    pub template: Option<String>,
}

impl Checklist {
    /// Every step with its phase, in order.
    pub fn steps(&self) -> impl Iterator<Item = (&Phase, &Step)> {
        self.phases
            .iter()
            .flat_map(|p| p.steps.iter().map(move |s| (p, s)))
    }

    /// The step of an id.
    #[must_use]
    pub fn step(&self, id: &Id) -> Option<&Step> {
        self.steps().map(|(_, s)| s).find(|s| &s.id == id)
    }
}

impl Step {
    /// After this its command is ended, wall time: an hour, or three times what is planned where that is longer. A
    /// time-box is for people: it alarms, and ends nothing.
    #[must_use]
    pub fn limit(&self) -> Span {
        let planned = self.takes.max(self.timebox).unwrap_or_default();
        Span::minutes(60).max(Span(planned.0.saturating_mul(3)))
    }

    /// A step of the kind `do` with nothing but its id and title.
    #[must_use]
    pub fn plain(id: Id, title: String) -> Self {
        Step {
            id,
            title,
            kind: StepKind::Do,
            role: None,
            side: None,
            command: None,
            shell: None,
            expect: None,
            undo: None,
            undo_step: None,
            takes: None,
            timebox: None,
            after: Vec::new(),
            critical: false,
            irreversible: false,
            confirm_by: None,
            optional: false,
            waivable: false,
            unproven: false,
            milestone: None,
            opens: None,
            closes: None,
            each: Vec::new(),
            sub: Vec::new(),
            due: None,
            links: Vec::new(),
            warn: None,
            note: None,
            when: None,
            progress: None,
            record: Vec::new(),
            decision: None,
            wait: None,
            sensed: None,
            rehearse: None,
            bulletin: None,
        }
    }

    /// The exact text that is copied or run, before its variables are filled.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        self.command.as_deref().or(self.shell.as_deref())
    }
}
