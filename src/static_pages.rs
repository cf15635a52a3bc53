//! The pages that are read without JavaScript and that search engines find: one folder for each language, written at build time
//! by this program run natively, from the app's own texts and the same rules.
//!
//! Addresses are `/{language}/…`; *Start* continues in the app in the language of the page.

use crate::i18n::{Locale, Msg, in_locale, plural, t};
use crate::words;
use catalog::{Catalogs, Language};
use rules::checklist::{ChecklistInput, Requirement, advice, checklist};
use rules::citation::Citation;
use rules::edition::{Channel, Edition, OpenTo};
use rules::id::PersonId;
use rules::service::{Basis, Home, Service, WorkKind};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

/// Writes the pages. Called as `qandas FOLDER STYLE ICON`: the target folder, and the addresses of the style sheet and the
/// icon.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, style, icon] = arguments.as_slice() else {
        eprintln!("the static pages want a folder, the address of the style and that of the icon");
        return ExitCode::from(2);
    };
    let catalogs = match Catalogs::read(Path::new(".")) {
        Ok(catalogs) => catalogs,
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("{mistake}");
            }
            return ExitCode::FAILURE;
        }
    };
    let site = StaticSite { catalogs: &catalogs, style, icon };
    for locale in Locale::OFFERED {
        for (name, html) in site.files(locale) {
            let path = Path::new(folder).join(locale.tag()).join(name);
            let written = path.parent().map_or(Ok(()), fs::create_dir_all);
            if let Err(error) = written.and_then(|()| fs::write(&path, html)) {
                eprintln!("{} cannot be written: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StaticPage {
    Start,
    /// The checklist of a basis.
    Documents(Basis),
    Following,
    Contacts,
}

impl StaticPage {
    fn all() -> impl Iterator<Item = Self> {
        let bases = Basis::ALL.into_iter().map(Self::Documents);
        [Self::Start].into_iter().chain(bases).chain([Self::Following, Self::Contacts])
    }

    /// Returns the path below the folder of the language; it ends with a slash unless it is empty.
    fn path(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Documents(Basis::SettlementRegion) => "settlement-region/",
            Self::Documents(Basis::DevelopingSettlement) => "developing-settlement/",
            Self::Documents(Basis::FamilyReunion) => "family-reunion/",
            Self::Documents(Basis::Employment) => "employment/",
            Self::Documents(Basis::Study) => "study/",
            Self::Following => "following/",
            Self::Contacts => "contacts/",
        }
    }
}

/// A page of the gateway for an error status.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ErrorPage {
    NotFound,
    WrongMethod,
}

impl ErrorPage {
    const ALL: [Self; 2] = [Self::NotFound, Self::WrongMethod];

    /// Returns the file name in the folder of the language.
    fn file(self) -> &'static str {
        match self {
            Self::NotFound => "404.html",
            Self::WrongMethod => "405.html",
        }
    }
}

/// The parts that differ from page to page.
struct PageContent {
    title: String,
    /// The description for search engines.
    description: String,
    content: String,
}

/// Maximum length of a page title in characters, including the name of the app, because search engines show no more.
const MAX_TITLE: usize = 70;

struct StaticSite<'a> {
    catalogs: &'a Catalogs,
    style: &'a str,
    icon: &'a str,
}

