//! A provider on a card: how to reach them, what they said and promised, and when that is due.

use super::board::Board;
use super::broken::{self, Broken};
use super::narrative;
use super::promises::{self, Promise};
use crate::domain::facts::Fact;
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::{Plan, Provider};
use crate::domain::time::Time;
use crate::domain::words::{NoteKind, Side};

/// So many of the things they said last are told.
const LAST: usize = 4;

/// A provider on a card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// What people call it.
    pub name: String,
    /// Which side it is in this incident, if one.
    pub side: Option<Side>,
    /// Whom to call.
    pub phone: Option<String>,
    /// Its status page.
    pub status_url: Option<String>,
    /// Where tickets are opened.
    pub ticket_url: Option<String>,
    /// Numbers of its tickets, the newest first.
    pub tickets: Vec<String>,
    /// When it was last spoken with, in incident time, and who wrote that down.
    pub contact: Option<(Time, String)>,
    /// What it said last, the newest first: when, and what.
    pub said: Vec<(Time, String)>,
    /// What it promised and has not kept.
    pub promises: Vec<Promise>,
    /// What it promised and did not keep, the newest first.
    pub broken: Vec<Broken>,
}

/// A card of every provider of the plan: the one left first, then the one gone to.
#[must_use]
pub fn cards(plan: &Plan, incident: &Incident, board: &Board) -> Vec<Card> {
    let promises = promises::open(incident, board);
    let sides = incident.direction();
    let side = |id: &Id| match sides {
        Some((from, _)) if from == id => Some(Side::From),
        Some((_, to)) if to == id => Some(Side::To),
        _ => None,
    };
    let mut cards: Vec<Card> = plan
        .providers
        .iter()
        .map(|p| card(plan, incident, board, p, side(&p.id), &promises))
        .collect();
    cards.sort_by_key(|c| match c.side {
        Some(Side::From) => 0,
        Some(Side::To) => 1,
        _ => 2,
    });
    cards
}

fn card(
    plan: &Plan,
    incident: &Incident,
    board: &Board,
    provider: &Provider,
    side: Option<Side>,
    promises: &[Promise],
) -> Card {
    let mine = |id: &Option<Id>| id.as_ref() == Some(&provider.id);
    let timeline = incident.state().timeline.iter().rev();
    let about: Vec<_> = timeline
        .filter(|(_, no)| match &incident.log().entry(*no).draft.fact {
            Fact::NoteAdded(note) => mine(&note.provider),
            Fact::DrillInjected(news) => mine(&news.provider),
            Fact::PromiseMade(made) => mine(&made.provider),
            _ => false,
        })
        .collect();
    let mut tickets: Vec<String> = Vec::new();
    let (mut said, mut contact) = (Vec::new(), None);
    for (at, no) in &about {
        let mut theirs = true;
        if let Fact::NoteAdded(note) = &incident.log().entry(*no).draft.fact {
            theirs = note.kind == NoteKind::Provider;
            tickets.extend(note.ticket.clone().filter(|t| !tickets.contains(t)));
        }
        if !theirs {
            continue;
        }
        contact.get_or_insert_with(|| (*at, incident.author(*no).to_owned()));
        let promise = matches!(incident.log().entry(*no).draft.fact, Fact::PromiseMade(_));
        if said.len() < LAST && !promise {
            said.push((*at, narrative::line(plan, board, incident, *at, *no).text));
        }
    }
    Card {
        name: provider.name.clone(),
        side,
        phone: provider.phone.clone(),
        status_url: provider.status_url.clone(),
        ticket_url: provider.ticket_url.clone(),
        tickets,
        contact,
        said,
        broken: broken::of(incident, &provider.id),
        promises: promises
            .iter()
            .filter(|p| mine(&p.provider))
            .cloned()
            .collect(),
    }
}

impl Card {
    /// Nothing is known of it but its name.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let known = [&self.phone, &self.status_url, &self.ticket_url];
        known.iter().all(|k| k.is_none())
            && self.contact.is_none()
            && self.promises.is_empty()
            && self.broken.is_empty()
    }

    /// The card in plain lines.
    #[must_use]
    pub fn lines(&self, now: Time) -> Vec<String> {
        let side = self.side.map(|s| format!(" ({s})"));
        let mut lines = vec![format!("{}{}", self.name, side.unwrap_or_default())];
        let mut line = |name: &str, text: String| lines.push(format!("  {name:<10}{text}"));
        let known = |text: &Option<String>| text.clone();
        let phone = known(&self.phone);
        line(
            "phone",
            phone.unwrap_or_else(|| "not in the plan".to_owned()),
        );
        if let Some(url) = known(&self.status_url) {
            line("status", url);
        }
        let ticket = match (self.tickets.as_slice(), known(&self.ticket_url)) {
            ([], None) => "none".to_owned(),
            ([], Some(url)) => format!("none yet, opened at {url}"),
            (all, None) => all.join(", "),
            (all, Some(url)) => format!("{}, at {url}", all.join(", ")),
        };
        line("ticket", ticket);
        match &self.contact {
            Some((at, by)) => {
                let ago = (now - *at).calm();
                line("contact", format!("{} by {by} ({ago} ago)", at.clock()));
            }
            None => line("contact", "none yet".to_owned()),
        }
        for (at, text) in &self.said {
            line("said", format!("{} {text}", at.clock()));
        }
        for promise in &self.promises {
            let left = promise.left(now);
            line(
                "promised",
                format!("{}, by {} ({left})", promise.text, promise.due.clock()),
            );
        }
        for broken in &self.broken {
            line("BROKEN", broken.words());
        }
        lines
    }
}
