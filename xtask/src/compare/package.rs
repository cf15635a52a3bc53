//! A package in the wire format, as `examine` and `checklist` read it: a submission, or its draft alone.

use std::fs;
use std::io::{self, Read as _};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use rules::calendar::WorkingCalendar;
use rules::checklist::{ChecklistInput, checklist};
use rules::draft::Draft;
use rules::edition::Edition;
use rules::examine::examine;
use rules::time::{parse_day, write_day};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::Input;
use crate::files;

/// Returns what ¶5-1 would find in the package on that day, as a JSON array in the order of the checklist.
pub fn examination(package: &ComparedPackage, on: NaiveDate) -> Value {
    let edition = Edition::in_force_on(on).edition();
    let examination = examine(&package.draft, edition, &WorkingCalendar::built_in(), on);
    let defects = examination.defects.iter().map(|defect| {
        let requirement = defect.finding.requirement;
        json!({
            "kind": defect.finding.kind,
            "requirement": requirement.document,
            "person": requirement.person,
            "document": defect.document,
            "until": defect.until.map(write_day),
            "citation": defect.citation,
        })
    });
    defects.collect()
}

/// Returns the documents that the package must have, as a JSON array.
pub fn requirements(package: &ComparedPackage) -> Value {
    let day = package.day.unwrap_or(NaiveDate::MAX);
    let edition = Edition::in_force_on(day).edition();
    let list = checklist(&ChecklistInput::of(&package.draft), edition);
    let lines = list.iter().map(|line| {
        json!({
            "requirement": line.key.document,
            "person": line.key.person,
            "form": line.form,
            "instead": line.instead,
            "citation": line.citation,
            "translation": line.translation,
        })
    });
    lines.collect()
}

/// A draft and, where it came in a submission, its day of registration.
#[derive(Debug)]
pub struct ComparedPackage {
    draft: Draft,
    day: Option<NaiveDate>,
}

/// Of a submission, what is looked at.
#[derive(Deserialize)]
struct SubmittedDraft {
    draft: Draft,
}

impl ComparedPackage {
    /// The outer error is that of reading the file; the inner one says what is wrong with what it holds, and in which line.
    pub fn read(input: &Input) -> Result<Result<Self, String>> {
        let text = match input {
            Input::Standard => {
                let mut text = String::new();
                io::stdin()
                    .read_to_string(&mut text)
                    .map(|_| text)
                    .context("the standard input is no text")?
            }
            Input::File(path) => fs::read_to_string(path).with_context(|| {
                format!("{} cannot be read; see whether it is there and yours", path.display())
            })?,
        };
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let with_line = |error: serde_json::Error| format!("line {}: {error}", error.line().max(1));
        let text = files::without_mark(text);
        let value: Value = serde_json::from_str(text).map_err(with_line)?;
        let day = value.get("day").and_then(Value::as_str).and_then(parse_day);
        let has_draft = value.get("draft").is_some();
        let is_draft = has_draft || value.get("people").is_some() || value.get("service").is_some();
        if !is_draft {
            return Err(
                "line 1: this is no package; write a submission, or a draft with `service` and `people`"
                    .into(),
            );
        }
        // Read from the text again, so that an error names its line.
        let draft = if has_draft {
            serde_json::from_str(text).map(|submission: SubmittedDraft| submission.draft)
        } else {
            serde_json::from_str(text)
        };
        Ok(Self { draft: draft.map_err(with_line)?, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = r#"{"service": "grant", "basis": "study", "people": [{"id": "0000000000000001"}]}"#;

    #[test]
    fn a_draft_alone_and_one_in_a_submission_are_the_same_package() {
        let alone = ComparedPackage::parse(DRAFT).unwrap();
        let sent = ComparedPackage::parse(&format!(r#"{{"day": "2026-11-23", "draft": {DRAFT}}}"#)).unwrap();
        assert_eq!(alone.draft, sent.draft);
        let from_an_editor = ComparedPackage::parse(&format!("\u{FEFF}{DRAFT}\r\n")).unwrap();
        assert_eq!(alone.draft, from_an_editor.draft);
        assert_eq!(sent.day, parse_day("2026-11-23"));
    }

    #[test]
    fn each_finding_has_its_fields() {
        let package = ComparedPackage::parse(DRAFT).unwrap();
        let found = examination(&package, parse_day("2026-11-23").unwrap());
        let expected = json!({
            "kind": "missing",
            "requirement": "autobiography",
            "person": "0000000000000001",
            "document": null,
            "until": null,
            "citation": {"act": "digests", "place": "whole", "mark": "digest"},
        });
        assert_eq!(found[0], expected);
        assert_eq!(requirements(&package).as_array().unwrap().len(), 5);
    }

    #[test]
    fn the_error_of_a_bad_package_names_its_line() {
        for (text, line) in [
            ("", "line 1:"),
            ("{}", "line 1:"),
            ("[1]", "line 1:"),
            ("{\"service\": \"grant\",\n \"people\": 3}", "line 2:"),
        ] {
            let error = ComparedPackage::parse(text).map(|_| ()).unwrap_err();
            assert!(error.starts_with(line), "{text}: {error}");
        }
    }
}
