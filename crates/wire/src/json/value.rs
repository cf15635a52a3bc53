//! JSON as a tree, and its text (RFC 8259). What it refuses of what the RFC allows: numbers that are no integers of 64
//! bits, and more than [`MAX_DEPTH`] lists and records within each other.

/// The deepest nesting that is read; our own forms need less than ten.
pub const MAX_DEPTH: u8 = 64;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// What an `Option` without a value is written as.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer from 0 on.
    Natural(u64),
    /// An integer below 0.
    Negative(i64),
    /// Its characters, no longer escaped.
    Text(String),
    /// In the order of the text.
    List(Vec<Value>),
    /// Names and values in the order of the text. Names may come twice here; see [`Value::find`].
    Record(Vec<(String, Value)>),
}

/// What a value has under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The one value of that name, which may be null.
    Once(&'a Value),
    /// The record has no such name.
    Never,
    /// It is there twice, so that nothing says which one counts; or the value is no record at all.
    Unclear,
}

impl Value {
    /// What the record has under this name; of anything but a record, [`Lookup::Unclear`].
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

    /// The characters of a text; `None` for every other kind of value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Nothing, or a list of nothing: what the forms leave out where they may.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(values) => values.is_empty(),
            _ => false,
        }
    }
}

/// Reads a text that is one JSON value and nothing else.
pub fn parse(text: &str) -> Option<Value> {
    let mut reader = Parser { text, place: 0 };
    let value = reader.value(MAX_DEPTH)?;
    if reader.place == text.len() { Some(value) } else { None }
}

/// Writes a value without white space, escaping no more than must be.
pub fn write(value: &Value) -> String {
    let mut text = String::new();
    push_value(&mut text, value);
    text
}

struct Parser<'a> {
    text: &'a str,
    /// In bytes, always between two characters.
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

    /// Passes over this byte if it comes next.
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

    /// A value with the white space around it; `depth` more may lie within each other.
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
        // −0 is a float: no integer is it.
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

    /// The character that stands after a backslash.
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

    /// A character by its number; one beyond the first 65,536 is written as a pair of surrogates, and only then.
    fn code_point(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            // Of a second surrogate without its first, this makes no character.
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
