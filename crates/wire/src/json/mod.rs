//! Converts the types of this crate to JSON and back without serde. The app uses it because its size matters: serde's
//! derived code for these types was a fifth of the app. The gateway uses serde; tests check that both produce the same
//! texts, byte for byte, and read the same values.
//!
//! This parser accepts less than serde, but everything that either side writes. It rejects a record given as a list of
//! its values, an enum word given as `{"word": null}`, and, in fields that are ignored, floats, nesting beyond
//! [`MAX_DEPTH`] and unpaired surrogates.

mod answer;
mod calendar;
mod contact;
mod draft;
mod problem;
mod share;
mod value;

pub use value::{Lookup, MAX_DEPTH, Value, parse};

use chrono::NaiveDate;
use rules::id::{DocumentId, DraftId, PageId, PersonId};
use rules::region::Region;
use rules::time::{Instant, parse_day, write_day};

/// A type that can be converted to JSON and back.
pub trait Json: Sized {
    /// Converts the value to a JSON tree. Never fails.
    fn to_json(&self) -> Value;

    /// Converts a JSON tree to a value; `None` if the tree does not have the expected form.
    fn from_json(value: &Value) -> Option<Self>;

    /// Returns the value of a missing field of this type; `None` if the field is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Converts a value to JSON text without white space.
pub fn write<T: Json>(value: &T) -> String {
    value::write(&value.to_json())
}

/// Parses JSON text to a value; `None` if it is not JSON or does not have the expected form.
pub fn read<T: Json>(text: &str) -> Option<T> {
    T::from_json(&parse(text)?)
}

/// Reads a field of a record.
pub fn field<T: Json>(record: &Value, name: &str) -> Option<T> {
    match record.find(name) {
        Lookup::Once(value) => T::from_json(value),
        Lookup::Never => T::absent(),
        Lookup::Unclear => None,
    }
}

/// Reads a field of a record into `place`, which stays unchanged if the record does not have the field. `None` if the
/// field does not have the expected form.
pub fn fill<T: Json>(place: &mut T, record: &Value, name: &str) -> Option<()> {
    match record.find(name) {
        Lookup::Once(value) => *place = T::from_json(value)?,
        Lookup::Never => {}
        Lookup::Unclear => return None,
    }
    Some(())
}

/// The fields of a record that is being written.
#[derive(Default)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// Appends a field. Does not check whether the name is used already.
    pub fn put(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    /// Appends a field unless it is null or an empty list.
    pub fn put_unless_empty(&mut self, name: &str, value: Value) {
        if !value.is_empty() {
            self.put(name, value);
        }
    }

    /// Appends all fields of another record.
    pub fn put_all(&mut self, value: Value) {
        if let Value::Record(parts) = value {
            self.0.extend(parts);
        }
    }

    /// Returns the record, with its fields in the order in which they were added.
    pub fn into_value(self) -> Value {
        Value::Record(self.0)
    }
}

/// Implements [`Json`](crate::json::Json) for a struct: a record with the given fields in this order. All fields of the
/// struct must be named.
///
/// A field is required unless it is an `Option`. With `: unless_empty` it is left out when it is null or an empty list;
/// with `: unless_false` when it is false; with `: flat` its own fields are merged into the record; with `: newer` it may be missing, as in records of an older
/// build. A record that is `: lenient` takes missing fields from the struct's `Default`.
///
/// ```
/// use wire::json;
///
/// #[derive(Debug, PartialEq)]
/// struct Link {
///     name: String,
///     codes: Vec<String>,
/// }
/// wire::record!(Link { name, codes: unless_empty });
///
/// let link = Link { name: "Әже".to_owned(), codes: Vec::new() };
/// assert_eq!(json::write(&link), r#"{"name":"Әже"}"#);
/// assert_eq!(json::read(r#"{"name":"Әже"}"#), Some(link));
/// assert_eq!(json::read::<Link>("{}"), None);
/// ```
#[macro_export]
macro_rules! record {
    ($name:ident: lenient { $($field:ident),+ $(,)? }) => {
        impl $crate::json::Json for $name {
            fn to_json(&self) -> $crate::json::Value {
                let Self { $($field),+ } = self;
                let mut fields = $crate::json::Fields::default();
                $(fields.put(stringify!($field), $crate::json::Json::to_json($field));)+
                fields.into_value()
            }

            fn from_json(value: &$crate::json::Value) -> Option<Self> {
                let mut read = Self::default();
                $($crate::json::fill(&mut read.$field, value, stringify!($field))?;)+
                Some(read)
            }
        }
    };
    ($name:ident { $($field:ident $(: $manner:ident)?),+ $(,)? }) => {
        impl $crate::json::Json for $name {
            fn to_json(&self) -> $crate::json::Value {
                let Self { $($field),+ } = self;
                let mut fields = $crate::json::Fields::default();
                $($crate::record!(@put fields $field $($manner)?);)+
                fields.into_value()
            }

            fn from_json(value: &$crate::json::Value) -> Option<Self> {
                Some(Self { $($field: $crate::record!(@take value $field $($manner)?)),+ })
            }
        }
    };
    (@put $fields:ident $field:ident) => {
        $fields.put(stringify!($field), $crate::json::Json::to_json($field))
    };
    (@put $fields:ident $field:ident newer) => {
        $crate::record!(@put $fields $field)
    };
    (@put $fields:ident $field:ident unless_empty) => {
        $fields.put_unless_empty(stringify!($field), $crate::json::Json::to_json($field))
    };
    (@put $fields:ident $field:ident unless_false) => {
        if *$field {
            $crate::record!(@put $fields $field);
        }
    };
    (@put $fields:ident $field:ident flat) => {
        $fields.put_all($crate::json::Json::to_json($field))
    };
    (@take $value:ident $field:ident) => {
        $crate::json::field($value, stringify!($field))?
    };
    (@take $value:ident $field:ident newer) => {
        $crate::record!(@take $value $field unless_empty)
    };
    (@take $value:ident $field:ident unless_false) => {
        $crate::record!(@take $value $field unless_empty)
    };
    (@take $value:ident $field:ident unless_empty) => {{
        let mut read = Default::default();
        $crate::json::fill(&mut read, $value, stringify!($field))?;
        read
    }};
    (@take $value:ident $field:ident flat) => {
        $crate::json::Json::from_json($value)?
    };
}

/// An enum whose variants are written as words.
trait NamedVariants: Copy + 'static {
    /// All variants with their words.
    const ALL: &'static [(&'static str, Self)];
}

