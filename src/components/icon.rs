//! An icon for each kind of document, so that it is recognised before its name is read.

use crate::platform::view::{View, view};
use rules::document::DocumentKind;

/// Returns the drawing on the sheet.
fn drawing(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::GrantApplication | DocumentKind::ExtensionApplication => {
            "M13 14h14M13 19h14M13 24h14M13 29h7"
        }
        DocumentKind::Autobiography => "M13 15h14M13 20h10M13 25h7M22 31l7-7 2 2-7 7h-2z",
        DocumentKind::IdentityDocument => "M20 13a5 5 0 1 0 0 10a5 5 0 1 0 0-10M12 32c1-5 15-5 16 0",
        DocumentKind::NationalityProof => {
            "M20 12a7 7 0 1 0 0 14a7 7 0 1 0 0-14M15 15l10 8M25 15l-10 8M16 26l-1 7 5-3 5 3-1-7"
        }
        DocumentKind::NationalityRecommendation | DocumentKind::EarlierDecision => {
            "M13 14h14M13 19h14M24 24a4 4 0 1 0 0 8a4 4 0 1 0 0-8M13 24h6"
        }
        DocumentKind::KinshipProof => {
            "M15 13a3 3 0 1 0 0 6a3 3 0 1 0 0-6M25 13a3 3 0 1 0 0 6a3 3 0 1 0 0-6M20 25a3 3 0 1 0 0 6a3 3 0 1 0 0-6M15 19v3h10v-3M20 22v3"
        }
        DocumentKind::ResidenceConsent => "M12 22l8-8 8 8M14 21v10h12V21M17 26l2 2 4-4",
        DocumentKind::HomeOwnership => "M12 22l8-8 8 8M14 21v10h12V21M18 31v-6h4v6",
        DocumentKind::PreliminaryEmploymentContract => "M12 19h16v12H12zM17 19v-3h6v3M12 24h16",
        DocumentKind::SoleTraderRegistration => "M12 20l2-6h12l2 6M13 20v11h14V20M18 31v-6h4v6M12 20h16",
        DocumentKind::StudyCertificate => "M20 13l11 5-11 5-11-5zM14 21v6c3 3 9 3 12 0v-6M31 18v7",
        DocumentKind::PermanentResidencePermit => "M12 16h16v14H12zM15 20h5M15 24h5M23 20h2v5h-2z",
    }
}

pub fn document_icon(kind: DocumentKind) -> View {
    view! {
        <svg class="document-icon" viewBox="0 0 40 44" aria-hidden="true">
            <path class="document-icon-sheet" d="M8 3h18l8 8v30H8z"/>
            <path class="document-icon-fold" d="M26 3v8h8"/>
            <path d=drawing(kind)/>
        </svg>
    }
}
