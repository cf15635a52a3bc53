//! Settings of `serve` that stand in a file or in the environment: brought into the form of the command line, which is then
//! read by the same code. The environment goes before the file, the command line before both.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// Settings with a value; the last of them may have several.
const VALUES: [&str; 17] = [
    "listen",
    "data",
    "keys",
    "master-key",
    "app",
    "clock",
    "operator",
    "service",
    "public-origin",
    "cut-off",
    "calendar",
    "keep-ended",
    "log",
    "wrong-secrets",
    "things-made",
    "bytes-sent",
    "trusted-proxy",
];
const SWITCHES: [&str; 2] = ["trial-public", "behind-tls-proxy"];
/// A setting of former versions.
pub const OFFICIAL: &str =
    "there is no setting `official` any more: say --service authority, or service = \"authority\"";

const PREFIX: &str = "QANDAS_GATEWAY_";
/// Names the file.
pub const FILE: &str = "settings";

/// What a source says, by name. A switch that is off has no value; one that is on has one that is empty.
type Said = BTreeMap<&'static str, Vec<OsString>>;

/// The file that the environment names.
pub fn file_in(environment: &[(OsString, OsString)]) -> Option<OsString> {
    let name = variable(FILE);
    environment.iter().find(|(known, _)| known.to_str() == Some(&name)).map(|(_, value)| value.clone())
}

/// The same as arguments of a command line.
pub fn arguments(file: Option<&Path>, environment: &[(OsString, OsString)]) -> Result<Vec<OsString>, String> {
    let mut said = file.map(read_file).transpose()?.unwrap_or_default();
    said.extend(read_environment(environment)?);
    let written = said.into_iter().flat_map(|(name, values)| {
        values.into_iter().map(move |value| {
            let mut argument = OsString::from(format!("--{name}"));
            if !SWITCHES.contains(&name) {
                argument.push("=");
                argument.push(value);
            }
            argument
        })
    });
    Ok(written.collect())
}

fn read_file(path: &Path) -> Result<Said, String> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{place} cannot be read: {error}"))?;
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{place}: {}", error.message()))?;
    let mut said = Said::new();
    for (key, value) in &table {
        if key == "official" {
            return Err(format!("{place}: {OFFICIAL}"));
        }
        let name = known(key).ok_or_else(|| format!("{place}: there is no setting {key}"))?;
        let values = match value {
            toml::Value::Boolean(on) if SWITCHES.contains(&name) => switch(*on),
            toml::Value::String(text) if VALUES.contains(&name) => vec![text.into()],
            toml::Value::Integer(number) if VALUES.contains(&name) => vec![number.to_string().into()],
            toml::Value::Array(list) if name == "trusted-proxy" => {
                let texts = list.iter().map(|one| one.as_str().map(OsString::from)).collect::<Option<_>>();
                texts.ok_or_else(|| format!("{place}: {key} is a list of texts"))?
            }
            _ => return Err(format!("{place}: the value of {key} is of a wrong kind")),
        };
        said.insert(name, values);
    }
    Ok(said)
}

fn read_environment(environment: &[(OsString, OsString)]) -> Result<Said, String> {
    let mut said = Said::new();
    for (variable, value) in environment {
        let Some(key) = variable.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let key = key.to_ascii_lowercase().replace('_', "-");
        if key == FILE {
            continue;
        }
        if key == "official" {
            return Err(format!("{}: {OFFICIAL}", variable.display()));
        }
        let wrong = || format!("{} is no setting; docs/OPERATING.md lists them", variable.display());
        let name = known(&key).ok_or_else(wrong)?;
        let values = if SWITCHES.contains(&name) {
            match value.to_str() {
                Some("true") => switch(true),
                Some("false" | "") => switch(false),
                _ => return Err(format!("{} is true or false", variable.display())),
            }
        } else if name == "trusted-proxy" {
            let list = value.to_str().ok_or_else(wrong)?;
            list.split(',').map(str::trim).filter(|one| !one.is_empty()).map(OsString::from).collect()
        } else {
            vec![value.clone()]
        };
        said.insert(name, values);
    }
    Ok(said)
}

fn switch(on: bool) -> Vec<OsString> {
    if on { vec![OsString::new()] } else { Vec::new() }
}

fn known(key: &str) -> Option<&'static str> {
    VALUES.into_iter().chain(SWITCHES).find(|name| *name == key)
}

fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.to_ascii_uppercase().replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        let text = "listen = \"127.0.0.1:1\"\ntrial-public = true\noperator = \"made-up\"\nthings-made = 7\n\
                    trusted-proxy = [\"127.0.0.1\", \"::1\"]\n";
        std::fs::write(&file, text).unwrap();
        let said = arguments(
            Some(&file),
            &environment(&[
                ("QANDAS_GATEWAY_LISTEN", "127.0.0.1:2"),
                ("QANDAS_GATEWAY_TRIAL_PUBLIC", "false"),
                ("PATH", "/bin"),
                ("QANDAS_APP", "elsewhere"),
            ]),
        );
        let expected = [
            "--listen=127.0.0.1:2",
            "--operator=made-up",
            "--things-made=7",
            "--trusted-proxy=127.0.0.1",
            "--trusted-proxy=::1",
        ];
        assert_eq!(said.unwrap(), expected);
    }

    #[test]
    fn what_is_no_setting_is_named() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        for (text, named) in [
            ("lisen = \"x\"", "lisen"),
            ("trial-public = \"yes\"", "trial-public"),
            ("official = true", "service = \"authority\""),
            ("listen = 1.5", "listen"),
            ("=", ""),
        ] {
            std::fs::write(&file, text).unwrap();
            assert!(arguments(Some(&file), &[]).unwrap_err().contains(named), "{text}");
        }
        assert!(arguments(Some(&place.path().join("none")), &[]).unwrap_err().contains("cannot be read"));
        for pair in [("QANDAS_GATEWAY_LISEN", "x"), ("QANDAS_GATEWAY_TRIAL_PUBLIC", "yes")] {
            assert!(arguments(None, &environment(&[pair])).unwrap_err().contains(pair.0));
        }
        let former = arguments(None, &environment(&[("QANDAS_GATEWAY_OFFICIAL", "true")]));
        assert!(former.unwrap_err().contains("--service authority"));
    }
}