impl StaticSite<'_> {
    /// Returns all pages of a language, by their names in its folder.
    fn files(&self, locale: Locale) -> Vec<(String, String)> {
        let pages =
            StaticPage::all().map(|page| (format!("{}index.html", page.path()), self.page(locale, page)));
        let errors = ErrorPage::ALL.map(|page| (page.file().to_owned(), self.error_page(locale, page)));
        pages.chain(errors).collect()
    }

    fn page(&self, locale: Locale, page: StaticPage) -> String {
        let said = self.said(locale);
        in_locale(locale, || {
            let basis_page = |basis| {
                let title = t(words::basis(basis));
                let description = format!("{title}. {}", said.text("documents.lede"));
                (title, description, said.documents(basis))
            };
            let (title, description, content) = match page {
                StaticPage::Start => (t(Msg::StartTitle), said.text("start.description"), said.start(locale)),
                StaticPage::Documents(basis) => basis_page(basis),
                StaticPage::Following => {
                    (said.text("nav.following"), said.text("following.lede"), said.following())
                }
                StaticPage::Contacts => {
                    (said.text("nav.contacts"), said.text("contacts.lede"), said.contacts())
                }
            };
            self.frame(locale, Some(page), &said, &PageContent { title, description, content })
        })
    }

    fn error_page(&self, locale: Locale, page: ErrorPage) -> String {
        let said = self.said(locale);
        in_locale(locale, || {
            let (title, text) = match page {
                ErrorPage::NotFound => (t(Msg::NotFoundTitle), t(Msg::NotFoundText)),
                ErrorPage::WrongMethod => (said.text("wrong_method.title"), said.text("wrong_method.text")),
            };
            let content = format!("<p class=\"lede\">{}</p>", escape(&text));
            self.frame(locale, None, &said, &PageContent { title, description: text, content })
        })
    }

    fn said(&self, locale: Locale) -> Said<'_> {
        Said { catalogs: self.catalogs, language: Language::from_code(locale.tag()) }
    }

    /// Returns the HTML of a page. `current` is `None` for an error page, which is not one of the pages that search engines
    /// find.
    fn frame(
        &self,
        locale: Locale,
        current: Option<StaticPage>,
        said: &Said<'_>,
        page: &PageContent,
    ) -> String {
        let (tag, direction) = (locale.tag(), locale.direction().value());
        let (style, icon) = (self.style, self.icon);
        let name = escape(&t(Msg::ShellName));
        let heading = escape(&page.title);
        let with_name = format!("{} – {}", page.title, t(Msg::ShellName));
        let is_short = with_name.chars().count() <= MAX_TITLE;
        let title = escape(if is_short { &with_name } else { &page.title });
        let description = escape(&page.description);
        let content = &page.content;
        let path = current.unwrap_or(StaticPage::Start).path();
        let languages: String = Locale::OFFERED.iter().fold(String::new(), |mut list, other| {
            let (tag, own) = (other.tag(), escape(other.own_name()));
            let direction = other.direction().value();
            let current = if *other == locale && current.is_some() { " aria-current=\"page\"" } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(
                list,
                "<li><a href=\"/{tag}/{path}\" lang=\"{tag}\" hreflang=\"{tag}\" dir=\"{direction}\"{current}>{own}</a></li>"
            );
            list
        });
        let languages_label = escape(&said.text("nav.languages"));
        let nav = said.nav(locale, current);
        let start = escape(&said.text("nav.app"));
        let operator = escape(&t(Msg::FooterNotOfficial));
        let law = escape(&t(Msg::FooterLaw));
        format!(
            "<!doctype html>\n<html lang=\"{tag}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<meta name=\"description\" content=\"{description}\">\n\
             <link rel=\"stylesheet\" href=\"{style}\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\">\n\
             </head>\n<body>\n<div id=\"app\">\n<header class=\"header\"><div class=\"header-inner\">\
             <a class=\"brand\" href=\"/{tag}/\">{name}</a></div>\n\
             <nav class=\"static-languages\" aria-label=\"{languages_label}\"><ul>{languages}</ul></nav></header>\n\
             <main>\n<h1>{heading}</h1>\n{content}\n\
             <p><a class=\"button\" href=\"/app?language={tag}\">{start}</a></p>\n{nav}\n</main>\n\
             <footer class=\"footer\"><div class=\"footer-inner\"><p>{operator}</p><p>{law}</p></div></footer>\n\
             </div>\n</body>\n</html>\n"
        )
    }
}

/// The texts of the static pages in one language.
struct Said<'a> {
    catalogs: &'a Catalogs,
    language: Option<Language>,
}

