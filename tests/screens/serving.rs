//! Who serves, on top of the probes.

use super::fixture;
use super::render::{screen, theme};
use switchover::cockpit::serving::{Note, ServerRow, Serving, SideSays};
use switchover::domain::time::{Span, Time};

fn serving(now: Time, from: (usize, usize), notes: Vec<Note>) -> Serving {
    let says = |servers, authoritative| SideSays {
        servers,
        authoritative,
    };
    let server = |at: &str, authoritative: bool| ServerRow {
        server: at.into(),
        authoritative,
        says: if authoritative { "C10" } else { "42A" }.into(),
        until: (!authoritative).then_some(now + Span::seconds(95)),
    };
    Serving {
        of: 5,
        heard: 5,
        authoritative: 2,
        from: says(from.0, from.1),
        to: says(5 - from.0, 2 - from.1),
        notes,
        servers: vec![server("198.51.100.53", true), server("192.0.2.53", false)],
    }
}

fn shown(from: (usize, usize), notes: Vec<Note>, size: (u16, u16)) -> String {
    let mut model = fixture::picture();
    model.probes.serving = Some(serving(model.now, from, notes));
    screen(&model, size, &theme("default")).text()
}

#[test]
fn who_serves_stands_on_top_of_the_probes() {
    let text = shown((5, 2), Vec::new(), (80, 24));
    assert!(text.contains("│ DNS says   5/5 auth   0/5"), "{text}");
    assert!(
        text.contains("Applications") || text.contains("more"),
        "{text}"
    );
}

#[test]
fn old_answers_are_counted_down_where_every_width_can_read_it() {
    let now = fixture::at("02:13:44");
    let old = |assumed| {
        vec![
            Note::Old {
                until: Some(now + Span::seconds(245)),
                ttl: Some(Span::seconds(300)),
                assumed,
                left: 3,
            },
            Note::Odd {
                server: "192.0.2.53".into(),
                says: "unknown answer 203.0.113.9\u{202e}".into(),
            },
        ]
    };
    let text = shown((3, 0), old(false), (80, 24));
    assert!(text.contains("│ DNS says   3/5        2/5 auth"), "{text}");
    assert!(text.contains("│ old answers gone in ≤ 4:10"), "{text}");
    let text = shown((3, 0), old(true), (80, 24));
    assert!(text.contains("│ old answers ≤ 4:10, TTL assumed"), "{text}");
    let text = shown((3, 0), old(false), (200, 60));
    assert!(
        text.contains("by TTL 300 s; some resolvers ignore it"),
        "{text}"
    );
    assert!(text.contains("unknown answer 203.0.113.9"), "{text}");
    assert!(text.contains("192.0.2.53  42A, kept 1:35 more"), "{text}");
    assert!(!text.contains('\u{202e}'));
    for size in [(72, 8), (60, 20), (40, 10), (1, 1)] {
        shown((3, 0), old(false), size);
    }
}
