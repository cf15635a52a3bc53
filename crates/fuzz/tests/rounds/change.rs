//! Random but reproducible changes of seeds.

/// Pseudo-random numbers: splitmix64 of Steele, Lea and Flood.
pub struct Chance(u64);

impl Chance {
    /// Creates the generator of one round, which does not depend on the rounds before it.
    pub fn new(seed: u64, round: u64) -> Self {
        let mut mixed = Self(seed ^ round.wrapping_mul(0xD134_2543_DE82_EF95));
        Self(mixed.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`; zero if `end` is zero.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap().checked_rem(end).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[7]
    }

    fn one_of<'a, T: ?Sized>(&mut self, things: &'a [&'a T]) -> &'a T {
        things[self.below(things.len())]
    }
}

/// Pieces of text that have a meaning in some format, or are often forgotten in tests.
const PIECES: &[&[u8]] = &[
    b"0",
    b"9",
    b"-",
    b"+",
    b".",
    b" ",
    b"\n",
    b"<",
    b"<<",
    b"T",
    b"Z",
    b":",
    b",",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[]",
    b"{}",
    b"null",
    b"true",
    b"false",
    b"-1",
    b"18446744073709551615",
    b"-9223372036854775808",
    b"1e9",
    b"\\u0000",
    b"\\ud800",
    b"\\udc00",
    b"0000-01-01",
    b"9999-12-31",
    b"2024-02-29",
    b"2027-01-01",
    b"+23:59",
    b"-23:59",
    b"\x00",
    b"\x7F",
    b"\xFF",
    b"\xFF\xFF",
    b"\xFF\xFE",
    "٣".as_bytes(),
    "۹".as_bytes(),
    "９".as_bytes(),
    "ә".as_bytes(),
    "ٴ".as_bytes(),
    "ى".as_bytes(),
    "ي".as_bytes(),
    "\u{200C}".as_bytes(),
    "\u{301}".as_bytes(),
    "İ".as_bytes(),
    "ß".as_bytes(),
    "\u{FEFF}".as_bytes(),
    "😀".as_bytes(),
];
/// The maximum length: longer inputs take long and find nothing further.
const LONGEST: usize = 8192;

/// Returns one of the seeds with some changes.
pub fn change(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        change_once(&mut input, seeds, chance);
    }
    input.truncate(LONGEST);
    input
}

fn change_once(input: &mut Vec<u8>, seeds: &[Vec<u8>], chance: &mut Chance) {
    let from = chance.below(input.len() + 1);
    let to = (from + chance.below(20)).min(input.len());
    match chance.below(8) {
        // Remove a range, repeat a range, insert a piece, replace a range by a piece.
        0 => drop(input.drain(from..to)),
        1 => drop(input.splice(from..from, input[from..to].to_vec())),
        2 => drop(input.splice(from..from, chance.one_of(PIECES).iter().copied())),
        3 => drop(input.splice(from..to, chance.one_of(PIECES).iter().copied())),
        // Change a byte, a bit, a digit.
        4 | 5 if from < input.len() => input[from] = chance.byte(),
        6 if from < input.len() => input[from] ^= 1 << chance.below(8),
        7 if input.get(from).is_some_and(u8::is_ascii_digit) => input[from] = b'0' + chance.byte() % 10,
        // Append the end of another seed.
        _ => {
            let other = &seeds[chance.below(seeds.len())];
            let rest = other[chance.below(other.len() + 1)..].to_vec();
            input.truncate(from);
            input.extend(rest);
        }
    }
}

#[test]
fn the_same_numbers_give_the_same_change() {
    let seeds = [b"one seed".to_vec(), b"another".to_vec()];
    let changed = |round| change(&seeds, &mut Chance::new(1, round));
    for round in 0..100 {
        assert_eq!(changed(round), changed(round));
    }
    let different: std::collections::BTreeSet<_> = (0..100).map(changed).collect();
    assert!(different.len() > 90, "{}", different.len());
}
