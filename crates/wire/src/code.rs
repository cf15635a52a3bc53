//! Secrets and numbers that people read, write down and type: 32 characters without look-alikes, with check characters.
//!
//! The check characters are those of a Reed–Solomon code over the field of 32 elements. For up to 31 characters, one
//! check character detects any single wrong character and any two swapped ones; two detect any two wrong ones.

/// Digits and capital letters without the confusion of `0 O` and `1 I L`: `I`, `L`, `O` and `U` are left out, as usual
/// (Crockford's base 32). Reading accepts small letters, and the left-out look-alikes as the characters that they
/// resemble.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Number of characters of an owner key without its check characters: 26 × 5 bits hold 128.
const KEY_DATA: usize = 26;
const KEY_CHECKS: usize = 2;
/// Number of characters of an application number without its check character.
const NUMBER_DATA: usize = 7;
const NUMBER_CHECKS: usize = 1;
/// Number of characters of a spoken code, which has no check characters.
const SPOKEN: usize = 8;
const GROUP: usize = 4;

/// Reasons why a typed code is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// The code has another length. Spaces and hyphens are not counted.
    Length {
        /// 28 for an owner key, 8 for an application number, both with check characters; 8 for a spoken code.
        expected: usize,
        /// The number of characters that were typed.
        found: usize,
    },
    /// A character is not in the alphabet.
    Character {
        /// The index of the character from 0, not counting spaces and hyphens.
        place: usize,
    },
    /// The check characters do not match: a character is wrong or two are swapped.
    Check,
}

/// The secret that owns an application: 128 bits, generated on the phone. Its written form is the recovery code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OwnerKey(pub [u8; 16]);

impl OwnerKey {
    /// Returns seven groups of four characters. The last two characters are check characters.
    pub fn to_text(&self) -> String {
        let mut symbols = [0; KEY_DATA];
        for (place, symbol) in symbols.iter_mut().enumerate() {
            *symbol = (0..5).fold(0, |bits, bit| (bits << 1) | self.bit(place * 5 + bit));
        }
        write_groups(&with_checks(&symbols, KEY_CHECKS))
    }

    /// Returns the bit at this index, counted from the highest bit of the first byte; zero after the last byte.
    fn bit(&self, place: usize) -> u8 {
        self.0.get(place / 8).map_or(0, |byte| (byte >> (7 - place % 8)) & 1)
    }

    /// Parses a key that a person typed or a link carried; spaces, hyphens and case do not count.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = read_symbols(text, KEY_DATA, KEY_CHECKS)?;
        let mut key = [0; 16];
        for (place, byte) in key.iter_mut().enumerate() {
            *byte = (place * 8..place * 8 + 8).fold(0, |bits, bit| {
                let symbol = symbols.get(bit / 5).copied().unwrap_or_default();
                (bits << 1) | ((symbol >> (4 - bit % 5)) & 1)
            });
        }
        let key = Self(key);
        // The two lowest bits of the last data character are unused. They must be zero, so that each key has one
        // written form.
        let spare = symbols.get(KEY_DATA - 1).is_some_and(|last| last & 0b11 != 0);
        if spare { Err(CodeError::Check) } else { Ok(key) }
    }
}

/// The number of an application: seven characters and a check character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ApplicationNumber([u8; NUMBER_DATA]);

impl ApplicationNumber {
    /// Returns a number made of 35 random bits; higher bits are ignored.
    pub fn from_bits(bits: u64) -> Self {
        let mut symbols = [0; NUMBER_DATA];
        for (place, symbol) in symbols.iter_mut().enumerate() {
            *symbol = ((bits >> (place * 5)) & 31) as u8;
        }
        Self(symbols)
    }

    /// Returns two groups of four characters: `7K2M-9XQ4`.
    pub fn to_text(self) -> String {
        write_groups(&with_checks(&self.0, NUMBER_CHECKS))
    }

    /// Parses a number that a person typed; spaces, hyphens and case do not count.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = read_symbols(text, NUMBER_DATA, NUMBER_CHECKS)?;
        let mut number = [0; NUMBER_DATA];
        for (place, symbol) in number.iter_mut().enumerate() {
            *symbol = symbols.get(place).copied().unwrap_or_default();
        }
        Ok(Self(number))
    }
}

/// A code that one person reads to another over the phone: 8 characters without check characters, because it is valid
/// for minutes only and a wrong code is simply unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SpokenCode([u8; SPOKEN]);

impl SpokenCode {
    /// Returns a code made of 40 random bits; higher bits are ignored.
    pub fn from_bits(bits: u64) -> Self {
        let mut symbols = [0; SPOKEN];
        for (place, symbol) in symbols.iter_mut().enumerate() {
            *symbol = ((bits >> (place * 5)) & 31) as u8;
        }
        Self(symbols)
    }

