//! How an incident begins, and how it takes up a checklist: as facts.

use crate::domain::checklist::Checklist;
use crate::domain::facts::{
    ChecklistAdopted, DirectionSet, Fact, IncidentOpened, MilestoneSet, RoleSet, SeveritySet,
    StageSet, VarSet,
};
use crate::domain::fold::Incident;
use crate::domain::ids::Id;
use crate::domain::plan::Plan;
use crate::domain::time::Time;
use crate::domain::words::{ChecklistKind, Milestone, Mode, Stage};

/// What is opened. Everything that had to be asked has been answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Live, planned or drill.
    pub mode: Mode,
    /// What it is called.
    pub title: String,
    /// The provider production leaves, and the one it goes to; none in a triage that does not know yet.
    pub direction: Option<(Id, Id)>,
    /// How bad it is.
    pub severity: String,
    /// Since when users suffer, if that is known.
    pub since: Option<Time>,
    /// Variables of the checklist that are filled.
    pub vars: Vec<(String, String)>,
}

/// A checklist to take up.
#[derive(Clone, Copy, Debug)]
pub struct Adoption<'a> {
    /// The checklist.
    pub checklist: &'a Checklist,
    /// Names this adoption: random.
    pub run: &'a Id,
    /// The frozen copy it is in.
    pub sha256: &'a str,
    /// The provider production leaves, and the one it goes to.
    pub direction: (&'a Id, &'a Id),
    /// Variables that are filled.
    pub vars: &'a [(String, String)],
}

/// The facts of an opening at `now`. The operator takes the required roles; the incident is declared, and
/// with `since` its impact began then and was noticed by now at the latest.
#[must_use]
pub fn open(
    opening: &Opening,
    plan: &Plan,
    sha256: &str,
    adoption: Option<Adoption<'_>>,
    operator: &str,
    now: Time,
) -> Vec<Fact> {
    let milestone = |name, at, evidence: &str| {
        Fact::MilestoneSet(MilestoneSet {
            name,
            at,
            evidence: Some(evidence.to_owned()),
        })
    };
    let mut facts = vec![
        Fact::IncidentOpened(IncidentOpened {
            title: opening.title.clone(),
            mode: opening.mode,
            plan: Some(sha256.to_owned()),
        }),
        Fact::SeveritySet(SeveritySet {
            level: opening.severity.clone(),
        }),
    ];
    if opening.mode != Mode::Planned {
        let state = Stage::Investigating;
        facts.push(Fact::StageSet(StageSet { state }));
    }
    match (adoption, &opening.direction) {
        (Some(adoption), _) => facts.extend(adopt(adoption)),
        (None, Some((from, to))) => facts.push(Fact::DirectionSet(DirectionSet {
            run: None,
            from: from.clone(),
            to: to.clone(),
        })),
        (None, None) => {}
    }
    if let Some(since) = opening.since {
        facts.push(milestone(Milestone::ImpactStart, since, "said on opening"));
        let by_now = "by the opening at the latest";
        facts.push(milestone(Milestone::Detected, now, by_now));
    }
    facts.push(milestone(Milestone::Declared, now, "opened"));
    let required = plan.roles.iter().filter(|r| r.required);
    facts.extend(required.map(|role| {
        Fact::RoleSet(RoleSet {
            role: role.id.clone(),
            operator: Some(operator.to_owned()),
            until: None,
        })
    }));
    facts
}

/// The facts of taking up a checklist.
#[must_use]
pub fn adopt(adoption: Adoption<'_>) -> Vec<Fact> {
    let adopted = ChecklistAdopted {
        run: adoption.run.clone(),
        checklist: adoption.checklist.id.clone(),
        sha256: adoption.sha256.to_owned(),
        from: adoption.direction.0.clone(),
        to: adoption.direction.1.clone(),
    };
    let vars = adoption.vars.iter().map(|(name, value)| {
        Fact::VarSet(VarSet {
            run: adoption.run.clone(),
            name: name.clone(),
            value: value.clone(),
        })
    });
    std::iter::once(Fact::ChecklistAdopted(adopted))
        .chain(vars)
        .collect()
}

