//! Text from files, peers, probes and commands is hostile: what could act on a terminal, or hide, is found here.

use std::borrow::Cow;

/// Control, bidirectional, zero-width and other characters that are not what they look like.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line, every hidden character as a visible mark: line breaks and tabs as a space,
/// the rest as `·`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mark = |c| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_hidden(c) => '·',
        c => c,
    };
    Cow::Owned(text.chars().map(mark).collect())
}

/// The text with every hidden character as its code point: for commands, where nothing may hide.
/// `keep_breaks` leaves line breaks and tabs.
#[must_use]
pub fn code_points(text: &str, keep_breaks: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && !(keep_breaks && matches!(c, '\n' | '\t')) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Bytes a text takes in a journal line, where hidden characters are written as `\uXXXX`.
#[must_use]
pub fn written_size(text: &str) -> usize {
    let size = |c: char| match c {
        '"' | '\\' => 2,
        c if is_hidden(c) => 6 * c.len_utf16(),
        c => c.len_utf8(),
    };
    text.chars().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left() {
        let hostile = "a\u{1b}[2Jb\u{202e}c\u{200b}d\ne";
        let shown = visible(hostile);
        assert!(!shown.contains(is_hidden));
        assert_eq!(shown, "a·[2Jb·c·d e");
        assert_eq!(code_points("a\u{202e}\nb", true), "a<U+202E>\nb");
    }
}
