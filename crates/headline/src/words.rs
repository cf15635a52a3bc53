//! Maps the values of the rules to phrases.

use crate::Phrase;
use rules::edition::Stage;
use rules::event::EventKind;
use rules::timeline::Standing;
use wire::answer::ServiceKind;

/// Returns the short description of the state of an application; `docs/WORDING.md` lists the descriptions.
pub fn standing(standing: Standing) -> Phrase {
    match standing {
        Standing::NotRegistered | Standing::Registered => Phrase::StandingRegistered,
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
        Stage::BODIES => Phrase::StageBodies,
        Stage::TO_COMMISSION => Phrase::StageToCommission,
        Stage::COMMISSION => Phrase::StageCommission,
        _ => Phrase::StageOther,
    }
}

/// Returns the name of an event. A service that forwards applications does not register them, so that event has another
/// name there.
pub fn event(event: EventKind, kind: ServiceKind) -> Phrase {
    match event {
        EventKind::Registered if kind == ServiceKind::Forwarding => Phrase::KindReceivedEvent,
        EventKind::Registered => Phrase::EventRegistered,
        EventKind::Accepted => Phrase::EventAccepted,
        EventKind::RefusedToAccept => Phrase::EventRefusedToAccept,
        EventKind::SentToBodies => Phrase::EventSentToBodies,
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
