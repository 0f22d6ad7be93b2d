//! A provider's values in the description of a probe.

use crate::domain::fill::{Filled, Value, fill};
use crate::domain::plan::Provider;

/// Fills `{{provider.id}}`, `{{provider.name}}` and the provider's own values. A witness has no provider: there
/// every such name is missing.
#[must_use]
pub fn fill_in(template: &str, provider: Option<&Provider>) -> Filled {
    fill(template, |name| {
        let Some(name) = name.strip_prefix("provider.") else {
            return Value::Foreign;
        };
        let found = provider.and_then(|p| match name {
            "id" => Some(p.id.as_str()),
            "name" => Some(p.name.as_str()),
            name => p.vars.get(name).map(String::as_str),
        });
        found.map_or(Value::Missing, |text| Value::Is(text.to_owned()))
    })
}
