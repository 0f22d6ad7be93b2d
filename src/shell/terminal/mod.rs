//! The terminal: entered, drawn on, listened to, and always left whole.
//!
//! Start at [`Screen`] for what goes out, [`listen`] for what comes in. Whatever ends the program gives the
//! terminal back through one place, `guard`: quitting, a signal, a panic in any thread, and for what cannot
//! be caught the watcher process. No other file of the program writes to the terminal or reads from it.

mod guard;
mod input;
mod last_exit;
mod listen;
mod modes;
mod panic;
mod parser;
mod pencil;
mod provoke;
mod screen;
mod sequence;
mod stderr;
mod suspend;
mod tty;
mod watcher;
mod writer;

pub use input::{Input, Mouse, MouseKind};
pub use last_exit::exit_after;
pub use listen::listen;
pub use panic::{PANIC_STATUS, fault, on_panic};
pub use parser::{PASTE_CAP, Parser};
pub use pencil::Pencil;
pub use provoke::{PROVOKE_VARIABLE, provoke};
pub use screen::{Options, Screen};
pub use tty::Unfit;
pub use watcher::{WATCHER_COMMAND, watcher_main};
