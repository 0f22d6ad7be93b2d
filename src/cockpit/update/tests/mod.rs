//! The cockpit through its one door: messages in, the model and effects out.

mod amend;
mod capture;
mod drills;
mod races;
mod running;
mod senses;
mod serving;
mod start;
mod steps;
mod timing;
mod waits;
mod words;
mod world;
