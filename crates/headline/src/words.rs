//! Maps the values of the rules to phrases.

use crate::Phrase;
use rules::edition::Stage;
use rules::event::EventKind;
use rules::timeline::Standing;

/// Returns the short description of the state of an application; `docs/WORDING.md` lists the descriptions.
pub fn standing(standing: Standing) -> Phrase {
    match standing {
        Standing::NotRegistered => Phrase::StandingNotRegistered,
        Standing::Received => Phrase::KindReceived,
        Standing::HandedOver => Phrase::KindHandedOver,
        Standing::Registered => Phrase::StandingRegistered,
        Standing::RefusedToAccept => Phrase::StandingNotAccepted,
        Standing::BeingChecked => Phrase::StandingBeingChecked,
        Standing::WithCommission => Phrase::StandingWithCommission,
        Standing::Granted | Standing::Refused => Phrase::StandingDecided,
        Standing::Withdrawn => Phrase::StandingWithdrawn,
    }
}

/// Returns the name of a stage.
pub fn stage(stage: Stage) -> Phrase {
    match stage {
        Stage::CHECK => Phrase::StageCheck,
        Stage::INTERNAL_AFFAIRS => Phrase::StageInternalAffairs,
        Stage::NATIONAL_SECURITY => Phrase::StageNationalSecurity,
        Stage::TO_COMMISSION => Phrase::StageToCommission,
        Stage::COMMISSION => Phrase::StageCommission,
        _ => Phrase::StageOther,
    }
}

/// Returns the name of an event.
pub fn event(event: EventKind) -> Phrase {
    match event {
        EventKind::Received => Phrase::KindReceivedEvent,
        EventKind::HandedOver => Phrase::EventHandedOver,
        EventKind::Registered => Phrase::EventRegistered,
        EventKind::Accepted => Phrase::EventAccepted,
        EventKind::RefusedToAccept => Phrase::EventRefusedToAccept,
        EventKind::SentToBodies => Phrase::EventSentToBodies,
        EventKind::InternalAffairsReceived => Phrase::EventInternalAffairsReceived,
        EventKind::NationalSecurityReceived => Phrase::EventNationalSecurityReceived,
        EventKind::InternalAffairsAnswered => Phrase::EventInternalAffairs,
        EventKind::NationalSecurityAnswered => Phrase::EventNationalSecurity,
        EventKind::HandedToCommission => Phrase::EventHandedToCommission,
        EventKind::RecommendedGrant => Phrase::EventRecommendedGrant,
        EventKind::RecommendedRefusal => Phrase::EventRecommendedRefusal,
        EventKind::Granted => Phrase::EventGranted,
        EventKind::Refused => Phrase::EventRefused,
        EventKind::Withdrawn => Phrase::EventWithdrawn,
    }
}
