//! The plan: what a team prepared. Read from `plan.toml`, checked, never changed by a run.

use super::ids::Id;
use super::time::Span;
use std::collections::BTreeMap;

/// A team's plan.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// Where incidents live; needed when several users share a machine.
    pub root: Option<String>,
    /// When somebody last read it through, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// The hosting providers.
    pub providers: Vec<Provider>,
    /// One row of the probes pane each.
    pub services: Vec<Service>,
    /// Names whose answers tell who serves.
    pub dns: Vec<DnsName>,
    /// Targets that tell "it is you, not them".
    pub witnesses: Vec<Witness>,
    /// Roles people take.
    pub roles: Vec<Role>,
    /// Who is told.
    pub audiences: Vec<Audience>,
    /// Who is called when it takes long.
    pub escalations: Vec<Escalation>,
    /// Whether `r` may run commands; false: copy and paste only.
    pub runner_allowed: bool,
    /// Other machines that hold a copy of the incident.
    pub peers: Vec<Peer>,
    /// Who is called when no cockpit is watched.
    pub pager: Option<Pager>,
}

/// A hosting provider.
#[derive(Clone, PartialEq, Debug)]
pub struct Provider {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Whom to call.
    pub phone: Option<String>,
    /// Its status page.
    pub status_url: Option<String>,
    /// Where tickets are opened.
    pub ticket_url: Option<String>,
    /// Values for `{{from.NAME}}`, `{{to.NAME}}` and `{{provider.NAME}}`.
    pub vars: BTreeMap<String, String>,
}

/// A service that runs at every provider.
#[derive(Clone, PartialEq, Debug)]
pub struct Service {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Services that take this one down with them.
    pub depends_on: Vec<Id>,
    /// Its probes give impact start, detected and restored.
    pub downtime: bool,
    /// Writable on two providers is a split brain.
    pub writer: bool,
    /// Its number counts, in seconds, what would be lost if its provider were promoted.
    pub loss: bool,
    /// How it is probed, the same on every provider.
    pub probe: ProbeSpec,
}

/// A target that is neither provider.
#[derive(Clone, PartialEq, Debug)]
pub struct Witness {
    /// Its id.
    pub id: Id,
    /// How it is probed.
    pub probe: ProbeSpec,
}

/// A probe as the plan describes it; `{{provider.*}}` not filled yet.
#[derive(Clone, PartialEq, Debug)]
pub struct ProbeSpec {
    /// What is done, and what counts as good.
    pub check: Check,
    /// Pause between the starts of two rounds.
    pub every: Span,
    /// After this the answer does not count.
    pub timeout: Span,
    /// Good results in a row that make it up.
    pub rise: u32,
    /// Bad results in a row that make it down.
    pub fall: u32,
    /// Slower than this is degraded.
    pub degraded_over: Option<Span>,
    /// A proxy to go through; none: direct, whatever the environment says.
    pub proxy: Option<String>,
    /// No errors and a value under this: no traffic either.
    pub quiet_under: Option<f64>,
}

/// What a probe does.
#[derive(Clone, PartialEq, Debug)]
pub enum Check {
    /// HTTP(S) to a pinned address under the production Host and SNI.
    Http(HttpCheck),
    /// A connection opens.
    Tcp {
        /// `host:port`.
        address: String,
    },
    /// A name server answers.
    Dns {
        /// The name asked for.
        name: String,
        /// The server asked, `host:port`.
        resolver: Option<String>,
        /// Answers that count as good.
        expect: Vec<String>,
    },
    /// A certificate stays valid for some days.
    Tls {
        /// `host:port`.
        address: String,
        /// The name asked for.
        name: Option<String>,
        /// Days left that count as good.
        days_left: i64,
    },
    /// A command's exit status, number or role.
    Command {
        /// The command.
        run: String,
        /// Unit of its number.
        unit: Option<String>,
        /// Over this it is degraded.
        degraded_over: Option<f64>,
        /// Over this it is down.
        down_over: Option<f64>,
        /// What its output means: `f` is `writable`.
        roles: BTreeMap<String, String>,
    },
    /// A command's n of m.
    Progress {
        /// The command.
        run: String,
        /// With the groups `done` and `total`.
        pattern: String,
    },
}

impl Check {
    /// The word of the plan.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Check::Http(_) => "http",
            Check::Tcp { .. } => "tcp",
            Check::Dns { .. } => "dns",
            Check::Tls { .. } => "tls",
            Check::Command { .. } => "command",
            Check::Progress { .. } => "progress",
        }
    }
}

/// What an HTTP probe asks and expects.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HttpCheck {
    /// The production URL: its host is the Host header and the SNI.
    pub url: String,
    /// Connect here instead: `host:port`.
    pub address: Option<String>,
    /// Status codes that count as good.
    pub status: Vec<u16>,
    /// Text the body must hold.
    pub body_contains: Option<String>,
    /// Headers sent along, by name.
    pub header: BTreeMap<String, String>,
    /// Certificates are not verified; shown for ever.
    pub insecure: bool,
    /// Redirects that are followed.
    pub redirects: u32,
}

/// A name whose answers tell who serves.
#[derive(Clone, PartialEq, Debug)]
pub struct DnsName {
    /// The name.
    pub name: String,
    /// `A`, `AAAA`, `CNAME`.
    pub kind: String,
    /// Resolvers asked, `host:port`.
    pub resolvers: Vec<String>,
    /// Authoritative servers asked.
    pub authoritative: Vec<String>,
    /// Used, and shown as assumed, where none was seen before the change.
    pub ttl: Option<Span>,
    /// Which answers mean which provider.
    pub answers: BTreeMap<Id, Vec<String>>,
}

