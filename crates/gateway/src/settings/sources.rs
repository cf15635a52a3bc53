//! Settings from the configuration file and the environment, converted to command-line arguments, so that the same code
//! parses them. The environment overrides the file, and the command line overrides both.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// The settings with a value. The last one can be given several times.
const VALUES: [&str; 17] = [
    "listen",
    "data-dir",
    "key-dir",
    "master-key-file",
    "app-dir",
    "test-clock",
    "operator",
    "service-kind",
    "public-origin",
    "registration-cutoff",
    "calendar-file",
    "retention-days",
    "log-format",
    "rate-limit-auth-failures",
    "rate-limit-creations",
    "rate-limit-upload-bytes",
    "trusted-proxy",
];
/// The settings that are on or off.
const SWITCHES: [&str; 2] = ["allow-public-trial", "behind-tls-proxy"];

const PREFIX: &str = "QANDAS_GATEWAY_";
/// The setting that names the configuration file.
pub const FILE: &str = "config";

/// The settings of one source by name. A switch that is off has no value; one that is on has an empty value.
type RawSettings = BTreeMap<&'static str, Vec<OsString>>;

/// Returns the configuration file that the environment names.
pub fn file_in(environment: &[(OsString, OsString)]) -> Option<OsString> {
    let name = variable(FILE);
    environment.iter().find(|(known, _)| known.to_str() == Some(&name)).map(|(_, value)| value.clone())
}

/// Returns the settings of the file and the environment as command-line arguments.
pub fn arguments(file: Option<&Path>, environment: &[(OsString, OsString)]) -> Result<Vec<OsString>, String> {
    let mut settings = file.map(read_file).transpose()?.unwrap_or_default();
    settings.extend(read_environment(environment)?);
    let arguments = settings.into_iter().flat_map(|(name, values)| {
        values.into_iter().map(move |value| {
            let mut argument = OsString::from(format!("--{name}"));
            if !SWITCHES.contains(&name) {
                argument.push("=");
                argument.push(value);
            }
            argument
        })
    });
    Ok(arguments.collect())
}

fn read_file(path: &Path) -> Result<RawSettings, String> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{place} cannot be read: {error}"))?;
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{place}: {}", error.message()))?;
    let mut settings = RawSettings::new();
    for (key, value) in &table {
        let name = known(key).ok_or_else(|| format!("{place}: unknown setting {key}"))?;
        let values = match value {
            toml::Value::Boolean(on) if SWITCHES.contains(&name) => switch(*on),
            toml::Value::String(text) if VALUES.contains(&name) => vec![text.into()],
            toml::Value::Integer(number) if VALUES.contains(&name) => vec![number.to_string().into()],
            toml::Value::Array(list) if name == "trusted-proxy" => {
                let texts = list.iter().map(|one| one.as_str().map(OsString::from)).collect::<Option<_>>();
                texts.ok_or_else(|| format!("{place}: {key} must be a list of strings"))?
            }
            _ => return Err(format!("{place}: the value of {key} has the wrong type")),
        };
        settings.insert(name, values);
    }
    Ok(settings)
}

fn read_environment(environment: &[(OsString, OsString)]) -> Result<RawSettings, String> {
    let mut settings = RawSettings::new();
    for (variable, value) in environment {
        let Some(key) = variable.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let key = key.to_ascii_lowercase().replace('_', "-");
        if key == FILE {
            continue;
        }
        let wrong = || format!("{} is not a setting; docs/OPERATING.md lists them", variable.display());
        let name = known(&key).ok_or_else(wrong)?;
        let values = if SWITCHES.contains(&name) {
            match value.to_str() {
                Some("true") => switch(true),
                Some("false" | "") => switch(false),
                _ => return Err(format!("{} must be true or false", variable.display())),
            }
        } else if name == "trusted-proxy" {
            let list = value.to_str().ok_or_else(wrong)?;
            list.split(',').map(str::trim).filter(|one| !one.is_empty()).map(OsString::from).collect()
        } else {
            vec![value.clone()]
        };
        settings.insert(name, values);
    }
    Ok(settings)
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
    fn the_environment_overrides_the_file() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        let text = "listen = \"127.0.0.1:1\"\nallow-public-trial = true\noperator = \"made-up\"\nrate-limit-creations = 7\n\
                    trusted-proxy = [\"127.0.0.1\", \"::1\"]\n";
        std::fs::write(&file, text).unwrap();
        let found = arguments(
            Some(&file),
            &environment(&[
                ("QANDAS_GATEWAY_LISTEN", "127.0.0.1:2"),
                ("QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL", "false"),
                ("PATH", "/bin"),
                ("QANDAS_APP", "elsewhere"),
            ]),
        );
        let expected = [
            "--listen=127.0.0.1:2",
            "--operator=made-up",
            "--rate-limit-creations=7",
            "--trusted-proxy=127.0.0.1",
            "--trusted-proxy=::1",
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn an_unknown_setting_is_named_in_the_error() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        for (text, named) in [
            ("lisen = \"x\"", "lisen"),
            ("allow-public-trial = \"yes\"", "allow-public-trial"),
            ("official = true", "official"),
            ("listen = 1.5", "listen"),
            ("=", ""),
        ] {
            std::fs::write(&file, text).unwrap();
            assert!(arguments(Some(&file), &[]).unwrap_err().contains(named), "{text}");
        }
        assert!(arguments(Some(&place.path().join("none")), &[]).unwrap_err().contains("cannot be read"));
        for pair in [("QANDAS_GATEWAY_LISEN", "x"), ("QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL", "yes")] {
            assert!(arguments(None, &environment(&[pair])).unwrap_err().contains(pair.0));
        }
    }
}
