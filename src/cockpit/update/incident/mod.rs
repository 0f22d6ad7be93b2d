//! Keys on the incident: notes, milestones, severity, roles, checklists, closing.

mod abort;
mod adopt;
mod close;
mod decline;
mod entry;
mod handover;
mod impact;
mod milestone;
mod named;
mod note;
mod people;
mod settle;
mod severity;
mod variable;
mod wanted;
mod who;

pub(super) use abort::{abort, ask_abort};
pub(super) use adopt::{adopt, ask_adopt, ask_direction, direction};
pub(super) use close::{ask_close, ask_reopen, close, reopen};
pub(super) use decline::{asker, declined, keeps};
pub(super) use entry::{ask_correct, ask_redact, correct, entry, local_time, pin, redact, seek};
pub(super) use handover::{give_chosen, give_to, open_handover, open_paper, paper_key};
pub(super) use impact::{ask_impact, impact};
pub(super) use milestone::{ask_milestone, milestone, milestone_at, milestone_key, offered};
pub(super) use note::{acknowledge, ask_quit, document, note};
pub(super) use people::{begin_name, question, role_chosen, role_holder, takeover};
pub(super) use settle::{ask_settle, open_note, settle};
pub(super) use severity::{ask_severity, severity};
pub(super) use variable::{ask_at_start, ask_if_adopted, ask_value, ask_variable, variable};
pub(super) use wanted::ask_by_step;
pub(super) use who::{away_for, open_who, promise, promise_shown, who_key};
