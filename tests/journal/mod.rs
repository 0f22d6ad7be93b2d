//! The journal on real files: several runs, several users, damage, kill -9, failing disks.
//!
//! `cfg(test)` on each, so that clippy knows helpers for tests too.

#[cfg(test)]
mod child;
#[cfg(test)]
mod damage;
#[cfg(test)]
#[path = "../faults/mod.rs"]
mod faults;
#[cfg(test)]
mod hostile_names;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod oneshot;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod site;
#[cfg(test)]
mod together;
#[cfg(test)]
mod users;
#[cfg(test)]
mod verify;
