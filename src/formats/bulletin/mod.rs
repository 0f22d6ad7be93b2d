//! Templates of communication updates: a team's, else those that come with the program. Jinja, strictly: a name
//! that is not known is an error, and no template runs for long.

mod builtin;
mod check;

pub(crate) use builtin::BUILTIN;
pub use check::{Trouble, trouble};

use crate::domain::rules::draft::Draft;
use crate::formats::plan::Loaded;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::collections::BTreeMap;

/// Steps a template may take; a page of text needs some hundreds.
const FUEL: u64 = 50_000;

/// In the name of a template for planned work.
const PLANNED: &str = "-planned";

/// A text longer than this is no update.
const LONGEST: usize = 8_000;

/// The templates of one plan, by file name. They hide the ones that come with the program.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Templates {
    files: BTreeMap<String, String>,
}

/// A text made of a template.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Which template it was made of, for people.
    pub from: String,
    /// What was wrong with the one that was wanted.
    pub trouble: Option<String>,
}

impl Templates {
    /// The templates of a plan folder.
    #[must_use]
    pub fn of(loaded: &Loaded) -> Self {
        let name = |file: &str| file.trim_start_matches("templates/").to_owned();
        let files = loaded.templates.iter();
        Templates {
            files: files.map(|t| (name(&t.name), t.text.clone())).collect(),
        }
    }

    /// The text of a draft: from the template its step names; else `<audience>-<state>.txt`,
    /// `<audience>.txt`, `<kind>-<state>.txt` or `<kind>.txt` of the plan; else the one that comes with the
    /// program. In planned work those with `-planned` after the audience or kind come first, and of the others only
    /// those that ask for the name `planned` are taken: they know of it, and speak of no disruption. One that cannot
    /// be filled is named, and the next is taken: an update never waits for a template.
    #[must_use]
    pub fn fill(&self, draft: &Draft) -> Filled {
        let mut trouble = None;
        for name in self.wanted(draft) {
            let Some(text) = self.files.get(&name) else {
                if draft.template.as_ref() == Some(&name) {
                    trouble = Some(format!("there is no templates/{name}"));
                }
                continue;
            };
            let own = draft.template.as_ref() == Some(&name) || name.contains(PLANNED);
            if draft.is_planned() && !own && !asks_for(text, "planned") {
                continue;
            }
            match fill(text, draft) {
                Ok(text) => {
                    let from = format!("templates/{name}");
                    return Filled {
                        text,
                        from,
                        trouble,
                    };
                }
                Err(what) => trouble = Some(format!("templates/{name}:{what}")),
            }
        }
        let name = match draft.is_planned() {
            true => format!("{}{PLANNED}.txt", draft.kind.as_str()),
            false => format!("{}-{}.txt", draft.kind.as_str(), draft.state),
        };
        let file = format!("templates/{name}");
        let shipped = BUILTIN.iter().find(|(known, _)| *known == file);
        let filled = shipped.map(|(_, text)| fill(text, draft));
        match filled {
            Some(Ok(text)) => Filled {
                text,
                from: format!("the built-in {name}"),
                trouble,
            },
            Some(Err(what)) => Filled {
                trouble: Some(what),
                ..Filled::default()
            },
            None => Filled::default(),
        }
    }

    fn wanted(&self, draft: &Draft) -> Vec<String> {
        let (audience, kind, state) = (&draft.audience, draft.kind.as_str(), draft.state);
        let mut names: Vec<String> = draft.template.iter().cloned().collect();
        let planned: &[&str] = if draft.is_planned() {
            &[PLANNED, ""]
        } else {
            &[""]
        };
        for stem in [audience.as_str(), kind] {
            for planned in planned {
                for ending in ["txt", "j2"] {
                    names.push(format!("{stem}{planned}-{state}.{ending}"));
                }
                for ending in ["txt", "j2"] {
                    names.push(format!("{stem}{planned}.{ending}"));
                }
            }
        }
        names
    }
}

/// The body of a post, made of the plan's template. `values` are its names.
///
/// # Errors
/// When the template does not read, or uses a name that is not known: where and why.
pub fn body(template: &str, values: &BTreeMap<&'static str, String>) -> Result<String, String> {
    render(template, values)
}

/// Any text as JSON text, in quotes.
#[must_use]
pub fn json_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

fn fill(template: &str, draft: &Draft) -> Result<String, String> {
    let text = render(template, &draft.values)?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(" it makes more than 8,000 bytes".to_owned());
    }
    Ok(text.to_owned())
}

fn render(template: &str, values: &BTreeMap<&'static str, String>) -> Result<String, String> {
    let env = environment();
    let read = env.template_from_str(template).map_err(|e| said(&e))?;
    let pairs = values.iter().map(|(name, text)| (*name, text.as_str()));
    let values: minijinja::Value = minijinja::Value::from_pairs(pairs);
    read.render(values).map_err(|e| said(&e))
}

/// Whether a template uses a name. One that does not read is taken for one that does: it is named as broken.
fn asks_for(template: &str, name: &str) -> bool {
    let env = environment();
    let read = env.template_from_str(template);
    read.map_or(true, |t| t.undeclared_variables(false).contains(name))
}

/// Line and reason of what a template got wrong.
fn said(error: &minijinja::Error) -> String {
    let line = error.line().map(|l| format!("{l}:")).unwrap_or_default();
    let what = error.detail().unwrap_or("it cannot be filled");
    format!("{line} {}", crate::domain::text::visible(what))
}

/// Where templates are read: strict, without files to include, without escaping: what is made is plain text.
fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_debug(true);
    env.set_fuel(Some(FUEL));
    env.add_filter("tojson", |text: String| json_text(&text));
    env
}

#[cfg(test)]
mod tests;
