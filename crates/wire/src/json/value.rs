//! JSON trees and their text (RFC 8259). Unlike the RFC, the parser rejects numbers that are not 64-bit integers, and
//! more than [`MAX_DEPTH`] nested lists and records.

/// The deepest nesting that is read. The types of this crate need less than ten levels.
pub const MAX_DEPTH: u8 = 64;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, also written for an `Option` without a value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer that is not negative.
    Natural(u64),
    /// A negative integer.
    Negative(i64),
    /// A text without escapes.
    Text(String),
    /// The values in the order of the text.
    List(Vec<Value>),
    /// Names and values in the order of the text. A name can occur twice; see [`Value::find`].
    Record(Vec<(String, Value)>),
}

/// The result of a search for a name in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The name occurs once; its value may be null.
    Once(&'a Value),
    /// The record does not have the name.
    Never,
    /// The name occurs twice, so that its value is ambiguous, or the value is not a record.
    Unclear,
}

impl Value {
    /// Searches for a name in a record. Returns [`Lookup::Unclear`] if the value is not a record.
    pub fn find(&self, name: &str) -> Lookup<'_> {
        let Self::Record(parts) = self else { return Lookup::Unclear };
        let mut found = Lookup::Never;
        for (its_name, value) in parts {
            if its_name == name {
                found = if found == Lookup::Never { Lookup::Once(value) } else { return Lookup::Unclear };
            }
        }
        found
    }

    /// Returns the characters of a text; `None` for every other kind of value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns whether the value is null or an empty list, which optional fields leave out.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(values) => values.is_empty(),
            _ => false,
        }
    }
}

/// Parses a text that is one JSON value and nothing else.
pub fn parse(text: &str) -> Option<Value> {
    let mut reader = Parser { text, place: 0 };
    let value = reader.value(MAX_DEPTH)?;
    if reader.place == text.len() { Some(value) } else { None }
}

/// Writes a value without white space, escaping only what must be escaped.
pub fn write(value: &Value) -> String {
    let mut text = String::new();
    push_value(&mut text, value);
    text
}

struct Parser<'a> {
    text: &'a str,
    /// The position in bytes, always on a character boundary.
    place: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.place += 1;
        Some(byte)
    }

    /// Skips this byte if it comes next; returns whether it did.
    fn takes(&mut self, byte: u8) -> bool {
        let comes = self.peek() == Some(byte);
        self.place += usize::from(comes);
        comes
    }

    fn white_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.place += 1;
        }
    }

    /// Parses a value with the white space around it. It may contain up to `depth` further levels of nesting.
    fn value(&mut self, depth: u8) -> Option<Value> {
        self.white_space();
        let value = match self.peek()? {
            b'"' => Value::Text(self.string()?),
            b'[' => Value::List(self.list(depth.checked_sub(1)?)?),
            b'{' => Value::Record(self.record(depth.checked_sub(1)?)?),
            b'n' => self.word("null", Value::Null)?,
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            _ => self.number()?,
        };
        self.white_space();
        Some(value)
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        if !self.text.get(self.place..)?.starts_with(word) {
            return None;
        }
        self.place += word.len();
        Some(value)
    }

    fn list(&mut self, depth: u8) -> Option<Vec<Value>> {
        self.next();
        self.white_space();
        let mut values = Vec::new();
        if self.takes(b']') {
            return Some(values);
        }
        loop {
            values.push(self.value(depth)?);
            match self.next()? {
                b',' => {}
                b']' => return Some(values),
                _ => return None,
            }
        }
    }

    fn record(&mut self, depth: u8) -> Option<Vec<(String, Value)>> {
        self.next();
        self.white_space();
        let mut parts = Vec::new();
        if self.takes(b'}') {
            return Some(parts);
        }
        loop {
            self.white_space();
            let name = self.string()?;
            self.white_space();
            if !self.takes(b':') {
                return None;
            }
            parts.push((name, self.value(depth)?));
            match self.next()? {
                b',' => {}
                b'}' => return Some(parts),
                _ => return None,
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let negative = self.takes(b'-');
        let from = self.place;
        let mut number: u64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.place += 1;
        }
        let digits = self.place - from;
        if digits == 0 || (digits > 1 && self.text.as_bytes().get(from) == Some(&b'0')) {
            return None;
        }
        if !negative {
            return Some(Value::Natural(number));
        }
        // −0 is a float: no integer can represent it.
        if number == 0 { None } else { 0_i64.checked_sub_unsigned(number).map(Value::Negative) }
    }

    fn string(&mut self) -> Option<String> {
        if !self.takes(b'"') {
            return None;
        }
        let mut read = String::new();
        loop {
            let from = self.place;
            while !matches!(self.peek()?, b'"' | b'\\' | 0..0x20) {
                self.place += 1;
            }
            read.push_str(self.text.get(from..self.place)?);
            match self.next()? {
                b'"' => return Some(read),
                b'\\' => read.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    /// Parses the character after a backslash.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return None,
        })
    }

    /// Parses a `\u` escape. Characters above U+FFFF, and only those, are written as a surrogate pair.
    fn code_point(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            // Returns `None` for a second surrogate without the first one.
            return char::from_u32(first);
        }
        if !(self.takes(b'\\') && self.takes(b'u')) {
            return None;
        }
        let second = self.four_digits()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(number)
    }
}

fn push_value(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Natural(number) => push_number(text, *number),
        Value::Negative(number) => {
            text.push('-');
            push_number(text, number.unsigned_abs());
        }
        Value::Text(string) => push_string(text, string),
        Value::List(values) => {
            text.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                push_value(text, value);
            }
            text.push(']');
        }
        Value::Record(parts) => {
            text.push('{');
            for (place, (name, value)) in parts.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                push_string(text, name);
                text.push(':');
                push_value(text, value);
            }
            text.push('}');
        }
    }
}

fn push_number(text: &mut String, number: u64) {
    if number > 9 {
        push_number(text, number / 10);
    }
    text.extend(char::from_digit((number % 10) as u32, 10));
}

fn push_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..' ' => {
                text.push_str("\\u00");
                let code = u32::from(character);
                text.extend(
                    [code / 16, code % 16].into_iter().filter_map(|digit| char::from_digit(digit, 16)),
                );
                continue;
            }
            _ => {
                text.push(character);
                continue;
            }
        };
        text.push('\\');
        text.push(short);
    }
    text.push('"');
}

#[cfg(test)]
mod tests;
