//! Who holds what and is at what, and the providers.

use super::Scene;
use crate::domain::rules::moved::before;
use crate::domain::rules::people::{Person, everybody, roles};
use crate::domain::rules::provider_card;
use crate::domain::time::{Span, Time};

pub(super) fn people(scene: &Scene<'_>) -> Vec<String> {
    let held = roles(scene.plan, scene.incident).into_iter();
    let held = held.map(|r| {
        let from = r.begun.and_then(|no| before(scene.incident, &r.id, no));
        let from = from.map(|who| format!(", after {who}"));
        let from = from.unwrap_or_default();
        format!("{}: {}{from}", r.name, r.words(scene.now))
    });
    let all = everybody(scene.plan, scene.incident, scene.board, scene.present);
    let all = all.iter().map(|p| person(scene, p));
    held.chain(all).collect()
}

fn person(scene: &Scene<'_>, person: &Person) -> String {
    let ago = |t: Time| (scene.now - t).max(Span::ZERO).short();
    let mut words = match person.cockpits.first() {
        Some(first) => format!("{} at {}", person.who, first.machine),
        None => format!("{}, no cockpit", person.who),
    };
    if person.observes() {
        words.push_str(", looks only");
    }
    match (person.away, person.seen) {
        (Some(away), _) => words.push_str(&format!(", away since {}", away.near(scene.now))),
        (None, Some(seen)) if person.is_gone() => {
            words.push_str(&format!(", last heard {} ago", ago(seen)));
        }
        _ => {}
    }
    let at: Vec<String> = person
        .steps
        .iter()
        .map(|(number, title, since)| {
            let since = since.map(|t| format!(" ({})", ago(t)));
            format!("{number} {title}{}", since.unwrap_or_default())
        })
        .collect();
    if !at.is_empty() {
        words.push_str(&format!(": at {}", at.join("; ")));
    }
    words
}

pub(super) fn providers(scene: &Scene<'_>) -> Vec<String> {
    let cards = provider_card::cards(scene.plan, scene.incident, scene.board);
    let known = cards.iter().filter(|c| !c.is_blank());
    known.flat_map(|c| c.lines(scene.now)).collect()
}
