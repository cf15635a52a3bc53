//! Latin spellings of a name in Kazakh Cyrillic, one per spelling convention.

use crate::to_latin;

/// A spelling convention. All but the last two agree on most letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Orthography {
    /// Passports of Kazakhstan: ZHANGALIYEV, YERLAN, AIGUL.
    Kazakhstan,
    /// Like `Kazakhstan` with a plain E: ZHANGALIEV, ERLAN.
    PlainE,
    /// й is Y: AYGUL.
    GlideY,
    /// ICAO's table for Russian: ю is IU, я is IA.
    Icao,
    /// ж is J and х is H: JANGALIYEV.
    J,
    /// қ is Q, ғ is GH and ң is NG.
    Q,
    /// с between vowels is doubled, as in French: ASSEL.
    DoubledS,
    /// ә is E, ө is U, і is Y: ESEL.
    Front,
    /// The Latin alphabet of Uzbek.
    Uzbek,
    /// ж is DZH, through Russian дж: DZHANGALIEV.
    Dzh,
    /// The Kazakh Latin draft of April 2021.
    Draft,
    /// Like `Draft` without marks.
    DraftWithoutMarks,
}

/// The conventions, ordered by their probability in passports of our applicants.
const HABITS: [Orthography; 12] = [
    Orthography::Kazakhstan,
    Orthography::PlainE,
    Orthography::GlideY,
    Orthography::J,
    Orthography::Q,
    Orthography::DoubledS,
    Orthography::Uzbek,
    Orthography::Front,
    Orthography::Icao,
    Orthography::Dzh,
    Orthography::Draft,
    Orthography::DraftWithoutMarks,
];

/// Returns the name by each convention, in capitals.
pub(super) fn spellings(name: &[char]) -> [String; 12] {
    HABITS.map(|habit| match habit {
        Orthography::Draft => draft(name),
        Orthography::DraftWithoutMarks => {
            draft(name).chars().flat_map(|letter| without_mark(letter).chars()).collect()
        }
        _ => by_letters(name, habit),
    })
}

fn draft(name: &[char]) -> String {
    // The input is in capitals: і and и have their own capitals, which cannot be distinguished in the Latin text any
    // more.
    let capitals: String = name.iter().flat_map(|letter| letter.to_uppercase()).collect();
    to_latin(&capitals)
}

fn without_mark(letter: char) -> LatinOutput {
    match letter {
        'Ä' => LatinOutput::Text("A"),
        'Ğ' => LatinOutput::Text("G"),
        'Ñ' => LatinOutput::Text("N"),
        'Ö' => LatinOutput::Text("O"),
        'Ü' | 'Ū' => LatinOutput::Text("U"),
        'İ' => LatinOutput::Text("I"),
        'Ş' => LatinOutput::Text("SH"),
        other => LatinOutput::Letter(other),
    }
}

/// The output for a letter: a text of this table, or the letter itself.
enum LatinOutput {
    Text(&'static str),
    Letter(char),
}

impl LatinOutput {
    fn chars(self) -> impl Iterator<Item = char> {
        let (text, letter) = match self {
            Self::Text(text) => (text, None),
            Self::Letter(letter) => ("", Some(letter)),
        };
        text.chars().chain(letter)
    }
}

fn by_letters(name: &[char], habit: Orthography) -> String {
    let mut spelling = String::with_capacity(name.len() * 2);
    for (place, letter) in name.iter().copied().enumerate() {
        let before = place.checked_sub(1).and_then(|before| name.get(before)).copied();
        let after = name.get(place + 1).copied();
        match by_habit(habit, letter, before, after).or_else(|| common(letter)) {
            Some(text) => spelling.push_str(text),
            None => spelling.extend(letter.to_uppercase()),
        }
    }
    spelling
}

/// Returns the spelling of a letter if the convention has its own.
fn by_habit(
    habit: Orthography,
    letter: char,
    before: Option<char>,
    after: Option<char>,
) -> Option<&'static str> {
    let writes_ye =
        !matches!(habit, Orthography::PlainE | Orthography::Icao | Orthography::Dzh | Orthography::Front);
    let after_vowel = before.is_some_and(is_vowel);
    let begins = before.is_none_or(|before| !before.is_alphabetic());
    let text = match (habit, letter) {
        (_, 'е') if writes_ye && (begins || after_vowel || before == Some('ь')) => "YE",
        (Orthography::GlideY | Orthography::Q | Orthography::J | Orthography::Uzbek, 'й')
        | (Orthography::Front, 'і') => "Y",
        (_, 'й') if matches!(before, Some('и' | 'ы' | 'і')) && habit != Orthography::Icao => "Y",
        (Orthography::Icao, 'ю') => "IU",
        (Orthography::Icao, 'я') => "IA",
        (Orthography::J | Orthography::Uzbek, 'ж') => "J",
        (Orthography::Dzh, 'ж') => "DZH",
        (Orthography::J, 'х') => "H",
        (Orthography::Uzbek, 'х') => "X",
        (Orthography::Q | Orthography::Uzbek, 'қ') => "Q",
        (Orthography::Q, 'ғ') => "GH",
        (Orthography::Q, 'ң') => "NG",
        (Orthography::Uzbek, 'ғ') => "G'",
        (Orthography::Uzbek, 'ө' | 'ў') => "O'",
        (Orthography::Uzbek, 'ы') => "I",
        (Orthography::DoubledS, 'с') if after_vowel && after.is_some_and(is_vowel) => "SS",
        (Orthography::Front, 'ә') => "E",
        (Orthography::Front, 'ө') => "U",
        _ => return None,
    };
    Some(text)
}

/// Returns the spelling of a letter in the passports of Kazakhstan.
fn common(letter: char) -> Option<&'static str> {
    let text = match letter {
        'а' | 'ә' => "A",
        'б' => "B",
        'в' => "V",
        'г' | 'ғ' => "G",
        'д' => "D",
        'е' | 'э' => "E",
        'ё' => "YO",
        'ж' => "ZH",
        'з' => "Z",
        'и' | 'й' | 'і' => "I",
        'к' | 'қ' => "K",
        'л' => "L",
        'м' => "M",
        'н' | 'ң' => "N",
        'о' | 'ө' => "O",
        'п' => "P",
        'р' => "R",
        'с' => "S",
        'т' => "T",
        'у' | 'ұ' | 'ү' | 'ў' => "U",
        'ф' => "F",
        'х' => "KH",
        'һ' => "H",
        'ц' => "TS",
        'ч' => "CH",
        'ш' => "SH",
        'щ' => "SHCH",
        'ы' => "Y",
        'ю' => "YU",
        'я' => "YA",
        'ъ' | 'ь' => "",
        _ => return None,
    };
    Some(text)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'а' | 'ә' | 'е' | 'ё' | 'и' | 'о' | 'ө' | 'у' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'ю' | 'я')
}
