//! What the network says of both providers.
//!
//! Start at [`Target`]: one probe, its names filled. The [`Engine`] asks every target again and again and hands
//! each [`Sample`](crate::domain::probe::Sample) to a sink; [`Prober`] does one round. What results add up to is
//! the domain's business ([`Board`](crate::domain::probe::Board)); here nothing is remembered.
//!
//! Absent on purpose: no proxy and no redirect the plan does not name, no connection kept, no session resumed, no getaddrinfo, no answer
//! waited for beyond the deadline, no more than 64 KiB of it kept.

mod answer;
mod cause;
mod certificate;
mod command;
mod dns;
mod engine;
mod http;
mod judge;
mod names;
mod prober;
mod raw;
mod schedule;
mod target;
mod tcp;
mod tls;
mod way;

pub use command::{Commands, Ran, RunCommand};
pub use engine::Engine;
pub use prober::{Options, Prober, probe_once};
pub use target::{Ask, CertificateAsk, DnsAsk, HttpAsk, NameAsk, Target};
