//! One probe, ready to be asked: the plan's description with a provider's values filled in.

use crate::domain::drill::{Ports, name_server_key, service_key, tls_name, witness_key};
use crate::domain::plan::{Check, DnsName, HttpCheck, Plan, ProbeSpec, Provider};
use crate::domain::probe::{ProbeId, fill_in};
use crate::domain::serving;
use crate::domain::time::Span;

/// One probe, ready to be asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Which probe.
    pub probe: ProbeId,
    /// Pause between the starts of two rounds; from one second up, rounded up to whole ones.
    pub every: Span,
    /// After this the answer does not count.
    pub timeout: Span,
    /// A good answer slower than this is poor.
    pub degraded_over: Option<Span>,
    /// What is asked.
    pub ask: Ask,
}

/// What is asked of a target.
#[derive(Clone, PartialEq, Debug)]
pub enum Ask {
    /// An HTTP(S) answer.
    Http(HttpAsk),
    /// A connection opens at `host:port`.
    Tcp(String),
    /// The made-up output of a command, from a simulated provider.
    Output {
        /// Where it is served, on 127.0.0.1.
        port: u16,
        /// By which table it is read.
        check: Check,
    },
    /// A name server's answer to a name.
    Dns(DnsAsk),
    /// The certificate shown at an address.
    Certificate(CertificateAsk),
    /// A command, run here; its values are filled.
    Command {
        /// The script.
        script: String,
        /// By which table it is read.
        check: Check,
    },
    /// Which provider a name server leads users to.
    Name(NameAsk),
    /// Nothing: each round says why.
    Nothing(String),
}

/// A question to a name server that tells who serves.
#[derive(Clone, PartialEq, Debug)]
pub struct NameAsk {
    /// The name asked for.
    pub name: String,
    /// `A`, `AAAA`, `CNAME`.
    pub kind: String,
    /// The server asked, `host:port`; 53 where no port is named.
    pub server: String,
    /// It is asked for its own knowledge alone, and believed only when it speaks for the zone.
    pub authoritative: bool,
}

/// A question to a name server.
#[derive(Clone, PartialEq, Debug)]
pub struct DnsAsk {
    /// The name asked for.
    pub name: String,
    /// The server asked, `host:port` (53 when left out); none: the machine's.
    pub resolver: Option<String>,
    /// Answers that count as good; any when there are none.
    pub expect: Vec<String>,
}

/// A look at a certificate.
#[derive(Clone, PartialEq, Debug)]
pub struct CertificateAsk {
    /// Where, `host:port` (443 when left out).
    pub address: String,
    /// For which name; none: the host of the address.
    pub name: Option<String>,
    /// Fewer days left than this are poor.
    pub days_left: i64,
    /// A simulated provider shows it: what a drill's authority signed is trusted.
    pub simulated: bool,
}

/// An HTTP(S) question.
#[derive(Clone, PartialEq, Debug)]
pub struct HttpAsk {
    /// What is asked and expected; names filled.
    pub check: HttpCheck,
    /// A simulated provider answers instead, on this port of 127.0.0.1; the Host stays, and so does TLS where the
    /// plan names a host.
    pub simulated: Option<u16>,
    /// A proxy to go through, as a URL: then it finds the host, and nothing is pinned.
    pub proxy: Option<String>,
}

impl Target {
    /// The targets of a plan: every service at every provider, the witnesses, and the name servers.
    ///
    /// With `simulated` ports (a drill) nothing but those ports is ever asked: what has none says so.
    #[must_use]
    pub fn from_plan(plan: &Plan, simulated: Option<&Ports>) -> Vec<Target> {
        let mut out = Vec::new();
        for service in &plan.services {
            for provider in &plan.providers {
                let probe = ProbeId::Service {
                    service: service.id.clone(),
                    provider: provider.id.clone(),
                };
                let port = simulated.map(|p| p.get(&service_key(&provider.id, &service.id)));
                let ask = ask(
                    &service.probe,
                    Some(provider),
                    port.map(Option::<&u16>::copied),
                );
                out.push(Target::new(probe, &service.probe, ask));
            }
        }
        for witness in &plan.witnesses {
            let port = simulated.map(|p| p.get(&witness_key(&witness.id)));
            let ask = ask(&witness.probe, None, port.map(Option::<&u16>::copied));
            let probe = ProbeId::Witness(witness.id.clone());
            out.push(Target::new(probe, &witness.probe, ask));
        }
        for name in &plan.dns {
            let resolvers = name.resolvers.iter().map(|server| (server, false));
            let zone = name.authoritative.iter().map(|server| (server, true));
            out.extend(resolvers.chain(zone).map(|(server, authoritative)| {
                Target::of_name(name, server, authoritative, simulated)
            }));
        }
        out
    }

