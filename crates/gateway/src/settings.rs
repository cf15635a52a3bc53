//! Settings from the command line, the environment and a file.

use crate::clock::TimeSource;
use crate::data_folder::parse_kind;
use crate::http::{Allowance, ProxyNetwork};
use lexopt::prelude::*;
use rules::calendar::DEFAULT_CUT_OFF;
use rules::event::{Event, EventKind};
use rules::finding::RefusalGround;
use rules::time::parse_day;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use wire::answer::ServiceKind;
use wire::event::{EventReport, RefusedDocument};

mod sources;

/// The help text.
pub const USAGE: &str = "\
qandas-gateway init  [--service-kind authority|forwarding|trial] [--data-dir DIR]
qandas-gateway serve [--listen ADDRESS:PORT] [--data-dir DIR] [--app-dir DIR]
                     [--service-kind authority|forwarding|trial] [--operator NAME] [--allow-public-trial]
                     [--public-origin URL] [--registration-cutoff HH:MM] [--calendar-file FILE]
                     [--behind-tls-proxy] [--trusted-proxy ADDRESS]... [--rate-limit-auth-failures N]
                     [--rate-limit-creations N] [--rate-limit-upload-bytes N] [--retention-days DAYS]
                     [--log-format text|json] [--config FILE] [--test-clock FILE]
qandas-gateway event --number NUMBER --kind KIND --on YYYY-MM-DD [--id ID] [--replaces ID] [--reference TEXT]
                     [--incomplete TITLE]... [--expired TITLE]... [--data-dir DIR] [--test-clock FILE]
qandas-gateway delete --number NUMBER [--data-dir DIR] [--test-clock FILE]
qandas-gateway backup DIR  [--key-copy FILE] [--data-dir DIR]
qandas-gateway restore DIR [--key-copy FILE] [--data-dir DIR]
qandas-gateway check       [--data-dir DIR]
qandas-gateway rotate-master-key [--data-dir DIR]
qandas-gateway token [--metrics] [--data-dir DIR]
qandas-gateway demo  --origin URL [--data-dir DIR] [--test-clock FILE]

Every command that has --data-dir has --key-dir DIR and --master-key-file FILE too (except token).

docs/OPERATING.md describes each of them.
";

/// A command with its settings.
#[derive(Debug)]
pub enum Command {
    Init(InitCommand),
    Serve(ServeCommand),
    Event(EventCommand),
    Delete(DeleteCommand),
    Backup(BackupCommand),
    Restore(BackupCommand),
    Check(DataPaths),
    RotateMasterKey(DataPaths),
    Token(TokenCommand),
    Demo(DemoCommand),
    Help,
}

/// The paths of the data and of their keys.
#[derive(Clone, Debug, Default)]
pub struct DataPaths {
    pub data: Option<PathBuf>,
    /// The folder of the key table. By default it is next to the data folder.
    pub keys: Option<PathBuf>,
    /// The file of the master key. By default it is in the folder of the key table.
    pub master_key: Option<PathBuf>,
}

/// The names of the settings in [`DataPaths`].
const PATH_SETTINGS: [&str; 3] = ["data-dir", "key-dir", "master-key-file"];

impl DataPaths {
    /// Reads the paths from the environment and the configuration file.
    fn from_environment(environment: &[(OsString, OsString)]) -> Result<Self, lexopt::Error> {
        Ok(without_command_line(environment)?.paths)
    }

    /// Sets the path with this name.
    fn set(&mut self, name: &str, value: OsString) {
        let path = match name {
            "data-dir" => &mut self.data,
            "key-dir" => &mut self.keys,
            _ => &mut self.master_key,
        };
        *path = Some(value.into());
    }
}

/// The settings of `init`.
#[derive(Debug)]
pub struct InitCommand {
    pub paths: DataPaths,
    pub service: Option<ServiceKind>,
}

