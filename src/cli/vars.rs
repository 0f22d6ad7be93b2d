//! Variables of a checklist, given on the command line.

use super::fail::Fail;
use super::plans::with_known;
use crate::domain::checklist::Checklist;
use crate::domain::fill::{admits, is_safe};
use crate::domain::rules::wanted;
use crate::domain::secrets::masked;
use std::borrow::Cow;

/// Whether the checklist declares the names, and the values are what it admits.
///
/// # Errors
/// When a name is not declared, or a value does not fit.
pub fn check(checklist: &Checklist, given: &[(String, String)]) -> Result<(), Fail> {
    for (name, value) in given {
        let Some(declared) = checklist.vars.get(name) else {
            let names = checklist.vars.keys().map(String::as_str).collect();
            let what = format!("{} declares no variable {name}", checklist.id);
            return Err(Fail::Wrong(with_known(what, name, names)));
        };
        if declared.secret {
            return Err(Fail::Wrong(format!(
                "{name} is a secret: what is given here stands in the shell's history; the cockpit asks for it when a step is copied"
            )));
        }
        let fits = match &declared.pattern {
            Some(pattern) => admits(pattern, value),
            None => value.chars().all(is_safe),
        };
        if !fits {
            let must = declared.pattern.as_deref();
            let must = must.unwrap_or("only letters, digits and ._:/@%+,=-");
            return Err(Fail::Wrong(format!("{name} must be {must}")));
        }
        if matches!(masked(value), Cow::Owned(_)) {
            return Err(Fail::Wrong(format!(
                "{name} looks like a secret: it would be written down; put it in by hand"
            )));
        }
    }
    Ok(())
}

/// What a checklist asks for on adopting and was not given, with the words that give it. None: nothing.
#[must_use]
pub fn missing(checklist: &Checklist, given: &[(String, String)]) -> Option<String> {
    let asked: Vec<String> = wanted::on_adopting(checklist, given)
        .map(|(name, variable)| match variable.prompt.as_str() {
            "" => format!("--var {name}=VALUE"),
            prompt => format!("--var {name}=VALUE ({prompt})"),
        })
        .collect();
    let words = asked.join(", ");
    (!asked.is_empty()).then(|| {
        format!("not given: {words}; `switchover step start STEP` takes it too, and v in the cockpit asks")
    })
}
