//! Tests with the standard's published specimens, every single error in them, and made-up documents.

use super::check_digit::check_digit;
use super::*;
use crate::iin::Sex;
use proptest::prelude::*;

/// The specimen of ICAO Doc 9303, part 4. Utopia is not a country, and the lines are published.
const PASSPORT: &str =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
/// The specimen of ICAO Doc 9303, part 5.
const CARD: &str =
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
/// Every character that a line can contain.
const CHARACTERS: &[u8; 37] = b"<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn today() -> NaiveDate {
    day(2026, 11, 22)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Parses and returns only the first problem.
fn parse(typed: &str) -> Result<Mrz, MrzProblem> {
    Mrz::parse(typed, today()).map_err(|problems| problems[0])
}

fn problems(typed: &str) -> Vec<MrzProblem> {
    Mrz::parse(typed, today()).unwrap_err()
}

fn eriksson() -> Mrz {
    Mrz {
        format: MrzFormat::Td3,
        document_code: "P".into(),
        issuing_state: "UTO".into(),
        nationality: "UTO".into(),
        family_name: "ERIKSSON".into(),
        given_names: "ANNA MARIA".into(),
        number: "L898902C3".into(),
        birth: PartialDay { year: Some(1974), month: Some(8), day: Some(12) },
        sex: Some(Sex::Female),
        expiry: Some(day(2012, 4, 15)),
        optional: "ZE184226B".into(),
        optional_second: String::new(),
    }
}

fn eriksson_on_a_card() -> Mrz {
    Mrz {
        format: MrzFormat::Td1,
        document_code: "I".into(),
        number: "D23145890".into(),
        optional: String::new(),
        ..eriksson()
    }
}

/// Returns the text with one character replaced; line and column as on the paper.
fn with(text: &str, line: usize, column: usize, character: char) -> String {
    let mut lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    lines[line - 1][column - 1] = character;
    lines.into_iter().map(|line| line.into_iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_published_specimens_round_trip() {
    for (text, mrz) in [(PASSPORT, eriksson()), (CARD, eriksson_on_a_card())] {
        assert_eq!(parse(text), Ok(mrz.clone()));
        assert_eq!(mrz.encode(), text.lines().collect::<Vec<_>>());
        assert_eq!(mrz.names(), "ERIKSSON ANNA MARIA");
        assert!(!mrz.names_may_be_cut());
        assert_eq!(mrz.birth.whole(), Some(day(1974, 8, 12)));
    }
}

#[test]
fn typed_and_pasted_variants_are_accepted() {
    let run = PASSPORT.replace('\n', "");
    let wrapped: String = run
        .chars()
        .enumerate()
        .flat_map(|(place, character)| [Some(character), (place % 20 == 19).then_some('\n')])
        .flatten()
        .collect();
    let full_width: String = PASSPORT
        .chars()
        .map(|character| match character {
            '<' => '＜',
            '!'..='~' => char::from_u32(u32::from(character) + 0xFEE0).unwrap(),
            other => other,
        })
        .collect();
    let cases = [
        PASSPORT.to_lowercase(),
        PASSPORT.replace('\n', "\r\n\r\n"),
        PASSPORT.replace("<<", "<< "),
        PASSPORT.replace('<', "‹"),
        PASSPORT.replace('<', "«"),
        PASSPORT.replace("<<", "«"),
        PASSPORT.replace('<', " "),
        PASSPORT.replace("<<", "«").replace('<', " "),
        format!("\u{FEFF}  {PASSPORT} \u{200B}\n"),
        // Cyrillic А, О, Р, Е, С as a Kazakh keyboard gives them.
        PASSPORT.replace('A', "А").replace('O', "О").replace('P', "Р").replace('E', "Е").replace('C', "С"),
        run,
        wrapped,
        full_width,
    ];
    for typed in cases {
        assert_eq!(parse(&typed), Ok(eriksson()), "{typed}");
    }
    assert_eq!(parse(&CARD.replace('\n', " ").to_lowercase()), Ok(eriksson_on_a_card()));
}

#[test]
fn look_alikes_are_corrected_only_where_the_column_decides() {
    // Digits among letters and letters among digits.
    assert_eq!(parse(&with(PASSPORT, 1, 5, '0')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 1, 8, '1')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 2, 13, '0')), Ok(eriksson()));
    assert_eq!(parse(&with(CARD, 1, 5, '0')), Ok(eriksson_on_a_card()));
    assert_eq!(parse(&with(CARD, 2, 18, '0')), Ok(eriksson_on_a_card()));
    assert_eq!(parse(&with(CARD, 3, 6, '5')), Ok(eriksson_on_a_card()));
    assert_eq!(parse(&with(PASSPORT, 1, 11, '5')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 2, 16, 'O')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 2, 18, 'i')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 2, 27, 'S')), Ok(eriksson()));
    assert_eq!(parse(&with(PASSPORT, 2, 17, 'b')), Ok(eriksson()));
    assert_eq!(parse(&with(CARD, 1, 1, '1')), Ok(eriksson_on_a_card()));
    // A number may contain both: here only the check digit finds the error.
    let found = CheckedSlip { field: MrzField::Number, line: 2, from: 1, to: 10 };
    assert_eq!(parse(&with(PASSPORT, 2, 6, 'O')), Err(found.problem()));
    assert_eq!(parse(&with(PASSPORT, 2, 2, 'B')), Err(found.problem()));
    // Other digits among letters are not treated as look-alikes.
    assert_eq!(parse(&with(PASSPORT, 1, 9, '7')), Err(MrzProblem::BadCharacter { line: 1, column: 9 }));
    assert_eq!(parse(&with(PASSPORT, 2, 14, 'X')), Err(MrzProblem::BadCharacter { line: 2, column: 14 }));
    assert_eq!(parse(&with(PASSPORT, 2, 21, 'X')), Err(MrzProblem::BadCharacter { line: 2, column: 21 }));
}

