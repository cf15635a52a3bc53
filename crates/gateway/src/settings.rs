//! Settings from the command line, the environment and a file. The command line overrides the environment, and the environment
//! overrides the file.

use crate::clock::TimeSource;
use crate::data_folder::parse_kind;
use crate::http::{Allowance, ProxyNetwork};
use chrono::NaiveDate;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};
use rules::event::{Event, EventKind};
use rules::finding::RefusalGround;
use rules::time::parse_day;
use std::convert::Infallible;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use wire::answer::ServiceKind;
use wire::event::{EventReport, RefusedDocument};

mod sources;

/// Serves the app, registers applications and reports their progress.
#[derive(Debug, Parser)]
#[command(
    name = "qandas-gateway",
    bin_name = "qandas-gateway",
    args_override_self = true,
    no_binary_name = true,
    after_help = "docs/OPERATING.md describes each of them."
)]
pub enum Command {
    /// Creates a data folder and its keys.
    Init(InitCommand),
    /// Serves the app and the API.
    Serve(ServeCommand),
    /// Reports an event of an application, as the authority's system does.
    Event(EventCommand),
    /// Deletes an application.
    Delete(DeleteCommand),
    /// Copies the data into a folder.
    Backup(BackupCommand),
    /// Creates a data folder from a backup.
    Restore(BackupCommand),
    /// Verifies every row and every file.
    Check(DataPaths),
    /// Seals all keys with a new master key.
    RotateMasterKey(DataPaths),
    /// Prints a service token.
    Token(TokenCommand),
    /// Creates made-up applications in the data folder of a trial.
    Demo(DemoCommand),
}

/// The paths of the data and of their keys.
#[derive(Args, Clone, Debug, Default)]
pub struct DataPaths {
    /// The data folder; by default it is qandas-data in the user's folder for data.
    #[arg(long = "data-dir", env = "QANDAS_GATEWAY_DATA_DIR", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The folder of the key table; by default it is next to the data folder.
    #[arg(long = "key-dir", env = "QANDAS_GATEWAY_KEY_DIR", value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// The file of the master key; by default it is master.key in the folder of the key table.
    #[arg(long = "master-key-file", env = "QANDAS_GATEWAY_MASTER_KEY_FILE", value_name = "FILE")]
    pub master_key: Option<PathBuf>,
}

/// The settings of `init`.
#[derive(Args, Debug)]
pub struct InitCommand {
    #[command(flatten)]
    pub paths: DataPaths,
    /// The kind of the service: authority, forwarding or trial.
    #[arg(long = "service-kind", env = "QANDAS_GATEWAY_SERVICE_KIND", value_name = "KIND", value_parser = service_kind)]
    pub service: Option<ServiceKind>,
}

