//! Offers spellings of a name in the other scripts next to the question. A spelling is used only when its button is pressed. If
//! the person has typed a different spelling, nothing is offered.

use crate::draft::DraftEditor;
use crate::i18n::{Msg, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::signals::set_if_changed;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::draft::{Draft, Name};
use rules::id::PersonId;
use script::name::{candidates_cyrillic, candidates_latin};
use script::{Lexicon, NAMES, Script, script_of, to_cyrillic};
use std::cell::OnceCell;

/// Greatest number of offered spellings; more would confuse.
const MOST_OFFERED: usize = 5;
/// Pause after the last key before spellings are computed, in milliseconds.
const PAUSE: i32 = 250;

thread_local! {
    /// The lexicon, built once, when the first name in Arabic script is typed.
    static LEXICON: OnceCell<Lexicon> = const { OnceCell::new() };
}

/// Shows the offers for one person's name as it is while being typed.
pub fn offers(editor: DraftEditor, person: PersonId) -> View {
    let name = Memo::new(move |_| {
        editor
            .draft
            .with(|draft: &Draft| draft.person(person).map(|person| person.name.clone()))
            .unwrap_or_default()
    });
    // On a slow phone a typed character must appear at once, so spellings are computed only when typing pauses.
    let settled = RwSignal::new(name.get_untracked());
    Effect::new(move |_| {
        let typed = name.get();
        spawn_local(async move {
            page::sleep(PAUSE).await;
            if name.try_with_untracked(|name| *name == typed) == Some(true) {
                set_if_changed(settled, typed);
            }
        });
    });
    let kazakh = Memo::new(move |_| settled.with(kazakh_offers));
    let latin = Memo::new(move |_| settled.with(latin_offers));
    let take = move |put: fn(&mut Name, &str), spelling: &str| {
        editor.draft.update(|draft| {
            if let Some(person) = draft.person_mut(person) {
                put(&mut person.name, spelling);
            }
        });
    };
    let list = move |offers: Vec<String>,
                     title: Msg,
                     is_taken: fn(&Name, &str) -> bool,
                     put: fn(&mut Name, &str)| {
        let buttons = offers.into_iter().map(move |spelling| {
            let (shown, wanted) = (spelling.clone(), spelling.clone());
            let pressed = move || {
                let is_pressed = name.with(|name| is_taken(name, &spelling));
                Some(if is_pressed { "true" } else { "false" })
            };
            view! {
                <button class="button button-quiet offer" type="button" aria-pressed=pressed
                    on:click=move |_| take(put, &wanted)><bdi>{shown}</bdi></button>
            }
        });
        let buttons: Vec<View> = buttons.collect();
        (!buttons.is_empty()).then(|| {
            view! {
                <fieldset class="field offers">
                    <legend>{tr(title)}</legend>
                    <p class="hint">{tr(Msg::FormsHint)}</p>
                    <div class="actions">{buttons}</div>
                </fieldset>
            }
        })
    };
    // Space is reserved before there is anything to offer, so that no button moves away from under the finger.
    view! {
        <div class="offers-place">
        {move || list(kazakh.get(), Msg::FormsKazakh, |name, spelling| name.kazakh == spelling, |name, spelling| spelling.clone_into(&mut name.kazakh))}
        {move || list(latin.get(), Msg::FormsLatin, |name, spelling| name.full() == spelling, put_latin)}
        </div>
    }
}

/// Returns Kazakh Cyrillic spellings, first from the name in its original script where that is possible, then from the passport
/// name. Returns none if the person chose a spelling that is not among them.
fn kazakh_offers(name: &Name) -> Vec<String> {
    let mut offers = Vec::new();
    let original = name.original.trim();
    match script_of(original) {
        Script::Cyrillic => offers.push(original.to_owned()),
        Script::Arabic => offers.extend(from_arabic(original)),
        _ => {}
    }
    offers.extend(candidates_cyrillic(&name.full()).iter().map(|offer| capitalised(offer)));
    offered(offers, name.kazakh.trim())
}

/// Returns Latin spellings for the passport name, made from the Kazakh one; only while nothing is typed there.
fn latin_offers(name: &Name) -> Vec<String> {
    let original = name.original.trim();
    let cyrillic = match (name.kazakh.trim(), script_of(original)) {
        ("", Script::Cyrillic) => original,
        (kazakh, _) => kazakh,
    };
    offered(candidates_latin(cyrillic), &name.full())
}

/// Returns the first few offers without duplicates, or none if the chosen spelling is not one of them.
fn offered(all: Vec<String>, chosen: &str) -> Vec<String> {
    let mut offers: Vec<String> = Vec::new();
    for offer in all {
        if offers.len() < MOST_OFFERED && !offers.contains(&offer) {
            offers.push(offer);
        }
    }
    if chosen.is_empty() || offers.iter().any(|offer| offer == chosen) { offers } else { Vec::new() }
}

/// Returns possible Cyrillic spellings: the likeliest first, then variants in which one word is replaced from the lexicon.
fn from_arabic(original: &str) -> Vec<String> {
    let suggestion = LEXICON.with(|lexicon| {
        to_cyrillic(original, lexicon.get_or_init(|| Lexicon::from_words(NAMES.into_iter())))
    });
    let mut offers = vec![capitalised(&suggestion.text)];
    for word in &suggestion.words {
        for other in &word.others {
            offers.push(capitalised(&suggestion.text.replacen(&word.cyrillic, other, 1)));
        }
    }
    offers
}

/// Writes each word with an initial capital, as names are written.
fn capitalised(name: &str) -> String {
    let mut capital = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        if begins {
            capital.extend(letter.to_uppercase());
        } else {
            capital.push(letter);
        }
        begins = !(letter.is_alphabetic() || letter == '\'' || letter == '’');
    }
    capital
}