/// The settings of `serve`.
#[derive(Debug)]
pub struct ServeCommand {
    pub listen: SocketAddr,
    pub paths: DataPaths,
    /// The folder of the built app. Without it only the API is served.
    pub app: Option<PathBuf>,
    pub clock: TimeSource,
    pub operator: String,
    /// `None` means the kind that is recorded in the data folder.
    pub service: Option<ServiceKind>,
    /// Allows a trial to be reachable from other machines.
    pub allow_public_trial: bool,
    /// The public origin of this gateway, without a trailing slash.
    pub public_origin: Option<String>,
    /// The cut-off time in minutes from midnight.
    pub cut_off: u16,
    /// A file whose years replace those of the built-in calendar; it is reloaded when it changes.
    pub calendar: Option<PathBuf>,
    pub behind_tls_proxy: bool,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<ProxyNetwork>,
    pub allowance: Allowance,
    /// The number of days after which a decided or withdrawn application is deleted; `None` keeps it.
    pub retention_days: Option<u32>,
    pub log: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The settings of `token`.
#[derive(Debug)]
pub struct TokenCommand {
    pub data: Option<PathBuf>,
    pub kind: TokenKind,
}

/// The kinds of service tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Authority,
    Metrics,
}

/// The settings of `event`.
#[derive(Debug)]
pub struct EventCommand {
    pub paths: DataPaths,
    pub clock: TimeSource,
    pub number: String,
    /// The event to report. Its `event_id` is empty if none was given.
    pub report: EventReport,
}

/// The settings of `delete`.
#[derive(Debug)]
pub struct DeleteCommand {
    pub paths: DataPaths,
    pub clock: TimeSource,
    pub number: String,
}

/// The settings of `backup` and `restore`.
#[derive(Debug)]
pub struct BackupCommand {
    pub paths: DataPaths,
    /// The folder of the backup.
    pub backup: PathBuf,
    /// The path of the copy of the key table.
    pub key_copy: Option<PathBuf>,
}

/// The settings of `demo`.
#[derive(Debug)]
pub struct DemoCommand {
    pub paths: DataPaths,
    pub clock: TimeSource,
    /// The origin of the app, without a trailing slash.
    pub origin: String,
}

/// Parses the arguments that follow the program's name, together with the environment and the configuration file.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &[(OsString, OsString)],
) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    match parser.next()? {
        Some(Value(command)) => match command.to_str() {
            Some("init") => init(parser, environment).map(Command::Init),
            Some("serve") => serve(parser, environment).map(Command::Serve),
            Some("event") => event(parser, DataPaths::from_environment(environment)?).map(Command::Event),
            Some("delete") => delete(parser, DataPaths::from_environment(environment)?).map(Command::Delete),
            Some("backup") => backup(parser, DataPaths::from_environment(environment)?).map(Command::Backup),
            Some("restore") => {
                backup(parser, DataPaths::from_environment(environment)?).map(Command::Restore)
            }
            Some("check") => {
                paths_only(parser, DataPaths::from_environment(environment)?).map(Command::Check)
            }
            Some("rotate-master-key") => {
                paths_only(parser, DataPaths::from_environment(environment)?).map(Command::RotateMasterKey)
            }
            Some("token") => token(parser, DataPaths::from_environment(environment)?).map(Command::Token),
            Some("demo") => demo(parser, DataPaths::from_environment(environment)?).map(Command::Demo),
            Some("help") => Ok(Command::Help),
            _ => Err(format!("unknown command {}", command.display()).into()),
        },
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
        None => Err("a command is missing".into()),
    }
}

/// Reads the environment and the configuration file that it names.
fn without_command_line(environment: &[(OsString, OsString)]) -> Result<ServeCommand, lexopt::Error> {
    let file = sources::file_in(environment);
    let arguments = sources::arguments(file.as_deref().map(Path::new), environment)?;
    let mut serve = defaults();
    read(&mut serve, lexopt::Parser::from_args(arguments), &mut None)?;
    Ok(serve)
}

