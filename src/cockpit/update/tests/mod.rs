//! The cockpit through its one door: messages in, the model and effects out.

mod amend;
mod believe;
mod capture;
mod clocks;
mod closing;
mod courses;
mod drills;
mod entries;
mod gone;
mod kinds;
mod people;
mod place;
mod probes;
mod races;
mod running;
mod scratch;
mod senses;
mod serving;
mod start;
mod steps;
mod timing;
mod variables;
mod waits;
mod words;
mod world;
