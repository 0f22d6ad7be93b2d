//! Facts become entries: folded at once, saved as soon as the disk takes them.

use super::refresh::refresh;
use crate::cockpit::{Effect, Model};
use crate::domain::facts::Fact;
use crate::domain::rules::phases;

/// Records facts, in order. They count at once and stay *pending* until they are on disk.
pub(super) fn record(model: &mut Model, facts: impl IntoIterator<Item = Fact>) -> Vec<Effect> {
    if model.me.observe || !model.loaded {
        return Vec::new();
    }
    let mut facts: Vec<Fact> = facts.into_iter().collect();
    let calls = phases::completed(&model.board, &model.incident, &facts, model.now);
    facts.extend(calls);
    let mut drafts = Vec::new();
    for fact in facts {
        let fact = fact.reworded(|text| model.secrets.masked(text));
        let draft = model
            .author
            .draft(fact.cut(), model.wall, model.incident.log());
        model.incident.extend([model.author.pending(draft.clone())]);
        drafts.push(draft);
    }
    if drafts.is_empty() {
        return Vec::new();
    }
    model.saving.written = model.author.next();
    model.saving.waiting_since.get_or_insert(model.wall);
    refresh(model);
    vec![Effect::Append(drafts)]
}
