use super::*;
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Our tree as serde parses it. It cannot represent floats, so a text with a float is an error.
struct Theirs(Value);

impl<'de> Deserialize<'de> for Theirs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Theirs;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("anything but a float")
    }

    fn visit_unit<E: Error>(self) -> Result<Theirs, E> {
        Ok(Theirs(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Theirs, E> {
        Ok(Theirs(Value::Bool(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Theirs, E> {
        Ok(Theirs(Value::Natural(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Theirs, E> {
        Ok(Theirs(Value::Negative(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Theirs, E> {
        Ok(Theirs(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Theirs, A::Error> {
        let mut values = Vec::new();
        while let Some(Theirs(value)) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Theirs(Value::List(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Theirs, A::Error> {
        let mut parts = Vec::new();
        while let Some((name, Theirs(value))) = map.next_entry()? {
            parts.push((name, value));
        }
        Ok(Theirs(Value::Record(parts)))
    }
}

fn depth(value: &Value) -> u8 {
    match value {
        Value::List(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Record(parts) => 1 + parts.iter().map(|(_, value)| depth(value)).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Checks that both parsers read the same value or both fail. Ours also fails for values that are nested too deeply.
fn both_read_the_same(text: &str) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_str(text).ok().map(|Theirs(value)| value);
    prop_assert_eq!(parse(text), theirs.filter(|value| depth(value) <= MAX_DEPTH), "{}", text);
    Ok(())
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<u64>().prop_map(Value::Natural),
        (i64::MIN..0).prop_map(Value::Negative),
        any_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            proptest::collection::vec((any_text(), inner), 0..6).prop_map(Value::Record),
        ]
    })
}

/// Texts with characters that must be escaped, with several scripts, and with characters above U+FFFF.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[\\x00-\\x1f\"\\\\/\\x7f\u{2028}\u{feff}қӘ中ۇ😀a]{0,12}"]
}

/// Pieces of JSON and almost-JSON.
const PIECES: [&str; 36] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "false",
    "nul",
    "0",
    "00",
    "-",
    "-0",
    "12",
    "-7",
    "1.5",
    "1e3",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    " ",
    "\n",
    "\u{a0}",
    "\"a\"",
    "\"a\":",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\udE00",
    "\\x",
    "\u{1}",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_value_reads_back_what_it_wrote(value in any_value()) {
        let text = write(&value);
        both_read_the_same(&text)?;
        prop_assert_eq!(parse(&text), Some(value));
    }

    #[test]
    fn any_text_is_read_as_serde_json_reads_it(text in any::<String>()) {
        both_read_the_same(&text)?;
    }

    #[test]
    fn any_pieces_are_read_as_serde_json_reads_them(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES.as_slice()), 0..10),
    ) {
        both_read_the_same(&pieces.concat())?;
        both_read_the_same(&["[", &pieces.concat(), "]"].concat())?;
        both_read_the_same(&["\"", &pieces.concat(), "\""].concat())?;
    }

    #[test]
    fn an_edited_value_is_read_as_serde_json_reads_it(
        value in any_value(),
        place in any::<prop::sample::Index>(),
        taken in 0..4_usize,
        piece in proptest::sample::select(PIECES.as_slice()),
    ) {
        let characters: Vec<char> = write(&value).chars().collect();
        let place = place.index(characters.len());
        let after = characters.len().min(place + taken);
        let mut text: String = characters[..place].iter().collect();
        text.push_str(piece);
        text.extend(&characters[after..]);
        both_read_the_same(&text)?;
    }
}

#[test]
fn white_space_between_tokens_is_ignored() {
    let spaced = " \t\r\n{ \"a\" :\t[ 1 ,\n2 , { } , [ ] ] ,\r\"b\": null } ";
    assert_eq!(write(&parse(spaced).unwrap()), "{\"a\":[1,2,{},[]],\"b\":null}");
}

#[test]
fn texts_that_the_rfc_allows_but_the_parser_rejects() {
    for text in ["1.0", "1e2", "-0", "18446744073709551616", "-9223372036854775809", "[1.5]", "{\"a\":1E1}"] {
        assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        assert_eq!(parse(text), None, "{text}");
    }
    let nested = |many: usize| ["[".repeat(many), "]".repeat(many)].concat();
    assert!(parse(&nested(usize::from(MAX_DEPTH))).is_some());
    assert_eq!(parse(&nested(usize::from(MAX_DEPTH) + 1)), None);
    assert_eq!(parse(&"[".repeat(1_000_000)), None);
    assert_eq!(parse(&"{\"a\":".repeat(1_000_000)), None);
}

#[test]
fn a_duplicate_name_is_kept_and_not_found() {
    let value = parse("{\"a\":1,\"b\":2,\"a\":3}").unwrap();
    assert_eq!(value.find("a"), Lookup::Unclear);
    assert_eq!(value.find("b"), Lookup::Once(&Value::Natural(2)));
    assert_eq!(value.find("c"), Lookup::Never);
    assert_eq!(Value::Null.find("a"), Lookup::Unclear);
}

#[test]
fn every_character_is_written_as_serde_json_writes_it() {
    for character in '\0'..=char::MAX {
        let text = character.to_string();
        assert_eq!(write(&Value::Text(text.clone())), serde_json::to_string(&text).unwrap());
    }
}

#[test]
fn every_sixteen_bit_escape_is_read_as_serde_json_reads_it() {
    for code in 0..=u32::from(u16::MAX) {
        for text in [
            format!("\"\\u{code:04x}\""),
            format!("\"\\ud83d\\u{code:04X}\""),
            format!("\"\\u{code:04x}\\ude00\""),
        ] {
            let theirs = serde_json::from_str::<String>(&text).ok().map(Value::Text);
            assert_eq!(parse(&text), theirs, "{text}");
        }
    }
}