/// Stores the first word as the family name, where passports also have a single name, and the second as the given name.
fn put_latin(name: &mut Name, spelling: &str) {
    let mut words = spelling.split_whitespace();
    let mut next = || words.next().unwrap_or_default().to_owned();
    (name.family, name.given) = (next(), next());
    name.patronymic = words.collect::<Vec<_>>().join(" ");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(family: &str, given: &str, original: &str, kazakh: &str) -> Name {
        let [family, given, original, kazakh] = [family, given, original, kazakh].map(str::to_owned);
        Name { family, given, original, kazakh, ..Name::default() }
    }

    #[test]
    fn the_original_script_comes_first_and_the_passport_after_it() {
        let arabic = kazakh_offers(&name("SERIK", "", "سەرىك", ""));
        assert_eq!(arabic[0], "Серік");
        let cyrillic = kazakh_offers(&name("BULAT", "", "Болат", ""));
        assert_eq!(cyrillic[0], "Болат");
        let latin = kazakh_offers(&name("ZHANGALIYEV", "YERLAN", "", ""));
        assert!(latin.iter().any(|offer| offer.contains("Ерлан")), "{latin:?}");
        assert!(latin.len() <= MOST_OFFERED);
        // Chinese characters do not give the letters of a name.
        assert_eq!(kazakh_offers(&name("", "", "努尔波力", "")), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_offered_when_the_person_wrote_another_spelling() {
        let mut typed = name("SERIK", "", "سەرىك", "Серик");
        let offers = kazakh_offers(&name("SERIK", "", "سەرىك", ""));
        assert!(!offers.is_empty());
        if !offers.iter().any(|offer| offer == "Серик") {
            assert_eq!(kazakh_offers(&typed), Vec::<String>::new());
        }
        // A spelling that was taken still leaves the others to choose from.
        typed.kazakh.clone_from(&offers[0]);
        assert_eq!(kazakh_offers(&typed), offers);
        typed.kazakh = "Мүлдем басқа".to_owned();
        assert_eq!(kazakh_offers(&typed), Vec::<String>::new());
    }

    #[test]
    fn a_latin_spelling_is_stored_word_by_word_and_a_single_name_is_one() {
        let mut whole = name("", "", "", "Сынақов Дархан Үлгіұлы");
        let offers = latin_offers(&whole);
        assert_eq!(offers[0], "SYNAKOV DARKHAN ULGIULY");
        put_latin(&mut whole, &offers[0]);
        assert_eq!(
            [whole.family.as_str(), &whole.given, &whole.patronymic],
            ["SYNAKOV", "DARKHAN", "ULGIULY"]
        );
        assert_eq!(latin_offers(&whole), offers);
        put_latin(&mut whole, "ULGI");
        assert_eq!([whole.family.as_str(), &whole.given, &whole.patronymic], ["ULGI", "", ""]);
        assert_eq!(latin_offers(&whole), Vec::<String>::new());
    }
}
