//! The commands of the plan's probes: joining must not run another's plan as me, so they are looked at first.

use super::super::answer;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::runner::{Approval, ProbesAsk, RunnerAsk};
use crate::cockpit::{Action, Dialog, Effect, Model};
use crate::domain::probe::{listing, orders};
use crate::domain::words::Mode;

/// Says once that probes are not run here, and what to do about it; the start screen has a line for it while that is so.
pub(super) fn tell(model: &mut Model) {
    let orders = orders(&model.plan);
    let approved = model.runner.probes.approved.as_ref();
    let lacks = !orders.is_empty() && approved.is_some_and(|a| !a.contains(&listing(&orders)));
    let lacks = lacks && model.mode() != Mode::Drill;
    if let Some(start) = &mut model.start {
        start.offer_approval(lacks);
    }
    if std::mem::replace(&mut model.runner.probes.told, true) || !lacks {
        return;
    }
    let words = match orders.len() {
        1 => "1 probe's command is".to_owned(),
        n => format!("{n} probes' commands are"),
    };
    let how = match &model.start {
        Some(_) => "the line `approve` shows them".to_owned(),
        None => {
            let (palette, name) = (Action::Palette.key(), Action::ApproveProbes.label());
            format!("{palette}{name} shows them")
        }
    };
    answer::news(model, format!("{words} not run here yet: {how}"));
}

/// Shows them, with what was approved before.
pub(in crate::cockpit::update) fn show(model: &mut Model) -> Vec<Effect> {
    if model.mode() == Mode::Drill {
        return answer::refused(model, "a drill's probes are simulated: nothing runs");
    }
    let orders = orders(&model.plan);
    if orders.is_empty() {
        return answer::refused(model, "no probe of the plan runs a command");
    }
    let Some(approved) = &model.runner.probes.approved else {
        return answer::refused(model, "still reading what was approved: press again");
    };
    let all = listing(&orders);
    let approval = match approved.last() {
        _ if approved.contains(&all) => Approval::Given,
        Some(last) => Approval::Changed(last.clone()),
        None => Approval::Never,
    };
    model.view.dialog = Some(Dialog::Probes(ProbesAsk {
        listing: all,
        count: orders.len(),
        approval,
        top: 0,
    }));
    Vec::new()
}

/// A key over them.
pub(in crate::cockpit::update) fn key(
    model: &mut Model,
    mut ask: ProbesAsk,
    key: Key,
) -> Vec<Effect> {
    match (key.typed(), key.code) {
        (Some('q'), _) => return answer::done(model, "left as it was"),
        (Some('a'), _) if ask.approval != Approval::Given => {
            let approved = model.runner.probes.approved.get_or_insert_default();
            approved.push(ask.listing.clone());
            answer::done(
                model,
                "approved as they are written: their next rounds run here",
            );
            if let Some(start) = &mut model.start {
                start.offer_approval(false);
            }
            return vec![Effect::Runner(RunnerAsk::ApproveProbes(ask.listing))];
        }
        (Some('j'), _) | (_, KeyCode::Down) => ask.top += 1,
        (Some('k'), _) | (_, KeyCode::Up) => ask.top = ask.top.saturating_sub(1),
        (_, KeyCode::PageDown) => ask.top += 8,
        (_, KeyCode::PageUp) => ask.top = ask.top.saturating_sub(8),
        _ => {
            answer::refused(
                model,
                "a approves all of them; Esc leaves them as they were",
            );
        }
    }
    model.view.dialog = Some(Dialog::Probes(ask));
    Vec::new()
}