    fn of_name(name: &DnsName, server: &str, authoritative: bool, ports: Option<&Ports>) -> Self {
        let at = match ports {
            None => Some(server.to_owned()),
            Some(ports) => {
                let port = ports.get(&name_server_key(server));
                port.map(|port| format!("127.0.0.1:{port}"))
            }
        };
        let ask = at.map_or_else(
            || Ask::Nothing("not simulated".to_owned()),
            |at| {
                Ask::Name(NameAsk {
                    name: name.name.clone(),
                    kind: name.kind.clone(),
                    server: at,
                    authoritative,
                })
            },
        );
        Target {
            probe: ProbeId::Name {
                name: name.name.clone(),
                server: server.to_owned(),
            },
            every: serving::EVERY,
            timeout: serving::TIMEOUT,
            degraded_over: None,
            ask,
        }
    }

    fn new(probe: ProbeId, spec: &ProbeSpec, ask: Ask) -> Self {
        Target {
            probe,
            every: spec.every,
            timeout: spec.timeout,
            degraded_over: spec.degraded_over,
            ask,
        }
    }
}

/// `port`: none in a live incident; in a drill the simulated port, where there is one.
fn ask(spec: &ProbeSpec, provider: Option<&Provider>, port: Option<Option<u16>>) -> Ask {
    let Some(port) = port else {
        return live(spec, provider);
    };
    let Some(port) = port else {
        return Ask::Nothing("not simulated".to_owned());
    };
    match &spec.check {
        Check::Http(_) => match live(spec, provider) {
            Ask::Http(ask) => Ask::Http(HttpAsk {
                simulated: Some(port),
                proxy: None,
                ..ask
            }),
            other => other,
        },
        Check::Tcp { .. } => Ask::Tcp(format!("127.0.0.1:{port}")),
        check @ Check::Tls { .. } => match (tls_name(check, provider), live(spec, provider)) {
            (Some(name), Ask::Certificate(ask)) => Ask::Certificate(CertificateAsk {
                address: format!("127.0.0.1:{port}"),
                name: Some(name),
                simulated: true,
                ..ask
            }),
            _ => Ask::Nothing("not simulated".to_owned()),
        },
        Check::Dns { .. } => Ask::Nothing("not simulated".to_owned()),
        check => Ask::Output {
            port,
            check: check.clone(),
        },
    }
}

fn live(spec: &ProbeSpec, provider: Option<&Provider>) -> Ask {
    let mut missing = None;
    let mut filled = |template: &str| {
        let out = fill_in(template, provider);
        missing = missing.take().or_else(|| out.missing.first().cloned());
        out.text
    };
    let ask = match &spec.check {
        Check::Http(check) => Ask::Http(HttpAsk {
            check: HttpCheck {
                url: filled(&check.url),
                address: check.address.as_deref().map(&mut filled),
                body_contains: check.body_contains.as_deref().map(&mut filled),
                header: check
                    .header
                    .iter()
                    .map(|(name, text)| (name.clone(), filled(text)))
                    .collect(),
                ..check.clone()
            },
            simulated: None,
            proxy: spec.proxy.as_deref().map(&mut filled),
        }),
        Check::Tcp { address } => Ask::Tcp(filled(address)),
        Check::Dns {
            name,
            resolver,
            expect,
        } => Ask::Dns(DnsAsk {
            name: filled(name),
            resolver: resolver.as_deref().map(&mut filled),
            expect: expect.iter().map(|text| filled(text)).collect(),
        }),
        Check::Tls {
            address,
            name,
            days_left,
        } => Ask::Certificate(CertificateAsk {
            address: filled(address),
            name: name.as_deref().map(&mut filled),
            days_left: *days_left,
            simulated: false,
        }),
        Check::Command { run, .. } | Check::Progress { run, .. } => Ask::Command {
            script: filled(run),
            check: spec.check.clone(),
        },
    };
    match missing {
        Some(name) => Ask::Nothing(format!("{name} is not set")),
        None => ask,
    }
}
