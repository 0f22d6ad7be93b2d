//! Bytes of the keyboard into [`Input`]. Own, because crossterm 0.29 panics on three sequences anybody can
//! send, and because a burst must never act as keys. Total: no bytes can make it fail or hold more than a
//! paste's cap. It reads no clock: the caller waits [`Parser::patience`] and says when nothing came.

use super::input::Input;
use super::sequence::{self, Meaning};
use crate::cockpit::key::{Key, KeyCode};
use std::time::Duration;

/// The longest paste taken, in bytes; what is over is dropped up to its end.
pub const PASTE_CAP: usize = 256 * 1024;
/// More characters than this in one read were not typed.
const TYPED_AT_ONCE: usize = 8;
/// Longer control sequences mean nothing to us.
const SEQUENCE_CAP: usize = 64;

const AFTER_ESC: Duration = Duration::from_millis(25);
/// Shorter than the repeat of a held key, which must not keep a burst alive.
const AFTER_BURST: Duration = Duration::from_millis(20);
const INSIDE_SEQUENCE: Duration = Duration::from_millis(250);
const INSIDE_PASTE: Duration = Duration::from_secs(1);

const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug)]
enum State {
    Ground,
    Escape,
    Csi(Vec<u8>),
    Ss3,
    ConsoleKey,
    /// Bytes of an old mouse report still to swallow.
    OldMouse(u8),
    /// An answer of the terminal (OSC, DCS), swallowed up to its end; true after an ESC.
    Answer(bool),
    Utf8(Vec<u8>),
    Paste(Paste),
}

#[derive(Default, Debug)]
struct Paste {
    kept: Vec<u8>,
    length: usize,
    /// The last six bytes.
    tail: [u8; 6],
}

/// The keyboard's bytes, understood so far.
#[derive(Debug)]
pub struct Parser {
    state: State,
    /// The last read was a burst, and it may go on.
    burst: bool,
    fresh: Vec<Input>,
}

impl Default for Parser {
    fn default() -> Self {
        Parser {
            state: State::Ground,
            burst: false,
            fresh: Vec::new(),
        }
    }
}

