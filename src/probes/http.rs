//! HTTP(S) to a pinned address under the production Host and SNI.

use super::cause::{self, Cause};
use super::names::Names;
use super::prober::Phase;
use super::raw::beginning;
use super::target::HttpAsk;
use super::tls::{Tls, Trust};
use super::way::{Way, way};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HOST, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy, Url, Version};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// No more of an answer is kept.
pub(super) const BODY: usize = 64 * 1024;

/// A client that always goes to one address, whatever host its URL names.
pub(super) struct Asker {
    client: Client,
    url: Url,
    headers: HeaderMap,
    to: Arc<Place>,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Status line and headers as they came.
    head: (Version, HeaderMap),
    /// The exit status a simulated command ended with.
    pub(super) exit: Option<i32>,
    pub(super) body: Vec<u8>,
    /// There was more of it.
    pub(super) cut: bool,
}

impl Asker {
    /// Makes the client of a question; what the plan got wrong otherwise.
    pub(super) fn new(
        ask: &HttpAsk,
        tls: &Tls,
        names: &Arc<Names>,
        phase: &Arc<Phase>,
    ) -> Result<Self, String> {
        let way = way(ask)?;
        let mut headers = HeaderMap::new();
        headers.insert(HOST, value("host", &way.host)?);
        for (name, text) in &ask.check.header {
            let known = HeaderName::from_bytes(name.as_bytes());
            let known = known.map_err(|_| format!("no header: {name:.20}"))?;
            headers.insert(known, value(name, text)?);
        }
        let trust = match way.url.scheme() {
            "https" if ask.check.insecure => Trust::Anything,
            "https" if ask.simulated.is_some() => Trust::Drill,
            "https" => Trust::Verified,
            _ => Trust::Plain,
        };
        let way = match &ask.proxy {
            Some(proxy) => through(proxy, &ask.check.url, way)?,
            None => way,
        };
        let ip = way.to.0.parse().ok();
        let found = ip.map(|ip: IpAddr| SocketAddr::new(ip, way.to.1));
        let to = Arc::new(Place {
            host: way.to.0,
            port: way.to.1,
            names: names.clone(),
            phase: phase.clone(),
            found: Mutex::new(found.into_iter().collect()),
        });
        let proxy = ask.proxy.as_deref().map(Proxy::all).transpose();
        let proxy = proxy.map_err(|_| "no proxy URL".to_owned())?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.config(trust)?)
            .dns_resolver(Arc::new(Pinned(to.clone())))
            .no_proxy()
            .redirect(follow(ask.check.redirects, &way.url))
            .pool_max_idle_per_host(0)
            .http1_only()
            .user_agent(concat!("switchover/", env!("CARGO_PKG_VERSION"), " probe"));
        let client = match proxy {
            Some(proxy) => client.proxy(proxy),
            None => client,
        };
        let client = client.build().map_err(|e| cause::of(&e, &[]).1)?;
        Ok(Asker {
            client,
            url: way.url,
            headers,
            to,
        })
    }

    /// Asks once, on a new connection. The caller holds the deadline.
    pub(super) async fn ask(&self) -> Result<Answer, Cause> {
        let request = self.client.get(self.url.clone());
        let sent = request.headers(self.headers.clone()).send().await;
        let mut response = sent.map_err(|e| self.failed(&e))?;
        let exit = response.headers().get("exit");
        let mut answer = Answer {
            status: response.status().as_u16(),
            head: (response.version(), response.headers().clone()),
            exit: exit.and_then(|v| v.to_str().ok()?.parse().ok()),
            body: Vec::new(),
            cut: false,
        };
        while let Some(chunk) = response.chunk().await.map_err(|e| self.failed(&e))? {
            let room = BODY - answer.body.len();
            answer
                .body
                .extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                answer.cut = true;
                break;
            }
        }
        Ok(answer)
    }

    fn failed(&self, error: &reqwest::Error) -> Cause {
        cause::of(error, &lock(&self.to.found))
    }
}

impl Answer {
    /// Its beginning: status line, headers, body.
    pub(super) fn raw(&self) -> String {
        let (version, headers) = &self.head;
        let mut out = format!("{version:?} {}\n", self.status).into_bytes();
        for (name, value) in headers {
            out.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
        }
        out.push(b'\n');
        out.extend(&self.body[..self.body.len().min(4096)]);
        beginning(&out)
    }
}

/// Follows so many redirects, never to another host: that would say nothing of this provider.
fn follow(most: u32, from: &Url) -> Policy {
    let host = from.host_str().map(str::to_owned);
    Policy::custom(move |attempt| {
        let so_far = u32::try_from(attempt.previous().len()).unwrap_or(u32::MAX);
        let same_host = attempt.url().host_str() == host.as_deref();
        if so_far <= most && same_host {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

/// The way to a proxy, which finds the host itself.
fn through(proxy: &str, asked: &str, way: Way) -> Result<Way, String> {
    let at = Url::parse(proxy).map_err(|_| "no proxy URL".to_owned())?;
    let host = at.host_str().ok_or("no proxy URL")?;
    let port = at.port_or_known_default().ok_or("no proxy URL")?;
    let to = (host.trim_matches(['[', ']']).to_owned(), port);
    let url = Url::parse(asked).map_err(|_| "no http URL".to_owned())?;
    Ok(Way { url, to, ..way })
}

fn value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(text).map_err(|_| format!("no header value: {name:.20}"))
}

/// The one place a client goes to.
struct Place {
    host: String,
    port: u16,
    names: Arc<Names>,
    phase: Arc<Phase>,
    found: Mutex<Vec<SocketAddr>>,
}

/// Resolves every host to the one place.
struct Pinned(Arc<Place>);

impl Resolve for Pinned {
    fn resolve(&self, _: Name) -> Resolving {
        let place = self.0.clone();
        Box::pin(async move {
            place.phase.naming(true);
            let found = place.names.find(&place.host, place.port).await;
            place.phase.naming(false);
            let found = found?;
            *lock(&place.found) = found.clone();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn lock(found: &Mutex<Vec<SocketAddr>>) -> MutexGuard<'_, Vec<SocketAddr>> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}
