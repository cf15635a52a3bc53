//! A legal term with its explanation: one tap shows one or two plain sentences and the Kazakh term of the law.

use crate::i18n::{self, Explanation, Help, Loadable, Msg, t, text, tr};
use crate::platform::page::Hold;
use crate::platform::view::{View, view};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// Shows a term under the name that the page gives it: "…: what is it?". Nothing is loaded before it is first opened.
pub fn term(meaning: Help, name: Msg) -> View {
    let opened = RwSignal::new(false);
    let content = move || opened.get().then(|| explained(meaning));
    view! {
        <details class="term">
            <summary class="link" on:click=move |_| open(opened)>{move || text(Msg::AsideWhat, &[("name", &t(name))])}</summary>
            {content}
        </details>
    }
}

/// Opens a disclosure element, so that its content is loaded, and loaded again if that failed before.
pub(super) fn open(opened: RwSignal<bool>) {
    i18n::ask_again();
    opened.set(true);
}

/// All terms in the order in which an applicant meets them.
const TERMS: [Help; 24] = [
    Help::KandasStatus,
    Help::EthnicKazakh,
    Help::LocalExecutiveBody,
    Help::ForeignInstitution,
    Help::StateCorporation,
    Help::Commission,
    Help::WorkingDay,
    Help::Registration,
    Help::WholeTerm,
    Help::Condition,
    Help::CloseRelatives,
    Help::KinshipDocuments,
    Help::NationalityProof,
    Help::NotarisedTranslation,
    Help::NotarisedConsent,
    Help::RefusalReceipt,
    Help::SecurityBodies,
    Help::Iin,
    Help::PermanentResidencePermit,
    Help::SimplifiedProcedure,
    Help::PreliminaryEmploymentContract,
    Help::SoleTrader,
    Help::StudyCertificate,
    Help::Duplicate,
];

/// Lists all terms with their meanings, each under its own name.
pub fn glossary() -> View {
    let hold = Rc::new(Cell::new(Some(Hold::new())));
    let entry = |meaning| {
        let hold = hold.clone();
        move || {
            let explanation = i18n::explanation(meaning);
            if !matches!(explanation, Loadable::Loading) {
                drop(hold.take());
            }
            loaded(explanation, |explanation| {
                let (language, term) = (explanation.language.clone(), explanation.term.clone());
                view! {
                    <h2 lang=language>{term}</h2>
                    {shown(explanation)}
                }
            })
        }
    };
    let entries: Vec<View> = TERMS.into_iter().map(|meaning| view! { {entry(meaning)} }).collect();
    view! { <div class="glossary">{entries}</div> }
}

fn explained(meaning: Help) -> View {
    loaded(i18n::explanation(meaning), shown)
}

fn shown(explanation: Explanation) -> View {
    let Explanation { language, text, kazakh_term, .. } = explanation;
    let kazakh_term = kazakh_term.map(|term| {
        view! { <p class="hint">{tr(Msg::AsideInKazakh)} " " <bdi lang="kk">{term}</bdi></p> }
    });
    view! {
        {kazakh_term}
        <p lang=language>{text}</p>
    }
}

/// Shows the loaded content, or a message until then.
pub(super) fn loaded<T>(texts: Loadable<T>, show: impl FnOnce(T) -> View) -> View {
    match texts {
        Loadable::Ready(content) => show(content),
        Loadable::Loading => view! { <p class="hint" role="status">{tr(Msg::ShellLoading)}</p> },
        Loadable::Failed => view! { <p class="error" role="status">{tr(Msg::AsideFailed)}</p> },
    }
}