struct CheckedSlip {
    field: MrzField,
    line: usize,
    from: usize,
    to: usize,
}

impl CheckedSlip {
    fn problem(&self) -> MrzProblem {
        let columns = Columns { from: self.from, to: self.to };
        MrzProblem::CheckDigit { field: self.field, line: self.line, columns }
    }
}

/// Puts every other character in every column of these fields and checks that all errors which the weights can detect
/// are found in the right place. The weights are odd and none is five, so an error is missed exactly where the two
/// values differ by a multiple of ten.
fn every_slip_is_found(text: &str, fields: &[CheckedSlip]) -> (usize, usize) {
    let right = parse(text).unwrap();
    let (mut found, mut missed) = (0, 0);
    for slip in fields {
        for column in slip.from..=slip.to {
            let was = text.lines().nth(slip.line - 1).unwrap().as_bytes()[column - 1];
            for character in CHARACTERS.iter().copied().filter(|character| *character != was) {
                let typed = with(text, slip.line, column, char::from(character));
                let same_value = check_digit(&[was]) == check_digit(&[character]);
                match parse(&typed) {
                    Ok(read) if read == right => {
                        // The column allows only digits, and this is the letter that looks like the right one.
                        assert_eq!(alphabet::as_digit(character), was, "{typed}");
                    }
                    Ok(_) => {
                        assert!(same_value, "{typed}");
                        missed += 1;
                    }
                    Err(problem) => {
                        let place = MrzProblem::BadCharacter { line: slip.line, column };
                        let is_day = matches!(problem, MrzProblem::NotADay { field, line, .. }
                            if field == slip.field && line == slip.line && same_value);
                        assert!(
                            problem == slip.problem() || problem == place || is_day,
                            "{typed}: {problem:?}"
                        );
                        found += 1;
                    }
                }
            }
        }
    }
    (found, missed)
}

