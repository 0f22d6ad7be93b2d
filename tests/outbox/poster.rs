//! One try against one server: what is said of it.

use super::server::{Manner, Server, body, header};
use crate::support::port::ClosedPort;
use std::collections::BTreeMap;
use std::time::Duration;
use switchover::outbox::{Commands, Outcome, Poster, Request, Secrets};

/// Longer than a busy machine takes for an answer.
const LONG: Duration = Duration::from_secs(30);

fn poster(url: &str) -> Poster {
    within(LONG, url)
}

fn within(deadline: Duration, url: &str) -> Poster {
    let secrets = [("HOOK", url), ("AUTH", "Bearer SECRETVALUE")];
    let secrets = secrets.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Poster {
        deadline,
        ..Poster::new(Secrets::from_iter(secrets))
    }
}

fn request() -> Request {
    Request {
        key: "gf@b1.0000000000000001:42".into(),
        hook: "env:HOOK".into(),
        headers: BTreeMap::from([("Authorization".into(), "env:AUTH".into())]),
        body: None,
        values: BTreeMap::from([("text", "a \"b\"\nc".to_owned())]),
        commands: Commands::default(),
    }
}

#[test]
fn what_each_server_does_is_told_in_words_without_secrets() {
    let failed = |part: &'static str| (false, part);
    let unsure = |part: &'static str| (true, part);
    let table = [
        (Manner::Answer(500), failed("answered 500")),
        (Manner::Answer(302), failed("redirects are not followed")),
        (Manner::Answer(403), failed("not let in")),
        (Manner::Answer(504), unsure("answered 504")),
        (Manner::Hang, unsure("no answer in time")),
        (Manner::Close, unsure("ended without an answer")),
    ];
    for (manner, (may, part)) in table {
        let server = Server::new(&[manner]);
        let deadline = match manner {
            Manner::Hang => Duration::from_secs(1),
            _ => LONG,
        };
        let outcome = within(deadline, &server.url()).once(&request());
        let why = match (&outcome, may) {
            (Outcome::Failed(why), false) | (Outcome::Unsure(why), true) => why,
            other => panic!("{manner:?}: {other:?}"),
        };
        assert!(why.contains(part), "{manner:?}: {why}");
        assert!(!why.contains("SECRET") && !why.contains("127.0"), "{why}");
        assert_eq!(server.requests().len(), 1, "{manner:?}");
    }
}

#[test]
fn nobody_there_is_no_doubt() {
    let nobody = ClosedPort::new();
    let url = format!("http://{}/VERYSECRETPLACE", nobody.address);
    let outcome = poster(&url).once(&request());
    assert_eq!(outcome, Outcome::Failed("connection refused".into()));
    for (url, part) in [
        ("", "is not set"),
        ("no url", "no address"),
        ("ftp://x", "no address"),
    ] {
        let Outcome::Failed(why) = poster(url).once(&request()) else {
            panic!("{url}");
        };
        assert!(why.contains(part), "{url}: {why}");
    }
}

#[test]
fn it_is_what_chats_read_with_a_key_of_its_own() {
    let server = Server::new(&[]);
    assert_eq!(poster(&server.url()).once(&request()), Outcome::Sent);
    let came = &server.requests()[0];
    assert!(
        came.starts_with("POST /services/VERYSECRETPLACE "),
        "{came}"
    );
    assert_eq!(body(came), r#"{"text":"a \"b\"\nc"}"#);
    let is = |name| header(came, name).unwrap_or_default();
    assert_eq!(is("idempotency-key"), "gf@b1.0000000000000001:42");
    assert_eq!(is("authorization"), "Bearer SECRETVALUE");
    assert_eq!(is("content-type"), "application/json");
}

#[test]
fn a_body_of_the_plan_is_filled_and_a_literal_header_refused() {
    let server = Server::new(&[]);
    let mut asked = request();
    asked.body = Some("{\"status\": {{ text|tojson }}}".into());
    assert_eq!(poster(&server.url()).once(&asked), Outcome::Sent);
    assert_eq!(body(&server.requests()[0]), r#"{"status": "a \"b\"\nc"}"#);
    asked.headers.insert("X-Token".into(), "SECRETVALUE".into());
    let Outcome::Failed(why) = poster(&server.url()).once(&asked) else {
        panic!("it was sent");
    };
    assert!(why.contains("X-Token") && !why.contains("SECRET"), "{why}");
    asked.headers.clear();
    asked.body = Some("{{ nothing }}".into());
    assert!(matches!(
        poster(&server.url()).once(&asked),
        Outcome::Failed(_)
    ));
    assert_eq!(server.requests().len(), 1);
}
