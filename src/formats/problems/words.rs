//! The wording of problems: foreign text is quoted, cut and made visible before it is said.

use crate::domain::text::visible;

/// The longest foreign text said in a problem, in characters.
const LONGEST: usize = 60;

/// Foreign text for a sentence: in quotes, nothing hidden, not longer than a line can bear.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("\"{}\"", visible(&shown))
}

/// The known name nearest to `given`, when one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > 2 * LONGEST {
        return None;
    }
    let lower = given.to_ascii_lowercase().replace('-', "_");
    let reach = 1 + given.chars().count() / 4;
    known
        .into_iter()
        .map(|name| {
            let same = name.to_ascii_lowercase().replace('-', "_");
            (strsim::damerau_levenshtein(&lower, &same), name)
        })
        .filter(|(distance, name)| *distance <= reach && *distance < name.chars().count())
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let known = ["command", "confirm_by", "critical", "role"];
        assert_eq!(nearest("comand", known), Some("command"));
        assert_eq!(nearest("confirm-by", known), Some("confirm_by"));
        assert_eq!(nearest("Role", known), Some("role"));
        assert_eq!(nearest("zzzzzz", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }

    #[test]
    fn what_is_said_hides_nothing_and_ends() {
        assert_eq!(quoted("a\u{1b}[2J\u{202e}b"), "\"a·[2J·b\"");
        assert_eq!(quoted(&"x".repeat(1000)).chars().count(), 63);
    }
}
