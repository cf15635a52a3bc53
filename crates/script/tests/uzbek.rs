//! Tests of Uzbek Latin to Cyrillic: words and sentences written for this test, arbitrary text, and every Uzbek text of
//! the app.

use proptest::prelude::*;
use script::uzbek_to_cyrillic;

#[track_caller]
fn check(pairs: &[(&str, &str)]) {
    for (latin, cyrillic) in pairs {
        assert_eq!(&uzbek_to_cyrillic(latin), cyrillic, "{latin}");
    }
}

#[test]
fn two_letters_for_one_sound_become_one_letter() {
    check(&[
        ("ariza", "ариза"),
        ("hujjat", "ҳужжат"),
        ("xizmat", "хизмат"),
        ("qaror", "қарор"),
        ("muddat", "муддат"),
        ("choy", "чой"),
        ("shahar", "шаҳар"),
        ("tuzatish", "тузатиш"),
        ("oʻzbek", "ўзбек"),
        ("togʻ", "тоғ"),
        ("bogʻliq", "боғлиқ"),
        ("yangi", "янги"),
        ("tong", "тонг"),
    ]);
}

#[test]
fn vowels_with_y_are_one_letter_except_o_with_its_mark() {
    check(&[
        ("yomgʻir", "ёмғир"),
        ("yulduz", "юлдуз"),
        ("yaxshi", "яхши"),
        ("yil", "йил"),
        ("yoʻl", "йўл"),
        ("yoʻq", "йўқ"),
        ("yogʻ", "ёғ"),
        ("quyosh", "қуёш"),
        ("Rossiya", "Россия"),
        ("uy", "уй"),
    ]);
}

#[test]
fn e_depends_on_the_letter_before_it() {
    check(&[
        ("elektron", "электрон"),
        ("Eron", "Эрон"),
        ("poema", "поэма"),
        ("aeroport", "аэропорт"),
        ("kelish", "келиш"),
        ("yetti", "етти"),
        ("qayerda", "қаерда"),
        ("Niyozovalar er-xotin", "Ниёзовалар эр-хотин"),
        ("toʻgʻe", "тўғе"),
        ("“eshik”", "“эшик”"),
    ]);
}

#[test]
fn the_separating_mark_is_a_hard_sign_except_between_s_and_h() {
    check(&[
        ("maʼlumot", "маълумот"),
        ("aʼzo", "аъзо"),
        ("sanʼat", "санъат"),
        ("Isʼhoq", "Исҳоқ"),
        ("ISʼHOQ", "ИСҲОҚ"),
        ("mavzuʼ", "мавзуъ"),
        ("moʻjiza", "мўъжиза"),
    ]);
}

#[test]
fn every_typed_apostrophe_is_accepted() {
    for mark in ['ʻ', 'ʼ', '\'', '‘', '’', '`', '´', '′', 'ʹ'] {
        let typed = format!("o{mark}g{mark}il, ma{mark}no, TO{mark}G{mark}");
        assert_eq!(uzbek_to_cyrillic(&typed), "ўғил, маъно, ТЎҒ", "{mark}");
    }
}

#[test]
fn quotation_marks_stay_unchanged() {
    check(&[("'Ha' degan javob", "'Ҳа' деган жавоб"), ("‘kitob’ ` ʼ", "‘китоб’ ` ʼ")]);
}

#[test]
fn loans_get_the_letters_that_latin_does_not_write() {
    check(&[
        ("konstitutsiya", "конституция"),
        ("aglomeratsiyaga", "агломерацияга"),
        ("litsey", "лицей"),
        ("funksiya", "функция"),
        ("konsert", "концерт"),
        ("sirk", "цирк"),
        ("konsullik", "консуллик"),
        ("ketsa", "кетса"),
        ("muddatsiz", "муддатсиз"),
        ("aytsangiz", "айтсангиз"),
        ("kompyuterda", "компьютерда"),
        ("obyekt", "объект"),
        ("rayon", "район"),
        ("parol", "пароль"),
        ("parolsiz", "паролсиз"),
    ]);
}

#[test]
fn dates_lose_the_hyphens_of_the_latin_rules_and_other_ordinals_keep_them() {
    check(&[
        ("2023-yil 29-dekabr", "2023 йил 29 декабрь"),
        ("2023-yil 29-dekabrdagi 539-son buyruq", "2023 йил 29 декабрдаги 539-сон буйруқ"),
        ("1-sentabrdan 9-mayga", "1 сентябрдан 9 майга"),
        ("6-ilova, 9-band, 3-maydon", "6-илова, 9-банд, 3-майдон"),
        ("ota-ona", "ота-она"),
    ]);
}

#[test]
fn capitals_follow_the_first_letter_of_a_group() {
    check(&[
        ("SHAHAR Shahar", "ШАҲАР Шаҳар"),
        ("CHOY Choy", "ЧОЙ Чой"),
        ("Oʻzbekiston", "Ўзбекистон"),
        ("GʻARBIY", "ҒАРБИЙ"),
        ("Yoʻl YOʻL", "Йўл ЙЎЛ"),
        ("YUBORISH", "ЮБОРИШ"),
        ("Sentabr SENTABR", "Сентябрь СЕНТЯБРЬ"),
        ("KONSTITUTSIYA", "КОНСТИТУЦИЯ"),
    ]);
}

