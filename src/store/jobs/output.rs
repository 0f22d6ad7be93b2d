//! What a command printed: its beginning and its end are kept, however much there was between.

use super::super::access::{self, Access};
use super::super::disk::{Disk, How, RealDisk};
use crate::domain::approval::sha256;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Bytes of the beginning that are kept.
pub const HEAD: usize = 512 * 1024;
/// Bytes of the end that are kept.
pub const TAIL: usize = 512 * 1024;

/// An output that grows; what is too much for one file is cut out of its middle, and that is said.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    access: Access,
    file: File,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    /// Bytes in the file now.
    long: usize,
    /// Bytes in all.
    total: u64,
    /// The disk refused some of it: the file is written anew at the end.
    torn: bool,
}

/// An output at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// The output, with what was cut out said where it was.
    pub content: Vec<u8>,
}

impl Output {
    pub(super) fn new(path: PathBuf, access: Access) -> io::Result<Self> {
        let file = RealDisk.open(&path, How::New(access.file_mode()))?;
        Ok(Output {
            path,
            access,
            file,
            head: Vec::new(),
            tail: VecDeque::new(),
            long: 0,
            total: 0,
            torn: false,
        })
    }

    /// Takes what came. A disk that refuses costs nothing but the live view: the command goes on, and the end is
    /// tried again.
    pub fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        let (first, rest) = bytes.split_at(room);
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..over);
        if self.long + bytes.len() > HEAD + 2 * TAIL {
            self.rewrite();
        } else if self.file.write_all(bytes).is_ok() {
            self.long += bytes.len();
        } else {
            self.torn = true;
        }
    }

    fn cut(&self) -> u64 {
        self.total - (self.head.len() + self.tail.len()) as u64
    }

    fn content(&self) -> Vec<u8> {
        let mut whole = self.head.clone();
        match self.cut() {
            0 => {}
            cut => {
                let words = format!("\n[... {cut} bytes were cut out here ...]\n");
                whole.extend_from_slice(words.as_bytes());
            }
        }
        whole.extend(&self.tail);
        whole
    }

    fn rewrite(&mut self) {
        let content = self.content();
        let done = access::replace(&RealDisk, &self.path, &content, self.access, false)
            .and_then(|()| RealDisk.open(&self.path, How::Append));
        match done {
            Ok(file) => {
                self.file = file;
                self.long = content.len();
            }
            Err(_) => {
                self.torn = true;
                // Not at once again with each piece.
                self.long = HEAD;
            }
        }
    }

    /// The output at its end; the file holds the same, unless the disk refuses.
    #[must_use]
    pub fn finish(mut self) -> Kept {
        if self.torn || self.cut() > 0 {
            self.rewrite();
        }
        let content = self.content();
        Kept {
            sha256: sha256(&content),
            content,
        }
    }
}
