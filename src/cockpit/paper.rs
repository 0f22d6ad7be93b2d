//! Papers that are read over the panes: the state of things for who takes over, and the providers' cards.

use super::Model;
use crate::domain::ids::Id;
use crate::domain::rules::handover::{Scene, Section, sheet};
use crate::domain::rules::people::{RoleRow, for_a_time, offered_to};
use crate::domain::rules::provider_card::cards;
use crate::domain::text::visible;
use crate::domain::time::{Span, Time};

/// What is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Paper {
    /// The state of things now.
    Sheet,
    /// The same, about to be offered with roles of this operator.
    Offering {
        /// Which roles.
        roles: Vec<Id>,
        /// To whom.
        to: String,
        /// Until when, if it is for a time.
        until: Option<Time>,
    },
    /// What was offered to this operator.
    Offered,
    /// How to reach the providers, and what they said.
    Providers,
}

/// One line of a paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// It begins a part.
    pub heading: bool,
    /// The text, with nothing hidden in it.
    pub text: String,
}

/// What a sheet is made of, as this cockpit has it.
#[must_use]
pub fn scene(model: &Model) -> Scene<'_> {
    Scene {
        plan: &model.plan,
        board: &model.board,
        incident: &model.incident,
        mode: model.mode(),
        clocks: &model.clocks,
        updates: &model.updates,
        alarms: &model.alarms,
        present: &model.present,
        measured: &model.measured,
        me: Some(&model.me.operator),
        now: model.now,
    }
}

/// The roles offered to this operator.
#[must_use]
pub fn offered(model: &Model) -> Vec<RoleRow> {
    offered_to(&model.plan, &model.incident, &model.me.operator)
}

impl Paper {
    /// What is written above it.
    #[must_use]
    pub fn title(&self, model: &Model) -> String {
        let named = |roles: &[Id]| {
            let name = |id: &Id| match model.plan.role(id) {
                Some(role) => role.name.clone(),
                None => id.to_string(),
            };
            roles.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        match self {
            Paper::Sheet => "The state of things".to_owned(),
            Paper::Offering { roles, to, until } => {
                let until = for_a_time(*until);
                format!("{} to {to}{until}: goes with it", named(roles))
            }
            Paper::Offered => {
                let roles: Vec<Id> = offered(model).into_iter().map(|r| r.id).collect();
                match roles.as_slice() {
                    [] => "Nothing is offered to you any more".to_owned(),
                    roles => format!("{} is offered to you", named(roles)),
                }
            }
            Paper::Providers => "Providers".to_owned(),
        }
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self, model: &Model) -> Vec<Line> {
        match self {
            Paper::Sheet | Paper::Offering { .. } => of_sheet(&sheet(&scene(model))),
            Paper::Offered => of_offers(model),
            Paper::Providers => {
                let cards = cards(&model.plan, &model.incident, &model.board);
                let lines = cards.iter().flat_map(|card| card.lines(model.now));
                lines
                    .map(|text| line(!text.starts_with(' '), &text))
                    .collect()
            }
        }
    }

    /// The same as a text to copy.
    #[must_use]
    pub fn text(&self, model: &Model) -> String {
        let lines = self.lines(model).into_iter();
        lines.map(|l| l.text + "\n").collect()
    }
}

fn line(heading: bool, text: &str) -> Line {
    Line {
        heading,
        text: visible(text).into_owned(),
    }
}

fn of_sheet(sections: &[Section]) -> Vec<Line> {
    let mut lines = Vec::new();
    for section in sections {
        lines.push(line(true, section.title));
        lines.extend(section.lines.iter().map(|l| line(false, &format!("  {l}"))));
    }
    lines
}

/// The sheets as they were when the roles were offered, and what came after.
fn of_offers(model: &Model) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut shown: Option<String> = None;
    for role in offered(model) {
        let Some(offer) = role.offer else { continue };
        let ago = (model.now - offer.at).max(Span::ZERO).calm();
        let (by, at) = (&offer.by, offer.at.clock());
        lines.push(line(
            true,
            &format!("{by} offers you {}, {at} ({ago} ago)", role.name),
        ));
        let log = model.incident.log();
        let timeline = model.incident.state().timeline.iter();
        let after = timeline
            .filter(|(_, no)| *no != offer.no && log.sees(*no, offer.no))
            .count();
        if after > 0 {
            let words = format!("  {after} entries since then: Y shows the state of things now");
            lines.push(line(false, &words));
        }
        let summary = offer.summary.unwrap_or_default();
        if shown.as_ref() == Some(&summary) {
            continue;
        }
        let heading = |l: &str| !l.starts_with(' ');
        lines.extend(summary.lines().map(|l| line(heading(l), l)));
        shown = Some(summary);
    }
    lines
}