#[test]
fn every_detectable_error_in_a_checked_field_of_a_passport_is_found() {
    let fields = [
        CheckedSlip { field: MrzField::Number, line: 2, from: 1, to: 10 },
        CheckedSlip { field: MrzField::Birth, line: 2, from: 14, to: 20 },
        CheckedSlip { field: MrzField::Expiry, line: 2, from: 22, to: 28 },
        CheckedSlip { field: MrzField::PersonalNumber, line: 2, from: 29, to: 43 },
        CheckedSlip { field: MrzField::Composite, line: 2, from: 44, to: 44 },
    ];
    let (found, missed) = every_slip_is_found(PASSPORT, &fields);
    // Calculated by hand: a value ending in 0 is shared by four others, in 1 to 5 by three, in 6 to 9 by two; summed
    // over the number 24, over the personal number 25 and its five fillers 20.
    assert_eq!((found, missed), (1362, 69));
}

#[test]
fn every_detectable_error_in_a_checked_field_of_a_card_is_found() {
    let fields = [
        CheckedSlip { field: MrzField::Birth, line: 2, from: 1, to: 7 },
        CheckedSlip { field: MrzField::Expiry, line: 2, from: 9, to: 15 },
        CheckedSlip { field: MrzField::Composite, line: 2, from: 30, to: 30 },
    ];
    let (found, missed) = every_slip_is_found(CARD, &fields);
    assert_eq!((found, missed), (533, 0));
    let (found, missed) =
        every_slip_is_found(CARD, &[CheckedSlip { field: MrzField::Number, line: 1, from: 6, to: 15 }]);
    // Calculated by hand as above: 3 for each of D23145, 2 for 8 and for 9, 4 for 0.
    assert_eq!((found, missed), (334, 26));
}

#[test]
fn the_optional_data_of_a_card_is_protected_by_the_composite_digit() {
    let composite = CheckedSlip { field: MrzField::Composite, line: 2, from: 30, to: 30 };
    assert_eq!(parse(&with(CARD, 1, 20, '7')), Err(composite.problem()));
    assert_eq!(parse(&with(CARD, 2, 25, '7')), Err(composite.problem()));
}

#[test]
fn lines_with_a_wrong_length_are_reported() {
    let lines: Vec<&str> = PASSPORT.lines().collect();
    let card: Vec<&str> = CARD.lines().collect();
    let wrong = |line, expected, found| Err(MrzProblem::WrongLength { line, expected, found });
    let cases = [
        (format!("{}\n{}", &lines[0][..43], lines[1]), wrong(Some(1), 44, 43)),
        (format!("{}\n{}7", lines[0], lines[1]), wrong(Some(2), 44, 45)),
        (format!("{}<\n{}", lines[0], &lines[1][1..]), wrong(Some(1), 44, 45)),
        (lines[0].to_owned(), wrong(Some(2), 44, 0)),
        (format!("{}{}", lines[0], &lines[1][1..]), wrong(None, 88, 87)),
        (format!("{}\n{}", card[0], card[1]), wrong(Some(3), 30, 0)),
        (CARD.replace('\n', "") + "<", wrong(None, 90, 91)),
    ];
    for (typed, expected) in cases {
        assert_eq!(parse(&typed), expected, "{typed}");
    }
}

#[test]
fn other_texts_are_not_mrz() {
    let visa = PASSPORT.replacen('P', "V", 1);
    let long = PASSPORT.repeat(5);
    for typed in ["", " \n ", "Passport No. 7", "Қазақстан Республикасы, Астана қаласы", &visa, &long]
    {
        assert_eq!(parse(typed), Err(MrzProblem::NotMrz), "{typed}");
    }
}

#[test]
fn a_character_that_no_line_can_contain_is_located() {
    for (line, column) in [(1, 1), (1, 2), (1, 44), (2, 1), (2, 21), (2, 44)] {
        for character in ['-', 'Ж', '阿', '?', '/'] {
            let expected = match (line, column) {
                (1, 1) => MrzProblem::NotMrz,
                _ => MrzProblem::BadCharacter { line, column },
            };
            assert_eq!(parse(&with(PASSPORT, line, column, character)), Err(expected), "{character}");
        }
    }
}

