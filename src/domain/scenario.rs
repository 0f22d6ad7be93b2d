//! A scenario: what happens to the simulated providers in a drill, and when.

use super::ids::Id;
use super::time::Span;

/// A scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// The checklist it rehearses; none: triage.
    pub checklist: Option<Id>,
    /// Provider production leaves.
    pub from: Id,
    /// Provider production goes to.
    pub to: Id,
    /// What happens, in the order of the file.
    pub events: Vec<Event>,
}

/// Something that happens in a drill.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// When.
    pub when: When,
    /// What.
    pub what: What,
}

/// When an event happens, in incident time.
#[derive(Clone, PartialEq, Debug)]
pub enum When {
    /// This long after the opening.
    At(Span),
    /// This long after a step was first closed as done (or, for an outcome, when its command is run).
    Step {
        /// The step.
        step: Id,
        /// How long after.
        plus: Span,
    },
}

/// What an event does.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// A provider's service behaves like this from now on.
    Probe {
        /// At which provider.
        provider: Id,
        /// Which service.
        service: Id,
        /// How.
        is: Behaviour,
    },
    /// News arrives.
    Inject {
        /// What is said.
        text: String,
        /// By which provider.
        provider: Option<Id>,
    },
    /// A step's simulated command ends like this.
    Outcome {
        /// Not with exit 0.
        fail: bool,
        /// What it prints.
        output: Option<String>,
        /// How many runs; then it works.
        times: u32,
    },
    /// A name's answer moves to a provider.
    Dns {
        /// Which name.
        name: String,
        /// To whom.
        answer: Id,
    },
}

/// How a simulated service behaves.
#[derive(Clone, PartialEq, Debug)]
pub enum Behaviour {
    /// Answers well.
    Up,
    /// Answers well, after a while.
    Slow(Span),
    /// Takes the connection, never answers.
    Hang,
    /// Breaks the connection.
    Reset,
    /// Refuses the connection.
    Refuse,
    /// Answers with this HTTP status.
    Status(u16),
    /// Shows a certificate of another name.
    WrongCert,
    /// It shows its own certificate, which has ended.
    ExpiredCert,
    /// A command ends with this exit status.
    Exit(i32),
    /// A command prints this number.
    Value(f64),
    /// A command prints this role.
    Role(String),
    /// A command prints n of m.
    Progress(u64, u64),
}