    /// Returns two groups of four characters: `7K2M-9XQ4`.
    pub fn to_text(self) -> String {
        write_groups(&self.0)
    }

    /// Parses a code that a person typed; spaces, hyphens and case do not count.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = read_symbols(text, SPOKEN, 0)?;
        let mut code = [0; SPOKEN];
        for (place, symbol) in code.iter_mut().enumerate() {
            *symbol = symbols.get(place).copied().unwrap_or_default();
        }
        Ok(Self(code))
    }

    /// Returns the first three characters, by which a code is looked up; they are not secret.
    pub fn place(self) -> [u8; 3] {
        let [first, second, third, ..] = self.0;
        [first, second, third]
    }

    /// Returns the other five characters: 25 bits that must be guessed within five tries.
    pub fn secret(self) -> [u8; 5] {
        let [_, _, _, secret @ ..] = self.0;
        secret
    }
}

fn write_groups(symbols: &[u8]) -> String {
    let mut text = String::with_capacity(symbols.len() + symbols.len() / GROUP);
    for (place, symbol) in symbols.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(*symbol & 31)]));
    }
    text
}

/// Writes bytes as groups of four characters without check characters. Their number of bits must be divisible by five.
pub(crate) fn write_bits(bytes: &[u8]) -> String {
    let bit = |place: usize| bytes.get(place / 8).map_or(0, |byte| (byte >> (7 - place % 8)) & 1);
    let symbol = |place: usize| (0..5).fold(0, |bits, next| (bits << 1) | bit(place * 5 + next));
    let symbols: Vec<u8> = (0..bytes.len() * 8 / 5).map(symbol).collect();
    write_groups(&symbols)
}

/// Normalizes a typed text to the form of [`write_bits`]; `None` if it does not have exactly this number of characters
/// of the alphabet, apart from spaces and hyphens.
pub(crate) fn read_bits(text: &str, characters: usize) -> Option<String> {
    let meant = |character: &char| !(character.is_whitespace() || *character == '-');
    let symbols: Vec<u8> = text.chars().filter(meant).map(symbol_of).collect::<Option<_>>()?;
    (symbols.len() == characters).then(|| write_groups(&symbols))
}

/// Returns the symbol of a typed character.
fn symbol_of(character: char) -> Option<u8> {
    let meant = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|listed| char::from(*listed) == meant)?;
    u8::try_from(place).ok()
}

fn read_symbols(text: &str, data: usize, checks: usize) -> Result<Vec<u8>, CodeError> {
    let separates =
        |character: &char| character.is_whitespace() || matches!(character, '-' | '–' | '\u{2011}');
    let characters: Vec<char> = text.chars().filter(|character| !separates(character)).collect();
    if characters.len() != data + checks {
        return Err(CodeError::Length { expected: data + checks, found: characters.len() });
    }
    let mut symbols = Vec::with_capacity(characters.len());
    for (place, character) in characters.into_iter().enumerate() {
        symbols.push(symbol_of(character).ok_or(CodeError::Character { place })?);
    }
    let is_valid = (0..checks).all(|power| evaluate(&symbols, power) == 0);
    if is_valid { Ok(symbols) } else { Err(CodeError::Check) }
}

/// Returns the data followed by check symbols such that the whole, as a polynomial, is zero at 2^1 … 2^checks.
fn with_checks(data: &[u8], checks: usize) -> Vec<u8> {
    // The generator polynomial (x − 2)(x − 2²)…, highest coefficient first.
    let mut generator = vec![1];
    for power in 0..checks {
        let root = power_of_two(power + 1);
        let mut longer = generator.clone();
        longer.push(0);
        for (place, coefficient) in generator.iter().enumerate() {
            longer[place + 1] ^= multiply(*coefficient, root);
        }
        generator = longer;
    }
    let mut rest = data.to_vec();
    rest.extend(std::iter::repeat_n(0, checks));
    for place in 0..data.len() {
        let factor = rest[place];
        for (offset, coefficient) in generator.iter().enumerate() {
            rest[place + offset] ^= multiply(*coefficient, factor);
        }
    }
    let mut whole = data.to_vec();
    whole.extend_from_slice(&rest[data.len()..]);
    whole
}

/// Evaluates the polynomial with these coefficients, highest first, at 2^(power + 1).
fn evaluate(symbols: &[u8], power: usize) -> u8 {
    let root = power_of_two(power + 1);
    symbols.iter().fold(0, |value, symbol| multiply(value, root) ^ symbol)
}

fn power_of_two(power: usize) -> u8 {
    (0..power).fold(1, |value, _| multiply(value, 2))
}