fn init(
    mut parser: lexopt::Parser,
    environment: &[(OsString, OsString)],
) -> Result<InitCommand, lexopt::Error> {
    let ServeCommand { mut paths, mut service, .. } = without_command_line(environment)?;
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            Long("service-kind") => service = Some(parser.value()?.parse_with(service_kind)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(InitCommand { paths, service })
}

fn serve(
    mut parser: lexopt::Parser,
    environment: &[(OsString, OsString)],
) -> Result<ServeCommand, lexopt::Error> {
    let line: Vec<OsString> = parser.raw_args()?.collect();
    let mut named = None;
    read(&mut defaults(), lexopt::Parser::from_args(line.iter().cloned()), &mut named)?;
    let file = named.or_else(|| sources::file_in(environment));
    let arguments = sources::arguments(file.as_deref().map(Path::new), environment)?;
    let mut serve = defaults();
    read(&mut serve, lexopt::Parser::from_args(arguments), &mut None)?;
    // Proxies on the command line replace those of the other sources.
    let other_proxies = std::mem::take(&mut serve.trusted_proxies);
    read(&mut serve, lexopt::Parser::from_args(line), &mut None)?;
    if serve.trusted_proxies.is_empty() {
        serve.trusted_proxies = other_proxies;
    }
    if serve.trusted_proxies.is_empty() && serve.behind_tls_proxy {
        serve.trusted_proxies = ["127.0.0.0/8".parse()?, "::1".parse()?].into();
    }
    check_safe(serve)
}

/// Returns the default settings.
fn defaults() -> ServeCommand {
    ServeCommand {
        listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
        paths: DataPaths::default(),
        app: None,
        clock: TimeSource::System,
        operator: String::new(),
        service: None,
        allow_public_trial: false,
        public_origin: None,
        cut_off: DEFAULT_CUT_OFF,
        calendar: None,
        behind_tls_proxy: false,
        trusted_proxies: Vec::new(),
        allowance: Allowance::default(),
        retention_days: None,
        log: LogFormat::Text,
    }
}

/// Applies the arguments to `serve`. Sets `file` if they name a configuration file.
fn read(
    serve: &mut ServeCommand,
    mut parser: lexopt::Parser,
    file: &mut Option<OsString>,
) -> Result<(), lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => serve.listen = parser.value()?.parse()?,
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                serve.paths.set(&name, parser.value()?);
            }
            Long("app-dir") => serve.app = Some(parser.value()?.into()),
            Long("test-clock") => serve.clock = TimeSource::File(parser.value()?.into()),
            Long("operator") => serve.operator = parser.value()?.string()?,
            Long("service-kind") => serve.service = Some(parser.value()?.parse_with(service_kind)?),
            Long("allow-public-trial") => serve.allow_public_trial = true,
            Long("public-origin") => serve.public_origin = Some(parser.value()?.parse_with(origin)?),
            Long("registration-cutoff") => serve.cut_off = parser.value()?.parse_with(minute_of_day)?,
            Long("calendar-file") => serve.calendar = Some(parser.value()?.into()),
            Long("behind-tls-proxy") => serve.behind_tls_proxy = true,
            Long("trusted-proxy") => serve.trusted_proxies.push(parser.value()?.parse()?),
            Long("rate-limit-auth-failures") => serve.allowance.wrong = parser.value()?.parse()?,
            Long("rate-limit-creations") => serve.allowance.made = parser.value()?.parse()?,
            Long("rate-limit-upload-bytes") => serve.allowance.bytes = parser.value()?.parse()?,
            Long("retention-days") => serve.retention_days = Some(parser.value()?.parse()?),
            Long("log-format") => serve.log = parser.value()?.parse_with(log_format)?,
            Long(sources::FILE) => *file = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(())
}

/// Rejects unsafe settings.
fn check_safe(serve: ServeCommand) -> Result<ServeCommand, lexopt::Error> {
    let on_loopback = serve.listen.ip().is_loopback();
    if !on_loopback && !serve.behind_tls_proxy {
        return Err(
            "plain HTTP is allowed on loopback only; with a TLS proxy in front use --behind-tls-proxy".into(),
        );
    }
    if serve.clock.is_for_tests() && (!on_loopback || serve.behind_tls_proxy) {
        return Err("--test-clock is for tests on loopback only".into());
    }
    if let Some(kind) = serve.service {
        serve.check_kind(kind)?;
    }
    Ok(serve)
}

impl ServeCommand {
    /// Rejects these settings for a service of this kind.
    pub fn check_kind(&self, kind: ServiceKind) -> Result<(), &'static str> {
        let is_public = !self.listen.ip().is_loopback() || self.behind_tls_proxy;
        match kind {
            ServiceKind::Authority if self.operator.trim().is_empty() => Err(
                "--service-kind authority means that the authority itself is the operator: name it with --operator",
            ),
            ServiceKind::Trial if is_public && !self.allow_public_trial => Err(
                "--service-kind trial is for made-up applications on loopback only; to let others try it use --allow-public-trial",
            ),
            _ => Ok(()),
        }
    }
}

