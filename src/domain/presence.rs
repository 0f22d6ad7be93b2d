//! Who is here and what each machine sees: snapshots that are replaced, never folded.

use super::ids::{Id, WriterId};
use super::time::{Span, Time};
use super::words::ProbeState;

/// Whether a cockpit pages people when something needs them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Paging {
    /// It has a screen, or its plan names no pager.
    #[default]
    No,
    /// It does.
    Pages,
    /// Another one of its machine does.
    Waits,
    /// It would: its user did not approve the plan's command.
    NotApproved,
    /// It would: its plan does not say how.
    Unusable,
}

impl Paging {
    /// Every word.
    pub const ALL: [Paging; 5] = [
        Paging::No,
        Paging::Pages,
        Paging::Waits,
        Paging::NotApproved,
        Paging::Unusable,
    ];

    /// As its snapshot says it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Paging::No => "no",
            Paging::Pages => "pages",
            Paging::Waits => "waits",
            Paging::NotApproved => "not-approved",
            Paging::Unusable => "unusable",
        }
    }
}

/// One cockpit that is here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Presence {
    /// Which run of the program.
    pub writer: WriterId,
    /// Who runs it.
    pub operator: String,
    /// On which machine.
    pub machine: String,
    /// Reads, never writes.
    pub observe: bool,
    /// The step it is at.
    pub doing: Option<String>,
    /// When its last key was pressed, by the clock of that machine, once that is a while ago.
    pub away: Option<Time>,
    /// Whether it pages people.
    pub pages: Paging,
    /// Wall time of the snapshot, by the clock of that machine.
    pub at: Time,
}

/// What one machine's probes say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Which machine.
    pub machine: String,
    /// Wall time of the snapshot, by the clock of that machine.
    pub at: Time,
    /// Cut off: it is us, not them.
    pub blind: bool,
    /// One a service and provider.
    pub rows: Vec<ViewRow>,
    /// What would be lost if the target were promoted now, in words; none where nothing measures it.
    pub loss: Option<String>,
    /// Whether the target can take over, in words, until that is decided.
    pub ready: Option<String>,
    /// One a name server that is asked who serves.
    pub serving: Vec<ViewServer>,
}

/// What one name server says, as a machine hears it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ViewServer {
    /// The server.
    pub server: String,
    /// It speaks for the zone.
    pub authoritative: bool,
    /// Where it leads: a provider, or what it said.
    pub says: String,
}

/// One service at one provider, as a machine sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ViewRow {
    /// Which service.
    pub service: Id,
    /// At which provider.
    pub provider: Id,
    /// The verdict.
    pub state: ProbeState,
    /// Since when.
    pub since: Time,
    /// When it was last measured.
    pub at: Time,
    /// Time to the answer, where there was one.
    pub latency: Option<Span>,
    /// What was measured.
    pub detail: String,
}
