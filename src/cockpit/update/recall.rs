//! Who joins goes on from what was recorded: since when a service is as it is does not depend on who looks.

use crate::cockpit::Model;
use crate::domain::probe::Called;
use crate::domain::rules::recalled::recalled;

/// The own verdicts take over the times that this machine recorded of the same states.
pub(super) fn recall(model: &mut Model) {
    let scale = model.incident.scale();
    for ((service, provider), known) in recalled(&model.incident, &model.me.machine) {
        let called = Called {
            state: known.state,
            since: scale.wall(known.since),
            noticed: scale.wall(known.noticed),
        };
        let fell = known.fell.map(|at| scale.wall(at));
        model.probe_board.recall(&service, &provider, called, fell);
    }
}
