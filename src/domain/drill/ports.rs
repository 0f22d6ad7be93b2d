//! Where simulated providers listen.

use crate::domain::ids::Id;
use std::collections::BTreeMap;

/// Ports of the simulated providers on 127.0.0.1, by [`service_key`] and [`witness_key`]. Kept in the incident
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
