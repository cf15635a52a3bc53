//! Detects the script of a text by its letters.

/// A script in which Kazakh is written, or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Cyrillic,
    Arabic,
    Latin,
    /// No letters, or letters of other scripts such as Chinese.
    Other,
}

/// Returns the script of most letters of the text. If two have the same number, the earlier in the order of [`Script`].
pub fn script_of(text: &str) -> Script {
    let mut counts = [(Script::Cyrillic, 0), (Script::Arabic, 0), (Script::Latin, 0), (Script::Other, 0)];
    for script in text.chars().filter_map(script_of_letter) {
        for (counted, count) in &mut counts {
            if *counted == script {
                *count += 1;
            }
        }
    }
    let mut most = (Script::Other, 0);
    for (script, count) in counts {
        if count > most.1 {
            most = (script, count);
        }
    }
    most.0
}

/// Returns whether the text runs from right to left.
pub fn is_arabic(text: &str) -> bool {
    script_of(text) == Script::Arabic
}

/// Returns the script of a letter; `None` for digits, punctuation and marks. It goes by Unicode blocks, not by the
/// Kazakh alphabet: Russian and Uyghur letters count.
fn script_of_letter(character: char) -> Option<Script> {
    match character {
        'a'..='z'
        | 'A'..='Z'
        | '\u{00C0}'..='\u{00D6}'
        | '\u{00D8}'..='\u{00F6}'
        | '\u{00F8}'..='\u{024F}'
        | '\u{1E00}'..='\u{1EFF}' => Some(Script::Latin),
        '\u{0400}'..='\u{0481}' | '\u{048A}'..='\u{052F}' => Some(Script::Cyrillic),
        '\u{0620}'..='\u{063F}'
        | '\u{0641}'..='\u{064A}'
        | '\u{0671}'..='\u{06D3}'
        | '\u{06D5}'
        | '\u{06FA}'..='\u{06FC}'
        | '\u{0750}'..='\u{077F}'
        | '\u{FB50}'..='\u{FDFB}'
        | '\u{FE70}'..='\u{FEFC}' => Some(Script::Arabic),
        other if other.is_alphabetic() => Some(Script::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_most_letters_is_returned() {
        for (text, script) in [
            ("Қазақ", Script::Cyrillic),
            ("PDF-пен ашылады", Script::Cyrillic),
            ("قازاق", Script::Arabic),
            ("ءۇي 12 PDF", Script::Arabic),
            ("ۇي 12 JPEG", Script::Latin),
            ("Qazaq ñ Ş", Script::Latin),
            ("哈萨克", Script::Other),
            ("12 – ، «»", Script::Other),
            ("", Script::Other),
            ("я a", Script::Cyrillic),
        ] {
            assert_eq!(script_of(text), script, "{text}");
        }
        assert!(is_arabic("2026-جىلى"));
        assert!(!is_arabic("2026"));
    }
}
