//! A model as a screen: symbols, then the runs of style, so that colours do not regress unseen.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use std::fmt::Write;
use switchover::cockpit::Model;
use switchover::ui::{Theme, draw};

/// A finished screen.
pub(crate) struct Screen {
    pub(crate) buffer: Buffer,
    pub(crate) cursor: Option<(u16, u16)>,
}

pub(crate) fn theme(name: &str) -> Theme {
    Theme::shipped(name).unwrap()
}

/// Draws a model in a size.
pub(crate) fn screen(model: &Model, (columns, rows): (u16, u16), theme: &Theme) -> Screen {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut asked = false;
    let frame = terminal.draw(|frame| draw(frame, model, theme)).unwrap();
    let buffer = frame.buffer.clone();
    asked |= terminal.backend().cursor_visible();
    let cursor = asked.then(|| {
        let at = terminal.get_cursor_position().unwrap();
        (at.x, at.y)
    });
    dump(model, &buffer, &theme.name);
    Screen { buffer, cursor }
}

impl Screen {
    /// The lines as text.
    pub(crate) fn lines(&self) -> Vec<String> {
        let area = self.buffer.area;
        let line = |y| {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = self.buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            line
        };
        (0..area.height).map(line).collect()
    }

    /// The lines as one text.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Symbols, cursor and style runs, for a snapshot.
    pub(crate) fn told(&self) -> String {
        let mut out = String::new();
        for line in self.lines() {
            let _ = writeln!(out, "|{line}|");
        }
        let _ = writeln!(out, "cursor {:?}", self.cursor);
        for y in 0..self.buffer.area.height {
            let mut runs: Vec<(u16, u16, Style)> = Vec::new();
            for x in 0..self.buffer.area.width {
                let style = self.buffer[(x, y)].style();
                match runs.last_mut() {
                    Some(run) if run.2 == style => run.1 = x,
                    _ => runs.push((x, x, style)),
                }
            }
            let told: Vec<String> = runs
                .iter()
                .filter_map(|(from, to, style)| Some(format!("{from}-{to} {}", words(style)?)))
                .collect();
            if !told.is_empty() {
                let _ = writeln!(out, "{y}: {}", told.join(", "));
            }
        }
        out
    }
}

/// A style in words; none for the terminal's own.
fn words(style: &Style) -> Option<String> {
    let mut words = Vec::new();
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
    ] {
        if style.add_modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    if let Some(color) = style.fg.filter(|c| *c != Color::Reset) {
        words.push(color.to_string().to_lowercase());
    }
    if let Some(color) = style.bg.filter(|c| *c != Color::Reset) {
        words.push(format!("on {}", color.to_string().to_lowercase()));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// With `SCREENS_TO` set, every screen drawn by a test is also written there with its colours, to be looked at.
fn dump(model: &Model, buffer: &Buffer, theme: &str) {
    let Some(folder) = std::env::var_os("SCREENS_TO") else {
        return;
    };
    let name = std::thread::current()
        .name()
        .unwrap_or("x")
        .replace("::", "-");
    let area = buffer.area;
    let mut out = String::new();
    if name.contains("sizes") {
        return;
    }
    for y in 0..area.height {
        for x in 0..area.width {
            let cell = &buffer[(x, y)];
            let style = cell.style();
            let words = words(&style).unwrap_or_default();
            let _ = write!(out, "{}\u{1f}{words}\u{1e}", cell.symbol());
        }
        out.push('\n');
    }
    let over = format!("{:?}", model.view.dialog);
    let over: String = over
        .chars()
        .skip(5)
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let size = format!("{}x{}", area.width, area.height);
    let file = format!(
        "{name}-{theme}-{}-{over}-{:?}-{size}.cells",
        model.mode(),
        model.view.focus
    );
    let _ = std::fs::write(std::path::Path::new(&folder).join(file), out);
}
