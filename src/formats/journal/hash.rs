//! The hash chain.

use crate::domain::ids::{Hash, WriterId};
use sha2::{Digest, Sha256};

/// What stands between the hashed bytes of a line and its hash.
pub(super) const MARK: &[u8] = b",\"h\":\"";

/// Bytes of a line after what is hashed: the mark, 32 digits, quote and brace.
pub(super) const TAIL: usize = MARK.len() + 32 + 2;

/// The first 128 bits of the SHA-256 of some bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> Hash {
    let full = Sha256::digest(bytes);
    let mut out = [0; 16];
    out.copy_from_slice(&full[..16]);
    Hash(out)
}

/// What the first line of a log gives as its previous hash: bound to the incident and the writer, so that
/// a log cannot be moved into another incident.
#[must_use]
pub fn genesis(incident: &str, writer: &WriterId) -> Hash {
    digest(format!("switchover1\n{incident}\n{writer}").as_bytes())
}

/// The hash a line claims to have, without checking it: to skip lines already held.
#[must_use]
pub fn quick_hash(line: &[u8]) -> Option<Hash> {
    split(line).map(|(_, hash)| hash)
}

/// The hashed bytes of a line and the hash it claims.
pub(super) fn split(line: &[u8]) -> Option<(&[u8], Hash)> {
    let body = line.len().checked_sub(TAIL)?;
    let (body, tail) = line.split_at(body);
    let digits = tail.strip_prefix(MARK)?.strip_suffix(b"\"}")?;
    Hash::parse(std::str::from_utf8(digits).ok()?).map(|hash| (body, hash))
}
