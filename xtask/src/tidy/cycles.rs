//! Import cycles: files of a crate that need each other.
//!
//! A file needs another one if it names something of it: by `crate::…`, `super::…` or the name of a child module. What a module only
//! hands on (`pub use`) belongs to the file that it comes from.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Finding, Source};

/// A module: its path in the crate, such as `["pages", "follow"]`.
type ModulePath = Vec<String>;

/// The files of one crate.
struct Modules<'a> {
    files: BTreeMap<ModulePath, &'a Source>,
    /// What a module hands on under a name: the paths, as seen from it.
    handed_on: BTreeMap<(ModulePath, String), Vec<String>>,
}

/// Finds the cycles of a crate whose sources are in `folder`.
pub fn check(folder: &str, sources: &[Source]) -> Vec<Finding> {
    let modules = Modules::new(folder, sources);
    let needs = modules.needs();
    let mut findings = Vec::new();
    let mut reported = BTreeSet::new();
    for module in needs.keys() {
        let reached = reached_from(module, &needs);
        if reported.contains(module) || !reached.contains(module) {
            continue;
        }
        let cycle: BTreeSet<_> =
            reached.into_iter().filter(|other| reached_from(other, &needs).contains(module)).collect();
        let paths: Vec<_> = cycle.iter().map(|member| modules.files[*member].path.as_str()).collect();
        let source = modules.files[module];
        findings
            .push(source.finding(1, format!("{} files need each other: {}", paths.len(), paths.join(", "))));
        reported.extend(cycle.into_iter().cloned());
    }
    findings
}

fn reached_from<'a>(
    module: &ModulePath,
    needs: &'a BTreeMap<ModulePath, BTreeSet<ModulePath>>,
) -> BTreeSet<&'a ModulePath> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&ModulePath> = needs.get(module).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(needs.get(next).into_iter().flatten());
        }
    }
    reached
}

impl<'a> Modules<'a> {
    fn new(folder: &str, sources: &'a [Source]) -> Self {
        let mut modules = Self { files: BTreeMap::new(), handed_on: BTreeMap::new() };
        for source in sources {
            let Some(module) = source.path.strip_prefix(folder).and_then(module_of) else { continue };
            modules.files.insert(module, source);
        }
        for (module, source) in &modules.files {
            for import in imports(source.product()) {
                if import.hands_on
                    && let Some(name) = import.name()
                {
                    modules.handed_on.insert((module.clone(), name.to_owned()), import.path);
                }
            }
        }
        modules
    }

    fn needs(&self) -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
        let mut needs = BTreeMap::new();
        for (module, source) in &self.files {
            let found: BTreeSet<_> = imports(source.product())
                .into_iter()
                .filter(|import| !import.hands_on)
                .filter_map(|import| self.resolve(module, &import.path, 0))
                .filter(|needed| needed != module)
                .collect();
            needs.insert(module.clone(), found);
        }
        needs
    }

    /// The module with the file that defines the end of a path.
    fn resolve(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<ModulePath> {
        let (mut module, mut rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "super" | "self" => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                let own = path.iter().take_while(|part| *part == "self" || *part == "super").count();
                (from[..from.len().checked_sub(ups)?].to_vec(), &path[own..])
            }
            child => {
                let mut module = from.clone();
                module.push(child.to_owned());
                if !self.files.contains_key(&module) {
                    return None;
                }
                (module, &path[1..])
            }
        };
        while let Some(part) = rest.first() {
            let mut child = module.clone();
            child.push(part.clone());
            if self.files.contains_key(&child) {
                module = child;
                rest = &rest[1..];
                continue;
            }
            if depth < 8
                && let Some(source) = self.handed_on.get(&(module.clone(), part.clone()))
            {
                return self.resolve(&module, source, depth + 1).or(Some(module));
            }
            break;
        }
        self.files.contains_key(&module).then_some(module)
    }
}

/// `/pages/follow/mod.rs` → `["pages", "follow"]`; `None` for tests.
fn module_of(path: &str) -> Option<ModulePath> {
    let path = path.trim_start_matches('/').strip_suffix(".rs")?;
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.iter().any(|part| part == "tests" || part.ends_with("_tests")) {
        return None;
    }
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    Some(parts)
}

/// A path that a file names.
#[derive(Debug, PartialEq, Eq)]
struct Import {
    path: Vec<String>,
    /// The last part of the path, or what it is renamed to.
    renamed: Option<String>,
    /// True for `pub use`.
    hands_on: bool,
}

impl Import {
    fn name(&self) -> Option<&str> {
        self.renamed.as_deref().or_else(|| self.path.last().map(String::as_str))
    }
}

