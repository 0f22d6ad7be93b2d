//! The plan as a whole.

use super::findings::Findings;
use crate::domain::plan::{Check, Plan};
use crate::formats::problems::quoted;

pub(super) fn plan(plan: &Plan, found: &mut Findings<'_>) {
    if plan.providers.len() < 2 {
        let what = format!("{} of two providers", plan.providers.len());
        found.warn(
            "one-provider",
            "provider[0].id",
            what,
            "add the other as [[provider]]",
        );
    }
    let mut downtime = plan.services.iter().enumerate().filter(|(_, s)| s.downtime);
    if let Some((_, first)) = downtime.next() {
        for (at, _) in downtime {
            let what = format!("{} gives the downtime already", quoted(first.id.as_str()));
            found.warn(
                "several-downtime",
                &format!("service[{at}].downtime"),
                what,
                "keep one",
            );
        }
    }
    counts(plan, found);
    let mut hooks: Vec<(String, &str)> = Vec::new();
    for (at, audience) in plan.audiences.iter().enumerate() {
        let both = [
            ("webhook", &audience.webhook),
            ("rehearsal_webhook", &audience.rehearsal_webhook),
        ];
        hooks.extend(
            both.into_iter().filter_map(|(name, url)| {
                Some((format!("audience[{at}].{name}"), url.as_deref()?))
            }),
        );
        let secret = |name: &str| {
            let name = name.to_ascii_lowercase();
            ["authorization", "token", "key", "secret", "cookie"]
                .iter()
                .any(|word| name.contains(word))
        };
        let headers = audience.headers.iter().filter(|(name, _)| secret(name));
        hooks.extend(
            headers.map(|(name, value)| (format!("audience[{at}].headers.{name}"), value.as_str())),
        );
    }
    hooks.extend(super::pager::hooks(plan));
    for (path, value) in hooks {
        if !value.starts_with("env:") && !value.starts_with("cmd:") {
            let what = "a secret may be written out here".to_owned();
            found.warn(
                "literal-secret",
                &path,
                what,
                "write a reference: env:NAME or cmd:pass show x",
            );
        }
    }
}

/// What counts needs a number: the loss, and what is too quiet.
fn counts(plan: &Plan, found: &mut Findings<'_>) {
    let writer = plan.services.iter().any(|s| s.writer);
    for (at, service) in plan.services.iter().enumerate() {
        let (seconds, number) = match &service.probe.check {
            Check::Command { unit, roles, .. } => (unit.as_deref() == Some("s"), roles.is_empty()),
            _ => (false, false),
        };
        let path = format!("service[{at}].loss");
        if service.loss && !seconds {
            let what = "the loss is counted by a command that prints seconds".to_owned();
            found.error(
                "loss-not-counted",
                &path,
                what,
                "unit = \"s\", or no loss here",
            );
        } else if service.loss && !writer {
            let what =
                "no service is the writer: whether the primary is there is not known".to_owned();
            found.error(
                "loss-not-counted",
                &path,
                what,
                "writer = true at the database's role",
            );
        }
        if service.probe.quiet_under.is_some() && !number {
            let path = format!("service[{at}].probe.quiet_under");
            let what = "only a command that prints a number can be too quiet".to_owned();
            found.warn(
                "quiet-without-number",
                &path,
                what,
                "leave it out, or probe a number",
            );
        }
    }
}
