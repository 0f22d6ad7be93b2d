//! Disks that fail, hang, or are full.
mod disk;
mod full;
mod hang;
mod sweep;
