//! The name servers of a drill: real ones, whose answers the scenario moves. Resolvers keep what they were told until
//! its TTL is over, as caches do; the zone's own servers say at once what is true.

use crate::domain::drill::{Ports, name_server_key, name_servers};
use crate::domain::ids::Id;
use crate::domain::plan::{DnsName, Plan};
use crate::domain::time::{Span, Time};
use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, AAAA, CNAME};
use hickory_resolver::proto::rr::{Name, RData, Record};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// How long answers may be kept where the plan does not say.
const TTL: Span = Span::seconds(300);

/// Simulated name servers that run. Dropping it ends them.
pub(super) struct Names {
    zone: Arc<Mutex<Zone>>,
    ports: Ports,
    _running: JoinSet<()>,
}

/// Where each name leads, and what each resolver keeps.
struct Zone {
    plan: Vec<DnsName>,
    truth: BTreeMap<String, Id>,
    kept: BTreeMap<(String, String), Kept>,
}

/// What a resolver keeps of a name.
struct Kept {
    provider: Id,
    until: Time,
}

impl Names {
    /// Starts every name server of a plan; every name leads to `from`. `ports` are those of an earlier run. `time` is
    /// the drill's: answers age by it. To be called within a tokio runtime.
    ///
    /// # Errors
    /// When a port cannot be had.
    pub(super) fn start(
        plan: &Plan,
        from: &Id,
        ports: &Ports,
        time: impl Fn() -> Time + Clone + Send + 'static,
    ) -> Result<Names, String> {
        let zone = Arc::new(Mutex::new(Zone::new(plan, from, time())));
        let mut running = JoinSet::new();
        let mut taken = Ports::new();
        for server in name_servers(plan) {
            let key = name_server_key(server);
            let number = ports.get(&key).copied().unwrap_or(0);
            let failed = |e| super::no_port(&key, &e);
            let socket = bound(number).map_err(failed)?;
            let number = socket.local_addr().map_err(failed)?.port();
            taken.insert(key, number);
            let (zone, time, server) = (zone.clone(), time.clone(), server.to_owned());
            running.spawn(async move {
                let mut packet = [0; 1500];
                loop {
                    let Ok((length, from)) = socket.recv_from(&mut packet).await else {
                        tokio::task::yield_now().await;
                        continue;
                    };
                    let reply = zone.lock().unwrap_or_else(PoisonError::into_inner).reply(
                        &server,
                        &packet[..length],
                        time(),
                    );
                    if let Some(reply) = reply {
                        let _ = socket.send_to(&reply, from).await;
                    }
                }
            });
        }
        Ok(Names {
            zone,
            ports: taken,
            _running: running,
        })
    }

    /// Where each server listens on 127.0.0.1.
    pub(super) fn ports(&self) -> &Ports {
        &self.ports
    }

    /// From now on the zone leads users of these names there; the others stay as they are.
    pub(super) fn lead(&self, answers: BTreeMap<String, Id>) {
        let mut zone = self.zone.lock().unwrap_or_else(PoisonError::into_inner);
        zone.truth.extend(answers);
    }
}

fn bound(number: u16) -> std::io::Result<UdpSocket> {
    let socket = std::net::UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, number)))?;
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket)
}

impl Zone {
    /// The resolvers of a name were told of it one after the other: what they keep is of different age.
    fn new(plan: &Plan, from: &Id, now: Time) -> Zone {
        let mut kept = BTreeMap::new();
        for name in &plan.dns {
            let ttl = name.ttl.unwrap_or(TTL);
            let shares = i64::try_from(name.resolvers.len()).unwrap_or(1) + 1;
            for (n, server) in (1..).zip(&name.resolvers) {
                let one = Kept {
                    provider: from.clone(),
                    until: now + Span(ttl.0.saturating_mul(n) / shares),
                };
                kept.insert((server.clone(), name.name.clone()), one);
            }
        }
        Zone {
            plan: plan.dns.clone(),
            truth: plan
                .dns
                .iter()
                .map(|d| (d.name.clone(), from.clone()))
                .collect(),
            kept,
        }
    }

    /// What a server replies to a packet; nothing to what is no question.
    fn reply(&mut self, server: &str, packet: &[u8], now: Time) -> Option<Vec<u8>> {
        let question = Message::from_vec(packet).ok()?;
        let query = question.queries.first()?;
        if question.metadata.message_type != MessageType::Query {
            return None;
        }
        let mut out = Message::response(question.metadata.id, question.metadata.op_code);
        out.metadata.recursion_desired = question.metadata.recursion_desired;
        out.add_query(query.clone());
        let asked = query.name().to_ascii();
        let asked = asked.trim_end_matches('.').to_ascii_lowercase();
        let found = self.answer(server, &asked, now);
        if let Some((records, ttl, own)) = found {
            out.metadata.authoritative = own;
            out.metadata.recursion_available = !own;
            let kind = query.query_type();
            let record = |text: &String| record(query.name(), text, ttl);
            let fits = |r: &Record| r.record_type() == kind || matches!(r.data, RData::CNAME(_));
            out.add_answers(records.iter().filter_map(record).filter(fits));
        } else {
            out.metadata.response_code = ResponseCode::Refused;
        }
        out.to_vec().ok()
    }

