//! ratatui's backend, writing into memory: cells become the fewest bytes. Colours and cursor carry over from
//! frame to frame, so a frame that changes one digit costs about ten bytes and there is no trailer.

use crate::domain::text::is_hidden;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::convert::Infallible;
use std::io::Write as _;

/// A gap of so few blanks is written; a jump costs as much.
const SHORT_GAP: u16 = 4;

/// The look of what is written next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    line: Color,
    modifier: Modifier,
}

/// Where ratatui draws. Sizes are told, never asked of the terminal.
#[derive(Debug)]
pub struct Pencil {
    bytes: Vec<u8>,
    size: Size,
    pen: Pen,
    /// Where the terminal's cursor is, when that is certain.
    at: Option<Position>,
    shown: bool,
    /// The screen was cleared and this is the first frame since: what is not drawn is blank.
    blank: bool,
    /// The cursor as this frame wants it.
    wanted: Option<Position>,
}

impl Pencil {
    /// A pencil on a cleared screen with the cursor hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Pencil {
            bytes: Vec::new(),
            size: Size::new(columns, rows),
            pen: Pen::default(),
            at: None,
            shown: false,
            blank: true,
            wanted: None,
        }
    }

    /// The screen has this size from now on.
    pub(super) fn set_size(&mut self, columns: u16, rows: u16) {
        self.size = Size::new(columns, rows);
    }

    /// The terminal was entered anew: nothing is known but what entering does.
    pub(super) fn start_over(&mut self) {
        self.bytes.clear();
        self.pen = Pen::default();
        self.at = None;
        self.shown = false;
        self.blank = true;
    }

    /// What was drawn since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // A Vec takes everything.
        let _ = self.bytes.write_fmt(text);
    }

    fn go(&mut self, x: u16, y: u16) {
        let here = Position { x, y };
        match self.at {
            Some(at) if at == here => {}
            Some(at)
                if at.y == y && at.x < x && x - at.x <= SHORT_GAP && self.spaces_are_blank() =>
            {
                self.bytes.extend((at.x..x).map(|_| b' '));
            }
            Some(at) if at.y == y && x > 0 => self.put(format_args!("\x1b[{}G", x + 1)),
            Some(at) if at.y == y => self.bytes.push(b'\r'),
            _ if x == 0 => self.put(format_args!("\x1b[{}H", y + 1)),
            _ => self.put(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some(here);
    }

    /// Whether spaces in the present look write what the screen holds in a gap.
    fn spaces_are_blank(&self) -> bool {
        let shows = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        self.blank && self.pen.bg == Color::Reset && !self.pen.modifier.intersects(shows)
    }

    fn look(&mut self, pen: Pen) {
        let old = self.pen;
        if old == pen {
            return;
        }
        self.pen = pen;
        if pen == Pen::default() {
            self.bytes.extend_from_slice(b"\x1b[m");
            return;
        }
        self.bytes.extend_from_slice(b"\x1b[");
        let begin = self.bytes.len();
        // Switching single attributes off differs between terminals; zero does not.
        let base = if (old.modifier - pen.modifier).is_empty() {
            old
        } else {
            self.bytes.extend_from_slice(b"0;");
            Pen::default()
        };
        for (modifier, code) in ATTRIBUTES {
            if (pen.modifier - base.modifier).contains(modifier) {
                self.put(format_args!("{code};"));
            }
        }
        if pen.fg != base.fg {
            self.colour(pen.fg, 30);
        }
        if pen.bg != base.bg {
            self.colour(pen.bg, 40);
        }
        if pen.line != base.line {
            self.colour(pen.line, 50);
        }
        if self.bytes.len() > begin {
            self.bytes.pop();
        }
        self.bytes.push(b'm');
    }

    /// A colour with its separator; `base` is 30 for text, 40 for background, 50 for underlines.
    fn colour(&mut self, colour: Color, base: u8) {
        let index = match colour {
            Color::Reset => return self.put(format_args!("{};", base + 9)),
            Color::Rgb(r, g, b) => return self.put(format_args!("{};2;{r};{g};{b};", base + 8)),
            Color::Indexed(i) => return self.put(format_args!("{};5;{i};", base + 8)),
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        match index {
            i if base == 50 => self.put(format_args!("58;5;{i};")),
            i @ 0..8 => self.put(format_args!("{};", base + i)),
            i => self.put(format_args!("{};", base + 60 + i - 8)),
        }
    }

    /// Writes a cell's text: the second net under [`crate::domain::text::visible`].
    fn print(&mut self, symbol: &str) {
        if !symbol.contains(is_hidden) {
            self.bytes.extend_from_slice(symbol.as_bytes());
            return;
        }
        let rest: String = symbol.chars().filter(|c| !is_hidden(*c)).collect();
        let rest = if rest.is_empty() { "·" } else { &rest };
        self.bytes.extend_from_slice(rest.as_bytes());
    }
}

const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

impl Backend for Pencil {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.go(x, y);
            self.look(Pen {
                fg: cell.fg,
                bg: cell.bg,
                line: cell.underline_color,
                modifier: cell.modifier,
            });
            let symbol = cell.symbol();
            self.print(symbol);
            // Terminals disagree on how far anything but a single narrow character moves, and at the edge.
            let narrow = symbol.len() == 1
                || (symbol.chars().count() == 1
                    && unicode_width::UnicodeWidthStr::width(symbol) == 1);
            let next = x + 1;
            self.at = (narrow && next < self.size.width).then_some(Position { x: next, y });
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = Some(self.wanted.unwrap_or_default());
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.wanted.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.wanted = self.wanted.map(|_| position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.look(Pen::default());
        // Twice in a row is once.
        if !self.bytes.ends_with(b"\x1b[2J") {
            self.bytes.extend_from_slice(b"\x1b[2J");
        }
        self.at = None;
        self.blank = true;
        Ok(())
    }

    /// Only whole screens are ever cleared: there is no inline viewport.
    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    /// Ends a frame: the cursor goes where it is wanted.
    fn flush(&mut self) -> Result<(), Infallible> {
        self.blank = false;
        match self.wanted {
            Some(at) => {
                let inside = at.x < self.size.width && at.y < self.size.height;
                if inside {
                    self.go(at.x, at.y);
                }
                if inside != self.shown {
                    self.put(format_args!("\x1b[?25{}", if inside { 'h' } else { 'l' }));
                }
                self.shown = inside;
            }
            None if self.shown => {
                self.bytes.extend_from_slice(b"\x1b[?25l");
                self.shown = false;
            }
            None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::style::Style;
    use ratatui::text::{Line, Span};
    use std::num::NonZeroU16;

    fn terminal(columns: u16, rows: u16) -> Terminal<Pencil> {
        Terminal::new(Pencil::new(columns, rows)).unwrap()
    }

    fn draw(terminal: &mut Terminal<Pencil>, line: Line<'_>) -> String {
        terminal
            .draw(|frame| frame.render_widget(line, frame.area()))
            .unwrap();
        String::from_utf8(terminal.backend_mut().take()).unwrap()
    }

    #[test]
    fn one_digit_costs_a_few_bytes_and_an_unchanged_frame_none() {
        let mut terminal = terminal(80, 24);
        assert_eq!(
            draw(&mut terminal, Line::from("down 41:07")),
            "\x1b[1Hdown 41:07"
        );
        assert_eq!(draw(&mut terminal, Line::from("down 41:08")), "\x1b[10G8");
        assert_eq!(draw(&mut terminal, Line::from("down 41:08")), "");
    }

    #[test]
    fn colours_carry_over_and_end() {
        let mut terminal = terminal(20, 1);
        let line = Line::from(vec![
            Span::styled("a", Style::new().red().bold()),
            Span::styled("b", Style::new().red()),
            Span::raw("c"),
            Span::styled("d", Style::new().fg(Color::Indexed(9)).on_light_blue()),
        ]);
        assert_eq!(
            draw(&mut terminal, line),
            "\x1b[1H\x1b[1;31ma\x1b[0;31mb\x1b[mc\x1b[38;5;9;104md"
        );
    }

    #[test]
    fn the_cursor_shows_only_where_asked() {
        let mut terminal = terminal(20, 2);
        let mut frame = |at: Option<(u16, u16)>| {
            terminal
                .draw(|frame| {
                    if let Some(at) = at {
                        frame.set_cursor_position(at);
                    }
                })
                .unwrap();
            String::from_utf8(terminal.backend_mut().take()).unwrap()
        };
        assert_eq!(frame(None), "");
        assert_eq!(frame(Some((3, 1))), "\x1b[2;4H\x1b[?25h");
        assert_eq!(frame(Some((3, 1))), "");
        assert_eq!(frame(Some((99, 1))), "\x1b[?25l");
        assert_eq!(frame(None), "");
    }

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        let mut pencil = Pencil::new(20, 1);
        let cells = ["\u{202e}", "e\u{200b}", "\u{1b}"].map(Cell::new);
        let placed = cells
            .iter()
            .enumerate()
            .map(|(x, cell)| (x as u16, 0, cell));
        pencil.draw(placed).unwrap();
        let bytes = String::from_utf8(pencil.take()).unwrap();
        let text = bytes.replace("\x1b[", "");
        assert!(!text.contains(is_hidden), "{bytes:?}");
    }

    #[test]
    fn a_terminal_shows_exactly_the_cells() {
        let mut ours = terminal(30, 6);
        let mut theirs =
            vt100::Parser::new(NonZeroU16::new(6).unwrap(), NonZeroU16::new(30).unwrap(), 0);
        for n in 0..60_u16 {
            let wide = ["界 ✔", "plain", "e\u{301}x", "│─┐"][usize::from(n % 4)];
            let line = Line::from(vec![
                Span::raw(" ".repeat(usize::from(n % 7))),
                Span::styled(wide, Style::new().fg(Color::Indexed((n % 5) as u8))),
                Span::raw(format!("  {n} {}", "x".repeat(usize::from(n)))),
            ]);
            if n == 40 {
                ours.backend_mut().set_size(20, 4);
                theirs
                    .screen_mut()
                    .set_size(NonZeroU16::new(4).unwrap(), NonZeroU16::new(20).unwrap());
            }
            ours.draw(|frame| {
                let mut area = frame.area();
                area.y = n % area.height;
                area.height = 1;
                frame.render_widget(line, area);
            })
            .unwrap();
            let mut cells = Vec::new();
            ours.draw(|frame| {
                let mut area = frame.area();
                area.y = n % area.height;
                area.height = 1;
                frame.render_widget(format!("{n}"), area);
                cells = frame.buffer_mut().content.clone();
            })
            .unwrap();
            theirs.process(&ours.backend_mut().take());
            let size = ours.size().unwrap();
            for (i, cell) in cells.iter().enumerate() {
                let (x, y) = (i % usize::from(size.width), i / usize::from(size.width));
                let shown = theirs.screen().cell(y as u16, x as u16).unwrap();
                let text = if shown.has_contents() {
                    shown.contents()
                } else {
                    " "
                };
                assert_eq!(text, cell.symbol(), "frame {n} at {x},{y}");
            }
        }
    }
}
