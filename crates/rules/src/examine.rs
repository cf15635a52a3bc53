//! What the check of ¶5-1 would find among the documents on a given day, so that the app makes the officer's list first.
//!
//! The order knows two grounds to refuse to accept: an incomplete package and expired documents. Findings never block by
//! themselves; the applicant acknowledges each, and they travel with the application.

use crate::calendar::WorkingCalendar;
use crate::checklist::{ChecklistInput, Requirement, checklist};
use crate::citation::{Citation, Locus};
use crate::document::{Document, DocumentKind, Page, PageFlaw, PaperLanguage, RequirementKey};
use crate::draft::Draft;
use crate::edition::Edition;
use crate::finding::{Finding, FindingKind, RefusalGround};
use crate::id::DocumentId;
use crate::spelling;
use chrono::NaiveDate;
use script::name::Likeness;

/// A finding with what is needed to explain and to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What is wrong with which line of the checklist: the part that a draft keeps when it is acknowledged.
    pub finding: Finding,
    /// The paper it is about; `None` where there is none.
    pub document: Option<DocumentId>,
    /// The day on which the paper runs out, where that is the matter.
    pub until: Option<NaiveDate>,
    /// What the applicant can do about it before sending.
    pub mend: Mend,
    /// Why it is found: what asks for the document or translation, ¶5-1 for expiry, or our reading of ¶5-1 for the
    /// rest.
    pub citation: Citation,
}

impl Defect {
    /// The ground on which an application with this defect would be refused; `None` for a warning.
    pub fn ground(&self) -> Option<RefusalGround> {
        self.finding.kind.ground()
    }
}

/// What mends a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Add the document, or one of these in its place.
    Add {
        /// Empty where nothing may stand in its place.
        instead: &'static [DocumentKind],
    },
    /// Put a valid one in its place.
    Renew,
    /// Add the notarised translation.
    AddTranslation,
    /// Save the file without a password and choose it again.
    Unlock,
    /// Photograph or choose the page again.
    TakeAgain,
    /// Put the person's own paper in its place.
    GiveOwn,
    /// Renew it before this day, or be ready to hand the new one in.
    RenewBefore(NaiveDate),
    /// Check the spelling on both papers, and ask whoever issued the wrong one to correct it.
    CheckSpelling,
}

/// What was found on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// The latest date under the term if registered on that day: until then papers should be valid.
    pub horizon: Option<NaiveDate>,
    /// In the order of the checklist.
    pub defects: Vec<Defect>,
}

impl Examination {
    /// What speaks for a refusal to accept.
    pub fn refusals(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_some())
    }

    /// What is worth mending and no ground to refuse.
    pub fn warnings(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| defect.ground().is_none())
    }

    /// The list that Annex 8 would carry: each document named once, in the order of the checklist, with the grounds that
    /// concern it. The annex names documents alone; the grounds beside each are our addition.
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
    /// The document that the line names, and for whom it was asked.
    pub requirement: RequirementKey,
    /// At least one, each once. Annex 8 gives both grounds for the list as a whole; this split is our addition.
    pub grounds: Vec<RefusalGround>,
}

/// What ¶5-1 would find in the draft's documents if it came in on the day `on`.
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

/// Goes through the checklist and gathers defects.
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
            // A paper that serves several lines has its own defects named once, at the first of those that are asked.
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
            let citation = Citation::paragraph("5-1");
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

    /// The last day on which the paper is valid, where it names one that can be read. That of an identity document stands
    /// with its person.
    fn valid_until(&self, line: &Requirement, document: &Document) -> Option<NaiveDate> {
        if document.kind == DocumentKind::IdentityDocument {
            let own = document.serves.iter().find(|key| key.document == DocumentKind::IdentityDocument);
            let identity = &self.draft.person(own.unwrap_or(&line.key).person)?.identity;
            return if identity.no_expiry { None } else { identity.expires.read().ok() };
        }
        if document.kind.may_expire() && !document.no_expiry { document.expires.read().ok() } else { None }
    }
}

/// Whether something is there: a page, or what may be written in the app.
fn is_given(document: &Document) -> bool {
    let written = document.kind.may_be_written() && !document.text.trim().is_empty();
    written || !document.pages.is_empty()
}

fn flaw(page: &Page) -> Option<PageFlaw> {
    if page.bytes == 0 { Some(PageFlaw::Empty) } else { page.flaw }
}

#[cfg(test)]
mod tests;
