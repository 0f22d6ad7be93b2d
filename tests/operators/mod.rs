//! People at shells: the real program, on incidents of its own.

mod bad_plans;
mod choosing;
pub mod desk;
mod hostile;
mod kinds;
mod opening;
mod runbooks;
mod several;
mod stepping;
mod words;
