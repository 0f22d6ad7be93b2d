//! Time-boxed phases: the clock moves on and says so once; whoever wants to follows it with a key.

use super::answer;
use crate::cockpit::{Action, Cursor, Effect, Model, Pane};
use crate::domain::rules::window::ByClock;

/// Which phase the clock says, while the incident goes on.
fn by_clock(model: &Model) -> Option<ByClock> {
    let open = model.incident.is_open() && model.loaded && model.start.is_none();
    let declared = model.clocks.since_declared.filter(|_| open);
    model.board.by_clock(declared)
}

/// Says once that the clock has moved on to the next phase.
pub(super) fn tell(model: &mut Model) {
    let clock = by_clock(model);
    let phase = clock.map(|clock| clock.phase);
    let before = std::mem::replace(&mut model.view.clock_phase, phase);
    let moved = before.is_some() && before != phase;
    let Some(ahead) = clock.filter(|clock| moved && clock.go_on_at.is_some()) else {
        return;
    };
    let title = &model.board.phases[ahead.phase].title;
    let text = format!(
        "the clock says {} {title} now: {} goes there, you stay where you are",
        ahead.phase + 1,
        Action::Clock.key(),
    );
    answer::news(model, text);
}

/// Puts the cursor on the first open step of the phase the clock says.
pub(super) fn go(model: &mut Model) -> Vec<Effect> {
    let Some(clock) = by_clock(model) else {
        return answer::refused(model, "no part of the clock belongs to a phase now");
    };
    let title = model.board.phases[clock.phase].title.clone();
    let name = format!("{} {title}", clock.phase + 1);
    let Some(at) = clock.go_on_at else {
        return answer::refused(
            model,
            format!("the clock says {name}: NOW is not behind it"),
        );
    };
    let step = &model.board.steps[at];
    let (id, number) = (step.step.id.clone(), step.number.clone());
    model.view.cursor = Cursor::At(id);
    model.view.painted = None;
    model.view.focus = Pane::Steps;
    let back = Action::Now.key();
    answer::done(
        model,
        format!("keys act on {number}, the first of {name}; {back} is back to NOW"),
    )
}
