//! The files that lie beside the journals for when all else fails. Each user writes their own; they are never
//! read by the program.

use super::picture::{Live, Picture};
use super::{checklist_text, status_html, timeline_md};

/// Names and contents of the derived files of a user, whose name is reduced to `[a-z0-9-]`.
#[must_use]
pub fn derived(picture: &Picture<'_>, live: &Live, user: &str) -> [(String, String); 3] {
    [
        (format!("timeline-{user}.md"), timeline_md(picture)),
        (format!("checklist-{user}.txt"), checklist_text(picture)),
        (format!("status-{user}.html"), status_html(picture, live)),
    ]
}
