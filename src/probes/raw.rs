//! The beginning of a raw answer, kept for whoever looks closer.

/// So many bytes of it.
const KEPT: usize = 2 * 1024;

/// The beginning of some bytes, as text.
pub(super) fn beginning(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(KEPT)]).into_owned()
}

/// What a command printed, and below what it complained of.
pub(super) fn both(output: &[u8], trouble: &[u8]) -> String {
    let half = |bytes: &[u8]| beginning(&bytes[..bytes.len().min(KEPT / 2)]);
    match (output, trouble) {
        (output, []) => beginning(output),
        ([], trouble) => format!("(standard error)\n{}", half(trouble)),
        _ => format!("{}\n(standard error)\n{}", half(output), half(trouble)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_beginning_is_kept() {
        let long = vec![0xc3; 100_000];
        assert!(both(&long, &long).chars().count() <= KEPT + 20);
        assert_eq!(both(b"t\n", b""), "t\n");
        assert_eq!(both(b"t", b"warning"), "t\n(standard error)\nwarning");
        assert_eq!(both(b"", b"no"), "(standard error)\nno");
    }
}