/// The direction of the next checklist: a fail-back goes the other way than what it follows, and what follows a
/// fail-back goes the other way again. One of the same kind is a second try.
#[must_use]
pub fn next_direction(
    incident: &Incident,
    active: Option<ChecklistKind>,
    next: ChecklistKind,
) -> Option<(Id, Id)> {
    let (from, to) = incident.direction()?;
    let back = |kind| kind == ChecklistKind::Failback;
    let turns = match active {
        Some(active) => back(active) != back(next),
        None => back(next) && incident.active_run().is_some_and(|(_, r)| !r.is_captured()),
    };
    let (from, to) = (from.clone(), to.clone());
    Some(if turns { (to, from) } else { (from, to) })
}

/// The direction as far as it is known: what is given; of two providers the other one.
#[must_use]
pub fn direction(plan: &Plan, from: Option<&Id>, to: Option<&Id>) -> Option<(Id, Id)> {
    let other = |than: &Id| match plan.providers.as_slice() {
        [a, b] if &a.id == than => Some(b.id.clone()),
        [a, b] if &b.id == than => Some(a.id.clone()),
        _ => None,
    };
    match (from, to) {
        (Some(from), Some(to)) => Some((from.clone(), to.clone())),
        (Some(from), None) => Some((from.clone(), other(from)?)),
        (None, Some(to)) => Some((other(to)?, to.clone())),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::{Provider, Role};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn plan() -> Plan {
        let provider = |text: &str| Provider::plain(id(text), text);
        let role = |text: &str, required| Role {
            id: id(text),
            name: text.into(),
            required,
        };
        Plan {
            providers: vec![provider("h42"), provider("c10")],
            roles: vec![role("im", true), role("db", false)],
            ..Plan::default()
        }
    }

    fn kinds(facts: &[Fact]) -> Vec<&str> {
        facts.iter().map(Fact::kind).collect()
    }

    #[test]
    fn a_triage_with_a_known_impact() {
        let now = Time(1_795_210_000_000);
        let opening = Opening {
            mode: Mode::Live,
            title: "web down".into(),
            direction: Some((id("h42"), id("c10"))),
            severity: "SEV1".into(),
            since: Some(now - crate::domain::time::Span::minutes(12)),
            vars: Vec::new(),
        };
        let facts = open(&opening, &plan(), "", None, "gf", now);
        assert_eq!(
            kinds(&facts),
            [
                "incident.opened",
                "severity.set",
                "state.set",
                "direction.set",
                "milestone.set",
                "milestone.set",
                "milestone.set",
                "role.set"
            ]
        );
        let quiet = Opening {
            mode: Mode::Planned,
            since: None,
            direction: None,
            ..opening
        };
        let facts = open(&quiet, &plan(), "", None, "gf", now);
        let planned = [
            "incident.opened",
            "severity.set",
            "milestone.set",
            "role.set",
        ];
        assert_eq!(kinds(&facts), planned);
    }

    #[test]
    fn a_fail_back_turns_the_direction_and_what_follows_it_turns_it_again() {
        use ChecklistKind::{Failback, Failover, Runbook};
        let (h42, c10) = (id("h42"), id("c10"));
        let adopted = |from: &Id, to: &Id| {
            let desk = super::super::testing::Desk::adopted(from.clone(), to.clone());
            desk.incident
        };
        let there = adopted(&h42, &c10);
        for (active, next, turns) in [
            (Failover, Failback, true),
            (Failover, Failover, false),
            (Failback, Failback, false),
            (Failback, Failover, true),
            (Failover, Runbook, false),
        ] {
            let (from, _) = next_direction(&there, Some(active), next).unwrap();
            assert_eq!(from == c10, turns, "{active} then {next}");
        }
    }

    #[test]
    fn of_two_providers_one_tells_the_other() {
        let plan = plan();
        let both = Some((id("h42"), id("c10")));
        assert_eq!(direction(&plan, Some(&id("h42")), None), both);
        assert_eq!(direction(&plan, None, Some(&id("c10"))), both);
        assert_eq!(direction(&plan, None, None), None);
        assert_eq!(direction(&plan, Some(&id("x")), None), None);
    }
}
