//! Latin spellings of a name in Kazakh Cyrillic, one per habit of spelling.

use crate::to_latin;

/// A habit of spelling. All but the last two agree on most letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Passports of Kazakhstan: ZHANGALIYEV, YERLAN, AIGUL.
    Kazakhstan,
    /// The same with a plain E: ZHANGALIEV, ERLAN.
    PlainE,
    /// й is Y: AYGUL.
    GlideY,
    /// ICAO's table for Russian: ю is IU, я is IA.
    Icao,
    /// ж is J and х is H: JANGALIYEV.
    J,
    /// қ is Q, ғ is GH and ң is NG.
    Q,
    /// с between vowels is doubled, as French readers want it: ASSEL.
    DoubledS,
    /// ә is E, ө is U, і is Y: ESEL.
    Front,
    /// The Latin alphabet of Uzbek.
    Uzbek,
    /// ж is DZH, through Russian дж: DZHANGALIEV.
    Dzh,
    /// The Kazakh Latin draft of April 2021.
    Draft,
    /// The same without marks.
    DraftWithoutMarks,
}

/// In the order in which passports of our applicants are likely to have them.
const HABITS: [Habit; 12] = [
    Habit::Kazakhstan,
    Habit::PlainE,
    Habit::GlideY,
    Habit::J,
    Habit::Q,
    Habit::DoubledS,
    Habit::Uzbek,
    Habit::Front,
    Habit::Icao,
    Habit::Dzh,
    Habit::Draft,
    Habit::DraftWithoutMarks,
];

/// The name by each habit, in capitals.
pub(super) fn spellings(name: &[char]) -> [String; 12] {
    HABITS.map(|habit| match habit {
        Habit::Draft => draft(name),
        Habit::DraftWithoutMarks => {
            draft(name).chars().flat_map(|letter| without_mark(letter).chars()).collect()
        }
        _ => by_letters(name, habit),
    })
}

fn draft(name: &[char]) -> String {
    // Capitals go in, since і and и have capitals of their own and Latin text no longer tells them apart.
    let capitals: String = name.iter().flat_map(|letter| letter.to_uppercase()).collect();
    to_latin(&capitals)
}

fn without_mark(letter: char) -> Piece {
    match letter {
        'Ä' => Piece::Text("A"),
        'Ğ' => Piece::Text("G"),
        'Ñ' => Piece::Text("N"),
        'Ö' => Piece::Text("O"),
        'Ü' | 'Ū' => Piece::Text("U"),
        'İ' => Piece::Text("I"),
        'Ş' => Piece::Text("SH"),
        other => Piece::Letter(other),
    }
}

/// What comes out for a letter: a text of this table, or the letter itself.
enum Piece {
    Text(&'static str),
    Letter(char),
}

impl Piece {
    fn chars(self) -> impl Iterator<Item = char> {
        let (text, letter) = match self {
            Self::Text(text) => (text, None),
            Self::Letter(letter) => ("", Some(letter)),
        };
        text.chars().chain(letter)
    }
}

fn by_letters(name: &[char], habit: Habit) -> String {
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

/// Where the habit has a letter of its own.
fn by_habit(habit: Habit, letter: char, before: Option<char>, after: Option<char>) -> Option<&'static str> {
    let writes_ye = !matches!(habit, Habit::PlainE | Habit::Icao | Habit::Dzh | Habit::Front);
    let after_vowel = before.is_some_and(is_vowel);
    let begins = before.is_none_or(|before| !before.is_alphabetic());
    let text = match (habit, letter) {
        (_, 'е') if writes_ye && (begins || after_vowel || before == Some('ь')) => "YE",
        (Habit::GlideY | Habit::Q | Habit::J | Habit::Uzbek, 'й') | (Habit::Front, 'і') => "Y",
        (_, 'й') if matches!(before, Some('и' | 'ы' | 'і')) && habit != Habit::Icao => "Y",
        (Habit::Icao, 'ю') => "IU",
        (Habit::Icao, 'я') => "IA",
        (Habit::J | Habit::Uzbek, 'ж') => "J",
        (Habit::Dzh, 'ж') => "DZH",
        (Habit::J, 'х') => "H",
        (Habit::Uzbek, 'х') => "X",
        (Habit::Q | Habit::Uzbek, 'қ') => "Q",
        (Habit::Q, 'ғ') => "GH",
        (Habit::Q, 'ң') => "NG",
        (Habit::Uzbek, 'ғ') => "G'",
        (Habit::Uzbek, 'ө' | 'ў') => "O'",
        (Habit::Uzbek, 'ы') => "I",
        (Habit::DoubledS, 'с') if after_vowel && after.is_some_and(is_vowel) => "SS",
        (Habit::Front, 'ә') => "E",
        (Habit::Front, 'ө') => "U",
        _ => return None,
    };
    Some(text)
}

/// What the passports of Kazakhstan have.
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
