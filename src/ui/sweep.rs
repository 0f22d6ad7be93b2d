//! The second net, over the finished cells: nothing hidden leaves, and in ASCII nothing but ASCII.

use crate::domain::text::is_hidden;
use ratatui::buffer::{Buffer, Cell};

/// A cell may hold a letter and its accents; more characters than this are an attack on the terminal.
const MOST: usize = 6;

/// Our own glyphs and what stands for them where only ASCII can be shown.
const ASCII: [(&str, &str); 39] = [
    ("✔", "+"),
    ("●", "*"),
    ("◷", "%"),
    ("○", "o"),
    ("▶", ">"),
    ("▷", ")"),
    ("✖", "X"),
    ("»", ">"),
    ("⊘", "/"),
    ("›", ">"),
    ("→", ">"),
    ("…", "~"),
    ("─", "-"),
    ("┄", "~"),
    ("│", "|"),
    ("┆", ":"),
    ("┬", "+"),
    ("┴", "+"),
    ("·", "."),
    ("◐", "="),
    ("◌", "'"),
    ("≤", "<"),
    ("–", "-"),
    ("═", "="),
    ("↑", "^"),
    ("↓", "v"),
    ("▪", "+"),
    ("▫", "~"),
    ("×", "x"),
    ("▁", "_"),
    ("▂", "_"),
    ("▃", "."),
    ("▄", "-"),
    ("▅", "-"),
    ("▆", "="),
    ("▇", "="),
    ("█", "#"),
    ("≈", "~"),
    ("’", "'"),
];

/// Replaces what must not leave.
pub fn sweep(buffer: &mut Buffer, ascii: bool) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        match symbol.as_bytes() {
            [0x20..=0x7e] => {}
            _ => replace(cell, ascii),
        }
    }
}

fn replace(cell: &mut Cell, ascii: bool) {
    let symbol = cell.symbol();
    if symbol.is_empty() {
        return;
    }
    if symbol.contains(is_hidden) || symbol.chars().count() > MOST {
        cell.set_symbol(if ascii { "." } else { "·" });
    } else if ascii && !symbol.is_ascii() {
        let known = ASCII.iter().find(|(glyph, _)| *glyph == symbol);
        cell.set_symbol(known.map_or("?", |(_, plain)| plain));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn nothing_hidden_leaves() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 1));
        buffer[(0, 0)].set_symbol("\u{1b}[2J");
        buffer[(1, 0)].set_symbol("a\u{202e}");
        buffer[(2, 0)].set_symbol("é");
        buffer[(3, 0)].set_symbol("✔");
        sweep(&mut buffer, false);
        let told: String = buffer.content().iter().map(Cell::symbol).collect();
        assert_eq!(told, "··é✔ ");
        sweep(&mut buffer, true);
        let told: String = buffer.content().iter().map(Cell::symbol).collect();
        assert_eq!(told, "..?+ ");
    }
}
