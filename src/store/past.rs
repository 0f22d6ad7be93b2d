//! What earlier incidents below a root tell of their checklists.

use super::{places, read, root};
use crate::domain::fold::Incident;
use crate::domain::rules::past::{Library, gather};
use std::fs;
use std::path::Path;

/// So many incidents are looked at, the newest.
const INCIDENTS: usize = 10;
/// A longer journal is left out: an estimate is not worth reading it.
const BYTES: u64 = 1 << 20;

/// How long the steps of every checklist took in the newest incidents below `root`, less the one with the id
/// `own`. What cannot be read tells nothing. `state` holds this user's own logs.
#[must_use]
pub fn past(root: &Path, state: Option<&Path>, own: &str) -> Library {
    let (folders, _) = root::list(root);
    let others = folders.iter().filter(|f| f.identity.id != own);
    let small = others.filter(|f| size(&f.journal(), 2) <= BYTES);
    let mut newest: Vec<_> = small.rev().take(INCIDENTS).collect();
    newest.reverse();
    let mut library = Library::new();
    for folder in newest {
        let private = state.map(|state| places::journal(state, &folder.identity.id));
        let (entries, _) = read::load(folder, private.as_deref());
        let mut incident = Incident::new(folder.identity.scale());
        incident.extend(entries);
        gather(&incident, &mut library);
    }
    library
}

/// Bytes of the files in a folder, and in those below it.
fn size(folder: &Path, depth: u8) -> u64 {
    let items = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |item: fs::DirEntry| match item.metadata() {
        Ok(data) if data.is_file() => data.len(),
        Ok(data) if data.is_dir() && depth > 0 => size(&item.path(), depth - 1),
        _ => 0,
    };
    items.map(of).fold(0, u64::saturating_add)
}
