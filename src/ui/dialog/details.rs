//! All of a step: what was planned and what became of it.

use super::output;
use super::text::hard;
use super::told::told;
use super::{labelled, scrolled, sheet};
use crate::cockpit::Model;
use crate::domain::checklist::{Step, WaitFor};
use crate::domain::ids::Id;
use crate::domain::rules::sense::condition;
use crate::domain::rules::{Known, StepRow};
use crate::domain::text::{code_points, is_hidden};
use crate::domain::time::Span;
use crate::domain::words::{StepKind, StepState};
use crate::formats::theme::Role;
use crate::ui::now;
use crate::ui::paint::Row;
use crate::ui::theme::Theme;
use crate::ui::words::planned;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a step.
pub(super) fn render(
    frame: &mut Frame<'_>,
    over: Rect,
    (step, top): (&Id, usize),
    model: &Model,
    theme: &Theme,
) {
    let Some(row) = model.board.step(step) else {
        sheet(frame, over, "This step is gone", 0, theme);
        return;
    };
    let mut list = List {
        rows: Vec::new(),
        width: usize::from(over.width),
        theme,
    };
    standing(&mut list, model, row);
    sensed(&mut list, model, row);
    for (label, text, look) in told(model, row) {
        list.add(label, &text, look);
    }
    command(&mut list, model, row);
    texts(&mut list, model, row);
    plan(&mut list, model, &row.step);
    let title = format!("{} {} ({})", row.number, row.title, row.step.id);
    let inner = sheet(frame, over, &title, list.rows.len(), theme);
    scrolled(frame, inner, &list.rows, top, theme);
}

/// Labels and texts, one under the other.
struct List<'a> {
    rows: Vec<Row>,
    width: usize,
    theme: &'a Theme,
}

impl List<'_> {
    fn add(&mut self, label: &str, text: &str, look: Role) {
        if !text.is_empty() {
            self.rows
                .extend(labelled(label, text, self.width, look, self.theme));
        }
    }

    fn some(&mut self, label: &str, text: Option<String>) {
        self.add(label, &text.unwrap_or_default(), Role::Text);
    }
}

/// What became of it.
fn standing(list: &mut List<'_>, model: &Model, row: &StepRow) {
    let mut words = row.state.to_string();
    if row.state == StepState::Deferred {
        words.push_str(", back at its phase's end");
    }
    if let Some(since) = row.since {
        words.push_str(&format!(" since {}", since.clock()));
    }
    if let Some(by) = &row.by {
        words.push_str(&format!(", said by {by}"));
    }
    if let Some(took) = row.took() {
        words.push_str(&format!(", took {}", took.clock()));
    }
    if let Some(until) = row.until {
        words.push_str(&format!(", until {}", until.clock()));
    }
    let look = if row.state == StepState::Failed {
        Role::Failed
    } else {
        Role::Text
    };
    list.add("state", &words, look);
    for (who, state) in &row.rivals {
        list.add(
            "also",
            &format!("{state} by {who}, at the same time"),
            Role::Alarm,
        );
    }
    list.some("value", row.value.clone());
    list.some("evidence", row.evidence.clone());
    list.some("reason", row.reason.clone());
    if row.unproven {
        list.add(
            "unproven",
            "closed without proof: stays an open obligation",
            Role::Warn,
        );
    }
    if let Some(job) = &row.job {
        let key = if job.simulated {
            ""
        } else {
            "; o shows what it printed"
        };
        list.add(
            "command",
            &format!("{}{key}", output::how(model, job)),
            Role::Text,
        );
        let last = model.runner.outputs.get(&job.id).and_then(|p| p.last());
        list.some("last line", last);
    }
    let back = row.back.map(|t| format!(", back at {}", t.clock()));
    let holder = row.holder.as_ref();
    list.some(
        "held by",
        holder.map(|who| format!("{who}{}", back.unwrap_or_default())),
    );
    list.add("confirmed", &row.confirmed.join(", "), Role::Text);
    if !row.unmet.is_empty() {
        list.add("waits for", &row.unmet.join(", "), Role::Warn);
    }
    amended(list, row);
}

