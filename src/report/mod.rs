//! The incident as documents: what scripts, `less` and browsers read when no cockpit is at hand. Pure: every
//! document is made of the facts and a moment.

mod chat;
mod checklist;
mod derived;
mod people_json;
mod picture;
mod probe_json;
mod probe_text;
mod rows;
mod scene;
mod score;
mod serving_json;
mod status_comms;
mod status_html;
mod status_json;
mod status_parts;
mod status_probes;
mod status_text;
mod timeline;
mod watched;

pub use crate::domain::rules::watched::Watched;
pub use chat::chat_text;
pub use checklist::checklist_text;
pub use derived::derived;
pub use picture::{Live, Picture};
pub use probe_json::{probe_json, state as probe_state};
pub use probe_text::{probe_change, probe_sum, probe_table};
pub use rows::{entry_json, item_json, receipt_json, scratch_json};
pub use score::{Score, score};
pub use status_html::status_html;
pub use status_json::status_json;
pub use status_text::status_text;
pub use timeline::{entry_row, timeline_md, timeline_rows};
pub use watched::watched;

#[cfg(test)]
mod tests;
