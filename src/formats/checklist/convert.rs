//! From a checklist file as it is written to the domain's checklist.

use super::raw::{RawFile, RawPhase, RawTargets, RawVariable, RawWindow};
use super::step::step;
use crate::domain::checklist::{Checklist, Phase, Targets, Variable, Window};
use crate::domain::ids::Id;
use crate::domain::words::ChecklistKind;
use crate::formats::plan::each;
use crate::formats::toml::{Reader, bare, map};

pub(super) fn checklist(raw: RawFile, r: &mut Reader<'_>) -> Checklist {
    r.schema(raw.schema);
    r.required(&raw.place, "checklist");
    r.required(&raw.place, "phase");
    let head = bare(raw.checklist).unwrap_or_default();
    let (id, title) = if r.has("checklist") {
        (
            r.own_id(&head.place, head.id),
            r.title(&head.place, "title", head.title),
        )
    } else {
        (Id::reduce(&r.source.name), r.source.name.clone())
    };
    r.names_of_values(raw.vars.as_ref(), &["each"]);
    let vars = bare(raw.vars).map(|named| named.0).unwrap_or_default();
    Checklist {
        kind: r
            .word(head.kind, ChecklistKind::ALL, ChecklistKind::as_str)
            .unwrap_or(ChecklistKind::Runbook),
        owner: bare(head.owner),
        reviewed: r.date(head.reviewed),
        lint_ok: map(head.lint_ok),
        targets: targets(bare(raw.targets).unwrap_or_default(), r),
        vars: vars
            .into_iter()
            .map(|(name, var)| (name.into_inner(), variable(var.into_inner(), r)))
            .collect(),
        phases: each(raw.phase).map(|p| phase(p, r)).collect(),
        id,
        title,
    }
}

fn targets(raw: RawTargets, r: &mut Reader<'_>) -> Targets {
    Targets {
        rto: r.span(raw.rto),
        rpo: r.span(raw.rpo),
        decide_by: r.span(raw.decide_by),
    }
}

fn variable(raw: RawVariable, r: &mut Reader<'_>) -> Variable {
    const ASK: [&str; 2] = ["at-start", "when-needed"];
    Variable {
        prompt: r.title(&raw.place, "prompt", raw.prompt),
        pattern: bare(raw.pattern),
        at_start: r.word(raw.ask, &ASK, |w| w) == Some("at-start"),
        secret: bare(raw.secret).unwrap_or(false),
        default: bare(raw.default),
    }
}

fn phase(raw: RawPhase, r: &mut Reader<'_>) -> Phase {
    let id = r.own_id(&raw.place, raw.id);
    Phase {
        title: r.title(&raw.place, "title", raw.title),
        window: bare(raw.window).map(|w| window(w, r)),
        tight: r.some_span(raw.tight),
        abort_if: bare(raw.abort_if),
        abort_to: raw.abort_to.map(|to| r.id(to)),
        lint_ok: map(raw.lint_ok),
        steps: each(raw.step).map(|s| step(s, r)).collect(),
        id,
    }
}

fn window(raw: RawWindow, r: &mut Reader<'_>) -> Window {
    let to_span = raw.to.as_ref().map(toml::Spanned::span);
    let window = Window {
        from: r.span(raw.from),
        to: r.span(raw.to),
    };
    if let (Some(from), Some(to), Some(at)) = (window.from, window.to, to_span)
        && to <= from
    {
        r.error(
            "out-of-bounds",
            &at,
            "the window ends before it begins".to_owned(),
            "write from < to",
        );
    }
    window
}
