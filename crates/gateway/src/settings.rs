//! The command line, and what a file and the environment say beside it.

use crate::clock::Clock;
use crate::folder::parse_kind;
use crate::http::{Allowance, Network};
use lexopt::prelude::*;
use rules::calendar::DEFAULT_CUT_OFF;
use rules::event::{Event, EventKind};
use rules::finding::Ground;
use rules::time::parse_day;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use wire::answer::ServiceKind;
use wire::event::{EventReport, RefusedDocument};

mod sources;

pub const USAGE: &str = "\
qandas-gateway init  [--service authority|forwarding|trial] [--data DIR]
qandas-gateway serve [--listen ADDRESS:PORT] [--data DIR] [--app DIR]
                     [--service authority|forwarding|trial] [--operator NAME] [--trial-public]
                     [--public-origin URL] [--cut-off HH:MM] [--calendar FILE] [--behind-tls-proxy] [--clock FILE]
                     [--trusted-proxy ADDRESS]... [--wrong-secrets N] [--things-made N] [--bytes-sent N]
                     [--keep-ended DAYS] [--log text|json] [--settings FILE]
qandas-gateway event --number NUMBER --kind KIND --on YYYY-MM-DD [--id ID] [--replaces ID] [--reference TEXT]
                     [--incomplete TITLE]... [--expired TITLE]... [--data DIR] [--clock FILE]
qandas-gateway delete --number NUMBER [--data DIR] [--clock FILE]
qandas-gateway backup DIR  [--key-copy FILE] [--data DIR]
qandas-gateway restore DIR [--key-copy FILE] [--data DIR]
qandas-gateway check       [--data DIR]
qandas-gateway renew-master-key [--data DIR]
qandas-gateway token [--metrics] [--data DIR]
qandas-gateway demo  --origin URL [--data DIR] [--clock FILE]

Wherever the data are said to lie by --data, their keys are by --keys DIR and --master-key FILE.

docs/OPERATING.md says what each of these means.
";

#[derive(Debug)]
pub enum Command {
    Init(Init),
    Serve(Serve),
    Event(ReportEvent),
    Delete(Delete),
    Backup(Copying),
    Restore(Copying),
    Check(DataPlace),
    RenewMasterKey(DataPlace),
    Token(Token),
    Demo(Demo),
    Help,
}

/// Where the data lie, and what opens them.
#[derive(Clone, Debug, Default)]
pub struct DataPlace {
    pub data: Option<PathBuf>,
    /// The folder of the key table; beside the data folder where nothing is said.
    pub keys: Option<PathBuf>,
    /// The file of the master key; in the folder of the key table where nothing is said.
    pub master_key: Option<PathBuf>,
}

/// The names of these settings.
const PLACES: [&str; 3] = ["data", "keys", "master-key"];

impl DataPlace {
    /// What is said beside the command line.
    fn said(environment: &[(OsString, OsString)]) -> Result<Self, lexopt::Error> {
        Ok(said(environment)?.place)
    }

    /// Takes over what an argument of one of these names says.
    fn take(&mut self, name: &str, value: OsString) {
        let place = match name {
            "data" => &mut self.data,
            "keys" => &mut self.keys,
            _ => &mut self.master_key,
        };
        *place = Some(value.into());
    }
}

#[derive(Debug)]
pub struct Init {
    pub place: DataPlace,
    pub service: Option<ServiceKind>,
}

#[derive(Debug)]
pub struct Serve {
    pub listen: SocketAddr,
    pub place: DataPlace,
    /// The built app; without it only the API is served.
    pub app: Option<PathBuf>,
    pub clock: Clock,
    pub operator: String,
    /// `None` where nothing is said: then the kind that the data folder has.
    pub service: Option<ServiceKind>,
    /// Lets a trial be reached from elsewhere.
    pub trial_public: bool,
    /// Where the world finds this gateway, without a slash at the end.
    pub public_origin: Option<String>,
    pub cut_off: u16,
    /// Calendar data that are laid over the built-in ones, and read again when they change.
    pub calendar: Option<PathBuf>,
    pub behind_tls_proxy: bool,
    /// Proxies that may say for whom they ask.
    pub trusted_proxies: Vec<Network>,
    pub allowance: Allowance,
    /// For how many days what is decided or withdrawn is kept; `None` keeps it.
    pub keep_ended: Option<u32>,
    pub log: LogForm,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    Text,
    Json,
}

