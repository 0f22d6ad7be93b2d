//! Names to addresses, by an own resolver: getaddrinfo cannot be given up on.

use super::cause::Cause;
use crate::domain::probe::Finding;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::rr::{Record, RecordType};
use hickory_resolver::{ResolverBuilder, TokioResolver};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;

/// Why a name gave no address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum NameTrouble {
    /// There is no such name, said a name server.
    NotFound,
    /// No name server gave an answer: nothing is known of the target.
    NoServer,
    /// Not `host:port`.
    NoAddress(String),
}

impl NameTrouble {
    pub(super) fn cause(&self) -> Cause {
        let finding = match self {
            NameTrouble::NotFound => Finding::Bad,
            NameTrouble::NoServer | NameTrouble::NoAddress(_) => Finding::NotMeasured,
        };
        (finding, self.to_string())
    }
}

impl fmt::Display for NameTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameTrouble::NotFound => f.write_str("name not found"),
            NameTrouble::NoServer => f.write_str("no name server"),
            NameTrouble::NoAddress(text) => write!(f, "no host:port: {text:.20}"),
        }
    }
}

impl std::error::Error for NameTrouble {}

/// Name servers, asked by ourselves.
pub(super) struct Names {
    /// None: the machine's.
    servers: Vec<SocketAddr>,
    resolver: OnceLock<Option<TokioResolver>>,
}

impl Names {
    /// Asks these servers; the machine's own when there are none.
    pub(super) const fn new(servers: Vec<SocketAddr>) -> Self {
        Names {
            servers,
            resolver: OnceLock::new(),
        }
    }

    fn resolver(&self) -> Option<TokioResolver> {
        if self.servers.is_empty() {
            return fresh(TokioResolver::builder_tokio().ok()?);
        }
        let server = |at: &SocketAddr| {
            let mut connection = ConnectionConfig::udp();
            connection.port = at.port();
            NameServerConfig::new(at.ip(), true, vec![connection])
        };
        let servers = self.servers.iter().map(server).collect();
        let config = ResolverConfig::from_parts(None, Vec::new(), servers);
        let runtime = TokioRuntimeProvider::default();
        fresh(TokioResolver::builder_with_config(config, runtime))
    }

    /// The resolver of the machine, or of the servers it was given.
    fn own(&self) -> Result<&TokioResolver, NameTrouble> {
        let resolver = self.resolver.get_or_init(|| self.resolver()).as_ref();
        resolver.ok_or(NameTrouble::NoServer)
    }

    /// What a server answers for a name; the machine's own servers when none is named. Nothing is remembered.
    pub(super) async fn records(
        &self,
        server: Option<SocketAddr>,
        name: &str,
        kind: RecordType,
    ) -> Result<Vec<Record>, NameTrouble> {
        let direct = server.map(|at| one_server(at).ok_or(NameTrouble::NoServer));
        let resolver = match &direct {
            Some(made) => made.as_ref().map_err(Clone::clone)?,
            None => self.own()?,
        };
        let found = resolver.lookup(whole(name), kind).await;
        Ok(found.map_err(|e| trouble(&e))?.answers().to_vec())
    }

    /// The addresses of a host, which may be one itself.
    pub(super) async fn find(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, NameTrouble> {
        if let Ok(ip) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, port)]);
        }
        let found = self.own()?.lookup_ip(whole(host)).await;
        let found = found.map_err(|e| trouble(&e))?;
        let found: Vec<_> = found.iter().map(|ip| SocketAddr::new(ip, port)).collect();
        if found.is_empty() {
            return Err(NameTrouble::NotFound);
        }
        Ok(found)
    }
}

/// A resolver that keeps nothing of what it was told: a probe sees what is answered now, not until a TTL is over.
fn fresh(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> Option<TokioResolver> {
    builder.options_mut().cache_size = 0;
    builder.build().ok()
}

/// A resolver that asks one server once, and keeps nothing of what it said.
fn one_server(at: SocketAddr) -> Option<TokioResolver> {
    let mut connection = ConnectionConfig::udp();
    connection.port = at.port();
    let server = NameServerConfig::new(at.ip(), true, vec![connection]);
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    let options = builder.options_mut();
    options.attempts = 0;
    options.use_hosts_file = ResolveHosts::Never;
    fresh(builder)
}

/// A name with a dot is whole: search domains only multiply the time a dead server takes.
fn whole(name: &str) -> String {
    if name.contains('.') && !name.ends_with('.') {
        format!("{name}.")
    } else {
        name.to_owned()
    }
}

fn trouble(error: &NetError) -> NameTrouble {
    use hickory_resolver::proto::op::ResponseCode;
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none))
            if matches!(
                none.response_code,
                ResponseCode::NXDomain | ResponseCode::NoError
            ) =>
        {
            NameTrouble::NotFound
        }
        _ => NameTrouble::NoServer,
    }
}

/// Takes `host:port`, `host`, `[::1]:port`, `::1` apart.
pub(super) fn host_port(
    address: &str,
    default_port: Option<u16>,
) -> Result<(String, u16), NameTrouble> {
    let bad = || NameTrouble::NoAddress(address.to_owned());
    let address = address.trim();
    if let Ok(whole) = address.parse::<SocketAddr>() {
        return Ok((whole.ip().to_string(), whole.port()));
    }
    let bare = address
        .strip_prefix('[')
        .and_then(|a| a.strip_suffix(']'))
        .unwrap_or(address);
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Ok((ip.to_string(), default_port.ok_or_else(bad)?));
    }
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| bad())?),
        None => (address, default_port.ok_or_else(bad)?),
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if host.is_empty() || !host.chars().all(fits) {
        return Err(bad());
    }
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_resolver_remembers_an_answer() {
        let at = SocketAddr::from(([127, 0, 0, 1], 53));
        let all = [Names::new(vec![at]).resolver(), one_server(at)];
        for resolver in all {
            assert_eq!(resolver.unwrap().options().cache_size, 0);
        }
        let machine = Names::new(Vec::new()).resolver();
        assert!(machine.is_none_or(|r| r.options().cache_size == 0));
    }

    #[test]
    fn addresses_are_taken_apart() {
        let rows = [
            ("192.0.2.10:443", Some(("192.0.2.10", 443))),
            ("192.0.2.10", Some(("192.0.2.10", 80))),
            ("[::1]:8080", Some(("::1", 8080))),
            ("[::1]", Some(("::1", 80))),
            ("db1.h42.example:5432", Some(("db1.h42.example", 5432))),
            ("db1.h42.example", Some(("db1.h42.example", 80))),
            ("", None),
            (":80", None),
            ("a b:80", None),
            ("host:99999", None),
            ("http://host", None),
        ];
        for (text, expected) in rows {
            let got = host_port(text, Some(80)).ok();
            let expected = expected.map(|(host, port)| (host.to_owned(), port));
            assert_eq!(got, expected, "{text}");
        }
        assert!(host_port("host", None).is_err());
    }
}
