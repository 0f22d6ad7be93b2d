//! The completion call of a phase whose last two steps were closed at the same moment: written once, by the cockpit
//! whose entry closed it last; when that is gone, by one of the others, each in its turn.

use super::record::record;
use super::tick::grace;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::rules::phases::uncalled;

pub(super) fn tell(model: &mut Model) -> Vec<Effect> {
    if !model.loaded || model.start.is_some() || model.me.observe {
        return Vec::new();
    }
    let log = model.incident.log();
    let calls: Vec<Fact> = uncalled(&model.board, &model.incident, model.now)
        .into_iter()
        .filter(|uncalled| {
            let closer = &log.entry(uncalled.by).writer;
            if closer == &model.author.writer {
                return true;
            }
            let is_here = model.present.iter().any(|p| &p.writer == closer);
            let since = model.incident.written(uncalled.by);
            !is_here && model.now >= since + grace(model)
        })
        .map(|uncalled| uncalled.call)
        .collect();
    record(model, calls)
}
