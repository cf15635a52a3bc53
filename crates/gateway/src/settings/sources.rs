//! The configuration file, whose values become the defaults of the arguments, and the names in the environment.

use clap::builder::OsStr;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const PREFIX: &str = "QANDAS_GATEWAY_";
/// The variable that names the configuration file.
const FILE: &str = "QANDAS_GATEWAY_CONFIG";

/// Returns the configuration file that the environment names.
pub fn file_in(environment: &[(OsString, OsString)]) -> Option<PathBuf> {
    environment.iter().find(|(name, _)| name == FILE).map(|(_, value)| value.into())
}

/// Rejects variables of this program that are not settings.
pub fn check_names(command: &Command, environment: &[(OsString, OsString)]) -> Result<(), String> {
    for (variable, _) in environment {
        let is_ours = variable.to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && !settings(command).any(|setting| setting.get_env() == Some(variable)) {
            return Err(format!("{} is not a setting; docs/OPERATING.md lists them", variable.display()));
        }
    }
    Ok(())
}

/// Makes the values of a configuration file the defaults of the settings.
pub fn set_defaults(mut command: Command, path: &Path) -> Result<Command, String> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{place} cannot be read: {error}"))?;
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{place}: {}", error.message()))?;
    for (key, value) in &table {
        let setting = settings(&command)
            .find(|setting| setting.get_long() == Some(key) && key != "config")
            .ok_or_else(|| format!("{place}: unknown setting {key}"))?;
        let values = match (setting.get_action(), value) {
            (ArgAction::SetTrue, toml::Value::Boolean(on)) => vec![on.to_string()],
            (ArgAction::Set | ArgAction::Append, toml::Value::String(text)) => vec![text.clone()],
            (ArgAction::Set | ArgAction::Append, toml::Value::Integer(number)) => vec![number.to_string()],
            (ArgAction::Append, toml::Value::Array(list)) => {
                let texts = list.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>();
                texts.ok_or_else(|| format!("{place}: {key} must be a list of strings"))?
            }
            _ => return Err(format!("{place}: the value of {key} has the wrong type")),
        };
        let values: Vec<OsStr> = values.into_iter().map(OsStr::from).collect();
        command = command.mut_subcommands(|subcommand| {
            subcommand.mut_args(|argument| {
                let is_it = argument.get_long() == Some(key) && argument.get_env().is_some();
                if is_it { argument.default_values(values.clone()) } else { argument }
            })
        });
    }
    Ok(command)
}

/// Returns the settings: the arguments of `serve`, which has all of them.
fn settings(command: &Command) -> impl Iterator<Item = &Arg> {
    let serve = command.find_subcommand("serve").into_iter();
    serve.flat_map(Command::get_arguments).filter(|argument| argument.get_env().is_some())
}
