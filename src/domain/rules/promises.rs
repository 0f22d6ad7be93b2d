//! Promises: clocks with an owner. "Back in 3 min", "42A says 30 min".

use super::board::Board;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::{Span, Time};

/// A promise that is not kept yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// The entry that made it, as `writer:seq`: what closes it names that.
    pub reference: String,
    /// What.
    pub text: String,
    /// Who keeps it, if a person does.
    pub owner: Option<String>,
    /// Which provider promised.
    pub provider: Option<Id>,
    /// When it falls due, in incident time.
    pub due: Time,
    /// Who wrote it down.
    pub by: String,
    /// When, in incident time.
    pub at: Time,
    /// The step whose holder promised to be back; none: it was made as a promise.
    pub step: Option<Id>,
}

impl Promise {
    /// Who promised, as people say it.
    #[must_use]
    pub fn whose(&self, plan: &Plan) -> String {
        let provider = self.provider.as_ref();
        let provider = provider.map(|id| plan.short(id).to_owned());
        provider
            .or_else(|| self.owner.clone())
            .unwrap_or_else(|| self.by.clone())
    }

    /// `in 12m`, `OVER 0:30`
    #[must_use]
    pub fn left(&self, now: Time) -> String {
        let left = self.due - now;
        if left.0 < 0 {
            format!("OVER {}", (Span::ZERO - left).calm())
        } else {
            format!("in {}", left.calm())
        }
    }
}

/// Every promise that is open, the next due first. A closed incident has none.
#[must_use]
pub fn open(incident: &Incident, board: &Board) -> Vec<Promise> {
    if !incident.is_open() {
        return Vec::new();
    }
    let log = incident.log();
    let made = incident.state().promises.iter();
    let made = made
        .filter(|(_, p)| !p.closed)
        .filter_map(|(reference, p)| {
            let (made, no) = (p.made.as_ref()?, log.find(reference)?);
            Some(Promise {
                reference: reference.clone(),
                text: made.text.clone(),
                owner: made.owner.clone(),
                provider: made.provider.clone(),
                due: made.due,
                by: incident.author(no).to_owned(),
                at: incident.written(no),
                step: None,
            })
        });
    let run = incident.active_run().map(|(_, run)| run);
    let back = board.steps.iter().filter(|s| !s.is_closed());
    let back = back.filter_map(|row| {
        let held = run?.step(&row.step.id)?.holder.held()?;
        let by = held.value.as_ref()?.by.clone();
        Some(Promise {
            reference: log.entry(held.by).reference(),
            text: format!("back at {} {}", row.number, row.title),
            owner: Some(by),
            provider: None,
            due: row.back?,
            by: incident.author(held.by).to_owned(),
            at: incident.written(held.by),
            step: Some(row.step.id.clone()),
        })
    });
    let mut all: Vec<Promise> = made.chain(back).collect();
    all.sort_by(|a, b| (a.due, &a.reference).cmp(&(b.due, &b.reference)));
    all
}
