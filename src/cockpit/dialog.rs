//! What can lie over the panes: a question, a text, a list.

use super::action::Action;
use super::amend::{Amend, Touch};
use super::editor::Editor;
use super::effect::OpenRequest;
use super::sheet::Sheet;
use crate::domain::fold::EntryNo;
use crate::domain::ids::Id;
use crate::domain::probe::ProbeId;
use crate::domain::rules::act::Spot;
use crate::domain::rules::gate::Need;
use crate::domain::rules::outbox::Waiting;
use crate::domain::time::Time;
use crate::domain::words::{Milestone, Stage, StepState};
use std::collections::{BTreeMap, VecDeque};

/// What lies over the panes.
#[derive(Clone, PartialEq, Debug)]
pub enum Dialog {
    /// One line of text is asked for.
    Ask(Ask),
    /// A note of any number of lines.
    Note(Editor),
    /// Another text of any number of lines.
    Sheet(Box<Sheet>),
    /// One of several.
    Choose(Choose),
    /// A communication update.
    Bulletin(Draft),
    /// A step being added or edited: its text and its command.
    Amend(Box<Amend>),
    /// All of a step.
    Details {
        /// Which step.
        step: Id,
        /// First line shown.
        top: usize,
    },
    /// A command that is about to run.
    Run(super::runner::RunAsk),
    /// A closer look at one probe.
    Probe {
        /// Which.
        probe: ProbeId,
        /// First line shown.
        top: usize,
    },
    /// The commands of the plan's probes, before they may run here.
    Probes(super::runner::ProbesAsk),
    /// What a command prints.
    Output {
        /// Which step.
        step: Id,
        /// Which run of its command.
        job: Id,
        /// Lines scrolled back from its end.
        back: usize,
        /// Ending it was asked for: a second key does it.
        ending: bool,
    },
    /// The state of things, or the providers.
    Paper {
        /// Which of them.
        paper: super::paper::Paper,
        /// First line shown.
        top: usize,
    },
    /// Who is doing what.
    Who {
        /// The role or promise under the cursor, as an index into [`super::who::choices`].
        at: usize,
    },
    /// The keys.
    Help {
        /// First line shown.
        top: usize,
    },
    /// Every action by name.
    Palette(Palette),
    /// A plain text, as copied: for terminals whose clipboard cannot be reached.
    Plain {
        /// What it is.
        title: String,
        /// The text.
        text: String,
        /// First line shown.
        top: usize,
    },
}

/// One line of text is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// What is asked.
    pub title: String,
    /// What to know before answering, one line each.
    pub hint: Vec<String>,
    /// The answer so far.
    pub editor: Editor,
    /// What the answer is for.
    pub then: Then,
}

/// One of several.
#[derive(Clone, PartialEq, Debug)]
pub struct Choose {
    /// What is asked.
    pub title: String,
    /// What to know before choosing, one line each.
    pub hint: Vec<String>,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// The one under the cursor.
    pub at: usize,
    /// What the choice is for.
    pub then: Then,
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The key that takes it at once.
    pub key: Option<char>,
    /// In words.
    pub label: String,
    /// What it stands for.
    pub value: String,
}

/// A communication update being written. While `writing` is false no text field has the focus, so that a
/// second `b` says "no material change".
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// Audiences in the order they fall due: id, name.
    pub audiences: Vec<(Id, String)>,
    /// The one under the cursor.
    pub at: usize,
    /// What it will say.
    pub editor: Editor,
    /// The text field has the focus.
    pub writing: bool,
    /// Somebody changed the text: no template writes over it.
    pub touched: bool,
    /// What it was made of: what is another by the time it is sent is looked at again.
    pub basis: BTreeMap<&'static str, String>,
    /// Somebody else's update on its way that this one replaces, as was said: `writer:seq`.
    pub replaces: Option<String>,
    /// Which template the text was made of, for people; what was wrong with the one that was wanted.
    pub from: (String, Option<String>),
    /// The state it speaks of.
    pub state: Stage,
    /// What to look at again in the text; it never keeps it from being sent.
    pub advice: Vec<String>,
    /// What is on its way to this audience already.
    pub waiting: Option<Waiting>,
    /// What Enter does.
    pub enter: String,
    /// What was said last, and when.
    pub last: Option<String>,
    /// When the next one will be due, in words.
    pub next: String,
    /// When the next one will be due: what the text promises is what the clock keeps.
    pub next_at: Option<Time>,
    /// The step this update finishes, if one asked for it.
    pub step: Option<Id>,
    /// Why that step is done now, where that was asked.
    pub reason: Option<String>,
}

