//! A server on loopback that does with each request what it is told, and remembers them all.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What is done with a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// Answered with this status.
    Answer(u16),
    /// Read, and never answered.
    Hang,
    /// Read, and the connection closed.
    Close,
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    news: Condvar,
    manners: Mutex<VecDeque<Manner>>,
    hung: Mutex<Vec<TcpStream>>,
}

/// A server; it answers 200 once its manners are used up.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    seen: Arc<Seen>,
}

impl Server {
    pub(super) fn new(manners: &[Manner]) -> Self {
        Server::at("127.0.0.1:0".parse().unwrap(), manners)
    }

    pub(super) fn at(address: SocketAddr, manners: &[Manner]) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        seen.manners.lock().unwrap().extend(manners);
        let inside = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&inside);
                thread::spawn(move || serve(stream, &seen));
            }
        });
        Server { address, seen }
    }

    /// A port nobody listens on.
    pub(super) fn closed() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/services/VERYSECRETPLACE", self.address)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// Waits until so many requests came.
    pub(super) fn wait_for(&self, count: usize) -> Vec<String> {
        let all = self.seen.requests.lock().unwrap();
        let (all, late) = self
            .seen
            .news
            .wait_timeout_while(all, Duration::from_secs(60), |all| all.len() < count)
            .unwrap();
        assert!(!late.timed_out(), "{} of {count} requests came", all.len());
        all.clone()
    }
}

fn serve(mut stream: TcpStream, seen: &Seen) {
    let Some(request) = read(&mut stream) else {
        return;
    };
    let manner = seen.manners.lock().unwrap().pop_front();
    let mut requests = seen.requests.lock().unwrap();
    requests.push(request);
    seen.news.notify_all();
    drop(requests);
    match manner.unwrap_or(Manner::Answer(200)) {
        Manner::Answer(status) => {
            let to = if status == 302 {
                "location: /elsewhere\r\n"
            } else {
                ""
            };
            let answer = format!("HTTP/1.1 {status} X\r\n{to}content-length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
        Manner::Hang => seen.hung.lock().unwrap().push(stream),
        Manner::Close => {}
    }
}

/// A request's head and body, as text.
fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let length = name.eq_ignore_ascii_case("content-length");
        length.then(|| value.trim().parse::<usize>().ok()).flatten()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

/// The value of a header in a request.
pub(super) fn header(request: &str, name: &str) -> Option<String> {
    let head = request.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(": ")?;
        found.eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

/// The body of a request.
pub(super) fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