#[derive(Debug)]
pub struct Token {
    pub data: Option<PathBuf>,
    pub of: TokenOf,
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOf {
    Authority,
    Metrics,
}

#[derive(Debug)]
pub struct ReportEvent {
    pub place: DataPlace,
    pub clock: Clock,
    pub number: String,
    /// Its `event_id` is empty where none was given.
    pub report: EventReport,
}

#[derive(Debug)]
pub struct Delete {
    pub place: DataPlace,
    pub clock: Clock,
    pub number: String,
}

#[derive(Debug)]
pub struct Copying {
    pub place: DataPlace,
    /// The folder of the backup.
    pub backup: PathBuf,
    /// Where the copy of the key table is.
    pub key_copy: Option<PathBuf>,
}

#[derive(Debug)]
pub struct Demo {
    pub place: DataPlace,
    pub clock: Clock,
    /// Where the app is, without a slash at the end.
    pub origin: String,
}

/// Reads the arguments after the program's name, and for `serve` the environment and the file that one of the two names.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &[(OsString, OsString)],
) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    match parser.next()? {
        Some(Value(command)) => match command.to_str() {
            Some("init") => init(parser, environment).map(Command::Init),
            Some("serve") => serve(parser, environment).map(Command::Serve),
            Some("event") => event(parser, DataPlace::said(environment)?).map(Command::Event),
            Some("delete") => delete(parser, DataPlace::said(environment)?).map(Command::Delete),
            Some("backup") => copying(parser, DataPlace::said(environment)?).map(Command::Backup),
            Some("restore") => copying(parser, DataPlace::said(environment)?).map(Command::Restore),
            Some("check") => place(parser, DataPlace::said(environment)?).map(Command::Check),
            Some("renew-master-key") => {
                place(parser, DataPlace::said(environment)?).map(Command::RenewMasterKey)
            }
            Some("token") => token(parser, DataPlace::said(environment)?).map(Command::Token),
            Some("demo") => demo(parser, DataPlace::said(environment)?).map(Command::Demo),
            Some("help") => Ok(Command::Help),
            _ => Err(format!("{} is no command", command.display()).into()),
        },
        Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
        None => Err("a command is missing".into()),
    }
}

/// What the environment and the file that it names say.
fn said(environment: &[(OsString, OsString)]) -> Result<Serve, lexopt::Error> {
    let file = sources::file_in(environment);
    let said = sources::arguments(file.as_deref().map(Path::new), environment)?;
    let mut serve = unset();
    read(&mut serve, lexopt::Parser::from_args(said), &mut None)?;
    Ok(serve)
}

fn init(mut parser: lexopt::Parser, environment: &[(OsString, OsString)]) -> Result<Init, lexopt::Error> {
    let Serve { mut place, mut service, .. } = said(environment)?;
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            Long("service") => service = Some(parser.value()?.parse_with(service_kind)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Init { place, service })
}

fn serve(mut parser: lexopt::Parser, environment: &[(OsString, OsString)]) -> Result<Serve, lexopt::Error> {
    let line: Vec<OsString> = parser.raw_args()?.collect();
    let mut named = None;
    read(&mut unset(), lexopt::Parser::from_args(line.iter().cloned()), &mut named)?;
    let file = named.or_else(|| sources::file_in(environment));
    let said = sources::arguments(file.as_deref().map(Path::new), environment)?;
    let mut serve = unset();
    read(&mut serve, lexopt::Parser::from_args(said), &mut None)?;
    let said_proxies = std::mem::take(&mut serve.trusted_proxies);
    read(&mut serve, lexopt::Parser::from_args(line), &mut None)?;
    if serve.trusted_proxies.is_empty() {
        serve.trusted_proxies = said_proxies;
    }
    if serve.trusted_proxies.is_empty() && serve.behind_tls_proxy {
        serve.trusted_proxies = ["127.0.0.0/8".parse()?, "::1".parse()?].into();
    }
    safe(serve)
}

/// What holds where nothing is said.
fn unset() -> Serve {
    Serve {
        listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
        place: DataPlace::default(),
        app: None,
        clock: Clock::System,
        operator: String::new(),
        service: None,
        trial_public: false,
        public_origin: None,
        cut_off: DEFAULT_CUT_OFF,
        calendar: None,
        behind_tls_proxy: false,
        trusted_proxies: Vec::new(),
        allowance: Allowance::default(),
        keep_ended: None,
        log: LogForm::Text,
    }
}

