//! Snapshots and derived files: replaced whole, never waited for.

use crate::domain::presence::{Presence, View};
use crate::formats::journal::{write_presence, write_view};
use crate::store::access::{self, Access};
use crate::store::disk::RealDisk;
use std::io;
use std::path::Path;

/// A file that is replaced whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Snapshot {
    /// This cockpit is here.
    Presence(Presence),
    /// What this machine's probes say.
    View(View),
    /// A derived file beside the journal, such as `timeline-gf.md`: name and text.
    Derived(String, String),
}

impl Snapshot {
    /// The name below the incident's folder; nothing when it would be no plain file of ours.
    pub(super) fn name(&self) -> Option<String> {
        let plain = |name: &str| {
            let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
            !name.starts_with('.') && !name.is_empty() && name.len() < 100 && name.bytes().all(fits)
        };
        match self {
            Snapshot::Presence(presence) => Some(format!("presence/{}.json", presence.writer)),
            Snapshot::View(view) => {
                let machine =
                    Some(&view.machine).filter(|name| crate::store::names::is_machine(name));
                machine.map(|machine| format!("probes/{machine}.json"))
            }
            Snapshot::Derived(name, _) => {
                let derived = ["timeline-", "checklist-", "status-"];
                let ours = derived.iter().any(|start| name.starts_with(start));
                (ours && plain(name)).then(|| name.clone())
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Snapshot::Presence(presence) => write_presence(presence),
            Snapshot::View(view) => write_view(view),
            Snapshot::Derived(_, text) => text.clone(),
        }
    }

    pub(super) fn write(&self, incident: &Path, access: Access) -> io::Result<()> {
        let Some(name) = self.name() else {
            return Err(io::ErrorKind::InvalidFilename.into());
        };
        let text = self.text();
        let write = |name: &str| {
            access::replace(
                &RealDisk,
                &incident.join(name),
                text.as_bytes(),
                access,
                false,
            )
        };
        match (write(&name), self) {
            // Another user of this machine held the probes before: a sticky folder keeps that file.
            (Err(e), Snapshot::View(view)) if e.kind() == io::ErrorKind::PermissionDenied => {
                let user = rustix::process::geteuid().as_raw();
                write(&format!("probes/{}~{user}.json", view.machine))
            }
            (done, _) => done,
        }
    }
}
