//! What a set of files is known by.

use crate::formats::toml::SourceFile;
use sha2::{Digest, Sha256};

/// The SHA-256 of a set of files, 64 hexadecimal digits: the same whatever order they were found in.
#[must_use]
pub fn digest(files: &[SourceFile]) -> String {
    let mut sorted: Vec<&SourceFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hash = Sha256::new();
    for file in sorted {
        hash.update(format!("{}\n{}\n", file.name, file.bytes.len()));
        hash.update(&file.bytes);
    }
    hex(hash.finalize().as_slice())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::approval::sha256;

    #[test]
    fn the_order_of_files_does_not_matter_and_their_borders_do() {
        let file = |name: &str, text: &str| SourceFile {
            name: name.into(),
            bytes: text.into(),
        };
        let ab = [file("a", "1"), file("b", "2")];
        let ba = [file("b", "2"), file("a", "1")];
        assert_eq!(digest(&ab), digest(&ba));
        assert_ne!(digest(&ab), digest(&[file("a", "1b\n1\n2")]));
        assert_eq!(digest(&ab).len(), 64);
        assert!(sha256(b"").starts_with("e3b0c44298fc"));
    }
}
