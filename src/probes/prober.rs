//! One round of one probe: asked, judged, over by its deadline.

use super::cause::{Cause, short};
use super::http::Asker;
use super::judge::{judge, slow};
use super::names::{NameTrouble, Names};
use super::raw::beginning;
use super::target::{Ask, HttpAsk, Target};
use super::tls::Tls;
use super::{Commands, answer, certificate, command, dns, tcp};
use crate::domain::plan::{Check, HttpCheck};
use crate::domain::probe::evaluate::{self, Reading};
use crate::domain::probe::{Finding, Sample};
use crate::domain::serving::Answer;
use crate::domain::time::{Span, Time};
use rustls::pki_types::UnixTime;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

/// Rounds that may run at once; the others wait their turn.
const AT_ONCE: usize = 64;

/// What all probes of an engine share.
#[derive(Clone, Default)]
pub struct Options {
    /// Further root certificates, DER: a test's own authority, or a company's.
    pub extra_roots: Vec<Vec<u8>>,
    /// Name servers asked instead of the machine's.
    pub name_servers: Vec<SocketAddr>,
    /// Whether the commands of the plan are run.
    pub commands: Commands,
}

/// Asks targets. Holds what they share: TLS settings, name servers, and the bound on all.
pub struct Prober {
    tls: Tls,
    names: Arc<Names>,
    turns: Semaphore,
    commands: Commands,
}

/// Whether a round is still looking for the address.
#[derive(Default)]
pub(super) struct Phase(AtomicBool);

impl Phase {
    pub(super) fn naming(&self, on: bool) {
        self.0.store(on, Ordering::Relaxed);
    }

    fn is_naming(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A target with its client, which is made by its first round.
pub(super) struct Prepared {
    target: Target,
    phase: Arc<Phase>,
    asker: OnceLock<Result<Asker, String>>,
}

impl Prepared {
    pub(super) fn new(target: Target) -> Self {
        Prepared {
            target,
            phase: Arc::default(),
            asker: OnceLock::new(),
        }
    }

    /// The result of a round that could not be.
    pub(super) fn failed(&self, now: Time) -> Sample {
        let cause = not_measured("the probe itself failed");
        sample(&self.target, (now, now), cause)
    }
}

/// What a round found, or the cause of its failure.
type Found = Result<Reading, Cause>;

impl Prober {
    /// Nothing is read or built before the first question.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Prober {
            tls: Tls::new(options.extra_roots),
            names: Arc::new(Names::new(options.name_servers)),
            turns: Semaphore::new(AT_ONCE),
            commands: options.commands,
        }
    }

    /// One round of each target, all at the same time.
    pub async fn probe_all(&self, targets: Vec<Target>, clock: fn() -> Time) -> Vec<Sample> {
        let prepared: Vec<_> = targets.into_iter().map(Prepared::new).collect();
        let rounds = prepared.iter().map(|one| self.round(one, clock));
        futures_util::future::join_all(rounds).await
    }

    /// One round. It ends by the target's timeout, whatever the other side does.
    pub(super) async fn round(&self, one: &Prepared, clock: fn() -> Time) -> Sample {
        let _turn = self.turns.acquire().await;
        let (began, started) = (clock(), Instant::now());
        let limit = one.target.timeout.max(Span(1));
        // A command is ended at the limit by whoever runs it, and says so itself.
        let grace = match one.target.ask {
            Ask::Command { .. } => Duration::from_millis(400),
            _ => Duration::ZERO,
        };
        let deadline = Duration::from_millis(limit.0.unsigned_abs()) + grace;
        one.phase.naming(false);
        if let Ask::Name(ask) = &one.target.ask {
            let asked = timeout(deadline, answer::ask(ask, &self.names, &one.phase)).await;
            let said = asked.unwrap_or_else(|_| Err(not_measured("no answer")));
            return answered(&one.target, began, clock(), said);
        }
        let found: Found = match timeout(deadline, self.find(one, clock)).await {
            Ok(found) => found,
            Err(_) if one.phase.is_naming() => Err(NameTrouble::NoServer.cause()),
            Err(_) => Err((Finding::Bad, format!("timeout {}", short(limit)))),
        };
        let took = i64::try_from(started.elapsed().as_millis()).map_or(limit, Span);
        let answered = found.is_ok();
        let read = found.unwrap_or_else(Reading::from);
        let measured = read.finding != Finding::NotMeasured;
        let judged = (read.finding, read.detail);
        Sample {
            latency: (answered && measured).then_some(took),
            role: read.role,
            value: read.value,
            progress: read.progress,
            raw: read.raw,
            ..sample(
                &one.target,
                (began, clock()),
                slow(judged, took, one.target.degraded_over),
            )
        }
    }

