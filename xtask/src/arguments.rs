//! The command line of `cargo xtask`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, ValueEnum};

use crate::compare::{PackagesOptions, Question};
use crate::script::Target;

#[derive(Debug, PartialEq, Eq, Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "Every command that a developer of Qandas types",
    no_binary_name = true,
    after_help = "Tools are kept in the folder QANDAS_CACHE, else in the user's cache folder. CARGO_TARGET_DIR, CHROME and CHROMEDRIVER are honoured."
)]
pub enum Command {
    /// Checks what is needed, and installs what is missing.
    Setup,
    /// Builds the release, and serves app and API from one address.
    Serve(ServeOptions),
    /// Runs set-up, format, lints, all tests, build and budgets, or one part of them.
    Test(TestOptions),
    /// Builds the app into dist/, and the gateway.
    Build,
    /// Prints what the first visit costs, against the budgets.
    Size {
        /// Prints one JSON object of brotli bytes.
        #[arg(long)]
        json: bool,
    },
    /// Takes pictures of every page in every language, in tests/out/screens, and makes sheets of them in tests/out/sheets.
    Screens,
    /// Reloads the app on each change, in front of a gateway.
    Dev(DevOptions),
    #[command(flatten)]
    Compare(Question),
    /// Makes up packages with seeded defects in DIR/packages; what must be found is in DIR/answers.
    Packages(PackagesOptions),
    /// Writes the Kazakh text of the standard input in another script.
    Script {
        /// The script: arab or latn from Cyrillic, cyrl from Arabic script (a suggestion).
        #[arg(long, value_name = "CODE")]
        to: Target,
        /// The standard input.
        #[arg(value_name = "-", value_parser = ["-"], hide_possible_values = true)]
        input: Option<String>,
    },
    /// Counts how often our Arabic script is that of CLDR's Kazakh texts, which are fetched.
    CompareScripts,
    /// Measures the rules, or the gateway.
    Bench {
        /// How fast working days are counted (rules), or reads, durable submissions, streams and memory, compared with a plain
        /// Node server (gateway).
        part: Benchmark,
    },
    /// Feeds random input to one part.
    Fuzz(FuzzOptions),
    /// Plays made-up people on bad phones and networks against the real gateway: is anything lost, doubled, stuck?
    Faults(FaultsOptions),
    /// Checks the house rules of CONTRIBUTING.md that the compiler does not.
    Tidy,
    /// Checks licences and sources of what we use, by cargo-deny.
    Deny,
    /// Called by Trunk after it has compiled the app. Not in the help: it needs Trunk's environment.
    #[command(hide = true)]
    Assemble,
}

#[derive(Args, Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// The port on loopback; 0 is a free one.
    #[arg(long, value_name = "N", default_value_t = 8787)]
    pub port: u16,
    /// The data folder; by default ./data.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Makes up a few applications, and prints their links.
    #[arg(long)]
    pub demo: bool,
}

