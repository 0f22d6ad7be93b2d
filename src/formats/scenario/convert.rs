//! From a scenario file as it is written to the domain's scenario.

use super::behaviour::{WORDS, behaviour};
use super::raw::{RawEvent, RawFile};
use crate::domain::ids::Id;
use crate::domain::scenario::{Behaviour, Event, Scenario, What, When};
use crate::domain::time::Span;
use crate::formats::plan::each;
use crate::formats::problems::quoted;
use crate::formats::toml::{Reader, bare};
use toml::Spanned;

pub(super) fn scenario(raw: RawFile, r: &mut Reader<'_>) -> Scenario {
    r.schema(raw.schema);
    r.required(&raw.place, "scenario");
    let events = each(raw.at).map(|e| event(e, r)).collect();
    let Some(head) = bare(raw.scenario) else {
        let id = Id::reduce(&r.source.name);
        let (title, nobody) = (r.source.name.clone(), Id::reduce(""));
        return Scenario {
            id,
            title,
            checklist: None,
            from: nobody.clone(),
            to: nobody,
            events,
        };
    };
    r.required(&head.place, "from");
    r.required(&head.place, "to");
    Scenario {
        id: r.own_id(&head.place, head.id),
        title: r.title(&head.place, "title", head.title),
        checklist: head.checklist.map(|id| r.id(id)),
        from: head.from.map_or_else(|| Id::reduce(""), |id| r.id(id)),
        to: head.to.map_or_else(|| Id::reduce(""), |id| r.id(id)),
        events,
    }
}

fn event(mut raw: RawEvent, r: &mut Reader<'_>) -> Event {
    let when = when(&mut raw, r);
    let given: Vec<&str> = [
        ("probe", raw.probe.is_some()),
        ("inject", raw.inject.is_some()),
        ("outcome", raw.outcome.is_some()),
        ("dns", raw.dns.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, there)| there.then_some(name))
    .collect();
    if given.len() != 1 {
        let what = format!("[[at]] says {} things that happen", given.len());
        let at = raw.place.span.clone();
        r.error(
            "wrong-event",
            &at,
            what,
            "write one of: probe, inject, outcome, dns",
        );
    }
    stray(&raw, given.first().copied().unwrap_or_default(), r);
    if matches!(when, When::At(_)) && raw.outcome.is_some() {
        r.required(&raw.place, "when_step");
    }
    Event {
        when,
        what: what(raw, r),
    }
}

fn when(raw: &mut RawEvent, r: &mut Reader<'_>) -> When {
    let at = raw.place.span.clone();
    let plus = r.span(raw.plus.take());
    match (raw.t.take(), raw.when_step.take()) {
        (None, Some(step)) => When::Step {
            step: r.id(step),
            plus: plus.unwrap_or(Span::ZERO),
        },
        (Some(t), None) => {
            if plus.is_some() {
                let what = "\"plus\" stands without \"when_step\"".to_owned();
                r.error("wrong-event", &at, what, "write when_step, or only t");
            }
            When::At(r.span(Some(t)).unwrap_or(Span::ZERO))
        }
        _ => {
            let what = "[[at]] does not say when it happens".to_owned();
            r.error(
                "wrong-event",
                &at,
                what,
                "write one of: t = \"8s\", or when_step = \"STEP\"",
            );
            When::At(Span::ZERO)
        }
    }
}

/// Keys that mean nothing beside what happens.
fn stray(raw: &RawEvent, what: &str, r: &mut Reader<'_>) {
    let owners = [
        ("is", "probe"),
        ("provider", "inject"),
        ("output", "outcome"),
        ("times", "outcome"),
        ("answer", "dns"),
    ];
    for (key, owner) in owners {
        let spot = r.spots.get(&raw.place.at.path(key)).cloned();
        if let Some(spot) = spot.filter(|_| !what.is_empty() && what != owner) {
            let said = format!("{} means nothing beside {}", quoted(key), quoted(what));
            r.error(
                "wrong-event",
                &spot.key,
                said,
                &format!("it belongs to an event with {owner}"),
            );
        }
    }
}

fn what(raw: RawEvent, r: &mut Reader<'_>) -> What {
    if let Some(probe) = raw.probe {
        r.required(&raw.place, "is");
        let (provider, service) = target(probe, r);
        return What::Probe {
            provider,
            service,
            is: is(raw.is, r),
        };
    }
    if let Some(outcome) = raw.outcome {
        const WORDS: [&str; 2] = ["fail", "ok"];
        return What::Outcome {
            fail: r.word(Some(outcome), &WORDS, |w| w) != Some("ok"),
            output: bare(raw.output),
            times: r.number(raw.times, 1, 1_000_000).unwrap_or(1),
        };
    }
    if let Some(name) = raw.dns {
        r.required(&raw.place, "answer");
        let answer = raw.answer.map_or_else(|| Id::reduce(""), |id| r.id(id));
        return What::Dns {
            name: name.into_inner(),
            answer,
        };
    }
    What::Inject {
        text: bare(raw.inject).unwrap_or_default(),
        provider: raw.provider.map(|id| r.id(id)),
    }
}

/// `h42.web`: a service at a provider.
fn target(probe: Spanned<String>, r: &mut Reader<'_>) -> (Id, Id) {
    let both = probe.get_ref().split_once('.');
    let ids = both.and_then(|(provider, service)| Some((Id::new(provider)?, Id::new(service)?)));
    ids.unwrap_or_else(|| {
        let what = format!("{} is no probe", quoted(probe.get_ref()));
        r.error("bad-id", &probe.span(), what, "write PROVIDER.SERVICE");
        (Id::reduce(""), Id::reduce(""))
    })
}

fn is(word: Option<Spanned<String>>, r: &mut Reader<'_>) -> Behaviour {
    let Some(word) = word else {
        return Behaviour::Up;
    };
    behaviour(word.get_ref()).unwrap_or_else(|| {
        r.unknown_word(&word, || WORDS.into_iter());
        Behaviour::Up
    })
}
