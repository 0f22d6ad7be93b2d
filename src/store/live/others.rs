//! Who is here, and what other machines see.

use super::event::Others;
use crate::domain::ids::WriterId;
use crate::domain::presence::View;
use crate::formats::journal::{read_presence, read_view};
use crate::store::names::is_machine;
use crate::store::safe::{self, Stamp};
use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Snapshots are small; what is longer is none.
const CAP: u64 = 256 * 1024;

/// Files looked at in each folder, at most.
const FILES: usize = 512;

/// How long after its last sign somebody counts as being here.
const NEAR: Duration = Duration::from_secs(15);

pub(super) struct Watch {
    incident: PathBuf,
    own: WriterId,
    stamps: BTreeMap<String, Stamp>,
    last_sign: Option<Instant>,
}

impl Watch {
    pub(super) fn new(incident: &Path, own: &WriterId) -> Self {
        Watch {
            incident: incident.to_path_buf(),
            own: own.clone(),
            stamps: BTreeMap::new(),
            last_sign: None,
        }
    }

    /// Somebody else gave a sign not long ago.
    pub(super) fn near(&self) -> bool {
        self.last_sign.is_some_and(|at| at.elapsed() < NEAR)
    }

    pub(super) fn sign(&mut self) {
        self.last_sign = Some(Instant::now());
    }

    /// The snapshots, when any of them changed.
    pub(super) fn poll(&mut self) -> Option<Others> {
        let folders: Vec<(&str, OwnedFd)> = ["presence", "probes"]
            .into_iter()
            .filter_map(|name| Some((name, safe::folder(&self.incident.join(name)).ok()?)))
            .collect();
        let mut stamps = BTreeMap::new();
        for (kind, folder) in &folders {
            let names = safe::names(folder).unwrap_or_default();
            for name in names.iter().filter(|name| ours(kind, name)).take(FILES) {
                if let Ok(stat) = safe::stat_at(folder, name)
                    && safe::is_regular(&stat)
                {
                    stamps.insert(format!("{kind}/{name}"), Stamp::of(&stat));
                }
            }
        }
        if stamps == self.stamps {
            return None;
        }
        let own = format!("presence/{}.json", self.own);
        let news = |(name, stamp): (&String, &Stamp)| {
            name.starts_with("presence/") && *name != own && self.stamps.get(name) != Some(stamp)
        };
        if stamps.iter().any(news) {
            self.sign();
        }
        let others = read(&folders, stamps.keys());
        self.stamps = stamps;
        Some(others)
    }
}

fn read<'a>(folders: &[(&str, OwnedFd)], names: impl Iterator<Item = &'a String>) -> Others {
    let mut others = Others::default();
    let mut views: BTreeMap<String, View> = BTreeMap::new();
    for path in names {
        let Some((kind, name)) = path.split_once('/') else {
            continue;
        };
        let Some((_, folder)) = folders.iter().find(|(folder, _)| *folder == kind) else {
            continue;
        };
        let bytes: io::Result<Vec<u8>> =
            safe::file_at(folder, name).and_then(|file| safe::content(&file, CAP));
        let Ok(bytes) = bytes else { continue };
        if kind == "presence" {
            let said = read_presence(&bytes);
            let true_name = |writer: &WriterId| name.strip_suffix(".json") == Some(writer.as_str());
            others
                .presence
                .extend(said.filter(|p| true_name(&p.writer)));
        } else if let Some(view) =
            read_view(&bytes).filter(|view| machine(name) == Some(&view.machine))
        {
            // Two users of one machine: the newer one.
            let older = views
                .get(&view.machine)
                .is_none_or(|known| known.at <= view.at);
            if older {
                views.insert(view.machine.clone(), view);
            }
        }
    }
    others.views = views.into_values().collect();
    others
}

/// Whether a name is a snapshot's, not a temporary one.
fn ours(kind: &str, name: &str) -> bool {
    match kind {
        "presence" => name.strip_suffix(".json").and_then(WriterId::new).is_some(),
        _ => machine(name).is_some(),
    }
}

/// The machine of `<machine>.json` or `<machine>~<user>.json`.
fn machine(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".json")?;
    let stem = stem.split_once('~').map_or(stem, |(machine, _)| machine);
    is_machine(stem).then_some(stem)
}

/// The snapshots of an incident, read once.
#[must_use]
pub(super) fn look(incident: &Path) -> Others {
    let nobody = WriterId::of("x", "x", 0);
    Watch::new(incident, &nobody).poll().unwrap_or_default()
}