/// Takes over what the arguments say. `file` is where more is said.
fn read(
    serve: &mut Serve,
    mut parser: lexopt::Parser,
    file: &mut Option<OsString>,
) -> Result<(), lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => serve.listen = parser.value()?.parse()?,
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                serve.place.take(&name, parser.value()?);
            }
            Long("app") => serve.app = Some(parser.value()?.into()),
            Long("clock") => serve.clock = Clock::File(parser.value()?.into()),
            Long("operator") => serve.operator = parser.value()?.string()?,
            Long("service") => serve.service = Some(parser.value()?.parse_with(service_kind)?),
            Long("trial-public") => serve.trial_public = true,
            Long("official") => return Err(sources::OFFICIAL.into()),
            Long("public-origin") => serve.public_origin = Some(parser.value()?.parse_with(origin)?),
            Long("cut-off") => serve.cut_off = parser.value()?.parse_with(minute_of_day)?,
            Long("calendar") => serve.calendar = Some(parser.value()?.into()),
            Long("behind-tls-proxy") => serve.behind_tls_proxy = true,
            Long("trusted-proxy") => serve.trusted_proxies.push(parser.value()?.parse()?),
            Long("wrong-secrets") => serve.allowance.wrong = parser.value()?.parse()?,
            Long("things-made") => serve.allowance.made = parser.value()?.parse()?,
            Long("bytes-sent") => serve.allowance.bytes = parser.value()?.parse()?,
            Long("keep-ended") => serve.keep_ended = Some(parser.value()?.parse()?),
            Long("log") => serve.log = parser.value()?.parse_with(log_form)?,
            Long(sources::FILE) => *file = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(())
}

/// Refuses what would be unsafe.
fn safe(serve: Serve) -> Result<Serve, lexopt::Error> {
    let on_loopback = serve.listen.ip().is_loopback();
    if !on_loopback && !serve.behind_tls_proxy {
        return Err(
            "plain http is for loopback only; with a TLS proxy in front say --behind-tls-proxy".into()
        );
    }
    if serve.clock.is_for_tests() && (!on_loopback || serve.behind_tls_proxy) {
        return Err("--clock is for tests on loopback only".into());
    }
    if let Some(kind) = serve.service {
        serve.check_kind(kind)?;
    }
    Ok(serve)
}

impl Serve {
    /// Refuses these settings for a service of this kind.
    pub fn check_kind(&self, kind: ServiceKind) -> Result<(), &'static str> {
        let is_public = !self.listen.ip().is_loopback() || self.behind_tls_proxy;
        match kind {
            ServiceKind::Authority if self.operator.trim().is_empty() => {
                Err("--service authority says that the operator is the authority: name it by --operator")
            }
            ServiceKind::Trial if is_public && !self.trial_public => Err(
                "--service trial is for made-up applications on loopback only; say --trial-public where others are to try it",
            ),
            _ => Ok(()),
        }
    }
}

fn event(mut parser: lexopt::Parser, mut place: DataPlace) -> Result<ReportEvent, lexopt::Error> {
    let (mut clock, mut number, mut kind, mut on) = (Clock::System, None, None, None);
    let (mut event_id, mut replaces, mut reference, mut documents) = (String::new(), None, None, Vec::new());
    let mut refused = |title: OsString, ground| -> Result<(), lexopt::Error> {
        documents.push(RefusedDocument { title: title.string()?, ground, requirement: None });
        Ok(())
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            Long("clock") => clock = Clock::File(parser.value()?.into()),
            Long("number") => number = Some(parser.value()?.string()?),
            Long("kind") => kind = Some(parser.value()?.parse_with(event_kind)?),
            Long("on") => {
                on = Some(parser.value()?.parse_with(|text| parse_day(text).ok_or("write YYYY-MM-DD"))?);
            }
            Long("id") => event_id = parser.value()?.string()?,
            Long("replaces") => replaces = Some(parser.value()?.string()?),
            Long("reference") => reference = Some(parser.value()?.string()?),
            Long("incomplete") => refused(parser.value()?, Ground::Incomplete)?,
            Long("expired") => refused(parser.value()?, Ground::Expired)?,
            other => return Err(other.unexpected()),
        }
    }
    let (Some(number), Some(kind), Some(on)) = (number, kind, on) else {
        return Err("--number, --kind and --on are needed".into());
    };
    let event = Event { event_id, kind, on, replaces };
    Ok(ReportEvent { place, clock, number, report: EventReport { event, documents, reference } })
}

fn delete(mut parser: lexopt::Parser, mut place: DataPlace) -> Result<Delete, lexopt::Error> {
    let (mut clock, mut number) = (Clock::System, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            Long("clock") => clock = Clock::File(parser.value()?.into()),
            Long("number") => number = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Delete { place, clock, number: number.ok_or("--number is needed")? })
}

fn copying(mut parser: lexopt::Parser, mut place: DataPlace) -> Result<Copying, lexopt::Error> {
    let (mut backup, mut key_copy) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            Long("key-copy") => key_copy = Some(parser.value()?.into()),
            Value(folder) if backup.is_none() => backup = Some(folder.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Copying { place, backup: backup.ok_or("the folder of the backup is missing")?, key_copy })
}

fn place(mut parser: lexopt::Parser, mut place: DataPlace) -> Result<DataPlace, lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(place)
}

