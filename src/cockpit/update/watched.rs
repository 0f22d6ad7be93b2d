//! So much of the downtime nobody measured: nobody watched, or those who did were cut off.

use crate::cockpit::Model;
use crate::domain::ids::WriterId;
use crate::domain::rules::watched::Watch;
use crate::domain::words::Milestone;

/// Looks again, each second: through the entries only when some have come.
pub(super) fn look(model: &mut Model) {
    let began = model.incident.milestone(Milestone::ImpactStart);
    let Some((began, downtime)) = began.zip(model.clocks.downtime) else {
        model.unseen.downtime = None;
        return;
    };
    if model.unseen.watch.entries != model.incident.log().len() {
        model.unseen.watch = Watch::of(&model.incident);
    }
    let here = |writer: &WriterId| {
        let mut present = model.present.iter();
        *writer == model.author.writer || present.any(|p| p.writer == *writer)
    };
    let whole = (began, began + downtime);
    model.unseen.downtime = Some(model.unseen.watch.within(whole, model.now, here));
}
