//! What each fact changes. One arm a kind; every arm gives the same result in any order of arrival.

use super::comms::{Approval, Failure, Sent};
use super::incident::{Life, State};
use super::log::{EntryNo, Log};
use super::people::RoleHolder;
use super::run::{Amendment, Claim, Confirmation, Run, StepRecord, Vote};
use super::timeline;
use crate::domain::facts::Fact;
use crate::domain::ids::Id;
use crate::domain::severity::one_spelling;
use crate::domain::time::Scale;

impl State {
    pub(super) fn apply(&mut self, log: &Log, scale: Scale, no: EntryNo) {
        let entry = log.entry(no);
        let presence = self.presence.entry(entry.writer.clone()).or_default();
        if presence.last.is_none_or(|last| log.sees(no, last)) {
            presence.last = Some(no);
        }
        self.fold(log, scale, no);
        if timeline::shows(&entry.draft.fact) {
            let at = timeline::event_time(entry, scale);
            let key = |at, no: EntryNo| (at, log.entry(no).order());
            let place = self
                .timeline
                .partition_point(|(t, n)| key(*t, *n) < key(at, no));
            self.timeline.insert(place, (at, no));
        }
    }

    fn run(&mut self, id: &Id) -> &mut Run {
        self.runs.entry(id.clone()).or_default()
    }

    fn step(&mut self, run: &Id, step: &Id) -> &mut StepRecord {
        self.run(run).steps.entry(step.clone()).or_default()
    }

    fn amend(&mut self, log: &Log, run: &Id, no: EntryNo, amendment: Amendment) {
        let list = &mut self.run(run).amendments;
        let place = list.partition_point(|(n, _)| log.order(*n, no).is_lt());
        list.insert(place, (no, amendment));
    }

