//! The screen as the loop sees it: entered, drawn, resized, suspended, left.

use super::guard::{self, Taken};
use super::pencil::Pencil;
use super::watcher::Watcher;
use super::writer::Writer;
use super::{modes, stderr, suspend, tty};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};
use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::PathBuf;
use std::thread;

/// How the terminal is entered.
#[derive(Debug, Default)]
pub struct Options {
    /// The title, hidden characters made visible; empty for none.
    pub title: String,
    /// The value of `TERM`.
    pub term: String,
    /// Where stderr goes meanwhile; nowhere without one.
    pub log: Option<OwnedFd>,
    /// This program, to be run once more as the watcher after the first paint; no watcher without it.
    pub program: Option<PathBuf>,
}

/// The terminal while the cockpit has it. Dropping it gives the terminal back.
pub struct Screen {
    terminal: Terminal<Pencil>,
    tty: OwnedFd,
    writer: Writer,
    title: Option<String>,
    mouse: bool,
    program: Option<PathBuf>,
    /// How often the watcher may still be started.
    tries: u8,
    log: Option<OwnedFd>,
}

impl Screen {
    /// Takes the terminal on stdin and stdout. `on_idle` is called from another thread when a frame that
    /// [`Screen::draw`] refused could be drawn; it must not block. Errors when the terminal cannot be set.
    pub fn enter(options: Options, on_idle: impl Fn() + Send + 'static) -> io::Result<Self> {
        let tty = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
        let writer = Writer::start(tty.try_clone()?, Box::new(on_idle))?;
        let (columns, rows) = tty::size(tty.as_fd());
        let title = Some(options.title)
            .filter(|title| !title.is_empty() && modes::has_title(&options.term));
        let terminal = match Terminal::new(Pencil::new(columns, rows)) {
            Ok(terminal) => terminal,
            Err(never) => match never {},
        };
        let screen = Screen {
            terminal,
            tty,
            writer,
            title,
            mouse: false,
            program: options.program,
            tries: 3,
            log: options.log,
        };
        screen.take(None)?;
        Ok(screen)
    }

    /// Takes the terminal, for the first time or again.
    fn take(&self, watcher: Option<Watcher>) -> io::Result<()> {
        let before = tty::raw(self.tty.as_fd())?;
        let log = self.log.as_ref().and_then(|log| log.try_clone().ok());
        let logged = stderr::to_log(log);
        guard::took(Taken {
            tty: self.tty.try_clone()?,
            before,
            writer: self.writer.clone(),
            title: self.title.is_some(),
            watcher,
            watcher_comes: false,
        });
        self.writer
            .open(modes::enter(self.title.as_deref(), self.mouse));
        logged
    }

    /// Draws a frame and hands its bytes over. False when the last frame is not out yet: the frame was not
    /// drawn, and `on_idle` will say when it can be.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> bool {
        if !self.writer.ready() {
            return false;
        }
        match self.terminal.draw(render) {
            Ok(_) => {}
            Err(never) => match never {},
        }
        let bytes = self.terminal.backend_mut().take();
        if !bytes.is_empty() {
            self.writer.frame(&bytes);
        }
        self.start_watcher();
        true
    }

    /// After a frame, on a thread of its own: no key waits for a process to start. A few tries at most.
    fn start_watcher(&mut self) {
        if self.tries == 0 || !guard::wants_watcher() {
            return;
        }
        let (Some(program), Ok(tty)) = (self.program.clone(), self.tty.try_clone()) else {
            return;
        };
        self.tries -= 1;
        let title = self.title.is_some();
        let start = move || {
            if let Some(before) = guard::line_before()
                && let Ok(watcher) = Watcher::start(&program, tty, before, title)
            {
                guard::watched_by(watcher);
            }
        };
        let named = thread::Builder::new().name("watcher-start".to_owned());
        let _ = named.spawn(start);
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        let size = self.terminal.size().unwrap_or_default();
        (size.width, size.height)
    }

    /// Asks the terminal for its size and paints all of the next frame. True when the size changed.
    pub fn resize(&mut self) -> bool {
        let before = self.size();
        let (columns, rows) = tty::size(self.tty.as_fd());
        self.terminal.backend_mut().set_size(columns, rows);
        match self.terminal.resize(Rect::new(0, 0, columns, rows)) {
            Ok(()) => {}
            Err(never) => match never {},
        }
        before != (columns, rows)
    }

    /// Sets everything again and paints all of the next frame: after a stop nobody announced (SIGCONT), or
    /// when another program wrote over the screen.
    pub fn refresh(&mut self) {
        let _ = tty::raw(self.tty.as_fd());
        self.writer.aside(&modes::enter(None, self.mouse));
        self.terminal.backend_mut().start_over();
        self.resize();
    }

    /// Gives the terminal back and stops this process until it is continued, then takes it again, at its
    /// new size. False when nobody could continue it: then nothing was done.
    pub fn suspend(&mut self) -> bool {
        if !suspend::can_be_continued() {
            return false;
        }
        let watcher = guard::give_back(None).and_then(|taken| taken.watcher);
        suspend::stop();
        let taken = self.take(watcher);
        self.terminal.backend_mut().start_over();
        self.resize();
        taken.is_ok()
    }

    /// Switches the mouse on or off.
    pub fn mouse(&mut self, on: bool) {
        self.mouse = on;
        self.writer.aside(if on {
            modes::MOUSE_ON
        } else {
            modes::MOUSE_OFF
        });
    }

    /// Rings.
    pub fn bell(&self) {
        self.writer.aside(b"\x07");
    }

    /// Sends bytes made elsewhere (an OSC 52 clipboard) between two frames; false when the terminal takes
    /// nothing now.
    #[must_use]
    pub fn send(&self, bytes: &[u8]) -> bool {
        self.writer.aside(bytes)
    }

    /// Gives the terminal back. Takes 0.2 s at most, also when the terminal does not read.
    pub fn leave(self) {}
}

impl Drop for Screen {
    fn drop(&mut self) {
        guard::give_back(None);
    }
}
