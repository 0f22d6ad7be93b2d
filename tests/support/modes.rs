//! What a program did to a terminal's modes, read from every byte it wrote and from the line settings.

use rustix::termios::{LocalModes, OutputModes, tcgetattr};
use std::collections::BTreeMap;
use std::os::fd::AsFd;

/// The modes that must be as before when a program has ended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Modes {
    /// Private modes that are on and should not be, or off and should not be, by number.
    pub changed: Vec<u32>,
    /// Titles kept and not given back.
    pub titles: i32,
    /// Text is not in the default look.
    pub coloured: bool,
    /// Echo, line mode, signals and output processing are all on.
    pub cooked: bool,
}

impl Modes {
    /// Reads everything written so far, and the settings of the line.
    pub fn read(written: &[u8], line: impl AsFd) -> Self {
        let mut private: BTreeMap<u32, bool> = BTreeMap::new();
        let mut modes = Modes::default();
        for sequence in sequences(written) {
            let Some((last, body)) = sequence.split_last() else {
                continue;
            };
            let body = String::from_utf8_lossy(body);
            match (last, body.strip_prefix('?')) {
                (b'h' | b'l', Some(numbers)) => {
                    for number in numbers.split(';').filter_map(|n| n.parse().ok()) {
                        private.insert(number, *last == b'h');
                    }
                }
                (b't', None) if body.starts_with("22;") => modes.titles += 1,
                (b't', None) if body.starts_with("23;") => modes.titles -= 1,
                (b'm', None) => modes.coloured = !matches!(&*body, "" | "0"),
                _ => {}
            }
        }
        // The cursor is the one mode that is on to begin with.
        modes.changed = private
            .into_iter()
            .filter(|(number, on)| *on != (*number == 25))
            .map(|(number, _)| number)
            .collect();
        // Giving a title back twice is harmless.
        modes.titles = modes.titles.max(0);
        let settings = tcgetattr(line).unwrap();
        let cooked = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        modes.cooked = settings.local_modes.contains(cooked)
            && settings.output_modes.contains(OutputModes::OPOST);
        modes
    }

    /// Whether the terminal is as it was.
    pub fn whole(&self) -> bool {
        *self
            == Modes {
                cooked: true,
                ..Modes::default()
            }
    }
}

/// The control sequences (`ESC [ ...`) in some output, without their introducer.
fn sequences(written: &[u8]) -> impl Iterator<Item = &[u8]> {
    written.windows(2).enumerate().filter_map(|(at, two)| {
        let body = written.get(at + 2..).filter(|_| two == b"\x1b[")?;
        let end = body.iter().position(|b| (0x40..=0x7e).contains(b))?;
        body.get(..=end)
    })
}
