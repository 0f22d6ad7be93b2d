//! The incident in a dozen plain lines: for a chat, a phone call, a screen reader.

use super::picture::{Live, Picture};
use super::watched;
use crate::domain::presence::Presence;
use crate::domain::rules::alarms::reported;
use crate::domain::rules::changes::role;
use crate::domain::rules::paging::who;
use crate::domain::rules::people;
use crate::domain::rules::writers;
use crate::domain::text::visible;
use crate::domain::time::Span;
use crate::domain::words::Side;

/// A cockpit says every few seconds that it is there; one that did not for so long does not page either.
const SILENT: Span = Span::seconds(30);

/// The incident in 5 to 12 lines, without control characters; ends with a line break. The first word is the mode.
#[must_use]
pub fn status_text(picture: &Picture<'_>, live: &Live) -> String {
    let mut lines = vec![head(picture)];
    lines.extend(clocks(picture, live));
    lines.extend(now(picture));
    lines.push(progress(picture));
    let open: Vec<_> = picture.alarms.iter().collect();
    for alarm in open.iter().take(2) {
        let known = alarm
            .acknowledged
            .as_ref()
            .map(|by| format!(" (known to {by})"));
        lines.push(format!("! {}{}", alarm.text, known.unwrap_or_default()));
    }
    if open.len() > 2 {
        lines.push(format!("! and {} more alarms", open.len() - 2));
    }
    let tasks = picture.board.tasks(picture.incident, picture.now);
    if !tasks.is_empty() {
        lines.push(format!("tasks after the run: {}", tasks.join(", ")));
    }
    lines.extend(updates(picture));
    for waiting in picture.waiting() {
        lines.push(format!(
            "update to {} {}",
            waiting.queued.audience,
            waiting.words()
        ));
    }
    let promises = picture.promises();
    let promises = promises.iter().map(|p| {
        format!(
            "{}: {} {}",
            p.whose(picture.plan),
            p.text,
            p.left(picture.now)
        )
    });
    let promises: Vec<String> = promises.collect();
    if !promises.is_empty() {
        lines.push(format!("promised: {}", promises.join(", ")));
    }
    let answers = picture.answers().into_iter();
    lines.extend(answers.map(|(asked, answer)| format!("{asked} {answer}")));
    lines.extend(roles(picture));
    lines.extend(paging(picture, live).map(|(_, words)| words));
    lines.extend(probes(picture, live));
    let pinned = picture.lines().filter(|line| line.pinned);
    for line in pinned.take(3) {
        lines.push(format!(
            "pinned: {} {} {}",
            line.at.clock(),
            line.who,
            line.text
        ));
    }
    if let Some(last) = picture.lines().next_back() {
        let mark = if last.mark.is_empty() { "" } else { " " };
        let (at, who) = (last.at.clock(), &last.who);
        lines.push(format!("last: {at} {who} {}{mark}{}", last.mark, last.text));
    }
    let mut out = String::new();
    for line in lines {
        out.push_str(visible(&line).trim_end());
        out.push('\n');
    }
    out
}

fn head(picture: &Picture<'_>) -> String {
    let stage = picture.incident.state().stage.get();
    let stage = stage.map(|s| format!(", {s}")).unwrap_or_default();
    let closed = picture
        .closed()
        .map(|t| format!(", CLOSED at {}", t.clock()));
    let drill = if picture.identity.mode == crate::domain::words::Mode::Drill {
        " (a rehearsal: nothing here is production)"
    } else {
        ""
    };
    format!(
        "{} {} {}{stage}{}{drill}",
        picture.banner(),
        picture.direction(),
        picture.title(),
        closed.unwrap_or_default()
    )
}

fn clocks(picture: &Picture<'_>, live: &Live) -> Option<String> {
    let clocks = &picture.clocks;
    let mut parts = Vec::new();
    if let Some(downtime) = clocks.downtime {
        let word = if clocks.down { "down" } else { "was down" };
        let unseen = watched::downtime(picture, live).and_then(|w| w.words());
        let unseen = unseen.map(|words| format!(" (of it {words})"));
        let unseen = unseen.unwrap_or_default();
        parts.push(format!("{word} {}{unseen}", downtime.clock()));
    }
    if let Some(rto) = clocks.rto {
        let over = clocks.rto_over.map(|o| format!(" OVER {}", o.clock()));
        parts.push(format!("RTO {}{}", rto.short(), over.unwrap_or_default()));
    }
    if let Some(since) = clocks.since_decision {
        parts.push(format!("decided {} ago", since.clock()));
    }
    if let Some(left) = clocks.decide_by {
        parts.push(if left.0 < 0 {
            format!("DECISION OVER {}", left.clock())
        } else {
            format!("DECIDE BY in {}", left.clock())
        });
    }
    (!parts.is_empty()).then(|| parts.join("  "))
}