impl Said<'_> {
    fn text(&self, key: &str) -> String {
        let text = self.language.and_then(|language| self.catalogs.static_text(language, key));
        text.unwrap_or_default().to_owned()
    }

    fn filled(&self, key: &str, name: &str, value: &str) -> String {
        self.text(key).replace(&format!("{{{name}}}"), value)
    }

    fn nav(&self, locale: Locale, current: Option<StaticPage>) -> String {
        let link = |page: StaticPage, words: &str| {
            let aria = if Some(page) == current { " aria-current=\"page\"" } else { "" };
            format!("<li><a href=\"/{}/{}\"{aria}>{}</a></li>", locale.tag(), page.path(), escape(words))
        };
        let bases: String =
            Basis::ALL.map(|basis| link(StaticPage::Documents(basis), &t(words::basis(basis)))).concat();
        let others = [
            link(StaticPage::Start, &self.text("nav.start")),
            link(StaticPage::Following, &self.text("nav.following")),
            link(StaticPage::Contacts, &self.text("nav.contacts")),
        ]
        .concat();
        let documents = escape(&self.text("nav.documents"));
        format!(
            "<nav aria-labelledby=\"pages\"><h2 id=\"pages\">{documents}</h2>\n<ul>{bases}</ul>\n<ul>{others}</ul></nav>"
        )
    }

    fn start(&self, _locale: Locale) -> String {
        let facts = [Msg::StartFactTerm, Msg::StartFactFree, Msg::StartFactPhone, Msg::StartFactCheck];
        let facts: String = facts.map(|fact| format!("<li>{}</li>", escape(&t(fact)))).concat();
        let steps = ["start.step_answer", "start.step_check", "start.step_send", "start.step_follow"];
        let steps: String = steps.map(|step| format!("<li>{}</li>", escape(&self.text(step)))).concat();
        format!(
            "<p class=\"lede\">{}</p>\n<ul class=\"facts\">{facts}</ul>\n<h2>{}</h2>\n<ol>{steps}</ol>\n<p class=\"hint\">{}</p>",
            escape(&t(Msg::StartLede)),
            escape(&self.text("start.how")),
            escape(&t(Msg::StartLaterActs)),
        )
    }

    fn documents(&self, basis: Basis) -> String {
        let edition = Edition::in_force_on(chrono::NaiveDate::MAX).edition();
        let case = |home, work| ChecklistInput {
            service: Some(Service::Grant),
            basis: Some(basis),
            home: Some(home),
            work: Some(work),
            citizenship: None,
            people: vec![(PersonId(1), Some(true)), (PersonId(2), Some(true))],
        };
        // Documents that depend on a fact of the basis are listed under that fact.
        let choices = [
            (case(Home::SomebodyElses, WorkKind::Employer), None),
            (case(Home::SomebodyElses, WorkKind::SoleTrader), Some(words::work(WorkKind::SoleTrader))),
            (case(Home::Own, WorkKind::Employer), Some(words::home(Home::Own))),
        ];
        let first = (basis == Basis::FamilyReunion).then(|| words::home(Home::SomebodyElses));
        let first = first.or((basis == Basis::Employment).then(|| words::work(WorkKind::Employer)));
        let lists = choices.map(|(case, fact)| (checklist(&case, edition), fact));
        let everywhere = |line: &Requirement| lists.iter().all(|(list, _)| list.contains(line));
        let (mut own, mut family) = (String::new(), String::new());
        let mut seen: Vec<Requirement> = Vec::new();
        for (list, fact) in &lists {
            for line in list {
                if seen.contains(line) {
                    continue;
                }
                seen.push(*line);
                let condition = if everywhere(line) { None } else { fact.or(first) };
                let target = if line.key.person == PersonId(1) { &mut own } else { &mut family };
                target.push_str(&document(line, condition));
            }
        }
        let advised: Vec<String> = advice(&case(Home::Own, WorkKind::Employer))
            .into_iter()
            .map(|(_, citation)| {
                format!("<p>{}</p>{}", escape(&t(Msg::ChecklistApostille)), source(citation))
            })
            .collect();
        let place = edition.basis_citation(basis).map(source).unwrap_or_default();
        format!(
            "{place}<p>{}</p>\n<ul class=\"documents\">{own}</ul>\n<h2>{}</h2>\n<ul class=\"documents\">{family}</ul>\n\
             <h2>{}</h2><p>{}</p><p>{}</p>{}{}",
            escape(&self.text("documents.lede")),
            escape(&self.text("documents.family")),
            escape(&t(Msg::ChecklistForm)),
            escape(&t(Msg::ChecklistFormText)),
            escape(&t(Msg::ChecklistTranslation)),
            edition.translation_for(Service::Grant).map(source).unwrap_or_default(),
            advised.concat(),
        )
    }

    fn following(&self) -> String {
        let edition = Edition::in_force_on(chrono::NaiveDate::MAX).edition();
        let days = |days: u16| plural(Msg::StageAtMost, u32::from(days), &[]);
        let term = |service, key: &str| {
            edition.term(service).map_or_else(String::new, |term| {
                let words = self.filled(key, "days", &days(term.working_days));
                format!("<li>{}{}</li>", escape(&words), source(term.citation))
            })
        };
        let stages: Vec<String> = edition
            .stages_of(Service::Grant)
            .map(|stage| {
                format!(
                    "<li><strong>{}</strong>: {} – {}{}</li>",
                    escape(&t(words::stage(stage.stage))),
                    escape(&days(stage.working_days)),
                    escape(&t(words::holder(stage.holder))),
                    source(stage.citation),
                )
            })
            .collect();
        format!(
            "<p class=\"lede\">{}</p>\n<h2>{}</h2>\n<ul>{}{}<li>{}</li></ul>\n<p>{}</p>\n<h2>{}</h2>\n<ol>{}</ol>\n<p>{}</p>\n<p>{}</p>",
            escape(&self.text("following.lede")),
            escape(&self.text("following.whole")),
            term(Service::Grant, "following.grant"),
            term(Service::Extend, "following.extend"),
            escape(&self.text("following.duplicates")),
            escape(&self.text("following.counting")),
            escape(&self.text("following.stages")),
            stages.concat(),
            escape(&t(Msg::FollowTwoClocks)),
            escape(&self.text("following.late")),
        )
    }

    fn contacts(&self) -> String {
        let edition = Edition::in_force_on(chrono::NaiveDate::MAX).edition();
        let channels = |service| -> String {
            let channels: Vec<String> = edition
                .channels_of(service)
                .map(|rule| {
                    let channel = match rule.channel {
                        Channel::ForeignInstitution => "contacts.foreign_institution",
                        Channel::QuttyMekenApp => "contacts.qutty_meken_app",
                        Channel::LocalExecutiveBody => "contacts.local_executive_body",
                        Channel::StateCorporation => "contacts.state_corporation",
                        Channel::EgovPortal => "contacts.egov_portal",
                    };
                    let whom = match rule.open_to {
                        OpenTo::Everybody => String::new(),
                        OpenTo::ThoseLivingAbroad => format!(" – {}", escape(&self.text("contacts.abroad"))),
                    };
                    let issues = if rule.issues_result {
                        format!(". {}", escape(&t(Msg::ChannelIssues)))
                    } else {
                        String::new()
                    };
                    format!("<li>{}{whom}{issues}{}</li>", escape(&self.text(channel)), source(rule.citation))
                })
                .collect();
            channels.concat()
        };
        let waits: Vec<String> = edition
            .waits
            .iter()
            .map(|wait| format!("<li>{}</li>", escape(&words::counter_wait(wait))))
            .collect();
        let place = edition.waits.first().map(|wait| source(wait.citation)).unwrap_or_default();
        format!(
            "<p class=\"lede\">{}</p>\n<h2>{}</h2>\n<ul>{}</ul>\n<h2>{}</h2>\n<ul>{}</ul>\n<h2>{}</h2>\n<ul>{}</ul>{place}\n<p>{}</p>",
            escape(&self.text("contacts.lede")),
            escape(&self.text("contacts.grant")),
            channels(Service::Grant),
            escape(&self.text("contacts.extend")),
            channels(Service::Extend),
            escape(&self.text("contacts.waits")),
            waits.concat(),
            escape(&self.text("contacts.check")),
        )
    }
}

