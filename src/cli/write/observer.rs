//! Who only looks does not write by command either, where that can be known: from the cockpits that are here.

use crate::cli::desk::Desk;
use crate::cli::fail::Fail;
use crate::cli::setup::Setup;
use crate::domain::presence::Presence;
use crate::domain::time::Span;
use crate::store::live;

/// A cockpit says every five seconds that it is here.
const HERE: Span = Span::seconds(30);

/// Refuses what is written in the name of somebody whose cockpits that are here all only look.
///
/// # Errors
/// When it is such a name.
pub(super) fn refused(setup: &Setup, desk: &Desk) -> Result<(), Fail> {
    let now = setup.now();
    let mut present = live::others(&desk.folder).presence;
    present.retain(|p| p.operator == setup.operator && (now - p.at).0.abs() < HERE.0);
    let Some(place) = looks(&present) else {
        return Ok(());
    };
    Err(Fail::Wrong(format!(
        "{} observes this incident, in a cockpit on {place}: nothing is written in that name; leave it there, or say \
another with --as",
        setup.operator
    )))
}

/// The machine on which somebody only looks.
fn looks(own: &[Presence]) -> Option<&str> {
    let all = !own.is_empty() && own.iter().all(|p| p.observe);
    all.then(|| own[0].machine.as_str())
}
