//! One try: from references to a request, from what came of it to words.

use super::secrets::{Commands, Secrets};
use super::tls;
use crate::formats::bulletin;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::thread;
use std::time::Duration;

/// An update to post. Places and headers are references.
#[derive(Clone, Debug)]
pub struct Request {
    /// Names the update: the same for every try.
    pub key: String,
    /// Where to.
    pub hook: String,
    /// Headers, by name.
    pub headers: BTreeMap<String, String>,
    /// The template of the body; none: `{"text": ..}`, as chats read it.
    pub body: Option<String>,
    /// What the template's names stand for; `text` is the update.
    pub values: BTreeMap<&'static str, String>,
    /// How the commands of references are run.
    pub commands: Commands,
}

/// What came of a try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It was not: why.
    Failed(String),
    /// Nobody knows: it was handed over, and no answer came. Why.
    Unsure(String),
}

/// Posts updates, each on a thread of its own.
#[derive(Clone, Debug)]
pub struct Poster {
    /// What references stand for.
    pub secrets: Secrets,
    /// A connection stands within this, or nothing was sent.
    pub connect: Duration,
    /// An answer comes within this.
    pub deadline: Duration,
}

impl Poster {
    /// With the usual deadlines.
    #[must_use]
    pub fn new(secrets: Secrets) -> Self {
        Poster {
            secrets,
            connect: Duration::from_secs(5),
            deadline: Duration::from_secs(15),
        }
    }

    /// Posts once; `done` is told from that thread.
    pub fn post(&self, request: Request, done: impl FnOnce(Outcome) + Send + 'static) {
        let poster = self.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let work = move || {
            let outcome = poster.once(&request);
            if let Ok(done) = told.recv() {
                let done: Box<dyn FnOnce(Outcome) + Send> = done;
                done(outcome);
            }
        };
        let done: Box<dyn FnOnce(Outcome) + Send> = Box::new(done);
        match thread::Builder::new().name("post".to_owned()).spawn(work) {
            Ok(_) => drop(tell.send(done)),
            Err(_) => done(Outcome::Failed("no thread can be started".to_owned())),
        }
    }

    /// Posts once and waits.
    #[must_use]
    pub fn once(&self, request: &Request) -> Outcome {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else {
            return Outcome::Failed("no network can be started".to_owned());
        };
        let outcome = match self.prepared(request) {
            Ok(ready) => runtime.block_on(self.call(ready)),
            Err(why) => Outcome::Failed(why),
        };
        runtime.shutdown_background();
        outcome
    }

    fn prepared(&self, request: &Request) -> Result<Ready, String> {
        let resolve = |reference: &str| {
            self.secrets
                .resolve(reference, &request.commands, self.connect)
        };
        let url = resolve(&request.hook)?;
        let url = Url::parse(&url).ok();
        let url = url.filter(|u| matches!(u.scheme(), "http" | "https"));
        let url = url.ok_or("what its reference holds is no address: https://.. is wanted")?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, reference) in &request.headers {
            let value = match reference.split_once(':') {
                Some(("env" | "cmd", _)) => resolve(reference)?,
                _ if is_public(name) => reference.clone(),
                _ => {
                    return Err(format!(
                        "the header {name:.40} is written out in the plan: a reference is wanted"
                    ));
                }
            };
            let known = HeaderName::from_bytes(name.as_bytes());
            let known = known.map_err(|_| format!("no header can be called {name:.40}"))?;
            let value = HeaderValue::from_str(&value);
            let mut value = value.map_err(|_| format!("no header value: {name:.40}"))?;
            value.set_sensitive(true);
            headers.insert(known, value);
        }
        let key = HeaderValue::from_str(&request.key).map_err(|_| "no key".to_owned())?;
        headers.insert("idempotency-key", key);
        let text = request.values.get("text").map_or("", String::as_str);
        let body = match &request.body {
            Some(template) => bulletin::body(template, &request.values)
                .map_err(|why| format!("its body's template:{why}"))?,
            None => format!("{{\"text\":{}}}", bulletin::json_text(text)),
        };
        Ok(Ready { url, headers, body })
    }

    async fn call(&self, ready: Ready) -> Outcome {
        let failed = |why: &str| Outcome::Failed(why.to_owned());
        let Ok(tls) = tls::config(ready.url.scheme() == "http") else {
            return failed("no encryption can be set up");
        };
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(Policy::none())
            .pool_max_idle_per_host(0)
            .connect_timeout(self.connect)
            .timeout(self.deadline)
            .user_agent(concat!("switchover/", env!("CARGO_PKG_VERSION")))
            .build();
        let Ok(client) = client else {
            return failed("no client can be set up");
        };
        let post = client
            .post(ready.url)
            .headers(ready.headers)
            .body(ready.body);
        match post.send().await {
            Ok(answer) => judged(answer.status()),
            Err(error) => told(&error),
        }
    }
}

struct Ready {
    url: Url,
    headers: HeaderMap,
    body: String,
}

/// Headers whose value is no secret.
fn is_public(name: &str) -> bool {
    let public = ["content-type", "accept", "user-agent"];
    public.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn judged(status: StatusCode) -> Outcome {
    let number = status.as_u16();
    match number {
        200..=299 => Outcome::Sent,
        // Somebody between gave up on who was to answer.
        504 => Outcome::Unsure("answered 504, a gateway waited in vain".to_owned()),
        300..=399 => Outcome::Failed(format!("answered {number}, and redirects are not followed")),
        401 | 403 => Outcome::Failed(format!("answered {number}: who posts is not let in")),
        404 | 410 => Outcome::Failed(format!("answered {number}: there is no such place")),
        _ => Outcome::Failed(format!("answered {number}")),
    }
}

/// Words of ours only: what a library says may hold the address.
fn told(error: &reqwest::Error) -> Outcome {
    if !error.is_connect() && !error.is_builder() {
        let why = if error.is_timeout() {
            "no answer in time"
        } else {
            "the connection ended without an answer"
        };
        return Outcome::Unsure(why.to_owned());
    }
    let mut why = if error.is_timeout() {
        "no connection in time"
    } else {
        "no connection"
    };
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            why = match io.kind() {
                io::ErrorKind::ConnectionRefused => "connection refused",
                io::ErrorKind::ConnectionReset => "connection reset",
                io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => "no route",
                io::ErrorKind::TimedOut => "no connection in time",
                _ => why,
            };
        }
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            why = not_accepted(tls);
        }
        let text = inner.to_string();
        if text.contains("dns error") {
            why = "its name does not resolve";
        }
        // What an io::Error wraps is not among its sources.
        let io = inner.downcast_ref::<io::Error>();
        let wrapped = io.and_then(io::Error::get_ref);
        cause = wrapped
            .map(|wrapped| wrapped as &(dyn Error + 'static))
            .or_else(|| inner.source());
    }
    Outcome::Failed(why.to_owned())
}

/// Why there is no encrypted connection.
fn not_accepted(error: &rustls::Error) -> &'static str {
    use rustls::{CertificateError, Error};
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "its certificate is not trusted: this machine knows nobody who vouches for it"
        }
        Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        ) => "its certificate has expired",
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "its certificate is for another name",
        _ => "its certificate or encryption is not accepted",
    }
}
