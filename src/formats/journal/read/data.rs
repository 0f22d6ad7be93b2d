//! The data of a fact and the seen heads, borrowed from the line where nothing was escaped.

use crate::domain::facts::{Data, Datum};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// The data of a fact; nothing when some of it has a shape no fact of this version has.
pub(super) struct Loose<'a>(pub(super) Option<Data<'a>>);

/// Writer and `seq:tag`, as written.
#[derive(Default)]
pub(super) struct Heads<'a>(pub(super) Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// A string that is borrowed when it can be.
struct Text<'a>(Cow<'a, str>);

/// One value; nothing when it is of no known shape.
struct Value<'a>(Option<Datum<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct See;
        impl<'de> Visitor<'de> for See {
            type Value = Loose<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the data of a fact")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut data = Some(Data::new());
                while let Some(Text(key)) = map.next_key()? {
                    let Value(value) = map.next_value()?;
                    data = match (data, key, value) {
                        (Some(mut data), Cow::Borrowed(key), Some(value)) => {
                            data.insert(key, value);
                            Some(data)
                        }
                        _ => None,
                    };
                }
                Ok(Loose(data))
            }
        }
        from.deserialize_map(See)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Heads<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct See;
        impl<'de> Visitor<'de> for See {
            type Value = Heads<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("heads of writers")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut heads = Vec::new();
                while let Some((Text(writer), Text(head))) = map.next_entry()? {
                    heads.push((writer, head));
                }
                Ok(Heads(heads))
            }
        }
        from.deserialize_map(See)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct See;
        impl<'de> Visitor<'de> for See {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(See)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(SeeValue)
    }
}

struct SeeValue;

impl<'de> Visitor<'de> for SeeValue {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Value(Some(Datum::Bool(yes))))
    }
    fn visit_i64<E>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Value(Some(Datum::Int(n))))
    }
    fn visit_u64<E>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Value(i64::try_from(n).ok().map(Datum::Int)))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value(None))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value(None))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value(Some(Datum::Text(Cow::Borrowed(text)))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value(Some(Datum::Text(Cow::Owned(text.to_owned())))))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut texts = Some(BTreeMap::new());
        while let Some((Text(key), Value(value))) = map.next_entry()? {
            texts = match (texts, value) {
                (Some(mut texts), Some(Datum::Text(text))) => {
                    texts.insert(key.into_owned(), text.into_owned());
                    Some(texts)
                }
                _ => None,
            };
        }
        Ok(Value(texts.map(Datum::Map)))
    }
}