fn now(picture: &Picture<'_>) -> Option<String> {
    let row = picture.board.now()?;
    let mut line = format!("NOW {} {} ({}", row.number, row.title, row.state);
    let since = row.since.map(|t| format!(" {}", picture.ago(t)));
    line.push_str(&since.unwrap_or_default());
    if let Some(who) = row.who() {
        line.push_str(&format!(", {who}"));
    } else if let Some(role) = &row.step.role {
        line.push_str(&format!(", {role}"));
    }
    if let Some((n, m)) = row.progress() {
        let next = row.open_part().map(|p| format!(", next {}", p.title));
        line.push_str(&format!(", {n}/{m}{}", next.unwrap_or_default()));
    }
    line.push(')');
    let votes = row.told.votes.iter().map(|b| b.words());
    let votes: Vec<String> = votes.collect();
    if !votes.is_empty() {
        line.push_str(&format!("  {}", votes.join(", ")));
    }
    if !row.unmet.is_empty() {
        line.push_str(&format!("  BLOCKED by {}", row.unmet.join(", ")));
    }
    Some(line)
}

fn progress(picture: &Picture<'_>) -> String {
    let board = &picture.board;
    if board.run.is_none() {
        return "no checklist adopted yet".to_owned();
    }
    let mut line = format!("{} of {} steps closed", board.done, board.total);
    if let Some(why) = &board.aborted {
        line.push_str(&format!(", ABORTED: {why}"));
    }
    if let Some(row) = board.no_return() {
        line.push_str(&format!(", past the point of no return ({})", row.number));
    }
    if let Some(eta) = board.eta(picture.now) {
        let (least, most) = (eta.least.short(), eta.most.short());
        let range = if least == most {
            least
        } else {
            format!("{least} to {most}")
        };
        line.push_str(&format!(", {range} of work left"));
        if eta.pauses > 0 {
            line.push_str(&format!(" and {} to decide", eta.pauses));
        }
    }
    let pairs: Vec<String> = board
        .all_pairs()
        .map(crate::domain::rules::Pair::words)
        .collect();
    if !pairs.is_empty() {
        line.push_str(&format!(", still set: {}", pairs.join(", ")));
    }
    line
}

fn updates(picture: &Picture<'_>) -> Option<String> {
    let due = picture.updates.iter().filter_map(|u| {
        let due = u.due?;
        Some(match u.overdue(picture.now) {
            Some(over) => format!("{} OVERDUE {}", u.audience, over.clock()),
            None => format!(
                "{} in {}",
                u.audience,
                (due - picture.now).max(Span::ZERO).clock()
            ),
        })
    });
    let due: Vec<String> = due.collect();
    (!due.is_empty()).then(|| format!("updates: {}", due.join(", ")))
}

/// Who pages people when something needs them, as far as cockpits said a moment ago.
pub(super) fn paging(picture: &Picture<'_>, live: &Live) -> Option<(bool, String)> {
    let fresh = |p: &&Presence| picture.wall - p.at < SILENT;
    let present: Vec<Presence> = live.present.iter().filter(fresh).cloned().collect();
    let open = picture.incident.is_open();
    who(picture.plan, &present).filter(|_| open)
}

fn roles(picture: &Picture<'_>) -> Option<String> {
    let roles = picture.plan.roles.iter().map(|role| {
        let row = people::role(picture.plan, picture.incident, &role.id);
        let (holder, offer) = row.map_or((None, None), |r| (r.holder, r.offer));
        let offered = offer.map_or_else(String::new, |o| format!(" (offered to {})", o.to));
        format!("{} {}{offered}", role.id, holder.as_deref().unwrap_or("--"))
    });
    let roles: Vec<String> = roles.collect();
    (!roles.is_empty()).then(|| format!("roles: {}", roles.join(", ")))
}

/// What is not up, side by side; without any measurement nothing is claimed.
fn probes(picture: &Picture<'_>, live: &Live) -> Option<String> {
    let (from, to) = picture.incident.direction()?;
    let state = |provider, service| {
        let rows = live.views.iter().flat_map(|v| &v.rows);
        let rows = rows.filter(|r| &r.provider == provider && &r.service == service);
        let mut states: Vec<&str> = rows.map(|r| r.state.as_str()).collect();
        states.sort_unstable();
        states.dedup();
        // Two machines may see it differently.
        match states.is_empty() {
            true => reported(picture.incident, provider, service)
                .map_or("unknown", |s| s.as_str())
                .to_owned(),
            false => states.join(" and "),
        }
    };
    // Of a database the role says more than that it is up.
    let shown = |provider, service| match state(provider, service) {
        up if up == "up" => role(picture.incident, provider, service).map_or(up, str::to_owned),
        other => other,
    };
    let all = picture.plan.services.iter();
    let known = |p| all.clone().any(|s| state(p, &s.id) != "unknown");
    if !known(from) && !known(to) {
        return (!picture.plan.services.is_empty()).then(|| "probes: nothing measured".to_owned());
    }
    let services = picture.plan.services.iter().map(|s| {
        let (a, b) = (shown(from, &s.id), shown(to, &s.id));
        format!("{} {} {a} / {} {b}", s.id, Side::From, Side::To)
    });
    let mut services: Vec<String> = services.collect();
    let ready = live.views.iter().filter_map(|v| v.ready.clone());
    services.extend(ready.take(1));
    let loss = live.views.iter().filter_map(|v| v.loss.clone());
    services.extend(loss.take(1));
    let writers = writers::told(picture.plan, picture.incident);
    services.extend(writers.map(|(_, words)| words));
    (!services.is_empty()).then(|| format!("probes: {}", services.join(", ")))
}
