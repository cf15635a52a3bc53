//! Finds the defects that the check of ¶5-1 would find among the documents on a given day, so that the applicant sees
//! them before the officer does.
//!
//! The order knows two grounds to refuse to accept: an incomplete package and expired documents. Findings never block
//! by themselves; the applicant acknowledges each, and they are sent with the application.

use crate::calendar::WorkingCalendar;
use crate::checklist::{ChecklistInput, Requirement, checklist};
use crate::citation::{Citation, Locus};
use crate::document::{Document, DocumentKind, Page, PageFlaw, PaperLanguage, RequirementKey};
use crate::draft::Draft;
use crate::edition::Edition;
use crate::finding::{Finding, FindingKind, RefusalGround};
use crate::id::DocumentId;
use crate::service::Service;
use crate::spelling;
use chrono::NaiveDate;
use script::name::Likeness;

/// A finding with the data to explain and fix it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The line of the checklist and the kind of defect: the part that the draft stores when the applicant acknowledges
    /// it.
    pub finding: Finding,
    /// The paper with the defect; `None` where the paper is missing.
    pub document: Option<DocumentId>,
    /// The expiry day of the paper, for defects about expiry.
    pub until: Option<NaiveDate>,
    /// The way in which the applicant can fix it before sending.
    pub mend: Mend,
    /// The source of the defect: the rule that requires the document or the translation, ¶5-1 for expiry, or our
    /// reading of ¶5-1 for the rest.
    pub citation: Citation,
}

impl Defect {
    /// Returns the ground on which an application with this defect would be refused; `None` for a warning.
    pub fn ground(&self) -> Option<RefusalGround> {
        self.finding.kind.ground()
    }
}

/// The way to fix a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Add the document, or one of the accepted replacements.
    Add {
        /// Empty where no other document is accepted.
        instead: &'static [DocumentKind],
    },
    /// Replace it with a valid one.
    Renew,
    /// Add the notarised translation.
    AddTranslation,
    /// Save the file without a password and choose it again.
    Unlock,
    /// Photograph or choose the page again.
    TakeAgain,
    /// Replace it with the person's own paper.
    GiveOwn,
    /// Renew it before this day, or be ready to submit the new one.
    RenewBefore(NaiveDate),
    /// Check the spelling on both papers, and ask the issuer of the wrong one to correct it.
    CheckSpelling,
}

/// The defects found on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// The latest date under the term if registered on that day: papers should be valid until then.
    pub horizon: Option<NaiveDate>,
    /// The defects in the order of the checklist.
    pub defects: Vec<Defect>,
}

impl Examination {
    /// Returns the defects that are grounds for a refusal to accept.
    pub fn refusals(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_some())
    }

    /// Returns the defects that should be fixed but are no ground to refuse.
    pub fn warnings(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_none())
    }

    /// Returns the list as in Annex 8: each document once, in the order of the checklist, with its grounds. The annex
    /// names only the documents; the grounds for each are our addition.
    pub fn annex_8(&self) -> Vec<Annex8Entry> {
        let mut entries: Vec<Annex8Entry> = Vec::new();
        for defect in self.refusals() {
            let Some(ground) = defect.ground() else { continue };
            let requirement = defect.finding.requirement;
            match entries.iter_mut().find(|entry| entry.requirement == requirement) {
                Some(entry) if entry.grounds.contains(&ground) => {}
                Some(entry) => entry.grounds.push(ground),
                None => entries.push(Annex8Entry { requirement, grounds: vec![ground] }),
            }
        }
        entries
    }
}

/// A numbered line of Annex 8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex8Entry {
    /// The document of the line, and the person for whom it was required.
    pub requirement: RequirementKey,
    /// At least one ground, each once. Annex 8 gives both grounds for the list as a whole; this split is our addition.
    pub grounds: Vec<RefusalGround>,
}

/// Returns the source of the check of documents. ¶5-1 is about applications for a grant; that other services are checked in the
/// same way is our reading.
pub const fn source_of_check(service: Option<Service>) -> Citation {
    match service {
        Some(Service::Grant) | None => Citation::paragraph("5-1"),
        Some(Service::Extend | Service::DuplicateCertificate | Service::DuplicateDecision) => {
            Citation::inferred(Locus::Paragraph("5-1"))
        }
    }
}

