//! A scenario file as it is written.

use crate::formats::toml::raw;
use toml::Spanned;

raw! {
    /// The top of the file.
    RawFile {
        dollar_schema ["$schema"]: String,
        schema: i64,
        scenario: RawScenario,
        at: Vec<Spanned<RawEvent>>,
    }
    RawScenario {
        id: String,
        title: String,
        checklist: String,
        from: String,
        to: String,
    }
    RawEvent {
        t: String,
        when_step: String,
        plus: String,
        probe: String,
        is: String,
        inject: String,
        provider: String,
        outcome: String,
        output: String,
        times: i64,
        dns: String,
        answer: String,
    }
}
