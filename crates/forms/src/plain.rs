//! The rendering of forms as plain text, for the officer.
//!
//! Each line begins with the mark of its kind, and no answer can contain one of these marks or end a line:
//!
//! | begins with | contains |
//! |---|---|
//! | `│ ` | words of the order |
//! | `┊ ` | our layout; a value after a label |
//! | `    → ` | a value of the blank above |
//! | `    ◦ ` | the same value in another form, or another remark about it |
//! | `    • ` | a fact about it, after its label |
//!
//! An empty blank is `____` in words of the order, and `–` after a label.

use crate::sheet::{
    Filling, FormSheet, LabelledValue, PrintedValue, Row, RowPart, Shape, Ticked, WordingSource,
};

/// Returns forms as one text.
pub fn plain_text(sheets: &[FormSheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        if !text.is_empty() {
            text.push('\n');
        }
        write(&mut text, &["┊ == ", &sheet.title.kazakh, " =="]);
        for row in &sheet.rows {
            if matches!(row.shape, Shape::Title | Shape::Heading) {
                text.push('\n');
            }
            write_row(&mut text, row);
        }
    }
    text
}

/// Returns typed text as one line. Each run of control characters, line breaks, spaces of any kind and invisible characters
/// that change the direction or the width of text becomes one space, and none remains at the ends. The marks at the beginning
/// of lines, and what resembles them, become `*`: a program that wraps a long line cannot make its end look like another. The characters that join or separate letters (U+200C, U+200D) and the variants of Mongolian and Chinese
/// letters remain, since they belong to the spelling of names.
pub fn one_line(typed: &str) -> String {
    let mut line = String::with_capacity(typed.len());
    let mut is_after_space = true;
    for char in typed.chars() {
        if is_space_or_invisible(char) {
            if !is_after_space {
                line.push(' ');
            }
            is_after_space = true;
        } else {
            line.push(if is_mark(char) { '*' } else { char });
            is_after_space = false;
        }
    }
    if line.ends_with(' ') {
        line.pop();
    }
    line
}

/// Returns whether a character is, or resembles, the mark at the beginning of a line.
fn is_mark(char: char) -> bool {
    matches!(
        char,
        '→' | '◦'
            | '•'
            | '|'
            | '¦'
            | '\u{2016}'
            | '\u{2223}'
            | '\u{2500}'..='\u{257F}'
            | '\u{2758}'..='\u{275A}'
            | '\u{FF5C}'
    )
}

fn is_space_or_invisible(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(
            char,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202F}'
                | '\u{205F}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

fn write(text: &mut String, pieces: &[&str]) {
    for piece in pieces {
        text.push_str(piece);
    }
    text.push('\n');
}

fn write_row(text: &mut String, row: &Row) {
    let mut line = String::new();
    line.push_str(match row.source {
        WordingSource::Order => "│ ",
        WordingSource::Ours => "┊ ",
    });
    line.push_str(match row.shape {
        Shape::Tick(Ticked::Yes) => "[×] ",
        Shape::Tick(Ticked::No) => "[ ] ",
        Shape::Corner | Shape::Title | Shape::Heading | Shape::Text | Shape::Signature => "",
    });
    let mut below: Vec<&[LabelledValue]> = Vec::new();
    let mut is_after_label = false;
    for part in &row.parts {
        match part {
            RowPart::Words(words) | RowPart::Choice(words, _) => line.push_str(&one_text(words)),
            RowPart::Label(label) => line.push_str(&label_of(&label.kazakh)),
            RowPart::Blank(_, filled) => line.push_str(&blank(row, filled, is_after_label, &mut below)),
        }
        is_after_label = matches!(part, RowPart::Label(_));
    }
    write(text, &[line.trim_end()]);
    for filling in below {
        write_filling(text, filling);
    }
}

/// Returns what is written in the line at the place of a blank; the other values are written below it.
fn blank<'a>(
    row: &Row,
    filled: &'a [Filling],
    is_after_label: bool,
    below: &mut Vec<&'a [LabelledValue]>,
) -> String {
    if let Shape::Tick(_) = row.shape
        && let [filling] = filled
        && let [LabelledValue { label: None, value: PrintedValue::Said(words) }, rest @ ..] =
            filling.as_slice()
    {
        below.extend((!rest.is_empty()).then_some(rest));
        return one_text(&words.kazakh);
    }
    match filled {
        [] if is_after_label => " –".to_owned(),
        [] => "____".to_owned(),
        [filling] => match filling.as_slice() {
            [LabelledValue { label: None, value }] if is_after_label => [" ", &value_text(value)].concat(),
            // A text of ours, such as a day, cannot be mistaken for words of the order.
            [LabelledValue { label: None, value: PrintedValue::Exact(text) }] => one_line(text),
            _ => later(filled, is_after_label, below),
        },
        _ => later(filled, is_after_label, below),
    }
}

fn later<'a>(filled: &'a [Filling], is_after_label: bool, below: &mut Vec<&'a [LabelledValue]>) -> String {
    below.extend(filled.iter().map(Vec::as_slice));
    if is_after_label { String::new() } else { "____".to_owned() }
}

fn write_filling(text: &mut String, filling: &[LabelledValue]) {
    for (place, piece) in filling.iter().enumerate() {
        // The sources of rules are for applicants, in their language.
        if let PrintedValue::Source(_) = piece.value {
            continue;
        }
        let value = value_text(&piece.value);
        match &piece.label {
            Some(label) => write(text, &["    • ", &label_of(&label.kazakh), " ", &value]),
            None if place == 0 => write(text, &["    → ", &value]),
            None => write(text, &["    ◦ ", &value]),
        }
    }
}

fn value_text(value: &PrintedValue) -> String {
    match value {
        PrintedValue::Typed(text) | PrintedValue::Exact(text) => one_line(text),
        PrintedValue::Said(words) => one_text(&words.kazakh),
        PrintedValue::Source(_) => String::new(),
    }
}

/// Returns a label with its colon; a question needs none.
fn label_of(kazakh: &str) -> String {
    let label = kazakh.trim_end_matches(':');
    [label, if label.ends_with('?') { "" } else { ":" }].concat()
}

/// Returns a text of ours or of the order without line breaks.
fn one_text(text: &str) -> String {
    text.replace('\n', " ")
}
