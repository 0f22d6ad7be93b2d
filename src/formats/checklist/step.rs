//! One step: its sub-tables and what its kind asks of them.

use super::raw::{RawBulletin, RawDecision, RawRecord, RawRehearse, RawSensed, RawStep, RawWait};
use crate::domain::checklist::{
    BulletinStep, Decision, DecisionOption, Record, Rehearse, Sensed, Step, Wait, WaitFor,
};
use crate::domain::time::Span;
use crate::domain::words::{Milestone, Rehearsal, Side, Stage, StepKind};
use crate::formats::plan::each;
use crate::formats::problems::quoted;
use crate::formats::toml::{Reader, Whereabouts, bare, texts};

/// Results in a row that count as stable, where the step does not say.
const STABLE: u32 = 3;

pub(super) fn step(raw: RawStep, r: &mut Reader<'_>) -> Step {
    let id = r.own_id(&raw.place, raw.id);
    let title = r.title(&raw.place, "title", raw.title);
    let mut step = Step::plain(id, title);
    step.kind = r
        .word(raw.kind, StepKind::ALL, StepKind::as_str)
        .unwrap_or(StepKind::Do);
    kind_fits(step.kind, &raw.place, r);
    step.role = raw.role.map(|role| r.id(role));
    step.side = r.word(raw.side, Side::ALL, Side::as_str);
    one_script(&raw.place, r);
    step.command = bare(raw.command);
    step.shell = bare(raw.shell);
    step.expect = bare(raw.expect);
    step.undo = bare(raw.undo);
    step.undo_step = raw.undo_step.map(|id| r.id(id));
    step.takes = r.span(raw.takes);
    step.timebox = r.some_span(raw.timebox);
    step.after = r.ids(raw.after);
    step.critical = bare(raw.critical).unwrap_or(false);
    step.irreversible = bare(raw.irreversible).unwrap_or(false);
    step.confirm_by = raw.confirm_by.map(|id| r.id(id));
    step.optional = bare(raw.optional).unwrap_or(false);
    step.waivable = bare(raw.waivable).unwrap_or(false);
    step.unproven = bare(raw.unproven).unwrap_or(false);
    step.milestone = r.word(raw.milestone, Milestone::ALL, Milestone::as_str);
    step.opens = raw.opens.map(|id| r.id(id));
    step.closes = raw.closes.map(|id| r.id(id));
    step.each = texts(raw.each);
    step.sub = texts(raw.sub);
    step.due = r.span(raw.due);
    step.links = texts(raw.links);
    step.warn = bare(raw.warn);
    step.note = bare(raw.note);
    step.when = bare(raw.when);
    step.progress = bare(raw.progress);
    step.record = each(raw.record)
        .map(|record| self::record(record, r))
        .collect();
    step.decision = bare(raw.decision).map(|d| decision(d, r));
    step.wait = bare(raw.wait).and_then(|w| wait(w, r));
    step.sensed = bare(raw.sensed).map(|s| sensed(s, r));
    step.rehearse = bare(raw.rehearse).map(|re| rehearse(re, r));
    step.bulletin = bare(raw.bulletin).map(|b| bulletin(b, r));
    step
}

/// A decision has its question, a wait what it waits for; other kinds have neither.
fn kind_fits(kind: StepKind, place: &Whereabouts, r: &mut Reader<'_>) {
    for (table, owner) in [("decision", StepKind::Decision), ("wait", StepKind::Wait)] {
        let there = r.spots.get(&place.at.path(table)).cloned();
        match there {
            None if kind == owner => r.required(place, table),
            Some(spot) if kind != owner => {
                let what = format!("a step of the kind {kind} has no {}", quoted(table));
                r.unknown(
                    "wrong-kind",
                    &spot.key,
                    what,
                    &format!("write kind = \"{owner}\", or take it out"),
                );
            }
            _ => {}
        }
    }
}