/// What was changed live: by whom, and what it was before.
fn amended(list: &mut List<'_>, row: &StepRow) {
    let by = |word: &str, who: &Option<String>| who.as_ref().map(|who| format!("{word} by {who}"));
    let live = [
        by("added live", &row.amended.added_by),
        by("edited live", &row.amended.edited_by),
    ];
    let live: Vec<String> = live.into_iter().flatten().collect();
    list.add("changed", &live.join(", "), Role::News);
    let (title, command) = row.amended.changed_from(&row.step);
    list.some("was", title.map(str::to_owned));
    list.some(
        "was",
        command.map(|c| format!("$ {}", code_points(c, false))),
    );
    for (who, theirs) in &row.amended.rival_edits {
        let words = format!("{who} made of it at the same time: {theirs}");
        list.add("also", &words, Role::Alarm);
    }
    if let Some((who, why)) = &row.amended.struck_by {
        let why = why.as_deref().unwrap_or("no reason given");
        let (word, look) = match (row.struck, row.amended.strike_contested) {
            (true, _) => ("struck", Role::News),
            (false, true) => ("struck at the same time", Role::Alarm),
            (false, false) => ("was struck", Role::Dim),
        };
        list.add("struck", &format!("{word} by {who}: {why}"), look);
    }
}

/// What the own probe says of it now, and since when it does not hold any more.
fn sensed(list: &mut List<'_>, model: &Model, row: &StepRow) {
    let stand = model.senses.of(&row.step.id);
    let Some((stand, on)) = stand.zip(condition(&row.step)) else {
        return;
    };
    if let Some(since) = stand.lost {
        let words = format!("since {}: it was true when it was closed", since.clock());
        list.add("LOST", &words, Role::Alarm);
    }
    let already = if stand.already {
        "; it was true before this step's turn"
    } else {
        ""
    };
    let words = format!("{}{already}", stand.sensing.said(on));
    list.add("its probe", &words, Role::Text);
    list.some("by hand", stand.by_hand.map(str::to_owned));
}

/// The command from the first column, broken hard, with nothing added.
fn command(list: &mut List<'_>, model: &Model, row: &StepRow) {
    let Some(command) = model.board.command(row) else {
        return;
    };
    let style = |role| list.theme.style(role);
    list.rows.push(Row::new());
    for line in hard(&command.text, list.width) {
        list.rows.push(Row::new().add(line, style(Role::Command)));
    }
    list.rows.push(Row::new());
    let visible = |c: char| is_hidden(c) && !matches!(c, '\n' | '\t');
    if command.text.contains(visible) {
        list.add(
            "hidden",
            "it holds characters that do not show: they stand as <U+....>",
            Role::Alarm,
        );
    }
    for name in &command.missing {
        list.add(
            "missing",
            &format!("{name} has no value yet: v fills it"),
            Role::Warn,
        );
    }
    for name in &command.unsafe_values {
        list.add(
            "unsafe",
            &format!("the value of {name} is not safe in a command"),
            Role::Bad,
        );
    }
}