/// A role a person takes.
#[derive(Clone, PartialEq, Debug)]
pub struct Role {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// An incident without it alarms.
    pub required: bool,
}

/// Who is told.
#[derive(Clone, PartialEq, Debug)]
pub struct Audience {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The public reads it.
    pub public: bool,
    /// Which templates its updates are made of, where it is not the public; none: those for everybody inside.
    pub kind: Option<super::words::AudienceKind>,
    /// The first update is due this long after the declaration.
    pub first_within: Span,
    /// Where its updates are posted: a reference such as `env:STATUS_HOOK`.
    pub webhook: Option<String>,
    /// Where a drill's updates are posted.
    pub rehearsal_webhook: Option<String>,
    /// Headers of the post: references.
    pub headers: BTreeMap<String, String>,
    /// Template of the post's body.
    pub body: Option<String>,
    /// How often it is told; the first that fits counts.
    pub cadence: Vec<Cadence>,
}

/// How often an audience is told.
#[derive(Clone, PartialEq, Debug)]
pub struct Cadence {
    /// Only at this severity.
    pub severity: Option<String>,
    /// Only in this state.
    pub state: Option<super::words::Stage>,
    /// Only from so long after the declaration on: a long incident.
    pub after: Option<Span>,
    /// How often.
    pub every: Span,
}

/// Who is called when it takes long.
#[derive(Clone, PartialEq, Debug)]
pub struct Escalation {
    /// Whom to call.
    pub to: String,
    /// How long after the declaration.
    pub after: Span,
    /// Not when this milestone is reached by then.
    pub unless: Option<super::words::Milestone>,
}

/// Another machine that holds a copy. Not synced yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Peer {
    /// Its id.
    pub id: Id,
    /// Where `ssh` goes.
    pub ssh: String,
    /// Its root folder.
    pub root: String,
}

/// Who is called when no cockpit is watched.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pager {
    /// A command: it reads the text on its stdin.
    pub run: Option<String>,
    /// Where the text is posted: a reference such as `env:PAGER_HOOK`.
    pub webhook: Option<String>,
    /// Where a drill's pages are posted: a reference.
    pub rehearsal_webhook: Option<String>,
}

impl Plan {
    /// The provider of an id.
    #[must_use]
    pub fn provider(&self, id: &Id) -> Option<&Provider> {
        self.providers.iter().find(|p| &p.id == id)
    }

    /// A provider's name for narrow places: without the words that the names of all begin with.
    #[must_use]
    pub fn short<'a>(&'a self, id: &'a Id) -> &'a str {
        let Some(provider) = self.provider(id) else {
            return id.as_str();
        };
        let name = provider.name.as_str();
        let shared = |end: &usize| {
            self.providers
                .iter()
                .all(|p| p.name.starts_with(&name[..*end]))
        };
        let after_words = name.match_indices(' ').map(|(at, space)| at + space.len());
        let shared = after_words.take_while(shared).last();
        match shared.filter(|_| self.providers.len() > 1) {
            Some(end) => &name[end..],
            None => name,
        }
    }

    /// The service whose probes give impact start, detected and restored: the one marked `downtime`.
    #[must_use]
    pub fn downtime_service(&self) -> Option<&Service> {
        self.services.iter().find(|s| s.downtime)
    }

    /// The service whose number counts what would be lost: the one marked `loss`; else, beside a writer, the only one
    /// whose command counts seconds.
    #[must_use]
    pub fn loss_service(&self) -> Option<&Service> {
        let counts = |s: &&Service| matches!(&s.probe.check, Check::Command { unit: Some(unit), .. } if unit == "s");
        let marked = self.services.iter().find(|s| s.loss);
        let mut counting = self.services.iter().filter(counts);
        let only = counting.next().filter(|_| counting.next().is_none());
        let writer = self.services.iter().any(|s| s.writer);
        marked.or(only).filter(|_| writer)
    }

    /// The role of an id.
    #[must_use]
    pub fn role(&self, id: &Id) -> Option<&Role> {
        self.roles.iter().find(|r| &r.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_leaves_out_the_words_all_share() {
        let short = |names: [&str; 2]| {
            let provider = |name: &str| Provider {
                id: Id::new(&name.to_lowercase().replace(' ', "-")).unwrap(),
                name: name.to_owned(),
                phone: None,
                status_url: None,
                ticket_url: None,
                vars: BTreeMap::new(),
            };
            let plan = Plan {
                providers: names.map(provider).into(),
                ..Plan::default()
            };
            let words = plan.providers.iter().map(|p| plan.short(&p.id).to_owned());
            words.collect::<Vec<_>>()
        };
        assert_eq!(short(["Provider 42A", "Provider C10"]), ["42A", "C10"]);
        assert_eq!(
            short(["Data centre eqiad", "Data centre codfw"]),
            ["eqiad", "codfw"]
        );
        assert_eq!(short(["Azure", "Google Cloud"]), ["Azure", "Google Cloud"]);
        assert_eq!(short(["Cloud", "Cloud 2"]), ["Cloud", "Cloud 2"]);
        let unknown = Id::new("x").unwrap();
        assert_eq!(Plan::default().short(&unknown), "x");
    }
}
