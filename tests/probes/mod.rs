//! The real engine against real servers on loopback.
#[cfg(test)]
mod certificates;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod cut_off;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod names;
#[cfg(test)]
mod program;
#[cfg(test)]
pub(super) mod real_commands;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod simulated;
#[cfg(test)]
pub mod tls;
