//! Go and no-go: the holder of a role from an own cockpit, anybody else by voice, named.

use super::acting;
use crate::cockpit::dialog::Then;
use crate::cockpit::update::answer;
use crate::cockpit::update::choose::{ask, choose};
use crate::cockpit::update::record::record;
use crate::cockpit::{Effect, Model};
use crate::domain::ids::Id;
use crate::domain::rules::{Ballot, StepRow};

/// The votes of a decision, to give one: at once for a role the operator holds alone.
pub(super) fn open(model: &mut Model, row: &StepRow) -> Vec<Effect> {
    let me = model.me.operator.as_str();
    let own: Vec<&Ballot> = row
        .told
        .votes
        .iter()
        .filter(|b| b.holder.as_deref() == Some(me))
        .collect();
    if let [one] = own.as_slice() {
        let role = one.role.clone();
        return role_chosen(model, &row.step.id, role.as_str());
    }
    let options = row.told.votes.iter().map(|ballot| {
        let holder = ballot.holder.as_deref().unwrap_or("nobody");
        let label = format!("{}  ({} is {holder})", ballot.words(), ballot.role);
        (None, label, ballot.role.to_string())
    });
    let title = format!("Which role votes? {} {}", row.number, row.title);
    let then = Then::VoteRole(row.step.id.clone());
    model.view.dialog = Some(choose(title, Vec::new(), options.collect(), then));
    Vec::new()
}

/// A role was named: go or no-go.
pub(in crate::cockpit::update) fn role_chosen(
    model: &mut Model,
    step: &Id,
    role: &str,
) -> Vec<Effect> {
    let (Some(row), Some(role)) = (model.board.step(step), Id::new(role)) else {
        return answer::refused(model, "that step is gone");
    };
    let options = vec![
        (Some('g'), "GO".to_owned(), "go".to_owned()),
        (Some('n'), "NO-GO".to_owned(), "no-go".to_owned()),
    ];
    let votes: Vec<String> = row.told.votes.iter().map(Ballot::words).collect();
    let title = format!("{role} says: {} {}", row.number, row.title);
    let step = step.clone();
    let then = Then::Vote { step, role };
    model.view.dialog = Some(choose(title, vec![votes.join(", ")], options, then));
    Vec::new()
}

/// Go or no-go was said: by the role's holder here, else it is asked who said it.
pub(in crate::cockpit::update) fn said(
    model: &mut Model,
    step: Id,
    role: Id,
    vote: &str,
) -> Vec<Effect> {
    let holder = model.incident.holder(&role).map(str::to_owned);
    if holder.as_deref() == Some(&model.me.operator) {
        return write(model, &step, &role, vote == "go", None);
    }
    let hint = vec!["by voice: type who said it".to_owned()];
    let then = Then::VoteBy {
        step,
        role: role.clone(),
        go: vote == "go",
    };
    let title = format!("{role} says {vote}: who said it?");
    model.view.dialog = Some(ask(
        title,
        hint,
        holder.as_deref().unwrap_or_default(),
        then,
    ));
    Vec::new()
}

/// Who said it was named.
pub(in crate::cockpit::update) fn by_voice(
    model: &mut Model,
    (step, role, go): (&Id, &Id, bool),
    who: &str,
) -> Vec<Effect> {
    let who = who.trim();
    if !crate::domain::rules::confirm::is_name(who) {
        return answer::refused(model, "no vote was written: nobody was named");
    }
    write(model, step, role, go, Some(who))
}

fn write(model: &mut Model, step: &Id, role: &Id, go: bool, by: Option<&str>) -> Vec<Effect> {
    let Some(row) = model.board.step(step).cloned() else {
        return answer::refused(model, "that step is gone");
    };
    if row.is_closed() {
        return answer::refused(model, format!("{} is {} already", row.number, row.state));
    }
    let facts = acting(model).vote(&row, role, go, by);
    let effects = record(model, facts);
    let votes = model.board.step(step).map(|row| {
        let votes: Vec<String> = row.told.votes.iter().map(Ballot::words).collect();
        votes.join(", ")
    });
    answer::done(
        model,
        format!("{}: {}", row.number, votes.unwrap_or_default()),
    );
    effects
}
