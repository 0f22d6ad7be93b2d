//! What `{{name}}` stands for in a run.

use crate::domain::checklist::{Checklist, Step};
use crate::domain::fill::{self, Filled, Value, admits, fill, is_safe};
use crate::domain::fold::{Incident, Run};
use crate::domain::ids::Id;
use crate::domain::plan::{Plan, Provider};
use std::collections::{BTreeMap, BTreeSet};

/// The names of one run with their values.
#[derive(Clone, Default, Debug)]
pub struct Names {
    values: BTreeMap<String, Value>,
    /// What stands in titles instead.
    brief: BTreeMap<String, Value>,
    secret: BTreeSet<String>,
}

impl Names {
    /// The names of a direction and a run: `from.*`, `to.*`, and the checklist's variables.
    #[must_use]
    pub fn new(
        plan: &Plan,
        direction: Option<(&Id, &Id)>,
        checklist: Option<&Checklist>,
        run: Option<&Run>,
    ) -> Self {
        let mut names = Names::default();
        for (side, id) in [
            ("from", direction.map(|d| d.0)),
            ("to", direction.map(|d| d.1)),
        ] {
            for declared in plan.providers.iter().flat_map(|p| p.vars.keys()) {
                names
                    .values
                    .insert(format!("{side}.{declared}"), Value::Missing);
            }
            for fixed in ["id", "name", "phone", "status_url", "ticket_url"] {
                names
                    .values
                    .insert(format!("{side}.{fixed}"), Value::Missing);
            }
            if let Some(provider) = id.and_then(|id| plan.provider(id)) {
                names.add_provider(side, provider);
                let brief = plan.short(&provider.id).to_owned();
                names.brief.insert(format!("{side}.name"), Value::Is(brief));
            }
        }
        for (name, declared) in checklist.iter().flat_map(|c| &c.vars) {
            let given = run.and_then(|r| r.vars.get(name)).and_then(|v| v.get());
            // The journal is other people's: what stands in it is not believed to have been checked.
            let admitted = |text: &str| {
                let pattern = declared.pattern.as_deref();
                !text.chars().all(is_safe) && pattern.is_some_and(|p| admits(p, text))
            };
            if declared.secret {
                names.secret.insert(name.clone());
            }
            // A secret stands in no journal; what says so there is not believed.
            let value = match given.filter(|_| !declared.secret) {
                Some(text) if admitted(text) => Value::Admitted(text.clone()),
                Some(text) => Value::Is(text.clone()),
                None => Value::Missing,
            };
            names.values.insert(name.clone(), value);
        }
        names
    }

    /// The names of the incident's active run.
    #[must_use]
    pub fn of(plan: &Plan, checklist: Option<&Checklist>, incident: &Incident) -> Self {
        let run = incident.active_run().map(|(_, run)| run);
        Names::new(plan, incident.direction(), checklist, run)
    }

    /// The names a probe at one provider may use: `provider.*`.
    #[must_use]
    pub fn of_provider(provider: &Provider) -> Self {
        let mut names = Names::default();
        names.add_provider("provider", provider);
        names
    }

    fn add_provider(&mut self, side: &str, provider: &Provider) {
        let mut put = |name: &str, value: &str| {
            self.values
                .insert(format!("{side}.{name}"), Value::Is(value.to_owned()));
        };
        put("id", provider.id.as_str());
        put("name", &provider.name);
        for (name, value) in [
            ("phone", &provider.phone),
            ("status_url", &provider.status_url),
            ("ticket_url", &provider.ticket_url),
        ] {
            if let Some(value) = value {
                put(name, value);
            }
        }
        for (name, value) in &provider.vars {
            put(name, value);
        }
    }

    /// Of a secret variable whose value is known: what stands for it wherever it is shown.
    pub fn hide(&mut self, name: &str, mask: &str) {
        if self.secret.contains(name) {
            let mask = Value::Admitted(mask.to_owned());
            self.values.insert(name.to_owned(), mask);
        }
    }

    /// Puts the value of a secret variable in, for what is copied and never shown. `pattern` is the variable's.
    pub fn reveal(&mut self, name: &str, value: &str, pattern: Option<&str>) {
        let safe = value.chars().all(is_safe);
        let admitted = !safe && pattern.is_some_and(|p| admits(p, value));
        let value = value.to_owned();
        let value = if admitted {
            Value::Admitted(value)
        } else {
            Value::Is(value)
        };
        self.values.insert(name.to_owned(), value);
    }

    /// The secret variables a step's command needs.
    pub fn secrets_of<'a>(&'a self, step: &'a Step) -> impl Iterator<Item = &'a str> {
        let used = step.script().map(fill::names).unwrap_or_default();
        let secret = used.into_iter().map(|(_, name)| name);
        secret.filter(|name| self.secret.contains(*name))
    }

    /// Fills a template.
    #[must_use]
    pub fn fill(&self, template: &str) -> Filled {
        fill(template, |name| {
            self.values.get(name).cloned().unwrap_or(Value::Foreign)
        })
    }

    /// A title: providers are called by their short names, so that a narrow line tells one side from the other.
    #[must_use]
    pub fn title(&self, template: &str) -> String {
        let brief = |name: &str| self.brief.get(name).or(self.values.get(name));
        fill(template, |name| {
            brief(name).cloned().unwrap_or(Value::Foreign)
        })
        .text
    }

    /// A text for reading: what has no value yet keeps its braces.
    #[must_use]
    pub fn text(&self, template: &str) -> String {
        self.fill(template).text
    }

    /// The exact command of a step; of one done for `each`, a line for each.
    #[must_use]
    pub fn command(&self, step: &Step) -> Option<Filled> {
        let script = step.script()?;
        if step.each.is_empty() {
            return Some(self.fill(script));
        }
        let mut whole = Filled::default();
        for (n, item) in step.each.iter().enumerate() {
            let one = self.fill_each(script, item);
            if n > 0 {
                whole.text.push('\n');
            }
            whole.text.push_str(&one.text);
            whole.missing.extend(one.missing);
            whole.unsafe_values.extend(one.unsafe_values);
        }
        Some(whole)
    }

    /// A script filled for one of the parts it is done for.
    #[must_use]
    pub fn fill_each(&self, script: &str, part: &str) -> Filled {
        let mut names = self.clone();
        let part = Value::Is(self.text(part));
        names.values.insert("each".to_owned(), part);
        names.fill(script)
    }
}
