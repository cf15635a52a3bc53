//! Төте жазу to Cyrillic, as a suggestion: the Arabic spelling contains less information than the Cyrillic one.
//!
//! ا is а or ә, و о or ө, ۇ ұ or ү, ى ы or і, ي и or й, س с or ц, يا я or ия; doubled letters and signs of loans are
//! lost. A word is therefore first looked up by its Arabic spelling, and only then converted by rule. Never use a
//! suggestion for the name of a person in a document without confirmation: a name is written as in the papers of its
//! bearer.

use crate::arabic::{HAMZA, SPELLED, to_arabic};
use crate::lexicon::Lexicon;
use crate::normal::{is_glide, is_letter, is_vowel, normalize_arabic};

/// A text in Cyrillic with the evidence for each of its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole text. Text that is not төте жазу stays unchanged, except for the punctuation ، ؛ ؟.
    pub text: String,
    /// The words of the text in order.
    pub words: Vec<SuggestedWord>,
}

/// One word of a [`Suggestion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedWord {
    /// The word as given, in normal code points.
    pub arabic: String,
    /// The word in the resulting text.
    pub cyrillic: String,
    /// Other words of the lexicon with the same spelling. Empty if there are none, and for words converted by rule.
    pub others: Vec<String>,
    pub ground: Evidence,
}

/// The evidence for a suggested word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A word of the lexicon has exactly this spelling.
    Lexicon,
    /// An abbreviation that is spelled letter by letter.
    Abbreviation,
    /// Vowel harmony and the rules for glides: right for most native words, for far fewer loans and names.
    Rules,
}

