//! ```text
//! ─ Timeline ── 2 of 4 pinned, / * ───────────────────────────────────────────────
//! 20:13:00Z*GF  ! do not touch db1.c10: it holds the only copy
//! 20:41:12Z GF  17,000 a minute
//! ```
//! What is pinned stays in sight above the entries, as long as it is not among them: a few rows, the newest pins.

use super::timeline::Shown;
use crate::cockpit::Model;
use crate::domain::rules::narrative::Line;

/// So many rows at most are given to pins, where the pane has so many rows below its title.
fn most(height: usize) -> usize {
    match height {
        0..3 => 0,
        3..6 => 1,
        6..12 => 2,
        _ => 3,
    }
}

/// What the pane shows.
pub(super) struct Parts {
    /// Pinned entries that are not among those below, oldest first.
    pub(super) pins: Vec<Line>,
    /// How many entries are pinned.
    pub(super) pinned: usize,
    /// The entries around the cursor.
    pub(super) shown: Vec<Shown>,
    /// How many newer ones there are below.
    pub(super) newer: usize,
}

/// Shares the rows out: as few as possible for pins, so that none is shown twice. While something is looked for, all
/// rows are for what is found.
pub(super) fn share(
    model: &Model,
    height: usize,
    entries: impl Fn(usize) -> (Vec<Shown>, usize),
) -> Parts {
    let all = match model.sought() {
        Some(_) => Vec::new(),
        None => model.pinned(),
    };
    let pinned = all.len();
    let most = most(height).min(pinned);
    let mut parts = Parts {
        pins: Vec::new(),
        pinned,
        shown: Vec::new(),
        newer: 0,
    };
    for rows in 0..=most {
        (parts.shown, parts.newer) = entries(height - rows);
        let there = |pin: &&Line| {
            let is = |s: &Shown| matches!(s, Shown::Entry(line, ..) if line.no == pin.no);
            !parts.shown.iter().any(is)
        };
        let away: Vec<Line> = all.iter().filter(there).cloned().collect();
        if away.len() <= rows || rows == most {
            parts.pins = away[away.len().saturating_sub(rows)..].to_vec();
            return parts;
        }
    }
    parts
}
