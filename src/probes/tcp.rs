//! A connection opens.

use super::cause::{self, Cause};
use super::names::{Names, host_port};
use super::prober::Phase;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// Opens a connection to one of the addresses of `address`, and closes it.
pub(super) async fn connect(address: &str, names: &Names, phase: &Phase) -> Result<(), Cause> {
    let (host, port) = host_port(address, None).map_err(|t| t.cause())?;
    phase.naming(true);
    let found = names.find(&host, port).await;
    phase.naming(false);
    let mut last = None;
    for address in found.map_err(|t| t.cause())? {
        match TcpStream::connect(address).await {
            Ok(_) => return Ok(()),
            Err(error) => last = Some(refused(&error, address)),
        }
    }
    Err(last.unwrap_or_else(|| super::names::NameTrouble::NotFound.cause()))
}

fn refused(error: &std::io::Error, to: SocketAddr) -> Cause {
    cause::of(error, &[to])
}
