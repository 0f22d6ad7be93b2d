//! The start screen: join what is open, or open, rehearse, capture. Probing already.

use super::effect::OpenRequest;
use super::probes::ProbePane;
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::Mode;

/// An incident that can be joined.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its folder.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// Live, planned or drill.
    pub mode: Mode,
    /// When it was opened.
    pub opened: Time,
    /// Who is on it.
    pub operators: Vec<String>,
}

/// A line of the start screen that the cursor can rest on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// Join this one of the list.
    Join(usize),
    /// Open an incident as the page says.
    Open,
    /// The page's mode.
    Mode,
    /// The page's checklist.
    Checklist,
    /// The provider production leaves.
    From,
    /// The provider production goes to.
    To,
    /// How bad it is.
    Severity,
    /// When users began to suffer.
    Since,
    /// Open an incident without a checklist: steps are typed while it runs.
    Capture,
    /// Look at the commands of the plan's probes, which nobody approved here.
    Approve,
    /// Rehearse on simulated providers.
    Rehearse,
    /// Leave.
    Quit,
}

/// The start screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Start {
    /// What is open, live ones first, newest first.
    pub open: Vec<Listed>,
    /// It can be joined from here; not where one to open was asked for.
    pub joins: bool,
    /// The plan's name, and where it was found; none: the embedded one, for drills only.
    pub plan: Option<(String, String)>,
    /// When the plan was last reviewed, in words.
    pub reviewed: String,
    /// When it was last drilled, in words.
    pub drilled: String,
    /// Checklists of the plan: id, title.
    pub checklists: Vec<(Id, String)>,
    /// Providers: id, short name.
    pub providers: Vec<(Id, String)>,
    /// The page.
    pub page: Option<OpenRequest>,
    /// From and to were chosen by hand: evidence changes them no more.
    pub chosen: bool,
    /// The lines the cursor can rest on.
    pub items: Vec<Item>,
    /// The one it rests on.
    pub at: usize,
    /// What is known of the sides: evidence beside from and to.
    pub evidence: (String, String),
    /// Who served last, by the newest incident that was not a drill: which provider, and when that was seen.
    pub served: Option<(Id, Time)>,
    /// The first update is due this long after opening.
    pub first_update: Option<Span>,
    /// What to know before choosing; said in the last line.
    pub notice: String,
    /// Both providers, probed already.
    pub probes: ProbePane,
}

impl Start {
    /// The line the cursor begins at: an incident that is real or that somebody is in, else what opens one. A drill that
    /// everybody left is not joined by the first Enter.
    #[must_use]
    pub fn first(&self) -> usize {
        let join = |item: &Item| match item {
            Item::Join(n) => self
                .open
                .get(*n)
                .is_some_and(|l| l.mode != Mode::Drill || !l.operators.is_empty()),
            _ => false,
        };
        let place = |fits: &dyn Fn(&Item) -> bool| self.items.iter().position(fits);
        let first = place(&join).or_else(|| place(&|item| *item == Item::Open));
        first.unwrap_or(0)
    }

    /// Adds the line that shows the commands of probes, or takes it away; the cursor stays on its line.
    pub(super) fn offer_approval(&mut self, lacks: bool) {
        let place = |items: &[Item]| items.iter().position(|i| *i == Item::Approve);
        match (lacks, place(&self.items)) {
            (true, None) => {
                let before = self.items.iter().position(|i| *i == Item::Rehearse);
                let at = before.unwrap_or(self.items.len());
                self.items.insert(at, Item::Approve);
                self.at += usize::from(self.at >= at);
            }
            (false, Some(at)) => {
                self.items.remove(at);
                self.at -= usize::from(self.at > at);
            }
            _ => {}
        }
    }
}
