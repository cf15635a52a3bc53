//! The parts of a form: rows in Kazakh, each with the source of its wording and a text for the reader's language.

use crate::texts::{BilingualText, FormText, KazakhTexts};
use crate::{FormPhrase, OrderPlace};
use rules::citation::Citation;

/// The source of the wording of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordingSource {
    /// The text of the order.
    Order,
    /// Our own layout.
    Ours,
}

/// The appearance of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Addressee and sender, in the corner where letters have them.
    Corner,
    /// The title of the form.
    Title,
    /// A heading, kept on the same page as the rows after it.
    Heading,
    /// A row of text.
    Text,
    /// A line for a signature by hand, with space for a stamp.
    Signature,
    /// A row with a box, ticked or empty.
    Tick(Ticked),
}

/// The state of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// The box has a mark.
    Yes,
    /// The box is empty.
    No,
}

/// A form as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormSheet {
    /// The title, repeated at the top of every page.
    pub title: BilingualText,
    /// The rows in their order.
    pub rows: Vec<Row>,
}

/// A row. It is not split across pages, unless it is a list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The source of the wording of the whole row.
    pub source: WordingSource,
    /// The appearance.
    pub shape: Shape,
    /// The pieces in their order.
    pub parts: Vec<RowPart>,
    /// The text of the row for the reader's language.
    pub own: Option<FormText>,
}

/// A piece of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowPart {
    /// Words of the form in Kazakh.
    Words(String),
    /// The label of the following blank.
    Label(BilingualText),
    /// A blank of the form with its values; an empty blank is filled by hand.
    Blank(Width, Vec<Filling>),
    /// One of several requests separated by slashes.
    Choice(String, Chosen),
}

/// The width of a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Wide enough for a day or the end of a year.
    Short,
    /// Wide enough for a month.
    Middle,
    /// The rest of the line.
    Long,
}

/// The state of one of several requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The request is made.
    Yes,
    /// The request is struck out.
    No,
}

/// One line in a blank: a name in its forms, or a person with the known facts.
pub type Filling = Vec<LabelledValue>;

/// A value, with a label if it is one of several facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledValue {
    /// The label.
    pub label: Option<BilingualText>,
    /// The value.
    pub value: PrintedValue,
}

/// A value in a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintedValue {
    /// Text as it was typed, in any language and with any characters: a renderer has to make it safe.
    Typed(String),
    /// A text of ours that is the same in every language, such as digits.
    Exact(String),
    /// A text of ours.
    Said(BilingualText),
    /// The source of a rule, for the reader only.
    Source(Citation),
}

impl LabelledValue {
    /// Returns typed text; `None` if nothing was typed.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self { label: None, value: PrintedValue::Typed(text.to_owned()) })
    }

    /// Returns a text of ours that is the same in every language.
    pub fn exact(text: String) -> Self {
        Self { label: None, value: PrintedValue::Exact(text) }
    }

    /// Returns a text of ours.
    pub fn said(words: BilingualText) -> Self {
        Self { label: None, value: PrintedValue::Said(words) }
    }

    /// Returns the value with a label.
    #[must_use]
    pub fn labelled(self, label: BilingualText) -> Self {
        Self { label: Some(label), ..self }
    }
}

impl Row {
    /// Returns a row with the text of the order, whose blanks are filled in order; those without a value stay empty.
    pub fn quoted(
        texts: &dyn KazakhTexts,
        shape: Shape,
        place: OrderPlace,
        filled: Vec<Vec<Filling>>,
        own: FormPhrase,
    ) -> Self {
        Self {
            source: WordingSource::Order,
            shape,
            parts: parts(texts.order(place), filled),
            own: Some(FormText::Phrase(own)),
        }
    }

    /// Returns a row with our own wording.
    pub fn ours(texts: &dyn KazakhTexts, shape: Shape, phrase: FormPhrase) -> Self {
        Self::said(shape, BilingualText::of(texts, phrase))
    }

    /// Returns a row with a text of ours.
    pub fn said(shape: Shape, words: BilingualText) -> Self {
        Self {
            source: WordingSource::Ours,
            shape,
            parts: vec![RowPart::Words(words.kazakh)],
            own: Some(words.own),
        }
    }

    /// Returns a field of our own layout.
    pub fn field(label: BilingualText, filled: Vec<Filling>) -> Self {
        let parts = vec![RowPart::Label(label), RowPart::Blank(Width::Long, filled)];
        Self { source: WordingSource::Ours, shape: Shape::Text, parts, own: None }
    }
}

/// Splits a text of the order at its blanks, which are runs of `_`, or of `_` separated by spaces.
pub fn parts(text: &str, filled: Vec<Vec<Filling>>) -> Vec<RowPart> {
    let mut filled = filled.into_iter();
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('_') {
        let (before, from) = rest.split_at(start);
        if !before.is_empty() {
            parts.push(RowPart::Words(before.to_owned()));
        }
        let length = blank_length(from);
        let width = match length {
            0..=4 => Width::Short,
            5..=12 => Width::Middle,
            _ => Width::Long,
        };
        parts.push(RowPart::Blank(width, filled.next().unwrap_or_default()));
        rest = from.get(length..).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(RowPart::Words(rest.to_owned()));
    }
    parts
}

