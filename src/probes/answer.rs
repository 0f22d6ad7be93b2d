//! What one name server answers, in full: with its TTL, and whether it speaks for the zone.
//!
//! Asked without a resolver in between, because a resolver hides both.

use super::cause::{self, Cause};
use super::names::{NameTrouble, Names, host_port};
use super::prober::Phase;
use super::target::NameAsk;
use crate::domain::probe::Finding;
use crate::domain::serving::Answer;
use crate::domain::time::Span;
use hickory_resolver::proto::op::{Message, MessageType, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

const PORT: u16 = 53;
/// A question that got no answer for so long may have been lost: it is sent again.
const AGAIN: Duration = Duration::from_millis(900);
/// A chain of aliases longer than this is not followed.
const ALIASES: usize = 8;

/// Asks once. What a server would not say was not measured; that there is no such name was. The caller holds the
/// deadline.
pub(super) async fn ask(ask: &NameAsk, names: &Names, phase: &Phase) -> Result<Answer, Cause> {
    let not_asked = |what: &str| (Finding::NotMeasured, what.to_owned());
    let (host, port) = host_port(&ask.server, Some(PORT)).map_err(|t| t.cause())?;
    phase.naming(true);
    let found = names.find(&host, port).await;
    phase.naming(false);
    let found = found.map_err(|t| (Finding::NotMeasured, t.cause().1))?;
    let at = found.first().copied();
    let at = at.ok_or_else(|| NameTrouble::NotFound.cause())?;
    let kind = kind(&ask.kind);
    let whole = format!("{}.", ask.name.trim_end_matches('.'));
    let name = Name::from_ascii(&whole).map_err(|_| not_asked("not a name"))?;
    let mut message = Message::query();
    message.metadata.recursion_desired = !ask.authoritative;
    message.add_query(Query::query(name.clone(), kind));
    let lost = |error: io::Error| (Finding::NotMeasured, cause::of(&error, &[at]).1);
    let mut reply = by_udp(at, &message).await.map_err(lost)?;
    if reply.metadata.truncation {
        reply = by_tcp(at, &message).await.map_err(lost)?;
    }
    read(&reply, &name, kind, ask.authoritative)
}

/// What a reply says.
fn read(
    reply: &Message,
    name: &Name,
    kind: RecordType,
    authoritative: bool,
) -> Result<Answer, Cause> {
    let words = match reply.metadata.response_code {
        ResponseCode::NoError | ResponseCode::NXDomain
            if authoritative && !reply.metadata.authoritative =>
        {
            "not authoritative".to_owned()
        }
        ResponseCode::NoError => {
            let answer = chain(&reply.answers, name, kind);
            let empty = answer.records.is_empty() && answer.aliases.is_empty();
            return if empty {
                Err((Finding::Bad, format!("no {kind} record")))
            } else {
                let authoritative = reply.metadata.authoritative;
                Ok(Answer {
                    authoritative,
                    ..answer
                })
            };
        }
        ResponseCode::NXDomain => return Err((Finding::Bad, "no such name".to_owned())),
        ResponseCode::Refused => "refused to answer".to_owned(),
        ResponseCode::ServFail => "server failure".to_owned(),
        code => format!("code {}", u16::from(code)),
    };
    Err((Finding::NotMeasured, words))
}

/// Follows the aliases from the name to its records; others' records in the reply are not looked at.
fn chain(records: &[Record], name: &Name, kind: RecordType) -> Answer {
    let mut answer = Answer::default();
    let mut at = name.clone();
    let mut ttl = 0;
    for _ in 0..ALIASES {
        let here = records.iter().filter(|r| r.name == at);
        for record in here.clone().filter(|r| r.record_type() == kind) {
            answer.records.extend(text(&record.data));
            ttl = ttl.max(record.ttl);
        }
        let alias = here.clone().find_map(|r| match &r.data {
            RData::CNAME(to) => Some((to.0.clone(), r.ttl)),
            _ => None,
        });
        let Some((to, alias_ttl)) = alias.filter(|_| answer.records.is_empty()) else {
            break;
        };
        ttl = ttl.max(alias_ttl);
        answer.aliases.push(bare(&to));
        at = to;
    }
    answer.records.sort_unstable();
    answer.ttl = Span::seconds(i64::from(ttl));
    answer
}

fn text(data: &RData) -> Option<String> {
    match data {
        RData::A(a) => Some(a.0.to_string()),
        RData::AAAA(a) => Some(a.0.to_string()),
        RData::CNAME(name) => Some(bare(&name.0)),
        _ => None,
    }
}

fn bare(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}

fn kind(word: &str) -> RecordType {
    match word {
        "AAAA" => RecordType::AAAA,
        "CNAME" => RecordType::CNAME,
        _ => RecordType::A,
    }
}

async fn by_udp(at: SocketAddr, message: &Message) -> io::Result<Message> {
    let any: &str = if at.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(at).await?;
    let question = message.to_vec().map_err(io::Error::other)?;
    let mut packet = vec![0; 4096];
    loop {
        socket.send(&question).await?;
        let fitting = async {
            loop {
                let length = socket.recv(&mut packet).await?;
                if let Some(reply) = fits(&packet[..length], message) {
                    return Ok::<Message, io::Error>(reply);
                }
            }
        };
        if let Ok(reply) = timeout(AGAIN, fitting).await {
            return reply;
        }
    }
}

async fn by_tcp(at: SocketAddr, message: &Message) -> io::Result<Message> {
    let mut stream = TcpStream::connect(at).await?;
    let question = message.to_vec().map_err(io::Error::other)?;
    let length = u16::try_from(question.len()).map_err(io::Error::other)?;
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(&question).await?;
    let length = stream.read_u16().await?;
    let mut packet = vec![0; usize::from(length)];
    stream.read_exact(&mut packet).await?;
    fits(&packet, message).ok_or_else(|| io::Error::other("not its answer"))
}

/// A reply to this question, and to no other.
fn fits(packet: &[u8], question: &Message) -> Option<Message> {
    let reply = Message::from_vec(packet).ok()?;
    let same = reply.metadata.id == question.metadata.id
        && reply.metadata.message_type == MessageType::Response
        && reply.queries == question.queries;
    same.then_some(reply)
}
