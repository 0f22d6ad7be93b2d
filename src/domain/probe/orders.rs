//! The commands a plan's probes run, as somebody approves them: filled, each with where it belongs.

use super::fill_in;
use crate::domain::plan::{Check, Plan, ProbeSpec, Provider};

/// What a probe says whose command nobody approved here.
pub const NOT_RUN: &str = "not run here: switchover approve --probes";

/// A command of a probe, filled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Whose: `db at h42`, `witness quad`.
    pub probe: String,
    /// The script, exactly as it is run.
    pub script: String,
}

/// Every command of a plan's probes, in the plan's order. What names a value its provider does not have is never run,
/// and left out.
#[must_use]
pub fn orders(plan: &Plan) -> Vec<Order> {
    let services = plan.services.iter().flat_map(|service| {
        plan.providers.iter().filter_map(move |provider| {
            let probe = format!("{} at {}", service.id, provider.id);
            order(probe, &service.probe, Some(provider))
        })
    });
    let witnesses = plan
        .witnesses
        .iter()
        .filter_map(|w| order(format!("witness {}", w.id), &w.probe, None));
    services.chain(witnesses).collect()
}

fn order(probe: String, spec: &ProbeSpec, provider: Option<&Provider>) -> Option<Order> {
    let (Check::Command { run, .. } | Check::Progress { run, .. }) = &spec.check else {
        return None;
    };
    let filled = fill_in(run, provider);
    filled.missing.is_empty().then_some(Order {
        probe,
        script: filled.text,
    })
}

/// The commands as they are shown and approved: a head each, its script indented below. Different commands never make
/// the same text.
#[must_use]
pub fn listing(orders: &[Order]) -> String {
    let mut out = String::new();
    for order in orders {
        out.push_str(&order.probe);
        out.push('\n');
        for line in order.script.split('\n') {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::plan;
    use super::*;

    #[test]
    fn every_command_is_listed_filled_under_its_provider() {
        let mut plan = plan(&[]);
        let command = |run: &str| Check::Command {
            run: run.to_owned(),
            unit: None,
            degraded_over: None,
            down_over: None,
            roles: std::collections::BTreeMap::new(),
        };
        assert!(orders(&plan).is_empty());
        plan.services[0].probe.check = command("psql -h {{provider.id}}\nexit 0");
        let all = orders(&plan);
        assert_eq!(
            listing(&all),
            "web at h42\n  psql -h h42\n  exit 0\nweb at c10\n  psql -h c10\n  exit 0\n"
        );
        plan.services[0].probe.check = command("psql -h {{provider.db_host}}");
        assert!(orders(&plan).is_empty(), "a value is missing: never run");
    }
}
