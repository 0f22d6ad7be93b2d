//! Who serves: what the name servers say becomes a row of the screen, and a fact where they agree.

use crate::cockpit::Model;
use crate::cockpit::serving::{Note, ServerRow, Serving, SideSays};
use crate::domain::facts::{Fact, ServingSet};
use crate::domain::ids::Id;
use crate::domain::rules::serving::{old, serves};
use crate::domain::serving::{Meaning, Name, Seen, short};

/// What the servers newly agree on, as facts, unless it is known already. Each agreement is told once by each
/// machine: two that are answered differently do not contradict each other for ever.
pub(super) fn told(model: &mut Model) -> Vec<Fact> {
    let news = model.serving.news(model.wall);
    let fresh = news.into_iter().filter_map(|(name, settled)| {
        let known = serves(&model.incident, &name);
        let same = known.is_some_and(|k| k.provider == settled.provider);
        let ttl = settled.ttl.is_none() || known.is_some_and(|k| k.ttl == settled.ttl);
        (!same || !ttl).then(|| {
            Fact::from(ServingSet {
                name,
                provider: settled.provider,
                evidence: Some(settled.evidence),
                since: settled.since.filter(|_| !same),
                ttl: settled.ttl,
            })
        })
    });
    fresh.collect()
}

/// The row of the probes pane; none when the plan names no server.
pub(super) fn row(model: &Model, sides: &(Option<Id>, Option<Id>)) -> Option<Serving> {
    let names = model.serving.names();
    if names.is_empty() {
        return None;
    }
    let says = |side: &Option<Id>| {
        let mut sum = SideSays::default();
        for name in names {
            let one = side.as_ref().map(|id| name.says(id, model.wall));
            let one = one.unwrap_or_default();
            sum.servers += one.servers;
            sum.authoritative += one.authoritative;
        }
        sum
    };
    let servers = names.iter().flat_map(Name::servers);
    let heard = servers.clone().filter(|s| s.fresh(model.wall).is_some());
    Some(Serving {
        of: servers.clone().count(),
        heard: heard.count(),
        authoritative: names.iter().map(Name::authoritative).sum(),
        from: says(&sides.0),
        to: says(&sides.1),
        notes: notes(model),
        servers: names.iter().flat_map(|name| rows(model, name)).collect(),
    })
}

fn notes(model: &Model) -> Vec<Note> {
    let names = model.serving.names();
    let mut notes: Vec<Note> = names.iter().filter_map(|n| running_out(model, n)).collect();
    let servers = || names.iter().flat_map(Name::servers);
    for server in servers() {
        let seen = server.fresh(model.wall).map(|s| &s.meaning);
        let says = match seen {
            Some(Meaning::Unknown(answer)) => format!("unknown answer {answer}"),
            Some(Meaning::Mixed) => "mixed answers".to_owned(),
            Some(Meaning::Nothing) => "no such record".to_owned(),
            Some(Meaning::Provider(_)) | None => continue,
        };
        let server = short(&server.address).to_owned();
        notes.push(Note::Odd { server, says });
    }
    for server in servers() {
        if let Some(why) = &server.silent {
            notes.push(Note::Silent {
                server: short(&server.address).to_owned(),
                why: why.clone(),
            });
        }
    }
    notes
}

/// The answers of a name that lead to the provider production left, while there are any.
fn running_out(model: &Model, name: &Name) -> Option<Note> {
    let old = old(&model.incident, &model.plan, name.name())?;
    let now = &serves(&model.incident, name.name())?.provider;
    let seen = name.others_until(now, model.wall);
    let until = old.until.max(seen);
    let left = name.elsewhere(now, model.wall);
    let runs = until.is_some_and(|until| until > model.now);
    (runs || left > 0).then_some(Note::Old {
        until,
        ttl: old.ttl,
        assumed: old.assumed,
        left,
    })
}

fn rows<'a>(model: &'a Model, name: &'a Name) -> impl Iterator<Item = ServerRow> + 'a {
    let now = serves(&model.incident, name.name()).map(|s| &s.provider);
    let leads = move |seen: &Seen| match &seen.meaning {
        Meaning::Provider(id) => now.is_some_and(|now| now != id),
        _ => false,
    };
    name.servers().iter().map(move |server| {
        let old = |seen: &Seen| !server.authoritative && leads(seen);
        let seen = server.fresh(model.wall);
        let provider = |id: &Id| model.plan.short(id).to_owned();
        let says = match (seen.map(|s| &s.meaning), &server.silent) {
            (Some(Meaning::Provider(id)), _) => provider(id),
            (Some(Meaning::Mixed), _) => "mixed".to_owned(),
            (Some(Meaning::Unknown(answer)), _) => answer.clone(),
            (Some(Meaning::Nothing), _) => "no such record".to_owned(),
            (None, Some(why)) => why.clone(),
            (None, None) => "not asked yet".to_owned(),
        };
        ServerRow {
            server: short(&server.address).to_owned(),
            authoritative: server.authoritative,
            says,
            until: seen.filter(|s| old(s)).map(|s| s.at + s.ttl),
        }
    })
}
