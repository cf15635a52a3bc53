//! The API description is maintained by hand; these tests compare it with the gateway.

use crate::support::client::Request;
use crate::support::running::Running;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use wire::answer::RefusalCode;

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

fn document(gateway: &Running) -> Value {
    gateway.send(&Request::get("/openapi.json")).is(200).json()
}

/// Returns the constants of `wire::path`: the address or pattern of each name.
fn addresses() -> BTreeMap<String, String> {
    let source = include_str!("../../../wire/src/path.rs").split("#[cfg(test)]").next().unwrap();
    let constants = source.split("pub const ").skip(1).filter(|constant| !constant.starts_with("fn "));
    constants
        .map(|constant| {
            let name = constant.split(':').next().unwrap();
            (name.to_owned(), constant.split('"').nth(1).unwrap().to_owned())
        })
        .collect()
}

/// Returns the routes in the sources of the API; those of the app are pages and not part of the API. Each address of `wire::path`
/// must be one of them.
fn routes() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http");
    let addresses = addresses();
    let mut routes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("app.rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for after in code.split(".route(").skip(1) {
            let argument = after.split(',').next().unwrap().trim();
            let route = match argument.strip_prefix("path::") {
                Some(name) => addresses[name.trim_end_matches(".pattern()")].clone(),
                None => argument.trim_matches('"').to_owned(),
            };
            routes.insert(route);
        }
    }
    assert!(addresses.len() > 20 && addresses.values().all(|address| routes.contains(address)));
    routes
}

#[test]
fn every_route_is_described_with_its_methods_and_no_other() {
    let gateway = Running::start();
    let document = document(&gateway);
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<String> = paths.keys().cloned().collect();
    assert!(described.len() > 20);
    assert_eq!(described, routes());
    for (path, operations) in paths {
        let address = path.replace("{number}", "0000-0000").replace(['{', '}'], "");
        for method in METHODS {
            let is_described = operations.get(method.to_lowercase()).is_some()
                || (method == "HEAD" && operations.get("get").is_some());
            // A POST may override its method with a header.
            let request = Request::new(method, &address).tus().with("x-http-method-override", "HEAD");
            let answer = gateway.send(&request);
            assert_eq!(answer.status != 405, is_described, "{method} {path}: {}", answer.status);
        }
    }
}

#[test]
fn every_call_has_a_tag_and_describes_400() {
    let document = document(&Running::start());
    let sections: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut used = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, call) in operations.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            used.extend(call["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()));
            assert!(call["description"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}");
            assert!(call["responses"].get("400").is_some(), "{method} {path}");
        }
    }
    assert_eq!(used, sections);
}

#[test]
fn described_numbers_and_versions_are_correct() {
    let document = document(&Running::start());
    let schemas = &document["components"]["schemas"];
    for example in schemas["ApplicationNumber"]["examples"].as_array().unwrap() {
        let number = wire::code::ApplicationNumber::parse(example.as_str().unwrap()).unwrap();
        assert_eq!(number.to_text(), example.as_str().unwrap());
    }
    assert_eq!(schemas["Submission"]["properties"]["version"]["const"], wire::submission::VERSION);
    // Local clients, as here, need no token; others need the metrics token.
    let security = document["paths"]["/metrics"]["get"]["security"].as_array().unwrap();
    assert_eq!(security.len(), 2);
    Running::start().send(&Request::get("/metrics")).is(200);
}

#[test]
fn every_code_is_described_with_its_status() {
    let gateway = Running::start();
    let document = document(&gateway);
    let schema = &document["components"]["schemas"]["RefusalCode"];
    let described: Vec<RefusalCode> = serde_json::from_value(schema["enum"].clone()).unwrap();
    for code in &described {
        let word = serde_json::to_value(code).unwrap();
        let entry = format!("{}: {}", word.as_str().unwrap(), code.status());
        assert!(schema["description"].as_str().unwrap().contains(&entry), "{entry}");
    }
    let all: Vec<RefusalCode> = RefusalCode::all().collect();
    assert!(all.len() > 20);
    assert_eq!(described, all);
}
