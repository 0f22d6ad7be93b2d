//! Parts and votes of a step in `status --json`.

use crate::domain::rules::{Ballot, Part};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct PartDone<'a> {
    name: &'a str,
    done: bool,
}

#[derive(Serialize)]
pub(super) struct Vote<'a> {
    role: &'a str,
    vote: Option<&'a str>,
    by: Option<&'a str>,
}

pub(super) fn part(part: &Part) -> PartDone<'_> {
    PartDone {
        name: &part.name,
        done: part.done,
    }
}

pub(super) fn vote(ballot: &Ballot) -> Vote<'_> {
    let vote = ballot.vote.as_ref();
    Vote {
        role: ballot.role.as_str(),
        vote: vote.map(|(vote, _)| vote.as_str()),
        by: vote.map(|(_, by)| by.as_str()),
    }
}
