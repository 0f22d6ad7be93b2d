//! `tail`: the timeline for a plain terminal, a screen reader, or a program.

use super::args;
use super::choose::Purpose;
use super::desk::{Desk, choose};
use super::fail::Fail;
use super::setup::Setup;
use crate::domain::fold::EntryNo;
use crate::domain::rules::narrative::line;
use crate::domain::rules::sought::Sought;
use crate::domain::time::Time;
use crate::report::{Picture, entry_json, entry_row};
use crate::store::read::{Own, Reader};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::collections::HashSet;
use std::io;

/// How often a followed incident is looked at.
const EVERY_MS: i64 = 250;

/// `tail`: all entries by event time; with `--follow` also what is written from then on, as it comes. Ends when
/// nobody reads any more.
///
/// # Errors
/// When no incident is meant.
pub fn tail(setup: &Setup, args: &args::Tail) -> Result<(), Fail> {
    let mut desk = choose(setup, args.which.as_deref(), Purpose::Read)?;
    let mut shown = HashSet::new();
    let mut reads = show(setup, args, &desk, &mut shown);
    if !args.follow {
        return Ok(());
    }
    let private = setup.places.journal(&desk.folder.identity.id);
    let private = private.is_dir().then_some(&*private);
    let mut reader = Reader::new(&desk.folder.path, private, Own::default());
    // It begins at the beginning: what came since the desk was read is not passed over, what was shown is known.
    while reads && !closed_within(EVERY_MS) {
        let mut fresh = Vec::new();
        reader.poll(|slice| fresh.extend(slice));
        if !fresh.is_empty() {
            desk.incident.extend(fresh);
            desk.read_plans();
            reads = show(setup, args, &desk, &mut shown);
        }
    }
    Ok(())
}

/// Prints what was not printed yet. False when nobody reads any more.
fn show(setup: &Setup, args: &args::Tail, desk: &Desk, shown: &mut HashSet<EntryNo>) -> bool {
    let picture = desk.picture(setup);
    let timeline = &desk.incident.state().timeline;
    let sought = args.only.as_deref().map(Sought::read);
    for (at, no) in timeline {
        let fits = sought.as_ref().is_none_or(|sought| {
            let line = line(picture.plan, &picture.board, picture.incident, *at, *no);
            let entry = desk.incident.log().entry(*no);
            sought.fits(&line, &entry.draft.fact, &entry.draft.operator)
        });
        if shown.insert(*no) && fits && !setup.say.line(&row(&picture, args.json, *at, *no)) {
            return false;
        }
    }
    true
}

fn row(picture: &Picture<'_>, json: bool, at: Time, no: EntryNo) -> String {
    if json {
        entry_json(picture, at, no)
    } else {
        entry_row(picture, at, no)
    }
}

/// Waits, but not longer than the reader of standard output is there.
fn closed_within(ms: i64) -> bool {
    let out = io::stdout();
    let mut fds = [PollFd::new(&out, PollFlags::empty())];
    let nanos = ms.saturating_mul(1_000_000);
    let wait = Timespec {
        tv_sec: 0,
        tv_nsec: nanos,
    };
    let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    let woken = poll(&mut fds, Some(&wait));
    woken.is_ok_and(|n| n > 0) && fds[0].revents().intersects(gone)
}