fn blank_length(from: &str) -> usize {
    let run = from.bytes().take_while(|byte| *byte == b'_').count();
    let spaced = from.as_bytes().windows(2).step_by(2).take_while(|pair| pair == b"_ ").count();
    // In "_ _ _ words" the last space does not belong to the blank.
    if run == 1 && spaced > 1 { (spaced * 2).saturating_sub(1) } else { run }
}

/// The endings that the last two requests of Annex 6 share: "… беру" and "… беру" with "туралы", or with "-ді".
const SHARED_ENDINGS: [&str; 2] = [" туралы", "ді"];

/// Splits a text of the order with one request per line, separated by slashes. A line that ends with a slash is a request, and
/// so is the line after the last of these; `chosen` is the index of the chosen one. The ending of the last request belongs to the
/// one before it too, so it is chosen with either of them.
pub fn requests(text: &str, chosen: Option<usize>) -> Vec<RowPart> {
    let mut parts = Vec::new();
    let mut place = 0;
    let mut after_slash = false;
    for line in text.lines() {
        let (request, slash) = match line.strip_suffix(" /") {
            Some(request) => (request, true),
            None => (line, false),
        };
        if !parts.is_empty() {
            parts.push(RowPart::Words(" ".to_owned()));
        }
        if slash || after_slash {
            let is_chosen = |chosen| if chosen { Chosen::Yes } else { Chosen::No };
            let ending = SHARED_ENDINGS.into_iter().find(|ending| !slash && request.ends_with(ending));
            let own = request.strip_suffix(ending.unwrap_or_default()).unwrap_or(request);
            parts.push(RowPart::Choice(own.to_owned(), is_chosen(chosen == Some(place))));
            if let Some(ending) = ending {
                let with_either = chosen.is_some_and(|chosen| chosen == place || chosen + 1 == place);
                parts.push(RowPart::Choice(ending.to_owned(), is_chosen(with_either)));
            }
            place += 1;
        } else {
            parts.push(RowPart::Words(request.to_owned()));
        }
        if slash {
            parts.push(RowPart::Words(" /".to_owned()));
        }
        after_slash = slash;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(parts: &[RowPart]) -> String {
        let write = |part: &RowPart| match part {
            RowPart::Words(words) => words.clone(),
            RowPart::Label(words) => words.kazakh.clone(),
            RowPart::Blank(width, filled) => format!("<{width:?} {}>", filled.len()),
            RowPart::Choice(words, chosen) => format!("[{words} {chosen:?}]"),
        };
        parts.iter().map(write).collect()
    }

    fn line() -> Vec<Filling> {
        vec![vec![]]
    }

    #[test]
    fn blanks_are_filled_where_the_order_has_its_lines() {
        let date =
            parts("20__ жылғы \"__\" ________ ___________________ (қолы)", vec![line(), line(), line()]);
        assert_eq!(written(&date), "20<Short 1> жылғы \"<Short 1>\" <Middle 1> <Long 0> (қолы)");
        assert_eq!(written(&parts("№ _ _ _ бөлімінің", vec![])), "№ <Middle 0> бөлімінің");
        assert_eq!(written(&parts("_", vec![])), "<Short 0>");
        assert_eq!(
            written(&parts("ата-аналары_________ ______________;", vec![line()])),
            "ата-аналары<Middle 1> <Long 0>;"
        );
        assert_eq!(written(&parts("жоқ", vec![line()])), "жоқ");
    }

    #[test]
    fn one_request_is_chosen_and_the_others_are_not() {
        let text = "және\nбір /\nекі /\nүш\nсұраймын.";
        assert_eq!(written(&requests(text, Some(1))), "және [бір No] / [екі Yes] / [үш No] сұраймын.");
        assert_eq!(written(&requests("бір /\nекі\nӨТІНІШ", None)), "[бір No] / [екі No] ӨТІНІШ");
        let title = "ұзарту туралы /\nкуәлікті беру /\nшешімді беру туралы\nӨТІНІШ";
        for (chosen, expected) in [
            (0, "[ұзарту туралы Yes] / [куәлікті беру No] / [шешімді беру No][ туралы No] ӨТІНІШ"),
            (1, "[ұзарту туралы No] / [куәлікті беру Yes] / [шешімді беру No][ туралы Yes] ӨТІНІШ"),
            (2, "[ұзарту туралы No] / [куәлікті беру No] / [шешімді беру Yes][ туралы Yes] ӨТІНІШ"),
        ] {
            assert_eq!(written(&requests(title, Some(chosen))), expected);
        }
        let request = "және\nұзарту туралы /\nкуәлікті беру /\nшешімді беруді\nсұраймын.";
        let second = "және [ұзарту туралы No] / [куәлікті беру Yes] / [шешімді беру No][ді Yes] сұраймын.";
        assert_eq!(written(&requests(request, Some(1))), second);
    }
}