#[test]
fn every_problem_is_reported_once() {
    let slip = |field, line, from, to| CheckedSlip { field, line, from, to }.problem();
    let two = with(&with(PASSPORT, 2, 3, '7'), 2, 16, '9');
    let number = slip(MrzField::Number, 2, 1, 10);
    assert_eq!(problems(&two), [number, slip(MrzField::Birth, 2, 14, 20)]);
    // A character that is not allowed is not reported again by the check digit of its field.
    let bad = MrzProblem::BadCharacter { line: 2, column: 14 };
    assert_eq!(problems(&with(&two, 2, 14, 'X')), [number, bad]);
    let in_names = MrzProblem::BadCharacter { line: 1, column: 9 };
    assert_eq!(problems(&with(&two, 1, 9, '7')), [in_names, number, slip(MrzField::Birth, 2, 14, 20)]);
    // A line with a wrong length does not prevent the check of the other one.
    let (first, second) = two.split_once('\n').unwrap();
    let short = MrzProblem::WrongLength { line: Some(1), expected: 44, found: 43 };
    let expected = [short, number, slip(MrzField::Birth, 2, 14, 20)];
    assert_eq!(problems(&format!("{}\n{second}", &first[..43])), expected);
    let both_short = [short, MrzProblem::WrongLength { line: Some(2), expected: 44, found: 40 }];
    assert_eq!(problems(&format!("{}\n{}", &first[..43], &second[..40])), both_short);
    let card = with(&with(&with(CARD, 1, 8, '9'), 2, 9, '3'), 3, 2, '7');
    let expected = [
        slip(MrzField::Number, 1, 6, 15),
        slip(MrzField::Expiry, 2, 9, 15),
        MrzProblem::BadCharacter { line: 3, column: 2 },
    ];
    assert_eq!(problems(&card), expected);
}

#[test]
fn a_line_is_normalised_while_typing_and_no_character_moves() {
    assert_eq!(as_typed("p uto«synaq‹а", 44), "P<UTO<SYNAQ<A");
    assert_eq!(as_typed("l898902c3٦-", 44), "L898902C36-");
    // Spaces that were pasted only for readability are removed.
    assert_eq!(as_typed("P<UTO ERIKSSON", 13), "P<UTOERIKSSON");
}

#[test]
fn name_and_number_must_not_be_empty() {
    assert_eq!(parse(&with(PASSPORT, 1, 6, '<')), Err(MrzProblem::BadCharacter { line: 1, column: 6 }));
    assert_eq!(parse(&with(PASSPORT, 2, 1, '<')), Err(MrzProblem::BadCharacter { line: 2, column: 1 }));
    assert_eq!(parse(&with(CARD, 1, 6, '<')), Err(MrzProblem::BadCharacter { line: 1, column: 6 }));
    assert_eq!(parse(&with(CARD, 3, 1, '<')), Err(MrzProblem::BadCharacter { line: 3, column: 1 }));
}

#[test]
fn a_personal_number_may_be_empty_with_either_check_digit() {
    let without = Mrz { optional: String::new(), ..eriksson() };
    let lines = without.encode();
    assert!(lines[1].ends_with("<<<<<<<<<<<<<<<8"), "{}", lines[1]);
    assert_eq!(parse(&lines.concat()), Ok(without.clone()));
    assert_eq!(parse(&with(&lines.join("\n"), 2, 43, '0')), Ok(without));
}

#[test]
fn a_long_card_number_continues_in_the_optional_data() {
    // The layout of the standard's example with twelve characters of number: nine, a filler, the rest, the digit.
    let long = Mrz { number: "D23145890734".into(), optional: "AB 1".into(), ..eriksson_on_a_card() };
    let lines = long.encode();
    assert_eq!(lines[0], "I<UTOD23145890<7349<AB<1<<<<<<");
    assert_eq!(parse(&lines.join("\n")), Ok(long));
    let slip = CheckedSlip { field: MrzField::Number, line: 1, from: 6, to: 19 };
    assert_eq!(parse(&with(&lines.join("\n"), 1, 17, '4')), Err(slip.problem()));
    assert_eq!(parse(&with(&lines.join("\n"), 1, 19, '8')), Err(slip.problem()));
    // A check digit of the nine characters alone in the next column does not make a long number.
    let slip = CheckedSlip { field: MrzField::Number, line: 1, from: 6, to: 16 };
    assert_eq!(parse(&with(&with(CARD, 1, 15, '<'), 1, 16, '7')), Err(slip.problem()));
    // A filler alone does not make a long number either.
    let slip = CheckedSlip { field: MrzField::Number, line: 1, from: 6, to: 15 };
    assert_eq!(parse(&with(CARD, 1, 15, '<')), Err(slip.problem()));
}

