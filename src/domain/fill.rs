//! `{{name}}` in titles, commands and probes: only declared names are replaced, once; all other braces
//! (Go, Jinja, Ansible) stay untouched. Nothing is quoted by us.

use std::collections::BTreeSet;

/// What became of a template.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    /// The text, with every name that has a value replaced.
    pub text: String,
    /// Declared names that have no value yet: the text must not be copied or run.
    pub missing: BTreeSet<String>,
    /// Names whose value holds a character outside the safe set for commands.
    pub unsafe_values: BTreeSet<String>,
}

/// What a name stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// This text.
    Is(String),
    /// This text, whatever its characters: its own pattern admits it.
    Admitted(String),
    /// Declared, not known yet.
    Missing,
    /// Not a name of ours: the braces stay.
    Foreign,
}

/// Whether a value is one a variable's pattern admits: all of it, on one line, with nothing hidden in it. A pattern
/// that fits somewhere inside would let a shell's characters in beside it.
#[must_use]
pub fn admits(pattern: &str, value: &str) -> bool {
    let whole = regex::Regex::new(&format!(r"\A(?:{pattern})\z"));
    !value.contains(crate::domain::text::is_hidden) && whole.is_ok_and(|w| w.is_match(value))
}

/// Replaces each `{{name}}` by what `lookup` says of `name`.
#[must_use]
pub fn fill(template: &str, lookup: impl Fn(&str) -> Value) -> Filled {
    let mut out = Filled::default();
    let mut rest = template;
    while let Some(open) = rest.find("{{") {
        let (before, inside) = rest.split_at(open);
        out.text.push_str(before);
        let Some((name, value, after)) = placeholder(inside, &lookup) else {
            out.text.push_str("{{");
            rest = &inside[2..];
            continue;
        };
        let braces = &inside[..inside.len() - after.len()];
        match value {
            Value::Is(text) => {
                if !text.chars().all(is_safe) {
                    out.unsafe_values.insert(name.to_owned());
                }
                out.text.push_str(&text);
            }
            Value::Admitted(text) => out.text.push_str(&text),
            Value::Missing => {
                out.missing.insert(name.to_owned());
                out.text.push_str(braces);
            }
            Value::Foreign => out.text.push_str(braces),
        }
        rest = after;
    }
    out.text.push_str(rest);
    out
}

/// The declared-looking names in a template, in order of appearance, with the byte where each begins.
#[must_use]
pub fn names(template: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find("{{") {
        let start = at + open;
        if let Some((name, after)) = name_in(&template[start..]) {
            found.push((start, name));
            at = template.len() - after.len();
        } else {
            at = start + 2;
        }
    }
    found
}

fn placeholder<'a>(
    text: &'a str,
    lookup: &impl Fn(&str) -> Value,
) -> Option<(&'a str, Value, &'a str)> {
    let (name, after) = name_in(text)?;
    Some((name, lookup(name), after))
}

/// `{{name}}` at the beginning of `text`: the name and what follows. Spaces inside are not ours.
fn name_in(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix("{{")?.split_once("}}")?;
    let ours = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (!name.is_empty() && name.bytes().all(ours)).then_some((name, after))
}

/// Characters a value may hold inside a command without its pattern admitting it.
#[must_use]
pub fn is_safe(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._:/@%+,=-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_admits_a_value_only_as_a_whole() {
        assert!(admits("[a-z ]+", "a b"));
        assert!(admits("a|b", "b"));
        for value in ["x; rm -rf /", "a b\n", "a\u{202e}b", ""] {
            assert!(!admits("[a-z ]+", value), "{value:?}");
        }
        assert!(
            !admits("(", "("),
            "a pattern that does not read admits nothing"
        );
    }

    fn lookup(name: &str) -> Value {
        match name {
            "from.name" => Value::Is("42A".into()),
            "evil" => Value::Is("x; rm -rf /".into()),
            "ticket" => Value::Missing,
            "again" => Value::Is("{{from.name}}".into()),
            _ => Value::Foreign,
        }
    }

    #[test]
    fn only_declared_names_are_replaced_and_only_once() {
        let f = fill(
            "a {{from.name}} {{ .Values.x }} {{other}} {{again}} {{",
            lookup,
        );
        assert_eq!(f.text, "a 42A {{ .Values.x }} {{other}} {{from.name}} {{");
        assert!(f.missing.is_empty());
    }

    #[test]
    fn missing_and_unsafe_values_are_named() {
        let f = fill("{{ticket}} {{evil}}", lookup);
        assert_eq!(f.text, "{{ticket}} x; rm -rf /");
        assert!(f.missing.contains("ticket"));
        assert!(f.unsafe_values.contains("evil"));
    }

    #[test]
    fn names_are_found_where_they_stand() {
        assert_eq!(
            names("x {{a.b}} {{ no }} {{c}}"),
            vec![(2, "a.b"), (19, "c")]
        );
    }
}