    fn fold(&mut self, log: &Log, scale: Scale, no: EntryNo) {
        let entry = log.entry(no);
        match &entry.draft.fact {
            Fact::LogOpened(f) => self.writer(log, no).opened = Some(f.clone()),
            Fact::LogClosed(f) => self.writer(log, no).left = Some(f.reason.clone()),
            Fact::CockpitJoined(f) => {
                let presence = self.writer(log, no);
                presence.joined.set(log, no, f.clone());
            }
            Fact::CockpitLeft(f) => self.writer(log, no).left = Some(f.reason.clone()),

            Fact::IncidentOpened(f) => self.opened.set(log, no, f.clone()),
            Fact::IncidentClosed(f) => {
                self.life.set(
                    log,
                    no,
                    Life::Closed {
                        answers: f.answers.clone(),
                    },
                );
            }
            Fact::IncidentReopened(_) => self.life.set(log, no, Life::Open),
            Fact::ChecklistAdopted(f) => self.run(&f.run).adopted.set(log, no, f.clone()),
            Fact::ChecklistAborted(f) => self.run(&f.run).aborted.set(log, no, f.clone()),
            Fact::DirectionSet(f) => {
                let value = (f.from.clone(), f.to.clone());
                match &f.run {
                    Some(run) => self.run(run).direction.set(log, no, value),
                    None => self.direction.set(log, no, value),
                }
            }
            Fact::VarSet(f) => {
                let var = self.run(&f.run).vars.entry(f.name.clone()).or_default();
                var.set(log, no, f.value.clone());
            }

            Fact::SeveritySet(f) => self.severity.set(log, no, one_spelling(&f.level)),
            Fact::StageSet(f) => self.stage.set(log, no, f.state),
            Fact::ImpactSet(f) => self.impact.set(log, no, f.clone()),
            Fact::ServingSet(f) => {
                self.served.entry(f.name.clone()).or_default().push(no);
                self.serving
                    .entry(f.name.clone())
                    .or_default()
                    .set(log, no, f.clone());
            }
            Fact::MilestoneSet(f) => {
                let milestone = self.milestones.entry(f.name).or_default();
                milestone.set(log, no, Some(f.clone()));
            }
            Fact::MilestoneCleared(f) => {
                self.milestones
                    .entry(f.name)
                    .or_default()
                    .set(log, no, None);
            }

            Fact::StepSet(f) => {
                let step = self.step(&f.run, &f.step);
                step.state.set(log, no, f.clone());
                file(log, &mut step.history, no);
            }
            Fact::StepTicked(f) => {
                let parts = &mut self.step(&f.run, &f.step).parts;
                parts
                    .entry(f.part.clone())
                    .or_default()
                    .set(log, no, f.done);
            }
            Fact::StepClaimed(f) => {
                let claim = Claim {
                    by: f.by.clone(),
                    back_in: f.back_in,
                };
                self.step(&f.run, &f.step).holder.set(log, no, Some(claim));
            }
            Fact::StepReleased(f) => self.step(&f.run, &f.step).holder.set(log, no, None),
            Fact::StepConfirmed(f) => {
                let (by, voice, reason) = (f.by.clone(), f.voice, f.reason.clone());
                let confirmation = Confirmation { by, voice, reason };
                let list = &mut self.step(&f.run, &f.step).confirmations;
                let place = list.partition_point(|(n, _)| log.order(*n, no).is_lt());
                list.insert(place, (no, confirmation));
            }
            Fact::StepCopied(f) => file(log, &mut self.step(&f.run, &f.step).copies, no),
            Fact::StepAdded(f) => {
                let (step, after) = (f.step.clone(), f.after.clone());
                let (text, command) = (f.text.clone(), f.command.clone());
                self.amend(
                    log,
                    &f.run,
                    no,
                    Amendment::Added {
                        step,
                        after,
                        text,
                        command,
                    },
                );
            }
            Fact::StepEdited(f) => {
                let (step, text, command) = (f.step.clone(), f.text.clone(), f.command.clone());
                self.amend(
                    log,
                    &f.run,
                    no,
                    Amendment::Edited {
                        step,
                        text,
                        command,
                    },
                );
            }
            Fact::StepStruck(f) => {
                let (step, reason) = (f.step.clone(), f.reason.clone());
                self.amend(log, &f.run, no, Amendment::Struck { step, reason });
            }
            Fact::StepMoved(f) => {
                let (step, after, before) = (f.step.clone(), f.after.clone(), f.before.clone());
                let moved = Amendment::Moved {
                    step,
                    after,
                    before,
                };
                self.amend(log, &f.run, no, moved);
            }

            Fact::JobStarted(f) => self.run(&f.run).begin(log, no, f.clone()),
            fact @ (Fact::JobEnded(_) | Fact::JobLost(_)) => self.end_job(log, no, fact),
            Fact::RunnerMoved(f) => self.runner.set(log, no, f.machine.clone()),

            Fact::PhaseCompleted(f) => {
                let phase = self.run(&f.run).phases.entry(f.phase.clone()).or_default();
                phase.set(log, no, f.clone());
            }
            Fact::DecisionVoted(f) => {
                let key = (f.step.clone(), f.role.clone());
                let vote = self.run(&f.run).votes.entry(key).or_default();
                vote.set(
                    log,
                    no,
                    Vote {
                        vote: f.vote.clone(),
                        by: f.by.clone(),
                    },
                );
            }
            Fact::DecisionTaken(f) => {
                let decision = self
                    .run(&f.run)
                    .decisions
                    .entry(f.step.clone())
                    .or_default();
                decision.set(log, no, f.clone());
            }

            Fact::NoteAdded(_) | Fact::DrillInjected(_) => {}
            Fact::NoteCorrected(f) => {
                let text = self.corrections.entry(f.entry.clone()).or_default();
                text.set(log, no, f.text.clone());
            }
            Fact::NoteRedacted(f) => {
                file(log, self.redactions.entry(f.entry.clone()).or_default(), no);
            }
            Fact::NotePinned(f) => {
                self.pins
                    .entry(f.entry.clone())
                    .or_default()
                    .set(log, no, f.pinned);
            }
            Fact::ScratchSet(f) => self.scratch.set(log, no, f.clone()),
            Fact::PromiseMade(f) => {
                self.promises.entry(entry.reference()).or_default().made = Some(f.clone());
            }
            Fact::PromiseClosed(f) => {
                let promise = self.promises.entry(f.entry.clone()).or_default();
                promise.closed = true;
                promise.broken |= f.broken;
            }

            Fact::RoleSet(f) => {
                let role = self.roles.entry(f.role.clone()).or_default();
                let (operator, until) = (f.operator.clone(), f.until);
                role.holder.set(log, no, RoleHolder { operator, until });
                file(log, &mut role.history, no);
            }
            Fact::HandoverOffered(f) => {
                let role = self.roles.entry(f.role.clone()).or_default();
                role.offered.set(log, no, f.clone());
            }
            Fact::HandoverDeclined(f) => {
                let role = self.roles.entry(f.role.clone()).or_default();
                file(log, &mut role.declined, no);
            }
            Fact::HandoverAccepted(f) => {
                let role = self.roles.entry(f.role.clone()).or_default();
                let operator = Some(entry.draft.operator.clone());
                let offered = role
                    .offered
                    .get()
                    .filter(|o| Some(&o.operator) == operator.as_ref());
                let until = offered.and_then(|o| o.until);
                role.holder.set(log, no, RoleHolder { operator, until });
                file(log, &mut role.history, no);
            }

            Fact::BulletinQueued(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                audience.queued.set(log, no, Some(f.clone()));
            }
            Fact::BulletinApproved(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                let approval = Approval {
                    by: entry.draft.operator.clone(),
                    reason: f.reason.clone(),
                };
                audience.approved.set(log, no, approval);
            }
            Fact::BulletinSent(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                let poster = &entry.draft.operator;
                let queued = f.of.as_deref().and_then(|of| log.find(of));
                let wrote = queued.map_or(poster, |no| &log.entry(no).draft.operator);
                let sent = Sent {
                    at: scale.incident(entry.draft.wall),
                    by: wrote.clone(),
                    posted: (wrote != poster).then(|| poster.clone()),
                    state: f.state,
                    text: f.text.clone(),
                    via: f.via.clone(),
                    next_at: f.next_at,
                };
                audience.sent.set(log, no, sent);
                match &f.of {
                    Some(of) => audience.left(log.find(of), log, no),
                    // Said without one queued, or by a version that did not name it.
                    None => audience.clear(log, no),
                }
                file(log, &mut audience.all, no);
            }
            Fact::BulletinFailed(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                let failure = Failure {
                    reason: f.reason.clone(),
                    unsure: f.unsure,
                };
                audience.failed.set(log, no, Some(failure));
            }
            Fact::BulletinCancelled(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                audience.queued.set(log, no, None);
            }
            Fact::BulletinSnoozed(f) => {
                let audience = self.audiences.entry(f.audience.clone()).or_default();
                audience.snoozed.set(log, no, f.clone());
            }

            Fact::ProbeChanged(f) => {
                file(log, &mut self.changes, no);
                let key = (f.machine.clone(), f.provider.clone(), f.service.clone());
                self.probes.entry(key).or_default().set(log, no, f.clone());
            }
            Fact::VantageChanged(f) => {
                self.vantage
                    .entry(f.machine.clone())
                    .or_default()
                    .set(log, no, f.clone());
            }
            Fact::AlarmAcknowledged(f) => {
                file(
                    log,
                    self.acknowledged.entry(f.alarm.clone()).or_default(),
                    no,
                );
            }
            Fact::AlarmPaged(f) => {
                if f.failed.is_none() {
                    file(log, self.paged.entry(f.alarm.clone()).or_default(), no);
                }
                let pager = self.pagers.entry(f.machine.clone()).or_default();
                pager.set(log, no, f.clone());
            }
            Fact::DrillAnswered(f) => {
                let answer = self.answers.entry(f.question.clone()).or_default();
                answer.set(log, no, (f.score, f.note.clone()));
            }
            Fact::DrillEnded(_) => self.drill_ended.set(log, no, true),
            Fact::Foreign(_) => file(log, &mut self.foreign, no),
        }
    }

    fn writer(&mut self, log: &Log, no: EntryNo) -> &mut super::people::Presence {
        self.presence
            .entry(log.entry(no).writer.clone())
            .or_default()
    }
}

/// Puts an entry into a list that is the same whatever came first.
fn file(log: &Log, list: &mut Vec<EntryNo>, no: EntryNo) {
    let place = list.partition_point(|n| log.order(*n, no).is_lt());
    list.insert(place, no);
}
