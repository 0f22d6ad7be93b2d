//! Roles of a command: the two words that mean something, and that a writer tells them.

use super::findings::Findings;
use crate::domain::plan::{Check, Plan};
use crate::formats::problems::quoted;

/// What a role can be. Other words would be shown, and no rule would know them: no split brain would ever be seen.
const ROLES: [&str; 2] = ["writable", "replica"];

pub(super) fn roles(plan: &Plan, found: &mut Findings<'_>) {
    for (at, service) in plan.services.iter().enumerate() {
        let roles = match &service.probe.check {
            Check::Command { roles, .. } => Some(roles),
            _ => None,
        };
        let path = format!("service[{at}].probe.roles");
        let mut fits = true;
        for (printed, role) in roles.into_iter().flatten() {
            if ROLES.contains(&role.as_str()) {
                continue;
            }
            fits = false;
            let remedy = if ROLES.contains(&printed.as_str()) {
                "the other way round: what the command prints = what that means"
            } else {
                "write what the command prints = \"writable\", or = \"replica\""
            };
            let what = format!("{} is no role", quoted(role));
            found.error("bad-role", &format!("{path}.{printed}"), what, remedy);
        }
        let told = roles.is_some_and(|roles| roles.values().any(|role| role == ROLES[0]));
        if service.writer && fits && !told {
            let what = format!(
                "nothing says when {} is writable: no split brain would be seen",
                quoted(service.id.as_str())
            );
            let remedy =
                "a probe of the kind command with roles = { f = \"writable\", t = \"replica\" }";
            found.error(
                "writer-without-role",
                &format!("service[{at}].writer"),
                what,
                remedy,
            );
        }
    }
}
