//! The log of one-shot commands, found by listing the private folder: an empty file beside it, named after the
//! writer and the boot, marks it as theirs.

use super::{Turn, Who};
use crate::domain::entry::{Entry, Hlc};
use crate::domain::ids::{Hash, Id, WriterId};
use crate::formats::journal::{Decoder, FILE_CAP, genesis};
use crate::store::access::Access;
use crate::store::disk::{self, Disk, How, RealDisk};
use crate::store::{log, random, safe};
use std::io;
use std::path::Path;

/// A log that can be gone on with.
pub(super) struct OwnLog {
    pub(super) turn: Turn,
    pub(super) prev: Hash,
    /// The last file.
    pub(super) part: u32,
    /// It can be appended to.
    pub(super) sound: bool,
}

impl OwnLog {
    /// The log marked for this user, machine and boot; a new one when there is none that is whole.
    pub(super) fn find(private: &Path, incident: &str, who: &Who) -> io::Result<Self> {
        let boot = Id::new(&who.boot.to_ascii_lowercase());
        let boot = boot.as_ref().map_or("none", Id::as_str);
        let suffix = format!(".oneshot-{boot}");
        for name in safe::names(&safe::folder(private)?)? {
            let writer = name.strip_suffix(&suffix).and_then(WriterId::new);
            if let Some(writer) = writer.filter(|w| is_of(w, who))
                && let Some(log) = Self::read(private, incident, &writer)?
            {
                return Ok(log);
            }
        }
        let writer = WriterId::of(&who.user, &who.host, random::run()?);
        let marker = private.join(format!("{writer}{suffix}"));
        RealDisk.open(&marker, How::New(Access::Private.file_mode()))?;
        disk::sync_folder(&RealDisk, private)?;
        Ok(Self::empty(incident, writer))
    }

    fn empty(incident: &str, writer: WriterId) -> Self {
        OwnLog {
            prev: genesis(incident, &writer),
            turn: Turn {
                writer,
                next: 0,
                clock: Hlc::default(),
                own: Vec::new(),
            },
            part: 0,
            sound: false,
        }
    }

    /// The log, if its chain is whole; a torn end only means the next file.
    fn read(private: &Path, incident: &str, writer: &WriterId) -> io::Result<Option<Self>> {
        let mut own = Self::empty(incident, writer.clone());
        let mut decoder = Decoder::default();
        for file in log::files(private)?
            .into_iter()
            .filter(|f| f.writer == *writer)
        {
            let content = safe::file(&private.join(file.to_string()))
                .and_then(|file| safe::content(&file, FILE_CAP))?;
            own.part = file.part;
            own.sound = content.last().is_none_or(|b| *b == b'\n');
            for line in content.split_inclusive(|b| *b == b'\n') {
                let entry = line.strip_suffix(b"\n").map(|line| decoder.decode(line));
                match entry {
                    Some(Ok(entry)) => {
                        if !own.takes(entry) {
                            return Ok(None);
                        }
                    }
                    // Lost between whole ones, the chain shows it.
                    _ => own.sound = false,
                }
            }
        }
        Ok(Some(own))
    }

    /// Takes the next entry; one that stands twice, as after a failed sync, is no break.
    fn takes(&mut self, entry: Entry) -> bool {
        let turn = &mut self.turn;
        let seq = entry.draft.seq;
        if seq < turn.next {
            let at = usize::try_from(seq).unwrap_or(usize::MAX);
            return turn
                .own
                .get(at)
                .is_some_and(|known| known.hash == entry.hash);
        }
        if seq != turn.next || entry.prev != self.prev {
            return false;
        }
        turn.next += 1;
        turn.clock = turn.clock.max(entry.draft.clock);
        self.prev = entry.hash;
        turn.own.push(entry);
        true
    }
}

fn is_of(writer: &WriterId, who: &Who) -> bool {
    let like = WriterId::of(&who.user, &who.host, 0);
    let name = |w: &WriterId| w.as_str().rsplit_once('.').map(|(name, _)| name.to_owned());
    name(writer) == name(&like)
}
