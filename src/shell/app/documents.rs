//! Documents beside the journal: for `less` and a browser when all else fails.

use super::run::App;
use crate::cockpit::effect::Document;
use crate::domain::ids::slug;
use crate::domain::rules::draft::Draft;
use crate::domain::time::Span;
use crate::formats::bulletin::Filled;
use crate::report::{Live, Picture, chat_text, checklist_text, score, status_html, timeline_md};
use crate::shell::clock::now;
use crate::store::live::Snapshot;

/// They are written no more often than this.
const EVERY: Span = Span::seconds(2);

impl App {
    fn picture(&self) -> Picture<'_> {
        let checklist = self.model.checklist();
        let mut picture = Picture::new(
            &self.model.plan,
            checklist,
            &self.model.incident,
            &self.model.identity,
            &self.model.folder,
            now(),
        )
        .knowing(&self.model.past);
        let find = |run: &_| self.model.frozen_copy(run);
        picture.board.add_earlier(&self.model.incident, find);
        picture
    }

    fn live(&self) -> Live {
        let present = self.model.present.clone();
        let measures = self.engine.is_some();
        Live {
            present,
            views: measures.then(|| self.seen(now())).into_iter().collect(),
            ..Live::default()
        }
    }

    /// A document in words.
    pub(super) fn document(&self, document: Document) -> String {
        let picture = self.picture();
        match document {
            Document::Status => chat_text(&picture),
            Document::Score => score(&picture).lines().join("\n"),
        }
    }

    /// An update's draft out of its template.
    pub(super) fn fill(&self, draft: &Draft) -> Filled {
        let plans = &self.session.templates;
        let own = plans.get(&draft.plan);
        let first = || plans.get(&self.model.plan_sha);
        let templates = own.or_else(first).cloned().unwrap_or_default();
        templates.fill(draft)
    }

    /// Writes the documents, if the incident changed since.
    pub(super) fn write_documents(&mut self) {
        let wall = now();
        let soon = (wall - self.present.written).0.abs() < EVERY.0;
        let Some(store) = &self.store else { return };
        if !self.present.changed || soon || !self.model.loaded || self.model.me.observe {
            return;
        }
        let (picture, live) = (self.picture(), self.live());
        let user = slug(self.model.author.writer.user());
        let put = |name: String, text: String| store.put(Snapshot::Derived(name, text));
        put(format!("timeline-{user}.md"), timeline_md(&picture));
        put(format!("checklist-{user}.txt"), checklist_text(&picture));
        put(format!("status-{user}.html"), status_html(&picture, &live));
        self.present.changed = false;
        self.present.written = wall;
    }
}