#[derive(Args, Debug, Default, PartialEq, Eq)]
pub struct DevOptions {
    /// The data folder; by default ./data.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

#[derive(Args, Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    /// One part alone.
    #[arg(long, value_name = "PART")]
    pub only: Option<TestSuite>,
    /// With --only: the tests with this text in their name (journeys, speed: in the name of their file).
    #[arg(long = "match", value_name = "TEXT", requires = "only")]
    pub matching: Option<String>,
    /// With --only faults: the gateway is killed 1,000 times, not 50.
    #[arg(long)]
    pub long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestSuite {
    Rules,
    Gateway,
    Faults,
    App,
    Outside,
    Journeys,
    Speed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeForm {
    Table,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Benchmark {
    Rules,
    Gateway,
}

#[derive(Args, Debug, PartialEq, Eq)]
pub struct FaultsOptions {
    /// The first history.
    #[arg(long, value_name = "N", default_value_t = Self::default().seed)]
    pub seed: u64,
    /// Plays for this time, instead of a number of histories.
    #[arg(long, value_name = "M")]
    pub minutes: Option<u64>,
    /// The number of histories.
    #[arg(long, value_name = "N", default_value_t = Self::default().histories)]
    pub histories: u64,
    /// Plays 25 of them in Chromium, through the whole app rather than through its queue alone.
    #[arg(long = "browser")]
    pub in_browser: bool,
}

impl Default for FaultsOptions {
    fn default() -> Self {
        Self { seed: 1, minutes: None, histories: 2_000, in_browser: false }
    }
}

#[derive(Args, Debug, PartialEq, Eq)]
pub struct FuzzOptions {
    /// The name of a file in `fuzz/fuzz_targets`.
    pub target: String,
    /// The time in seconds.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub seconds: u32,
}

impl Command {
    /// Reads the arguments that follow `cargo xtask`. No arguments ask for help.
    pub fn read(arguments: impl Iterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut arguments: Vec<OsString> = arguments.collect();
        if arguments.is_empty() {
            arguments.push("help".into());
        }
        let command = Self::try_parse_from(arguments)?;
        let refuse = |reason| Err(Self::command().error(ErrorKind::ArgumentConflict, reason));
        match &command {
            Self::Test(TestOptions { only, long: true, .. }) if *only != Some(TestSuite::Faults) => {
                refuse("--long goes with --only faults")
            }
            Self::Serve(ServeOptions { port: 0, demo: true, .. }) => {
                refuse("--demo prints links, so it needs a port other than 0")
            }
            _ => Ok(command),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Input;
    use rules::time::parse_day;

    fn parse(line: &str) -> Result<Command, String> {
        Command::read(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_the_help_says_is_understood() {
        let serve = |port, data: Option<&str>, demo| {
            Command::Serve(ServeOptions { port, data: data.map(PathBuf::from), demo })
        };
        let test = |only, matching: Option<&str>| {
            Command::Test(TestOptions { only, matching: matching.map(str::to_owned), long: false })
        };
        let fuzz = |seconds| Command::Fuzz(FuzzOptions { target: "day".to_owned(), seconds });
        for (line, expected) in [
            ("setup", Command::Setup),
            ("serve", serve(8787, None, false)),
            ("serve --data d --demo --port=9", serve(9, Some("d"), true)),
            ("dev --data d", Command::Dev(DevOptions { data: Some("d".into()) })),
            ("test", test(None, None)),
            ("test --only journeys --match family", test(Some(TestSuite::Journeys), Some("family"))),
            ("screens", Command::Screens),
            ("size", Command::Size { json: false }),
            ("size --json", Command::Size { json: true }),
            ("due -", Command::Compare(Question::Due { input: Input::Standard })),
            ("due d/lines", Command::Compare(Question::Due { input: Input::File("d/lines".into()) })),
            ("calendar 2026", Command::Compare(Question::Calendar { year: 2026 })),
            ("timeline -", Command::Compare(Question::Timeline { input: Input::Standard })),
            (
                "examine p.json --on 2026-11-23",
                Command::Compare(Question::Examine {
                    input: Input::File("p.json".into()),
                    on: parse_day("2026-11-23").unwrap(),
                }),
            ),
            ("checklist -", Command::Compare(Question::Checklist { input: Input::Standard })),
            (
                "packages --seed 7 --count 3 d",
                Command::Packages(PackagesOptions { seed: 7, count: 3, folder: "d".into() }),
            ),
            ("script --to arab", Command::Script { to: Target::Arab, input: None }),
            ("script --to arab -", Command::Script { to: Target::Arab, input: Some("-".to_owned()) }),
            ("compare-scripts", Command::CompareScripts),
            (
                "test --only faults --long",
                Command::Test(TestOptions { only: Some(TestSuite::Faults), matching: None, long: true }),
            ),
            ("bench rules", Command::Bench { part: Benchmark::Rules }),
            ("bench gateway", Command::Bench { part: Benchmark::Gateway }),
            ("fuzz day", fuzz(60)),
            ("fuzz --seconds 5 day", fuzz(5)),
            ("fuzz day --seconds=5", fuzz(5)),
            ("faults", Command::Faults(FaultsOptions::default())),
            (
                "faults --browser --seed 7 --minutes 2",
                Command::Faults(FaultsOptions {
                    seed: 7,
                    minutes: Some(2),
                    in_browser: true,
                    ..FaultsOptions::default()
                }),
            ),
        ] {
            assert_eq!(parse(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (line, named, expected) in [
            ("sreve", "unrecognized subcommand 'sreve'", "Usage: cargo xtask <COMMAND>"),
            ("serve --prot 1", "unexpected argument '--prot'", "Usage: cargo xtask serve"),
            ("serve --port x", "invalid value 'x' for '--port <N>'", "invalid digit"),
            ("serve --port 65536", "invalid value '65536' for '--port <N>'", "0..=65535"),
            ("serve --port", "'--port <N>'", "a value is required"),
            ("serve --port --demo", "'--port <N>'", "a value is required"),
            ("serve --demo --port 0", "--demo prints links", "it needs a port other than 0"),
            (
                "test --only rule",
                "invalid value 'rule' for '--only <PART>'",
                "rules, gateway, faults, app, outside, journeys, speed",
            ),
            ("due", "<FILE>", "required arguments"),
            ("due - -", "unexpected argument '-'", "Usage: cargo xtask due <FILE>"),
            ("calendar next", "invalid value 'next' for '<YEAR>'", "invalid digit"),
            ("examine p.json", "--on <DATE>", "required arguments"),
            ("examine p.json --on x", "invalid value 'x' for '--on <DATE>'", "a day such as 2026-11-23"),
            ("packages", "<DIR>", "required arguments"),
            ("packages --count x d", "invalid value 'x' for '--count <M>'", "invalid digit"),
            ("script -", "--to <CODE>", "required arguments"),
            ("script --to xxxx -", "invalid value 'xxxx' for '--to <CODE>'", "arab, latn, cyrl"),
            ("script --to arab file", "invalid value 'file'", "[possible values: -]"),
            ("bench", "<PART>", "required arguments"),
            ("bench app", "invalid value 'app' for '<PART>'", "rules, gateway"),
            ("test --long", "--long goes with", "--only faults"),
            ("test --only rules --long", "--long goes with", "--only faults"),
            ("fuzz", "<TARGET>", "required arguments"),
            ("test --match x", "--only <PART>", "required arguments"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(named) && error.contains(expected), "{line}: {error}");
        }
    }

    #[test]
    fn no_arguments_print_the_help() {
        let help = parse("").unwrap_err();
        assert_eq!(help, parse("help").unwrap_err());
        for command in Command::command().get_subcommands().filter(|command| !command.is_hide_set()) {
            assert!(help.contains(&format!("\n  {} ", command.get_name())), "{help}");
            assert!(command.get_arguments().all(|argument| argument.get_help().is_some()), "{command}");
        }
        assert!(!help.contains("assemble"));
    }
}