fn event(mut parser: lexopt::Parser, mut paths: DataPaths) -> Result<EventCommand, lexopt::Error> {
    let (mut clock, mut number, mut kind, mut on) = (TimeSource::System, None, None, None);
    let (mut event_id, mut replaces, mut reference, mut documents) = (String::new(), None, None, Vec::new());
    let mut refused = |title: OsString, ground| -> Result<(), lexopt::Error> {
        documents.push(RefusedDocument { title: title.string()?, ground, requirement: None });
        Ok(())
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            Long("test-clock") => clock = TimeSource::File(parser.value()?.into()),
            Long("number") => number = Some(parser.value()?.string()?),
            Long("kind") => kind = Some(parser.value()?.parse_with(event_kind)?),
            Long("on") => {
                on = Some(parser.value()?.parse_with(|text| parse_day(text).ok_or("write YYYY-MM-DD"))?);
            }
            Long("id") => event_id = parser.value()?.string()?,
            Long("replaces") => replaces = Some(parser.value()?.string()?),
            Long("reference") => reference = Some(parser.value()?.string()?),
            Long("incomplete") => refused(parser.value()?, RefusalGround::Incomplete)?,
            Long("expired") => refused(parser.value()?, RefusalGround::Expired)?,
            other => return Err(other.unexpected()),
        }
    }
    let (Some(number), Some(kind), Some(on)) = (number, kind, on) else {
        return Err("--number, --kind and --on are required".into());
    };
    let event = Event { event_id, kind, on, replaces };
    Ok(EventCommand { paths, clock, number, report: EventReport { event, documents, reference } })
}

fn delete(mut parser: lexopt::Parser, mut paths: DataPaths) -> Result<DeleteCommand, lexopt::Error> {
    let (mut clock, mut number) = (TimeSource::System, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            Long("test-clock") => clock = TimeSource::File(parser.value()?.into()),
            Long("number") => number = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(DeleteCommand { paths, clock, number: number.ok_or("--number is required")? })
}

fn backup(mut parser: lexopt::Parser, mut paths: DataPaths) -> Result<BackupCommand, lexopt::Error> {
    let (mut backup, mut key_copy) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            Long("key-copy") => key_copy = Some(parser.value()?.into()),
            Value(folder) if backup.is_none() => backup = Some(folder.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(BackupCommand { paths, backup: backup.ok_or("the folder of the backup is missing")?, key_copy })
}

fn paths_only(mut parser: lexopt::Parser, mut paths: DataPaths) -> Result<DataPaths, lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(paths)
}

fn token(mut parser: lexopt::Parser, paths: DataPaths) -> Result<TokenCommand, lexopt::Error> {
    let (mut data, mut kind) = (paths.data, TokenKind::Authority);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("data-dir") => data = Some(parser.value()?.into()),
            Long("metrics") => kind = TokenKind::Metrics,
            other => return Err(other.unexpected()),
        }
    }
    Ok(TokenCommand { data, kind })
}

fn demo(mut parser: lexopt::Parser, mut paths: DataPaths) -> Result<DemoCommand, lexopt::Error> {
    let (mut clock, mut origin) = (TimeSource::System, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PATH_SETTINGS.contains(&name) => {
                let name = name.to_owned();
                paths.set(&name, parser.value()?);
            }
            Long("test-clock") => clock = TimeSource::File(parser.value()?.into()),
            Long("origin") => origin = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let origin =
        origin.ok_or("--origin is required: the address of the app, such as http://127.0.0.1:8080")?;
    Ok(DemoCommand { paths, clock, origin: origin.trim_end_matches('/').to_owned() })
}

/// Parses the name of an event kind, such as `refused_to_accept`. Hyphens are accepted in place of underscores.
fn event_kind(text: &str) -> Result<EventKind, &'static str> {
    serde_json::from_value(text.replace('-', "_").into()).map_err(|_| {
        "one of registered, accepted, refused_to_accept, sent_to_bodies, internal_affairs_answered, \
         national_security_answered, handed_to_commission, recommended_grant, recommended_refusal, granted, refused, \
         withdrawn"
    })
}

/// Parses an origin: a scheme, a host and optionally a port.
fn origin(text: &str) -> Result<String, String> {
    let wanted = "an origin is written https://host or https://host:port, without a path";
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(wanted)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    if host.is_empty() || !host.bytes().all(plain) {
        return Err(wanted.into());
    }
    Ok(text.to_owned())
}

