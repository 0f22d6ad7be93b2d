//! The values that stand under a name.

use super::at::At;
use super::raw::{FromToml, Shape};
use super::reader::Reader;
use toml::Spanned;
use toml::de::DeValue;

/// A date: `"2026-10-01"`, or TOML's own `2026-10-01`.
#[derive(Clone, Debug)]
pub(crate) struct Date(pub(crate) String);

/// A map of names the team chose, in the order of their names.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(Spanned<String>, Spanned<T>)>);

impl FromToml for String {
    const SHAPE: Shape = Shape::Value;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            r.wrong_type("text in quotes", value, at);
            return None;
        };
        r.look_for_hidden(text, value.span(), at);
        Some(text.to_string())
    }
}

impl FromToml for Date {
    const SHAPE: Shape = Shape::Value;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Datetime(date) => Some(Date(date.to_string())),
            DeValue::String(text) => Some(Date(text.to_string())),
            _ => {
                r.wrong_type("a date such as \"2026-10-01\"", value, at);
                None
            }
        }
    }
}

impl FromToml for bool {
    const SHAPE: Shape = Shape::Value;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            r.wrong_type("true or false", value, at);
        }
        read
    }
}

impl FromToml for i64 {
    const SHAPE: Shape = Shape::Value;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let whole = value.get_ref().as_integer();
        let read = whole.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if read.is_none() {
            r.wrong_type("a whole number", value, at);
        }
        read
    }
}

impl FromToml for f64 {
    const SHAPE: Shape = Shape::Value;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let read = match value.get_ref() {
            DeValue::Float(n) => n.as_str().parse().ok(),
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix())
                .ok()
                .and_then(|n| i32::try_from(n).ok())
                .map(f64::from),
            _ => None,
        };
        let read = read.filter(|n: &f64| n.is_finite());
        if read.is_none() {
            r.wrong_type("a number", value, at);
        }
        read
    }
}

impl<T: FromToml> FromToml for Vec<Spanned<T>> {
    const SHAPE: Shape = T::SHAPE;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Array(list) = value.get_ref() else {
            match T::SHAPE {
                Shape::Value => r.wrong_type("a list in [ ]", value, at),
                Shape::Table(..) => {
                    r.wrong_type("a list of tables, each [[in double brackets]]", value, at)
                }
            }
            return None;
        };
        let mut read = Vec::with_capacity(list.len());
        for (index, item) in list.iter().enumerate() {
            let at = at.index(index);
            r.mark(&at, item.span(), item);
            if let Some(one) = T::from_toml(item, &at, r) {
                read.push(Spanned::new(item.span(), one));
            }
        }
        Some(read)
    }
}

impl<T: FromToml> FromToml for Named<T> {
    const SHAPE: Shape = T::SHAPE;
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            r.wrong_type("a table", value, at);
            return None;
        };
        let mut read = Vec::with_capacity(table.len());
        for (key, item) in table {
            r.joined_a_map(key, item, &value.span(), at);
            let at = at.named(key.get_ref());
            r.mark(&at, key.span(), item);
            r.look_for_hidden(key.get_ref(), key.span(), &at);
            if let Some(one) = T::from_toml(item, &at, r) {
                let name = Spanned::new(key.span(), key.get_ref().to_string());
                read.push((name, Spanned::new(item.span(), one)));
            }
        }
        Some(Named(read))
    }
}
