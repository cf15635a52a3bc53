//! Checks what single texts must and must not say by the order, in every language in which they are written: `data/legal-words.toml`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "lints recognise only #[test] functions")]

use std::collections::BTreeMap;
use std::path::Path;

use catalog::{Catalogs, Family, Language, Text};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    why: String,
    /// Keys of messages, or of help with `help:` before them.
    keys: Vec<String>,
    /// Parts that the text has, by language.
    #[serde(default)]
    says: BTreeMap<String, Vec<String>>,
    /// Parts that the text does not have, by language.
    #[serde(default)]
    never: BTreeMap<String, Vec<String>>,
}

fn forms(text: &Text) -> Vec<String> {
    match text {
        Text::Plain(text) => vec![text.to_lowercase()],
        Text::Plural(forms) => forms.values().map(|text| text.to_lowercase()).collect(),
    }
}

#[test]
fn each_text_says_what_the_order_says_and_no_more() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = std::fs::read_to_string(root.join("tests/data/legal-words.toml")).unwrap();
    let rules: Rules = toml::from_str(&rules).unwrap();
    let catalogs = Catalogs::read(&root.join("../..")).unwrap();
    let texts: BTreeMap<(String, &str), Vec<String>> = catalogs
        .written()
        .map(|(family, language, key, text)| {
            let family = if family == Family::Help { "help:" } else { "" };
            ((format!("{family}{key}"), language.code()), forms(text))
        })
        .collect();
    let written =
        [Language::Kazakh, Language::Russian, Language::Uzbek, Language::English, Language::Chinese];
    let mut wrong = Vec::new();
    for rule in &rules.rule {
        assert!(!rule.says.is_empty() || !rule.never.is_empty(), "{}: no part to look for", rule.why);
        for (key, language) in rule.keys.iter().flat_map(|key| written.map(|language| (key, language.code())))
        {
            let Some(forms) = texts.get(&(key.clone(), language)) else {
                wrong.push(format!("{language}: {key} does not exist ({})", rule.why));
                continue;
            };
            let parts = |of: &BTreeMap<String, Vec<String>>| of.get(language).cloned().unwrap_or_default();
            for form in forms {
                let lacks = parts(&rule.says).into_iter().filter(|part| !form.contains(&part.to_lowercase()));
                wrong.extend(
                    lacks.map(|part| {
                        format!("{language}: {key} does not say \"{part}\": {form} ({})", rule.why)
                    }),
                );
                let has = parts(&rule.never).into_iter().filter(|part| form.contains(&part.to_lowercase()));
                wrong.extend(
                    has.map(|part| format!("{language}: {key} says \"{part}\": {form} ({})", rule.why)),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
