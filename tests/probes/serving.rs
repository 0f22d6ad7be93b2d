//! Who serves: real name servers on loopback, of which some are caches, and some misbehave.

use super::servers::clock;
use crate::support::dns::{a, name};
use hickory_resolver::proto::op::{Message, MessageType, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::CNAME;
use hickory_resolver::proto::rr::{RData, Record};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use switchover::domain::ids::Id;
use switchover::domain::plan::{DnsName, Plan, Provider};
use switchover::domain::probe::{Finding, Sample};
use switchover::domain::serving::{Board, Meaning};
use switchover::domain::time::{Scale, Span, Time};
use switchover::probes::{Options, Prober, Target};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

const WWW: &str = "www.shop.example";
const OLD: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const NEW: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 7);

/// The zone: where the name leads, and for how long.
type Zone = Arc<Mutex<(Ipv4Addr, u32)>>;

/// What a server does with a question.
#[derive(Clone)]
enum Manner {
    /// Speaks for the zone.
    Zone(Zone),
    /// Keeps what the zone said: address, seconds left.
    Cache(Zone),
    /// Answers, but not for the zone.
    Lame,
    Code(ResponseCode),
    Hang,
    /// An alias and where it leads, in one reply.
    Alias,
    /// The whole answer does not fit into a packet.
    Large,
    /// Somebody else's answer comes first.
    Forged,
}

fn reply(question: &Message, manner: &Manner, by_tcp: bool) -> Option<Message> {
    let mut out = Message::response(question.metadata.id, OpCode::Query);
    out.add_queries(question.queries.clone());
    let www = &format!("{WWW}.");
    match manner {
        Manner::Hang => return None,
        Manner::Zone(zone) => {
            let (address, ttl) = *zone.lock().unwrap();
            assert!(!question.metadata.recursion_desired, "the zone's own word");
            out.metadata.authoritative = true;
            out.add_answer(a(www, address, ttl));
        }
        Manner::Cache(kept) => {
            assert!(question.metadata.recursion_desired);
            let (address, ttl) = *kept.lock().unwrap();
            out.add_answer(a(www, address, ttl));
        }
        Manner::Lame => {
            out.add_answer(a(www, OLD, 300));
        }
        Manner::Code(code) => {
            out.metadata.authoritative = true;
            out.metadata.response_code = *code;
        }
        Manner::Alias => {
            let to = RData::CNAME(CNAME(name("lb.c10.example.")));
            out.add_answer(Record::from_rdata(name(www), 300, to));
            out.add_answer(a("lb.c10.example.", Ipv4Addr::new(203, 0, 113, 9), 20));
            out.add_answer(a("ads.example.", OLD, 9999));
        }
        Manner::Large if by_tcp => {
            out.add_answer(a(www, NEW, 60));
        }
        Manner::Large => out.metadata.truncation = true,
        Manner::Forged => {
            out.add_answer(a(www, NEW, 60));
        }
    }
    Some(out)
}

/// A number that is free for both: somebody else may hold the one that was given for the first.
async fn one_port() -> (UdpSocket, TcpListener) {
    loop {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        match TcpListener::bind(socket.local_addr().unwrap()).await {
            Ok(listener) => return (socket, listener),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse),
        }
    }
}

/// Starts a server; its `host:port`.
async fn server(manner: Manner) -> String {
    let (socket, listener) = one_port().await;
    let at = socket.local_addr().unwrap();
    let by_tcp = manner.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let length = stream.read_u16().await.unwrap();
            let mut packet = vec![0; usize::from(length)];
            stream.read_exact(&mut packet).await.unwrap();
            let question = Message::from_vec(&packet).unwrap();
            let out = reply(&question, &by_tcp, true).unwrap().to_vec().unwrap();
            let length = u16::try_from(out.len()).unwrap();
            stream.write_all(&length.to_be_bytes()).await.unwrap();
            stream.write_all(&out).await.unwrap();
        }
    });
    tokio::spawn(async move {
        let mut packet = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut packet).await {
            let question = Message::from_vec(&packet[..length]).unwrap();
            assert_eq!(question.metadata.message_type, MessageType::Query);
            let Some(out) = reply(&question, &manner, false) else {
                continue;
            };
            if matches!(manner, Manner::Forged) {
                let mut forged = out.clone();
                forged.metadata.id = forged.metadata.id.wrapping_add(1);
                forged.answers = vec![a(&format!("{WWW}."), OLD, 9999)];
                socket
                    .send_to(&forged.to_vec().unwrap(), from)
                    .await
                    .unwrap();
                socket.send_to(b"not a message", from).await.unwrap();
            }
            socket.send_to(&out.to_vec().unwrap(), from).await.unwrap();
        }
    });
    at.to_string()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn plan(authoritative: &[&String], resolvers: &[&String]) -> Plan {
    let texts = |of: &[&String]| of.iter().map(|t| (*t).clone()).collect();
    let provider = |name: &str| Provider::plain(id(name), name.to_uppercase());
    Plan {
        providers: vec![provider("h42"), provider("c10")],
        dns: vec![DnsName {
            name: WWW.to_owned(),
            kind: "A".to_owned(),
            resolvers: texts(resolvers),
            authoritative: texts(authoritative),
            ttl: None,
            answers: [("h42", OLD.to_string()), ("c10", NEW.to_string())]
                .map(|(p, a)| (id(p), vec![a]))
                .into(),
        }],
        ..Plan::default()
    }
}

