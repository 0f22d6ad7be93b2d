//! Names by which files, facts and people refer to things. Each admits only what can never be a path
//! or a terminal sequence.

use std::fmt;
use std::sync::Arc;

/// An id out of a plan or checklist: `[a-z0-9-]{1,48}`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id(Arc<str>);

impl Id {
    /// The id, if the text is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=48).contains(&text.len());
        (fits && text.bytes().all(is_slug)).then(|| Id(text.into()))
    }

    /// Some id for any text: what fits of it. To go on with where a file names a bad one.
    #[must_use]
    pub fn reduce(text: &str) -> Self {
        Id(slug(text).into())
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_slug(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'
}

/// Reduces a user or host name to `[a-z0-9-]{1,24}`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out: String = text
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .map(|c| {
            if is_slug(u8::try_from(c).unwrap_or(b'-')) {
                c
            } else {
                '-'
            }
        })
        .take(24)
        .collect();
    if out.is_empty() {
        out.push('x');
    }
    out
}

/// One run of the program: `<user>@<host>.<16 hex>`. The journal's author, unlike the operator, who is a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WriterId(Arc<str>);

impl WriterId {
    /// The writer id, if the text is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let (user, rest) = text.split_once('@')?;
        let (host, run) = rest.split_once('.')?;
        let slug = |s: &str| (1..=24).contains(&s.len()) && s.bytes().all(is_slug);
        let hex = run.len() == 16 && run.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (slug(user) && slug(host) && hex).then(|| WriterId(text.into()))
    }

    /// The writer id of one run of the program by `user` on `host`; `run` is random.
    #[must_use]
    pub fn of(user: &str, host: &str, run: u64) -> Self {
        WriterId(format!("{}@{}.{run:016x}", slug(user), slug(host)).into())
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The user part: which Unix user ran the writer.
    #[must_use]
    pub fn user(&self) -> &str {
        self.0.split_once('@').map_or("", |(user, _)| user)
    }

    /// The host part: which machine the writer ran on.
    #[must_use]
    pub fn machine(&self) -> &str {
        let rest = self.0.split_once('@').map_or("", |(_, rest)| rest);
        rest.split_once('.').map_or(rest, |(host, _)| host)
    }
}

/// The first 128 bits of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Hash(pub [u8; 16]);

impl Hash {
    /// Reads 32 hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let mut out = [0; 16];
        read_hex(hex, &mut out).then_some(Hash(out))
    }

    /// The first 32 bits, by which other writers point at an entry.
    #[must_use]
    pub const fn tag(self) -> Tag {
        Tag([self.0[0], self.0[1], self.0[2], self.0[3]])
    }
}

/// The first 8 hexadecimal digits of a hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Tag(pub [u8; 4]);

impl Tag {
    /// Reads 8 hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let mut out = [0; 4];
        read_hex(hex, &mut out).then_some(Tag(out))
    }
}

fn read_hex(hex: &str, out: &mut [u8]) -> bool {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let bytes = hex.as_bytes();
    if bytes.len() != out.len() * 2 {
        return false;
    }
    for (byte, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
            return false;
        };
        *byte = high << 4 | low;
    }
    true
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|b| write!(f, "{b:02x}"))
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_admit_no_paths_and_no_escapes() {
        assert!(Id::new("fence-2").is_some());
        for bad in ["", "../x", "a/b", "A", "a b", "\u{1b}[2J", "é"] {
            assert!(Id::new(bad).is_none(), "{bad:?}");
        }
        assert!(WriterId::new("gf@b1.7f3a9c21d0e455aa").is_some());
        for bad in [
            "gf@b1",
            "gf@../x.7f3a9c21d0e455aa",
            "gf@b1.7F3A9C21D0E455AA",
        ] {
            assert!(WriterId::new(bad).is_none(), "{bad:?}");
        }
        assert_eq!(
            WriterId::of("Gf X", "b1.Example", 7).as_str(),
            "gf-x@b1-example.0000000000000007"
        );
        assert_eq!(WriterId::of("gf", "b1", 7).machine(), "b1");
    }

    #[test]
    fn hashes_round_trip() {
        let hex = "00112233445566778899aabbccddeeff";
        let hash = Hash::parse(hex).unwrap();
        assert_eq!(hash.to_string(), hex);
        assert_eq!(hash.tag().to_string(), "00112233");
        assert!(Hash::parse("xy").is_none());
    }
}
