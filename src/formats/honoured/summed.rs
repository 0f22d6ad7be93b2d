//! What is not honoured, summed up: a line for each field, with the first place and how many more there are.

use crate::domain::problem::Problem;

/// One line a field, in the order of their first places.
#[must_use]
pub fn summed(problems: &[Problem]) -> Vec<String> {
    let mut fields: Vec<(&Problem, usize)> = Vec::new();
    for problem in problems {
        let same = |(first, _): &&mut (&Problem, usize)| {
            first.what == problem.what && first.remedy == problem.remedy
        };
        match fields.iter_mut().find(same) {
            Some((_, more)) => *more += 1,
            None => fields.push((problem, 0)),
        }
    }
    let line = |(first, more): (&Problem, usize)| match more {
        0 => first.to_string(),
        1 => format!("{first} (and at 1 more place)"),
        more => format!("{first} (and at {more} more places)"),
    };
    fields.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::{Place, Severity};

    #[test]
    fn a_field_is_one_line_with_its_first_place_and_a_count() {
        let at = |line: usize, what: &str| Problem {
            severity: Severity::NotHonoured,
            code: "not-honoured",
            place: Place {
                file: "plan.toml".into(),
                line,
                ..Place::default()
            },
            what: what.into(),
            remedy: "it is shown only".into(),
        };
        let all = [
            at(1, "a"),
            at(2, "b"),
            at(3, "a"),
            at(4, "c"),
            at(5, "a"),
            at(6, "c"),
        ];
        let lines = summed(&all);
        let expected = [
            "plan.toml:1: a; it is shown only (and at 2 more places)",
            "plan.toml:2: b; it is shown only",
            "plan.toml:4: c; it is shown only (and at 1 more place)",
        ];
        assert_eq!(lines, expected);
    }
}
