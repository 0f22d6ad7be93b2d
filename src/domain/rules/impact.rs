//! What is asked of the impact, and how a part of it is changed.

use crate::domain::facts::ImpactSet;

/// One question: in words, with an example, and what was answered before.
pub type Question = (
    &'static str,
    &'static str,
    fn(&ImpactSet) -> Option<&String>,
);

/// The questions, in the order of the fact's data.
pub const QUESTIONS: [Question; 5] = [
    (
        "what do users suffer, in their words?",
        "Orders cannot be placed",
        |i| i.impact.as_ref(),
    ),
    ("who is hit?", "all shops in Europe", |i| i.scope.as_ref()),
    ("what is not?", "reading, and paid orders", |i| {
        i.unaffected.as_ref()
    }),
    ("what can users do meanwhile?", "order by phone", |i| {
        i.workaround.as_ref()
    }),
    ("is data at risk, or lost?", "no order is lost", |i| {
        i.data.as_ref()
    }),
];

/// What was known with what is said now over it; a text of nothing clears its part.
#[must_use]
pub fn merged(before: Option<&ImpactSet>, now: ImpactSet) -> ImpactSet {
    let part = |new: Option<String>, get: fn(&ImpactSet) -> Option<&String>| {
        let old = || before.and_then(get).cloned();
        new.or_else(old).filter(|text| !text.trim().is_empty())
    };
    ImpactSet {
        impact: part(now.impact, QUESTIONS[0].2),
        scope: part(now.scope, QUESTIONS[1].2),
        unaffected: part(now.unaffected, QUESTIONS[2].2),
        workaround: part(now.workaround, QUESTIONS[3].2),
        data: part(now.data, QUESTIONS[4].2),
    }
}
