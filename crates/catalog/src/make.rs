//! The generated languages: Kazakh in Arabic and in Latin script, Uzbek in Cyrillic, and pseudo-English.
//!
//! Text in `{…}` or `<…>` stays unchanged, and so does every word that is an address or the name of a file.

use crate::language::Language;
use crate::text::Text;

/// Generates a text of `language` from the text of the language from which it is generated.
pub(crate) fn make(language: Language, text: &Text) -> Text {
    let convert = |text: &String| match language {
        Language::KazakhArabic => converted(text, script::to_arabic),
        Language::KazakhLatin => converted(text, script::to_latin),
        Language::UzbekCyrillic => converted(text, script::uzbek_to_cyrillic),
        Language::Pseudo => pseudo(text),
        Language::Kazakh | Language::Russian | Language::English | Language::Uzbek | Language::Chinese => {
            text.clone()
        }
    };
    match text {
        Text::Plain(text) => Text::Plain(convert(text)),
        Text::Plural(forms) => {
            Text::Plural(forms.iter().map(|(form, text)| (*form, convert(text))).collect())
        }
    }
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextSpan<'a> {
    /// To be converted.
    Words(&'a str),
    /// A placeholder, a tag, an address, the name of a file.
    Kept(&'a str),
}

fn converted(text: &str, convert: impl Fn(&str) -> String) -> String {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            TextSpan::Words(words) => convert(words),
            TextSpan::Kept(kept) => kept.to_owned(),
        })
        .collect()
}

fn pieces(text: &str) -> Vec<TextSpan<'_>> {
    let mut pieces = Vec::new();
    let mut words_from = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = kept_length(rest);
        if length > 0 {
            if words_from < at {
                pieces.push(TextSpan::Words(&text[words_from..at]));
            }
            pieces.push(TextSpan::Kept(&rest[..length]));
            at += length;
            words_from = at;
        } else {
            at += word_length(rest);
        }
    }
    if words_from < at {
        pieces.push(TextSpan::Words(&text[words_from..]));
    }
    pieces
}

/// Returns the number of bytes to keep unchanged at the start of `rest`, which begins with a word or something else.
fn kept_length(rest: &str) -> usize {
    let closing = match rest.chars().next() {
        Some('{') => '}',
        // Only where `<` begins a tag; a less-than sign does not.
        Some('<') if rest[1..].starts_with(|next: char| next == '/' || next.is_ascii_alphabetic()) => '>',
        _ => {
            let word = &rest[..word_length(rest)];
            return if is_address(word) {
                word.trim_end_matches(['.', ',', ':', '?', '!', '/']).len()
            } else {
                0
            };
        }
    };
    rest.find(closing).map_or(0, |end| end + closing.len_utf8())
}

/// Returns the length of a word, which ends before white space, a bracket or a quotation mark; one of these is a word
/// by itself.
fn word_length(rest: &str) -> usize {
    let ends = |char: char| char.is_whitespace() || "{}<>()[]«»“”„\"".contains(char);
    match rest.find(ends) {
        Some(0) => rest.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => rest.len(),
    }
}

