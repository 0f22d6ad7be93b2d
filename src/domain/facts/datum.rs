//! The few shapes a fact's data can take.

use crate::domain::ids::{Hash, Id};
use crate::domain::time::{Span, Time};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One value in the data of a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Datum<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Named texts, such as the answers on closing.
    Map(BTreeMap<String, String>),
}

impl Datum<'_> {
    /// The text, if this is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A type that can be a value in the data of a fact.
pub trait Field: Sized {
    /// The value as data; `None` leaves the field out.
    fn put(&self) -> Option<Datum<'_>>;
    /// The value out of data; `None` when it is missing or of another shape.
    fn get(datum: Option<&Datum<'_>>) -> Option<Self>;
    /// The value with its free texts handed through `change`; all but texts stay as they are.
    #[must_use]
    fn reworded(self, _change: &mut dyn FnMut(String) -> String) -> Self {
        self
    }
}

impl Field for bool {
    fn put(&self) -> Option<Datum<'_>> {
        self.then_some(Datum::Bool(true))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        match datum {
            None => Some(false),
            Some(Datum::Bool(b)) => Some(*b),
            Some(_) => None,
        }
    }
}

impl Field for i64 {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Int(*self))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        match datum? {
            Datum::Int(n) => Some(*n),
            _ => None,
        }
    }
}

impl Field for String {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Text(self.as_str().into()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        datum?.text().map(str::to_owned)
    }
    fn reworded(self, change: &mut dyn FnMut(String) -> String) -> Self {
        change(self)
    }
}

impl Field for Id {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Text(self.as_str().into()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        datum?.text().and_then(Id::new)
    }
}

impl Field for Hash {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Text(self.to_string().into()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        datum?.text().and_then(Hash::parse)
    }
}

impl Field for Time {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Text(self.rfc3339_millis().into()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        datum?.text().and_then(Time::parse)
    }
}

/// Seconds in files.
impl Field for Span {
    fn put(&self) -> Option<Datum<'_>> {
        Some(Datum::Int(self.as_seconds()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        i64::get(datum).map(Span::seconds)
    }
}

impl Field for BTreeMap<String, String> {
    fn put(&self) -> Option<Datum<'_>> {
        (!self.is_empty()).then(|| Datum::Map(self.clone()))
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        match datum {
            None => Some(BTreeMap::new()),
            Some(Datum::Map(map)) => Some(map.clone()),
            Some(_) => None,
        }
    }
    fn reworded(self, change: &mut dyn FnMut(String) -> String) -> Self {
        self.into_iter()
            .map(|(name, text)| (name, change(text)))
            .collect()
    }
}

impl<T: Field> Field for Option<T> {
    fn put(&self) -> Option<Datum<'_>> {
        self.as_ref().and_then(Field::put)
    }
    fn get(datum: Option<&Datum<'_>>) -> Option<Self> {
        match datum {
            None => Some(None),
            Some(_) => T::get(datum).map(Some),
        }
    }
    fn reworded(self, change: &mut dyn FnMut(String) -> String) -> Self {
        self.map(|value| value.reworded(change))
    }
}
