use super::*;

/// Each item of `sources` is `language: toml`; each expected line is the message for the developer.
#[track_caller]
fn check(sources: &[(&str, &str)], expected: &[&str]) {
    let sources: Vec<_> =
        sources.iter().map(|(code, source)| (Language::from_code(code).unwrap(), *source)).collect();
    let found: Vec<_> = match core(&sources) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expected);
}

fn core(sources: &[(Language, &str)]) -> Result<Catalogs, Vec<Mistake>> {
    let sources: Vec<_> = sources
        .iter()
        .map(|&(language, toml)| CatalogFile { family: Family::Core, language, toml })
        .collect();
    Catalogs::parse(&sources)
}

fn good(sources: &[(Language, &str)]) -> Catalogs {
    core(sources).unwrap()
}

fn help(sources: &[(Language, &str)]) -> Result<Catalogs, Vec<Mistake>> {
    let sources: Vec<_> = sources
        .iter()
        .map(|&(language, toml)| CatalogFile { family: Family::Help, language, toml })
        .collect();
    Catalogs::parse(&sources)
}

#[track_caller]
fn core_file(catalogs: &Catalogs, language: Language) -> String {
    catalogs.runtime_file(Family::Core, language).unwrap()
}

#[test]
fn consistent_catalogs_have_no_mistake() {
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
fn a_missing_key_is_reported_with_its_file() {
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
fn a_brace_outside_a_placeholder_is_a_mistake() {
    for (text, at) in [
        ("{}", "{}"),
        ("{Name}", "{Name}"),
        ("{a b}", "{a b}"),
        ("a {b", "{b"),
        ("a } b", "} b"),
        ("{é}", "{é}"),
    ] {
        let source = format!("a = '{text}'");
        let mistakes = core(&[(Language::Kazakh, &source)]).unwrap_err();
        let kind = MistakeKind::BadPlaceholder { at: at.to_owned() };
        assert_eq!(mistakes.first().map(|mistake| &mistake.kind), Some(&kind), "{text}");
    }
}

#[test]
fn the_form_of_a_date_is_free_in_each_language() {
    check(&[("kk", "a = '{date:on} {old_date:from}'"), ("en", "a = '{old_date} {date:digits}'")], &[]);
    check(
        &[("kk", "a = '{date:on}'"), ("en", "a = 'x'")],
        &["locales/en.toml: `a`: has no placeholder, but locales/kk.toml has {date}"],
    );
}

#[test]
fn only_a_date_has_a_form_and_only_a_known_one() {
    check(
        &[("kk", "a = '{name:on}'\nb = '{date:into}'\nc = '{update:on}'\nd = '{date:}'")],
        &[
            "locales/kk.toml: `a`: `name` has a form, but only `date` and names that end with `_date` are dates",
            "locales/kk.toml: `b`: `into` is not a form of a date; docs/WORDING.md lists them",
            "locales/kk.toml: `c`: `update` has a form, but only `date` and names that end with `_date` are dates",
            "locales/kk.toml: `d`: `{date:}` is not a placeholder; one is written `{name}`, with small letters and `_`",
            "locales/kk.toml: `d`: `}` is not a placeholder; one is written `{name}`, with small letters and `_`",
        ],
    );
}

#[test]
fn a_pattern_of_a_date_lists_no_month_or_twelve() {
    let twelve = "{day} {month}\\nа ә б в г ғ д е ё ж з и";
    check(&[("kk", &format!("a = '{{day}} {{month}}'\nb = \"{twelve}\""))], &[]);
    check(
        &[("kk", &format!("b = \"{twelve} й\""))],
        &["locales/kk.toml: `b`: has a second line that does not list twelve months"],
    );
}

#[test]
fn a_text_with_a_date_is_of_a_type_of_its_own() {
    let source = good(&[(Language::Kazakh, "a = 'а'\nb = '{date:on} б'\nc = 'в'\nd = 'г'")]).rust_source();
    assert!(source.contains("    A,\n    /// в\n    C = 2,\n    /// г\n    D,\n}"), "{source}");
    assert!(source.contains("    /// {date:on} б\n    pub const B: DatedMsg = DatedMsg(1);\n"), "{source}");
}

#[test]
fn a_plural_must_be_a_plural_in_every_language() {
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
fn a_table_with_any_other_key_is_not_a_plural() {
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
fn a_value_that_is_not_a_text_is_a_mistake() {
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
fn keys_are_lower_case_letters_digits_and_underscores() {
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
    let mistakes = core(&[(Language::English, "a = 'a'\n\nb = \n")]).unwrap_err();
    assert!(mistakes[0].to_string().starts_with("locales/en.toml: line 3 is not TOML: "), "{}", mistakes[0]);
}

#[test]
fn missing_files_are_reported_unless_they_are_optional() {
    let mistakes = Catalogs::read(Path::new("/nowhere")).unwrap_err();
    let files: Vec<_> = mistakes.iter().map(|mistake| mistake.family.path(mistake.language)).collect();
    let expected = [
        "locales/kk.toml",
        "locales/ru.toml",
        "locales/en.toml",
        "locales/uz.toml",
        "locales/zh.toml",
        "locales/help/kk.toml",
        "locales/help/ru.toml",
        "locales/help/en.toml",
        "locales/official.kk.toml",
        "locales/care/kk.toml",
        "locales/care/ru.toml",
        "locales/care/en.toml",
        "locales/care/uz.toml",
        "locales/care/zh.toml",
    ];
    assert_eq!(files, expected.map(std::path::PathBuf::from));
}

#[test]
fn markup_must_be_the_same_in_every_language_and_form() {
    check(
        &[("kk", "a = '<b>а</b> 1 < 2'\nb = 'б'"), ("en", "a = 'a <i>1</i>'\nb = '<b>b</b>'")],
        &[
            "locales/en.toml: `a`: has <i> </i>, but locales/kk.toml has <b> </b>",
            "locales/en.toml: `b`: has <b> </b>, but locales/kk.toml has no markup",
        ],
    );
}

#[test]
fn chinese_has_one_form_and_uzbek_two() {
    let model = "a = {one='{n} күн', other='{n} күн'}";
    check(
        &[("kk", model), ("zh", "a = {other='{n} 天'}"), ("uz", "a = {one='{n} kun', other='{n} kun'}")],
        &[],
    );
    check(
        &[("kk", model), ("zh", "a = {one='{n}', other='{n}'}")],
        &[
            "locales/zh.toml: `a`: is a plural, since all its keys are plural forms; it must have exactly other",
        ],
    );
}

const KAZAKH: &str = "[b]\nlong_name = \"екі\\nжол\"\n[a]\nx = {one = '{n} күн', other = '{n} күндер'}\n[static]\ntitle = 'Бет'";

#[test]
fn the_other_scripts_of_kazakh_are_generated_with_static_texts_and_plurals() {
    let catalogs = good(&[(Language::Kazakh, KAZAKH)]);
    assert_eq!(catalogs.static_text(Language::KazakhArabic, "title"), Some("بەت"));
    assert_eq!(catalogs.static_text(Language::KazakhLatin, "title"), Some("Bet"));
    let lines: Vec<String> =
        core_file(&catalogs, Language::KazakhLatin).lines().skip(1).map(str::to_owned).collect();
    assert_eq!(lines, ["{n} kün\u{1f}{n} künder", "ekı\u{1e}jol"]);
}

#[test]
fn an_override_replaces_the_generated_text() {
    let catalogs = good(&[(Language::Kazakh, KAZAKH), (Language::KazakhLatin, "[static]\ntitle = 'Paraq'")]);
    assert_eq!(catalogs.static_text(Language::KazakhLatin, "title"), Some("Paraq"));
    assert_eq!(catalogs.static_text(Language::KazakhArabic, "title"), Some("بەت"));
}

#[test]
fn an_override_needs_a_known_key_the_same_placeholders_and_another_text() {
    check(
        &[
            ("kk", "a = 'бет'\nb = '{n} күн'\nc = 'бет'"),
            ("kk-Latn", "a = 'bet'\nb = 'kün'\nc = {one='x', other='x'}\nd = 'x'"),
        ],
        &[
            "locales/kk-Latn.toml: `a`: is what would be generated anyway; take it out, so that it follows its source",
            "locales/kk-Latn.toml: `b`: has no placeholder, but locales/kk.toml has {n}",
            "locales/kk-Latn.toml: `c`: is a plural, but one text in locales/kk.toml",
            "locales/kk-Latn.toml: `d`: is not in locales/kk.toml",
        ],
    );
}

#[test]
fn an_override_of_uzbek_cyrillic_is_compared_with_uzbek() {
    check(
        &[("kk", "a = 'бет'"), ("uz", "a = 'bet'"), ("uz-Cyrl", "b = 'x'")],
        &["locales/uz-Cyrl.toml: `b`: is not in locales/uz.toml"],
    );
}

#[test]
fn the_pseudo_locale_is_generated_from_english() {
    let catalogs = good(&[(Language::Kazakh, "a = '{n} күн'"), (Language::English, "a = '{n} days'")]);
    assert_eq!(core_file(&catalogs, Language::Pseudo).lines().nth(1), Some("[{n} ðåýš ô]"));
    assert_eq!(good(&[(Language::Kazakh, "a = 'а'")]).runtime_file(Family::Core, Language::Pseudo), None);
}

#[test]
fn the_enum_is_in_key_order_without_the_static_table() {
    let source = good(&[(Language::Kazakh, KAZAKH)]).rust_source();
    let variants: Vec<_> = source.lines().filter_map(|line| line.strip_suffix(',')).map(str::trim).collect();
    assert_eq!(variants, ["AX", "BLongName"]);
    assert!(source.contains("pub enum Msg {"), "{source}");
    assert!(source.contains("    /// екі\n    /// жол\n    BLongName,\n"), "{source}");
    assert!(source.contains("    /// {n} күн | {n} күндер\n    AX,\n"), "{source}");
}

#[test]
fn the_runtime_file_has_the_fingerprint_the_language_and_one_line_per_variant() {
    let catalogs = good(&[(Language::Kazakh, KAZAKH)]);
    let expected =
        format!("{} kk\n{{n}} күн\u{1f}{{n}} күндер\nекі\u{1e}жол\n", catalogs.fingerprint(Family::Core));
    assert_eq!(core_file(&catalogs, Language::Kazakh), expected);
}

#[test]
fn plural_forms_are_in_the_order_of_the_language() {
    let catalogs = good(&[(Language::Russian, "a = {other='д', many='в', few='б', one='а'}")]);
    assert_eq!(core_file(&catalogs, Language::Russian).lines().nth(1), Some("а\u{1f}б\u{1f}в\u{1f}д"));
}

#[test]
fn the_fingerprint_depends_on_keys_and_plurals_but_not_on_texts() {
    let of = |source: &str| good(&[(Language::Kazakh, source)]).fingerprint(Family::Core);
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
fn an_explanation_is_one_variant_with_its_term_and_in_other_languages_the_kazakh_term() {
    let catalogs = help(&[
        (Language::Kazakh, "[working_day]\nterm = 'жұмыс күні'\ntext = 'Түсінік.'"),
        (Language::Russian, "[working_day]\nterm = 'рабочий день'\ntext = 'Объяснение.'"),
    ])
    .unwrap();
    assert!(
        catalogs.rust_source().contains("pub enum Help {\n    /// жұмыс күні: Түсінік.\n    WorkingDay,\n}")
    );
    let line = |language| {
        catalogs.runtime_file(Family::Help, language).and_then(|file| file.lines().nth(1).map(str::to_owned))
    };
    assert_eq!(line(Language::Kazakh).as_deref(), Some("жұмыс күні\u{1f}Түсінік.\u{1f}"));
    assert_eq!(line(Language::KazakhLatin).as_deref(), Some("jūmys künı\u{1f}Tüsınık.\u{1f}"));
    assert_eq!(line(Language::Russian).as_deref(), Some("рабочий день\u{1f}Объяснение.\u{1f}жұмыс күні"));
    assert_eq!(line(Language::Chinese), None);
}

#[test]
fn an_explanation_has_only_a_term_and_a_text() {
    for broken in ["a.term = 'а'", "a.text = 'а'", "a = 'а'", "a.term = 'а'\na.text = 'а'\na.more = 'а'"]
    {
        let mistakes = help(&[(Language::Kazakh, broken)]).unwrap_err();
        assert_eq!(
            mistakes[0].to_string(),
            "locales/help/kk.toml: `a`: must have exactly `term` and `text`, neither a plural"
        );
    }
}

#[test]
fn the_orders_words_keep_their_script() {
    let source =
        CatalogFile { family: Family::Official, language: Language::Kazakh, toml: "paragraph_3 = 'Сөз'" };
    let catalogs = Catalogs::parse(&[source]).unwrap();
    let names: Vec<_> = catalogs.runtime_files().map(|(name, _)| name).collect();
    assert_eq!(names, ["official.kk"]);
}

#[test]
fn the_catalogs_of_this_project_have_no_mistakes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if let Err(mistakes) = Catalogs::read(&root) {
        let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}

#[test]
fn the_texts_of_a_part_are_one_file_and_consecutive_in_the_enum() {
    let texts = good(
        &[("kk", "a = 'а'\nb = 'ә'\nc = 'б'")].map(|(code, toml)| (Language::from_code(code).unwrap(), toml)),
    );
    let parts = PartIndex::read("rest = ['a']\ndraft = ['b']", ["a", "b", "c"].into_iter()).unwrap();
    let catalogs = Catalogs { parts, ..texts };
    let files: Vec<(String, Vec<String>)> = catalogs
        .runtime_files()
        .filter(|(name, _)| name.split_once('.').is_some_and(|(_, language)| language == "kk"))
        .map(|(name, file)| (name, file.lines().skip(1).map(str::to_owned).collect()))
        .collect();
    let expected = [("core.kk", "б"), ("draft.kk", "ә"), ("follow.kk", ""), ("rest.kk", "а")]
        .map(|(name, text)| (name.to_owned(), text.lines().map(str::to_owned).collect()));
    assert_eq!(files, expected);
    assert_eq!(core_file(&catalogs, Language::Kazakh).lines().skip(1).collect::<Vec<_>>(), ["б", "ә", "а"]);
    let source = catalogs.rust_source();
    assert!(source.find("C,").unwrap() < source.find("B,").unwrap());
    assert!(source.contains("pub const PART_ENDS: [usize; 4] = [1, 2, 2, 3];"));
}