    /// What a server says of a name now: its records, for how long, and whether it speaks for the zone.
    fn answer(&mut self, server: &str, asked: &str, now: Time) -> Option<(Vec<String>, u32, bool)> {
        let same = |d: &&DnsName| d.name.trim_end_matches('.').eq_ignore_ascii_case(asked);
        let name = self.plan.iter().find(same)?;
        let ttl = name.ttl.unwrap_or(TTL);
        let truth = self.truth.get(&name.name)?.clone();
        let own = name.authoritative.iter().any(|s| s == server);
        let (provider, left) = if own {
            (truth, ttl)
        } else {
            let key = (server.to_owned(), name.name.clone());
            let kept = self.kept.get_mut(&key)?;
            if kept.until <= now {
                kept.provider = truth;
                kept.until = now + ttl;
            }
            (kept.provider.clone(), kept.until - now)
        };
        let records = name.answers.get(&provider)?.clone();
        let seconds = u32::try_from((left.0 + 999) / 1000).unwrap_or(0);
        Some((records, seconds, own))
    }
}

fn record(name: &Name, text: &str, ttl: u32) -> Option<Record> {
    let data = match text.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => RData::A(A(ip)),
        Ok(IpAddr::V6(ip)) => RData::AAAA(AAAA(ip)),
        Err(_) => {
            let whole = format!("{}.", text.trim_end_matches('.'));
            RData::CNAME(CNAME(Name::from_ascii(whole).ok()?))
        }
    };
    Some(Record::from_rdata(name.clone(), ttl, data))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "203.0.113.53:53";
    const NEAR: &str = "192.0.2.53:53";
    const FAR: &str = "198.51.100.53:53";

    fn zone() -> Zone {
        let id = |text: &str| Id::new(text).unwrap();
        let name = DnsName {
            name: "www.shop.example".to_owned(),
            kind: "A".to_owned(),
            resolvers: vec![NEAR.to_owned(), FAR.to_owned()],
            authoritative: vec![OWN.to_owned()],
            ttl: Some(Span::seconds(300)),
            answers: [("h42", "192.0.2.10"), ("c10", "198.51.100.7")]
                .map(|(p, a)| (id(p), vec![a.to_owned()]))
                .into(),
        };
        let plan = Plan {
            dns: vec![name],
            ..Plan::default()
        };
        Zone::new(&plan, &id("h42"), Time(0))
    }

    fn said(zone: &mut Zone, server: &str, at: i64) -> (String, u32) {
        let (records, ttl, _) = zone
            .answer(server, "www.shop.example", Time(at * 1000))
            .unwrap();
        (records[0].clone(), ttl)
    }

    #[test]
    fn the_zone_moves_at_once_and_caches_when_their_time_is_over() {
        let mut zone = zone();
        let (old, new) = ("192.0.2.10".to_owned(), "198.51.100.7".to_owned());
        assert_eq!(said(&mut zone, OWN, 0), (old.clone(), 300));
        assert_eq!(said(&mut zone, NEAR, 40), (old.clone(), 60));
        assert_eq!(said(&mut zone, FAR, 40), (old.clone(), 160));
        let c10 = Id::new("c10").unwrap();
        zone.truth.insert("www.shop.example".to_owned(), c10);
        assert_eq!(said(&mut zone, OWN, 41), (new.clone(), 300));
        assert_eq!(said(&mut zone, NEAR, 99), (old.clone(), 1));
        assert_eq!(said(&mut zone, NEAR, 100), (new.clone(), 300));
        assert_eq!(said(&mut zone, NEAR, 110), (new.clone(), 290));
        assert_eq!(said(&mut zone, FAR, 199), (old, 1));
        assert_eq!(said(&mut zone, FAR, 205), (new, 300));
    }

    #[test]
    fn what_it_does_not_serve_is_refused_and_noise_is_not_answered() {
        let mut zone = zone();
        assert_eq!(zone.reply(OWN, b"noise", Time(0)), None);
        let mut question = Message::query();
        let name = Name::from_ascii("other.example.").unwrap();
        let kind = hickory_resolver::proto::rr::RecordType::A;
        question.add_query(hickory_resolver::proto::op::Query::query(name, kind));
        let reply = zone.reply(OWN, &question.to_vec().unwrap(), Time(0));
        let reply = Message::from_vec(&reply.unwrap()).unwrap();
        assert_eq!(reply.metadata.response_code, ResponseCode::Refused);
    }
}