    async fn find(&self, one: &Prepared, clock: fn() -> Time) -> Found {
        match &one.target.ask {
            Ask::Nothing(why) => Err(not_measured(why)),
            Ask::Name(_) => Err(not_measured("asked elsewhere")),
            Ask::Tcp(address) => {
                tcp::connect(address, &self.names, &one.phase).await?;
                Ok((Finding::Good, "open".to_owned()).into())
            }
            Ask::Dns(ask) => Ok(dns::ask(ask, &self.names, &one.phase).await?.into()),
            Ask::Certificate(ask) => {
                let now = UnixTime::since_unix_epoch(since_epoch(clock()));
                let judged =
                    certificate::look(ask, &self.tls, &self.names, &one.phase, now).await?;
                Ok(judged.into())
            }
            Ask::Http(ask) => {
                let answer = self.asker(one, ask)?.ask().await?;
                Ok(Reading {
                    raw: Some(answer.raw()),
                    ..judge(&ask.check, &answer).into()
                })
            }
            Ask::Command { script, check } => {
                let limit = Duration::from_millis(one.target.timeout.0.max(1).unsigned_abs());
                command::ask(script, check, &self.commands, limit).await
            }
            Ask::Output { port, check } => self.output(one, *port, check).await,
        }
    }

    /// The made-up output of a command, read as the real one's would be.
    async fn output(&self, one: &Prepared, port: u16, check: &Check) -> Found {
        let ask = HttpAsk {
            check: HttpCheck {
                url: "http://localhost/".to_owned(),
                ..HttpCheck::default()
            },
            simulated: Some(port),
            proxy: None,
        };
        let answer = self.asker(one, &ask)?.ask().await?;
        let text = String::from_utf8_lossy(&answer.body);
        let Some(exit) = answer.exit else {
            return Err(not_measured("no simulated command there"));
        };
        Ok(Reading {
            raw: Some(beginning(&answer.body)),
            ..evaluate::output(check, exit, &text)
        })
    }

    fn asker<'a>(&self, one: &'a Prepared, ask: &HttpAsk) -> Result<&'a Asker, Cause> {
        let make = || Asker::new(ask, &self.tls, &self.names, &one.phase);
        let asker = one.asker.get_or_init(make).as_ref();
        asker.map_err(|why| not_measured(why))
    }
}

/// One round of one target.
pub async fn probe_once(target: Target, clock: fn() -> Time) -> Sample {
    let prober = Prober::new(Options::default());
    prober.round(&Prepared::new(target), clock).await
}

fn since_epoch(time: Time) -> Duration {
    Duration::from_millis(time.0.max(0).unsigned_abs())
}

fn not_measured(why: &str) -> Cause {
    (Finding::NotMeasured, why.to_owned())
}

/// What a name server said, with the answer itself.
fn answered(target: &Target, began: Time, ended: Time, said: Result<Answer, Cause>) -> Sample {
    let (cause, answer) = match said {
        Ok(answer) => {
            let what = answer.records.first().or(answer.aliases.last());
            let what = what.map_or("", String::as_str);
            let words = format!("{what} ttl {}", answer.ttl.as_seconds());
            ((Finding::Good, words), Some(answer))
        }
        Err(cause) => (cause, None),
    };
    Sample {
        answer,
        ..sample(target, (began, ended), cause)
    }
}

fn sample(target: &Target, times: (Time, Time), (finding, detail): Cause) -> Sample {
    Sample::new(target.probe.clone(), times, finding, detail)
}
