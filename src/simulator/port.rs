//! A port that stays ours while nobody listens on it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A port on 127.0.0.1, held by a socket that never listens: while no other does, connections are refused, and
/// nobody else can take it.
pub(super) struct Port {
    _keeper: TcpSocket,
    number: u16,
}

/// How a port listens.
pub(super) enum Door {
    /// Whoever knocks is let in.
    Open(TcpListener),
    /// Whoever knocks is left standing: the queue is full, and nobody takes from it.
    Stuck {
        _listener: TcpListener,
        _waiting: TcpStream,
    },
}

impl Port {
    /// Takes this port, or any.
    pub(super) fn take(number: Option<u16>) -> io::Result<Port> {
        let keeper = bound(number.unwrap_or(0))?;
        let number = keeper.local_addr()?.port();
        Ok(Port {
            _keeper: keeper,
            number,
        })
    }

    pub(super) const fn number(&self) -> u16 {
        self.number
    }

    /// Lets connections in.
    pub(super) fn open(&self) -> io::Result<Door> {
        Ok(Door::Open(bound(self.number)?.listen(128)?))
    }

    /// Leaves connections standing.
    pub(super) async fn stick(&self) -> io::Result<Door> {
        let listener = bound(self.number)?.listen(0)?;
        let waiting = TcpStream::connect(listener.local_addr()?).await?;
        Ok(Door::Stuck {
            _listener: listener,
            _waiting: waiting,
        })
    }
}

fn bound(number: u16) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, number)))?;
    Ok(socket)
}