/// All paths with more than one part.
fn imports(code: &str) -> Vec<Import> {
    let words = words(code);
    let mut imports = Vec::new();
    // The braces that are open; true for that of a module within the file.
    let mut braces = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match words[at] {
            "{" => braces.push(at >= 2 && words[at - 2] == "mod"),
            "}" => drop(braces.pop()),
            _ => {}
        }
        let is_start =
            is_name(words[at]) && (at == 0 || words[at - 1] != "::") && words.get(at + 1) == Some(&"::");
        if !is_start {
            at += 1;
            continue;
        }
        let hands_on = at >= 2 && words[at - 1] == "use" && (words[at - 2] == "pub" || words[at - 2] == ")");
        let before = imports.len();
        at = read_tree(&words, at, &mut Vec::new(), &mut imports);
        for import in &mut imports[before..] {
            import.hands_on = hands_on;
            // Within such a module `super` is the file itself.
            for _ in braces.iter().filter(|is_module| **is_module) {
                if import.path.first().is_some_and(|part| part == "super") {
                    import.path.remove(0);
                }
            }
        }
    }
    imports
}

/// Reads `a::b::{c, d::e as f}` from its first word on. Gives the place after it.
fn read_tree(words: &[&str], mut at: usize, prefix: &mut Vec<String>, imports: &mut Vec<Import>) -> usize {
    let length = prefix.len();
    while let Some(word) = words.get(at).filter(|word| is_name(word)) {
        if *word != "self" || prefix.is_empty() {
            prefix.push((*word).to_owned());
        }
        at += 1;
        if words.get(at) != Some(&"::") {
            let renamed = (words.get(at) == Some(&"as")).then(|| words.get(at + 1)).flatten();
            at += if renamed.is_some() { 2 } else { 0 };
            let renamed = renamed.map(|name| (*name).to_owned());
            imports.push(Import { path: prefix.clone(), renamed, hands_on: false });
            prefix.truncate(length);
            return at;
        }
        at += 1;
    }
    if words.get(at) == Some(&"{") && !prefix.is_empty() {
        at += 1;
        while words.get(at).is_some_and(|word| *word != "}") {
            let before = at;
            at = read_tree(words, at, prefix, imports);
            if words.get(at) == Some(&",") {
                at += 1;
            }
            if at == before {
                break;
            }
        }
        at += 1;
    } else {
        // `a::*`, `a::<T>`.
        imports.push(Import { path: prefix.clone(), renamed: None, hands_on: false });
    }
    prefix.truncate(length);
    at.max(1)
}

fn is_name(word: &str) -> bool {
    word.starts_with(|char: char| char.is_alphabetic() || char == '_')
}

/// Names, `::` and single signs.
fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if is_name(rest) || first.is_ascii_digit() {
            rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycles(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<_> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        check("src", &sources).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn files_that_need_each_other_are_found() {
        let found = cycles(&[
            ("src/main.rs", "mod a; mod b; mod c; use a::x;"),
            ("src/a.rs", "use crate::b::{self, y as z};"),
            ("src/b.rs", "fn y() { crate::c::w() }"),
            ("src/c.rs", "use super::a::x;"),
        ]);
        assert_eq!(found, ["3 files need each other: src/a.rs, src/b.rs, src/c.rs"]);
    }

    #[test]
    fn what_a_module_hands_on_belongs_to_the_file_it_comes_from() {
        let files = [
            ("src/main.rs", "mod a; mod b;"),
            ("src/a/mod.rs", "mod p; mod q; pub use p::one; pub(crate) use q::{two as three};"),
            ("src/a/p.rs", "use crate::a::three;"),
            ("src/a/q.rs", "use crate::b::z;"),
            ("src/b.rs", ""),
        ];
        assert!(cycles(&files).is_empty());
        let mut tied = files;
        tied[4].1 = "use crate::a::one;";
        assert_eq!(cycles(&tied), ["3 files need each other: src/a/p.rs, src/a/q.rs, src/b.rs"]);
    }

    #[test]
    fn a_parent_and_a_child_that_need_each_other_are_a_cycle_and_declaring_it_is_none() {
        let parent = ("src/a/mod.rs", "mod p; fn f() { p::g() }");
        assert!(cycles(&[parent, ("src/a/p.rs", "fn g() {}")]).is_empty());
        assert_eq!(cycles(&[parent, ("src/a/p.rs", "use super::f;")]).len(), 1);
        assert!(cycles(&[("src/a/mod.rs", "mod p;"), ("src/a/p.rs", "use super::f;")]).is_empty());
    }

    #[test]
    fn within_a_module_of_a_file_super_is_the_file() {
        let main = ("src/main.rs", "mod a; use a::x;");
        assert!(cycles(&[main, ("src/a.rs", "fn x() {} mod inner { use super::x; }")]).is_empty());
        assert_eq!(
            cycles(&[
                ("src/main.rs", "mod a; fn y() { a::x() }"),
                ("src/a.rs", "mod inner { use super::super::y; }")
            ])
            .len(),
            1
        );
    }

    #[test]
    fn tests_texts_and_comments_need_nothing() {
        let test =
            "// crate::b::x\nconst A: &str = \"crate::b::x\";\n#[cfg(test)]\nmod tests { use crate::b::x; }";
        assert!(cycles(&[("src/a.rs", test), ("src/b.rs", "use crate::a::A;")]).is_empty());
    }
}
