//! Presence and probe views: snapshots beside the journal, replaced whole, never folded.

use crate::domain::ids::{Id, WriterId};
use crate::domain::presence::{Paging, Presence, View, ViewRow, ViewServer};
use crate::domain::time::{Span, Time};
use crate::domain::words::ProbeState;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct RawPresence {
    w: String,
    operator: String,
    machine: String,
    #[serde(default)]
    observe: bool,
    #[serde(default)]
    doing: Option<String>,
    #[serde(default)]
    away: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<String>,
    at: i64,
}

#[derive(Serialize, Deserialize)]
struct RawView {
    machine: String,
    at: i64,
    #[serde(default)]
    blind: bool,
    rows: Vec<RawRow>,
    #[serde(default)]
    loss: Option<String>,
    #[serde(default)]
    ready: Option<String>,
    #[serde(default)]
    serving: Vec<RawServer>,
}

#[derive(Serialize, Deserialize)]
struct RawServer {
    server: String,
    #[serde(default)]
    authoritative: bool,
    says: String,
}

#[derive(Serialize, Deserialize)]
struct RawRow {
    service: String,
    provider: String,
    state: String,
    since: i64,
    at: i64,
    latency: Option<i64>,
    #[serde(default)]
    detail: String,
}

/// `presence/<writer>.json`.
#[must_use]
pub fn write_presence(presence: &Presence) -> String {
    let raw = RawPresence {
        w: presence.writer.to_string(),
        operator: presence.operator.clone(),
        machine: presence.machine.clone(),
        observe: presence.observe,
        doing: presence.doing.clone(),
        away: presence.away.map(|t| t.0),
        pages: (presence.pages != Paging::No).then(|| presence.pages.as_str().to_owned()),
        at: presence.at.0,
    };
    serde_json::to_string(&raw).unwrap_or_default()
}

/// Reads `presence/<writer>.json`; nothing when it is damaged or of another shape.
#[must_use]
pub fn read_presence(text: &[u8]) -> Option<Presence> {
    let raw: RawPresence = serde_json::from_slice(text).ok()?;
    Some(Presence {
        writer: WriterId::new(&raw.w)?,
        operator: raw.operator,
        machine: raw.machine,
        observe: raw.observe,
        doing: raw.doing,
        away: raw.away.map(Time),
        pages: paging(raw.pages.as_deref()),
        at: Time(raw.at),
    })
}

/// A word this version does not know is none.
fn paging(word: Option<&str>) -> Paging {
    let mut all = Paging::ALL.into_iter();
    all.find(|paging| Some(paging.as_str()) == word)
        .unwrap_or_default()
}

/// `probes/<machine>.json`.
#[must_use]
pub fn write_view(view: &View) -> String {
    let row = |row: &ViewRow| RawRow {
        service: row.service.to_string(),
        provider: row.provider.to_string(),
        state: row.state.to_string(),
        since: row.since.0,
        at: row.at.0,
        latency: row.latency.map(|span| span.0),
        detail: row.detail.clone(),
    };
    let raw = RawView {
        machine: view.machine.clone(),
        at: view.at.0,
        blind: view.blind,
        rows: view.rows.iter().map(row).collect(),
        loss: view.loss.clone(),
        ready: view.ready.clone(),
        serving: view.serving.iter().map(raw_server).collect(),
    };
    serde_json::to_string(&raw).unwrap_or_default()
}

/// Reads `probes/<machine>.json`; nothing when it is damaged, rows of unknown words are left out.
#[must_use]
pub fn read_view(text: &[u8]) -> Option<View> {
    let raw: RawView = serde_json::from_slice(text).ok()?;
    let row = |row: RawRow| {
        Some(ViewRow {
            service: Id::new(&row.service)?,
            provider: Id::new(&row.provider)?,
            state: ProbeState::parse(&row.state)?,
            since: Time(row.since),
            at: Time(row.at),
            latency: row.latency.map(Span),
            detail: row.detail,
        })
    };
    Some(View {
        machine: raw.machine,
        at: Time(raw.at),
        blind: raw.blind,
        rows: raw.rows.into_iter().filter_map(row).collect(),
        loss: raw.loss,
        ready: raw.ready,
        serving: raw.serving.into_iter().map(server).collect(),
    })
}

fn raw_server(server: &ViewServer) -> RawServer {
    RawServer {
        server: server.server.clone(),
        authoritative: server.authoritative,
        says: server.says.clone(),
    }
}

fn server(raw: RawServer) -> ViewServer {
    ViewServer {
        server: raw.server,
        authoritative: raw.authoritative,
        says: raw.says,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshots_round_trip() {
        let presence = Presence {
            writer: WriterId::of("gf", "b1", 7),
            operator: "gf\u{1b}".into(),
            machine: "b1".into(),
            observe: false,
            doing: Some("promote".into()),
            away: Some(Time(9)),
            pages: Paging::NotApproved,
            at: Time(17),
        };
        assert_eq!(
            read_presence(write_presence(&presence).as_bytes()),
            Some(presence)
        );
        let view = View {
            machine: "b1".into(),
            at: Time(17),
            blind: true,
            rows: vec![ViewRow {
                service: Id::new("web").unwrap(),
                provider: Id::new("h42").unwrap(),
                state: ProbeState::Down,
                since: Time(3),
                at: Time(16),
                latency: None,
                detail: "refused".into(),
            }],
            loss: Some("LOSS unknown".into()),
            ready: Some("C10 ready to take over".into()),
            serving: vec![ViewServer {
                server: "192.0.2.53".into(),
                authoritative: true,
                says: "42A".into(),
            }],
        };
        assert_eq!(read_view(write_view(&view).as_bytes()), Some(view));
        assert_eq!(read_view(b"{"), None);
        assert_eq!(read_presence(b"\0\0"), None);
    }
}
