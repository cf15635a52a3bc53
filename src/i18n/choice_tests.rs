//! Chooses one of our languages for the one that a phone requests. `language.js` does so before anything else is loaded; here
//! its tables are compared with ours, and ours with phones.

use locale::{CHOICES, Direction, Locale};

/// Returns the stored language, if it is one of ours; else the first of the phone's languages that we have; else Kazakh.
fn choose(stored: Option<&str>, phone: &[&str]) -> Locale {
    let kept = stored.and_then(Locale::of_tag);
    kept.or_else(|| phone.iter().find_map(|tag| Locale::for_phone(tag))).unwrap_or(Locale::Kazakh)
}

/// Returns the offered languages and the pseudo-locale.
fn all() -> Vec<Locale> {
    Locale::OFFERED.into_iter().chain([Locale::Pseudo]).collect()
}

const SCRIPT: &str = include_str!("../platform/language.js");
const PAGE: &str = include_str!("../../index.html");

/// Returns the texts in the list of this name in `language.js`.
fn listed(name: &str) -> Vec<&'static str> {
    let (_, from) = SCRIPT.split_once(&format!("const {name} = [")).unwrap();
    let (list, _) = from.split_once("];").unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_tables_of_language_js_equal_ours() {
    let tags: Vec<_> = all().into_iter().map(Locale::tag).collect();
    assert_eq!(listed("LOCALES"), tags);
    let choices: Vec<_> = CHOICES.iter().flat_map(|(start, locale)| [*start, locale.tag()]).collect();
    assert_eq!(listed("CHOICES"), choices);
    let right_to_left: Vec<_> = all()
        .into_iter()
        .filter(|locale| locale.direction() == Direction::RightToLeft)
        .map(Locale::tag)
        .collect();
    assert_eq!(listed("RIGHT_TO_LEFT"), right_to_left);
}

#[test]
fn a_phones_language_leads_to_ours_with_the_right_script() {
    let table = [
        ("kk", "kk"),
        ("kk-KZ", "kk"),
        ("kk-Cyrl-CN", "kk"),
        ("kk-MN", "kk"),
        ("kk-TR", "kk"),
        ("kk-CN", "kk-Arab"),
        ("kk-cn", "kk-Arab"),
        ("kk-Arab", "kk-Arab"),
        ("kk-Arab-CN", "kk-Arab"),
        ("kk-Arab-MN", "kk-Arab"),
        ("kk-IR", "kk-Arab"),
        ("kk-AF", "kk-Arab"),
        ("kk-Latn", "kk-Latn"),
        ("kk-Latn-TR", "kk-Latn"),
        ("ru", "ru"),
        ("ru-UZ", "ru"),
        ("en-GB", "en"),
        ("en-XA", "en"),
        ("uz", "uz"),
        ("uz-UZ", "uz"),
        ("uz-Latn-UZ", "uz"),
        ("uz-AF", "uz"),
        ("uz-Arab-AF", "uz"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-Hant-TW", "zh"),
        ("mn", "kk"),
        ("kkj", "kk"),
        ("run", "kk"),
        ("", "kk"),
    ];
    for (phone, ours) in table {
        assert_eq!(choose(None, &[phone]).tag(), ours, "{phone}");
    }
    assert!(Locale::for_phone("kkj").is_none() && Locale::for_phone("run").is_none());
}

#[test]
fn the_first_of_a_phones_languages_that_we_have_is_taken() {
    assert_eq!(choose(None, &["mn-MN", "kk-MN", "ru"]), Locale::Kazakh);
    assert_eq!(choose(None, &["tr", "zh-CN", "kk-CN"]), Locale::Chinese);
    assert_eq!(choose(None, &[]), Locale::Kazakh);
}

#[test]
fn an_earlier_choice_wins_if_we_have_it() {
    assert_eq!(choose(Some("zh"), &["ru"]), Locale::Chinese);
    assert_eq!(choose(Some("en-XA"), &["ru"]), Locale::Pseudo);
    assert_eq!(choose(Some("xx"), &["ru"]), Locale::Russian);
}

#[test]
fn the_page_has_every_language_before_the_app_starts() {
    for locale in Locale::OFFERED {
        let tag = locale.tag();
        let dir = if locale.direction() == Direction::RightToLeft { " dir=\"rtl\"" } else { "" };
        for part in ["noscript.text", "broken.title", "broken.text", "broken.reload"] {
            let text = format!("{{{{static.{part}:{tag}}}}}");
            assert!(PAGE.contains(&text), "{text}");
        }
        let (direction, name) = (locale.direction().value(), locale.own_name());
        let button = format!(
            "<button name=\"language\" value=\"{tag}\" lang=\"{tag}\" dir=\"{direction}\">{name}</button>"
        );
        assert!(PAGE.contains(&button), "{button}");
        assert!(PAGE.contains(&format!("<div lang=\"{tag}\"{dir}>")), "{tag}");
    }
}
