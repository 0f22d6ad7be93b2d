//! The newest answer of every name server of a plan.

use super::{Answer, EVERY, Meaning, TIMEOUT, meaning};
use crate::domain::ids::Id;
use crate::domain::plan::{DnsName, Plan};
use crate::domain::probe::{Finding, ProbeId, Sample};
use crate::domain::time::{Scale, Span, Time};

/// So many answers in a row make sure of one.
const STABLE: u32 = 2;

/// What the name servers of a plan answer, as asked from this machine.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Board {
    names: Vec<Name>,
}

/// A name, and what each of its servers says.
#[derive(Clone, PartialEq, Debug)]
pub struct Name {
    plan: DnsName,
    servers: Vec<Server>,
    /// What was told last of it.
    told: Option<(Id, Option<Span>)>,
}

/// A name server that is asked for a name.
#[derive(Clone, PartialEq, Debug)]
pub struct Server {
    /// `host:port`, as the plan writes it.
    pub address: String,
    /// A server of the zone itself: nothing of what it says comes from a cache.
    pub authoritative: bool,
    /// The newest answer it gave; none before the first.
    pub seen: Option<Seen>,
    /// Why the newest round brought no answer, in a few words; as it came, not safe to print.
    pub silent: Option<String>,
}

/// An answer, and for how long it has been given.
#[derive(Clone, PartialEq, Debug)]
pub struct Seen {
    /// Where it leads users.
    pub meaning: Meaning,
    /// How much longer it may be kept, when it was given.
    pub ttl: Span,
    /// When it was asked for last, in incident time.
    pub at: Time,
    /// When the last answer came, in wall time.
    pub heard: Time,
    /// So many rounds in a row meant the same.
    pub rounds: u32,
    /// The TTL was the same in all of them that count.
    pub steady: bool,
    /// Since when it means this, in incident time; none when nothing else was seen before.
    pub since: Option<Time>,
}

/// How many servers lead users to a provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Says {
    /// Of all servers.
    pub servers: usize,
    /// Of the authoritative ones.
    pub authoritative: usize,
}

/// What the servers that decide agree on, stably.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The provider users are led to.
    pub provider: Id,
    /// Since when all of them say so, in incident time; none when nothing else was seen before.
    pub since: Option<Time>,
    /// The TTL the authoritative servers give, where it stands still.
    pub ttl: Option<Span>,
    /// Who says so.
    pub evidence: String,
}

/// What all names say together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Agreed {
    /// All lead users to one provider.
    On {
        /// Which.
        provider: Id,
        /// So many servers say so.
        says: usize,
        /// Of so many.
        of: usize,
    },
    /// They do not.
    Not,
    /// Whoever answered says the same, not often enough yet.
    NotYet,
}

impl Board {
    /// The board of a plan: every name that has servers. Nothing is known yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let server = |address: &String, authoritative| Server {
            address: address.clone(),
            authoritative,
            seen: None,
            silent: None,
        };
        let names = plan.dns.iter().map(|name| Name {
            plan: name.clone(),
            servers: name
                .authoritative
                .iter()
                .map(|a| server(a, true))
                .chain(name.resolvers.iter().map(|r| server(r, false)))
                .collect(),
            told: None,
        });
        Board {
            names: names.filter(|n| !n.servers.is_empty()).collect(),
        }
    }

    /// Takes in a result. One that is not of a name server the plan names changes nothing.
    pub fn apply(&mut self, sample: &Sample, scale: Scale) {
        let ProbeId::Name { name, server } = &sample.probe else {
            return;
        };
        let known = self.names.iter_mut().filter(|n| &n.plan.name == name);
        for name in known {
            let plan = &name.plan;
            for one in name.servers.iter_mut().filter(|s| &s.address == server) {
                one.hear(plan, sample, scale);
            }
        }
    }

    /// What names settled on since this was last asked, at wall time `wall`: another provider, or another TTL. Each is
    /// told once.
    pub fn news(&mut self, wall: Time) -> Vec<(String, Settled)> {
        let news = self.names.iter_mut().filter_map(|name| {
            let settled = name.settled(wall)?;
            let (provider, ttl) = name
                .told
                .as_ref()
                .map_or((None, None), |t| (Some(&t.0), t.1));
            let same = provider == Some(&settled.provider);
            if same && (settled.ttl.is_none() || settled.ttl == ttl) {
                return None;
            }
            name.told = Some((settled.provider.clone(), settled.ttl));
            Some((name.plan.name.clone(), settled))
        });
        news.collect()
    }

    /// Whether every name leads users to one provider; none while nothing is known, or nothing is asked.
    #[must_use]
    pub fn agreed(&self, wall: Time) -> Option<Agreed> {
        let heard = |n: &Name| n.servers.iter().any(|s| s.fresh(wall).is_some());
        if !self.names.iter().any(heard) {
            return None;
        }
        let settled: Option<Vec<Settled>> = self.names.iter().map(|n| n.settled(wall)).collect();
        let Some(settled) = settled.filter(|s| s.iter().all(|one| one.provider == s[0].provider))
        else {
            let servers = self.names.iter().flat_map(|n| &n.servers);
            let mut means = servers.filter_map(|s| Some(&s.fresh(wall)?.meaning));
            let first = means.next();
            let provider = matches!(first, Some(Meaning::Provider(_)));
            let one = provider && means.all(|m| Some(m) == first);
            return Some(if one { Agreed::NotYet } else { Agreed::Not });
        };
        let provider = settled[0].provider.clone();
        let says = |n: &Name| n.says(&provider, wall).servers;
        Some(Agreed::On {
            says: self.names.iter().map(says).sum(),
            of: self.names.iter().map(|n| n.servers.len()).sum(),
            provider,
        })
    }

    /// The names, in the plan's order.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }
}