fn one_script(place: &Whereabouts, r: &mut Reader<'_>) {
    if r.has(&place.at.path("command"))
        && let Some(spot) = r.spots.get(&place.at.path("shell")).cloned()
    {
        let what = "the step has a command and a shell script".to_owned();
        r.error(
            "two-commands",
            &spot.key,
            what,
            "keep one: command for one line, shell for several",
        );
    }
}

fn record(raw: RawRecord, r: &mut Reader<'_>) -> Record {
    const KINDS: [&str; 5] = ["text", "int", "float", "time", "choice"];
    Record {
        name: r.title(&raw.place, "name", raw.name),
        kind: r.word(raw.kind, &KINDS, |k| k).unwrap_or("text").to_owned(),
        prompt: bare(raw.prompt),
        choices: texts(raw.choices),
    }
}

fn decision(raw: RawDecision, r: &mut Reader<'_>) -> Decision {
    r.required(&raw.place, "options");
    let mut options: Vec<DecisionOption> = Vec::new();
    for raw in each(raw.options) {
        let key_at = raw.key.as_ref().map(toml::Spanned::span);
        let key = r.title(&raw.place, "key", raw.key);
        if let Some(at) = key_at {
            if options.iter().any(|o| o.key == key) {
                r.error(
                    "duplicate-id",
                    &at,
                    format!("two options have the key {}", quoted(&key)),
                    "give each its own",
                );
            } else if key.chars().count() != 1 {
                r.error(
                    "bad-key",
                    &at,
                    format!("{} is not one key", quoted(&key)),
                    "write one character",
                );
            }
        }
        options.push(DecisionOption {
            key,
            label: r.title(&raw.place, "label", raw.label),
            goto: raw.goto.map(|id| r.id(id)),
            again_in: r.some_span(raw.again_in),
        });
    }
    Decision {
        question: r.title(&raw.place, "question", raw.question),
        deadline: r.span(raw.deadline),
        quorum: r.ids(raw.quorum),
        options,
    }
}

fn wait(raw: RawWait, r: &mut Reader<'_>) -> Option<Wait> {
    let given = [
        raw.fixed.is_some(),
        raw.ttl_of.is_some(),
        raw.until.is_some(),
    ];
    if given.iter().filter(|there| **there).count() != 1 {
        let what = format!(
            "{} does not say one thing to wait for",
            raw.place.at.shown()
        );
        let at = raw.place.span.clone();
        r.error("wrong-wait", &at, what, "write one of: for, ttl_of, until");
    }
    let timeout = r.some_span(raw.timeout);
    if raw.until.is_some() {
        r.required(&raw.place, "is");
    }
    let stable = r.number(raw.stable, 1, 1000).unwrap_or(STABLE);
    let what = if let Some(name) = raw.ttl_of {
        WaitFor::TtlOf(name.into_inner())
    } else if let Some(probe) = raw.until {
        WaitFor::Until(Sensed {
            probe: probe.into_inner(),
            is: bare(raw.is).unwrap_or_default(),
            stable,
        })
    } else {
        WaitFor::Fixed(r.some_span(raw.fixed).unwrap_or(Span::ZERO))
    };
    Some(Wait { what, timeout })
}

fn sensed(raw: RawSensed, r: &mut Reader<'_>) -> Sensed {
    Sensed {
        probe: r.title(&raw.place, "probe", raw.probe),
        is: r.title(&raw.place, "is", raw.is),
        stable: r.number(raw.stable, 1, 1000).unwrap_or(STABLE),
    }
}

fn rehearse(raw: RawRehearse, r: &mut Reader<'_>) -> Rehearse {
    r.required(&raw.place, "how");
    Rehearse {
        how: r
            .word(raw.how, Rehearsal::ALL, Rehearsal::as_str)
            .unwrap_or(Rehearsal::Simulate),
        takes: r.span(raw.takes),
        output: bare(raw.output),
    }
}

fn bulletin(raw: RawBulletin, r: &mut Reader<'_>) -> BulletinStep {
    BulletinStep {
        state: r.word(raw.state, Stage::ALL, Stage::as_str),
        audience: raw.audience.map(|id| r.id(id)),
        template: bare(raw.template),
    }
}
