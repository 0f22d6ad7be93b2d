//! One declaration a table: the struct, the names it admits, and how it is read.

use super::at::At;
use super::reader::Reader;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// A name a table admits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// As files spell it.
    pub(crate) name: &'static str,
    /// What may stand there.
    pub(crate) shape: Shape,
}

/// What may stand under a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A value, or a list or map of values.
    Value,
    /// A table, a list of tables, or a map of tables, each with these names. The name restarts the schema
    /// path where one table is used in several places.
    Table(Option<&'static str>, &'static [Field]),
}

/// A type that stands under a name.
pub(crate) trait FromToml: Sized {
    /// What may stand there.
    const SHAPE: Shape;
    /// Reads it; troubles go to the reader.
    fn from_toml(value: &Spanned<DeValue<'_>>, at: &At, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Where a raw table stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whereabouts {
    /// Bytes of its header, or of the whole inline table.
    pub(crate) span: Range<usize>,
    /// Its path.
    pub(crate) at: At,
}

/// A raw table: every value optional and with its place.
pub(crate) trait Raw: Default {
    /// Restarts the schema path: the same table in several places is one table of the schema.
    const NAME: Option<&'static str>;
    /// The names it admits.
    const FIELDS: &'static [Field];
    /// Takes note of where it stands.
    fn stands(&mut self, place: Whereabouts);
    /// Reads the value of a name; false when the table does not admit it.
    fn set(&mut self, key: &str, value: &Spanned<DeValue<'_>>, at: &At, r: &mut Reader<'_>)
    -> bool;
}

/// Reads a table: known names into their places, unknown ones as troubles.
pub(crate) fn read_table<T: Raw>(
    value: &Spanned<DeValue<'_>>,
    at: &At,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let DeValue::Table(table) = value.get_ref() else {
        reader.wrong_type("a table", value, at);
        return None;
    };
    let mut raw = T::default();
    let at = T::NAME.map_or_else(|| at.clone(), |name| at.renamed(name));
    let given = table.keys().map(|key| key.get_ref().to_string()).collect();
    reader.enter(&at, T::FIELDS, &value.span(), given);
    for (key, value) in table {
        let below = at.key(key.get_ref());
        if T::FIELDS.iter().any(|f| f.name == key.get_ref().as_ref()) {
            reader.mark(&below, key.span(), value);
            raw.set(key.get_ref(), value, &below, reader);
        } else {
            reader.unknown_key(key);
        }
    }
    reader.leave();
    let span = value.span();
    raw.stands(Whereabouts { span, at });
    Some(raw)
}

/// Declares raw tables: `Name ["schema name"] { field ["as files spell it"]: type, }`.
macro_rules! raw {
    ($($(#[$meta:meta])* $name:ident $([$root:literal])? { $($field:ident $([$key:literal])? : $type:ty,)* })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $name {
            pub(crate) place: $crate::formats::toml::Whereabouts,
            $(pub(crate) $field: Option<::toml::Spanned<$type>>,)*
        }

        impl $crate::formats::toml::Raw for $name {
            const NAME: Option<&'static str> = $crate::formats::toml::raw!(@root $($root)?);
            const FIELDS: &'static [$crate::formats::toml::Field] = &[
                $($crate::formats::toml::Field {
                    name: $crate::formats::toml::raw!(@key $field $($key)?),
                    shape: <$type as $crate::formats::toml::FromToml>::SHAPE,
                },)*
            ];
            fn stands(&mut self, place: $crate::formats::toml::Whereabouts) {
                self.place = place;
            }
            fn set(
                &mut self,
                key: &str,
                value: &::toml::Spanned<::toml::de::DeValue<'_>>,
                at: &$crate::formats::toml::At,
                r: &mut $crate::formats::toml::Reader<'_>,
            ) -> bool {
                match key {
                    $($crate::formats::toml::raw!(@key $field $($key)?) => {
                        self.$field = <$type as $crate::formats::toml::FromToml>::from_toml(value, at, r)
                            .map(|read| ::toml::Spanned::new(value.span(), read));
                    })*
                    _ => return false,
                }
                true
            }
        }

        impl $crate::formats::toml::FromToml for $name {
            const SHAPE: $crate::formats::toml::Shape = $crate::formats::toml::Shape::Table(
                <$name as $crate::formats::toml::Raw>::NAME,
                <$name as $crate::formats::toml::Raw>::FIELDS,
            );
            fn from_toml(
                value: &::toml::Spanned<::toml::de::DeValue<'_>>,
                at: &$crate::formats::toml::At,
                r: &mut $crate::formats::toml::Reader<'_>,
            ) -> Option<Self> {
                $crate::formats::toml::read_table(value, at, r)
            }
        }
    )+ };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
    (@root $root:literal) => { Some($root) };
    (@root) => { None };
}
pub(crate) use raw;
