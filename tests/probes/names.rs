//! Names, by an own resolver: a dead one of ours says nothing of the target.

use super::servers::{SHORT, answers, http, ok, probe, target};
use std::net::{IpAddr, SocketAddr};
use switchover::domain::probe::{Finding, Sample};
use switchover::probes::{Ask, DnsAsk, Options, Target};
use tokio::net::UdpSocket;

/// A name server that answers each question for an IPv4 address so; nothing to the others.
enum Says {
    Nothing,
    Code(u8),
    Address([u8; 4]),
}

async fn name_server(says: Says) -> Options {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut packet = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut packet).await {
            if let Some(answer) = answer(&packet[..length], &says) {
                let _ = socket.send_to(&answer, from).await;
            }
        }
    });
    Options {
        name_servers: vec![address],
        ..Options::default()
    }
}

/// The question, sent back with a code, or with an address record.
fn answer(question: &[u8], says: &Says) -> Option<Vec<u8>> {
    let name_end = 12 + question[12..].iter().position(|b| *b == 0)? + 1;
    let is_ipv4 = question[name_end + 1] == 1;
    let (code, address) = match says {
        Says::Nothing => return None,
        Says::Code(code) => (*code, None),
        Says::Address(address) => (0, is_ipv4.then_some(address)),
    };
    let mut out = question[..name_end + 4].to_vec();
    out[2] = 0x81;
    out[3] = 0x80 | code;
    out[4..12].copy_from_slice(&[0, 1, 0, u8::from(address.is_some()), 0, 0, 0, 0]);
    if let Some(address) = address {
        out.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        out.extend(address);
    }
    Some(out)
}

async fn found(target: Target, options: Options) -> (Finding, String) {
    let Sample {
        finding, detail, ..
    } = probe(target, options).await;
    (finding, detail)
}

#[tokio::test]
async fn a_name_of_an_address_is_found_by_the_own_resolver() {
    let (served, _) = answers("127.0.0.4", ok("healthy")).await;
    let IpAddr::V4(ip) = served.ip() else {
        panic!("{served}");
    };
    let named = format!("web1.h42.example:{}", served.port());
    let mut web = http("http://www.shop.example/", served);
    if let Ask::Http(ask) = &mut web.ask {
        ask.check.address = Some(named.clone());
    }
    for target in [web, target(Ask::Tcp(named))] {
        let options = name_server(Says::Address(ip.octets())).await;
        assert_eq!(found(target, options).await.0, Finding::Good);
    }
}

#[tokio::test]
async fn no_such_name_is_measured_and_a_dead_resolver_is_not() {
    let rows = [
        (Says::Code(3), Finding::Bad, "name not found"),
        (Says::Code(2), Finding::NotMeasured, "no name server"),
        (Says::Nothing, Finding::NotMeasured, "no name server"),
    ];
    for (says, finding, detail) in rows {
        let silent = matches!(says, Says::Nothing);
        let options = name_server(says).await;
        let expected = (finding, detail.to_owned());
        let mut tcp = target(Ask::Tcp("db1.h42.example:5432".to_owned()));
        if silent {
            tcp.timeout = SHORT;
        }
        let timeout = tcp.timeout;
        assert_eq!(found(tcp, options.clone()).await, expected);
        let nowhere: SocketAddr = "127.0.0.1:9".parse().unwrap();
        let mut web = http("https://www.shop.example/", nowhere);
        if let Ask::Http(ask) = &mut web.ask {
            ask.check.address = None;
        }
        web.timeout = timeout;
        assert_eq!(found(web, options).await, expected);
    }
}

#[tokio::test]
async fn a_name_server_is_asked_what_it_answers() {
    let ask = |resolver: Option<SocketAddr>, expect: &[&str]| {
        target(Ask::Dns(DnsAsk {
            name: "www.shop.example".to_owned(),
            resolver: resolver.map(|at| at.to_string()),
            expect: expect.iter().map(|e| (*e).to_owned()).collect(),
        }))
    };
    let rows = [
        (
            Says::Address([192, 0, 2, 10]),
            Finding::Good,
            "192.0.2.10 ttl 60",
        ),
        (
            Says::Address([192, 0, 2, 9]),
            Finding::Bad,
            "192.0.2.9 ttl 60",
        ),
        (Says::Code(3), Finding::Bad, "name not found"),
        (Says::Code(2), Finding::Bad, "no answer"),
        (Says::Nothing, Finding::Bad, "timeout 1s"),
    ];
    for (says, finding, words) in rows {
        let silent = matches!(says, Says::Nothing);
        let server = name_server(says).await;
        let mut target = ask(Some(server.name_servers[0]), &["192.0.2.10"]);
        if silent {
            target.timeout = SHORT;
        }
        let expected = (finding, words.to_owned());
        assert_eq!(found(target, Options::default()).await, expected);
    }
    let own = name_server(Says::Address([192, 0, 2, 10])).await;
    let expected = (Finding::Good, "192.0.2.10 ttl 60".to_owned());
    assert_eq!(found(ask(None, &[]), own).await, expected);
}