impl Server {
    fn hear(&mut self, plan: &DnsName, sample: &Sample, scale: Scale) {
        let nothing = Answer::default();
        let answer = match (&sample.answer, sample.finding) {
            (Some(answer), _) => answer,
            (None, Finding::Bad) => &nothing,
            _ => {
                self.silent = Some(sample.detail.clone());
                return;
            }
        };
        self.silent = None;
        let at = scale.incident(sample.began);
        let now = Seen {
            meaning: meaning(plan, answer),
            ttl: answer.ttl,
            at,
            heard: sample.ended,
            rounds: 1,
            steady: false,
            since: None,
        };
        let seen = match self.seen.take() {
            Some(before) if before.meaning == now.meaning => Seen {
                rounds: before.rounds.saturating_add(1),
                steady: before.ttl == now.ttl,
                since: before.since,
                ..now
            },
            Some(_) => Seen {
                since: Some(at),
                ..now
            },
            None => now,
        };
        self.seen = Some(seen);
    }

    /// Its newest answer, while it is young enough to believe at wall time `wall`.
    #[must_use]
    pub fn fresh(&self, wall: Time) -> Option<&Seen> {
        let oldest = Span(EVERY.0 * 3) + TIMEOUT;
        self.seen.as_ref().filter(|s| wall - s.heard <= oldest)
    }
}

impl Name {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.plan.name
    }

    /// The TTL the plan assumes.
    #[must_use]
    pub const fn assumed(&self) -> Option<Span> {
        self.plan.ttl
    }

    /// Its servers: the authoritative ones first.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// How many servers lead users to a provider now.
    #[must_use]
    pub fn says(&self, provider: &Id, wall: Time) -> Says {
        let means = |s: &&Server| {
            let seen = s.fresh(wall).map(|seen| &seen.meaning);
            matches!(seen, Some(Meaning::Provider(id)) if id == provider)
        };
        let servers = self.servers.iter().filter(means);
        Says {
            servers: servers.clone().count(),
            authoritative: servers.filter(|s| s.authoritative).count(),
        }
    }

    /// How many of its servers are authoritative.
    #[must_use]
    pub fn authoritative(&self) -> usize {
        self.servers.iter().filter(|s| s.authoritative).count()
    }

    /// The provider that all servers that decide lead to, stably: the authoritative ones; where the plan names none,
    /// the resolvers. One that gives no answer decides nothing, and is told in the evidence.
    #[must_use]
    pub fn settled(&self, wall: Time) -> Option<Settled> {
        let zone = self.authoritative() > 0;
        let all: Vec<&Server> = self
            .servers
            .iter()
            .filter(|s| s.authoritative == zone)
            .collect();
        let answering: Vec<(&Server, &Seen)> = all
            .iter()
            .filter_map(|s| Some((*s, s.fresh(wall)?)))
            .collect();
        let (_, first) = answering.first()?;
        let Meaning::Provider(provider) = &first.meaning else {
            return None;
        };
        let sure =
            |(_, seen): &(&Server, &Seen)| seen.meaning == first.meaning && seen.rounds >= STABLE;
        if !answering.iter().all(sure) {
            return None;
        }
        let steady = zone && answering.iter().all(|(_, seen)| seen.steady);
        let ttl = answering.iter().map(|(_, seen)| seen.ttl).max();
        let whose: Vec<&str> = answering
            .iter()
            .map(|(s, _)| super::short(&s.address))
            .collect();
        let kind = if zone { "authoritative" } else { "resolvers" };
        Some(Settled {
            provider: provider.clone(),
            since: answering.iter().filter_map(|(_, seen)| seen.since).max(),
            ttl: ttl.filter(|_| steady),
            evidence: format!(
                "{}/{} {kind} at {}",
                answering.len(),
                all.len(),
                whose.join(", ")
            ),
        })
    }

    /// How many resolvers lead users to another provider than this one.
    #[must_use]
    pub fn elsewhere(&self, provider: &Id, wall: Time) -> usize {
        self.others(provider, wall).count()
    }

    fn others<'a>(&'a self, provider: &'a Id, wall: Time) -> impl Iterator<Item = &'a Seen> + 'a {
        let resolvers = self.servers.iter().filter(|s| !s.authoritative);
        let seen = resolvers.filter_map(move |s| s.fresh(wall));
        seen.filter(move |s| matches!(&s.meaning, Meaning::Provider(id) if id != provider))
    }

    /// When the last answer of these servers that leads elsewhere than to `provider` runs out by its own TTL; none when
    /// no resolver holds such a one. Authoritative servers hold none: they say what is true.
    #[must_use]
    pub fn others_until(&self, provider: &Id, wall: Time) -> Option<Time> {
        self.others(provider, wall).map(|s| s.at + s.ttl).max()
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
