//! Commands that really run: asked for, recorded, started, watched, ended, lost.

mod ask;
mod gone;
mod output;
mod paste;
mod probes;
mod start;

pub(super) use ask::{is_real, key, run, runs_already, show};
pub(super) use output::{key as output_key, open as open_output};
pub(super) use paste::paste;
pub(super) use probes::{key as probes_key, show as show_probes};
pub(super) use start::{not_saved, saved, silent};

use super::answer;
use crate::cockpit::runner::{RunnerNews, RunnerThen};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::facts::REDACTED;
use crate::domain::facts::{Fact, RunnerMoved};
use crate::domain::ids::Id;
use crate::domain::presence::Presence;
use crate::domain::rules::Standing;
use crate::domain::rules::unreached::is_hidden;

/// News of commands.
pub(super) fn news(model: &mut Model, news: RunnerNews) -> Vec<Effect> {
    match news {
        RunnerNews::Known {
            folder,
            approved,
            probes,
            pager,
        } => {
            model.pager.approved = Some(pager);
            model.runner.folder = folder;
            model.runner.approved = approved;
            model.runner.probes.approved = Some(probes);
            probes::tell(model);
            Vec::new()
        }
        RunnerNews::Ready(job) => start::ready(model, &job),
        RunnerNews::Refused(job, why) => start::refused(model, &job, &why),
        RunnerNews::Gone(job, remains) => gone::gone(model, &job, remains),
        RunnerNews::Printed(job, printed) => {
            model.runner.outputs.insert(job, printed);
            veil(model);
            Vec::new()
        }
        RunnerNews::NotCancelled(_, why) => answer::refused(model, format!("not cancelled: {why}")),
        RunnerNews::Panes(step, panes) => paste::choose(model, &step, panes),
        RunnerNews::NotPasted(why) => answer::refused(model, format!("not pasted: {why}")),
    }
}

/// What a command printed is not shown once its end was redacted.
pub(super) fn veil(model: &mut Model) {
    let hidden = |job: &Id| is_hidden(&model.incident, job);
    for (_, printed) in model
        .runner
        .outputs
        .iter_mut()
        .filter(|(job, _)| hidden(job))
    {
        printed.text = REDACTED.to_owned();
    }
}

/// A question about commands was answered.
pub(super) fn answered(
    model: &mut Model,
    then: RunnerThen,
    text: &str,
    asked: Dialog,
) -> Vec<Effect> {
    match then {
        RunnerThen::Move(step) => {
            let reason = text.trim();
            if reason.is_empty() {
                model.view.dialog = Some(asked);
                return answer::refused(model, "a reason is needed; Esc leaves it as it was");
            }
            let machine = model.me.machine.clone();
            let moved = RunnerMoved {
                machine,
                reason: Some(reason.to_owned()),
            };
            let mut effects = super::record::record(model, [Fact::from(moved)]);
            if let Some(row) = model.board.step(&step).cloned() {
                effects.extend(run(model, &row));
            }
            effects
        }
        RunnerThen::Pane(step) => paste::chosen(model, &step, text),
        RunnerThen::Lines(step, pane) if text == "lines" => paste::send(model, &step, pane),
        RunnerThen::Lines(..) => answer::done(model, "left as it was"),
    }
}

/// When each person's cockpit last gave a sign.
pub(super) fn signs(model: &mut Model, present: &[Presence]) {
    for p in present.iter().filter(|p| !p.observe) {
        let last = model.runner.signs.entry(p.operator.clone()).or_default();
        *last = (*last).max(p.at);
    }
}

/// The commands that run, by their jobs.
pub(super) fn running(model: &Model) -> Vec<Id> {
    let jobs = model.board.steps.iter().filter_map(|row| row.job.as_ref());
    let jobs = jobs.filter(|job| job.is_running() && !job.simulated);
    jobs.map(|job| job.id.clone()).collect()
}

/// Says how commands ended that ran a moment ago.
pub(super) fn tell_ended(model: &mut Model, running: &[Id]) {
    let said = model.board.steps.iter().filter_map(|row| {
        let job = row.job.as_ref().filter(|job| running.contains(&job.id))?;
        let Standing::Ended { exit, tail, .. } = &job.standing else {
            return None;
        };
        let tail = tail
            .as_deref()
            .map(|t| format!(": {t}"))
            .unwrap_or_default();
        let (number, state) = (&row.number, row.state);
        let part = job.part.as_ref().filter(|_| !row.is_closed());
        let next = row.open_part().filter(|_| part.is_some());
        let of = part.cloned().unwrap_or_else(|| format!("is {state}"));
        let next = next.map_or_else(String::new, |next| format!("; next {}: r", next.title));
        Some(format!(
            "{number} {of}: its command ended, exit {exit}{tail}{next}"
        ))
    });
    let said: Vec<String> = said.collect();
    for words in said {
        answer::news(model, words);
    }
}
