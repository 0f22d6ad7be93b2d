//! What of a scenario can be simulated.

use crate::domain::ids::Id;
use crate::domain::plan::{Check, Plan};
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::scenario::{Behaviour, Scenario, What};

/// The events of a scenario that this version or this plan cannot simulate, one problem each.
#[must_use]
pub fn unhonoured(plan: &Plan, scenario: &Scenario) -> Vec<Problem> {
    let mut out = Vec::new();
    for event in &scenario.events {
        if let What::Dns { name, answer } = &event.what {
            out.extend(unanswered(plan, name, answer).map(problem));
        }
        let What::Probe {
            provider,
            service,
            is,
        } = &event.what
        else {
            continue;
        };
        if let Some(why) = trouble(plan, provider, service, is) {
            out.push(problem(format!("{provider}.{service}: {why}")));
        }
    }
    out
}

/// Why a name cannot be seen to lead to a provider; none when it can.
fn unanswered(plan: &Plan, name: &str, provider: &Id) -> Option<String> {
    let Some(known) = plan.dns.iter().find(|d| d.name == name) else {
        return Some(format!("{name}: no such name in the plan"));
    };
    if known.resolvers.is_empty() && known.authoritative.is_empty() {
        return Some(format!(
            "{name}: the plan names no server that is asked for it"
        ));
    }
    let answers = known.answers.get(provider);
    let none = answers.is_none_or(Vec::is_empty);
    none.then(|| format!("{name}: the plan does not say what {provider} answers"))
}

/// Why a service at a provider cannot behave so; none when it can.
fn trouble(
    plan: &Plan,
    provider: &Id,
    service: &Id,
    behaviour: &Behaviour,
) -> Option<&'static str> {
    if plan.provider(provider).is_none() {
        return Some("no such provider in the plan");
    }
    match plan.services.iter().find(|s| &s.id == service) {
        Some(service) => unfit(&service.probe.check, behaviour),
        None => Some("no such service in the plan"),
    }
}

fn problem(what: String) -> Problem {
    Problem {
        severity: Severity::NotHonoured,
        code: "not-simulated",
        place: Place::default(),
        what,
        remedy: "the drill goes on without this event".to_owned(),
    }
}

/// Why a simulated service with this check cannot behave so; none when it can.
#[must_use]
pub fn unfit(check: &Check, behaviour: &Behaviour) -> Option<&'static str> {
    let is_http = matches!(check, Check::Http(_));
    let roles = match check {
        Check::Command { roles, .. } => Some(roles),
        _ => None,
    };
    match behaviour {
        Behaviour::Up | Behaviour::Hang | Behaviour::Reset | Behaviour::Refuse => None,
        Behaviour::WrongCert | Behaviour::ExpiredCert => match check {
            Check::Http(http) if http.insecure => Some("the plan does not look at its certificate"),
            Check::Http(http) if http.url.starts_with("https://") => None,
            Check::Tls { .. } => None,
            _ => Some("wrong-cert and expired-cert are for https and tls checks"),
        },
        Behaviour::Slow(_) if matches!(check, Check::Tcp { .. }) => {
            Some("slow cannot be simulated for a tcp check")
        }
        Behaviour::Slow(_) => None,
        Behaviour::Status(_) => (!is_http).then_some("status is for http checks"),
        Behaviour::Exit(_) if roles.is_some() || matches!(check, Check::Progress { .. }) => None,
        Behaviour::Exit(_) => Some("exit is for command and progress checks"),
        Behaviour::Value(_) => roles.is_none().then_some("value is for command checks"),
        Behaviour::Role(role) => match roles {
            Some(roles) if roles.values().any(|known| known == role) => None,
            Some(_) => Some("the check's table has no such role"),
            None => Some("role is for command checks"),
        },
        Behaviour::Progress(..) => {
            (!matches!(check, Check::Progress { .. })).then_some("progress is for progress checks")
        }
    }
}
