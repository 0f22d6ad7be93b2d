//! Things that wait for each other.

use super::findings::{Findings, step_path};
use crate::domain::checklist::Checklist;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

pub(super) fn of_steps(checklist: &Checklist, found: &mut Findings<'_>) {
    let mut nodes = Vec::new();
    for (p, phase) in checklist.phases.iter().enumerate() {
        for (s, step) in phase.steps.iter().enumerate() {
            nodes.push((
                &step.id,
                step.after.as_slice(),
                format!("{}.after", step_path(p, s)),
            ));
        }
    }
    cycles("step", &nodes, found);
}

pub(super) fn of_services(plan: &Plan, found: &mut Findings<'_>) {
    let nodes: Vec<_> = plan
        .services
        .iter()
        .enumerate()
        .map(|(at, s)| {
            (
                &s.id,
                s.depends_on.as_slice(),
                format!("service[{at}].depends_on"),
            )
        })
        .collect();
    cycles("service", &nodes, found);
}

fn cycles(kind: &str, nodes: &[(&Id, &[Id], String)], found: &mut Findings<'_>) {
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for (id, on, _) in nodes {
        for other in *on {
            graph.add_edge(id.as_str(), other.as_str(), ());
        }
    }
    for knot in tarjan_scc(&graph) {
        let first = *knot.first().unwrap_or(&"");
        if knot.len() < 2 && !graph.contains_edge(first, first) {
            continue;
        }
        // Named in the order of the file, found at the first of them.
        let mut members = nodes.iter().filter(|(id, ..)| knot.contains(&id.as_str()));
        let Some((id, on, path)) = members.next() else {
            continue;
        };
        let mut names = vec![id.as_str()];
        names.extend(
            members
                .map(|(id, ..)| id.as_str())
                .filter(|n| *n != id.as_str()),
        );
        let edge = on.iter().position(|other| knot.contains(&other.as_str()));
        let what = if names.len() > 1 {
            format!("these {kind}s wait for each other: {}", names.join(", "))
        } else {
            format!("the {kind} waits for itself")
        };
        let path = format!("{path}[{}]", edge.unwrap_or(0));
        found.error("cycle", &path, what, "take one of them out");
    }
}
