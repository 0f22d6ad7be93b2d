//! What comes from outside: entries, the disk, probes.

use super::record::record;
use super::refresh::{probes, refresh};
use super::{answer, tick};
use crate::cockpit::{Effect, Model};
use crate::domain::entry::{Draft, Entry};
use crate::domain::facts::{
    CockpitJoined, CockpitLeft, Fact, LogClosed, ProbeChanged, VantageChanged,
};
use crate::domain::ids::Hash;
use crate::domain::probe::{Sample, Transition};
use crate::domain::problem::Problem;
use crate::domain::time::Time;
use crate::domain::words::ProbeState;

/// Entries arrived: folded by the same path as own ones.
pub(super) fn entries(model: &mut Model, entries: Vec<Entry>, wall: Time) -> Vec<Effect> {
    tick::set_time(model, wall);
    model.author.witness(&entries, wall);
    let news = model.incident.extend(entries);
    if model.loaded && !news.is_empty() {
        let running = super::runner::running(model);
        super::recall::recall(model);
        refresh(model);
        super::runner::tell_ended(model, &running);
        super::scratch::heard(model);
        return super::heard::hear(model, &news);
    }
    Vec::new()
}

/// The journal as it was at the start is folded: from here on this cockpit writes.
pub(super) fn loaded(model: &mut Model) -> Vec<Effect> {
    model.loaded = true;
    model.view.read = model.incident.log().newest();
    let joined = CockpitJoined {
        machine: model.me.machine.clone(),
        observe: model.me.observe,
    };
    let facts: Vec<Fact> = model
        .opening
        .take()
        .into_iter()
        .map(Fact::from)
        .chain([joined.into()])
        .collect();
    let effects = record(model, facts);
    super::recall::recall(model);
    refresh(model);
    let open = model.incident.is_open();
    if model.me.observe {
        answer::news(model, "observing: this cockpit writes nothing");
    } else if !open {
        answer::news(
            model,
            "this incident is closed: reading only makes sense; :reopen goes on with it",
        );
    } else if model.me.unprotected {
        answer::news(
            model,
            "over SSH outside tmux: if the link drops, this cockpit ends; the incident does not",
        );
    }
    let absence = super::away::joined(model);
    if open {
        super::away::say(model, absence);
        super::incident::ask_if_adopted(model);
    }
    effects
}

/// Own entries are on disk.
pub(super) fn saved(model: &mut Model, hashes: Vec<(u64, Hash, Hash)>) -> Vec<Effect> {
    let writer = model.author.writer.clone();
    let entries: Vec<Entry> = hashes
        .into_iter()
        .filter_map(|(seq, prev, hash)| {
            let draft = pending_draft(model, seq)?;
            model.saving.saved = model.saving.saved.max(seq + 1);
            Some(Entry {
                writer: writer.clone(),
                draft,
                prev,
                hash,
            })
        })
        .collect();
    model.incident.extend(entries);
    if model.saving.saved >= model.saving.written {
        model.saving.waiting_since = None;
    }
    Vec::new()
}

fn pending_draft(model: &Model, seq: u64) -> Option<Draft> {
    let reference = format!("{}:{seq}", model.author.writer);
    let no = model.incident.log().find(&reference)?;
    Some(model.incident.log().entry(no).draft.clone())
}

pub(super) fn shared(model: &mut Model, through: u64) -> Vec<Effect> {
    model.saving.shared = model.saving.shared.max(through + 1);
    Vec::new()
}

pub(super) fn put_back(model: &mut Model, count: usize) -> Vec<Effect> {
    answer::news(
        model,
        format!("own journal was replaced from outside, {count} entries put back"),
    )
}

pub(super) fn disk_trouble(model: &mut Model, problem: &Problem) -> Vec<Effect> {
    model.saving.trouble = Some(problem.what.clone());
    answer::news(
        model,
        format!("NOT SAVED: {}; kept and tried again", problem.what),
    )
}

pub(super) fn disk_well(model: &mut Model) -> Vec<Effect> {
    model.saving.trouble = None;
    answer::news(model, "the disk takes entries again; nothing was lost")
}

