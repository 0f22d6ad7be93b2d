//! A decision: whose it is, who says go, and the option that is taken.

use super::choose::{ask, choose};
use super::{answer, flow, step};
use crate::cockpit::dialog::{Flow, Then};
use crate::cockpit::{Dialog, Effect, Model};
use crate::domain::rules::gate::Need;
use crate::domain::rules::{StepRow, decider};

/// How the answer of the option dialog names a vote: no key of an option holds a blank.
const VOTE: &str = "vote ";

/// Said once before somebody decides for the role that holds the decision.
pub(super) fn whose(row: &StepRow, role: &str, holder: &str, then: Then) -> Dialog {
    let options = vec![(
        Some('d'),
        format!("decide all the same: \"not {role} {holder}\" is written with it"),
        "decide".to_owned(),
    )];
    let title = format!("{holder} ({role}) decides: {} {}", row.number, row.title);
    choose(title, Vec::new(), options, then)
}

/// Why an option is taken without the go of the roles that are asked.
pub(super) fn without_go(row: &StepRow, roles: &str, then: Then) -> Dialog {
    let votes: Vec<String> = row.told.votes.iter().map(|b| b.words()).collect();
    let hint = vec![votes.join(", "), "C enters a vote; Esc leaves".to_owned()];
    let title = format!("Why WITHOUT go of {roles}? {} {}", row.number, row.title);
    ask(title, hint, "", then)
}

/// The question with its options, and the votes.
pub(super) fn question(model: &Model, row: &StepRow, then: Then) -> Dialog {
    let decision = row.step.decision.clone().unwrap_or_default();
    let mut hint = vec![model.board.names.text(&decision.question)];
    if let (Some(by), Some(declared)) = (decision.deadline, model.clocks.since_declared) {
        let left = by - declared;
        let words = if left.0 < 0 {
            "deadline OVER by"
        } else {
            "deadline in"
        };
        hint.push(format!("{words} {}", left.clock()));
    }
    let options = decision.options.iter().map(|o| {
        let goal = o.goto.as_ref().map(|g| {
            let phase = model.board.phases.iter().find(|phase| &phase.id == g);
            match (model.board.step(g), phase) {
                (Some(step), _) => format!(" → {} {}", step.number, step.title),
                (None, Some(phase)) => format!(" → {}", phase.title),
                (None, None) => format!(" → {g}"),
            }
        });
        let again = o
            .again_in
            .map(|s| format!(" (asked again in {})", s.clock()));
        let label = model.board.names.text(&o.label) + &goal.or(again).unwrap_or_default();
        (o.key.chars().next(), label, o.key.clone())
    });
    let votes = row.told.votes.iter().zip(1u32..).map(|(ballot, n)| {
        let holder = ballot.holder.as_deref().unwrap_or("nobody");
        let label = format!("vote: {}  ({} is {holder})", ballot.words(), ballot.role);
        let value = format!("{VOTE}{}", ballot.role);
        (char::from_digit(n, 10), label, value)
    });
    choose(
        format!("{} {}", row.number, row.title),
        hint,
        options.chain(votes).collect(),
        then,
    )
}

/// An option was chosen, or a role to vote for.
pub(super) fn chosen(model: &mut Model, mut flow: Flow, key: &str) -> Vec<Effect> {
    let Some(row) = model.board.step(&flow.step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if let Some(role) = key.strip_prefix(VOTE) {
        return step::role_chosen(model, &flow.step, role);
    }
    if let Some(roles) = decider::missing(&row, key) {
        flow.value = Some(key.to_owned());
        flow.needs.push_front(Need::Quorum { roles });
        return flow::go_on(model, flow);
    }
    step::decide(model, &flow, key)
}

/// The reason for doing without was given: the option chosen before is taken.
pub(super) fn reasoned(model: &mut Model, mut flow: Flow, reason: String) -> Vec<Effect> {
    let key = flow.value.take().unwrap_or_default();
    flow.reason = Some(reason);
    step::decide(model, &flow, &key)
}
