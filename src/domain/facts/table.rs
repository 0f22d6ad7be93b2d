//! The table of facts. Values are absolute, never toggles: the same fact twice changes nothing.

use super::{Data, Datum, Field, Foreign};
use crate::domain::ids::Id;
use crate::domain::time::{Span, Time};
use crate::domain::words::{Confidence, Milestone, Mode, NoteKind, ProbeState, Stage, StepState};
use std::collections::BTreeMap;

/// Declares the closed list of facts: for each its name in the journal and its data.
macro_rules! facts {
    ($($(#[$meta:meta])* $kind:literal $name:ident { $($(#[$fmeta:meta])* $field:ident $(= $key:literal)? : $type:ty,)* })+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, PartialEq, Eq, Debug)]
            pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }

            impl From<$name> for Fact {
                fn from(data: $name) -> Fact { Fact::$name(data) }
            }
        )+

        /// Something that happened in the incident.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Fact {
            $($(#[$meta])* $name($name),)+
            /// Of a kind this version does not know; kept, shown raw, never folded.
            Foreign(Foreign),
        }

        impl Fact {
            /// Every kind this version knows, as the journal names it.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The names of the data of a kind, in the order of the table.
            #[must_use]
            pub fn fields(kind: &str) -> &'static [&'static str] {
                match kind {
                    $($kind => &[$(facts!(@key $field $($key)?)),*],)+
                    _ => &[],
                }
            }

            /// The kind as the journal names it.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self { $(Fact::$name(_) => $kind,)+ Fact::Foreign(f) => &f.kind }
            }

            /// Hands each value of the fact to `put`, in the order of the table. A foreign fact hands over nothing.
            pub fn write<'a>(&'a self, mut put: impl FnMut(&'static str, Datum<'a>)) {
                match self {
                    $(Fact::$name(data) => {
                        let _ = (data, &mut put);
                        $(if let Some(datum) = data.$field.put() { put(facts!(@key $field $($key)?), datum); })*
                    })+
                    Fact::Foreign(_) => {}
                }
            }

            /// The fact with each of its free texts handed through `change`. A foreign fact stays as it is.
            #[must_use]
            pub fn reworded(self, mut change: impl FnMut(String) -> String) -> Fact {
                let _ = &mut change;
                match self {
                    $(Fact::$name(data) => Fact::$name($name {
                        $($field: Field::reworded(data.$field, &mut change),)*
                    }),)+
                    foreign @ Fact::Foreign(_) => foreign,
                }
            }

            /// The fact of a kind with its data; the name of the field that is missing or malformed otherwise
            /// (`"k"` for a kind not in the table).
            ///
            /// # Errors
            /// When the kind is unknown, or a field is missing, malformed, or a word this version does not know.
            pub fn read(kind: &str, data: &Data<'_>) -> Result<Fact, &'static str> {
                let _ = data;
                match kind {
                    $($kind => Ok(Fact::$name($name {
                        $($field: <$type as Field>::get(data.get(facts!(@key $field $($key)?)))
                            .ok_or(facts!(@key $field $($key)?))?,)*
                    })),)+
                    _ => Err("k"),
                }
            }
        }
    };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

