//! A closer look at one probe: what it found lately, how it asks, and how to ask the same from a shell.

use super::answer;
use super::refresh::sides;
use super::scroll::moved;
use crate::cockpit::key::{Key, KeyCode};
use crate::cockpit::{Action, Dialog, Effect, Model};
use crate::domain::drill::{name_server_key, service_key, witness_key};
use crate::domain::ids::Id;
use crate::domain::probe::{Pace, ProbeId, Repeat};
use crate::domain::secrets::masked;
use crate::domain::words::Mode;

/// Every probe, in the order of the pane: from and to of each service, then the other providers, witnesses, and name
/// servers.
fn all(model: &Model) -> Vec<ProbeId> {
    let plan = &model.plan;
    let (from, to) = sides(model);
    let first = [from, to];
    let others = plan.providers.iter().map(|p| Some(p.id.clone()));
    let others = others.filter(|id| !first.contains(id));
    let providers: Vec<_> = first.iter().cloned().chain(others).flatten().collect();
    let services = plan.services.iter().flat_map(|service| {
        providers.iter().map(|provider| ProbeId::Service {
            service: service.id.clone(),
            provider: provider.clone(),
        })
    });
    let witnesses = plan
        .witnesses
        .iter()
        .map(|w| ProbeId::Witness(w.id.clone()));
    let names = plan.dns.iter().flat_map(|name| {
        let servers = name.authoritative.iter().chain(&name.resolvers);
        servers.map(|server| ProbeId::Name {
            name: name.name.clone(),
            server: server.clone(),
        })
    });
    services.chain(witnesses).chain(names).collect()
}

/// How fast the n of m of a service at a provider moves, in incident time.
pub(super) fn pace(model: &Model, service: &Id, provider: &Id) -> Option<Pace> {
    let probe = ProbeId::Service {
        service: service.clone(),
        provider: provider.clone(),
    };
    let pace = model.history.of(&probe)?.pace(model.wall)?;
    Some(pace.scaled(model.incident.scale()))
}

/// Opens the probe of the row under the cursor, at the provider production leaves.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let most = model.plan.services.len().saturating_sub(1);
    let row = model.plan.services.get(model.view.probe_top.min(most));
    let row = row.map(|service| service.id.clone());
    let of_row = |probe: &ProbeId| match (probe, &row) {
        (ProbeId::Service { service, .. }, Some(row)) => service == row,
        _ => row.is_none(),
    };
    match all(model).into_iter().find(of_row) {
        Some(probe) => show(model, probe, 0),
        None => answer::refused(model, "the plan probes nothing"),
    }
}

fn show(model: &mut Model, probe: ProbeId, top: usize) -> Vec<Effect> {
    model.view.dialog = Some(Dialog::Probe { probe, top });
    Vec::new()
}

/// A key over it.
pub(super) fn key(model: &mut Model, probe: ProbeId, top: usize, key: Key) -> Vec<Effect> {
    let by = match (key.typed(), key.code) {
        (Some('l'), _) | (_, KeyCode::Tab | KeyCode::Right) => 1,
        (Some('h'), _) | (_, KeyCode::BackTab | KeyCode::Left) => -1,
        (Some('c'), _) => {
            let effects = copy(model, &probe);
            model.view.dialog = Some(Dialog::Probe { probe, top });
            return effects;
        }
        (Some('q'), _) | (_, KeyCode::Enter) => return Vec::new(),
        _ => {
            let action = Action::of(key).unwrap_or(Action::Help);
            return show(model, probe, moved(top, 500, action, 10));
        }
    };
    let all = all(model);
    let at = all.iter().position(|p| *p == probe).unwrap_or(0);
    let next = (at.wrapping_add_signed(by)).checked_rem(all.len());
    let next = if at == 0 && by < 0 {
        all.len().saturating_sub(1)
    } else {
        next.unwrap_or(0)
    };
    match all.get(next).cloned() {
        Some(probe) => show(model, probe, 0),
        None => Vec::new(),
    }
}

/// The command that asks the same, unless it holds what looks like a secret: that would be kept in a file.
fn copy(model: &mut Model, probe: &ProbeId) -> Vec<Effect> {
    let Some(text) = repeat_of(model, probe).and_then(|r| r.command) else {
        return answer::refused(model, "there is nothing to ask from a shell");
    };
    if masked(&text) != text {
        return answer::refused(model, "not copied: it holds what looks like a secret");
    }
    vec![Effect::Copy { step: None, text }]
}

/// How a probe asks; in a drill, its simulated provider. None for what the plan does not name.
#[must_use]
pub fn repeat_of(model: &Model, probe: &ProbeId) -> Option<Repeat> {
    let ports = (model.mode() == Mode::Drill).then_some(&model.identity.ports);
    let port = |key: String| ports.map(|ports| ports.get(&key).copied());
    let plan = &model.plan;
    match probe {
        ProbeId::Service { service, provider } => {
            let spec = plan.services.iter().find(|s| &s.id == service)?;
            let at = plan.provider(provider)?;
            let port = port(service_key(provider, service));
            let simulated = port.is_some();
            let repeat = Repeat::of(&spec.probe, Some(at), port);
            Some(match simulated {
                true => repeat,
                false => repeat.inside(&spec.probe, &model.runner.folder),
            })
        }
        ProbeId::Witness(id) => {
            let witness = plan.witnesses.iter().find(|w| &w.id == id)?;
            Some(Repeat::of(&witness.probe, None, port(witness_key(id))))
        }
        ProbeId::Name { name, server } => {
            let name = plan.dns.iter().find(|d| &d.name == name)?;
            let at = match port(name_server_key(server)) {
                None => server.clone(),
                Some(Some(port)) => format!("127.0.0.1:{port}"),
                Some(None) => return None,
            };
            Some(Repeat::of_name(name, &at))
        }
    }
}