impl Parser {
    /// What one read of the terminal means.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut stray_end = false;
        for byte in bytes {
            stray_end |= self.byte(*byte);
        }
        let fresh = std::mem::take(&mut self.fresh);
        let typed = fresh.iter().filter(|i| typed(i).is_some()).count();
        self.burst |= stray_end || typed > TYPED_AT_ONCE;
        if self.burst {
            return as_paste(fresh);
        }
        fresh
    }

    /// How long to wait for more before calling [`Parser::silence`]; `None` when nothing is half done.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground if self.burst => Some(AFTER_BURST),
            State::Ground => None,
            State::Escape => Some(AFTER_ESC),
            State::Paste(_) => Some(INSIDE_PASTE),
            _ => Some(INSIDE_SEQUENCE),
        }
    }

    /// Nothing more came in time: a lone ESC was the key, an endless paste ends, half a sequence was noise.
    pub fn silence(&mut self) -> Option<Input> {
        let burst = std::mem::take(&mut self.burst);
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Escape if !burst => Some(Input::Key(Key::plain(KeyCode::Esc))),
            State::Paste(paste) => Some(paste.finish(None)),
            _ => None,
        }
    }

    /// Takes one byte; true when it ended a paste that we had given up.
    fn byte(&mut self, byte: u8) -> bool {
        let state = std::mem::replace(&mut self.state, State::Ground);
        self.state = match state {
            State::Ground => self.ground(byte),
            State::Escape => self.escape(byte),
            State::Csi(params) => return self.csi(params, byte),
            State::Ss3 => {
                let meaning = sequence::ss3(byte);
                return self.mean(meaning);
            }
            State::ConsoleKey => {
                let meaning = sequence::console(byte);
                return self.mean(meaning);
            }
            State::OldMouse(0 | 1) => State::Ground,
            State::OldMouse(left) => State::OldMouse(left - 1),
            State::Answer(after_esc) => match byte {
                0x07 | 0x18 => State::Ground,
                b'\\' if after_esc => State::Ground,
                b => State::Answer(b == 0x1b),
            },
            State::Utf8(head) => self.utf8(head, byte),
            State::Paste(mut paste) => {
                if paste.push(byte) {
                    self.fresh.push(paste.finish(Some(PASTE_END.len())));
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
        false
    }

    fn ground(&mut self, byte: u8) -> State {
        match byte {
            0x1b => return State::Escape,
            0x00..=0x1f | 0x7f => self.key(sequence::control(byte)),
            0x20..=0x7e => self.key(Key::char(byte as char)),
            0xc2..=0xf4 => return State::Utf8(vec![byte]),
            _ => {}
        }
        State::Ground
    }

    fn escape(&mut self, byte: u8) -> State {
        match byte {
            b'[' => return State::Csi(Vec::new()),
            b'O' => return State::Ss3,
            b']' | b'P' | b'_' | b'^' | b'X' => return State::Answer(false),
            0x1b => {
                self.key(Key::plain(KeyCode::Esc));
                return State::Escape;
            }
            0x00..=0x1f | 0x7f => self.key(Key {
                alt: true,
                ..sequence::control(byte)
            }),
            0x20..=0x7e => self.key(Key {
                alt: true,
                ..Key::char(byte as char)
            }),
            _ => {}
        }
        State::Ground
    }

    fn csi(&mut self, mut params: Vec<u8>, byte: u8) -> bool {
        match byte {
            0x40..=0x7e => {
                let meaning = sequence::csi(&params, byte);
                return self.mean(meaning);
            }
            0x20..=0x3f if params.len() < SEQUENCE_CAP => {
                params.push(byte);
                self.state = State::Csi(params);
            }
            0x20..=0x3f => self.state = State::Csi(params),
            0x1b => self.state = State::Escape,
            _ => {}
        }
        false
    }

    fn utf8(&mut self, mut head: Vec<u8>, byte: u8) -> State {
        if !(0x80..=0xbf).contains(&byte) {
            return self.ground(byte);
        }
        head.push(byte);
        match std::str::from_utf8(&head) {
            Ok(text) => {
                if let Some(c) = text.chars().next().filter(|c| !c.is_control()) {
                    self.key(Key::char(c));
                }
                State::Ground
            }
            Err(e) if e.error_len().is_none() => State::Utf8(head),
            Err(_) => State::Ground,
        }
    }

    fn mean(&mut self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Is(input) => self.fresh.push(input),
            Meaning::PasteBegins => self.state = State::Paste(Paste::default()),
            Meaning::OldMouse => self.state = State::OldMouse(3),
            Meaning::ConsoleKey => self.state = State::ConsoleKey,
            Meaning::PasteEnds => return true,
            Meaning::Nothing => {}
        }
        false
    }

    fn key(&mut self, key: Key) {
        self.fresh.push(Input::Key(key));
    }
}

impl Paste {
    /// Takes one byte; true when the paste is complete.
    fn push(&mut self, byte: u8) -> bool {
        if self.kept.len() < PASTE_CAP + PASTE_END.len() {
            self.kept.push(byte);
        }
        self.length = self.length.saturating_add(1);
        self.tail.rotate_left(1);
        self.tail[5] = byte;
        self.tail == PASTE_END
    }

    /// The text so far, without an ending of that many bytes; `None` when the end never came.
    fn finish(mut self, ending: Option<usize>) -> Input {
        let length = self.length.saturating_sub(ending.unwrap_or(0));
        self.kept.truncate(length.min(PASTE_CAP));
        Input::Paste {
            text: clean(&String::from_utf8_lossy(&self.kept)),
            whole: ending.is_some() && length <= PASTE_CAP,
        }
    }
}

/// Line breaks as `\n`; no control character but those and tabs.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}

/// The text a key would have typed into a field.
fn typed(input: &Input) -> Option<char> {
    match input {
        Input::Key(key) => key.typed(),
        _ => None,
    }
}

/// A burst as text. Keys that are no text are dropped: they were not pressed by a person either.
fn as_paste(burst: Vec<Input>) -> Vec<Input> {
    let mut out = Vec::new();
    let mut text = String::new();
    for input in burst {
        match input {
            Input::Key(key) => match (key.typed(), key.code) {
                (Some(c), _) => text.push(c),
                (None, KeyCode::Enter) => text.push('\n'),
                (None, KeyCode::Tab) => text.push('\t'),
                (None, KeyCode::Char('j')) if key.ctrl => text.push('\n'),
                _ => {}
            },
            other => out.push(other),
        }
    }
    if !text.is_empty() {
        out.push(Input::Paste { text, whole: true });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(bytes: &[u8]) -> Vec<String> {
        let mut parser = Parser::default();
        let mut inputs = parser.read(bytes);
        inputs.extend(parser.silence());
        inputs
            .into_iter()
            .map(|input| match input {
                Input::Key(key) => key.name(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn paste(text: &str, whole: bool) -> Input {
        Input::Paste {
            text: text.to_owned(),
            whole,
        }
    }

    #[test]
    fn keys_are_named_as_pressed() {
        assert_eq!(keys(b"dG\r\x12"), ["d", "G", "Enter", "Ctrl-r"]);
        assert_eq!(keys("é✔".as_bytes()), ["é", "✔"]);
        assert_eq!(keys(b"\x1b[A\x1bOB\x1b[1;5C"), ["Up", "Down", "Ctrl-Right"]);
        assert_eq!(keys(b"\x1bx\x7f"), ["Alt-x", "Backspace"]);
    }

    #[test]
    fn escape_alone_is_a_key_once_nothing_follows() {
        let mut parser = Parser::default();
        assert_eq!(parser.read(b"\x1b"), []);
        assert_eq!(parser.patience(), Some(AFTER_ESC));
        assert_eq!(parser.silence(), Some(Input::Key(Key::plain(KeyCode::Esc))));
        assert_eq!(parser.patience(), None);
    }

    #[test]
    fn hostile_sequences_are_nothing_and_what_follows_is_read() {
        for noise in [
            &b"\x1b[<0;0;5M"[..],
            b"\x1b[M   ",
            b"\x1b[0;0R",
            b"\xff\xfe\xc3\x28",
            b"\x1b]11;rgb:0000/0000/0000\x1b\\",
            b"\x1bP1$r0m\x1b\\",
            b"\x1b[201~",
        ] {
            let mut parser = Parser::default();
            let noisy = parser.read(noise);
            assert!(noisy.iter().all(|i| typed(i) == Some('(')), "{noisy:?}");
            parser.silence();
            assert_eq!(parser.read(b"d"), [Input::Key(Key::char('d'))], "{noise:?}");
        }
    }

    #[test]
    fn a_paste_is_one_piece_in_any_cut() {
        let bytes = b"\x1b[200~sudo rm\r\nd\x1b[A\x1b[201~q";
        for cut in 0..bytes.len() {
            let mut parser = Parser::default();
            let mut inputs = parser.read(&bytes[..cut]);
            inputs.extend(parser.read(&bytes[cut..]));
            let expected = [paste("sudo rm\nd[A", true), Input::Key(Key::char('q'))];
            assert_eq!(inputs, expected, "cut at {cut}");
        }
    }

    #[test]
    fn a_paste_that_never_ends_ends_with_silence() {
        let mut parser = Parser::default();
        assert_eq!(parser.read(b"\x1b[200~abc"), []);
        assert_eq!(parser.patience(), Some(INSIDE_PASTE));
        assert_eq!(parser.silence(), Some(paste("abc", false)));
        // Its late rest is not keys either, as long as its end shows.
        assert_eq!(parser.read(b"d\r\x1b[201~"), [paste("d\n", true)]);
    }

    #[test]
    fn an_endless_paste_holds_no_more_than_the_cap() {
        let mut parser = Parser::default();
        assert_eq!(parser.read(b"\x1b[200~"), []);
        for _ in 0..40 {
            assert_eq!(parser.read(&[b'd'; 65_536]), []);
        }
        let inputs = parser.read(b"\x1b[201~q");
        let [Input::Paste { text, whole }, Input::Key(_)] = &inputs[..] else {
            panic!("{} inputs", inputs.len());
        };
        assert_eq!((text.len(), *whole), (PASTE_CAP, false));
    }

    #[test]
    fn a_burst_is_text_and_stays_so_until_it_pauses() {
        let mut parser = Parser::default();
        assert_eq!(parser.read(b"ls -l\r"), keys_of("ls -l\r"));
        assert_eq!(
            parser.read(b"systemctl stop x\rd"),
            [paste("systemctl stop x\nd", true)]
        );
        assert_eq!(parser.read(b"q\r"), [paste("q\n", true)]);
        assert_eq!(parser.patience(), Some(AFTER_BURST));
        assert_eq!(parser.silence(), None);
        assert_eq!(parser.read(b"q"), keys_of("q"));
    }

    fn keys_of(text: &str) -> Vec<Input> {
        text.bytes()
            .map(|b| match b {
                b'\r' => Key::plain(KeyCode::Enter),
                b => Key::char(b as char),
            })
            .map(Input::Key)
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_can_break_it(reads in prop::collection::vec(
            prop::collection::vec(prop_oneof![
                any::<u8>(),
                prop::sample::select(b"\x1b[]OPM<;0129~uR\\\x07".to_vec()),
            ], 0..80), 0..20)
        ) {
            let mut parser = Parser::default();
            for read in reads {
                for input in parser.read(&read) {
                    if let Input::Paste { text, .. } = input {
                        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
                    }
                }
            }
            parser.silence();
            prop_assert_eq!(parser.patience(), None);
            prop_assert_eq!(parser.read(b"q"), vec![Input::Key(Key::char('q'))]);
        }
    }
}
