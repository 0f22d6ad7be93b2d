//! The cockpit as a pure machine: a [`Msg`] goes in, the [`Model`] changes, [`Effect`]s come out as data.
//! Nothing here waits, reads a clock, a file or the environment.

pub mod action;
pub mod amend;
pub mod dialog;
pub mod editor;
pub mod effect;
pub mod key;
pub mod model;
pub mod msg;
pub mod outbox;
pub mod pager;
pub mod paper;
pub mod probes;
pub mod runner;
pub mod secrets;
pub mod senses;
pub mod serving;
pub mod settings;
pub mod sheet;
pub mod start;
mod timeline;
pub mod unseen;
mod update;
pub mod view;
pub mod who;

pub use action::Action;
pub use dialog::Dialog;
pub use editor::Editor;
pub use effect::Effect;
pub use model::{Frozen, Me, Model, Saving, Setup};
pub use msg::Msg;
pub use settings::Settings;
pub use start::Start;
pub use update::{hint, refresh, repeat_of, update};
pub use view::{Answer, Cursor, Mark, Pane, Tone, View};
