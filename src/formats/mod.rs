//! Text to types and back: journal lines, plans, checklists, scenarios.

pub mod bulletin;
pub mod checklist;
pub mod config;
pub mod honoured;
pub mod incident_file;
pub mod job_end;
pub mod journal;
pub mod lint;
pub mod plan;
pub mod problems;
pub mod scenario;
pub mod theme;
pub mod toml;
