//! A server on loopback that does with each request what it is told, and remembers them all.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What is done with a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Manner {
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
    down: AtomicBool,
    refused: AtomicUsize,
    hung: Mutex<Vec<Box<dyn Both>>>,
}

/// A connection, plain or encrypted.
trait Both: Read + Write + Send {}

impl<T: Read + Write + Send> Both for T {}

/// A server; it answers 200 once its manners are used up.
pub(crate) struct Server {
    pub(super) address: SocketAddr,
    seen: Arc<Seen>,
}

impl Server {
    pub(crate) fn new(manners: &[Manner]) -> Self {
        Server::at("127.0.0.1:0".parse().unwrap(), manners)
    }

    /// One that speaks TLS, with the certificate of nobody's authority; that as PEM.
    pub(super) fn encrypted() -> (Self, String) {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let cert = params.self_signed(&key).unwrap();
        let der = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], der)
            .unwrap();
        let config = Arc::new(config);
        let wrap = move |stream: TcpStream| -> Box<dyn Both> {
            let session = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            Box::new(rustls::StreamOwned::new(session, stream))
        };
        let server = Server::wrapped("127.0.0.1:0".parse().unwrap(), &[], wrap);
        (server, cert.pem())
    }

    pub(super) fn at(address: SocketAddr, manners: &[Manner]) -> Self {
        Server::wrapped(address, manners, |stream| Box::new(stream))
    }

    fn wrapped(
        address: SocketAddr,
        manners: &[Manner],
        wrap: impl Fn(TcpStream) -> Box<dyn Both> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        seen.manners.lock().unwrap().extend(manners);
        let inside = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&inside);
                let stream = wrap(stream);
                thread::spawn(move || serve(stream, &seen));
            }
        });
        Server { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/services/VERYSECRETPLACE", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// From now on everything is answered with 503, as by what stands before a server that is down; or no longer.
    pub(crate) fn set_down(&self, down: bool) {
        self.seen.down.store(down, Ordering::SeqCst);
    }

    /// How many requests were turned away while it was down.
    pub(crate) fn refused(&self) -> usize {
        self.seen.refused.load(Ordering::SeqCst)
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

fn serve(mut stream: Box<dyn Both>, seen: &Seen) {
    let Some(request) = read(&mut *stream) else {
        return;
    };
    if seen.down.load(Ordering::SeqCst) {
        seen.refused.fetch_add(1, Ordering::SeqCst);
        let _ = stream.write_all(b"HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n");
        return;
    }
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
            let _ = stream.flush();
        }
        Manner::Hang => seen.hung.lock().unwrap().push(stream),
        Manner::Close => {}
    }
}

/// A request's head and body, as text.
fn read(stream: &mut dyn Both) -> Option<String> {
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
pub(crate) fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
