//! Measures `script::to_arabic` against the parallel Kazakh locales of CLDR, `kk` and `kk-Arab`: the same texts in both
//! scripts, written by people.
//!
//! A measurement, not a test: the two locales are no transliteration of each other, and have slips of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use script::{HAMZA, Lexicon, normalize_arabic, to_arabic, to_cyrillic};
use serde_json::Value;

use crate::files;
use crate::project::Project;

/// The npm packages that are read, below `node_modules` of the folder. Made for version 48.
const PACKAGES: [&str; 5] =
    ["cldr-dates-full", "cldr-localenames-full", "cldr-misc-full", "cldr-numbers-full", "cldr-units-full"];
const VERSION: &str = "48.2.0";

/// Fetches CLDR's texts into the cache, if they are not there, and compares.
pub fn fetch_and_run(project: &Project) -> Result<()> {
    let folder = project.cache.join(format!("cldr-{VERSION}"));
    if !folder.join("node_modules").is_dir() {
        eprintln!("CLDR {VERSION} is fetched");
        project
            .program("npm")
            .arguments(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
            .arguments([&folder])
            .arguments(PACKAGES.map(|package| format!("{package}@{VERSION}")))
            .run("see that npm and the network are there, and try again")?;
    }
    run(&folder, std::io::stdout().lock())
}

/// Prints how many words come out as CLDR writes them, and every word of the narrow set that does not.
///
/// `cldr_folder` is where `npm install --prefix` put [`PACKAGES`]. It compares texts that are under the same
/// key in both locales (`characters.json` is left out: it lists letters, not texts):
///
/// - *All pairs*: a text is cut into runs of letters. Where both sides have as many, the runs pair by position. A pair
///   counts if one side is all Kazakh Cyrillic and the other all Arabic script; equal pairs count once.
/// - *Same word, native letters*: of these, the pairs that are likely the same word spelled twice. The Cyrillic side
///   has two letters or more, among them a vowel, and none of ё ц щ ч ф в э ъ ь х һ; and both sides have the same
///   consonants in the same order, where a run of one consonant counts once and и й у ю я and the hamza count as none.
///
/// Of the narrow set 24 pairs count for ours because its exceptions and rules for loans were read from them: the words
/// in its tables, litre and metre, doubled consonants.
///
/// In addition to ours, the rules of `MediaWiki`'s converter as they are described, written for this comparison. Its high
/// hamza is taken for CLDR's, so that the choice of the code point does not decide.
fn run(cldr_folder: &Path, mut out: impl Write) -> Result<()> {
    let mut pairs = BTreeSet::new();
    for package in PACKAGES {
        read_package(&cldr_folder.join("node_modules").join(package), &mut pairs)?;
    }
    ensure!(
        !pairs.is_empty(),
        "{} has no texts in both scripts; see that it has CLDR 48",
        cldr_folder.display()
    );
    let narrow: BTreeSet<Pair> = pairs.iter().filter(|pair| is_same_native_word(pair)).cloned().collect();

    writeln!(out, "{:<28} {:>6} {:>14} {:>14}", "pairs of words", "number", "ours", "MediaWiki's")?;
    for (name, set) in [("all", &pairs), ("same word, native letters", &narrow)] {
        let ours = set.iter().filter(|pair| to_arabic(&pair.cyrillic) == pair.arabic).count();
        let other = set.iter().filter(|pair| by_mediawiki_rules(&pair.cyrillic) == pair.arabic).count();
        let (ours, other) = (share(ours, set.len()), share(other, set.len()));
        writeln!(out, "{name:<28} {:>6} {ours:>14} {other:>14}", set.len())?;
    }

    let right: Vec<_> = narrow.iter().filter(|pair| to_arabic(&pair.cyrillic) == pair.arabic).collect();
    let none = Lexicon::default();
    let back = right.iter().filter(|pair| to_cyrillic(&pair.arabic, &none).text == pair.cyrillic).count();
    writeln!(out, "back to Cyrillic without a lexicon, of those right: {}", share(back, right.len()))?;

    let mut classes: BTreeMap<Difference, Vec<&Pair>> = BTreeMap::new();
    for pair in &pairs {
        if let Some(difference) = difference(pair) {
            classes.entry(difference).or_default().push(pair);
        }
    }
    writeln!(out)?;
    for difference in Difference::ALL {
        writeln!(out, "{:>6} {}", classes.get(&difference).map_or(0, Vec::len), difference.name())?;
    }
    for (difference, different) in &classes {
        writeln!(out, "\n{}: Cyrillic, CLDR, ours", difference.name())?;
        for pair in different {
            writeln!(out, "{}\t{}\t{}", pair.cyrillic, pair.arabic, to_arabic(&pair.cyrillic))?;
        }
    }
    out.flush().context("the comparison cannot be written")
}

/// A word as both locales have it; the Cyrillic in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    cyrillic: String,
    arabic: String,
}

