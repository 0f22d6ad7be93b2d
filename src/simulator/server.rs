//! One server: lets connections in, and treats them as it is told.

use super::certificate::Certificates;
use super::manner::{Answer, Manner};
use super::port::{Door, Port};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Connections at once; further ones are dropped.
const MOST: usize = 256;
/// No connection lives longer.
const LIFE: Duration = Duration::from_secs(60);
/// Pause before a port that could not be opened is tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// What is said on a connection; nothing where it is neither.
#[derive(Clone)]
pub(super) struct Speaks {
    /// TLS, with these certificates.
    pub(super) tls: Option<Certificates>,
    /// HTTP.
    pub(super) http: bool,
}

impl Speaks {
    /// Only that a connection opens is looked for.
    fn nothing(&self) -> bool {
        self.tls.is_none() && !self.http
    }
}

/// Serves until the orders end. `door` is open already.
pub(super) async fn run(
    port: Port,
    door: Door,
    speaks: Speaks,
    mut orders: watch::Receiver<Manner>,
) {
    let tcp = speaks.nothing();
    let mut first = Some(door);
    let mut guests = JoinSet::new();
    let room = Arc::new(Semaphore::new(MOST));
    loop {
        let manner = orders.borrow_and_update().clone();
        let door = match &manner {
            Manner::Refuse => None,
            Manner::Reset if tcp => None,
            Manner::Hang if tcp => Some(port.stick().await),
            _ => Some(first.take().map_or_else(|| port.open(), Ok)),
        };
        let opened = match door {
            None => {
                first = None;
                None
            }
            Some(Ok(door)) => Some(door),
            Some(Err(_)) => {
                sleep(AGAIN).await;
                continue;
            }
        };
        let ended = match opened {
            Some(Door::Open(listener)) => {
                receive(&listener, &manner, &speaks, &mut guests, &room, &mut orders).await
            }
            _ => orders.changed().await.is_err(),
        };
        if ended {
            return;
        }
    }
}

/// Lets connections in until the orders change; true when they ended.
async fn receive(
    listener: &TcpListener,
    manner: &Manner,
    speaks: &Speaks,
    guests: &mut JoinSet<()>,
    room: &Arc<Semaphore>,
    orders: &mut watch::Receiver<Manner>,
) -> bool {
    let mut turn = u64::from(listener.local_addr().map_or(0, |a| a.port()));
    loop {
        tokio::select! {
            changed = orders.changed() => return changed.is_err(),
            Some(_) = guests.join_next() => {}
            knock = listener.accept() => {
                let Ok((stream, _)) = knock else {
                    sleep(AGAIN).await;
                    continue;
                };
                let Ok(place) = room.clone().try_acquire_owned() else {
                    continue;
                };
                turn = turn.wrapping_add(1);
                let treated = treat(stream, manner.clone(), speaks.clone(), usual(turn));
                guests.spawn(async move {
                    let _place = place;
                    let _ = timeout(LIFE, treated).await;
                });
            }
        }
    }
}

/// 15 to 45 ms, never quite the same: what a healthy service takes.
fn usual(turn: u64) -> Duration {
    let mixed = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    Duration::from_millis(15 + mixed % 31)
}

async fn treat(mut stream: TcpStream, manner: Manner, speaks: Speaks, usual: Duration) {
    let answer = match manner {
        Manner::Reset | Manner::Refuse => {
            let _ = stream.set_zero_linger();
            return;
        }
        Manner::Hang => return gone(&mut stream).await,
        Manner::Answer(answer) => answer,
    };
    match speaks.tls {
        None => say(&mut stream, &answer, speaks.http, usual).await,
        Some(certificates) => {
            let acceptor = certificates.shown(answer.shown);
            if let Ok(mut stream) = acceptor.accept(stream).await {
                say(&mut stream, &answer, speaks.http, usual).await;
            }
        }
    }
}

/// Answers a request, where HTTP is spoken.
async fn say(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    answer: &Answer,
    http: bool,
    usual: Duration,
) {
    if !http {
        return gone(stream).await;
    }
    if !asked(stream).await {
        return;
    }
    sleep(usual + answer.late).await;
    let _ = stream.write_all(spelled(answer).as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// Waits until the other side leaves.
async fn gone(stream: &mut (impl AsyncRead + Unpin)) {
    let mut waste = [0; 512];
    while stream.read(&mut waste).await.is_ok_and(|n| n > 0) {}
}

/// Reads a request's head; false when it never ends.
async fn asked(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut head = Vec::with_capacity(512);
    let mut part = [0; 512];
    while head.len() < 16 * 1024 {
        match stream.read(&mut part).await {
            Ok(n) if n > 0 => head.extend_from_slice(&part[..n]),
            _ => return false,
        }
        if head.windows(4).any(|end| end == b"\r\n\r\n") {
            return true;
        }
    }
    false
}

fn spelled(answer: &Answer) -> String {
    let Answer {
        status, exit, body, ..
    } = answer;
    let exit = exit.map_or_else(String::new, |exit| format!("exit: {exit}\r\n"));
    let length = body.len();
    format!(
        "HTTP/1.1 {status} simulated\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {length}\r\n{exit}connection: close\r\n\r\n{body}"
    )
}