#[test]
fn words_that_are_not_uzbek_stay_latin() {
    check(&[
        ("PDF fayl, JPEG yoki PNG", "PDF файл, JPEG ёки PNG"),
        ("IIN (ЖСН) bormi?", "IIN (ЖСН) борми?"),
        ("XIX asr", "XIX аср"),
        ("Wi-Fi orqali", "Wi-Fi орқали"),
        ("WhatsApp bilan", "WhatsApp билан"),
        ("adilet.zan.kz saytidan", "adilet.zan.kz сайтидан"),
        ("https://example.kz/a manzili", "https://example.kz/a манзили"),
        ("masalan, ism@example.kz", "масалан, ism@example.kz"),
        ("“{name}” fayli {n}-kun {Ism}", "“{name}” файли {n}-кун {Исм}"),
        ("жергілікті орган 中", "жергілікті орган 中"),
    ]);
}

#[test]
fn whole_sentences_are_converted() {
    check(&[
        (
            "Javoblar shu telefonda saqlanadi. “Yuborish”ni bosmaguningizcha hech qayerga ketmaydi.",
            "Жавоблар шу телефонда сақланади. “Юбориш”ни босмагунингизча ҳеч қаерга кетмайди.",
        ),
        (
            "Ariza shu hududning mahalliy ijro etuvchi organiga yuboriladi.",
            "Ариза шу ҳудуднинг маҳаллий ижро этувчи органига юборилади.",
        ),
        (
            "Xodim hujjatlarning toʻliqligi va toʻgʻriligini tekshiradi.",
            "Ходим ҳужжатларнинг тўлиқлиги ва тўғрилигини текширади.",
        ),
        ("Tugʻilganlik guvohnomangiz bormi?", "Туғилганлик гувоҳномангиз борми?"),
        ("Koʻchaning nomini yozing, aʼzolarni qoʻshing!", "Кўчанинг номини ёзинг, аъзоларни қўшинг!"),
    ]);
}

/// Latin words that occur in the app's Uzbek texts and stay unchanged: abbreviations, and the parts of two addresses.
const STAY: [&str; 15] = [
    "Fi",
    "HEIC",
    "IIN",
    "JPEG",
    "JavaScript",
    "PDF",
    "PNG",
    "Wi",
    "adilet",
    "egov",
    "example",
    "https",
    "ism",
    "kz",
    "zan",
];

#[test]
fn the_texts_of_the_app_keep_only_the_listed_latin_words() {
    let texts = texts_of_the_app();
    // Without this check the test would also pass if it found no texts.
    assert!(texts.len() > 540, "{}", texts.len());
    for text in &texts {
        let cyrillic = uzbek_to_cyrillic(text);
        assert_eq!(placeholders(&cyrillic), placeholders(text), "{text}");
        let bare = placeholders(text).iter().fold(cyrillic.clone(), |rest, name| rest.replace(name, ""));
        for word in
            bare.split(|character: char| !character.is_ascii_alphabetic()).filter(|word| !word.is_empty())
        {
            assert!(STAY.contains(&word), "{word} in {cyrillic}");
        }
        assert!(!cyrillic.contains(['ʻ', 'ʼ']), "{cyrillic}");
    }
}

/// Returns the quoted texts of the catalog; no text contains a quote.
fn texts_of_the_app() -> Vec<String> {
    let catalog = include_str!("../../../locales/uz.toml").replace("\\n", " ");
    assert!(!catalog.contains(['\\', '\'']), "a text has another kind of quotes");
    let values = catalog.lines().filter(|line| !line.starts_with(['#', '[']));
    values.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}

fn placeholders(text: &str) -> Vec<String> {
    text.split('{')
        .skip(1)
        .filter_map(|from| from.split_once('}'))
        .map(|(name, _)| format!("{{{name}}}"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_panics_and_no_output_exceeds_twice_its_length(
        text in prop_oneof![any::<String>(), "[a-zA-ZʻʼA-Z'‘’` {}@.:/0-9ў-]{0,40}"]
    ) {
        let cyrillic = uzbek_to_cyrillic(&text);
        prop_assert!(cyrillic.chars().count() <= 2 * text.chars().count());
    }

    #[test]
    fn converting_again_changes_nothing(text in "[a-zA-Zʻʼ' 0-9,-]{0,40}") {
        let once = uzbek_to_cyrillic(&text);
        prop_assert_eq!(uzbek_to_cyrillic(&once), once);
    }

    #[test]
    fn an_uzbek_word_becomes_cyrillic_letters_only(word in "([abd-vxyz]|oʻ|gʻ|ch|aʼ){1,20}") {
        let cyrillic = uzbek_to_cyrillic(&word);
        prop_assume!(word != "https");
        prop_assert!(cyrillic.chars().all(|letter| matches!(letter, 'а'..='я' | 'ё' | 'ў' | 'қ' | 'ғ' | 'ҳ')), "{}", cyrillic);
    }
}
