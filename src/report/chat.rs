//! The incident in six lines for a chat: what `y` copies and `status --brief` prints.

use super::picture::Picture;
use crate::domain::rules::outbox::waiting;
use crate::domain::rules::updates::UpdateClock;
use crate::domain::text::visible;
use crate::domain::words::{Milestone, Mode};

/// Six lines, each ended by a line break, with nothing hidden in them. The first begins with the mode; of what is
/// not live the others do too, so that a line quoted alone cannot be mistaken.
#[must_use]
pub fn chat_text(picture: &Picture<'_>) -> String {
    let mode = picture.identity.mode;
    let prefix = match mode {
        Mode::Live => String::new(),
        Mode::Planned | Mode::Drill => format!("{}: ", mode.banner()),
    };
    let lines = [
        head(picture),
        users(picture),
        work(picture),
        attention(picture),
        updates(picture),
        people(picture),
    ];
    let mut out = String::new();
    for (n, line) in lines.iter().enumerate() {
        let before = if n == 0 { "" } else { &prefix };
        out.push_str(visible(&format!("{before}{line}")).trim_end());
        out.push('\n');
    }
    out
}

fn head(picture: &Picture<'_>) -> String {
    let state = picture.incident.state();
    let stage = state.stage.get().map(|s| format!(", {s}"));
    let closed = picture
        .closed()
        .map(|t| format!(", CLOSED at {}", t.near(picture.now)));
    let drill = match picture.identity.mode {
        Mode::Drill => " (a rehearsal: nothing here is production)",
        Mode::Live | Mode::Planned => "",
    };
    format!(
        "{}: {} ({}){}{}{drill}",
        picture.banner(),
        picture.title(),
        picture.direction(),
        stage.unwrap_or_default(),
        closed.unwrap_or_default()
    )
}

fn users(picture: &Picture<'_>) -> String {
    let impact = picture.incident.state().impact.get();
    let impact = impact.and_then(|i| i.impact.as_deref());
    let clocks = &picture.clocks;
    let reached = |m| picture.incident.milestone(m).map(|t| t.near(picture.now));
    let since = clocks.downtime.map(|downtime| {
        let from = reached(Milestone::ImpactStart).unwrap_or_default();
        let to = reached(Milestone::ServiceRestored).filter(|_| !clocks.down);
        let (word, to) = match (clocks.down, to) {
            (true, _) => ("down", String::new()),
            (false, to) => (
                "was down",
                to.map(|to| format!(" to {to}")).unwrap_or_default(),
            ),
        };
        format!(", {word} {}, from {from}{to}", downtime.short())
    });
    let over = clocks
        .rto_over
        .map(|o| format!(", {} over the RTO", o.short()));
    format!(
        "Users: {}{}{}",
        impact.unwrap_or("impact not said yet"),
        since.unwrap_or_default(),
        over.unwrap_or_default()
    )
}

fn work(picture: &Picture<'_>) -> String {
    let board = &picture.board;
    let Some(row) = board.now() else {
        return match (&board.run, &board.aborted) {
            (_, Some(why)) => format!("Now: given up: {why}"),
            (Some(_), None) => format!("Now: all {} steps closed", board.total),
            (None, None) => "Now: triage, no checklist yet".to_owned(),
        };
    };
    let role = row.step.role.as_ref();
    let holder = role.and_then(|role| picture.incident.holder(role));
    let who = row.who().or(holder).map(|who| format!(", {who}"));
    let left = board.eta(picture.now).map(|eta| {
        let (least, most) = (eta.least.short(), eta.most.short());
        let range = if least == most {
            least
        } else {
            format!("{least} to {most}")
        };
        format!(", {range} of work left")
    });
    format!(
        "Now: {} {} ({}{}); {} of {} steps closed{}",
        row.number,
        row.title,
        row.state,
        who.unwrap_or_default(),
        board.done,
        board.total,
        left.unwrap_or_default()
    )
}

fn attention(picture: &Picture<'_>) -> String {
    match picture.alarms.as_slice() {
        [] => "Attention: nothing".to_owned(),
        [one] => format!("Attention: {}", one.text),
        [first, rest @ ..] => format!("Attention: {} (+{} more)", first.text, rest.len()),
    }
}

fn updates(picture: &Picture<'_>) -> String {
    let waits = waiting(picture.plan, picture.incident, picture.identity.mode);
    let stuck = |u: &UpdateClock| {
        let one = waits.iter().find(|w| w.queued.audience == u.audience)?;
        one.trouble.as_ref()?;
        Some(format!(
            "{} NOT OUT since {}",
            u.audience,
            one.at.near(picture.now)
        ))
    };
    let due = |u: &UpdateClock| {
        if let Some(stuck) = stuck(u) {
            return Some(stuck);
        }
        let at = u.due?;
        Some(match u.overdue(picture.now) {
            Some(over) => format!("{} OVERDUE {}", u.audience, over.calm()),
            None => format!("{} at {}", u.audience, at.near(picture.now)),
        })
    };
    let due: Vec<String> = picture.updates.iter().filter_map(due).collect();
    if due.is_empty() {
        return "Next updates: none due".to_owned();
    }
    format!("Next updates: {}", due.join(", "))
}

fn people(picture: &Picture<'_>) -> String {
    let roles = picture.plan.roles.iter().filter_map(|role| {
        let holder = picture.incident.holder(&role.id)?;
        Some(format!("{} {holder}", role.id))
    });
    let roles: Vec<String> = roles.collect();
    let roles = if roles.is_empty() {
        "nobody holds a role".to_owned()
    } else {
        roles.join(", ")
    };
    format!(
        "Who: {roles}; written {} UTC",
        picture.now.clock().trim_end_matches('Z')
    )
}