/// The reason why ours differs from CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Nothing but a code point outside CLDR's own exemplar set, or a hamza that the rule of all its other words asks
    /// for.
    SlipOfCldr,
    /// The consonants differ, or one side is an abbreviation: a translator's other choice, an abbreviation written
    /// out, a foreign name spelled by its sound, a slip in a consonant.
    AnotherWord,
    /// The same consonants, other vowels, in a word with letters that only loans have.
    OursInLoan,
    /// The same, in a word of native letters: what the narrow set counts against us, slips of CLDR's vowels included.
    OursInNative,
}

impl Difference {
    const ALL: [Self; 4] = [Self::SlipOfCldr, Self::AnotherWord, Self::OursInLoan, Self::OursInNative];

    fn name(self) -> &'static str {
        match self {
            Self::SlipOfCldr => "a slip of CLDR's",
            Self::AnotherWord => "another word",
            Self::OursInLoan => "ours, loan letters",
            Self::OursInNative => "ours, native letters",
        }
    }
}

fn difference(pair: &Pair) -> Option<Difference> {
    let ours = to_arabic(&pair.cyrillic);
    if ours == pair.arabic {
        return None;
    }
    let normal = normalize_arabic(&pair.arabic);
    let lacks_hamza = ours.strip_prefix(HAMZA) == Some(normal.as_str());
    Some(if normal == ours || lacks_hamza {
        Difference::SlipOfCldr
    } else if !is_same_word(pair) {
        Difference::AnotherWord
    } else if pair.cyrillic.contains(LOAN_LETTERS) {
        Difference::OursInLoan
    } else {
        Difference::OursInNative
    })
}

const LOAN_LETTERS: [char; 11] = ['ё', 'ц', 'щ', 'ч', 'ф', 'в', 'э', 'ъ', 'ь', 'х', 'һ'];

fn is_same_native_word(pair: &Pair) -> bool {
    !pair.cyrillic.contains(LOAN_LETTERS) && is_same_word(pair)
}

fn is_same_word(pair: &Pair) -> bool {
    let is_abbreviation = pair.cyrillic.chars().count() < 2 || !pair.cyrillic.contains(is_cyrillic_vowel);
    !is_abbreviation && skeleton(&pair.cyrillic) == skeleton(&normalize_arabic(&pair.arabic))
}

/// The consonants of a word in either script, in Arabic letters, each run of one once.
fn skeleton(word: &str) -> Vec<char> {
    let mut consonants: Vec<char> = word.chars().filter_map(consonant).collect();
    consonants.dedup();
    consonants
}

/// A table of its own, so that a mistake in the one measured does not hide itself.
fn consonant(letter: char) -> Option<char> {
    const PAIRS: [(char, char); 23] = [
        ('б', 'ب'),
        ('в', 'ۆ'),
        ('г', 'گ'),
        ('ғ', 'ع'),
        ('д', 'د'),
        ('ж', 'ج'),
        ('з', 'ز'),
        ('к', 'ك'),
        ('қ', 'ق'),
        ('л', 'ل'),
        ('м', 'م'),
        ('н', 'ن'),
        ('ң', 'ڭ'),
        ('п', 'پ'),
        ('р', 'ر'),
        ('с', 'س'),
        ('т', 'ت'),
        ('ф', 'ف'),
        ('х', 'ح'),
        ('һ', 'ھ'),
        ('ц', 'س'),
        ('ч', 'چ'),
        ('ш', 'ش'),
    ];
    if letter == 'щ' {
        return Some('ش');
    }
    if let Some((_, arabic)) = PAIRS.iter().find(|(cyrillic, _)| *cyrillic == letter) {
        return Some(*arabic);
    }
    let is_vowel_or_glide = matches!(letter, 'ا' | 'ە' | 'و' | 'ۇ' | 'ى' | 'ي' | 'ۋ' | HAMZA);
    (is_arabic(letter) && !is_vowel_or_glide).then_some(letter)
}

fn is_cyrillic_vowel(letter: char) -> bool {
    "аәеёиоөуұүыіэюя".contains(letter)
}

/// The rules of `MediaWiki`, Cyrillic to Arabic, as described: letter by letter, и ىي, ч تش, һ ح, е after a vowel يە,
/// and the same rule for the hamza. Words are single here, so its cutting at spaces, hyphens, stops and colons has
/// nothing to cut.
fn by_mediawiki_rules(word: &str) -> String {
    let has_front = word.contains(['ә', 'ө', 'ү', 'і']);
    let shows_itself = word.contains(['к', 'г', 'е', 'э', 'қ', 'ғ']);
    let mut arabic = String::new();
    if has_front && !shows_itself {
        arabic.push(HAMZA);
    }
    let mut after_vowel = false;
    for letter in word.chars() {
        match letter {
            'е' if after_vowel => arabic.push_str("يە"),
            'и' => arabic.push_str("ىي"),
            'ч' => arabic.push_str("تش"),
            'һ' => arabic.push('ح'),
            'щ' => arabic.push_str("شش"),
            'ё' => arabic.push_str("يو"),
            'ю' => arabic.push_str("يۋ"),
            'я' => arabic.push_str("يا"),
            'а' | 'ә' => arabic.push('ا'),
            'е' | 'э' => arabic.push('ە'),
            'о' | 'ө' => arabic.push('و'),
            'ұ' | 'ү' => arabic.push('ۇ'),
            'ы' | 'і' => arabic.push('ى'),
            'у' => arabic.push('ۋ'),
            'й' => arabic.push('ي'),
            other => arabic.extend(consonant(other)),
        }
        after_vowel = is_cyrillic_vowel(letter);
    }
    arabic
}