fn token(mut parser: lexopt::Parser, place: DataPlace) -> Result<Token, lexopt::Error> {
    let (mut data, mut of) = (place.data, TokenOf::Authority);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("data") => data = Some(parser.value()?.into()),
            Long("metrics") => of = TokenOf::Metrics,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Token { data, of })
}

fn demo(mut parser: lexopt::Parser, mut place: DataPlace) -> Result<Demo, lexopt::Error> {
    let (mut clock, mut origin) = (Clock::System, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long(name) if PLACES.contains(&name) => {
                let name = name.to_owned();
                place.take(&name, parser.value()?);
            }
            Long("clock") => clock = Clock::File(parser.value()?.into()),
            Long("origin") => origin = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let origin = origin.ok_or("--origin is needed: where the app is, such as http://127.0.0.1:8080")?;
    Ok(Demo { place, clock, origin: origin.trim_end_matches('/').to_owned() })
}

/// `refused_to_accept`, with hyphens too.
fn event_kind(text: &str) -> Result<EventKind, &'static str> {
    serde_json::from_value(text.replace('-', "_").into()).map_err(|_| {
        "one of registered, accepted, refused_to_accept, sent_to_bodies, internal_affairs_answered, \
         national_security_answered, handed_to_commission, recommended_grant, recommended_refusal, granted, refused, \
         withdrawn"
    })
}

/// A scheme and a host, perhaps with a port; what a search engine is told must not depend on who asks.
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

fn log_form(text: &str) -> Result<LogForm, &'static str> {
    match text {
        "text" => Ok(LogForm::Text),
        "json" => Ok(LogForm::Json),
        _ => Err("text or json"),
    }
}

/// `18:30` as minutes from midnight.
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
    fn the_command_line_goes_before_the_environment() {
        let environment: Vec<(OsString, OsString)> = [
            ("QANDAS_GATEWAY_LISTEN", "127.0.0.1:2"),
            ("QANDAS_GATEWAY_CUT_OFF", "17:00"),
            ("QANDAS_GATEWAY_TRUSTED_PROXY", "10.0.0.0/8, ::1"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
        let read = |line: &str| match parse(line.split_whitespace().map(OsString::from), &environment) {
            Ok(Command::Serve(serve)) => serve,
            other => panic!("{other:?}"),
        };
        let serve = read("serve --listen 127.0.0.1:3 --things-made 5");
        assert_eq!(serve.listen.port(), 3);
        assert_eq!(serve.cut_off, 17 * 60);
        assert_eq!(serve.allowance.made, 5);
        assert_eq!(serve.trusted_proxies.len(), 2);
        assert_eq!(read("serve --trusted-proxy 192.0.2.1").trusted_proxies, ["192.0.2.1".parse().unwrap()]);
    }

    #[test]
    fn what_would_be_unsafe_is_refused() {
        for (line, why) in [
            ("serve --listen 0.0.0.0:80", "--behind-tls-proxy"),
            ("serve --listen 0.0.0.0:80 --behind-tls-proxy --clock c", "loopback only"),
            ("serve --behind-tls-proxy --clock c", "loopback only"),
            ("serve --service authority", "--operator"),
            ("serve --service trial --behind-tls-proxy", "--trial-public"),
            ("serve --service trial --listen 0.0.0.0:80 --behind-tls-proxy", "--trial-public"),
            ("serve --service public", "authority, forwarding, trial"),
            ("serve --official --operator o", "--service authority"),
        ] {
            let error = parsed(line).err().unwrap();
            assert!(error.contains(why), "{line}: {error}");
        }
        assert!(parsed("serve --listen 0.0.0.0:80 --behind-tls-proxy").is_ok());
        assert!(parsed("serve --listen [::1]:0 --clock c").is_ok());
        assert!(parsed("serve --service trial").is_ok());
        assert!(parsed("serve --service trial --trial-public --behind-tls-proxy").is_ok());
        assert!(parsed("serve --service authority --operator o").is_ok());
    }

    #[test]
    fn the_cut_off_is_a_time_of_day() {
        for (text, expected) in [("18:30", Some(1110)), ("00:00", Some(0)), ("23:59", Some(1439))] {
            assert_eq!(minute_of_day(text).ok(), expected, "{text}");
        }
        for text in ["24:00", "18:60", "1830", "+1:00", "1:0", "", ":"] {
            assert!(minute_of_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_event_is_read_whole() {
        let line = "event --number 7K2M-9XQ4 --kind refused-to-accept --on 2026-03-20 --incomplete a --expired b --reference r";
        let Ok(Command::Event(event)) = parsed(line) else { panic!() };
        assert_eq!(event.report.event.kind, EventKind::RefusedToAccept);
        assert_eq!(event.report.documents.len(), 2);
        assert!(parsed("event --number 1").is_err());
        assert!(parsed("event --number 1 --kind lost --on 2026-03-20").is_err());
    }
}
