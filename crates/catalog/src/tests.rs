use super::*;

/// Each `sources` is `language: toml`; each expected line is what a developer reads.
#[track_caller]
fn check(sources: &[(&str, &str)], expected: &[&str]) {
    let sources: Vec<_> =
        sources.iter().map(|(code, source)| (Language::from_code(code).unwrap(), *source)).collect();
    let found: Vec<_> = match Catalogs::parse(&sources) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expected);
}

fn good(sources: &[(Language, &str)]) -> Catalogs {
    Catalogs::parse(sources).unwrap()
}

#[test]
fn equal_catalogs_have_no_mistake() {
    check(
        &[
            ("kk", "[start]\ntitle = 'Бастау'\nrow = {one='{n} күн', other='{n} күн'}"),
            (
                "ru",
                "[start]\ntitle = 'Начало'\nrow = {one='{n} день', few='{n} дня', many='{n} дней', other='{n} дня'}",
            ),
            ("en", "[start]\ntitle = 'Start'\nrow = {one='{n} day', other='{n} days'}"),
        ],
        &[],
    );
}

#[test]
fn a_missing_key_is_named_with_its_file() {
    check(
        &[("kk", "a = 'а'\n[b]\nc = 'б'"), ("ru", "a = 'а'"), ("en", "[b]\nc = 'b'")],
        &[
            "locales/ru.toml: `b.c`: is missing; locales/kk.toml has it",
            "locales/en.toml: `a`: is missing; locales/kk.toml has it",
        ],
    );
}

#[test]
fn a_key_that_the_authored_language_lacks_is_unknown() {
    check(
        &[("kk", "a = 'а'"), ("en", "a = 'a'\nb = 'b'")],
        &["locales/en.toml: `b`: is not in locales/kk.toml"],
    );
}

#[test]
fn placeholders_must_be_the_same_in_every_language_and_form() {
    check(
        &[("kk", "a = '{x} {y}'\nb = 'б'"), ("en", "a = '{x}'\nb = '{z}'")],
        &[
            "locales/en.toml: `a`: has {x}, but locales/kk.toml has {x} {y}",
            "locales/en.toml: `b`: has {z}, but locales/kk.toml has no placeholder",
        ],
    );
    check(
        &[("kk", "a = {one='{n}', other='{n}'}"), ("en", "a = {one='one day', other='{n} days'}")],
        &["locales/en.toml: `a`: has no placeholder, but locales/kk.toml has {n}"],
    );
    check(
        &[("kk", "a = {one='бір', other='{n}'}")],
        &["locales/kk.toml: `a`: has no placeholder, but locales/kk.toml has {n}"],
    );
}

#[test]
fn the_order_and_number_of_placeholders_are_free() {
    check(&[("kk", "a = '{x} {y} {x}'"), ("en", "a = '{y} {x}'")], &[]);
}

#[test]
fn a_brace_that_is_no_placeholder_is_a_mistake() {
    for (text, at) in [
        ("{}", "{}"),
        ("{Name}", "{Name}"),
        ("{a b}", "{a b}"),
        ("a {b", "{b"),
        ("a } b", "} b"),
        ("{é}", "{é}"),
    ] {
        let source = format!("a = '{text}'");
        let mistakes = Catalogs::parse(&[(Language::Kazakh, &source)]).unwrap_err();
        let kind = MistakeKind::BadPlaceholder { at: at.to_owned() };
        assert_eq!(mistakes.first().map(|mistake| &mistake.kind), Some(&kind), "{text}");
    }
}

#[test]
fn a_plural_must_be_one_everywhere() {
    check(
        &[("kk", "a = {one='а', other='а'}\nb = 'б'"), ("en", "a = 'a'\nb = {one='b', other='b'}")],
        &[
            "locales/en.toml: `a`: is one text, but a plural in locales/kk.toml",
            "locales/en.toml: `b`: is a plural, but one text in locales/kk.toml",
        ],
    );
}

#[test]
fn a_plural_has_exactly_the_forms_of_its_language() {
    check(
        &[
            ("kk", "a = {other='а'}"),
            ("ru", "a = {one='а', other='а'}"),
            ("en", "a = {one='a', few='a', other='a'}"),
        ],
        &[
            "locales/kk.toml: `a`: is a plural, since all its keys are plural forms; it must have exactly one, other",
            "locales/ru.toml: `a`: is a plural, since all its keys are plural forms; it must have exactly one, few, many, other",
            "locales/en.toml: `a`: is a plural, since all its keys are plural forms; it must have exactly one, other",
        ],
    );
}

#[test]
fn a_table_with_any_other_key_is_no_plural() {
    check(&[("kk", "[a]\none = 'а'\nother = 'ә'\nthird = 'б'")], &[]);
}

#[test]
fn empty_texts_and_spaces_at_the_ends_are_mistakes() {
    check(
        &[("kk", "a = ''\nb = '  '\nc = ' а'\nd = \"а\\n\"\ne = {one='', other='а'}")],
        &[
            "locales/kk.toml: `a`: is empty",
            "locales/kk.toml: `b`: is empty",
            "locales/kk.toml: `c`: begins or ends with a space or a line break",
            "locales/kk.toml: `d`: begins or ends with a space or a line break",
            "locales/kk.toml: `e`: is empty",
        ],
    );
}

