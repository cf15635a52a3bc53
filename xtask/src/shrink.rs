//! Makes the wasm and its script smaller than each can be made alone.
//!
//! wasm-bindgen gives every function that goes from one to the other a long name with a hash in it, which no compression
//! makes small, and exports what no script calls, with all that only those exports need. Here the unused exports go, and
//! the names become one or two letters on both sides. A name that is not found in the script stays as long as it is: then
//! the app is larger, not broken.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// The name of the wasm exports object in the script.
const EXPORTS: &str = "wasm.";

/// The names that wasm-opt gave, as it printed them.
pub struct ShortNames {
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl ShortNames {
    pub fn parse(printed: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(printed)
            .context("wasm-opt printed no map of names; see whether binaryen has another version")?;
        let pairs = |list: &Value, skip: usize| -> BTreeMap<String, String> {
            let rows = list.as_array().into_iter().flatten();
            rows.filter_map(|row| Some((row[skip].as_str()?.to_owned(), row[skip + 1].as_str()?.to_owned())))
                .collect()
        };
        // An import is [module, name, short name]; an export [name, short name].
        Ok(Self { imports: pairs(&value["imports"], 1), exports: pairs(&value["exports"], 0) })
    }

    /// The script with the short names, and without the functions that the wasm no longer imports.
    pub fn apply(&self, glue: &str) -> String {
        let mut kept = String::with_capacity(glue.len());
        let mut dropping = false;
        for line in glue.lines() {
            if imported_name(line).is_some_and(|name| !self.imports.contains_key(name)) {
                dropping = true;
            }
            if !dropping {
                kept.push_str(line);
                kept.push('\n');
            }
            // The end of one function in the object of imports.
            if line.starts_with("        }") {
                dropping = false;
            }
        }
        // wasm-opt has one module `a` for all imports: those of the script itself and those that it imports.
        let kept = kept
            .replace(
                "\"./qandas_bg.js\": import0,\n        \"./__wasm_split.js\": import1,",
                "\"a\": Object.assign({}, import0, import1),",
            )
            .replace("\"./qandas_bg.js\":", "\"a\":");
        rename(&kept, |before, word| {
            let names = if before.ends_with(EXPORTS) { &self.exports } else { &self.imports };
            names.get(word).map(String::as_str)
        })
    }
}

/// Lets the bundler see that a class which nothing uses can go.
pub fn without_side_effects(glue: &str) -> String {
    // The first is for `using` declarations, of which there are none here.
    let lines = glue.lines().filter(|line| !line.starts_with("if (Symbol.dispose)"));
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    text.replace(": new FinalizationRegistry(", ": /* @__PURE__ */ new FinalizationRegistry(")
}

/// Leaves one of the imports of a script: wasm-bindgen imports it once for each function.
pub fn with_one_import(glue: &str, script: &str) -> String {
    let import = format!(" from \"./{script}\"");
    let entry = format!("        \"./{script}\": ");
    let (mut imports, mut entries) = (0, 0);
    let mut is_first = |line: &str| {
        let count = match line {
            _ if line.ends_with(&import) => &mut imports,
            _ if line.starts_with(&entry) => &mut entries,
            _ => return true,
        };
        *count += 1;
        *count == 1
    };
    glue.lines().filter(|line| is_first(line)).flat_map(|line| [line, "\n"]).collect()
}

/// The graph for wasm-metadce: what the bundled script calls is needed, and so is what that reaches; nothing else is.
pub fn graph(bundle: &str) -> String {
    let mut called = BTreeSet::new();
    rename(bundle, |before, word| {
        if before.ends_with(EXPORTS) {
            called.insert(word.to_owned());
        }
        None
    });
    called
        .into_iter()
        .map(|name| json!({ "name": name, "export": name, "root": true }))
        .collect::<Value>()
        .to_string()
}

/// The name of a line that begins a function in the object of imports.
fn imported_name(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("        ")?.split_once(": function(")?;
    name.chars().all(is_part_of_word).then_some(name)
}

/// Replaces words; `new_name` gets the text before the word, and the word.
fn rename<'a>(text: &str, mut new_name: impl FnMut(&str, &str) -> Option<&'a str>) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part_of_word).map(|offset| at + offset) {
        let end =
            text[start..].find(|char| !is_part_of_word(char)).map_or(text.len(), |length| start + length);
        renamed.push_str(&text[at..start]);
        let word = &text[start..end];
        renamed.push_str(new_name(&text[..start], word).unwrap_or(word));
        at = end;
    }
    renamed + &text[at..]
}

fn is_part_of_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
function imports() {
    const import0 = {
        __wbg_a_12ab: function(arg0) {
            return wasm.__wbindgen_malloc(arg0);
        },
        __wbg_b_34cd: function() { return handleError(function (arg0) {
            arg0.gone();
        }, arguments); },
        __wbg_c_56ef: function() {
            wasm.kept();
        },
    };
    return {
        \"./qandas_bg.js\": import0,
        \"./__wasm_split.js\": import1,
    };
}
";

    #[test]
    fn names_become_short_and_unused_imports_go() {
        let printed = r#"{"imports": [["./qandas_bg.js", "__wbg_a_12ab", "A"], ["./qandas_bg.js", "__wbg_c_56ef", "B"]],
            "exports": [["__wbindgen_malloc", "C"]]}"#;
        let expected = "\
function imports() {
    const import0 = {
        A: function(arg0) {
            return wasm.C(arg0);
        },
        B: function() {
            wasm.kept();
        },
    };
    return {
        \"a\": Object.assign({}, import0, import1),
    };
}
";
        assert_eq!(ShortNames::parse(printed).unwrap().apply(GLUE), expected);
    }

    #[test]
    fn an_exports_name_elsewhere_is_left_alone() {
        let names = ShortNames::parse(r#"{"imports": [], "exports": [["memory", "A"]]}"#).unwrap();
        assert_eq!(
            names.apply("wasm.memory + memory + wasm.memory2 + x.memory\n"),
            "wasm.A + memory + wasm.memory2 + x.memory\n"
        );
    }

    #[test]
    fn the_graph_has_what_the_script_calls() {
        let expected = r#"[{"export":"kept","name":"kept","root":true},{"export":"memory","name":"memory","root":true}]"#;
        let found: Value =
            serde_json::from_str(&graph("wasm.kept(wasm.memory); other.gone(); wasm.kept()")).unwrap();
        assert_eq!(found, serde_json::from_str::<Value>(expected).unwrap());
    }

    #[test]
    fn a_script_is_imported_once() {
        let glue = "import * as import1 from \"./x.js\"\nimport * as import2 from \"./x.js\"\na\n        \"./x.js\": import1,\n        \"./x.js\": import2,\n";
        assert_eq!(
            with_one_import(glue, "x.js"),
            "import * as import1 from \"./x.js\"\na\n        \"./x.js\": import1,\n"
        );
        assert_eq!(with_one_import("a\n", "x.js"), "a\n");
    }

    #[test]
    fn what_hinders_the_bundler_goes() {
        let glue = "class A {}\nif (Symbol.dispose) A.prototype[Symbol.dispose] = A.prototype.free;\nconst F = x ? y : new FinalizationRegistry(z);\n";
        let expected = "class A {}\nconst F = x ? y : /* @__PURE__ */ new FinalizationRegistry(z);\n";
        assert_eq!(without_side_effects(glue), expected);
    }
}