/// Suggests Cyrillic for a text in төте жазу, from the lexicon if possible, else by rule.
pub fn to_cyrillic(text: &str, lexicon: &Lexicon) -> Suggestion {
    let normal = normalize_arabic(text);
    let mut suggestion = Suggestion::default();
    let mut rest = normal.as_str();
    while let Some(first) = rest.chars().next() {
        let word = leading_word(rest);
        if word.is_empty() {
            suggestion.text.push(punctuation(first));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let suggested = match abbreviation(rest) {
            Some(abbreviation) => abbreviation,
            None => suggest(word, lexicon),
        };
        rest = rest.get(suggested.arabic.len()..).unwrap_or_default();
        suggestion.text.push_str(&suggested.cyrillic);
        suggestion.words.push(suggested);
    }
    suggestion
}

fn suggest(word: &str, lexicon: &Lexicon) -> SuggestedWord {
    let mut known = lexicon.lookup(word).map(str::to_owned);
    match known.next() {
        Some(cyrillic) => SuggestedWord {
            arabic: word.to_owned(),
            cyrillic,
            others: known.collect(),
            ground: Evidence::Lexicon,
        },
        None => SuggestedWord {
            arabic: word.to_owned(),
            cyrillic: by_rules(word),
            others: Vec::new(),
            ground: Evidence::Rules,
        },
    }
}

/// Returns the longest abbreviation with whose spelled-out letters the text begins.
fn abbreviation(text: &str) -> Option<SuggestedWord> {
    if leading_word(text).chars().filter(|letter| *letter != HAMZA).count() != 1 {
        return None;
    }
    let mut longest: Option<SuggestedWord> = None;
    for cyrillic in SPELLED {
        let arabic = to_arabic(cyrillic);
        let begins = text.strip_prefix(arabic.as_str()).is_some_and(|rest| leading_word(rest).is_empty());
        if begins && longest.as_ref().is_none_or(|other| other.arabic.len() < arabic.len()) {
            longest = Some(SuggestedWord {
                arabic,
                cyrillic: cyrillic.to_owned(),
                others: Vec::new(),
                ground: Evidence::Abbreviation,
            });
        }
    }
    longest
}

fn leading_word(text: &str) -> &str {
    let end = text.find(|character| !is_letter(character)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The two kinds of vowels: front vowels are ә ө ү і е, back vowels а о ұ ы. A native word has those of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harmony {
    Front,
    Back,
}

fn by_rules(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|letter| *letter != HAMZA).collect();
    let has_hamza = word.contains(HAMZA);
    let harmonies = harmonies(&letters, has_hamza);
    let mut cyrillic = String::with_capacity(word.len());
    let mut place = 0;
    while let Some(&letter) = letters.get(place) {
        let next = letters.get(place + 1).copied();
        let harmony = harmonies.get(place).copied().flatten().unwrap_or(Harmony::Back);
        let after_vowel = place
            .checked_sub(1)
            .and_then(|before| letters.get(before))
            .is_some_and(|before| is_vowel(*before));
        place += 1;
        match (letter, next) {
            ('ي', Some(next @ ('ا' | 'ۋ'))) if !(has_hamza && cyrillic.is_empty()) => {
                // After a consonant both the и and its glide are pronounced: ازيا азия, كيۋ кию. Otherwise it is only я
                // or ю.
                if !after_vowel && !cyrillic.is_empty() {
                    cyrillic.push('и');
                }
                cyrillic.push(if next == 'ا' { 'я' } else { 'ю' });
                place += 1;
            }
            ('ي', _) => {
                let begins_yo = cyrillic.is_empty() && next == Some('و');
                cyrillic.push(if after_vowel || begins_yo { 'й' } else { 'и' });
            }
            ('ش', Some('ش')) => {
                cyrillic.push('щ');
                place += 1;
            }
            _ => cyrillic.push(cyrillic_of(letter, harmony)),
        }
    }
    cyrillic
}

fn cyrillic_of(letter: char, harmony: Harmony) -> char {
    match (letter, harmony) {
        ('ا', Harmony::Back) => 'а',
        ('ا', Harmony::Front) => 'ә',
        ('و', Harmony::Back) => 'о',
        ('و', Harmony::Front) => 'ө',
        ('ۇ', Harmony::Back) => 'ұ',
        ('ۇ', Harmony::Front) => 'ү',
        ('ى', Harmony::Back) => 'ы',
        ('ى', Harmony::Front) => 'і',
        ('ە', _) => 'е',
        ('ۋ', _) => 'у',
        ('ي', _) => 'и',
        ('ب', _) => 'б',
        ('پ', _) => 'п',
        ('ت', _) => 'т',
        ('ج', _) => 'ж',
        ('چ', _) => 'ч',
        ('ح', _) => 'х',
        ('ھ', _) => 'һ',
        ('د', _) => 'д',
        ('ر', _) => 'р',
        ('ز', _) => 'з',
        ('س', _) => 'с',
        ('ش', _) => 'ш',
        ('ع', _) => 'ғ',
        ('ف', _) => 'ф',
        ('ق', _) => 'қ',
        ('ك', _) => 'к',
        ('گ', _) => 'г',
        ('ڭ', _) => 'ң',
        ('ل', _) => 'л',
        ('م', _) => 'м',
        ('ن', _) => 'н',
        ('ۆ', _) => 'в',
        (other, _) => other,
    }
}

/// Returns the harmony of each vowel; `None` for consonants.
///
/// Evidence in this order: the letter itself or its syllable; the vowel before; the hamza; the vowel after; the
/// default, back.
fn harmonies(letters: &[char], has_hamza: bool) -> Vec<Option<Harmony>> {
    let stem = letters.get(..stem_length(letters)).unwrap_or_default();
    let first = first_vowel(stem);
    let mut harmonies: Vec<Option<Harmony>> = vec![None; letters.len()];
    let mut before = None;
    for (place, &letter) in letters.iter().enumerate() {
        let shown = match letter {
            'ە' => Some(Harmony::Front),
            'ا' => Some(harmony_of_alef(stem, place, first, has_hamza)),
            'و' => harmony_of_waw(stem, place, first),
            'ۇ' | 'ى' => shown_by_consonants(letters, place),
            _ => continue,
        };
        before = shown.or(before);
        if let Some(slot) = harmonies.get_mut(place) {
            *slot = before;
        }
    }
    let mut after = Harmony::Back;
    for (slot, &letter) in harmonies.iter_mut().zip(letters).rev() {
        if is_vowel(letter) {
            // The hamza has priority over the vowel after: ءبىراز біраз.
            after = *slot.get_or_insert(if has_hamza { Harmony::Front } else { after });
        }
    }
    harmonies
}

/// Returns the length without the ending -мен, -бен, -пен, which is the same after all vowels: اتپەن атпен.
fn stem_length(letters: &[char]) -> usize {
    match letters {
        [stem @ .., 'م' | 'ب' | 'پ', 'ە', 'ن'] if stem.iter().any(|letter| is_vowel(*letter)) => {
            stem.len()
        }
        _ => letters.len(),
    }
}

/// ا is а nearly everywhere, in front words too (كىتاپ кітап, دەمالىس демалыс). It is ә in the first syllable only:
/// with a hamza, before a front vowel (سايكەس сәйкес, مالىمەت мәлімет, اكىم әкім), and next to ك or گ (كاسىپ кәсіп).
fn harmony_of_alef(stem: &[char], place: usize, first: Option<usize>, has_hamza: bool) -> Harmony {
    let shown = shown_by_consonants(stem, place);
    if first != Some(place) || shown == Some(Harmony::Back) {
        return Harmony::Back;
    }
    if has_hamza {
        return Harmony::Front;
    }
    let mut is_last = true;
    for (later, &letter) in stem.iter().enumerate().skip(place + 1) {
        let harmony = match letter {
            'ە' => Some(Harmony::Front),
            'ا' | 'و' => Some(Harmony::Back),
            'ۇ' | 'ى' => shown_by_consonants(stem, later),
            _ => continue,
        };
        if let Some(harmony) = harmony {
            return harmony;
        }
        is_last = false;
    }
    if is_last { Harmony::Back } else { shown.unwrap_or(Harmony::Back) }
}

/// ө occurs in first syllables only, and not before ا or و: those words are loans (تەرموس термос, ورگان орган).
fn harmony_of_waw(stem: &[char], place: usize, first: Option<usize>) -> Option<Harmony> {
    if first != Some(place) {
        return Some(Harmony::Back);
    }
    let mut later = stem.iter().skip(place + 1).copied();
    if let Some('ا' | 'و') = later.find(|letter| is_vowel(*letter)) {
        return Some(Harmony::Back);
    }
    shown_by_consonants(stem, place)
}

/// Returns the position of the first vowel; `None` if у or и as a vowel, that is between consonants, is before it.
fn first_vowel(letters: &[char]) -> Option<usize> {
    let first = letters.iter().position(|letter| is_vowel(*letter))?;
    let is_consonant = |letter: char| !is_vowel(letter) && !is_glide(letter);
    let has_glide = letters.get(..first)?.windows(3).any(|three| match three {
        [left, middle, right] => is_consonant(*left) && is_glide(*middle) && is_consonant(*right),
        _ => false,
    });
    (!has_glide).then_some(first)
}

/// Returns what the consonants next to a vowel show: ك and گ occur with front vowels, ق and ع with back ones. The
/// consonant before the vowel has priority.
fn shown_by_consonants(letters: &[char], place: usize) -> Option<Harmony> {
    let before = letters.get(..place).unwrap_or_default().iter().rev();
    let after = letters.get(place + 1..).unwrap_or_default().iter();
    first_shown(before).or_else(|| first_shown(after))
}

fn first_shown<'a>(letters: impl Iterator<Item = &'a char>) -> Option<Harmony> {
    letters.take_while(|letter| !is_vowel(**letter)).find_map(|letter| match letter {
        'ك' | 'گ' => Some(Harmony::Front),
        'ق' | 'ع' => Some(Harmony::Back),
        _ => None,
    })
}

fn punctuation(character: char) -> char {
    match character {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)], lexicon: &Lexicon) {
        for (arabic, cyrillic) in pairs {
            assert_eq!(&to_cyrillic(arabic, lexicon).text, cyrillic, "{arabic}");
        }
    }

    #[test]
    fn without_a_lexicon_a_word_follows_vowel_harmony() {
        let pairs = [
            ("ءسوز", "сөз"),
            ("ءۇي", "үй"),
            ("ءساۋىر", "сәуір"),
            ("ءتىلى", "тілі"),
            ("كوپ", "көп"),
            ("بالا", "бала"),
            ("ۇيا", "ұя"),
            ("دەمالىس", "демалыс"),
            ("كىتاپ", "кітап"),
            ("سايكەس", "сәйкес"),
            ("كاسىپ", "кәсіп"),
            ("اكىم", "әкім"),
            ("مالىمەت", "мәлімет"),
            ("اتپەن", "атпен"),
            ("ورگان", "орган"),
            ("كۋالىك", "куәлік"),
            ("قىركۇيەك", "қыркүйек"),
            ("ءبىراز", "біраз"),
            ("الماتى", "алматы"),
        ];
        check(&pairs, &Lexicon::default());
    }

    #[test]
    fn glides_depend_on_the_letter_before_them() {
        let pairs = [
            ("كيۋ", "кию"),
            ("قويۋ", "қою"),
            ("ازيا", "азия"),
            ("ياعني", "яғни"),
            ("ءيا", "иә"),
            ("رايون", "район"),
            ("يود", "йод"),
            ("كيىم", "киім"),
            ("ايىرماسى", "айырмасы"),
            ("ۋاقىت", "уақыт"),
        ];
        check(&pairs, &Lexicon::default());
    }

    #[test]
    fn the_lexicon_has_priority_and_other_words_are_listed() {
        let lexicon = Lexicon::from_words(["мән", "көк", "кок"].into_iter());
        let suggestion = to_cyrillic("ءمان، كوك؟ قىزىل!", &lexicon);
        assert_eq!(suggestion.text, "мән, көк? қызыл!");
        let grounds: Vec<_> = suggestion.words.iter().map(|word| (word.ground, word.others.len())).collect();
        assert_eq!(grounds, [(Evidence::Lexicon, 0), (Evidence::Lexicon, 1), (Evidence::Rules, 0)]);
    }

    #[test]
    fn spelled_out_abbreviations_become_one_word() {
        let suggestion = to_cyrillic("ا ق ش-تىڭ ۇيى، ج س ن", &Lexicon::default());
        assert_eq!(suggestion.text, "АҚШ-тың ұйы, ЖСН");
        assert_eq!(suggestion.words.first().map(|word| word.ground), Some(Evidence::Abbreviation));
        assert_eq!(to_cyrillic("ق رۋ", &Lexicon::default()).text, "қ ру");
        assert_eq!(to_cyrillic("ق ح ا", &Lexicon::default()).text, "ҚХА");
    }

    #[test]
    fn other_text_stays_unchanged() {
        let text = "PDF 12 ژ 中 қазақ";
        assert_eq!(to_cyrillic(text, &Lexicon::default()).text, text);
    }
}
