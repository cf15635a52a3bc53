//! The Kazakh words of the printed application, the same as on the printed forms of the app.

use chrono::{Datelike, NaiveDate};
use rules::document::DocumentKind;
use rules::draft::{Citizenship, Person};
use rules::region::Region;
use rules::time::TypedDay;

/// Generated from `locales/kk.toml`.
#[allow(dead_code, reason = "whole tables are generated, and not every text is printed")]
mod kazakh {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use kazakh::PERSON_MEMBER as FAMILY_MEMBER;

const MONTHS: [&str; 12] = [
    kazakh::MONTH_JANUARY,
    kazakh::MONTH_FEBRUARY,
    kazakh::MONTH_MARCH,
    kazakh::MONTH_APRIL,
    kazakh::MONTH_MAY,
    kazakh::MONTH_JUNE,
    kazakh::MONTH_JULY,
    kazakh::MONTH_AUGUST,
    kazakh::MONTH_SEPTEMBER,
    kazakh::MONTH_OCTOBER,
    kazakh::MONTH_NOVEMBER,
    kazakh::MONTH_DECEMBER,
];

/// Formats a day in the official way: "2026 жылғы 19 наурыз".
pub fn day(day: NaiveDate) -> String {
    kazakh::DATE_OFFICIAL
        .replace("{year}", &day.year().to_string())
        .replace("{month}", MONTHS.get(day.month0() as usize).copied().unwrap_or_default())
        .replace("{day}", &day.day().to_string())
}

/// Formats a typed day; text that is not a valid day is returned as it was typed.
pub fn typed_day(typed: &TypedDay) -> String {
    match typed.read() {
        Ok(read) => day(read),
        Err(_) if typed.is_empty() => String::new(),
        Err(_) => [typed.day.as_str(), &typed.month, &typed.year].join("."),
    }
}

/// Returns the expiry of the identity document.
pub fn expiry(person: &Person) -> String {
    if person.identity.no_expiry {
        kazakh::PAPER_NO_EXPIRY.to_owned()
    } else {
        typed_day(&person.identity.expires)
    }
}

pub fn citizenship(person: &Person) -> &str {
    let Some(citizenship) = person.citizenship else { return "" };
    match citizenship {
        Citizenship::Uzbekistan => kazakh::COUNTRY_UZBEKISTAN,
        Citizenship::China => kazakh::COUNTRY_CHINA,
        Citizenship::Mongolia => kazakh::COUNTRY_MONGOLIA,
        Citizenship::Turkmenistan => kazakh::COUNTRY_TURKMENISTAN,
        Citizenship::Russia => kazakh::COUNTRY_RUSSIA,
        Citizenship::Turkey => kazakh::COUNTRY_TURKEY,
        Citizenship::Kyrgyzstan => kazakh::COUNTRY_KYRGYZSTAN,
        Citizenship::Tajikistan => kazakh::COUNTRY_TAJIKISTAN,
        Citizenship::Iran => kazakh::COUNTRY_IRAN,
        Citizenship::Afghanistan => kazakh::COUNTRY_AFGHANISTAN,
        Citizenship::Kazakhstan => kazakh::COUNTRY_KAZAKHSTAN,
        Citizenship::Other if !person.citizenship_other.trim().is_empty() => &person.citizenship_other,
        Citizenship::Other => kazakh::COUNTRY_OTHER,
        Citizenship::Stateless => kazakh::COUNTRY_STATELESS,
    }
}

pub fn document(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::GrantApplication => kazakh::DOCUMENT_APPLICATION,
        DocumentKind::Autobiography => kazakh::DOCUMENT_AUTOBIOGRAPHY,
        DocumentKind::IdentityDocument => kazakh::DOCUMENT_IDENTITY,
        DocumentKind::NationalityProof => kazakh::DOCUMENT_NATIONALITY,
        DocumentKind::NationalityRecommendation => kazakh::DOCUMENT_RECOMMENDATION,
        DocumentKind::KinshipProof => kazakh::DOCUMENT_KINSHIP,
        DocumentKind::ResidenceConsent => kazakh::DOCUMENT_CONSENT,
        DocumentKind::HomeOwnership => kazakh::DOCUMENT_HOME,
        DocumentKind::PreliminaryEmploymentContract => kazakh::DOCUMENT_CONTRACT,
        DocumentKind::SoleTraderRegistration => kazakh::DOCUMENT_TRADER,
        DocumentKind::StudyCertificate => kazakh::DOCUMENT_STUDY,
        DocumentKind::ExtensionApplication => kazakh::DOCUMENT_EXTENSION,
        DocumentKind::EarlierDecision => kazakh::DOCUMENT_DECISION,
        DocumentKind::PermanentResidencePermit => kazakh::DOCUMENT_RESIDENCE,
    }
}

pub fn region(region: Region) -> &'static str {
    match region.number() {
        10 => kazakh::REGION_ABAI,
        11 => kazakh::REGION_AQMOLA,
        15 => kazakh::REGION_AQTOBE,
        19 => kazakh::REGION_ALMATY,
        23 => kazakh::REGION_ATYRAU,
        27 => kazakh::REGION_WEST,
        31 => kazakh::REGION_JAMBYL,
        33 => kazakh::REGION_JETISU,
        35 => kazakh::REGION_QARAGHANDY,
        39 => kazakh::REGION_QOSTANAI,
        43 => kazakh::REGION_QYZYLORDA,
        47 => kazakh::REGION_MANGHYSTAU,
        55 => kazakh::REGION_PAVLODAR,
        59 => kazakh::REGION_NORTH,
        61 => kazakh::REGION_TURKISTAN,
        62 => kazakh::REGION_ULYTAU,
        63 => kazakh::REGION_EAST,
        71 => kazakh::REGION_ASTANA,
        75 => kazakh::REGION_ALMATY_CITY,
        _ => kazakh::REGION_SHYMKENT,
    }
}