facts! {
    /// A writer began its log.
    "log.opened" LogOpened {
        /// Version of the program.
        version: String, /// Unix user.
        user: String, /// Host name.
        host: String, /// Machine name, the folder below `journal/`.
        machine: String, /// Boot id of the machine.
        boot: Option<String>, /// Process id.
        pid: i64, /// What is known of the machine's clock.
        clock: Option<String>,
    }
    /// A writer ended its log in good order.
    "log.closed" LogClosed {
        /// Why.
        reason: Option<String>,
    }

    /// The incident began.
    "incident.opened" IncidentOpened {
        /// What the incident is called.
        title: String, /// Live, planned or drill.
        mode: Mode, /// SHA-256 of the frozen plan, the folder below `plan/`.
        plan: Option<String>,
    }
    /// The incident is over.
    "incident.closed" IncidentClosed {
        /// The answers to the questions asked on closing.
        answers: BTreeMap<String, String>, /// Why, in the operator's words.
        reason: Option<String>,
    }
    /// It was not over.
    "incident.reopened" IncidentReopened {
        /// Why.
        reason: Option<String>,
    }

    /// The incident took up a checklist.
    "checklist.adopted" ChecklistAdopted {
        /// Names this adoption: every step fact carries it.
        run: Id, /// Which checklist.
        checklist: Id, /// The frozen copy, the folder below `plan/`.
        sha256: String, /// Provider production leaves.
        from: Id, /// Provider production goes to.
        to: Id,
    }
    /// A run was given up.
    "checklist.aborted" ChecklistAborted {
        /// Which run.
        run: Id, /// The phase it was in.
        phase: Option<Id>, /// Why.
        reason: String, /// The phase or step to go on at.
        goto: Option<Id>,
    }
    /// The direction of a run was corrected.
    "direction.set" DirectionSet {
        /// Which run; none in triage.
        run: Option<Id>, /// Provider production leaves.
        from: Id, /// Provider production goes to.
        to: Id,
    }
    /// A variable was filled.
    "var.set" VarSet {
        /// Which run.
        run: Id, /// Which variable.
        name: String, /// With what.
        value: String,
    }

    /// How bad it is.
    "severity.set" SeveritySet {
        /// `SEV1`, `SEV2`, ...
        level: String,
    }
    /// Where the understanding stands.
    "state.set" StageSet {
        /// Investigating, identified, monitoring or resolved.
        state: Stage,
    }
    /// What users suffer.
    "impact.set" ImpactSet {
        /// In users' words.
        impact: Option<String>, /// Who is hit.
        scope: Option<String>, /// What is not.
        unaffected: Option<String>, /// What users can do.
        workaround: Option<String>, /// Whether data is at risk.
        data: Option<String>,
    }
    /// Which provider serves a name.
    "serving.set" ServingSet {
        /// The name served.
        name: String, /// By whom.
        provider: Id, /// How that is known.
        evidence: Option<String>, /// Since when that was seen; none when nothing else was seen before.
        since: Option<Time>, /// How long its answers may be kept, as its own servers say.
        ttl: Option<Span>,
    }
    /// A milestone was reached.
    "milestone.set" MilestoneSet {
        /// Which.
        name: Milestone, /// When.
        at: Time, /// How that is known.
        evidence: Option<String>,
    }
    /// A milestone was not reached after all.
    "milestone.cleared" MilestoneCleared {
        /// Which.
        name: Milestone,
    }

    /// A step took a state.
    "step.set" StepSet {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// The state it took.
        state: StepState, /// The observed value.
        value: Option<String>, /// Why.
        reason: Option<String>, /// SHA-256 of what proves it, or the raw probe answer.
        evidence: Option<String>, /// Closed without proof: stays an open obligation.
        unproven: bool, /// When a wait ends, or a deferred step comes back.
        until: Option<Time>, /// The recorded values, by name.
        values: BTreeMap<String, String>, /// Not by a person: a probe's condition came true.
        sensed: bool, /// The entry whose state it gives back, as `writer:seq`: who said it, and when, is told there.
        gives_back = "ref": Option<String>,
    }
    /// A part of a step was ticked, or no longer: one of its `each` or `sub`.
    "step.ticked" StepTicked {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// Which part, as the checklist writes it.
        part: String, /// Whether it is done.
        done: bool,
    }
    /// A step was taken by, or given to, somebody.
    "step.claimed" StepClaimed {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// The new holder.
        by: String, /// A promise: how long it will take.
        back_in: Option<Span>,
    }
    /// A step was let go.
    "step.released" StepReleased {
        /// Which run.
        run: Id, /// Which step.
        step: Id,
    }
    /// A second person confirmed a step.
    "step.confirmed" StepConfirmed {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// Who confirmed.
        by: String, /// Not from an own cockpit but by voice.
        voice: bool, /// Why a second person was done without.
        reason: Option<String>,
    }
    /// A step was added during the run.
    "step.added" StepAdded {
        /// Which run.
        run: Id, /// The new step's id.
        step: Id, /// The step it follows; none: first.
        after: Option<Id>, /// What to do.
        text: String, /// The command, if there is one.
        command: Option<String>,
    }
    /// A step's text or command was changed during the run.
    "step.edited" StepEdited {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// The new text, if changed.
        text: Option<String>, /// The new command, if changed.
        command: Option<String>,
    }
    /// A step was struck from the run.
    "step.struck" StepStruck {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// Why.
        reason: Option<String>,
    }
    /// A step was moved within the run.
    "step.moved" StepMoved {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// The step it follows now; neither this nor the next: first.
        after: Option<Id>, /// The step it stands before, in the phase of that one: the first place of a phase.
        before: Option<Id>,
    }
    /// A step's command was handed over.
    "step.copied" StepCopied {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// `clipboard` or `pane`.
        how: String, /// Which pane or way.
        place = "where": Option<String>, /// SHA-256 of the exact bytes.
        sha256: String,
    }

    /// A command began to run.
    "job.started" JobStarted {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// Names this job.
        job: Id, /// Where it runs.
        machine: String, /// SHA-256 of the exact bytes.
        sha256: String, /// Which part it is run for, of a step done for each.
        part: Option<String>,
    }
    /// A command ended.
    "job.ended" JobEnded {
        /// Which job.
        job: Id, /// Exit status.
        exit: i64, /// How long it ran.
        seconds: i64, /// SHA-256 of its output.
        evidence: Option<String>, /// The last line it printed.
        tail: Option<String>,
    }
    /// A command's runner is gone without an exit status.
    "job.lost" JobLost {
        /// Which job.
        job: Id,
    }
    /// Commands run on another machine from now on.
    "runner.moved" RunnerMoved {
        /// Where to.
        machine: String, /// Why.
        reason: Option<String>,
    }

    /// A phase was completed.
    "phase.completed" PhaseCompleted {
        /// Which run.
        run: Id, /// Which phase.
        phase: Id, /// The completion call.
        summary: Option<String>,
    }
    /// A role said go or no-go.
    "decision.voted" DecisionVoted {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// For which role.
        role: Id, /// What it says: `go` or `no-go`.
        vote: String, /// Who said it, where another wrote it down.
        by: Option<String>,
    }
    /// A decision fell.
    "decision.taken" DecisionTaken {
        /// Which run.
        run: Id, /// Which step.
        step: Id, /// The key of the option taken.
        option: String, /// Why.
        reason: Option<String>,
    }

    /// Something was said.
    "note.added" NoteAdded {
        /// What it is.
        kind: NoteKind, /// What was said.
        text: String, /// When it happened, if not when written.
        at: Option<Time>, /// Which provider it concerns, or said it.
        provider: Option<Id>, /// The provider's ticket.
        ticket: Option<String>, /// How sure.
        confidence: Option<Confidence>,
    }
    /// A note was put right; the first text stays readable.
    "note.corrected" NoteCorrected {
        /// The entry, as `writer:seq`.
        entry = "ref": String, /// The text as it should be.
        text: String,
    }
    /// An entry's text is hidden in views and reports.
    "note.redacted" NoteRedacted {
        /// The entry, as `writer:seq`.
        entry = "ref": String, /// Why.
        reason: Option<String>,
    }
    /// An entry is pinned, or no longer.
    "note.pinned" NotePinned {
        /// The entry, as `writer:seq`.
        entry = "ref": String, /// Whether it is pinned.
        pinned: bool,
    }
    /// The shared scratch text.
    "scratch.set" ScratchSet {
        /// The whole text.
        text: String, /// The entry whose text was edited, as `writer:seq`.
        base: Option<String>,
    }

    /// Somebody promised something.
    "promise.made" PromiseMade {
        /// What.
        text: String, /// Who keeps it.
        owner: Option<String>, /// Which provider promised.
        provider: Option<Id>, /// When it falls due.
        due: Time,
    }
    /// A promise was kept, or is moot; or it was broken.
    "promise.closed" PromiseClosed {
        /// The entry, as `writer:seq`.
        entry = "ref": String, /// It was not kept.
        broken: bool,
    }

    /// Who holds a role.
    "role.set" RoleSet {
        /// Which role.
        role: Id, /// Who; none: nobody.
        operator: Option<String>, /// Until when, if it was taken or given for a time.
        until: Option<Time>,
    }
    /// A role is offered to somebody.
    "handover.offered" HandoverOffered {
        /// Which role.
        role: Id, /// To whom.
        operator: String, /// The state of things, made for the outgoing one.
        summary: Option<String>, /// Until when, if it is for a time.
        until: Option<Time>,
    }
    /// The offered role was accepted by the entry's operator.
    "handover.accepted" HandoverAccepted {
        /// Which role.
        role: Id,
    }
    /// The offered role was declined by the entry's operator.
    "handover.declined" HandoverDeclined {
        /// Which role.
        role: Id, /// Why, if that was said.
        reason: Option<String>,
    }

    /// A communication update waits to leave.
    "bulletin.queued" BulletinQueued {
        /// To whom.
        audience: Id, /// The state it speaks of.
        state: Option<Stage>, /// What it says.
        text: String, /// How it leaves.
        via: Option<String>, /// When the next one is promised.
        next_at: Option<Time>,
    }
    /// It may leave.
    "bulletin.approved" BulletinApproved {
        /// To whom.
        audience: Id, /// Why without the approver.
        reason: Option<String>,
    }
    /// It left.
    "bulletin.sent" BulletinSent {
        /// To whom.
        audience: Id, /// The state it spoke of.
        state: Option<Stage>, /// What it said.
        text: Option<String>, /// How it left.
        via: Option<String>, /// When the next one is promised.
        next_at: Option<Time>, /// The entry that had queued it, as `writer:seq`: another text stays on its way.
        of = "ref": Option<String>,
    }
    /// It could not leave yet.
    "bulletin.failed" BulletinFailed {
        /// To whom.
        audience: Id, /// How it tried.
        via: Option<String>, /// Why.
        reason: String, /// It may have arrived all the same: nobody tries again unasked.
        unsure: bool,
    }
    /// It will not leave.
    "bulletin.cancelled" BulletinCancelled {
        /// To whom.
        audience: Id, /// Why.
        reason: Option<String>,
    }
    /// Its clock rests for a while.
    "bulletin.snoozed" BulletinSnoozed {
        /// To whom.
        audience: Id, /// Until when.
        until: Time, /// Why.
        reason: String,
    }

    /// A probe's verdict changed, seen from one machine.
    "probe.changed" ProbeChanged {
        /// Which service.
        service: Id, /// At which provider.
        provider: Id, /// What it is now.
        state: ProbeState, /// Since when: the first of the results that led here.
        since: Time, /// What was measured.
        detail: Option<String>, /// The role it measured: `writable`, `replica`.
        role: Option<String>, /// The number it measured, in the plan's unit.
        value: Option<String>, /// Of a writer that is gone: the last of its transactions the other side has replayed.
        heard: Option<Time>, /// From where.
        machine: String,
    }
    /// A machine was cut off, or is back.
    "vantage.changed" VantageChanged {
        /// Which machine.
        machine: String, /// Cut off: it is us, not them.
        blind: bool, /// Since when.
        since: Option<Time>,
    }
    /// An operator knows of an alarm.
    "alarm.acknowledged" AlarmAcknowledged {
        /// Which.
        alarm: String,
    }

    /// A machine's pager told somebody who is not here, or could not.
    "alarm.paged" AlarmPaged {
        /// Which alarm, or `wait.` and the entry that began a wait whose time is over.
        alarm: String, /// What was said of it.
        text: String, /// How: `command`, `webhook`, `simulated`.
        via: String, /// From where.
        machine: String, /// Why it did not leave; none: it did.
        failed: Option<String>,
    }

    /// News of a drill.
    "drill.injected" DrillInjected {
        /// What is said.
        text: String, /// By which provider.
        provider: Option<Id>,
    }
    /// One of the facilitator's questions was answered.
    "drill.answered" DrillAnswered {
        /// Which.
        question: Id, /// 0 to 3.
        score: i64, /// In words.
        note: Option<String>,
    }
    /// The drill is over.
    "drill.ended" DrillEnded {
        /// Why.
        reason: Option<String>,
    }

    /// A cockpit is here.
    "cockpit.joined" CockpitJoined {
        /// From which machine.
        machine: String, /// Reads, never writes.
        observe: bool,
    }
    /// A cockpit left.
    "cockpit.left" CockpitLeft {
        /// Why.
        reason: Option<String>,
    }
}
