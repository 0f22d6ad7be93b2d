//! Where simulated providers listen.

use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

const NAME_SERVER: &str = "dns:";

/// Ports of the simulated providers on 127.0.0.1, by [`service_key`], [`witness_key`] and [`name_server_key`]. Kept in the incident
/// file, so that they come back at the same place.
pub type Ports = BTreeMap<String, u16>;

/// The name of a service's simulated port: `provider.service`.
#[must_use]
pub fn service_key(provider: &Id, service: &Id) -> String {
    format!("{provider}.{service}")
}

/// The name of a witness's simulated port: `witness:id`; the colon keeps it apart from any provider.
#[must_use]
pub fn witness_key(witness: &Id) -> String {
    format!("witness:{witness}")
}

/// The name of a name server's simulated port: `dns:host:port`, as the plan writes the server.
#[must_use]
pub fn name_server_key(server: &str) -> String {
    format!("{NAME_SERVER}{server}")
}

/// A port is that of a name server: it speaks UDP.
#[must_use]
pub fn is_name_server(key: &str) -> bool {
    key.starts_with(NAME_SERVER)
}

/// Every name server of a plan, once.
#[must_use]
pub fn name_servers(plan: &Plan) -> BTreeSet<&str> {
    plan.dns
        .iter()
        .flat_map(|d| d.resolvers.iter().chain(&d.authoritative))
        .map(String::as_str)
        .collect()
}
