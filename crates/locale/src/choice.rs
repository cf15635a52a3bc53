//! Which of our languages goes with one that a phone asks for.

use crate::Locale;

/// The beginnings of BCP 47 tags in lower case, each with the language that goes with it. The first that fits is taken.
///
/// The script that a tag names comes before the country; without one the country says which script its Kazakhs read.
/// Mongolia's read Cyrillic, although CLDR gives `kk-MN` Arabic letters. Uzbek is Latin unless Cyrillic is asked for,
/// also for Afghanistan, whose Arabic letters we do not have. Nothing leads to the pseudo-locale. `language.js` has the
/// same table.
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
    /// The language for one tag of a phone's list, by whole subtags; `None` where we have none for it.
    pub fn for_phone(tag: &str) -> Option<Self> {
        let fits = |start: &str| {
            let begins = tag.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
            begins && matches!(tag.as_bytes().get(start.len()), None | Some(b'-'))
        };
        CHOICES.iter().find(|(start, _)| fits(start)).map(|(_, locale)| *locale)
    }
}
