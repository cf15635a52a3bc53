//! An application as text to be read and printed by the officer, in Kazakh. Its fields stand in the order of Annex 6, and for a
//! grant in the order that we read Annex 1 to have; its layout is ours, and it says so.

use rules::draft::{Draft, FamilyGroup, Person};
use rules::service::{Basis, Service};
use rules::time::{TypedDay, write_day};
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

/// The name that serde gives a variant; empty for what has none.
pub fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Says that an application is registered only where the authority itself runs the service.
pub fn write(kind: ServiceKind, receipt: &Receipt, draft: &Draft, contact: &ContactDetails) -> String {
    let mut form = Form(String::new());
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
        let received = receipt.received_at.in_astana().map(|(day, _)| write_day(day));
        form.field("Қызметке келіп түскен күні", &received.unwrap_or_default());
    } else {
        form.field("Тіркеу нөмірі", &receipt.number);
        form.field("Тіркелген күні", &write_day(receipt.registered_on));
    }
    form.heading("ӨТІНІШ");
    form.field(
        "Кімге: жергілікті атқарушы орган, өңір",
        &draft.region.map(rules::region::Region::code).unwrap_or_default(),
    );
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
    for (group, title) in GROUPS {
        let members =
            draft.people.iter().skip(1).filter(|person| draft.family_group(person.id) == Some(group));
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
        form.field(&word(document.kind), &if pages > 0 { format!("{pages} бет") } else { "–".to_owned() });
        if !document.text.is_empty() {
            form.line(&document.text);
        }
    }
    form.field("Келісім берілді", if draft.consent { "иә" } else { "жоқ" });
    form.field("Растап жазған аты", &draft.confirmed_name);
    form.0
}

struct Form(String);

impl Form {
    fn line(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{text}");
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.0, "\n{text}");
    }

    /// A field with nothing in it is left out.
    fn field(&mut self, label: &str, value: &str) {
        if !value.trim().is_empty() {
            let _ = writeln!(self.0, "{label}: {value}");
        }
    }

    fn person(&mut self, person: &Person) {
        self.field("Туған күні", &day(&person.born));
        self.field("Туған жері", &person.birth_place);
        let citizenship = person.citizenship.map(word).unwrap_or_default();
        self.field("Азаматтығы", format!("{citizenship} {}", person.citizenship_other).trim());
        self.field("ЖСН", &person.iin);
        self.field("Жеке басын куәландыратын құжат", &person.identity.number);
        self.field("Құжат берілген күн", &day(&person.identity.issued));
        self.field("Құжат жарамды", &day(&person.identity.expires));
    }
}

fn name(person: &Person) -> String {
    let name = &person.name;
    let parts = [&name.family, &name.given, &name.patronymic];
    let whole = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let others = [&name.kazakh, &name.original].into_iter().filter(|other| !other.is_empty());
    others.fold(whole, |whole, other| format!("{whole} ({other})"))
}

fn day(typed: &TypedDay) -> String {
    typed.read().map(write_day).unwrap_or_default()
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