/// Returns the defects that ¶5-1 would find in the draft's documents if the draft were received on the day `on`.
pub fn examine(draft: &Draft, edition: &Edition, calendar: &WorkingCalendar, on: NaiveDate) -> Examination {
    let term = draft.service.and_then(|service| edition.term(service));
    let horizon = term.and_then(|term| calendar.add(on, term.working_days));
    let list = checklist(&ChecklistInput::of(draft), edition);
    let mut examiner = Examiner { draft, list: &list, on, horizon, defects: Vec::new() };
    for line in &list {
        examiner.line(line);
    }
    Examination { horizon, defects: examiner.defects }
}

/// Goes through the checklist and collects defects.
struct Examiner<'a> {
    draft: &'a Draft,
    list: &'a [Requirement],
    on: NaiveDate,
    horizon: Option<NaiveDate>,
    defects: Vec<Defect>,
}

impl Examiner<'_> {
    fn line(&mut self, line: &Requirement) {
        if line.key.document.is_made_here() {
            return;
        }
        let fits = |kind: DocumentKind| kind == line.key.document || line.instead.contains(&kind);
        let draft = self.draft;
        let mut found = false;
        for document in &draft.documents {
            if !document.serves.contains(&line.key) || !fits(document.kind) || !is_given(document) {
                continue;
            }
            found = true;
            // The defects of a paper that serves several lines are reported once, at the first of its lines that is
            // required.
            let first = self.list.iter().find(|asked| document.serves.contains(&asked.key));
            if first.map(|asked| asked.key) == Some(line.key) {
                self.paper(line, document);
            }
        }
        if !found {
            let mend = Mend::Add { instead: line.instead };
            self.add(FindingKind::Missing, line, None, mend, line.citation);
        }
    }

    fn paper(&mut self, line: &Requirement, document: &Document) {
        let reading = Citation::inferred(Locus::Paragraph("5-1"));
        if let Some(flaw) = document.all_pages().find_map(flaw) {
            let mend = if flaw == PageFlaw::Encrypted { Mend::Unlock } else { Mend::TakeAgain };
            self.add(FindingKind::Unreadable, line, Some(document), mend, reading);
        }
        if let Some(citation) = line.translation
            && document.language == Some(PaperLanguage::Another)
            && document.translation.is_empty()
        {
            self.add(FindingKind::NotTranslated, line, Some(document), Mend::AddTranslation, citation);
        }
        match spelling::of_paper(self.draft, document) {
            Likeness::Different => {
                self.add(FindingKind::WrongHolder, line, Some(document), Mend::GiveOwn, reading);
            }
            Likeness::Variant => {
                let mend = Mend::CheckSpelling;
                self.add(FindingKind::SpelledDifferently, line, Some(document), mend, reading);
            }
            Likeness::Same | Likeness::Unknown => {}
        }
        let Some(until) = self.valid_until(line, document) else { return };
        if until < self.on {
            let citation = source_of_check(self.draft.service);
            self.add(FindingKind::Expired, line, Some(document), Mend::Renew, citation);
        } else if self.horizon.is_some_and(|horizon| until < horizon) {
            self.add(FindingKind::RunsOut, line, Some(document), Mend::RenewBefore(until), reading);
        } else {
            return;
        }
        if let Some(defect) = self.defects.last_mut() {
            defect.until = Some(until);
        }
    }

    fn add(
        &mut self,
        kind: FindingKind,
        line: &Requirement,
        document: Option<&Document>,
        mend: Mend,
        citation: Citation,
    ) {
        self.defects.push(Defect {
            finding: Finding { requirement: line.key, kind },
            document: document.map(|document| document.id),
            until: None,
            mend,
            citation,
        });
    }

    /// Returns the last day of validity, where the paper has one that can be parsed. For an identity document it is a
    /// field of the person.
    fn valid_until(&self, line: &Requirement, document: &Document) -> Option<NaiveDate> {
        if document.kind == DocumentKind::IdentityDocument {
            let own = document.serves.iter().find(|key| key.document == DocumentKind::IdentityDocument);
            let identity = &self.draft.person(own.unwrap_or(&line.key).person)?.identity;
            return if identity.no_expiry { None } else { identity.expires.read().ok() };
        }
        if document.kind.may_expire() && !document.no_expiry { document.expires.read().ok() } else { None }
    }
}

/// Returns whether the document has content: a page, or a text where it may be written in the app.
fn is_given(document: &Document) -> bool {
    let written = document.kind.may_be_written() && !document.text.trim().is_empty();
    written || !document.pages.is_empty()
}

fn flaw(page: &Page) -> Option<PageFlaw> {
    if page.bytes == 0 { Some(PageFlaw::Empty) } else { page.flaw }
}

#[cfg(test)]
mod tests;
