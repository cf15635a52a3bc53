//! The texts of the forms: in Kazakh from the loaded catalog, and in the language of the reader.

use crate::i18n::{FormTexts, Msg, date, plural, plural_dated, t, text};
use crate::words;
use forms::{FormPhrase, FormText, KazakhTexts, OrderPlace};

impl KazakhTexts for FormTexts {
    fn message(&self, phrase: FormPhrase) -> &str {
        self.t(words::form_phrase(phrase))
    }

    fn due(&self) -> &str {
        self.template(Msg::ReceiptDue)
    }

    fn order(&self, place: OrderPlace) -> &str {
        self.order(words::order_place(place))
    }
}

/// Returns a text of a form in the language of the reader.
pub fn own_text(own: FormText) -> String {
    match own {
        FormText::Phrase(phrase) => t(words::form_phrase(phrase)),
        FormText::Day(day) => date(day),
        FormText::Pages(pages) => plural(Msg::AnswersPages, pages, &[]),
        FormText::AnnexOf(n) => text(Msg::FormAnnexOf, &[("n", n)]),
        FormText::Due { days, due } => {
            let due = plural_dated(Msg::ReceiptDue, days.into(), &[("date", due)], &[]);
            words::joined(Msg::JoinMark, &due, &t(Msg::MarkInferred))
        }
        FormText::KazakhOnly(kazakh) => kazakh.to_owned(),
    }
}
