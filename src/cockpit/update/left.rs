//! Who leads has left: their cockpits are gone, and the role still stands on their name.

use crate::cockpit::Model;
use crate::cockpit::who::is_here;
use crate::domain::fold::EntryNo;
use crate::domain::rules::alarms::Alarm;
use crate::domain::rules::people;
use crate::domain::time::Span;

/// A cockpit that is started again at once is no absence.
const LEFT: Span = Span::minutes(1);

/// A role somebody has to hold whose holder had a cockpit and has none for a while.
pub(super) fn alarms(model: &Model) -> Vec<Alarm> {
    let nobody_said = model.heard.is_empty() || !model.loaded || model.me.observe;
    if nobody_said || !model.incident.is_open() {
        return Vec::new();
    }
    let roles = people::roles(&model.plan, &model.incident).into_iter();
    roles.filter_map(|role| one(model, &role)).collect()
}

fn one(model: &Model, role: &people::RoleRow) -> Option<Alarm> {
    let holder = role.holder.as_ref().filter(|_| role.required)?;
    if *holder == model.me.operator || is_here(model, holder) {
        return None;
    }
    let (gone, last) = gone(model, holder)?;
    if gone < LEFT {
        return None;
    }
    let id = format!("role-left.{}", role.id);
    let log = model.incident.log();
    let said = model.incident.state().acknowledged.get(&id);
    let known = said.and_then(|said| said.iter().find(|no| log.sees(**no, last)));
    let name = &role.name;
    Some(Alarm {
        text: format!(
            "{holder}, {name}, LEFT {} ago: W takes it; in b, a approves without",
            gone.short()
        ),
        rank: 2,
        acknowledged: known.map(|no| model.incident.author(*no).to_owned()),
        id,
    })
}

/// For how long nothing was heard of somebody's cockpits, and their last entry; none when they never had one.
fn gone(model: &Model, who: &str) -> Option<(Span, EntryNo)> {
    let incident = &model.incident;
    let writers = incident.state().presence.iter();
    let cockpits = writers.filter_map(|(writer, p)| {
        p.joined.get()?;
        let last = p.last.filter(|no| incident.author(*no) == who)?;
        let written = model.now - incident.written(last);
        let gone = match model.heard.get(writer) {
            Some((_, at)) => model.wall - *at,
            None => written,
        };
        Some((gone, last))
    });
    cockpits.min_by_key(|(gone, _)| *gone)
}