/// Multiplies in the field of 32 elements modulo x⁵ + x² + 1, in which the powers of 2 are all 31 nonzero elements.
fn multiply(one: u8, other: u8) -> u8 {
    let mut product = 0;
    let mut shifted = one;
    for bit in 0..5 {
        if (other >> bit) & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 0b10_0000 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(characters: &[char]) -> String {
        characters.iter().collect()
    }

    proptest! {
        #[test]
        fn a_key_reads_back_what_it_wrote(bytes: [u8; 16]) {
            let written = OwnerKey(bytes).to_text();
            prop_assert_eq!(written.len(), 28 + 6);
            prop_assert!(OwnerKey::parse(&written).ok().is_some_and(|key| key.0 == bytes));
            let loose = written.replace('-', " ").to_lowercase();
            prop_assert!(OwnerKey::parse(&loose).ok().is_some_and(|key| key.0 == bytes));
        }

        #[test]
        fn a_number_reads_back_what_it_wrote(bits: u64) {
            let number = ApplicationNumber::from_bits(bits);
            prop_assert_eq!(ApplicationNumber::parse(&number.to_text()), Ok(number));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>()) {
            let _ = OwnerKey::parse(&text);
            let _ = ApplicationNumber::parse(&text);
            let _ = SpokenCode::parse(&text);
        }

        #[test]
        fn a_spoken_code_reads_back_what_it_wrote(bits: u64) {
            let code = SpokenCode::from_bits(bits);
            prop_assert!(SpokenCode::parse(&code.to_text().to_lowercase()).ok().is_some_and(|read| read == code));
        }
    }

    #[test]
    fn a_spoken_code_consists_of_its_place_and_its_secret() {
        let code = SpokenCode::parse("7K2M-9XQ4").unwrap();
        assert_eq!(code.place(), [7, 19, 2]);
        assert_eq!(code.secret(), [20, 9, 29, 23, 4]);
        assert!(matches!(SpokenCode::parse("7K2M-9XQ"), Err(CodeError::Length { expected: 8, found: 7 })));
        assert!(matches!(SpokenCode::parse("7K2M-9XQU"), Err(CodeError::Character { place: 7 })));
    }

    #[test]
    fn any_wrong_and_any_two_swapped_characters_of_a_number_are_detected() {
        for bits in [0, 1, 0x5_A5A5_A5A5, 0x7_FFFF_FFFF, 12_345_678_901] {
            let written: Vec<char> =
                ApplicationNumber::from_bits(bits).to_text().replace('-', "").chars().collect();
            for place in 0..written.len() {
                for other in
                    ALPHABET.iter().map(|byte| char::from(*byte)).filter(|other| *other != written[place])
                {
                    let mut wrong = written.clone();
                    wrong[place] = other;
                    assert_eq!(ApplicationNumber::parse(&typed(&wrong)), Err(CodeError::Check));
                }
                for second in place + 1..written.len() {
                    let mut swapped = written.clone();
                    swapped.swap(place, second);
                    let expected = if swapped == written { Ok(()) } else { Err(CodeError::Check) };
                    assert_eq!(ApplicationNumber::parse(&typed(&swapped)).map(|_| ()), expected);
                }
            }
        }
    }

    #[test]
    fn any_two_wrong_characters_of_a_key_are_detected() {
        let written: Vec<char> = OwnerKey(*b"made-up key 0123").to_text().replace('-', "").chars().collect();
        for first in 0..written.len() {
            for second in first + 1..written.len() {
                for (one, other) in [(1, 1), (3, 17), (31, 5), (16, 16)] {
                    let mut wrong = written.clone();
                    for (place, change) in [(first, one), (second, other)] {
                        let symbol = symbol_of(wrong[place]).unwrap() ^ change;
                        wrong[place] = char::from(ALPHABET[usize::from(symbol)]);
                    }
                    assert_eq!(OwnerKey::parse(&typed(&wrong)).map(|_| ()), Err(CodeError::Check));
                }
            }
        }
    }

    #[test]
    fn look_alikes_are_read_as_the_characters_they_resemble() {
        let number = ApplicationNumber::from_bits(0b00001_00000);
        let written = number.to_text();
        assert!(written.contains('0') && written.contains('1'), "{written}");
        let confused = written.replace('0', "o").replace('1', "l");
        assert_eq!(ApplicationNumber::parse(&confused), Ok(number));
    }

    #[test]
    fn wrong_lengths_and_foreign_characters_are_distinguished() {
        assert_eq!(ApplicationNumber::parse("123"), Err(CodeError::Length { expected: 8, found: 3 }));
        assert_eq!(ApplicationNumber::parse("1234-567Ж"), Err(CodeError::Character { place: 7 }));
    }
}
