//! From TOML to raw structs: flat, every value optional and with its place, every trouble collected.
//!
//! serde stops at the first trouble and forgets where values stood, so the tables are walked here: one
//! declaration a table (`raw`) gives the struct, the names it admits and the walk.

mod at;
mod convert;
mod document;
mod duration;
mod misfits;
mod raw;
mod reader;
mod source;
mod spots;
mod values;

pub(crate) use at::At;
pub(crate) use convert::{Texts, bare, map, texts};
pub(crate) use document::read;
pub use duration::duration;
pub(crate) use raw::{Field, FromToml, Raw, Shape, Whereabouts, raw, read_table};
pub(crate) use reader::Reader;
pub use reader::Strictness;
pub use source::{LARGEST, Source, SourceFile};
pub use spots::{Spot, Spots};
pub(crate) use values::{Date, Named};
