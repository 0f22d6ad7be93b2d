//! A port nobody listens on, and that nobody else is given meanwhile.

use std::net::SocketAddr;
use tokio::net::TcpSocket;

/// Connections to it are refused. A server may be started on it while it is held.
pub struct ClosedPort {
    _held: TcpSocket,
    /// Where it is, on loopback.
    pub address: SocketAddr,
}

impl ClosedPort {
    /// A free one.
    pub fn new() -> Self {
        let held = TcpSocket::new_v4().unwrap();
        held.set_reuseaddr(true).unwrap();
        held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = held.local_addr().unwrap();
        ClosedPort {
            _held: held,
            address,
        }
    }
}
