//! The simulated providers of a drill: real servers on loopback, so that the real probes run.
//!
//! A [`Simulator`] holds one server for each service at each provider, and one for each witness; `set` changes
//! how one behaves; beside it, the name servers of the plan answer, and their caches age. [`serve`] runs one by a scenario, until the drill is over: it is what the child process does.
//! Commands are simulated too: their output is served over HTTP, with the exit status in the header `exit`.

mod certificate;
mod manner;
mod names;
mod port;
mod serve;
mod server;

pub use serve::{Config, Orders, serve};

use crate::domain::drill::{Ports, service_key, tls_name, unfit, witness_key};
use crate::domain::ids::Id;
use crate::domain::plan::{Check, Plan, Provider, Service};
use crate::domain::scenario::Behaviour;
use certificate::Certificates;
use manner::{Manner, healthy, manner};
use port::Port;
use server::Speaks;
use std::collections::BTreeMap;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Simulated providers that run. Dropping it ends them.
pub struct Simulator {
    plan: Plan,
    from: Id,
    servers: BTreeMap<String, Server>,
    _running: JoinSet<()>,
}

struct Server {
    port: u16,
    manner: watch::Sender<Manner>,
}

impl Simulator {
    /// Starts a server for every service at every provider, and for every witness; all are up. `from` is the
    /// provider that serves at first: its database is the writable one. `ports` are those of an earlier run;
    /// what is not among them gets a free port. To be called within a tokio runtime.
    ///
    /// # Errors
    /// When a port cannot be had.
    pub fn start(plan: &Plan, from: &Id, ports: &Ports) -> Result<Simulator, String> {
        let mut running = JoinSet::new();
        let mut servers = BTreeMap::new();
        let mut add = |key: String, check: &Check, at: Option<&Provider>, at_first: Manner| {
            let port = Port::take(ports.get(&key).copied()).map_err(|e| no_port(&key, &e))?;
            let number = port.number();
            let door = port.open().map_err(|e| no_port(&key, &e))?;
            let (manner, orders) = watch::channel(at_first);
            let speaks = Speaks {
                tls: tls_name(check, at).and_then(|name| Certificates::of(&name)),
                http: !matches!(check, Check::Tcp { .. } | Check::Tls { .. }),
            };
            running.spawn(server::run(port, door, speaks, orders));
            let server = Server {
                port: number,
                manner,
            };
            servers.insert(key, server);
            Ok::<(), String>(())
        };
        for service in &plan.services {
            for provider in &plan.providers {
                let check = &service.probe.check;
                let first = &provider.id == from;
                let is = healthy(&service.probe, &Behaviour::Up, first);
                let up = manner(check, &is, Some(provider), first);
                add(
                    service_key(&provider.id, &service.id),
                    check,
                    Some(provider),
                    up,
                )?;
            }
        }
        for witness in &plan.witnesses {
            let check = &witness.probe.check;
            let up = manner(check, &Behaviour::Up, None, false);
            add(witness_key(&witness.id), check, None, up)?;
        }
        Ok(Simulator {
            plan: plan.clone(),
            from: from.clone(),
            servers,
            _running: running,
        })
    }

    /// Where each server listens on 127.0.0.1.
    #[must_use]
    pub fn ports(&self) -> Ports {
        let port = |(key, server): (&String, &Server)| (key.clone(), server.port);
        self.servers.iter().map(port).collect()
    }

    /// From now on a service at a provider behaves like this.
    ///
    /// # Errors
    /// When there is no such service, or it cannot behave so.
    pub fn set(&self, provider: &Id, service: &Id, is: &Behaviour) -> Result<(), String> {
        let key = service_key(provider, service);
        let known = self.servers.get(&key);
        let spec = self.plan.services.iter().find(|s| &s.id == service);
        let (Some(server), Some(spec), Some(at)) = (known, spec, self.plan.provider(provider))
        else {
            return Err(format!("{key} is not in the plan"));
        };
        let check = &spec.probe.check;
        if let Some(why) = unfit(check, is) {
            return Err(format!("{key}: {why}"));
        }
        let first = at.id == self.from;
        let is = healthy(&spec.probe, is, first);
        let next = manner(check, &is, Some(at), first);
        server.manner.send_if_modified(|now| {
            let other = *now != next;
            *now = next;
            other
        });
        Ok(())
    }

    /// Every provider of the plan.
    fn providers(&self) -> &[Provider] {
        &self.plan.providers
    }

    /// Every service of the plan.
    fn services(&self) -> &[Service] {
        &self.plan.services
    }
}

fn no_port(key: &str, error: &std::io::Error) -> String {
    format!("{key} cannot be simulated: {error}")
}