/// The settings of `serve`.
#[derive(Args, Debug)]
#[command(next_line_help = true)]
pub struct ServeCommand {
    /// The address to listen on; port 0 means a free port.
    #[arg(
        long,
        env = "QANDAS_GATEWAY_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub paths: DataPaths,
    /// The folder of the built app; without it only the API is served.
    #[arg(long = "app-dir", env = "QANDAS_GATEWAY_APP_DIR", value_name = "DIR")]
    pub app: Option<PathBuf>,
    /// The kind of the service: authority, forwarding or trial; by default it is the kind of the data folder.
    #[arg(long = "service-kind", env = "QANDAS_GATEWAY_SERVICE_KIND", value_name = "KIND", value_parser = service_kind)]
    pub service: Option<ServiceKind>,
    /// The operator of the service, as the app shows it.
    #[arg(
        long,
        env = "QANDAS_GATEWAY_OPERATOR",
        value_name = "NAME",
        default_value = "",
        allow_hyphen_values = true,
        hide_default_value = true
    )]
    pub operator: String,
    /// Allows a trial to be reachable from other machines.
    #[arg(long, env = "QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL", value_parser = switch)]
    pub allow_public_trial: bool,
    /// The public origin of this gateway, such as `https://qandas.example`.
    #[arg(long, env = "QANDAS_GATEWAY_PUBLIC_ORIGIN", value_name = "URL", value_parser = origin)]
    pub public_origin: Option<String>,
    /// The last minute of the day, in Astana, at which a submission is registered on the same day.
    #[arg(
        long = "registration-cutoff",
        env = "QANDAS_GATEWAY_REGISTRATION_CUTOFF",
        value_name = "HH:MM",
        default_value = "18:30",
        value_parser = minute_of_day
    )]
    pub cut_off: u16,
    /// A file whose years replace those of the built-in calendar; it is reloaded when it changes.
    #[arg(long = "calendar-file", env = "QANDAS_GATEWAY_CALENDAR_FILE", value_name = "FILE")]
    pub calendar: Option<PathBuf>,
    /// States that a proxy in front provides TLS.
    #[arg(long, env = "QANDAS_GATEWAY_BEHIND_TLS_PROXY", value_parser = switch)]
    pub behind_tls_proxy: bool,
    /// A proxy, or a network of proxies, whose X-Forwarded-For is trusted; can be given several times.
    #[arg(
        long = "trusted-proxy",
        env = "QANDAS_GATEWAY_TRUSTED_PROXY",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<ProxyNetwork>,
    /// The wrong keys, tokens and codes of one sender in ten minutes; 0 means no limit.
    #[arg(
        long,
        env = "QANDAS_GATEWAY_RATE_LIMIT_AUTH_FAILURES",
        value_name = "N",
        default_value_t = Allowance::default().wrong
    )]
    rate_limit_auth_failures: u64,
    /// The applications, uploads, family links and codes that one sender creates in an hour; 0 means no limit.
    #[arg(
        long,
        env = "QANDAS_GATEWAY_RATE_LIMIT_CREATIONS",
        value_name = "N",
        default_value_t = Allowance::default().made
    )]
    rate_limit_creations: u64,
    /// The bytes that one sender sends in an hour; 0 means no limit.
    #[arg(
        long,
        env = "QANDAS_GATEWAY_RATE_LIMIT_UPLOAD_BYTES",
        value_name = "N",
        default_value_t = Allowance::default().bytes
    )]
    rate_limit_upload_bytes: u64,
    /// The number of days after which a decided or withdrawn application is deleted; by default it is kept.
    #[arg(long, env = "QANDAS_GATEWAY_RETENTION_DAYS", value_name = "DAYS")]
    pub retention_days: Option<u32>,
    /// The format of the log.
    #[arg(
        long = "log-format",
        env = "QANDAS_GATEWAY_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub log: LogFormat,
    /// A configuration file with these settings.
    #[arg(long, env = "QANDAS_GATEWAY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// For tests: a file with the current time in RFC 3339, read for each request.
    #[arg(
        long = "test-clock",
        env = "QANDAS_GATEWAY_TEST_CLOCK",
        value_name = "FILE",
        default_value = "",
        hide_default_value = true
    )]
    pub clock: TimeSource,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// The settings of `token`.
#[derive(Args, Debug)]
pub struct TokenCommand {
    /// The data folder; by default it is qandas-data in the user's folder for data.
    #[arg(long = "data-dir", env = "QANDAS_GATEWAY_DATA_DIR", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Prints the token for /metrics instead of the authority's token.
    #[arg(long)]
    pub metrics: bool,
}

/// The settings of `event`.
#[derive(Args, Debug)]
pub struct EventCommand {
    #[command(flatten)]
    pub paths: DataPaths,
    /// For tests: a file with the current time in RFC 3339.
    #[arg(long = "test-clock", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub clock: TimeSource,
    /// The number of the application.
    #[arg(long, value_name = "NUMBER")]
    pub number: String,
    /// The kind of the event, such as accepted.
    #[arg(long, value_name = "KIND", value_parser = event_kind)]
    kind: EventKind,
    /// The legal day of the event.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: NaiveDate,
    /// The id of the event; by default it is random.
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    id: Option<String>,
    /// The id of the event that this one corrects.
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    replaces: Option<String>,
    /// For registered: the day on which the application came in, if it is an earlier one.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    came_in: Option<NaiveDate>,
    /// The authority's own number, or the number of the receipt of a refusal.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reference: Option<String>,
    /// For a refusal to accept: an incomplete document; can be given several times.
    #[arg(long, value_name = "TITLE", allow_hyphen_values = true)]
    incomplete: Vec<String>,
    /// For a refusal to accept: an expired document; can be given several times.
    #[arg(long, value_name = "TITLE", allow_hyphen_values = true)]
    expired: Vec<String>,
    /// The incomplete and the expired documents in the order of the command line.
    #[arg(skip)]
    documents: Vec<RefusedDocument>,
}

/// The settings of `delete`.
#[derive(Args, Debug)]
pub struct DeleteCommand {
    #[command(flatten)]
    pub paths: DataPaths,
    /// For tests: a file with the current time in RFC 3339.
    #[arg(long = "test-clock", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub clock: TimeSource,
    /// The number of the application.
    #[arg(long, value_name = "NUMBER")]
    pub number: String,
}

/// The settings of `backup` and `restore`.
#[derive(Args, Debug)]
pub struct BackupCommand {
    #[command(flatten)]
    pub paths: DataPaths,
    /// The folder of the backup.
    #[arg(value_name = "DIR")]
    pub backup: PathBuf,
    /// The path of the copy of the key table.
    #[arg(long, value_name = "FILE")]
    pub key_copy: Option<PathBuf>,
}

