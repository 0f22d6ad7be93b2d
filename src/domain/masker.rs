//! The output of a command as it comes, without its secrets.

use super::secrets::masked;

/// A line that never ends is let go of in pieces of this many bytes.
const LONGEST: usize = 64 * 1024;

/// Masks an output line by line: what has no end of line yet is held back, so that no secret gets past in two halves.
#[derive(Clone, Default, Debug)]
pub struct Masker {
    held: Vec<u8>,
    /// Inside a PEM block: nothing of it gets past.
    block: bool,
}

impl Masker {
    /// Takes bytes in; gives the whole lines that can be shown and kept.
    #[must_use]
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let whole = self.held.iter().rposition(|b| matches!(b, b'\n' | b'\r'));
        let end = match whole {
            Some(at) => at + 1,
            None if self.held.len() > LONGEST => self.held.len(),
            None => return String::new(),
        };
        let rest = self.held.split_off(end);
        let lines = std::mem::replace(&mut self.held, rest);
        self.mask(&lines)
    }

    /// What was still held back.
    #[must_use]
    pub fn finish(mut self) -> String {
        let lines = std::mem::take(&mut self.held);
        self.mask(&lines)
    }

    fn mask(&mut self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        let mut rest: &str = &text;
        if self.block {
            let Some(end) = rest.find("-----END ") else {
                return String::new();
            };
            self.block = false;
            rest = &rest[end..];
        }
        let begins = rest.rfind("-----BEGIN ");
        self.block = begins.is_some_and(|at| !rest[at..].contains("-----END "));
        let mut out = masked(rest).into_owned();
        if self.block && !out.ends_with('\n') {
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(pieces: &[&str]) -> String {
        let mut masker = Masker::default();
        let mut out: String = pieces.iter().map(|p| masker.push(p.as_bytes())).collect();
        out.push_str(&masker.finish());
        out
    }

    #[test]
    fn a_secret_in_two_halves_is_masked() {
        assert_eq!(
            all(&["PGPASS", "WORD=hun", "ter2\nok\n"]),
            "PGPASSWORD=***\nok\n"
        );
        assert_eq!(all(&["plain", " text"]), "plain text");
    }

    #[test]
    fn nothing_of_a_block_gets_past_however_it_comes() {
        let pieces = [
            "a\n-----BEGIN RSA PRIVATE KEY-----\n",
            "MIIEowIBAAKCAQEA\n",
            "abcdef\n-----END RSA PRIVATE KEY-----\nb\n",
        ];
        let out = all(&pieces);
        assert!(!out.contains("MIIE") && !out.contains("abcdef"), "{out}");
        assert!(out.starts_with("a\n") && out.ends_with("b\n"), "{out}");
    }

    #[test]
    fn letters_cut_in_two_and_bytes_that_are_none_come_through() {
        let mut masker = Masker::default();
        let bytes = "é\n".as_bytes();
        assert_eq!(masker.push(&bytes[..1]), "");
        assert_eq!(masker.push(&bytes[1..]), "é\n");
        assert_eq!(masker.push(b"\xff\n"), "\u{fffd}\n");
    }
}
