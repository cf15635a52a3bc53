//! `cargo xtask script --to arab|latn|cyrl`: Kazakh text from one script to another, line by line.

use std::io::{self, BufRead, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use script::{Lexicon, NAMES, cyrillic_words, to_arabic, to_cyrillic, to_latin};

use crate::files;
use crate::project::Project;

/// The target script. The source is Cyrillic, except for `Cyrl`, which converts төте жазу.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    Arab,
    Latn,
    Cyrl,
}

/// Converts the standard input.
pub fn run(project: &Project, target: Target) -> Result<()> {
    convert(target, &project.root.join("locales/kk.toml"), io::stdin().lock(), io::stdout().lock())
}

/// Converts `input` to `output`, line endings kept. `words` is a file of Kazakh texts in Cyrillic, such as
/// `locales/kk.toml`: the lexicon of `Cyrl` is made from its words and from names of people. For the other targets it
/// is not read.
fn convert(target: Target, words: &Path, mut input: impl BufRead, mut output: impl Write) -> Result<()> {
    let lexicon = match target {
        Target::Cyrl => lexicon(&files::read_text(words)?),
        Target::Arab | Target::Latn => Lexicon::default(),
    };
    let mut line = String::new();
    loop {
        line.clear();
        let length = input.read_line(&mut line).context("the input is no UTF-8 text")?;
        if length == 0 {
            return output.flush().context(UNWRITABLE);
        }
        let converted = match target {
            Target::Arab => to_arabic(&line),
            Target::Latn => to_latin(&line),
            Target::Cyrl => to_cyrillic(&line, &lexicon).text,
        };
        output.write_all(converted.as_bytes()).context(UNWRITABLE)?;
    }
}

const UNWRITABLE: &str = "the converted text cannot be written";

/// In lower case, since most words of `texts` that have a capital only begin a sentence.
fn lexicon(texts: &str) -> Lexicon {
    let words: Vec<String> = cyrillic_words(texts).map(str::to_lowercase).collect();
    Lexicon::from_words(words.iter().map(String::as_str).chain(NAMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(target: Target, input: &str) -> Result<String> {
        let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/kk.toml");
        let mut output = Vec::new();
        convert(target, &words, input.as_bytes(), &mut output)?;
        Ok(String::from_utf8(output)?)
    }

    #[test]
    fn lines_go_to_each_script_with_their_endings() {
        assert_eq!(converted(Target::Arab, "Қазақ тілі\r\n12\nүй").unwrap(), "قازاق ءتىلى\r\n12\nءۇي");
        assert_eq!(converted(Target::Latn, "Қазақ тілі\n").unwrap(), "Qazaq tılı\n");
        assert_eq!(
            converted(Target::Cyrl, "قانداس مارتەبەسى\nايگەرىم\n").unwrap(),
            "қандас мәртебесі\nАйгерім\n"
        );
    }

    #[test]
    fn the_words_are_read_for_cyrillic_only() {
        let missing = Path::new("there is no such file");
        assert!(convert(Target::Cyrl, missing, "".as_bytes(), Vec::new()).is_err());
        assert!(convert(Target::Arab, missing, "".as_bytes(), Vec::new()).is_ok());
    }

    #[test]
    fn what_is_no_text_is_an_error() {
        let words = Path::new("unused");
        assert!(convert(Target::Arab, words, [0xFF].as_slice(), Vec::new()).is_err());
    }

    #[test]
    fn targets_have_codes() {
        assert_eq!(Target::from_str("cyrl", false), Ok(Target::Cyrl));
        assert!(Target::from_str("Cyrl", false).is_err());
    }
}
