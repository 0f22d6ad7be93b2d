//! Promises that were not kept: they stay in sight under who made them.

use crate::domain::facts::Fact;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::time::Time;

/// A promise that was not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// What was promised.
    pub text: String,
    /// By when, in incident time.
    pub due: Time,
    /// When it was said to be broken, in incident time.
    pub at: Time,
    /// Who said so.
    pub by: String,
}

/// What a provider promised and did not keep, the newest first.
#[must_use]
pub fn of(incident: &Incident, provider: &Id) -> Vec<Broken> {
    let timeline = incident.state().timeline.iter().rev();
    let broken = timeline.filter_map(|(at, no)| {
        let Fact::PromiseClosed(closed) = &incident.log().entry(*no).draft.fact else {
            return None;
        };
        let promise = incident.state().promises.get(&closed.entry)?;
        let made = promise.made.as_ref().filter(|_| closed.broken)?;
        (made.provider.as_ref() == Some(provider)).then(|| Broken {
            text: made.text.clone(),
            due: made.due,
            at: *at,
            by: incident.author(*no).to_owned(),
        })
    });
    broken.collect()
}

impl Broken {
    /// `hall 2 has power, due 11:05:00Z: broken 11:10:00Z, gf`
    #[must_use]
    pub fn words(&self) -> String {
        let (due, at) = (self.due.clock(), self.at.clock());
        format!("{}, due {due}: broken {at}, {}", self.text, self.by)
    }
}
