//! How a shared copy differs from the log it is a copy of.

use super::super::log;
use super::super::names::LogName;
use super::super::safe;
use crate::domain::ids::Hash;
use crate::formats::journal::{Decoder, FILE_CAP};
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

const CHUNK: usize = 256 * 1024;

/// How long two files are equal, up to `upto` bytes.
pub(super) fn common(one: &File, other: &File, upto: u64) -> io::Result<u64> {
    let (mut a, mut b) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut at = 0;
    while at < upto {
        let want = usize::try_from(upto - at).unwrap_or(CHUNK).min(CHUNK);
        let n = read(one, &mut a[..want], at)?.min(read(other, &mut b[..want], at)?);
        if n == 0 || a[..n] != b[..n] {
            let equal = a[..n].iter().zip(&b[..n]).take_while(|(x, y)| x == y);
            return Ok(at + equal.count() as u64);
        }
        at += n as u64;
    }
    Ok(at)
}

/// Bytes of a file from `from` to `upto`.
pub(super) fn bytes(file: &File, from: u64, upto: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(upto.saturating_sub(from)).unwrap_or(0);
    let mut bytes = vec![0; length];
    let n = read(file, &mut bytes, from)?;
    if n < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn read(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < into.len() {
        match file.read_at(&mut into[done..], at + done as u64) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(done)
}

/// Where the last whole line of a file ends.
pub(super) fn whole_lines(file: &File) -> io::Result<u64> {
    let mut end = file.metadata()?.len().min(FILE_CAP);
    let mut chunk = vec![0; CHUNK];
    while end > 0 {
        let from = end.saturating_sub(CHUNK as u64);
        let want = usize::try_from(end - from).unwrap_or(CHUNK);
        let n = read(file, &mut chunk[..want], from)?;
        if let Some(at) = chunk[..n].iter().rposition(|b| *b == b'\n') {
            return Ok(from + at as u64 + 1);
        }
        end = from;
    }
    Ok(0)
}

/// What a copy that went astray lacks, and whether it has what must not be lost.
pub(super) struct Astray {
    /// Lines of the log that the copy lacks.
    pub(super) missing: usize,
    /// The copy has sound entries of the writer that no file of the log has.
    pub(super) more: bool,
}

/// Compares a log's lines with a copy, line by line.
pub(super) fn astray(
    ours: &[u8],
    copy: &[u8],
    private: &Path,
    name: &LogName,
) -> io::Result<Astray> {
    let lines = |bytes| <[u8]>::split_inclusive(bytes, |b| *b == b'\n');
    let held: HashSet<&[u8]> = lines(copy).collect();
    let missing = lines(ours).filter(|line| !held.contains(line)).count();
    let own: HashSet<&[u8]> = lines(ours).collect();
    let mut decoder = Decoder::default();
    let mut unknown: HashSet<Hash> = HashSet::new();
    for line in lines(copy).filter(|line| !own.contains(line)) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if let Ok(entry) = decoder.decode(line)
            && entry.writer == name.writer
        {
            unknown.insert(entry.hash);
        }
    }
    if !unknown.is_empty() {
        forget_known(&mut unknown, private, name)?;
    }
    Ok(Astray {
        missing,
        more: !unknown.is_empty(),
    })
}

/// Takes out the entries that stand in any file of the log.
fn forget_known(unknown: &mut HashSet<Hash>, private: &Path, name: &LogName) -> io::Result<()> {
    let mut decoder = Decoder::default();
    for file in log::files(private)? {
        if file.writer == name.writer {
            let file = safe::file(&private.join(file.to_string()))?;
            for line in safe::content(&file, FILE_CAP)?.split(|b| *b == b'\n') {
                if let Ok(entry) = decoder.decode(line) {
                    unknown.remove(&entry.hash);
                }
            }
        }
    }
    Ok(())
}
