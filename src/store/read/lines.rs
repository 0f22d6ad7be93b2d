//! Whole lines of a growing file. A line that is far too long is passed over in bounded memory.

use crate::formats::journal::LINE_CAP;
use std::fs::File;
use std::io::{self, BufRead};
use std::os::unix::fs::FileExt;

const CHUNK: usize = 256 * 1024;

/// Kept of a line that is too long: enough to hold two fused entries at its end.
const KEEP: usize = 2 * LINE_CAP;

/// One line, without its line break.
pub(super) struct Line<'a> {
    pub(super) bytes: &'a [u8],
    /// Where it begins in the file.
    pub(super) at: u64,
    /// Where the next one begins.
    pub(super) end: u64,
    /// False when only the end of it is here.
    pub(super) whole: bool,
}

pub(super) struct Lines<'a> {
    file: &'a File,
    buffer: Vec<u8>,
    /// Bytes of the buffer already handed over.
    used: usize,
    /// Where the next line begins in the file.
    at: u64,
    /// Where the next reading begins in the file.
    from: u64,
    upto: u64,
    cut: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(file: &'a File, from: u64, upto: u64) -> Self {
        Lines {
            file,
            buffer: Vec::new(),
            used: 0,
            at: from,
            from,
            upto,
            cut: false,
        }
    }

    /// The next line that has its line break.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let mut looked = 0;
        loop {
            let rest = &self.buffer[self.used + looked..];
            let mut after = rest;
            let n = after.skip_until(b'\n')?;
            if n > 0 && rest[n - 1] == b'\n' {
                let (from, to) = (self.used, self.used + looked + n);
                self.used = to;
                let at = self.at;
                self.at = self.from - (self.buffer.len() - to) as u64;
                return Ok(Some(Line {
                    bytes: &self.buffer[from..to - 1],
                    at,
                    end: self.at,
                    whole: !std::mem::take(&mut self.cut),
                }));
            }
            self.buffer.drain(..self.used);
            self.used = 0;
            if self.buffer.len() > 2 * KEEP {
                self.buffer.drain(..self.buffer.len() - KEEP);
                self.cut = true;
            }
            looked = self.buffer.len();
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        let want = usize::try_from(self.upto.saturating_sub(self.from)).unwrap_or(CHUNK);
        let old = self.buffer.len();
        self.buffer.resize(old + want.min(CHUNK), 0);
        let n = loop {
            match self.file.read_at(&mut self.buffer[old..], self.from) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(old + *n.as_ref().unwrap_or(&0));
        self.from += n? as u64;
        Ok(self.buffer.len() > old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn lines_are_whole_and_placed() {
        let mut file = tempfile::tempfile().unwrap();
        let long = vec![b'x'; 3 * CHUNK + 17];
        file.write_all(b"one\n\nthree\n").unwrap();
        file.write_all(&long).unwrap();
        file.write_all(b"end\nafter\ntorn").unwrap();
        let size = file.metadata().unwrap().len();
        let mut lines = Lines::new(&file, 0, size);
        let mut seen = Vec::new();
        let mut offset = 0;
        while let Some(line) = lines.next().unwrap() {
            assert_eq!(line.at, offset);
            offset = line.end;
            let shown = &line.bytes[line.bytes.len().saturating_sub(5)..];
            seen.push((String::from_utf8_lossy(shown).into_owned(), line.whole));
            assert!(line.bytes.len() <= 2 * KEEP + CHUNK);
        }
        let expected = [
            ("one", true),
            ("", true),
            ("three", true),
            ("xxend", false),
            ("after", true),
        ];
        assert_eq!(seen.len(), 5);
        for (seen, expected) in seen.iter().zip(expected) {
            assert_eq!((seen.0.as_str(), seen.1), expected);
        }
        assert_eq!(offset + 4, size);
        assert!(Lines::new(&file, offset, size).next().unwrap().is_none());
    }
}