/// The settings of `demo`.
#[derive(Args, Debug)]
pub struct DemoCommand {
    #[command(flatten)]
    pub paths: DataPaths,
    /// For tests: a file with the current time in RFC 3339.
    #[arg(long = "test-clock", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub clock: TimeSource,
    /// The address of the app, such as `http://127.0.0.1:8080`.
    #[arg(long, value_name = "URL", value_parser = without_slash)]
    pub origin: String,
}

/// Parses the arguments that follow the program's name. Rejects unknown names in `environment`; clap reads the values from the
/// environment of the process.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &[(OsString, OsString)],
) -> Result<Command, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let refuse = |reason: String| Command::command().error(ErrorKind::ValueValidation, reason);
    let mut matches = Command::command().try_get_matches_from(&arguments)?;
    sources::check_names(&Command::command(), environment).map_err(refuse)?;
    let named = matches.subcommand_matches("serve").and_then(|serve| serve.get_one::<PathBuf>("config"));
    if let Some(file) = named.cloned().or_else(|| sources::file_in(environment)) {
        let with_file = sources::set_defaults(Command::command(), &file).map_err(refuse)?;
        matches = with_file.try_get_matches_from(arguments)?;
    }
    let mut command = Command::from_arg_matches(&matches)?;
    match &mut command {
        Command::Serve(serve) => serve.complete().map_err(|reason| refuse(reason.to_owned()))?,
        Command::Event(event) => event.sort_documents(matches.subcommand_matches("event")),
        _ => {}
    }
    Ok(command)
}

impl ServeCommand {
    /// Adds the default proxies, and rejects unsafe settings.
    fn complete(&mut self) -> Result<(), &'static str> {
        if self.trusted_proxies.is_empty() && self.behind_tls_proxy {
            self.trusted_proxies = ["127.0.0.0/8".parse()?, "::1".parse()?].into();
        }
        let on_loopback = self.listen.ip().is_loopback();
        if !on_loopback && !self.behind_tls_proxy {
            return Err(
                "plain HTTP is allowed on loopback only; with a TLS proxy in front use --behind-tls-proxy",
            );
        }
        if self.clock.is_for_tests() && (!on_loopback || self.behind_tls_proxy) {
            return Err("--test-clock is for tests on loopback only");
        }
        self.service.map_or(Ok(()), |kind| self.check_kind(kind))
    }

    /// Returns the rate limits of each sender.
    pub fn allowance(&self) -> Allowance {
        Allowance {
            wrong: self.rate_limit_auth_failures,
            made: self.rate_limit_creations,
            bytes: self.rate_limit_upload_bytes,
        }
    }

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

impl EventCommand {
    /// Brings the refused documents into the order of the command line.
    fn sort_documents(&mut self, matches: Option<&ArgMatches>) {
        let mut documents = Vec::new();
        for (name, titles, ground) in [
            ("incomplete", &self.incomplete, RefusalGround::Incomplete),
            ("expired", &self.expired, RefusalGround::Expired),
        ] {
            let places = matches.and_then(|matches| matches.indices_of(name)).into_iter().flatten();
            documents.extend(places.zip(titles).map(|(place, title)| (place, title.clone(), ground)));
        }
        documents.sort_unstable_by_key(|(place, ..)| *place);
        let refused = |(_, title, ground)| RefusedDocument { title, ground, requirement: None };
        self.documents = documents.into_iter().map(refused).collect();
    }

    /// Returns the event to report. Its `event_id` is empty if none was given.
    pub fn report(&self) -> EventReport {
        let event = Event {
            event_id: self.id.clone().unwrap_or_default(),
            kind: self.kind,
            on: self.on,
            replaces: self.replaces.clone(),
            came_in: self.came_in,
        };
        EventReport { event, documents: self.documents.clone(), reference: self.reference.clone() }
    }
}