/// One round of every server, at once.
async fn round(plan: &Plan, timeout: Span) -> Vec<Sample> {
    let mut targets = Target::from_plan(plan, None);
    targets.iter_mut().for_each(|t| t.timeout = timeout);
    let prober = Prober::new(Options::default());
    prober.probe_all(targets, clock).await
}

/// One round, as it was at second `at`.
async fn look(board: &mut Board, plan: &Plan, at: i64) {
    for sample in round(plan, Span::seconds(10)).await {
        let began = Time(at * 1000);
        let sample = Sample {
            began,
            ended: began,
            ..sample
        };
        board.apply(&sample, Scale::real(Time(0)));
    }
}

#[tokio::test]
async fn old_answers_are_watched_until_the_last_cache_has_let_go() {
    let zone: Zone = Arc::new(Mutex::new((OLD, 300)));
    let near: Zone = Arc::new(Mutex::new((OLD, 40)));
    let far: Zone = Arc::new(Mutex::new((OLD, 280)));
    let own = server(Manner::Zone(zone.clone())).await;
    let caches = [
        server(Manner::Cache(near.clone())).await,
        server(Manner::Cache(far.clone())).await,
    ];
    let plan = plan(&[&own], &[&caches[0], &caches[1]]);
    let mut board = Board::new(&plan);
    look(&mut board, &plan, 0).await;
    look(&mut board, &plan, 5).await;
    let says = |board: &Board, provider: &str, at: i64| {
        let says = board.names()[0].says(&id(provider), Time(at * 1000));
        (says.servers, says.authoritative)
    };
    assert_eq!(says(&board, "h42", 5), (3, 1));
    let news = board.news(Time(5_000));
    assert_eq!(news[0].1.provider, id("h42"));
    assert_eq!(news[0].1.ttl, Some(Span::seconds(300)));
    assert!(board.news(Time(5_000)).is_empty(), "told once");

    *zone.lock().unwrap() = (NEW, 60);
    *near.lock().unwrap() = (OLD, 30);
    *far.lock().unwrap() = (OLD, 270);
    look(&mut board, &plan, 10).await;
    assert_eq!(says(&board, "c10", 10), (1, 1));
    assert!(board.news(Time(10_000)).is_empty(), "once is not stable");
    let until = |board: &Board, at: i64| board.names()[0].others_until(&id("c10"), Time(at * 1000));
    assert_eq!(until(&board, 10), Some(Time(280_000)));
    *near.lock().unwrap() = (NEW, 60);
    look(&mut board, &plan, 15).await;
    let news = board.news(Time(15_000));
    assert_eq!(news[0].1.provider, id("c10"));
    assert_eq!(news[0].1.since, Some(Time(10_000)));
    assert_eq!(says(&board, "c10", 15), (2, 1));
    *far.lock().unwrap() = (NEW, 60);
    look(&mut board, &plan, 20).await;
    assert_eq!(until(&board, 20), None);
    assert_eq!(says(&board, "c10", 20), (3, 1));
}

#[tokio::test]
async fn servers_that_misbehave_are_told_apart() {
    let zone = |manner| async { (server(manner).await, true) };
    let rows = [
        (
            zone(Manner::Lame).await,
            Finding::NotMeasured,
            "not authoritative",
        ),
        (
            zone(Manner::Code(ResponseCode::Refused)).await,
            Finding::NotMeasured,
            "refused to answer",
        ),
        (
            zone(Manner::Code(ResponseCode::ServFail)).await,
            Finding::NotMeasured,
            "server failure",
        ),
        (
            zone(Manner::Code(ResponseCode::NXDomain)).await,
            Finding::Bad,
            "no such name",
        ),
        (
            zone(Manner::Code(ResponseCode::NoError)).await,
            Finding::Bad,
            "no A record",
        ),
        (zone(Manner::Hang).await, Finding::NotMeasured, "no answer"),
        (
            ("127.0.0.1:1".to_owned(), true),
            Finding::NotMeasured,
            "refused",
        ),
        (
            (server(Manner::Large).await, false),
            Finding::Good,
            "198.51.100.7 ttl 60",
        ),
        (
            (server(Manner::Forged).await, false),
            Finding::Good,
            "198.51.100.7 ttl 60",
        ),
        (
            (server(Manner::Lame).await, false),
            Finding::Good,
            "192.0.2.10 ttl 300",
        ),
    ];
    for ((at, authoritative), finding, detail) in rows {
        let plan = if authoritative {
            plan(&[&at], &[])
        } else {
            plan(&[], &[&at])
        };
        let timeout = if detail == "no answer" {
            Span(1_200)
        } else {
            Span::seconds(10)
        };
        let sample = round(&plan, timeout).await.remove(0);
        assert_eq!((sample.finding, sample.detail.as_str()), (finding, detail));
    }
}

#[tokio::test]
async fn an_alias_leads_to_its_provider_and_the_longest_of_its_ttls_counts() {
    let at = server(Manner::Alias).await;
    let mut plan = plan(&[], &[&at]);
    plan.dns[0]
        .answers
        .insert(id("c10"), vec!["LB.c10.example.".to_owned()]);
    let mut board = Board::new(&plan);
    look(&mut board, &plan, 0).await;
    let seen = board.names()[0].servers()[0].seen.clone().unwrap();
    assert_eq!(seen.meaning, Meaning::Provider(id("c10")));
    assert_eq!(seen.ttl, Span::seconds(300));
}
