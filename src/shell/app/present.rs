//! Who is here, for the others: snapshots that are replaced, never folded.

use super::run::App;
use crate::domain::presence::{Paging, Presence, View, ViewRow, ViewServer};
use crate::domain::time::{Span, Time};
use crate::store::live::Snapshot;

/// How often a cockpit says that it is here.
const EVERY: Span = Span::seconds(5);

/// What was last said.
#[derive(Default)]
pub(super) struct Present {
    said: Time,
    /// The incident changed since its documents were written.
    pub(super) changed: bool,
    /// When they were written.
    pub(super) written: Time,
    /// Whether it pages, as it was last said on stderr.
    pub(super) paging: Paging,
}

impl App {
    pub(super) fn show_presence(&mut self, wall: Time) {
        if (wall - self.present.said).0.abs() < EVERY.0 || !self.session.shared {
            return;
        }
        self.present.said = wall;
        let Some(store) = &self.store else { return };
        let me = &self.model.me;
        let mine =
            |s: &&crate::domain::rules::StepRow| s.at_work() && s.who() == Some(&me.operator);
        let doing = self
            .model
            .board
            .steps
            .iter()
            .find(mine)
            .map(|s| s.number.clone());
        store.put(Snapshot::Presence(Presence {
            writer: self.model.author.writer.clone(),
            operator: me.operator.clone(),
            machine: me.machine.clone(),
            observe: me.observe,
            doing,
            away: self.model.away(),
            pages: self.model.pager.standing,
            at: wall,
        }));
        if self.model.probe_lock {
            store.put(Snapshot::View(self.seen(wall)));
        }
    }

    /// What the probes of this machine say.
    pub(super) fn seen(&self, wall: Time) -> View {
        let rows = self.model.probe_board.rows(wall).map(|row| ViewRow {
            service: row.service.clone(),
            provider: row.provider.clone(),
            state: row.state,
            since: row.since.unwrap_or(wall),
            at: row.age.map_or(wall, |age| wall - age),
            latency: row.latency,
            detail: row.detail.to_owned(),
        });
        let serving = self.model.probes.serving.iter();
        let servers = serving.flat_map(|serving| &serving.servers);
        let server = |row: &crate::cockpit::serving::ServerRow| ViewServer {
            server: row.server.clone(),
            authoritative: row.authoritative,
            says: row.says.clone(),
        };
        View {
            machine: self.model.me.machine.clone(),
            at: wall,
            blind: self.model.probe_board.vantage().blind.is_some(),
            rows: rows.collect(),
            ready: self.model.probes.ready_words(),
            loss: Some(self.model.probes.loss.join(" ")).filter(|words| !words.is_empty()),
            serving: servers.map(server).collect(),
        }
    }

    /// The last documents, before leaving.
    pub(super) fn say_goodbye(&mut self) {
        self.present.written = Time(0);
        self.write_documents();
    }
}
