//! What our rules answer, for comparison with somebody else's answers: lines in, lines out.
//!
//! The output proper carries answers alone. A line that cannot be read ends the run with exit code 2 and is named by its
//! number; the answers to the lines before it are written by then. Lines without a word are passed over.

mod calendar;
mod due;
mod input;
mod moment;
mod package;
mod packages;
mod timeline;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use rules::calendar::WorkingCalendar;
use rules::time::parse_day;
use serde_json::Value;

use crate::files;
pub use input::Input;
use package::ComparedPackage;

/// A question to the rules.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum Question {
    /// Prints the day of registration and the last day of a term for lines such as `2026-11-22T10:00 35`, and whether that day
    /// is official or provisional.
    Due {
        /// A file, or - for the standard input: lines of a moment of receipt in Astana and a number of working days. A line that
        /// cannot be read ends the run with exit code 2.
        #[arg(value_name = "FILE")]
        input: Input,
    },
    /// Prints the weekdays of a year that are off and the weekend days that are worked, each with its reason.
    Calendar {
        /// The year.
        year: i32,
    },
    /// Prints the terms and stages for each line of JSON {service, registered, today, events}.
    Timeline {
        /// A file, or - for the standard input. A line that cannot be read ends the run with exit code 2.
        #[arg(value_name = "FILE")]
        input: Input,
    },
    /// Prints what the check of ¶5-1 would find in a package (a submission, or its draft), as a JSON array.
    Examine {
        /// A file, or - for the standard input. A line that cannot be read ends the run with exit code 2.
        #[arg(value_name = "FILE")]
        input: Input,
        /// The day on which the package came in.
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: NaiveDate,
    },
    /// Prints which documents a package must have, as a JSON array.
    Checklist {
        /// A file, or - for the standard input. A line that cannot be read ends the run with exit code 2.
        #[arg(value_name = "FILE")]
        input: Input,
    },
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    parse_day(text).ok_or("write a day such as 2026-11-23")
}

/// The number of generated packages, and their folder.
#[derive(Args, Debug, PartialEq, Eq)]
pub struct PackagesOptions {
    /// The first package.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The number of packages.
    #[arg(long, value_name = "M", default_value_t = 100)]
    pub count: u32,
    /// The folder to write to.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// The exit code for a line that cannot be read.
const BAD_LINE: u8 = 2;

pub fn run(question: &Question) -> Result<ExitCode> {
    let known = WorkingCalendar::built_in();
    match question {
        Question::Due { input } => answer(input, |line| due::answer(&known, line)),
        Question::Timeline { input } => answer(input, |line| timeline::answer(&known, line)),
        Question::Examine { input, on } => about(input, |package| package::examination(package, *on)),
        Question::Checklist { input } => about(input, package::requirements),
        Question::Calendar { year } => {
            let Some(lines) = calendar::lines(&known, *year) else {
                bail!("there is no {year} in the calendar; {}", calendar::span(&known));
            };
            // A reader that closes the pipe wants no more output.
            match io::stdout().write_all(lines.as_bytes()) {
                Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
                _ => Ok(ExitCode::SUCCESS),
            }
        }
    }
}

/// Generates packages, each with its expected answers.
pub fn packages(options: &PackagesOptions) -> Result<ExitCode> {
    packages::write(options.seed, options.count, &options.folder)?;
    eprintln!("{} packages and their answers are in {}", options.count, options.folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Answers about one package.
fn about(input: &Input, answer: impl FnOnce(&ComparedPackage) -> Value) -> Result<ExitCode> {
    match ComparedPackage::read(input)? {
        Ok(package) => match writeln!(io::stdout(), "{:#}", answer(&package)) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(ExitCode::SUCCESS),
        },
        Err(problem) => {
            eprintln!("{problem}");
            Ok(ExitCode::from(BAD_LINE))
        }
    }
}

fn answer(input: &Input, answer: impl FnMut(&str) -> Result<String, String>) -> Result<ExitCode> {
    let output = BufWriter::new(io::stdout().lock());
    let ended = match input {
        Input::Standard => each_line(io::stdin().lock(), output, answer)?,
        Input::File(path) => {
            let unreadable =
                || format!("{} cannot be read; see whether it is there and yours", path.display());
            let file = File::open(path).with_context(unreadable)?;
            each_line(BufReader::new(file), output, answer).with_context(unreadable)?
        }
    };
    Ok(match ended {
        RunEnd::WithTheLast | RunEnd::Unheard => ExitCode::SUCCESS,
        RunEnd::AtBadLine { number, problem } => {
            eprintln!("line {number}: {problem}");
            ExitCode::from(BAD_LINE)
        }
    })
}

/// The way in which a run over lines ended.
#[derive(Debug, PartialEq, Eq)]
enum RunEnd {
    WithTheLast,
    /// The reader of the output has closed the pipe.
    Unheard,
    AtBadLine {
        /// Counted from 1.
        number: usize,
        problem: String,
    },
}

/// Answers each line with a line. What is wrong with a line ends it, after the answers so far are written out.
fn each_line(
    mut input: impl BufRead,
    mut output: impl Write,
    mut answer: impl FnMut(&str) -> Result<String, String>,
) -> io::Result<RunEnd> {
    let mut bytes = Vec::new();
    let mut number = 0;
    let ended = loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break RunEnd::WithTheLast;
        }
        number += 1;
        let line =
            str::from_utf8(&bytes).map(|line| if number == 1 { files::without_mark(line) } else { line });
        let answered = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => answer(line.trim()),
            Err(_) => Err("this is no text; write it in UTF-8".to_owned()),
        };
        match answered {
            Ok(line) => match writeln!(output, "{line}") {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(RunEnd::Unheard),
                other => other?,
            },
            Err(problem) => break RunEnd::AtBadLine { number, problem },
        }
    };
    match output.flush() {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(RunEnd::Unheard),
        other => other.map(|()| ended),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the output and the end of a run that answers each line with its length and cannot read `bad`.
    fn lengths(input: &[u8]) -> (String, RunEnd) {
        let mut output = Vec::new();
        let length = |line: &str| match line {
            "bad" => Err("it is bad".to_owned()),
            line => Ok(line.len().to_string()),
        };
        let ended = each_line(input, &mut output, length).unwrap();
        (String::from_utf8(output).unwrap(), ended)
    }

    #[test]
    fn each_line_has_its_answer_whatever_ends_it() {
        assert_eq!(lengths(b"a\r\n  bb \n\n \nccc"), ("1\n2\n3\n".to_owned(), RunEnd::WithTheLast));
        assert_eq!(lengths(b""), (String::new(), RunEnd::WithTheLast));
        // With a byte order mark, as some editors write it.
        assert_eq!(lengths(b"\xEF\xBB\xBFa\nbb\n"), ("1\n2\n".to_owned(), RunEnd::WithTheLast));
    }

    #[test]
    fn a_bad_line_is_named_by_its_number_after_the_answers_before_it() {
        let at = |number, problem: &str| RunEnd::AtBadLine { number, problem: problem.to_owned() };
        assert_eq!(lengths(b"a\n\nbad\ncc\n"), ("1\n".to_owned(), at(3, "it is bad")));
        assert_eq!(lengths(b"a\n\xFF\n"), ("1\n".to_owned(), at(2, "this is no text; write it in UTF-8")));
    }

    #[test]
    fn one_that_reads_no_further_ends_the_run_in_peace() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert_eq!(each_line(&b"a\n"[..], Closed, |line| Ok(line.to_owned())).unwrap(), RunEnd::Unheard);
    }
}