fn read_package(package: &Path, pairs: &mut BTreeSet<Pair>) -> Result<()> {
    let cyrillic_folder = package.join("main/kk");
    let sources = files::below(&cyrillic_folder)?;
    ensure!(!sources.is_empty(), "{} is missing; fetch it with npm", cyrillic_folder.display());
    for source in sources {
        let Some(name) = source.file_name().filter(|name| *name != "characters.json") else { continue };
        let arabic = texts(&package.join("main/kk-Arab").join(name), "kk-Arab")?;
        for (key, cyrillic) in texts(&source, "kk")? {
            if let Some(arabic) = arabic.get(&key) {
                pairs.extend(aligned(&cyrillic, arabic));
            }
        }
    }
    Ok(())
}

/// The texts of a file by the path of their keys below the locale.
fn texts(path: &Path, locale: &str) -> Result<BTreeMap<String, String>> {
    let file: Value = serde_json::from_str(&files::read_text(path)?)
        .with_context(|| format!("{} is no JSON", path.display()))?;
    let mut texts = BTreeMap::new();
    collect(&file["main"][locale], "", &mut texts);
    Ok(texts)
}

fn collect(value: &Value, key: &str, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            texts.insert(key.to_owned(), text.clone());
        }
        Value::Object(entries) => {
            for (name, entry) in entries {
                collect(entry, &format!("{key}/{name}"), texts);
            }
        }
        _ => {}
    }
}

fn aligned(cyrillic: &str, arabic: &str) -> Vec<Pair> {
    let (left, right) = (words(cyrillic), words(arabic));
    if left.len() != right.len() {
        return Vec::new();
    }
    left.into_iter()
        .zip(right)
        .filter(|(left, right)| left.chars().all(is_cyrillic) && right.chars().all(is_arabic))
        .map(|(left, right)| Pair { cyrillic: left.to_lowercase(), arabic: right.to_owned() })
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty()).collect()
}

fn is_cyrillic(letter: char) -> bool {
    let mut buffer = [0; 4];
    script::cyrillic_words(letter.encode_utf8(&mut buffer)).next().is_some()
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{06FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

/// `847 (93.4 %)`, in whole numbers.
fn share(part: usize, whole: usize) -> String {
    let tenths = (part * 1000 + whole / 2) / whole.max(1);
    format!("{part} ({}.{} %)", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(cyrillic: &str, arabic: &str) -> Pair {
        Pair { cyrillic: cyrillic.to_owned(), arabic: arabic.to_owned() }
    }

    #[test]
    fn texts_with_as_many_words_pair_by_position() {
        assert_eq!(aligned("Афар тілі", "افار ءتىلى"), [pair("афар", "افار"), pair("тілі", "ءتىلى")]);
        assert_eq!(aligned("{0} АҚШ", "{0} ا ق ش"), []);
        assert_eq!(aligned("ГБ H", "GB H"), []);
    }

    #[test]
    fn words_are_the_same_by_their_consonants() {
        assert!(is_same_native_word(&pair("килограмм", "كيلوگرام")));
        assert!(is_same_native_word(&pair("сәрсенбі", "سارساەنبى")));
        assert!(!is_same_native_word(&pair("тілі", "جازۋى")));
        assert!(!is_same_native_word(&pair("ш", "شاي")));
        assert!(!is_same_native_word(&pair("жм", "جۇما")));
        assert!(!is_same_native_word(&pair("вольт", "ۆولت")));
    }

    #[test]
    fn differences_have_a_reason() {
        for (cyrillic, arabic, expected) in [
            ("тілі", "ءتىلى", None),
            ("тілі", "تىلى", Some(Difference::SlipOfCldr)),
            ("тілі", "\u{674}تىلى", Some(Difference::SlipOfCldr)),
            ("көк", "کوک", Some(Difference::SlipOfCldr)),
            ("тілі", "جازۋى", Some(Difference::AnotherWord)),
            ("порту", "پورتو", Some(Difference::OursInNative)),
            ("пьер", "پەر", Some(Difference::OursInLoan)),
        ] {
            assert_eq!(difference(&pair(cyrillic, arabic)), expected, "{cyrillic} {arabic}");
        }
    }

    #[test]
    fn the_other_rules_are_those_described() {
        assert_eq!(by_mediawiki_rules("тілі"), "ءتىلى");
        assert_eq!(by_mediawiki_rules("ине"), "ىينە");
        assert_eq!(by_mediawiki_rules("поезд"), "پويەزد");
        assert_eq!(by_mediawiki_rules("чаһ"), "تشاح");
    }

    #[test]
    fn shares_have_one_decimal() {
        assert_eq!(share(2, 3), "2 (66.7 %)");
        assert_eq!(share(0, 0), "0 (0.0 %)");
    }
}
