//! A port nobody listens on, and that nobody else is given meanwhile.

use std::io;
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
        Self::at("127.0.0.1:0").unwrap()
    }

    /// This one, unless somebody else has it.
    fn at(place: &str) -> io::Result<Self> {
        let held = TcpSocket::new_v4()?;
        held.set_reuseaddr(true)?;
        held.bind(place.parse().unwrap())?;
        let address = held.local_addr()?;
        Ok(ClosedPort {
            _held: held,
            address,
        })
    }

    /// One that is free at both of these addresses.
    pub fn at_both([one, two]: [&str; 2]) -> [Self; 2] {
        let pair = || {
            let first = Self::at(&format!("{one}:0")).ok()?;
            let second = Self::at(&format!("{two}:{}", first.address.port())).ok()?;
            Some([first, second])
        };
        (0..1000).find_map(|_| pair()).unwrap()
    }
}
