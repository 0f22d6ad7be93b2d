//! Problems as people and programs read them: where they are, how they are worded, drawn and listed.

mod json;
mod place;
mod render;
mod words;

pub use json::json;
pub use place::place;
pub use render::render;
pub use words::{nearest, quoted};