/// Implements [`Json`] for an enum with these words. All variants must be named; those with fields come after `else`,
/// with a name for each field.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        words!($name { $($variant = $word),+ } else {});
    };
    ($name:ident { $($variant:ident = $word:literal),* $(,)? } else {
        $($holder:ident($($held:ident),+) = $tag:literal),* $(,)?
    }) => {
        impl $crate::json::NamedVariants for $name {
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];
        }

        impl $crate::json::Json for $name {
            fn to_json(&self) -> $crate::json::Value {
                match self {
                    $(Self::$variant => $crate::json::text($word),)*
                    $(Self::$holder($($held),+) => {
                        $crate::json::tagged($tag, [$($crate::json::Json::to_json($held)),+])
                    })*
                }
            }

            fn from_json(value: &$crate::json::Value) -> Option<Self> {
                $(if let Some([$($held),+]) = $crate::json::held(value, $tag) {
                    return Some(Self::$holder($($crate::json::Json::from_json($held)?),+));
                })*
                $crate::json::meant(value)
            }
        }
    };
}
use words;

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// Returns the variant with this word.
fn meant<T: NamedVariants>(value: &Value) -> Option<T> {
    let word = value.as_text()?;
    T::ALL.iter().find(|(its_word, _)| *its_word == word).map(|(_, variant)| *variant)
}

/// Returns the JSON of a variant with fields: a record from its word to its field, or to a list if it has several
/// fields.
fn tagged<const MANY: usize>(tag: &str, held: [Value; MANY]) -> Value {
    let mut held = Vec::from(held);
    let whole = match held.pop() {
        Some(only) if held.is_empty() => only,
        last => {
            held.extend(last);
            Value::List(held)
        }
    };
    Value::Record(vec![(tag.to_owned(), whole)])
}

/// Returns the fields of the variant with this word; `None` for another variant or another number of fields.
fn held<'a, const MANY: usize>(value: &'a Value, tag: &str) -> Option<[&'a Value; MANY]> {
    let Value::Record(parts) = value else { return None };
    let [(word, whole)] = parts.as_slice() else { return None };
    if word != tag {
        return None;
    }
    let held = match whole {
        Value::List(held) if MANY > 1 => held.as_slice(),
        only => std::slice::from_ref(only),
    };
    let held: &[Value; MANY] = held.try_into().ok()?;
    Some(held.each_ref())
}

impl Json for String {
    fn to_json(&self) -> Value {
        text(self)
    }

    fn from_json(value: &Value) -> Option<Self> {
        value.as_text().map(str::to_owned)
    }
}

impl Json for bool {
    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

macro_rules! integers {
    ($($name:ty),+) => {
        $(impl Json for $name {
            fn to_json(&self) -> Value {
                match u64::try_from(*self) {
                    Ok(number) => Value::Natural(number),
                    Err(_) => Value::Negative(i64::try_from(*self).unwrap_or_default()),
                }
            }

            fn from_json(value: &Value) -> Option<Self> {
                match value {
                    Value::Natural(number) => Self::try_from(*number).ok(),
                    Value::Negative(number) => Self::try_from(*number).ok(),
                    _ => None,
                }
            }
        })+
    };
}
integers!(u16, u32, u64, i32, i64);

impl<T: Json> Json for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_json(value).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Json> Json for Vec<T> {
    fn to_json(&self) -> Value {
        Value::List(self.iter().map(T::to_json).collect())
    }

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::List(values) => values.iter().map(T::from_json).collect(),
            _ => None,
        }
    }
}

impl<A: Json, B: Json> Json for (A, B) {
    fn to_json(&self) -> Value {
        Value::List(vec![self.0.to_json(), self.1.to_json()])
    }

    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::List(values) => match values.as_slice() {
                [first, second] => Some((A::from_json(first)?, B::from_json(second)?)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Implements [`Json`] for a type that is written as text.
macro_rules! texts {
    ($($name:ty: $write:expr, $parse:expr;)+) => {
        $(impl Json for $name {
            fn to_json(&self) -> Value {
                Value::Text($write(*self))
            }

            fn from_json(value: &Value) -> Option<Self> {
                $parse(value.as_text()?)
            }
        })+
    };
}

texts! {
    NaiveDate: write_day, parse_day;
    Instant: Instant::to_text, Instant::parse;
    Region: Region::code, Region::parse;
    DraftId: DraftId::to_text, DraftId::parse;
    PersonId: PersonId::to_text, PersonId::parse;
    DocumentId: DocumentId::to_text, DocumentId::parse;
    PageId: PageId::to_text, PageId::parse;
}

#[cfg(test)]
mod tests;
