//! The rendering of a form: official wording in Kazakh, the reader's language in small letters next to it, and a mark in the
//! margin that tells whose wording it is.

use super::texts::own_text;
use crate::app::App;
use crate::i18n::{Locale, Msg, locale, tr};
use crate::platform::view::{View, view};
use crate::words;
use forms::{
    BilingualText, Chosen, Filling, FormSheet, FormText, LabelledValue, PrintedValue, Row, RowPart, Shape,
    Ticked, Width, WordingSource,
};
use wire::answer::ServiceKind;

pub fn sheet(sheet: &FormSheet) -> View {
    let title = sheet.title.kazakh.clone();
    let is_trial = App::get().service_kind() == ServiceKind::Trial;
    let mark = is_trial.then(|| view! { <span class="trial-mark">{tr(Msg::KindTrialMark)}</span> " · " });
    let rows: Vec<View> = sheet.rows.iter().map(row).collect();
    // A form in Kazakh Cyrillic runs from left to right for every reader. The page header is for print only, where it is
    // repeated on every page.
    view! {
        <div class="sheet" dir="ltr">
            <div class="sheet-head" aria-hidden="true">
                <p class="sheet-title">{mark}<span lang="kk">{title}</span>{own(sheet.title.own, " · ")}</p>
            </div>
            <div class="sheet-body">{rows}</div>
        </div>
    }
}

fn row(row: &Row) -> View {
    let source = match row.source {
        WordingSource::Order => "row row-order",
        WordingSource::Ours => "row row-ours",
    };
    let shape = match row.shape {
        Shape::Corner => " row-corner",
        Shape::Title => " row-title",
        Shape::Heading => " row-heading",
        Shape::Text => "",
        Shape::Signature => " row-signature",
        Shape::Tick(_) => " row-tick",
    };
    // Only a list of people may continue on the next page.
    let is_list = |part: &RowPart| matches!(part, RowPart::Blank(_, filled) if filled.len() > 1);
    let list = row.parts.iter().position(is_list).filter(|_| !matches!(row.shape, Shape::Tick(_)));
    let class = [source, shape, if list.is_some() { " row-list" } else { "" }].concat();
    let ticked = match row.shape {
        Shape::Tick(Ticked::Yes) => Some(view! { <span class="box">"×"</span> }),
        Shape::Tick(Ticked::No) => Some(view! { <span class="box"></span> }),
        _ => None,
    };
    let own_words = row.own.map(own_line);
    let words = match list {
        None => view! { {drawn_parts(&row.parts)}{own_words} },
        // The label of a list stays with its first line, and so does the text in the reader's language.
        Some(place) => {
            let (head, rest) = row.parts.split_at(place);
            view! { <span class="list-head">{drawn_parts(head)}{own_words}</span>{drawn_parts(rest)} }
        }
    };
    view! {
        <div class=class>
            {ticked}
            <div><p class="official-text" lang="kk">{words}</p></div>
        </div>
    }
}

fn drawn_parts(parts: &[RowPart]) -> Vec<View> {
    let mut after_blank = false;
    let mut drawn_parts = Vec::new();
    for part in parts {
        drawn_parts.push(drawn(part, after_blank));
        after_blank = matches!(part, RowPart::Blank(Width::Middle | Width::Long, _));
    }
    drawn_parts
}

fn drawn(part: &RowPart, after_blank: bool) -> View {
    match part {
        // The explanation of a blank is printed under it, as on the form.
        RowPart::Words(words) if after_blank && words.trim_start().starts_with('(') => {
            let words = words.trim_start().to_owned();
            view! { <span class="caption-text">{words}</span> }
        }
        RowPart::Words(words) => view! { {words.clone()} },
        RowPart::Label(words) => said(words, ": "),
        RowPart::Choice(words, Chosen::Yes) => view! { <b>{words.clone()}</b> },
        RowPart::Choice(words, Chosen::No) => view! { <s>{words.clone()}</s> },
        RowPart::Blank(width, filled) => blank(*width, filled),
    }
}

fn blank(width: Width, filled: &[Filling]) -> View {
    let class = match (width, filled) {
        (_, [_, _, ..]) => "blank blank-list",
        (Width::Short, _) => "blank blank-short",
        (Width::Middle, _) => "blank blank-middle",
        (Width::Long, _) => "blank blank-long",
    };
    let filled: Vec<View> = filled.iter().map(self::filling).collect();
    view! { <span class=class>{filled}</span> }
}

fn filling(filling: &Filling) -> View {
    let pieces: Vec<View> = filling
        .iter()
        .enumerate()
        .map(|(place, piece)| {
            let before = if place > 0 { " · " } else { "" };
            view! { {before} {drawn_piece(piece)} }
        })
        .collect();
    view! { <span class="filled">{pieces}</span> }
}

fn drawn_piece(piece: &LabelledValue) -> View {
    let label = piece.label.as_ref().map(|label| view! { <span class="label">{said(label, ": ")}</span> });
    let value = match &piece.value {
        PrintedValue::Typed(text) => view! { <bdi>{text.clone()}</bdi> },
        PrintedValue::Said(words) => said(words, ""),
        PrintedValue::Exact(text) => view! { {text.clone()} },
        PrintedValue::Source(citation) => {
            let citation = *citation;
            view! { <span class="own">{move || in_own_language(words::citation(&citation))}</span> }
        }
    };
    view! { <span class="piece">{label}{value}</span> }
}

/// Shows the Kazakh text, the reader's text after a slash, and a suffix.
fn said(words: &BilingualText, after: &'static str) -> View {
    // A label that is a question or ends with a colon needs no further colon.
    let kazakh = words.kazakh.trim_end_matches(':').to_owned();
    let after = if kazakh.ends_with('?') { after.trim_start_matches(':') } else { after };
    view! { {kazakh}{own(words.own, " / ")}{after} }
}

/// Shows text in the reader's language within a Kazakh line, or nothing if that language is Kazakh in Cyrillic itself.
fn own(text: FormText, before: &'static str) -> View {
    let own = move || {
        (locale() != Locale::Kazakh).then(|| {
            let said = own_text(text);
            let said = said.trim_end_matches(':').to_owned();
            view! { <span class="own">{before}{in_own_language(said)}</span> }
        })
    };
    view! { {own} }
}

/// Shows text in the reader's language on a line of its own.
fn own_line(text: FormText) -> View {
    let own = move || {
        let locale = locale();
        (locale != Locale::Kazakh).then(|| {
            view! { <span class="own own-line" lang=locale.tag() dir=locale.direction().value()>{own_text(text)}</span> }
        })
    };
    view! { {own} }
}

fn in_own_language(words: String) -> View {
    let locale = locale();
    view! { <span lang=locale.tag() dir=locale.direction().value()>{words}</span> }
}
