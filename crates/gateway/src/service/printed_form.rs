//! The printed application: a Kazakh text for the officer. The fields are in the order of Annex 6, and for a grant in our
//! reading of the order of Annex 1. The layout is not official, and the text says so.

use crate::service::words;
use rules::draft::{Draft, FamilyGroup, Person};
use rules::service::{Basis, Service};
use serde::Serialize;
use std::fmt::Write as _;
use wire::answer::{Receipt, ServiceKind};
use wire::contact::ContactDetails;

const GROUPS: [(FamilyGroup, &str); 4] = [
    (FamilyGroup::Spouse, "1) жұбайы (зайыбы)"),
    (FamilyGroup::Parents, "2) өтініш берушінің және жұбайының ата-анасы"),
    (
        FamilyGroup::ChildrenAndTheirFamilies,
        "3) балалары (асырап алынғандарды қоса) және олардың отбасы мүшелері",
    ),
    (FamilyGroup::UnmarriedSiblings, "4) некеде тұрмайтын аға-інілері мен апа-сіңлілері (қарындастары)"),
];

/// Returns the name that serde gives a variant; empty if it has none.
pub fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Returns the text of the printed application. It says that the application is registered only if the authority itself runs
/// the service.
pub fn to_text(kind: ServiceKind, receipt: &Receipt, draft: &Draft, contact: &ContactDetails) -> String {
    let mut form = PrintedForm(String::new());
    form.line("Бұл парақтың түрі ресми емес; толық деректер application.json файлында.");
    let not_registered = match kind {
        ServiceKind::Authority => None,
        ServiceKind::Forwarding => Some("Бұл қызмет уәкілетті органға жатпайды: өтініш мұнда тіркелмейді."),
        ServiceKind::Trial => {
            Some("СЫНАҚ: бұл қызмет байқап көруге ғана арналған, өтініш мұнда тіркелмейді.")
        }
    };
    if let Some(line) = not_registered {
        form.line(line);
        form.field("Осы қызметтегі нөмірі", &receipt.number);
        let received = receipt.received_at.in_astana().map(|(day, _)| words::day(day));
        form.field("Қызметке келіп түскен күні", &received.unwrap_or_default());
    } else {
        form.field("Тіркеу нөмірі", &receipt.number);
        form.field("Тіркелген күні", &receipt.registered_on.map(words::day).unwrap_or_default());
    }
    form.heading("ӨТІНІШ");
    form.field("Кімге: жергілікті атқарушы орган, өңір", draft.region.map(words::region).unwrap_or_default());
    let applicant = draft.people.first();
    form.field("Тегі, аты, әкесінің аты", &applicant.map(name).unwrap_or_default());
    form.field("Мекенжайы", &draft.address);
    form.field("Не сұралады", draft.service.map_or("", service));
    form.field("Шарт (9-тармақ)", draft.basis.map_or("", basis));
    if let Some(applicant) = applicant {
        form.person(applicant);
    }
    form.field("Тұруға ниеттенген жері", &draft.settlement);
    form.field("Телефон", &contact.phone);
    form.field("Электрондық пошта", &contact.email);
    let facts = &draft.facts;
    form.field("Туысы", &facts.relative_name);
    form.field("Жұмыс беруші", &facts.employer);
    form.field("Лауазымы", &facts.position);
    form.field("Қызмет түрі", &facts.trade);
    form.field("Оқу орны", &facts.institution);
    form.field("Мамандығы", &facts.programme);
    form.heading("Отбасы мүшелері");
    // Members that belong to no group are printed too.
    let groups = GROUPS.map(|(group, title)| (Some(group), title));
    for (group, title) in groups.into_iter().chain([(None, words::FAMILY_MEMBER)]) {
        let members = draft.people.iter().skip(1).filter(|person| draft.family_group(person.id) == group);
        for (place, member) in members.enumerate() {
            if place == 0 {
                form.line(title);
            }
            form.field("Тегі, аты, әкесінің аты", &name(member));
            form.person(member);
        }
    }
    form.heading("Құжаттар");
    for document in &draft.documents {
        let pages = document.all_pages().count();
        let pages = if pages > 0 { format!("{pages} бет") } else { "–".to_owned() };
        form.field(words::document(document.kind), &pages);
        form.text(&document.text);
    }
    form.field("Келісім берілді", if draft.consent { "иә" } else { "жоқ" });
    form.field("Растап жазған аты", &draft.confirmed_name);
    form.0
}

