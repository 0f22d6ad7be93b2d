//! The thread that reads the keyboard and notices when the terminal is gone.

use super::input::Input;
use super::last_exit::exit_after;
use super::parser::Parser;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io;
use std::thread;
use std::time::Duration;

/// How long the loop may take to end once the terminal is gone.
const GRACE: Duration = Duration::from_secs(2);
/// What a program returns that lost its terminal, as if SIGHUP had ended it.
const HANGUP_STATUS: u8 = 129;

/// Starts to read stdin. `on` is called from the thread and must not block; [`Input::Hangup`] is the last.
pub fn listen(mut on: impl FnMut(Input) + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name("terminal-input".to_owned())
        .spawn(move || {
            read_until_gone(&mut on);
            on(Input::Hangup);
            exit_after(GRACE, HANGUP_STATUS);
        })?;
    Ok(())
}

fn read_until_gone(on: &mut dyn FnMut(Input)) {
    let stdin = rustix::stdio::stdin();
    let mut parser = Parser::default();
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let patience = parser
            .patience()
            .and_then(|wait| Timespec::try_from(wait).ok());
        let mut watched = [PollFd::from_borrowed_fd(stdin, PollFlags::IN)];
        match poll(&mut watched, patience.as_ref()) {
            Ok(0) => {
                if let Some(input) = parser.silence() {
                    on(input);
                }
                continue;
            }
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return,
        }
        match rustix::io::read(stdin, &mut bytes[..]) {
            Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(0) | Err(_) => return,
            Ok(n) => parser
                .read(bytes.get(..n).unwrap_or_default())
                .into_iter()
                .for_each(&mut *on),
        }
    }
}
