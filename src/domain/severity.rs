//! How bad it is: one word, one spelling, whoever typed it.

use crate::domain::plan::Plan;
use crate::domain::text::is_hidden;

/// Levels that every plan knows, the worst first.
pub const USUAL: [&str; 3] = ["SEV1", "SEV2", "SEV3"];

/// The usual levels and those the plan's cadences name.
#[must_use]
pub fn levels(plan: &Plan) -> Vec<String> {
    let cadences = plan.audiences.iter().flat_map(|a| &a.cadence);
    let named = cadences.filter_map(|c| c.severity.clone());
    distinct(USUAL.map(str::to_owned).into_iter().chain(named))
}

/// Each level once, in alphabetical order.
#[must_use]
pub fn distinct(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut levels: Vec<String> = Vec::new();
    for level in all {
        if levels.iter().all(|known| !same(known, &level)) {
            levels.push(level);
        }
    }
    levels.sort();
    levels
}

/// The level somebody typed, as the plan spells it: `sev1` and `1` are `SEV1`.
///
/// # Errors
/// When there is no such level: which there are, in words.
pub fn level(text: &str, plan: &Plan) -> Result<String, String> {
    let levels = levels(plan);
    let known = levels.iter().find(|l| same(l, text)).cloned();
    let counted = || Some(one_spelling(text)).filter(|l| is_counted(l));
    known.or_else(counted).ok_or_else(|| {
        let text: String = text.chars().filter(|c| !is_hidden(*c)).take(16).collect();
        format!("no severity {text:?}: {}", levels.join(", "))
    })
}

/// Whether two words name one level.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    one_spelling(a).eq_ignore_ascii_case(&one_spelling(b))
}

/// `sev2`, `Sev 2` and `2` as `SEV2`; any other word as it is.
#[must_use]
pub fn one_spelling(text: &str) -> String {
    let text = text.trim();
    let (word, number) = text.split_at(text.len() - usize::from(text.ends_with(digit)));
    let word = word.trim_end();
    if !number.is_empty() && (word.is_empty() || word.eq_ignore_ascii_case("sev")) {
        return format!("SEV{number}");
    }
    text.to_owned()
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_counted(level: &str) -> bool {
    level
        .strip_prefix("SEV")
        .is_some_and(|n| n.len() == 1 && n.ends_with(digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use crate::domain::plan::{Audience, Cadence};
    use crate::domain::time::Span;

    #[test]
    fn a_level_has_one_spelling_and_what_is_none_is_refused() {
        let plan = Plan::default();
        for typed in ["SEV1", "sev1", "Sev 1", "1", " 1 "] {
            assert_eq!(level(typed, &plan).as_deref(), Ok("SEV1"), "{typed}");
        }
        assert_eq!(level("sev4", &plan).as_deref(), Ok("SEV4"));
        for typed in ["banana", "", "12", "SEV", "SEVé", "é", "sev12"] {
            let refused = level(typed, &plan).unwrap_err();
            assert!(refused.ends_with("SEV1, SEV2, SEV3"), "{refused}");
        }
    }

    #[test]
    fn a_plan_that_names_its_own_levels_is_understood() {
        let mut plan = Plan::default();
        let mut cadence = Cadence::always(Span::minutes(5));
        cadence.severity = Some("Major".to_owned());
        let name = Id::new("internal").unwrap();
        plan.audiences = vec![Audience::plain(name, "Internal", vec![cadence])];
        assert_eq!(level("major", &plan).as_deref(), Ok("Major"));
    }
}