/// Parses the name of an event kind, such as `refused_to_accept`. Hyphens are accepted in place of underscores.
fn event_kind(text: &str) -> Result<EventKind, &'static str> {
    serde_json::from_value(text.replace('-', "_").into()).map_err(|_| {
        "one of handed_over, registered, accepted, refused_to_accept, sent_to_bodies, internal_affairs_received, \
         national_security_received, internal_affairs_answered, national_security_answered, handed_to_commission, \
         recommended_grant, recommended_refusal, granted, refused, withdrawn"
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

/// Parses a switch of the environment or of the configuration file. On the command line a switch has no value.
fn switch(text: &str) -> Result<bool, &'static str> {
    match text {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err("must be true or false"),
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    parse_day(text).ok_or("write YYYY-MM-DD")
}

#[allow(clippy::unnecessary_wraps, reason = "a parser of clap returns a result")]
fn without_slash(text: &str) -> Result<String, Infallible> {
    Ok(text.trim_end_matches('/').to_owned())
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
    fn the_command_line_overrides_the_file() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        let text = "listen = \"127.0.0.1:2\"\nregistration-cutoff = \"17:00\"\nallow-public-trial = true\noperator = \"made-up\"\n\
                    rate-limit-creations = 7\ntrusted-proxy = [\"10.0.0.0/8\", \"::1\"]\n";
        std::fs::write(&file, text).unwrap();
        let read = |line: &str| match parsed(&format!("serve --config {} {line}", file.display())) {
            Ok(Command::Serve(serve)) => serve,
            other => panic!("{other:?}"),
        };
        let serve = read("");
        assert_eq!(serve.listen.port(), 2);
        assert_eq!(serve.allowance().made, 7);
        assert_eq!(serve.operator, "made-up");
        assert!(serve.allow_public_trial);
        let serve = read("--listen 127.0.0.1:3 --rate-limit-creations 5");
        assert_eq!(serve.listen.port(), 3);
        assert_eq!(serve.cut_off, 17 * 60);
        assert_eq!(serve.allowance().made, 5);
        assert_eq!(serve.trusted_proxies.len(), 2);
        assert_eq!(read("--trusted-proxy 192.0.2.1").trusted_proxies, ["192.0.2.1".parse().unwrap()]);
        assert_eq!(read("--trusted-proxy 192.0.2.1 --trusted-proxy 10.0.0.0/8,::1").trusted_proxies.len(), 3);
    }

    #[test]
    fn every_setting_is_described_with_its_variable() {
        const OPERATING: &str = include_str!("../../../docs/OPERATING.md");
        let serve = Command::command();
        let serve = serve.find_subcommand("serve").unwrap();
        let documented = OPERATING.lines().filter_map(|line| line.strip_prefix("| `--"));
        let documented: Vec<&str> = documented.map(|row| row.split(['`', ' ']).next().unwrap()).collect();
        let settings: Vec<_> = serve.get_arguments().filter(|setting| setting.get_id() != "help").collect();
        let names: Vec<&str> = settings.iter().map(|setting| setting.get_long().unwrap()).collect();
        assert!(names.len() > 15 && names.iter().all(|name| documented.contains(name)), "{names:?}");
        assert!(documented.iter().all(|name| names.contains(name)), "{documented:?}");
        for (name, setting) in names.iter().zip(settings) {
            let variable = format!("QANDAS_GATEWAY_{}", name.to_uppercase().replace('-', "_"));
            assert_eq!(setting.get_env().unwrap().to_str(), Some(variable.as_str()));
            assert!(setting.get_help().is_some(), "{name}");
        }
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
        assert_eq!(event.report().event.kind, EventKind::RefusedToAccept);
        assert_eq!(
            event.report().documents.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
            ["a", "b"]
        );
        let turned = line.replace("--incomplete a --expired b", "--expired b --incomplete a");
        let Ok(Command::Event(event)) = parsed(&turned) else { panic!() };
        assert_eq!(event.report().documents[0].title, "b");
        let with_hyphens = line.replace("--reference r", "--reference -12 --id -1");
        let Ok(Command::Event(event)) = parsed(&with_hyphens) else { panic!() };
        assert_eq!(event.report().reference.as_deref(), Some("-12"));
        assert!(parsed("event --number 1").is_err());
        assert!(parsed("event --number 1 --kind lost --on 2026-03-20").is_err());
    }

    #[test]
    fn an_unknown_setting_is_named_in_the_error() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("settings.toml");
        let refused = |file: &std::path::Path| sources::set_defaults(Command::command(), file).unwrap_err();
        for (text, named) in [
            ("lisen = \"x\"", "lisen"),
            ("allow-public-trial = \"yes\"", "allow-public-trial"),
            ("official = true", "official"),
            ("config = \"x\"", "config"),
            ("number = \"x\"", "number"),
            ("listen = 1.5", "listen"),
            ("listen = [\"127.0.0.1:2\"]", "listen"),
            ("=", ""),
        ] {
            std::fs::write(&file, text).unwrap();
            assert!(refused(&file).contains(named), "{text}");
        }
        assert!(refused(&place.path().join("none")).contains("cannot be read"));
        let environment = |name: &str| [("PATH".into(), "/bin".into()), (name.into(), "x".into())];
        assert!(
            sources::check_names(&Command::command(), &environment("QANDAS_GATEWAY_LISEN"))
                .unwrap_err()
                .contains("QANDAS_GATEWAY_LISEN")
        );
        for name in ["QANDAS_GATEWAY_LISTEN", "QANDAS_GATEWAY_CONFIG", "QANDAS_APP"] {
            assert_eq!(sources::check_names(&Command::command(), &environment(name)), Ok(()));
        }
    }
}