/// Returns an entry of a checklist, with the fact on which it depends unless it is always required.
fn document(line: &Requirement, condition: Option<Msg>) -> String {
    let mut hints = Vec::new();
    hints.extend(condition.map(t));
    if line.key.document.is_made_here() {
        hints.push(t(Msg::ChecklistMadeHere));
    }
    hints.extend(words::document_hint(line.key.document).map(t));
    if !line.instead.is_empty() {
        let instead: Vec<String> = line.instead.iter().map(|kind| t(words::document(*kind))).collect();
        hints.push(format!("{} {}", t(Msg::ChecklistInstead), instead.join("; ")));
    }
    let hints: Vec<String> =
        hints.iter().map(|hint| format!("<p class=\"hint\">{}</p>", escape(hint))).collect();
    let name = escape(&t(words::document(line.key.document)));
    format!("<li><p class=\"document-name\">{name}</p>{}{}</li>", hints.concat(), source(line.citation))
}

fn source(citation: Citation) -> String {
    format!("<p class=\"source\">{}</p>", escape(&words::citation(&citation)))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_site<T>(work: impl FnOnce(&StaticSite<'_>) -> T) -> T {
        let catalogs = Catalogs::read(Path::new(".")).unwrap();
        work(&StaticSite { catalogs: &catalogs, style: "/assets/style.css", icon: "/assets/icon.svg" })
    }

    /// Returns every file of every language with its path.
    fn files() -> Vec<(Locale, String, String)> {
        let of = |site: &StaticSite<'_>, locale| {
            site.files(locale).into_iter().map(move |(name, html)| (locale, name, html))
        };
        with_site(|site| Locale::OFFERED.into_iter().flat_map(|locale| of(site, locale)).collect())
    }

    fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
        let from = html.split_once(start).unwrap_or_else(|| panic!("{start} is missing")).1;
        from.split_once(end).unwrap().0
    }

    fn pages() -> Vec<(Locale, StaticPage, String)> {
        with_site(|site| {
            let all = Locale::OFFERED
                .into_iter()
                .flat_map(|locale| StaticPage::all().map(move |page| (locale, page)));
            all.map(|(locale, page)| (locale, page, site.page(locale, page))).collect()
        })
    }

    #[test]
    fn every_page_of_every_language_exists_without_a_gap_or_a_script() {
        let files = files();
        assert_eq!(files.len(), 8 * (8 + 2));
        for (locale, name, html) in &files {
            let place = format!("{}/{name}", locale.tag());
            for gap in
                ["{", "}", "><p></p>", "<li></li>", "<h1></h1>", "<h2></h2>", "<script", "content=\"\""]
            {
                assert!(!html.contains(gap), "{place} has {gap}");
            }
            assert!(html.contains(&format!(
                "lang=\"{}\" dir=\"{}\"",
                locale.tag(),
                locale.direction().value()
            )));
            assert!(html.contains(&format!("/app?language={}\"", locale.tag())), "{place}");
            assert!(html.len() < 40_000, "{place}: {}", html.len());
        }
    }

    #[test]
    fn titles_and_descriptions_are_short_and_unique() {
        for locale in Locale::OFFERED {
            let of_language = files().into_iter().filter(|(of, ..)| *of == locale);
            let (mut titles, mut descriptions) = (Vec::new(), Vec::new());
            for (_, name, html) in of_language {
                let title = between(&html, "<title>", "</title>").to_owned();
                assert!(title.chars().count() <= MAX_TITLE, "{}/{name}: {title}", locale.tag());
                titles.push(title);
                descriptions.push(between(&html, "<meta name=\"description\" content=\"", "\">").to_owned());
            }
            for mut texts in [titles, descriptions] {
                let count = texts.len();
                texts.sort_unstable();
                texts.dedup();
                assert_eq!(texts.len(), count, "{}: {texts:?}", locale.tag());
            }
        }
    }

    #[test]
    fn a_landmark_that_occurs_twice_has_a_name() {
        for (locale, name, html) in files() {
            let place = format!("{}/{name}", locale.tag());
            assert_eq!(html.matches("<main").count(), 1, "{place}");
            assert_eq!(html.matches("<nav").count(), 2, "{place}");
            assert_eq!(
                html.matches("<nav aria-labelledby=\"pages\"><h2 id=\"pages\">").count(),
                1,
                "{place}"
            );
            let label = between(&html, "<nav class=\"static-languages\" aria-label=\"", "\"");
            assert_ne!(label, between(&html, "<h2 id=\"pages\">", "</h2>"), "{place}");
        }
    }

    #[test]
    fn a_page_about_a_wrong_address_is_not_marked_as_the_current_page() {
        for (locale, name, html) in files() {
            let is_error = name.starts_with('4');
            assert_eq!(html.contains("aria-current"), !is_error, "{}/{name}", locale.tag());
        }
    }

    #[test]
    fn a_checklist_names_the_documents_for_each_fact_of_its_basis() {
        let english = |wanted| {
            let page =
                pages().into_iter().find(|(locale, page, _)| *locale == Locale::English && *page == wanted);
            page.unwrap().2
        };
        let reunion = english(StaticPage::Documents(Basis::FamilyReunion));
        let work = english(StaticPage::Documents(Basis::Employment));
        in_locale(Locale::English, || {
            use rules::document::DocumentKind as D;
            let has = |page: &str, kind| page.contains(&escape(&t(words::document(kind))));
            for kind in [D::KinshipProof, D::ResidenceConsent, D::HomeOwnership, D::IdentityDocument] {
                assert!(has(&reunion, kind), "{kind:?}");
            }
            for kind in [D::PreliminaryEmploymentContract, D::SoleTraderRegistration] {
                assert!(has(&work, kind) && !has(&reunion, kind), "{kind:?}");
            }
        });
    }

    #[test]
    fn the_page_about_following_names_the_terms_of_the_edition() {
        let following = pages()
            .into_iter()
            .find(|(locale, page, _)| *locale == Locale::English && *page == StaticPage::Following);
        let html = following.unwrap().2;
        for days in ["35", "5", "20", "3", "10"] {
            assert!(html.contains(&format!("at most {days} working days")), "{days}");
        }
        assert!(html.contains("at most 1 working day"));
    }

    #[test]
    fn the_page_of_the_ways_has_every_wait_and_says_where_the_result_is_issued() {
        for (locale, page, html) in pages() {
            if page != StaticPage::Contacts {
                continue;
            }
            in_locale(locale, || {
                for wait in Edition::by_id("539-2023").unwrap().waits {
                    let line = format!("<li>{}</li>", escape(&words::counter_wait(wait)));
                    assert!(html.contains(&line), "{}: {line}", locale.tag());
                }
                assert!(html.contains(&escape(&t(Msg::ChannelIssues))), "{}", locale.tag());
            });
        }
    }
}