/// Recognises an address of the web or of mail, or the name of a file: `https://…`, `name@example.kz`, `adilet.zan.kz`,
/// `файл.pdf`.
fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':', '?', '!']);
    if word.contains("://") || word.split('@').filter(|part| !part.is_empty()).count() == 2 {
        return true;
    }
    // A path may follow the name of a host.
    let host = word.split('/').next().unwrap_or(word);
    host.rsplit_once('.').is_some_and(|(name, ending)| {
        name.ends_with(char::is_alphanumeric)
            && (2..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

/// Represents the words by which a translation is longer.
const FILLER: &str = " ôñé ţŵô ţĥŕéé ƒôûŕ ƒîṽé šîẋ šéṽéñ éîĝĥţ ñîñé ţéñ";

/// Returns the text longer by two fifths, as a translation may be, accented, and in brackets: a missing bracket shows
/// that a text is cut off.
fn pseudo(text: &str) -> String {
    let words: usize = pieces(text)
        .iter()
        .map(|piece| match piece {
            TextSpan::Words(words) => words.chars().count(),
            TextSpan::Kept(_) => 0,
        })
        .sum();
    let longer_by = (words * 2).div_ceil(5);
    let filler: String = FILLER.chars().cycle().take(longer_by).collect();
    let accented = converted(text, |words| words.chars().map(accented).collect());
    format!("[{accented}{}]", if filler.ends_with(' ') { filler.trim_end().to_owned() + "·" } else { filler })
}

fn accented(char: char) -> char {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPRSTUVWXYZabcdefghijklmnoprstuvwxyz";
    const ACCENTED: &str = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÔÞŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñôþŕšţûṽŵẋýž";
    PLAIN
        .chars()
        .position(|plain| plain == char)
        .and_then(|place| ACCENTED.chars().nth(place))
        .unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(language: Language, text: &str) -> String {
        match make(language, &Text::Plain(text.to_owned())) {
            Text::Plain(text) => text,
            Text::Plural(_) => String::new(),
        }
    }

    #[test]
    fn kazakh_is_written_in_arabic_letters_around_kept_text() {
        for (cyrillic, arabic) in [
            ("{n} жұмыс күні қалды", "{n} جۇمىس كۇنى قالدى"),
            ("Атауы: {name}, {date} күні", "اتاۋى: {name}، {date} كۇنى"),
            ("Мәтінді adilet.zan.kz сайтынан тексеріңіз.", "ءماتىندى adilet.zan.kz سايتىنان تەكسەرىڭىز."),
            ("мысалы aty@example.kz", "مىسالى aty@example.kz"),
            ("Мекенжай https://қазақ.kz/a?b=1, сайт", "مەكەنجاي https://қазақ.kz/a?b=1، سايت"),
            ("Файл «өтініш.pdf» ашылмады", "فايل «өтініш.pdf» اشىلمادى"),
            ("<b>Маңызды</b> сөз", "<b>ماڭىزدى</b> ءسوز"),
            ("Бітті. Келесі", "ءبىتتى. كەلەسى"),
            ("1 < 2, ал 3 > 2", "1 < 2، ال 3 > 2"),
        ] {
            assert_eq!(made(Language::KazakhArabic, cyrillic), arabic);
        }
    }

    #[test]
    fn kazakh_is_written_in_latin_letters_around_kept_text() {
        for (cyrillic, latin) in [
            ("{n} жұмыс күні қалды", "{n} jūmys künı qaldy"),
            ("2023 жылғы 29 желтоқсан", "2023 jylğy 29 jeltoqsan"),
            ("«{name}» файлы: өтініш.pdf", "«{name}» faily: өтініш.pdf"),
        ] {
            assert_eq!(made(Language::KazakhLatin, cyrillic), latin);
        }
    }

    #[test]
    fn addresses_and_file_names_are_recognised() {
        for address in
            ["adilet.zan.kz", "egov.kz/services", "a@b.kz", "файл.pdf", "http://ә", "photo.heic.", "x.mp4"]
        {
            assert!(is_address(address), "{address}");
        }
        for word in ["күні.", "т.б.", "29.12.2023", "@", "а.ә", "PDF-ті", "сөз.Kelesi", "1.5"] {
            assert!(!is_address(word), "{word}");
        }
    }

    #[test]
    fn pseudo_english_is_two_fifths_longer_and_in_brackets() {
        assert_eq!(made(Language::Pseudo, "Send {n} files"), "[Šéñð {n} ƒîļéš ôñé·]");
        for text in ["Send", "Your answers are kept on this phone.", "Open <b>egov.kz</b> with {name}"] {
            let pseudo = made(Language::Pseudo, text);
            let words = |text: &str| {
                pieces(text)
                    .iter()
                    .map(|piece| if let TextSpan::Words(words) = piece { words.chars().count() } else { 0 })
                    .sum::<usize>()
            };
            let (plain, longer) = (words(text), words(&pseudo[1..pseudo.len() - 1]));
            assert_eq!(longer, plain + (plain * 2).div_ceil(5), "{pseudo}");
            assert!(pseudo.starts_with('[') && pseudo.ends_with(']'));
            assert!(!pseudo.contains('S'), "{pseudo}");
        }
        assert!(
            made(Language::Pseudo, "Open <b>egov.kz</b> with {name}").contains("<b>egov.kz</b> ŵîţĥ {name}")
        );
    }
}