/// The lines written so far.
struct PrintedForm(String);

impl PrintedForm {
    fn line(&mut self, text: &str) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.0, "{text}");
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.0, "\n{text}");
    }

    /// Writes a field, unless it is empty. The value is kept on one line, so that typed text cannot look like another field.
    fn field(&mut self, label: &str, value: &str) {
        let value = without_direction_marks(value).replace(is_break, " ");
        if !value.trim().is_empty() {
            let _ = writeln!(self.0, "{label}: {value}");
        }
    }

    /// Writes a text of several lines, indented, so that no line looks like a field.
    fn text(&mut self, text: &str) {
        for line in without_direction_marks(text).split(is_break).filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(self.0, "    {line}");
        }
    }

    fn person(&mut self, person: &Person) {
        self.field("Туған күні", &words::typed_day(&person.born));
        self.field("Туған жері", &person.birth_place);
        self.field("Азаматтығы", words::citizenship(person));
        self.field("ЖСН", &person.iin);
        self.field("Жеке басын куәландыратын құжат", &person.identity.number);
        self.field("Құжат берілген күн", &words::typed_day(&person.identity.issued));
        self.field("Құжат жарамды", &words::expiry(person));
    }
}

fn name(person: &Person) -> String {
    let name = &person.name;
    let parts = [&name.family, &name.given, &name.patronymic];
    let whole = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let others = [&name.kazakh, &name.original].into_iter().filter(|other| !other.is_empty());
    others.fold(whole, |whole, other| format!("{whole} ({other})"))
}

/// Returns whether a character ends a line or is a control character.
fn is_break(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}')
}

