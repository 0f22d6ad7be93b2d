//! The start screen's from and to: filled only while DNS and the writer role agree on who serves, with that evidence
//! beside them; blank when they do not. What the operator chose stays.

use crate::cockpit::Model;
use crate::domain::ids::Id;
use crate::domain::rules::opening::direction;
use crate::domain::serving::Agreed;
use crate::domain::words::ProbeState;

/// What DNS and the writer role say together.
struct Evidence {
    /// The provider both agree on.
    serves: Option<Id>,
    /// What each of them says, in words; as it came.
    words: String,
}

/// Fills from and to, or blanks them again.
pub(super) fn fill(model: &mut Model) {
    let evidence = evidence(model);
    let plan = model.plan.clone();
    let Some(start) = &mut model.start else {
        return;
    };
    if start.chosen {
        return;
    }
    if let Some(page) = &mut start.page {
        let sides = evidence.and_then(|e| direction(&plan, Some(&e.serves?), None));
        let (from, to) = sides.unzip();
        (page.from, page.to) = (from, to);
    }
}

/// What stands beside `from`: none while no name server was asked.
pub(super) fn words(model: &Model) -> Option<String> {
    evidence(model).map(|e| e.words).or_else(|| served(model))
}

/// Who served when somebody looked last: an earlier incident says it, and it decides nothing.
fn served(model: &Model) -> Option<String> {
    let (provider, at) = model.start.as_ref()?.served.as_ref()?;
    let name = model.plan.short(provider);
    Some(format!("{name} served on {}", at.date()))
}

fn evidence(model: &Model) -> Option<Evidence> {
    let agreed = model.serving.agreed(model.wall)?;
    let short = |id: &Id| model.plan.short(id).to_owned();
    let open = |words: &str| Evidence {
        serves: None,
        words: words.to_owned(),
    };
    let (provider, says, of) = match agreed {
        Agreed::On { provider, says, of } => (provider, says, of),
        Agreed::Not => return Some(open("DNS does not agree")),
        Agreed::NotYet => return Some(open("DNS is being asked")),
    };
    let writers = writers(model);
    let dns = format!("DNS {says}/{of}");
    let (serves, words) = match writers.as_slice() {
        [] => (None, format!("{dns} says {}, no writer", short(&provider))),
        [one] if *one == provider => (Some(provider), format!("serves now: {dns}, writer")),
        [one] => {
            let (name, writer) = (short(&provider), short(one));
            (None, format!("{dns} says {name}, writer {writer}"))
        }
        _ => (None, format!("{dns}, SEVERAL WRITERS")),
    };
    Some(Evidence { serves, words })
}

/// The providers at which the writer's role is seen: once each.
fn writers(model: &Model) -> Vec<Id> {
    let services = model.plan.services.iter().filter(|s| s.writer);
    let mut out = Vec::new();
    for service in services {
        for provider in &model.plan.providers {
            let row = model.probe_board.row(&service.id, &provider.id, model.wall);
            let writes = row.is_some_and(|row| {
                let seen = matches!(row.state, ProbeState::Up | ProbeState::Degraded);
                seen && row.role == Some("writable")
            });
            if writes && !out.contains(&provider.id) {
                out.push(provider.id.clone());
            }
        }
    }
    out
}
