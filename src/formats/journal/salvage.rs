//! A lost or flipped line break fuses two entries into one bad line: both are found again by their hashes.

use super::hash::{MARK, TAIL};
use super::{Decoder, LINE_CAP};
use crate::domain::entry::Entry;

const START: &[u8] = b"{\"v\":";

/// Starts tried before each end of an entry: text inside an entry can look like one.
const TRIES: usize = 4;

/// Hands over every whole entry found within a line that is none. Work is bounded by the line's length.
pub fn salvage(decoder: &mut Decoder, line: &[u8], mut found: impl FnMut(Entry)) {
    let mut from = 0;
    while let Some(end) = next_end(line, from) {
        let window = &line[from.max(end.saturating_sub(LINE_CAP))..end];
        let starts = (0..window.len()).filter(|at| window[*at..].starts_with(START));
        let entry = starts
            .take(TRIES)
            .find_map(|at| decoder.decode(&window[at..]).ok());
        if let Some(entry) = entry {
            found(entry);
        }
        from = end;
    }
}

/// The end of the next `,"h":"..."}` after `from`.
fn next_end(line: &[u8], from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let at = rest.windows(TAIL).position(|tail| {
        tail.starts_with(MARK)
            && tail.ends_with(b"\"}")
            && tail[MARK.len()..TAIL - 2].iter().all(u8::is_ascii_hexdigit)
    })?;
    Some(from + at + TAIL)
}
