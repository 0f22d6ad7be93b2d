//! OSC 52: text for the clipboard of the terminal the person sits at, through any number of SSH hops.

/// Terminals drop more than this, in encoded bytes.
const CAP: usize = 100_000;

/// The sequence that asks the terminal to keep a text; `None` when terminals would drop it.
pub(super) fn sequence(text: &str) -> Option<Vec<u8>> {
    let encoded = base64(text.as_bytes());
    if encoded.len() > CAP {
        return None;
    }
    Some([b"\x1b]52;c;", encoded.as_bytes(), b"\x07"].concat())
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * at) & 63) as usize];
            out.push(if at > chunk.len() {
                '='
            } else {
                letter as char
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_as_the_standard_has_them() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("✔\n", "4pyUCg=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn what_terminals_drop_is_not_sent() {
        assert!(sequence(&"x".repeat(74_000)).is_some());
        assert_eq!(sequence(&"x".repeat(76_000)), None);
    }
}
