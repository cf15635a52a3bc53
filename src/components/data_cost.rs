//! The data volume of sending, shown beforehand if the connection is metered or slow.

use super::{MessageKind, message};
use crate::draft::DraftEditor;
use crate::i18n::{Msg, plural, tr};
use crate::platform::net;
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use leptos::prelude::*;
use rules::draft::Draft;
use rules::id::DraftId;

pub fn data_cost(id: DraftId, editor: DraftEditor) -> View {
    let megabytes = Memo::new(move |_| editor.draft.with(megabytes));
    let is_dear = net::is_metered_or_slow();
    let view = move || {
        let size = megabytes.get();
        if size == 0 {
            return nothing();
        }
        if !is_dear {
            return view! { <p class="hint">{move || plural(Msg::CostSize, size, &[])}</p> };
        }
        message(
            MessageKind::Warning,
            view! {
                <p>{move || plural(Msg::CostDear, size, &[])}</p>
                <p>{tr(Msg::CostNow)}</p>
                <p><a href=Route::Draft(id, Step::Tasks).href()>{tr(Msg::CostLater)}</a></p>
            },
        )
    };
    view! { <div class="cost">{view}</div> }
}

/// Returns the size of all files together in megabytes, rounded up.
fn megabytes(draft: &Draft) -> u32 {
    let bytes: u64 = outbox::pages_of(draft).map(|page| page.bytes).sum();
    u32::try_from(bytes.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::document::{Document, DocumentKind, Media, Page, RequirementKey};
    use rules::id::{DocumentId, PageId, PersonId};

    #[test]
    fn a_page_in_two_documents_is_counted_once() {
        let page = |id: u64, bytes: u64| Page {
            id: PageId(id),
            name: String::new(),
            media: Media::Jpeg,
            bytes,
            sha256: String::new(),
            flaw: None,
        };
        let document = |id: u64, pages: Vec<Page>| {
            let key = RequirementKey { document: DocumentKind::KinshipProof, person: PersonId(1) };
            Document { pages, ..Document::new(DocumentId(id), key) }
        };
        let documents =
            vec![document(1, vec![page(1, 900_000), page(2, 100_000)]), document(2, vec![page(1, 900_000)])];
        assert_eq!(megabytes(&Draft { documents, ..Draft::default() }), 1);
        assert_eq!(megabytes(&Draft::default()), 0);
    }
}
