//! Reading sources: which files there are, and what in a file is comment, text and code.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::files;

/// A file of the project, cut into comments and code.
pub struct Source {
    /// The path from the root of the project, with `/`.
    pub path: String,
    pub comments: Vec<Comment>,
    /// The code with spaces in the place of comments and of what is inside string literals. Lines and columns are those of the file.
    pub code: String,
}

/// A comment of one line, or one line of a longer comment.
#[derive(Debug, PartialEq, Eq)]
pub struct Comment {
    pub line: usize,
    /// Without the comment marks.
    pub text: String,
    /// True for a comment that documents the item after it.
    pub is_doc: bool,
}

/// A message of a check: where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub message: String,
}

impl Source {
    pub fn read(root: &Path, path: &Path) -> Result<Self> {
        let text = files::read_text(path)?;
        let name = path.strip_prefix(root).context("a source is outside the project")?;
        Ok(Self::new(&name.to_string_lossy().replace('\\', "/"), &text))
    }

    pub fn new(path: &str, text: &str) -> Self {
        let mut source = Self { path: path.to_owned(), comments: Vec::new(), code: String::new() };
        match path.rsplit('.').next() {
            Some("rs") => source.cut(text, true),
            Some("js" | "mjs") => source.cut(text, false),
            // Markdown is all text, except code between fences.
            Some("md") => source.cut_markdown(text),
            _ => text.clone_into(&mut source.code),
        }
        source
    }

    pub fn is_rust(&self) -> bool {
        self.path.rsplit('.').next() == Some("rs")
    }

    pub fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, message: message.into() }
    }

    /// The code without the tests at the end of the file.
    pub fn product(&self) -> &str {
        let end = self.code.match_indices("#[cfg(test)]").find_map(|(at, mark)| {
            let after = self.code[at + mark.len()..].trim_start();
            after.starts_with("mod ").then_some(at)
        });
        &self.code[..end.unwrap_or(self.code.len())]
    }

    fn cut_markdown(&mut self, text: &str) {
        let mut in_code = false;
        for (at, line) in text.lines().enumerate() {
            let is_fence = line.trim_start().starts_with("```");
            in_code ^= is_fence;
            if !in_code && !is_fence {
                self.comments.push(Comment { line: at + 1, text: line.to_owned(), is_doc: false });
            }
        }
    }

    /// Reads code of Rust or of JavaScript. Of JavaScript, regular expressions are not distinguished from divisions: a quote in one opens a
    /// text that ends with the line.
    fn cut(&mut self, text: &str, is_rust: bool) {
        let mut rest = text;
        let mut line = 1;
        while let Some(char) = rest.chars().next() {
            let length = if rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                self.add_comment(line, &rest[..end]);
                blank(&mut self.code, &rest[..end]);
                end
            } else if rest.starts_with("/*") {
                let end = block_comment(rest, is_rust);
                for (at, part) in rest[..end].lines().enumerate() {
                    self.add_comment(line + at, part);
                }
                blank(&mut self.code, &rest[..end]);
                end
            } else if let Some((opening, end)) = literal(rest, is_rust) {
                self.code.push_str(&rest[..opening]);
                let closing = end.saturating_sub(1).max(opening);
                blank(&mut self.code, &rest[opening..closing]);
                self.code.push_str(&rest[closing..end]);
                end
            } else {
                self.code.push(char);
                char.len_utf8()
            };
            line += rest[..length].matches('\n').count();
            rest = &rest[length..];
        }
    }

    fn add_comment(&mut self, line: usize, text: &str) {
        let text = text.trim();
        let is_doc = text.starts_with("///") || text.starts_with("//!");
        let text = text.trim_start_matches(['/', '*', '!']).trim_end_matches(['*', '/']).trim();
        self.comments.push(Comment { line, text: text.to_owned(), is_doc });
    }
}

fn blank(code: &mut String, text: &str) {
    code.extend(text.chars().map(|char| if char == '\n' { '\n' } else { ' ' }));
}

/// The length of a block comment. Those of Rust can contain others.
fn block_comment(text: &str, nests: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") && (nests || depth == 0) {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The literal with which the text begins: the length of its opening, and of all of it.
fn literal(text: &str, is_rust: bool) -> Option<(usize, usize)> {
    if is_rust {
        if let Some(raw) = raw_string(text) {
            return Some(raw);
        }
        if let Some(after) = text.strip_prefix('\'') {
            return char_literal(after).map(|length| (1, 1 + length));
        }
    }
    let quote = text.chars().next().filter(|char| *char == '"' || (!is_rust && "'`".contains(*char)))?;
    let ends_with_line = !is_rust && quote != '`';
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            '\n' if ends_with_line => return Some((1, at)),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == quote => return Some((1, at + 1)),
            _ => {}
        }
    }
    Some((1, text.len()))
}

fn raw_string(text: &str) -> Option<(usize, usize)> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let opening = text.len() - after.len() + hashes + 1;
    after[hashes..].strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let end = text[opening..].find(&closing).map_or(text.len(), |at| opening + at + closing.len());
    Some((opening, end))
}

/// The length of a character literal after its first quote; `None` for a lifetime.
fn char_literal(after: &str) -> Option<usize> {
    let mut chars = after.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        return after[2..].find('\'').map(|at| 2 + at + 1);
    }
    let (at, second) = chars.next()?;
    (second == '\'').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(path: &str, text: &str) -> Vec<(usize, String)> {
        Source::new(path, text).comments.into_iter().map(|comment| (comment.line, comment.text)).collect()
    }

    #[test]
    fn comments_are_found_and_texts_are_not_taken_for_them() {
        let text = "/// First.\nlet a = \"// no\"; // second\nlet b = r#\"/* \"no\" */\"#; /* third /* nested */ end */\nlet c = '\"'; // fourth\nfn d<'a>() {} // fifth";
        let expected =
            [(1, "First."), (2, "second"), (3, "third /* nested */ end"), (4, "fourth"), (5, "fifth")];
        assert_eq!(comments("a.rs", text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn code_keeps_its_lines_and_loses_its_texts() {
        let source = Source::new("a.rs", "a(\"x\ny\", b) // c\nd");
        assert_eq!(source.code, "a(\" \n \", b)     \nd");
        let script = Source::new("a.mjs", "const a = `x // y`; // z\nb('it\\'s')");
        assert_eq!(script.code, "const a = `      `;     \nb('     ')");
        assert_eq!(script.comments.len(), 1);
    }

    #[test]
    fn the_tests_of_a_file_are_not_its_product() {
        let source = Source::new("a.rs", "fn a() {}\n#[cfg(test)]\nfn b() {}\n#[cfg(test)]\nmod tests {}\n");
        assert_eq!(source.product().trim_end(), "fn a() {}\n#[cfg(test)]\nfn b() {}");
    }

    #[test]
    fn markdown_is_text_outside_its_code() {
        assert_eq!(
            comments("a.md", "One\n```\ntwo\n```\nthree"),
            [(1, "One".to_owned()), (5, "three".to_owned())]
        );
    }
}
