//! What is printed. Nothing that could act on a terminal passes here, and a closed pipe is no error.

use super::fail::Fail;
use crate::domain::text::{code_points, visible};
use std::io::{self, Write};

/// Standard output and error.
#[derive(Clone, Copy, Debug, Default)]
pub struct Say {
    /// Nothing but errors and what was asked for.
    pub quiet: bool,
    /// Nothing but ASCII in what is drawn.
    pub ascii: bool,
}

impl Say {
    /// A line of what was asked for. False when nobody reads any more.
    pub fn line(self, text: &str) -> bool {
        self.raw(&visible(text))
    }

    /// Several lines of what was asked for. False when nobody reads any more.
    pub fn text(self, text: &str) -> bool {
        self.raw(code_points(text, true).trim_end_matches('\n'))
    }

    /// What happened, in a sentence; not when quiet.
    pub fn done(self, text: &str) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Something to know, on standard error; not when quiet.
    pub fn note(self, text: &str) {
        if !self.quiet {
            self.error(text);
        }
    }

    /// What is wrong, on standard error.
    pub fn error(self, text: &str) {
        let mut err = io::stderr().lock();
        let _ = writeln!(err, "{}", self.fit(&code_points(text, true)));
    }

    /// Why a command did not do what was asked.
    pub fn fail(self, fail: &Fail) {
        match fail {
            Fail::Wrong(what) | Fail::NotSaved(what) => self.error(&format!("switchover: {what}")),
            Fail::Invalid(problems) => {
                for problem in problems {
                    self.error(&problem.to_string());
                }
            }
            Fail::Shown(texts) => texts.iter().for_each(|text| self.error(text)),
            Fail::Trouble => {}
        }
    }

    fn raw(self, text: &str) -> bool {
        let mut out = io::stdout().lock();
        let written = writeln!(out, "{}", self.fit(text));
        written.and_then(|()| out.flush()).is_ok()
    }

    fn fit(self, text: &str) -> String {
        if !self.ascii {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '→' => out.push_str("->"),
                '»' => out.push_str(">>"),
                '…' => out.push_str("..."),
                c if c.is_ascii() => out.push(c),
                _ => out.push('?'),
            }
        }
        out
    }
}