/// What was written for people.
fn texts(list: &mut List<'_>, model: &Model, row: &StepRow) {
    let step = &row.step;
    let text = |t: &String| model.board.names.text(t);
    list.add(
        "warning",
        &step.warn.as_ref().map(text).unwrap_or_default(),
        Role::Warn,
    );
    list.some("expect", step.expect.as_ref().map(text));
    list.some("undo", step.undo.as_ref().map(text));
    list.some(
        "undo step",
        step.undo_step.as_ref().map(|id| number(model, id)),
    );
    if step.irreversible {
        list.add("NO UNDO", now::guard(model, row).trim_end(), Role::Bad);
    }
    list.some("note", step.note.as_ref().map(text));
    list.some("when", step.when.as_ref().map(text));
    for link in &step.links {
        list.add("link", link, Role::Text);
    }
    if let Some(decision) = &step.decision {
        list.add("question", &text(&decision.question), Role::Text);
        for option in &decision.options {
            list.add(
                "",
                &format!("{}  {}", option.key, text(&option.label)),
                Role::Text,
            );
        }
        list.some(
            "deadline",
            decision
                .deadline
                .map(|d| format!("{} after declared", planned(d))),
        );
    }
    for record in &step.record {
        let prompt = record.prompt.as_ref().unwrap_or(&record.name);
        list.add(
            "write down",
            &format!("{prompt} ({})", record.kind),
            Role::Text,
        );
    }
}

/// How it was planned.
fn plan(list: &mut List<'_>, model: &Model, step: &Step) {
    if step.kind != StepKind::Do {
        list.add("kind", step.kind.as_str(), Role::Text);
    }
    let role = step.role.as_ref().map(|id| {
        let name = model.plan.role(id).map_or(id.as_str(), |r| &r.name);
        let holder = model.incident.holder(id).unwrap_or("nobody");
        format!("{name}: {holder}")
    });
    list.some("role", role);
    list.some("side", step.side.map(|side| now::place(model, side)));
    let known = model
        .board
        .step(&step.id)
        .and_then(|row| model.board.known(row));
    list.some("planned", time(step.takes, step.timebox));
    list.some("so far", known.map(median));
    let after: Vec<String> = step.after.iter().map(|id| number(model, id)).collect();
    list.add("after", &after.join(", "), Role::Text);
    list.some("wait", step.wait.as_ref().map(|w| wait(&w.what, w.timeout)));
    let sensed = step.sensed.as_ref();
    list.some(
        "sensed",
        sensed.map(|s| format!("{} is {}, {} in a row", s.probe, s.is, s.stable)),
    );
    list.some("milestone", step.milestone.map(|m| m.to_string()));
    list.some(
        "opens",
        step.opens
            .as_ref()
            .map(|id| format!("{id}: stays open until a step closes it")),
    );
    list.some("closes", step.closes.as_ref().map(ToString::to_string));
    let marks = [
        (step.critical, "critical"),
        (step.optional, "optional"),
        (step.waivable, "waivable"),
        (step.unproven, "may be closed unproven"),
    ];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| word)
        .collect();
    list.add("marked", &marks.join(", "), Role::Text);
    list.some(
        "due",
        step.due.map(|d| format!("{} after the run", planned(d))),
    );
    list.some(
        "in a drill ",
        step.rehearse.as_ref().map(|r| r.how.to_string()),
    );
    list.some("progress", step.progress.clone());
}

fn time(takes: Option<Span>, timebox: Option<Span>) -> Option<String> {
    match (takes, timebox) {
        (Some(takes), Some(limit)) => Some(format!(
            "{}, said when over {}",
            planned(takes),
            planned(limit)
        )),
        (Some(takes), None) => Some(planned(takes)),
        (None, Some(limit)) => Some(format!("said when over {}", planned(limit))),
        (None, None) => None,
    }
}

/// `median 1:12 of 4 runs`
fn median(known: Known) -> String {
    let runs = if known.runs == 1 { "run" } else { "runs" };
    format!(
        "median {} of {} earlier {runs}",
        known.median.clock(),
        known.runs
    )
}

fn wait(what: &WaitFor, timeout: Option<Span>) -> String {
    let limit = timeout.map(|t| format!("; too long after {}", planned(t)));
    format!("{}{}", now::waits(what), limit.unwrap_or_default())
}

fn number(model: &Model, id: &Id) -> String {
    model
        .board
        .step(id)
        .map_or_else(|| id.to_string(), |s| format!("{} {}", s.number, s.title))
}
