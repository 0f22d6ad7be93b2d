//! What an HTTP answer says, by the plan. Pure.

use super::cause::short;
use super::http::Answer;
use crate::domain::plan::HttpCheck;
use crate::domain::probe::Finding;
use crate::domain::time::Span;

/// What an answer says, by the plan.
pub(super) fn judge(check: &HttpCheck, answer: &Answer) -> (Finding, String) {
    let status = answer.status;
    let fits = if check.status.is_empty() {
        (200..300).contains(&status)
    } else {
        check.status.contains(&status)
    };
    if !fits {
        return (Finding::Bad, status.to_string());
    }
    let Some(text) = check.body_contains.as_deref().filter(|t| !t.is_empty()) else {
        return (Finding::Good, status.to_string());
    };
    let text = text.as_bytes();
    if answer.body.windows(text.len()).any(|part| part == text) {
        return (Finding::Good, status.to_string());
    }
    let part = if answer.cut { "64 KiB" } else { "body" };
    let text: String = String::from_utf8_lossy(text).chars().take(20).collect();
    (Finding::Bad, format!("{part} without \"{text}\""))
}

/// A good answer that took longer than the plan allows is poor.
pub(super) fn slow(
    judged: (Finding, String),
    latency: Span,
    degraded_over: Option<Span>,
) -> (Finding, String) {
    match judged {
        (Finding::Good, words) if degraded_over.is_some_and(|over| latency > over) => {
            (Finding::Poor, format!("{words} in {}", short(latency)))
        }
        other => other,
    }
}