/// Removes the characters that change the direction of text, with which one line can be made to look like another. Arabic
/// letters are displayed from right to left without them.
fn without_direction_marks(text: &str) -> String {
    text.replace(['\u{61C}', '\u{200E}', '\u{200F}', '\u{FEFF}'], "")
        .replace(|char| matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'), "")
}

fn service(service: Service) -> &'static str {
    match service {
        Service::Grant => "қандас мәртебесін беру",
        Service::Extend => "қандас мәртебесін ұзарту",
        Service::DuplicateCertificate => "қандас куәлігінің телнұсқасы",
        Service::DuplicateDecision => "ұзарту туралы шешімнің телнұсқасы",
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::SettlementRegion => "1) белгіленген өңірге қоныстану",
        Basis::DevelopingSettlement => "2) ауылға, шағын қалаға немесе агломерацияға қоныстану",
        Basis::FamilyReunion => "3) отбасымен немесе жақын туыстармен қосылу",
        Basis::Employment => "4) жұмыс",
        Basis::Study => "5) жоғары оқу орнында оқу",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::document::{Document, DocumentKind, RequirementKey};
    use rules::draft::Citizenship;
    use rules::id::{DocumentId, PersonId};
    use rules::region::Region;
    use rules::time::{Instant, TypedDay, parse_day};

    fn printed(draft: &Draft) -> String {
        let registered_on = parse_day("2026-03-19").unwrap();
        let service_kind = ServiceKind::Authority;
        let receipt = Receipt {
            number: "0000-0000".into(),
            received_at: Instant(0),
            registered_on: Some(registered_on),
            service_kind,
        };
        to_text(service_kind, &receipt, draft, &ContactDetails::default())
    }

    fn document(kind: DocumentKind, person: PersonId) -> Document {
        Document::new(DocumentId(kind as u64), RequirementKey { document: kind, person })
    }

    /// Returns all kinds of documents.
    fn kinds() -> Vec<DocumentKind> {
        let names = "grant_application autobiography identity_document nationality_proof nationality_recommendation \
            kinship_proof residence_consent home_ownership preliminary_employment_contract sole_trader_registration \
            study_certificate extension_application earlier_decision permanent_residence_permit";
        names.split_whitespace().map(|name| serde_json::from_value(name.into()).unwrap()).collect()
    }

    #[test]
    fn the_text_has_kazakh_letters_only() {
        let mut draft =
            Draft { service: Some(Service::Grant), basis: Some(Basis::Study), ..Draft::default() };
        for (place, citizenship) in Citizenship::ALL.into_iter().enumerate() {
            draft.people.push(Person {
                id: PersonId(place as u64 + 1),
                citizenship: Some(citizenship),
                born: TypedDay::of(parse_day("1985-03-14").unwrap()),
                ..Person::default()
            });
        }
        draft.documents = kinds().into_iter().map(|kind| document(kind, PersonId(1))).collect();
        for region in Region::all() {
            draft.region = Some(region);
            let text = printed(&draft).replace("application.json", "");
            assert!(!text.contains(|char: char| char.is_ascii_alphabetic()), "{text}");
        }
        draft.region = Region::from_number(35);
        let text = printed(&draft);
        for line in [
            "Тіркелген күні: 2026 жылғы 19 наурыз",
            "Кімге: жергілікті атқарушы орган, өңір: Қарағанды облысы",
            "Туған күні: 1985 жылғы 14 наурыз",
            "Азаматтығы: Өзбекстан",
            "Азаматтығы: Азаматтығы жоқ",
            "Өмірбаян: –",
            "Жеке басты куәландыратын құжат: –",
        ] {
            assert!(text.lines().any(|of_text| of_text == line), "{line}\n{text}");
        }
        draft.people[0].citizenship_other = "Ресми атауы".into();
        draft.people[0].citizenship = Some(Citizenship::Other);
        draft.people[0].identity.no_expiry = true;
        draft.people[0].born = TypedDay { day: "31".into(), month: "2".into(), year: "1985".into() };
        let text = printed(&draft);
        for line in ["Азаматтығы: Ресми атауы", "Құжат жарамды: Мерзімсіз", "Туған күні: 31.2.1985"]
        {
            assert!(text.lines().any(|of_text| of_text == line), "{line}\n{text}");
        }
    }

    #[test]
    fn typed_text_cannot_start_a_line() {
        let breaks = ["\n", "\r\n", "\r", "\u{85}", "\u{b}", "\u{c}", "\u{2028}", "\u{2029}"];
        for between in breaks {
            let forged =
                format!("көше 1{between}Келісім берілді: жоқ{between}\u{202E}gnp.exe\u{2066}\u{200F}");
            let person = Person { id: PersonId(1), birth_place: forged.clone(), ..Person::default() };
            let mut autobiography = document(DocumentKind::Autobiography, PersonId(1));
            autobiography.text.clone_from(&forged);
            let text = printed(&Draft {
                people: vec![person],
                documents: vec![autobiography],
                address: forged.clone(),
                consent: true,
                ..Draft::default()
            });
            // Split at every character that ends a line in any program.
            let lines: Vec<&str> = text.split(|char: char| breaks.concat().contains(char)).collect();
            let found: Vec<_> = lines.iter().filter(|line| line.starts_with("Келісім берілді")).collect();
            assert_eq!(found, [&"Келісім берілді: иә"], "{between:?} {text:?}");
            assert!(
                lines.contains(&"Мекенжайы: көше 1 Келісім берілді: жоқ gnp.exe") || between == "\r\n",
                "{text:?}"
            );
            assert!(lines.contains(&"    Келісім берілді: жоқ"), "{text:?}");
            assert!(!text.contains(['\u{202E}', '\u{2066}', '\u{200F}']), "{text:?}");
        }
    }
}
