//! The messages that a headline needs, by their keys in `locales/`.

/// Passes the list of all phrases to a macro, each as its name and its key: the name is that of the app's `Msg`.
#[macro_export]
macro_rules! phrases {
    ($take:ident) => {
        $take! {
            StandingNotRegistered "standing.not_registered",
            StandingRegistered "standing.registered",
            StandingNotAccepted "standing.not_accepted",
            StandingBeingChecked "standing.being_checked",
            StandingWithCommission "standing.with_commission",
            StandingDecided "standing.decided",
            StandingWithdrawn "standing.withdrawn",
            KindReceived "kind.received",
            KindHandedOver "kind.handed_over",
            KindTermsLater "kind.terms_later",
            KindAsk "kind.ask",
            KindEnterNotice "kind.enter_notice",
            KindReceivedEvent "kind.received_event",
            FollowNoTerm "follow.no_term",
            FollowBeyondCalendar "follow.beyond_calendar",
            FollowLastDay "follow.last_day",
            FollowLeft "follow.left",
            FollowByApplicant "follow.by_applicant",
            FollowNotRegistered "follow.not_registered",
            FollowMustAct "follow.must_act",
            FollowMayAct "follow.may_act",
            FollowNothingToDo "follow.nothing_to_do",
            FollowWithdrawnText "follow.withdrawn_text",
            SharedNeeded "shared.needed",
            SharedNothingNeeded "shared.nothing_needed",
            StageCheck "stage.check",
            StageInternalAffairs "stage.internal_affairs",
            StageNationalSecurity "stage.national_security",
            StageToCommission "stage.to_commission",
            StageCommission "stage.commission",
            StageOther "stage.other",
            EventHandedOver "event.handed_over",
            EventRegistered "event.registered",
            EventAccepted "event.accepted",
            EventRefusedToAccept "event.refused_to_accept",
            EventSentToBodies "event.sent_to_bodies",
            EventInternalAffairsReceived "event.internal_affairs_received",
            EventNationalSecurityReceived "event.national_security_received",
            EventInternalAffairs "event.internal_affairs",
            EventNationalSecurity "event.national_security",
            EventHandedToCommission "event.handed_to_commission",
            EventRecommendedGrant "event.recommended_grant",
            EventRecommendedRefusal "event.recommended_refusal",
            EventGranted "event.granted",
            EventRefused "event.refused",
            EventWithdrawn "event.withdrawn",
            HistoryReplaced "history.replaced",
            HistoryCorrected "history.corrected",
            HistoryEarlier "history.earlier",
            HistoryByApplicant "history.by_applicant",
            DateOfficial "date.official",
            DateOn "date.on",
            DateUntil "date.until",
            DateFrom "date.from",
            DateOf "date.of",
            MonthJanuary "month.january",
            MonthFebruary "month.february",
            MonthMarch "month.march",
            MonthApril "month.april",
            MonthMay "month.may",
            MonthJune "month.june",
            MonthJuly "month.july",
            MonthAugust "month.august",
            MonthSeptember "month.september",
            MonthOctober "month.october",
            MonthNovember "month.november",
            MonthDecember "month.december",
            WeekdayMonday "weekday.monday",
            WeekdayTuesday "weekday.tuesday",
            WeekdayWednesday "weekday.wednesday",
            WeekdayThursday "weekday.thursday",
            WeekdayFriday "weekday.friday",
            WeekdaySaturday "weekday.saturday",
            WeekdaySunday "weekday.sunday",
        }
    };
}

/// Passes the list of all phrases with a date to a macro, as [`phrases`] does.
#[macro_export]
macro_rules! dated_phrases {
    ($take:ident) => {
        $take! {
            FollowTook "follow.took",
            FollowOverdue "follow.overdue",
            FollowDue "follow.due",
            FollowStageLate "follow.stage_late",
            DateWithWeekday "date.with_weekday",
        }
    };
}

macro_rules! define {
    ($(#[$doc:meta])* $phrase:ident: $($name:ident $key:literal,)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is named after its message")]
        pub enum $phrase {
            $($name,)*
        }

        impl $phrase {
            /// All of them, each at the index of its discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the key of the message in `locales/`.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

macro_rules! define_phrase {
    ($($rows:tt)*) => {
        define! {
            /// A message that a headline needs.
            Phrase: $($rows)*
        }
    };
}

macro_rules! define_dated_phrase {
    ($($rows:tt)*) => {
        define! {
            /// A message with a date that a headline needs.
            DatedPhrase: $($rows)*
        }
    };
}

phrases!(define_phrase);
dated_phrases!(define_dated_phrase);
