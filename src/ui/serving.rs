//! ```text
//!  DNS says   5/5 auth   0/5
//!  old answers gone in ≤ 4:10 by TTL
//!  198.51.100.53 auth  42A                  where there is room
//! ```
//! Who serves: which provider the name servers lead users to, and until when old answers are about.

use super::paint::{self, Row};
use super::theme::Theme;
use crate::cockpit::serving::{Note, ServerRow, Serving, SideSays};
use crate::domain::time::{Span, Time};
use crate::formats::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws who serves on top of `area`; how many rows it took. `least` rows are left to others.
pub(super) fn render(
    frame: &mut Frame<'_>,
    area: Rect,
    serving: &Serving,
    now: Time,
    (name, side, least): (usize, usize, usize),
    theme: &Theme,
) -> u16 {
    let room = usize::from(area.height);
    if room < 2 {
        return 0;
    }
    let mut row = Row::new().plain(paint::cut("DNS says", name));
    for (n, says) in [serving.from, serving.to].into_iter().enumerate() {
        row.to((name + 1) + n * (side + 1));
        let (words, look) = cell(serving, says, side);
        row.push(words, theme.style(look));
    }
    paint::row(frame, area, 0, 0, &row);
    let width = usize::from(area.width);
    let spare = room.saturating_sub(1 + least);
    let most = spare.max(usize::from(room > 2 && urgent(serving)));
    let notes = serving.notes.iter().map(|n| note(n, now, width));
    let details = serving.servers.iter().map(|s| server(s, now, width));
    let detailed = spare >= serving.notes.len() + serving.servers.len() && width >= 40;
    let details = details.filter(|_| detailed);
    let mut y = 1;
    for (words, look) in notes.chain(details).take(most) {
        let words = paint::cut(&words, width).into_owned();
        paint::row(frame, area, 0, y, &Row::new().add(words, theme.style(look)));
        y += 1;
    }
    y
}

/// What must be seen, even where a service has to scroll for it.
fn urgent(serving: &Serving) -> bool {
    let silent = |n: &Note| matches!(n, Note::Silent { .. });
    serving.notes.iter().any(|n| !silent(n))
}

/// `5/5 auth`: so many servers, and whether the zone's own are among them.
fn cell(serving: &Serving, says: SideSays, room: usize) -> (String, Role) {
    let of = serving.of;
    if serving.heard == 0 {
        return (format!("?/{of}"), Role::Unknown);
    }
    let count = format!("{}/{of}", says.servers);
    let zone = match (says.authoritative, serving.authoritative) {
        (0, _) => String::new(),
        (n, all) if n == all => " auth".to_owned(),
        (n, all) => format!(" auth {n}/{all}"),
    };
    let look = match says.servers {
        0 => Role::Dim,
        n if n == of => Role::Ok,
        _ => Role::Warn,
    };
    let whole = format!("{count}{zone}");
    let fits = paint::width(&whole) <= room;
    (if fits { whole } else { count }, look)
}

fn note(note: &Note, now: Time, width: usize) -> (String, Role) {
    match note {
        Note::Old {
            until,
            ttl,
            assumed,
            left,
        } => {
            let running = until.map(|until| until - now).filter(|left| left.0 > 0);
            let words = match running {
                Some(span) => gone_in(span, *ttl, *assumed, width),
                None if until.is_none() => "old answers left, TTL not known".to_owned(),
                None => format!("{left} old answers past their TTL"),
            };
            (words, Role::Warn)
        }
        Note::Odd { server, says } => (format!("{says} at {server}"), Role::Bad),
        Note::Silent { server, why } => (format!("{server}: {why}"), Role::Unknown),
    }
}

/// The longest way to say it that fits.
fn gone_in(left: Span, ttl: Option<Span>, assumed: bool, width: usize) -> String {
    let left = steady(left).clock();
    let ttl = ttl.map_or_else(String::new, |ttl| format!(" {} s", ttl.as_seconds()));
    let ways = if assumed {
        [
            format!(
                "old answers gone in ≤ {left} by TTL{ttl}, assumed from the plan; some resolvers ignore it"
            ),
            format!("old answers ≤ {left}, TTL assumed"),
        ]
    } else {
        [
            format!("old answers gone in ≤ {left} by TTL{ttl}; some resolvers ignore it"),
            format!("old answers gone in ≤ {left}"),
        ]
    };
    let fits = ways.iter().find(|w| paint::width(w) <= width);
    fits.cloned()
        .unwrap_or_else(|| format!("old gone in ≤ {left}"))
}

/// In steps of ten seconds, upwards, until it is under two minutes: a bound that seldom moves.
fn steady(left: Span) -> Span {
    match left.0 {
        ms if ms < 120_000 => Span((ms + 999) / 1000 * 1000),
        ms => Span((ms + 9_999) / 10_000 * 10_000),
    }
}

/// `198.51.100.53 auth  42A`, `192.0.2.53  42A, 1:40 left`
fn server(server: &ServerRow, now: Time, width: usize) -> (String, Role) {
    let zone = if server.authoritative { " auth" } else { "" };
    let left = server.until.map(|until| until - now);
    let left = left.filter(|left| left.0 > 0 && width >= 40);
    let left = left.map_or_else(String::new, |l| format!(", kept {} more", steady(l).calm()));
    let words = format!("  {}{zone}  {}{left}", server.server, server.says);
    (words, Role::Dim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_said_in_the_room_there_is() {
        let ttl = Some(Span::seconds(300));
        let said = |ms, assumed, width| gone_in(Span(ms), ttl, assumed, width);
        assert_eq!(said(245_000, false, 32), "old answers gone in ≤ 4:10");
        assert_eq!(said(61_200, false, 32), "old answers gone in ≤ 1:02");
        assert_eq!(said(61_200, true, 32), "old answers ≤ 1:02, TTL assumed");
        assert_eq!(said(61_200, false, 20), "old gone in ≤ 1:02");
        let long = "old answers gone in ≤ 4:10 by TTL 300 s; some resolvers ignore it";
        assert_eq!(said(245_000, false, 70), long);
    }

    #[test]
    fn a_side_is_counted_with_the_zones_own_servers_marked() {
        let serving = Serving {
            of: 5,
            heard: 5,
            authoritative: 2,
            ..Serving::default()
        };
        let said = |servers, authoritative, room| {
            let says = SideSays {
                servers,
                authoritative,
            };
            cell(&serving, says, room).0
        };
        assert_eq!(said(5, 2, 11), "5/5 auth");
        assert_eq!(said(4, 1, 12), "4/5 auth 1/2");
        assert_eq!(said(4, 1, 11), "4/5");
        assert_eq!(said(0, 0, 11), "0/5");
    }
}
