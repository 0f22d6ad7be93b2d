//! How much of the incident, and of its downtime, was seen at all.

use super::picture::{Live, Picture};
use crate::domain::ids::WriterId;
use crate::domain::rules::watched::{Watch, Watched};
use crate::domain::time::{Span, Time};
use crate::domain::words::Milestone;

/// Presence older than this says nothing.
const FRESH: Span = Span::seconds(30);

/// How long nobody watched, and how long all who did were cut off, from the opening to now or the end.
#[must_use]
pub fn watched(picture: &Picture<'_>, live: &Live) -> Watched {
    let begin = picture.incident.scale().incident(picture.identity.opened);
    within(picture, live, (begin, picture.end()))
}

/// The same of the time in which users suffered: so much of the downtime nobody measured. None before an impact.
#[must_use]
pub(super) fn downtime(picture: &Picture<'_>, live: &Live) -> Option<Watched> {
    let began = picture.incident.milestone(Milestone::ImpactStart)?;
    let downtime = picture.clocks.downtime?;
    Some(within(picture, live, (began, began + downtime)))
}

fn within(picture: &Picture<'_>, live: &Live, whole: (Time, Time)) -> Watched {
    let here = |writer: &WriterId| {
        let mut present = live.present.iter();
        present.any(|p| &p.writer == writer && picture.wall - p.at < FRESH)
    };
    Watch::of(picture.incident).within(whole, picture.now, here)
}
