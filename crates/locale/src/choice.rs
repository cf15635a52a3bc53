//! Chooses one of our languages for a language that a phone requests.

use crate::Locale;

/// The prefixes of BCP 47 tags in lower case, each with its language. The first match is used.
///
/// The script in a tag has priority over the country; without a script, the country determines the script that its
/// Kazakhs read. In Mongolia it is Cyrillic, although CLDR gives `kk-MN` Arabic letters. Uzbek is Latin unless Cyrillic
/// is requested, also for Afghanistan, whose Arabic letters we do not have. No tag leads to the pseudo-locale.
/// `language.js` has the same table.
pub const CHOICES: [(&str, Locale); 13] = [
    ("kk-cyrl", Locale::Kazakh),
    ("kk-latn", Locale::KazakhLatin),
    ("kk-arab", Locale::KazakhArabic),
    ("kk-cn", Locale::KazakhArabic),
    ("kk-ir", Locale::KazakhArabic),
    ("kk-af", Locale::KazakhArabic),
    ("kk-mn", Locale::Kazakh),
    ("kk", Locale::Kazakh),
    ("ru", Locale::Russian),
    ("en", Locale::English),
    ("uz-cyrl", Locale::UzbekCyrillic),
    ("uz", Locale::Uzbek),
    ("zh", Locale::Chinese),
];

impl Locale {
    /// Returns the language for one tag of a phone's list, comparing whole subtags; `None` where we have none for it.
    pub fn for_phone(tag: &str) -> Option<Self> {
        let fits = |start: &str| {
            let begins = tag.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
            begins && matches!(tag.as_bytes().get(start.len()), None | Some(b'-'))
        };
        CHOICES.iter().find(|(start, _)| fits(start)).map(|(_, locale)| *locale)
    }
}