/// What was told of the shared folder is over, and would be told again.
pub(super) fn share_well(model: &mut Model) -> Vec<Effect> {
    const OVER: [&str; 4] = ["not-shared", "not-derived", "share-hangs", "watch-hangs"];
    let told = model.notices.len();
    model.notices.retain(|n| !OVER.contains(&n.code));
    if model.notices.len() == told {
        return Vec::new();
    }
    answer::news(
        model,
        "the shared folder takes entries again; nothing was lost",
    )
}

pub(super) fn notice(model: &mut Model, problem: Problem) -> Vec<Effect> {
    if model.notices.contains(&problem) || model.notices.len() > 200 {
        return Vec::new();
    }
    answer::news(model, problem.brief());
    model.notices.push(problem);
    Vec::new()
}

/// Own probes measured. The machine's lock holder writes what differs from the facts, once: also what changed
/// before it held the lock, or before the journal was read.
pub(super) fn samples(model: &mut Model, samples: Vec<Sample>, wall: Time) -> Vec<Effect> {
    tick::set_time(model, wall);
    for sample in samples {
        let (probe, began) = (sample.probe.clone(), sample.began);
        model.history.add(&sample);
        model.serving.apply(&sample, model.incident.scale());
        model.probe_board.apply(sample, wall);
        super::sense::heard(model, &probe, began);
    }
    super::recall::recall(model);
    super::sense::look(model);
    probes(model);
    let writes = model.start.is_none() && model.loaded && model.probe_lock;
    if !writes || !model.incident.is_open() {
        return Vec::new();
    }
    let standing = model.probe_board.standing(wall).into_iter();
    let mut facts: Vec<Fact> = standing.filter_map(|t| told(model, t)).collect();
    facts.extend(super::serving::told(model));
    let mut effects = record(model, facts);
    effects.extend(super::sense::complete(model));
    effects
}

/// A transition as a fact, unless the last fact of this machine says the same already.
fn told(model: &Model, transition: Transition) -> Option<Fact> {
    let machine = model.me.machine.clone();
    let incident = |wall| model.incident.scale().incident(wall);
    match transition {
        Transition::Probe {
            service,
            provider,
            state,
            since,
            detail,
            role,
            value,
        } => {
            let key = (machine.clone(), provider.clone(), service.clone());
            let last = model
                .incident
                .state()
                .probes
                .get(&key)
                .and_then(|r| r.get());
            // That all is well at first is no news.
            let known = last.map_or(state == ProbeState::Up && role.is_none(), |l| {
                l.state == state && l.role == role
            });
            let since = incident(since);
            let heard = super::believe::heard(model, &service, &provider, state);
            let detail = (!detail.is_empty()).then_some(detail);
            let fact = ProbeChanged {
                service,
                provider,
                state,
                since,
                detail,
                role,
                value,
                heard,
                machine,
            };
            (!known).then(|| fact.into())
        }
        Transition::Vantage { blind, since } => {
            let last = model
                .incident
                .state()
                .vantage
                .get(&machine)
                .and_then(|r| r.get());
            let known = last.is_some_and(|l| l.blind == blind) || (last.is_none() && !blind);
            let since = Some(incident(since));
            (!known).then(|| {
                VantageChanged {
                    machine,
                    blind,
                    since,
                }
                .into()
            })
        }
    }
}

/// The program shall end: the last entries are written, nothing is asked.
pub(super) fn end(model: &mut Model, why: String) -> Vec<Effect> {
    if std::mem::replace(&mut model.ending, true) {
        return Vec::new();
    }
    let reason = Some(why);
    let left = CockpitLeft {
        reason: reason.clone(),
    };
    let mut effects = match model.start {
        Some(_) => Vec::new(),
        None => {
            let mut last = super::outbox::leaving(model);
            last.extend([left.into(), LogClosed { reason }.into()]);
            record(model, last)
        }
    };
    effects.push(Effect::Quit);
    effects
}
