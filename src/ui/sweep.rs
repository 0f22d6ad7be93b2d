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
    let width = usize::from(buffer.area.width);
    let mut or_equal = false;
    for (n, cell) in buffer.content.iter_mut().enumerate() {
        let starts = width > 0 && n % width == 0;
        let symbol = cell.symbol();
        let at_most = symbol == "≤";
        match symbol.as_bytes() {
            // At most is not less: the blank behind it has room for the other half.
            b" " if or_equal && !starts => {
                cell.set_symbol("=");
            }
            [0x20..=0x7e] => {}
            _ => replace(cell, ascii),
        }
        or_equal = ascii && at_most;
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

    #[test]
    fn at_most_is_not_less() {
        let mut buffer = Buffer::with_lines(["LOSS ≤ 3 s", " ≤ 1 ≤2  ≤", " x        "]);
        sweep(&mut buffer, true);
        let told: String = buffer.content().iter().map(Cell::symbol).collect();
        assert_eq!(told, "LOSS <=3 s <=1 <2  < x        ");
    }
}