/// Every action by name.
#[derive(Clone, PartialEq, Debug)]
pub struct Palette {
    /// What is looked for.
    pub editor: Editor,
    /// The actions that fit, best first.
    pub found: Vec<Action>,
    /// The one under the cursor.
    pub at: usize,
}

/// What an answer is for.
#[derive(Clone, PartialEq, Debug)]
pub enum Then {
    /// It goes on with a step.
    Step(Flow),
    /// It says what becomes of an own step: let go, given to somebody, or kept with a promise.
    Hold(Touch),
    /// It says when the operator is back at an own step.
    BackIn(Touch),
    /// It says why a step is struck.
    Strike(Touch),
    /// It names the place a step is put at.
    MoveAfter(Touch),
    /// It says that a step somebody is at, or that is closed, is moved all the same.
    MoveSure(Touch, Spot),
    /// It ticks a part of a step, or takes the tick back.
    Parts(Id),
    /// It names a role to say go or no-go for.
    VoteRole(Id),
    /// It says go or no-go.
    Vote {
        /// Which decision.
        step: Id,
        /// Which role.
        role: Id,
    },
    /// It names who said it, by voice.
    VoteBy {
        /// Which decision.
        step: Id,
        /// Which role.
        role: Id,
        /// Go, or no-go.
        go: bool,
    },
    /// It says what proves a step that was closed without proof.
    Prove(Id),
    /// It filters steps and timeline.
    Filter,
    /// It is looked for in the timeline.
    Seek,
    /// It says why an entry is redacted, as `writer:seq`.
    Redact(String),
    /// It answers a question, or says that a follow-up is done, as `writer:seq`.
    Settle(String),
    /// It sets severity or state.
    Severity,
    /// It names a milestone.
    Milestone,
    /// It says when a milestone was reached.
    MilestoneAt(Milestone),
    /// It says what users suffer: one of five answers.
    Impact {
        /// Answers so far.
        answers: Vec<String>,
    },
    /// It says why an update leaves without its approver.
    ApproveUpdate(Id),
    /// It names the audience whose clock rests.
    Snooze,
    /// It says for how long, and why.
    SnoozeFor(Id),
    /// It says whose a role is to be.
    Role(Id),
    /// It says who holds a role.
    RoleHolder(Id),
    /// It names the own role to give over; nothing: all.
    Give,
    /// It names who is to take roles over.
    GiveTo(Vec<Id>),
    /// It says why an offered role is declined.
    Decline,
    /// It makes a promise: who, what, until when.
    Promise,
    /// It says when the operator is back.
    AwayFor,
    /// It fills a variable of the run.
    Variable {
        /// Its name.
        name: String,
        /// What is done once it is filled, with which step.
        next: Option<(Action, Id)>,
    },
    /// It names the checklist to adopt.
    Adopt,
    /// It answers one of the questions asked on closing.
    Close {
        /// Answers so far.
        answers: Vec<(String, String)>,
    },
    /// It says why the run is given up.
    Abort,
    /// It says why the incident goes on after all.
    ReopenIncident,
    /// It names the direction of a triage or a run, before its first step.
    Direction,
    /// It says since when users suffer, on the start screen.
    OpenSince,
    /// It names the provider whose side is up, to open in that direction all the same.
    OpenAgainstEvidence(OpenRequest),
    /// It is about a command that really runs, or is pasted.
    Runner(super::runner::RunnerThen),
    /// It says whether to quit.
    Quit,
}

/// A step on its way to a state, with what is still to be answered.
#[derive(Clone, PartialEq, Debug)]
pub struct Flow {
    /// Which step.
    pub step: Id,
    /// The state it is to take.
    pub goal: StepState,
    /// What was last said of the step when it was begun: its state, and who holds it.
    pub seen: [Option<EntryNo>; 2],
    /// What is being answered.
    pub asking: Option<Need>,
    /// What is to be answered after that.
    pub needs: VecDeque<Need>,
    /// The observed value.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The recorded values, by name.
    pub values: BTreeMap<String, String>,
    /// Closed without proof.
    pub unproven: bool,
    /// Its command is run once all is answered.
    pub run: bool,
}
