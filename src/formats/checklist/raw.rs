//! A checklist file as it is written.

use crate::formats::toml::{Date, Named, raw};
use toml::Spanned;

type Many<T> = Vec<Spanned<T>>;

raw! {
    /// The top of the file.
    RawFile {
        dollar_schema ["$schema"]: String,
        schema: i64,
        checklist: RawChecklist,
        targets: RawTargets,
        vars: Named<RawVariable>,
        phase: Many<RawPhase>,
    }
    RawChecklist {
        id: String,
        title: String,
        kind: String,
        owner: String,
        reviewed: Date,
        lint_ok: Named<String>,
    }
    RawTargets {
        rto: String,
        rpo: String,
        decide_by: String,
    }
    RawVariable {
        prompt: String,
        pattern: String,
        ask: String,
        secret: bool,
        default: String,
    }
    RawPhase {
        id: String,
        title: String,
        window: RawWindow,
        tight: String,
        abort_if: String,
        abort_to: String,
        lint_ok: Named<String>,
        step: Many<RawStep>,
    }
    RawWindow {
        from: String,
        to: String,
    }
    RawStep {
        id: String,
        title: String,
        kind: String,
        role: String,
        side: String,
        command: String,
        shell: String,
        expect: String,
        undo: String,
        undo_step: String,
        takes: String,
        timebox: String,
        after: Many<String>,
        critical: bool,
        irreversible: bool,
        confirm_by: String,
        optional: bool,
        waivable: bool,
        unproven: bool,
        milestone: String,
        opens: String,
        closes: String,
        each: Many<String>,
        sub: Many<String>,
        due: String,
        links: Many<String>,
        warn: String,
        note: String,
        when: String,
        progress: String,
        record: Many<RawRecord>,
        decision: RawDecision,
        wait: RawWait,
        sensed: RawSensed,
        rehearse: RawRehearse,
        bulletin: RawBulletin,
    }
    RawRecord {
        name: String,
        kind ["type"]: String,
        prompt: String,
        choices: Many<String>,
    }
    RawDecision {
        question: String,
        deadline: String,
        quorum: Many<String>,
        options: Many<RawOption>,
    }
    RawOption {
        key: String,
        label: String,
        goto: String,
        again_in: String,
    }
    RawWait {
        fixed ["for"]: String,
        ttl_of: String,
        until: String,
        is: String,
        stable: i64,
        timeout: String,
    }
    RawSensed {
        probe: String,
        is: String,
        stable: i64,
    }
    RawRehearse {
        how: String,
        takes: String,
        output: String,
    }
    RawBulletin {
        state: String,
        audience: String,
        template: String,
    }
}