#[test]
fn parts_of_a_day_of_birth_may_be_unknown() {
    let cases = [
        ("740812", Some((Some(1974), Some(8), Some(12)))),
        ("7408<<", Some((Some(1974), Some(8), None))),
        ("74<<<<", Some((Some(1974), None, None))),
        ("740000", Some((Some(1974), None, None))),
        ("<<<<<<", Some((None, None, None))),
        ("<<0229", Some((None, Some(2), Some(29)))),
        ("000000", Some((Some(2000), None, None))),
        ("000229", Some((Some(2000), Some(2), Some(29)))),
        ("261122", Some((Some(2026), Some(11), Some(22)))),
        ("261123", Some((Some(1926), Some(11), Some(23)))),
        ("2612<<", Some((Some(1926), Some(12), None))),
        ("26<<<<", Some((Some(2026), None, None))),
        ("280229", Some((Some(1928), Some(2), Some(29)))),
        ("740230", None),
        ("270229", None),
        ("741301", None),
        ("<<0230", None),
        ("<<<<32", None),
        ("7<0812", None),
        ("74<812", None),
    ];
    for (characters, expected) in cases {
        let expected = expected.map(|(year, month, day)| PartialDay { year, month, day });
        assert_eq!(date::birth(characters.as_bytes(), today()).ok(), expected, "{characters}");
    }
}