#[test]
fn what_is_no_text_is_a_mistake() {
    check(
        &[("kk", "a = 1\nb = ['б']\nc = {one=1, other='а'}\n[d]\n")],
        &[
            "locales/kk.toml: `a`: is neither a text nor a table",
            "locales/kk.toml: `b`: is neither a text nor a table",
            "locales/kk.toml: `c`: is neither a text nor a table",
            "locales/kk.toml: `c`: is a plural, since all its keys are plural forms; it must have exactly one, other",
            "locales/kk.toml: `d`: is an empty table",
        ],
    );
}

#[test]
fn keys_are_small_letters_digits_and_underscores() {
    let bad = "a key is small letters, digits and `_`, and begins with a letter";
    check(
        &[("kk", "Ab = 'а'\n'1a' = 'а'\n'a.b' = 'а'\n_a = 'а'\n[b]\n1 = 'а'\na-b = 'а'")],
        &[
            &format!("locales/kk.toml: `1a`: {bad}"),
            &format!("locales/kk.toml: `Ab`: {bad}"),
            &format!("locales/kk.toml: `_a`: {bad}"),
            &format!("locales/kk.toml: `a.b`: {bad}"),
            &format!("locales/kk.toml: `b.a-b`: {bad}"),
        ],
    );
}

#[test]
fn two_keys_may_not_become_one_variant() {
    check(
        &[("kk", "[a]\nb_c = 'а'\n[a_b]\nc = 'б'")],
        &["locales/kk.toml: `a_b.c`: becomes the same `Msg` variant as `a.b_c`"],
    );
}

#[test]
fn a_control_character_is_a_mistake_and_a_line_break_is_not() {
    check(
        &[("kk", "a = \"а\\u001fб\"\nb = \"а\\nб\"")],
        &["locales/kk.toml: `a`: has a control character other than a line break"],
    );
}

#[test]
fn broken_toml_is_reported_with_its_line() {
    let mistakes = Catalogs::parse(&[(Language::English, "a = 'a'\n\nb = \n")]).unwrap_err();
    assert!(mistakes[0].to_string().starts_with("locales/en.toml: line 3 is not TOML: "), "{}", mistakes[0]);
}

#[test]
fn an_absent_file_is_reported_by_name() {
    let mistakes = Catalogs::read(Path::new("/nowhere")).unwrap_err();
    let files: Vec<_> = mistakes.iter().map(|mistake| mistake.language.code()).collect();
    assert_eq!(files, ["kk", "ru", "en"]);
}

const KAZAKH: &str = "[b]\nlong_name = \"екі\\nжол\"\n[a]\nx = {one = '{n} күн', other = '{n} күндер'}\n[static]\ntitle = 'Бет'";

#[test]
fn the_enum_is_in_key_order_and_leaves_out_the_static_table() {
    let source = good(&[(Language::Kazakh, KAZAKH)]).rust_source();
    let variants: Vec<_> = source.lines().filter_map(|line| line.strip_suffix(',')).map(str::trim).collect();
    assert_eq!(variants, ["AX", "BLongName"]);
    assert!(source.contains("    /// екі\n    /// жол\n    BLongName,\n"), "{source}");
    assert!(source.contains("    /// {n} күн | {n} күндер\n    AX,\n"), "{source}");
}

#[test]
fn the_runtime_file_has_the_fingerprint_and_one_line_per_variant() {
    let catalogs = good(&[(Language::Kazakh, KAZAKH)]);
    let expected = format!("{}\n{{n}} күн\u{1f}{{n}} күндер\nекі\u{1e}жол\n", catalogs.fingerprint());
    assert_eq!(catalogs.runtime_file(Language::Kazakh), expected);
}

#[test]
fn plural_forms_are_in_the_order_of_the_language() {
    let catalogs = good(&[(Language::Russian, "a = {other='д', many='в', few='б', one='а'}")]);
    assert_eq!(catalogs.runtime_file(Language::Russian).lines().nth(1), Some("а\u{1f}б\u{1f}в\u{1f}д"));
}

#[test]
fn the_fingerprint_follows_keys_and_plural_marks_but_not_words() {
    let of = |source: &str| good(&[(Language::Kazakh, source)]).fingerprint();
    assert_eq!(of("a = 'а'"), of("a = 'ә'"));
    assert_eq!(of("a = 'а'"), of("a = 'а'\n[static]\nb = 'б'"));
    assert_ne!(of("a = 'а'"), of("b = 'а'"));
    assert_ne!(of("a = 'а'"), of("a = {one='а', other='а'}"));
    assert_ne!(of("ab = 'а'\nc = 'а'"), of("a = 'а'\nbc = 'а'"));
}

#[test]
fn static_texts_are_found_by_their_key() {
    let catalogs = good(&[(Language::Kazakh, KAZAKH)]);
    assert_eq!(catalogs.static_text(Language::Kazakh, "title"), Some("Бет"));
    assert_eq!(catalogs.static_text(Language::Kazakh, "other"), None);
    assert_eq!(catalogs.static_text(Language::English, "title"), None);
}

#[test]
fn the_catalogs_of_this_project_have_no_mistake() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    if let Err(mistakes) = Catalogs::read(&folder) {
        let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}