fn service_kind(text: &str) -> Result<ServiceKind, String> {
    parse_kind(text).map_err(|allowed| format!("one of {allowed}"))
}

fn log_format(text: &str) -> Result<LogFormat, &'static str> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("text or json"),
    }
}

/// Parses a time of day such as `18:30`; returns minutes from midnight.
fn minute_of_day(text: &str) -> Result<u16, &'static str> {
    let wrong = "write HH:MM, such as 18:30";
    let (hour, minute) = text.split_once(':').ok_or(wrong)?;
    let number = |text: &str| -> Option<u16> {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    match (number(hour), number(minute)) {
        (Some(hour @ 0..24), Some(minute @ 0..60)) => Ok(hour * 60 + minute),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from), &[]).map_err(|error| error.to_string())
    }

    #[test]
    fn a_start_without_any_setting_listens_on_loopback() {
        let Ok(Command::Serve(serve)) = parsed("serve") else { panic!() };
        assert_eq!(serve.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(serve.cut_off, 18 * 60 + 30);
    }

    #[test]
    fn the_command_line_overrides_the_environment() {
        let environment: Vec<(OsString, OsString)> = [
            ("QANDAS_GATEWAY_LISTEN", "127.0.0.1:2"),
            ("QANDAS_GATEWAY_REGISTRATION_CUTOFF", "17:00"),
            ("QANDAS_GATEWAY_TRUSTED_PROXY", "10.0.0.0/8, ::1"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
        let read = |line: &str| match parse(line.split_whitespace().map(OsString::from), &environment) {
            Ok(Command::Serve(serve)) => serve,
            other => panic!("{other:?}"),
        };
        let serve = read("serve --listen 127.0.0.1:3 --rate-limit-creations 5");
        assert_eq!(serve.listen.port(), 3);
        assert_eq!(serve.cut_off, 17 * 60);
        assert_eq!(serve.allowance.made, 5);
        assert_eq!(serve.trusted_proxies.len(), 2);
        assert_eq!(read("serve --trusted-proxy 192.0.2.1").trusted_proxies, ["192.0.2.1".parse().unwrap()]);
    }

    #[test]
    fn unsafe_settings_are_rejected() {
        for (line, why) in [
            ("serve --listen 0.0.0.0:80", "--behind-tls-proxy"),
            ("serve --listen 0.0.0.0:80 --behind-tls-proxy --test-clock c", "loopback only"),
            ("serve --behind-tls-proxy --test-clock c", "loopback only"),
            ("serve --service-kind authority", "--operator"),
            ("serve --service-kind trial --behind-tls-proxy", "--allow-public-trial"),
            ("serve --service-kind trial --listen 0.0.0.0:80 --behind-tls-proxy", "--allow-public-trial"),
            ("serve --service-kind public", "authority, forwarding, trial"),
            ("serve --official --operator o", "--official"),
        ] {
            let error = parsed(line).err().unwrap();
            assert!(error.contains(why), "{line}: {error}");
        }
        assert!(parsed("serve --listen 0.0.0.0:80 --behind-tls-proxy").is_ok());
        assert!(parsed("serve --listen [::1]:0 --test-clock c").is_ok());
        assert!(parsed("serve --service-kind trial").is_ok());
        assert!(parsed("serve --service-kind trial --allow-public-trial --behind-tls-proxy").is_ok());
        assert!(parsed("serve --service-kind authority --operator o").is_ok());
    }

    #[test]
    fn the_cut_off_time_is_a_time_of_day() {
        for (text, expected) in [("18:30", Some(1110)), ("00:00", Some(0)), ("23:59", Some(1439))] {
            assert_eq!(minute_of_day(text).ok(), expected, "{text}");
        }
        for text in ["24:00", "18:60", "1830", "+1:00", "1:0", "", ":"] {
            assert!(minute_of_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_event_is_parsed_with_all_its_options() {
        let line = "event --number 7K2M-9XQ4 --kind refused-to-accept --on 2026-03-20 --incomplete a --expired b --reference r";
        let Ok(Command::Event(event)) = parsed(line) else { panic!() };
        assert_eq!(event.report.event.kind, EventKind::RefusedToAccept);
        assert_eq!(event.report.documents.len(), 2);
        assert!(parsed("event --number 1").is_err());
        assert!(parsed("event --number 1 --kind lost --on 2026-03-20").is_err());
    }
}