#[test]
fn an_expiry_is_between_49_years_ago_and_50_ahead() {
    let cases = [
        ("120415", Some(Some(day(2012, 4, 15)))),
        ("261122", Some(Some(day(2026, 11, 22)))),
        ("760101", Some(Some(day(2076, 1, 1)))),
        ("771231", Some(Some(day(1977, 12, 31)))),
        ("280229", Some(Some(day(2028, 2, 29)))),
        ("<<<<<<", Some(None)),
        ("270229", None),
        ("270000", None),
        ("2704<<", None),
    ];
    for (characters, expected) in cases {
        assert_eq!(date::expiry(characters.as_bytes(), today()).ok(), expected, "{characters}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_located() {
    let mut lines = eriksson().encode();
    lines[1].replace_range(13..20, "7402305");
    let digit = check_digit(lines[1].as_bytes()[13..19].iter());
    lines[1].replace_range(19..20, &digit.to_string());
    let columns = Columns { from: 14, to: 19 };
    let expected = MrzProblem::NotADay { field: MrzField::Birth, line: 2, columns };
    assert_eq!(parse(&lines.concat()), Err(expected));
}

#[test]
fn names_that_fill_their_columns_may_be_truncated() {
    let long = Mrz { given_names: "ABDURAHMAN MUHAMEDJAN IBRAHIM".into(), ..eriksson() };
    assert!(long.names_may_be_cut());
    assert_eq!(parse(&long.encode().concat()), Ok(long));
    let single = Mrz { family_name: "A".repeat(39), given_names: String::new(), ..eriksson() };
    assert!(single.names_may_be_cut());
    assert_eq!(parse(&single.encode().concat()), Ok(single));
}

fn written(shortest: usize, longest: usize) -> impl Strategy<Value = String> {
    // A space represents a filler; there is none at either end.
    proptest::string::string_regex(&format!("[A-Z0-9][A-Z0-9 ]{{{},{}}}[A-Z0-9]", shortest - 2, longest - 2))
        .unwrap()
}

fn made_up() -> impl Strategy<Value = Mrz> {
    let state = "[A-Z]{1,3}";
    let documents =
        (any::<bool>(), state, state, "[A-Z]{1,9}( [A-Z]{1,8}){0,1}", "([A-Z]{1,5}( [A-Z]{1,3}){0,1}){0,1}");
    let numbers =
        ("[A-Z0-9]{1,9}", written(2, 14), "([A-Z0-9]{1,10}){0,1}", "([A-Z0-9]{1,11}){0,1}", 0usize..14);
    let days = (0u32..36_000, 0u32..36_000, any::<[bool; 4]>(), any::<Option<bool>>());
    (documents, numbers, days).prop_map(|(document, numbers, days)| {
        let (is_passport, issuing_state, nationality, family_name, given_names) = document;
        let (number, personal, short, optional_second, more) = numbers;
        let (born, expires, known, male) = days;
        let born = today() - chrono::Duration::days(i64::from(born));
        let expires = day(1977, 1, 1) + chrono::Duration::days(i64::from(expires));
        let part = |known: bool, value: u32| known.then(|| u8::try_from(value).unwrap());
        let birth = PartialDay {
            // 36,000 days are less than a century, so the year is unambiguous even if other parts are unknown.
            year: known[0].then_some(chrono::Datelike::year(&born)),
            month: part(known[1], chrono::Datelike::month(&born)),
            day: part(known[2], chrono::Datelike::day(&born)),
        };
        let number =
            if is_passport || more == 0 { number } else { format!("{number:0<9}{}", "7".repeat(more)) };
        let left = if number.len() > 9 { 22usize.saturating_sub(number.len()) } else { 10 };
        Mrz {
            format: if is_passport { MrzFormat::Td3 } else { MrzFormat::Td1 },
            document_code: if is_passport { "P".into() } else { "ID".into() },
            issuing_state,
            nationality,
            family_name,
            given_names,
            number,
            birth,
            sex: male.map(|male| if male { Sex::Male } else { Sex::Female }),
            expiry: known[3].then_some(expires),
            optional: if is_passport { personal } else { short.chars().take(left).collect() },
            optional_second: if is_passport { String::new() } else { optional_second },
        }
    })
}

proptest! {
    #[test]
    fn written_lines_round_trip(mrz in made_up()) {
        let lines = mrz.encode();
        prop_assert_eq!(lines.len(), mrz.format.lines());
        prop_assert!(lines.iter().all(|line| line.len() == mrz.format.width()), "{:?}", lines);
        prop_assert_eq!(parse(&lines.join("\n")), Ok(mrz.clone()));
        prop_assert_eq!(parse(&lines.concat().to_lowercase()), Ok(mrz));
    }

    #[test]
    fn parsing_never_panics(text in any::<String>(), days in any::<i32>()) {
        let _ = Mrz::parse(&text, NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX));
    }

    #[test]
    fn parsing_well_formed_lines_never_panics(
        text in "[PIAC][A-Z0-9<«oi阿 ]{20,92}",
        days in any::<i32>(),
    ) {
        let today = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MIN);
        let _ = Mrz::parse(&text, today);
    }

    #[test]
    fn writing_never_panics_and_keeps_the_widths(
        texts in proptest::array::uniform8(any::<String>()),
        year in any::<i32>(),
        parts in any::<[u8; 2]>(),
        is_passport in any::<bool>(),
    ) {
        let [document_code, issuing_state, nationality, family_name, given_names, number, optional, optional_second] = texts;
        let mrz = Mrz {
            format: if is_passport { MrzFormat::Td3 } else { MrzFormat::Td1 },
            document_code, issuing_state, nationality, family_name, given_names, number, optional, optional_second,
            birth: PartialDay { year: Some(year), month: Some(parts[0]), day: Some(parts[1]) },
            sex: None,
            expiry: Some(NaiveDate::MIN),
        };
        for line in mrz.encode() {
            prop_assert_eq!(line.len(), mrz.format.width());
        }
        let _ = mrz.names_may_be_cut();
    }
}
