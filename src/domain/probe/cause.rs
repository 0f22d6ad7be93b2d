//! What failed first, and what only follows from it: by `depends_on` of the plan.

use crate::domain::ids::Id;
use crate::domain::plan::{Plan, Service};
use crate::domain::time::Time;
use crate::domain::words::ProbeState;

/// A service's verdict at one provider: what, and since when.
pub type Stand = (ProbeState, Time);

/// The service that failed first, where `service` only follows from it at the same provider; none when it is well, or
/// failed by itself. `stand` tells each service's verdict there.
#[must_use]
pub fn follows<'a>(
    plan: &'a Plan,
    service: &'a Service,
    stand: &impl Fn(&Id) -> Option<Stand>,
) -> Option<&'a Service> {
    root(plan, service, stand, &mut vec![&service.id])
}

fn root<'a>(
    plan: &'a Plan,
    service: &'a Service,
    stand: &impl Fn(&Id) -> Option<Stand>,
    seen: &mut Vec<&'a Id>,
) -> Option<&'a Service> {
    if service.depends_on.is_empty() {
        return None;
    }
    let (state, since) = stand(&service.id)?;
    let mut first: Option<(Time, &Service)> = None;
    for on in below(plan, service) {
        let Some((of, at)) = stand(&on.id) else {
            continue;
        };
        // Two probes do not look at the same moment.
        let late = on.probe.every + on.probe.timeout;
        if badness(state) == 0 || badness(of) < badness(state) || at > since + late {
            continue;
        }
        if seen.contains(&&on.id) {
            continue;
        }
        seen.push(&on.id);
        let cause = root(plan, on, stand, seen).unwrap_or(on);
        let at = stand(&cause.id).map_or(at, |(_, at)| at);
        if first.is_none_or(|(earlier, _)| at < earlier) {
            first = Some((at, cause));
        }
    }
    first.map(|(_, cause)| cause)
}

const fn badness(state: ProbeState) -> u8 {
    match state {
        ProbeState::Down => 2,
        ProbeState::Degraded => 1,
        _ => 0,
    }
}

/// The services a service depends on.
fn below<'a>(plan: &'a Plan, service: &'a Service) -> impl Iterator<Item = &'a Service> {
    let of = |id: &'a Id| plan.services.iter().find(move |s| s.id == *id);
    service.depends_on.iter().filter_map(of)
}

/// The services in layers: those that depend on nothing first, each above all it depends on. In a circle, which a
/// plan must not have, they stand in one layer.
#[must_use]
pub fn layers(plan: &Plan) -> Vec<Vec<&Service>> {
    let mut left: Vec<&Service> = plan.services.iter().collect();
    let mut out = Vec::new();
    while !left.is_empty() {
        let waits = |s: &&Service| below(plan, s).any(|on| left.iter().any(|l| l.id == on.id));
        let (above, layer): (Vec<_>, Vec<_>) = left.iter().copied().partition(waits);
        if layer.is_empty() {
            out.push(above);
            break;
        }
        out.push(layer);
        left = above;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::probe::testing::{id, plan, spec};
    use crate::domain::time::Time;

    /// `web on db queue`: services and what they depend on.
    fn services(lines: &[&str]) -> Plan {
        let mut plan = plan(&[]);
        let service = |line: &&str| {
            let mut words = line.split(' ');
            let name = id(words.next().unwrap());
            Service {
                depends_on: words.map(id).collect(),
                ..Service::plain(name, "", spec())
            }
        };
        plan.services = lines.iter().map(service).collect();
        plan
    }

    fn cause<'a>(plan: &'a Plan, of: &str, bad: &[(&str, ProbeState, i64)]) -> &'a str {
        let service = plan.services.iter().find(|s| s.id == id(of)).unwrap();
        let stand = |of: &Id| {
            let found = bad.iter().find(|(name, ..)| of.as_str() == *name);
            Some(found.map_or((ProbeState::Up, Time(0)), |(_, s, at)| {
                (*s, Time(at * 1000))
            }))
        };
        follows(plan, service, &stand).map_or("-", |s| s.id.as_str())
    }

    #[test]
    fn what_failed_first_is_the_cause_of_what_depends_on_it() {
        use ProbeState::{Degraded, Down, Unknown};
        let plan = services(&[
            "apps on web queue",
            "web on db",
            "db",
            "queue on etcd",
            "etcd",
        ]);
        type Bad = [(&'static str, ProbeState, i64)];
        let rows: [(&str, &Bad, &str); 8] = [
            ("apps", &[], "-"),
            ("apps", &[("apps", Down, 9)], "-"),
            ("web", &[("web", Down, 9), ("db", Down, 5)], "db"),
            // Through a layer between; the first of two.
            (
                "apps",
                &[("apps", Down, 9), ("web", Down, 8), ("db", Down, 5)],
                "db",
            ),
            (
                "apps",
                &[
                    ("apps", Down, 9),
                    ("web", Down, 8),
                    ("queue", Down, 8),
                    ("etcd", Down, 3),
                    ("db", Down, 5),
                ],
                "etcd",
            ),
            // It failed long before.
            ("web", &[("web", Down, 9), ("db", Down, 60)], "-"),
            // What is only slow takes nothing down, and what is not known is no cause.
            ("web", &[("web", Down, 9), ("db", Degraded, 5)], "-"),
            ("web", &[("web", Down, 9), ("db", Unknown, 5)], "-"),
        ];
        for (of, bad, expected) in rows {
            assert_eq!(cause(&plan, of, bad), expected, "{of} {bad:?}");
        }
        // Looked at some seconds later.
        assert_eq!(
            cause(&plan, "web", &[("web", Down, 9), ("db", Down, 14)]),
            "db"
        );
        assert_eq!(
            cause(&plan, "web", &[("web", Degraded, 9), ("db", Degraded, 5)]),
            "db"
        );
    }

    #[test]
    fn layers_begin_with_what_depends_on_nothing_and_a_circle_ends() {
        let names = |plan: &Plan| -> String {
            let layer = |l: Vec<&Service>| {
                l.iter()
                    .map(|s| s.id.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            layers(plan)
                .into_iter()
                .map(layer)
                .collect::<Vec<_>>()
                .join(" | ")
        };
        let plan = services(&["apps on web queue", "web on db", "db", "queue"]);
        assert_eq!(names(&plan), "db queue | web | apps");
        let round = services(&["a on b", "b on a", "c"]);
        assert_eq!(names(&round), "c | a b");
        let bad = [("a", ProbeState::Down, 9), ("b", ProbeState::Down, 5)];
        assert_eq!(cause(&round, "a", &bad), "b");
    }
}
