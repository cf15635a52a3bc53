//! The command line of `cargo xtask`.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context as _, Result, anyhow, bail};
use rules::time::parse_day;

use crate::compare::{Input, PackagesOptions, Question};
use crate::script::Target;

pub const HELP: &str = "\
cargo xtask COMMAND

  setup                 check what is needed, and install what is missing
  serve                 build the release and serve app and API from one address
    --port N            instead of 8787
    --data DIR          instead of ./data
    --demo              with a few made-up applications; prints their links
  test                  set-up, format, lints, all tests, build and budgets
    --only PART         rules, gateway, faults, app, outside, journeys or speed
    --long              with --only faults: the gateway is killed 1,000 times, not 50
    --match TEXT        with --only: the tests with TEXT in their name (journeys, speed: in the name of their file)
  build                 the app into dist/, and the gateway
  size                  what the first visit costs, against the budgets
    --json              as one JSON object of brotli bytes
  screens               pictures of every page in every language, in tests/out/screens, and sheets of them in tests/out/sheets
  dev                   live reload in front of a gateway, for work on the app
    --data DIR          instead of ./data

  due FILE              lines `2026-11-22T10:00 35` (moment of receipt in Astana, working days): for each the day of
                        registration, the last day of the term, and whether that is official or provisional
  calendar YEAR         the weekdays that are off and the weekend days that are worked, each with its reason
  timeline FILE         lines of JSON {service, registered, today, events}: for each its terms and stages
  examine FILE          what the check of ¶5-1 would find in a package (a submission, or its draft), as a JSON array
    --on DATE           if it came in on that day
  checklist FILE        which documents the package must have, as a JSON array
                        FILE is - for the standard input; a line that cannot be read ends the run with exit code 2
  packages DIR          made-up packages with seeded defects in DIR/packages, what must be found in DIR/answers
    --seed N --count M  which ones and how many, instead of 1 and 100
  script -              Kazakh text of the standard input in another script
    --to CODE           arab or latn from Cyrillic, cyrl from Arabic script (a suggestion)
  compare-scripts       how often our Arabic script is that of CLDR's Kazakh texts, which are fetched

  bench rules           how fast working days are counted
  bench gateway         reads, durable submissions, streams and memory, compared with a plain Node server
  fuzz TARGET           random input against one part: a file's name in fuzz/fuzz_targets
    --seconds N         instead of 60
  faults                made-up people on bad phones and networks against the real gateway: is anything lost, doubled, stuck?
    --seed N            the first history, instead of 1
    --minutes M         for so long
    --histories N       or this number, instead of 2000
    --browser           in Chromium, through the whole app; 25 of them
  tidy                  the house rules of CONTRIBUTING.md that the compiler does not check
  deny                  licences and sources of what we use, by cargo-deny

Tools are kept in the folder QANDAS_CACHE, else in the user's cache folder. CARGO_TARGET_DIR, CHROME and CHROMEDRIVER are
honoured.
";

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Setup,
    Build,
    Serve(ServeOptions),
    Dev(DevOptions),
    Test(TestOptions),
    Size(SizeForm),
    Compare(Question),
    Packages(PackagesOptions),
    Script(Target),
    CompareScripts,
    Screens,
    BenchRules,
    BenchGateway,
    Fuzz(FuzzOptions),
    Faults(FaultsOptions),
    Tidy,
    Deny,
    /// Called by Trunk after it has compiled the app. Not in the help: it needs Trunk's environment.
    Assemble,
}

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    pub port: u16,
    pub data: Option<PathBuf>,
    pub demo: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct DevOptions {
    pub data: Option<PathBuf>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    pub only: Option<TestSuite>,
    pub matching: Option<String>,
    pub long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

#[derive(Debug, PartialEq, Eq)]
pub struct FaultsOptions {
    pub seed: u64,
    /// Instead of a number of histories.
    pub minutes: Option<u64>,
    pub histories: u64,
    /// Through the app in Chromium rather than through its queue alone.
    pub in_browser: bool,
}

impl Default for FaultsOptions {
    fn default() -> Self {
        Self { seed: 1, minutes: None, histories: 2_000, in_browser: false }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct FuzzOptions {
    pub target: String,
    pub seconds: u32,
}

impl Command {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut rest = Rest { arguments: arguments.collect() };
        let Some(command) = rest.next() else { return Ok(Self::Help) };
        let command = match command.as_str() {
            "help" | "--help" | "-h" => Self::Help,
            "setup" => Self::Setup,
            "build" => Self::Build,
            "serve" => Self::Serve(ServeOptions {
                port: rest.option("--port")?.map_or(Ok(8787), |port| {
                    port.parse().with_context(|| format!("--port takes a number up to 65535, not `{port}`"))
                })?,
                data: rest.option("--data")?.map(PathBuf::from),
                demo: rest.flag("--demo"),
            }),
            "dev" => Self::Dev(DevOptions { data: rest.option("--data")?.map(PathBuf::from) }),
            "test" => Self::Test(TestOptions {
                only: rest.option("--only")?.as_deref().map(TestSuite::parse).transpose()?,
                matching: rest.option("--match")?,
                long: rest.flag("--long"),
            }),
            "screens" => Self::Screens,
            "size" => Self::Size(if rest.flag("--json") { SizeForm::Json } else { SizeForm::Table }),
            "due" => Self::Compare(Question::Due(rest.input("due")?)),
            "calendar" => Self::Compare(Question::Calendar({
                let year = rest.next().context("calendar wants a year after it")?;
                year.parse().with_context(|| format!("calendar takes a year, not `{year}`"))?
            })),
            "timeline" => Self::Compare(Question::Timeline(rest.input("timeline")?)),
            "examine" => {
                let on = rest.option("--on")?.context("examine wants --on YYYY-MM-DD")?;
                let day = parse_day(&on)
                    .with_context(|| format!("--on takes a day such as 2026-11-23, not `{on}`"))?;
                Self::Compare(Question::Examine(rest.input("examine")?, day))
            }
            "checklist" => Self::Compare(Question::Checklist(rest.input("checklist")?)),
            "packages" => Self::Packages(PackagesOptions {
                seed: rest.number("--seed")?.unwrap_or(1),
                count: rest.number("--count")?.unwrap_or(100),
                folder: rest.next().context("packages wants a folder after it")?.into(),
            }),
            "script" => {
                let code = rest.option("--to")?.context("script wants --to arab, latn or cyrl")?;
                let target = Target::from_code(&code)
                    .with_context(|| format!("--to takes arab, latn or cyrl, not `{code}`"))?;
                match rest.next().as_deref() {
                    None | Some("-") => Self::Script(target),
                    Some(other) => bail!("script reads the standard input; write - and not `{other}`"),
                }
            }
            "compare-scripts" => Self::CompareScripts,
            "bench" => match rest.next().as_deref() {
                Some("rules") => Self::BenchRules,
                Some("gateway") => Self::BenchGateway,
                _ => bail!("bench takes rules or gateway"),
            },
            "deny" => Self::Deny,
            "tidy" => Self::Tidy,
            "fuzz" => Self::Fuzz(FuzzOptions {
                seconds: rest.number("--seconds")?.unwrap_or(60),
                target: rest.next().context("fuzz wants a target after it; fuzz/fuzz_targets has them")?,
            }),
            "faults" => {
                let usual = FaultsOptions::default();
                Self::Faults(FaultsOptions {
                    seed: rest.number("--seed")?.unwrap_or(usual.seed),
                    minutes: rest.number("--minutes")?,
                    histories: rest.number("--histories")?.unwrap_or(usual.histories),
                    in_browser: rest.flag("--browser"),
                })
            }
            "assemble" => Self::Assemble,
            other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
        };
        if let Some(unknown) = rest.arguments.first() {
            bail!("`{unknown}` is not understood here; `cargo xtask help` says what is");
        }
        if let Self::Test(TestOptions { only: None, matching: Some(_), .. }) = command {
            bail!("--match narrows one part, so it wants --only as well");
        }
        if let Self::Test(TestOptions { only, long: true, .. }) = command
            && only != Some(TestSuite::Faults)
        {
            bail!("--long goes with --only faults");
        }
        if let Self::Serve(ServeOptions { port: 0, demo: true, .. }) = command {
            bail!("--demo prints links, so it needs a port other than 0");
        }
        Ok(command)
    }
}

impl TestSuite {
    fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "rules" => Self::Rules,
            "gateway" => Self::Gateway,
            "faults" => Self::Faults,
            "app" => Self::App,
            "outside" => Self::Outside,
            "journeys" => Self::Journeys,
            "speed" => Self::Speed,
            other => {
                bail!("--only takes rules, gateway, faults, app, outside, journeys or speed, not `{other}`")
            }
        })
    }
}

/// The arguments not yet taken.
struct Rest {
    arguments: Vec<String>,
}

impl Rest {
    fn next(&mut self) -> Option<String> {
        (!self.arguments.is_empty()).then(|| self.arguments.remove(0))
    }

    /// The source of the lines for `command`.
    fn input(&mut self, command: &str) -> Result<Input> {
        match self.next().as_deref() {
            Some("-") => Ok(Input::Standard),
            Some(file) => Ok(Input::File(file.into())),
            None => bail!("{command} wants a file after it, or - for the standard input"),
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        let before = self.arguments.len();
        self.arguments.retain(|argument| argument != name);
        self.arguments.len() < before
    }

    /// A number after an option.
    fn number<T: FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let Some(value) = self.option(name)? else { return Ok(None) };
        let number = value.parse().map_err(|_| anyhow!("{name} takes a number, not `{value}`"))?;
        Ok(Some(number))
    }

    /// The value of `--name value` or `--name=value`.
    fn option(&mut self, name: &str) -> Result<Option<String>> {
        let with_sign = format!("{name}=");
        if let Some(at) = self.arguments.iter().position(|argument| argument.starts_with(&with_sign)) {
            return Ok(Some(self.arguments.remove(at).split_off(with_sign.len())));
        }
        let Some(at) = self.arguments.iter().position(|argument| argument == name) else { return Ok(None) };
        self.arguments.remove(at);
        if at < self.arguments.len() && !self.arguments[at].starts_with("--") {
            Ok(Some(self.arguments.remove(at)))
        } else {
            bail!("{name} wants a value after it")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        Command::parse(line.split_whitespace().map(str::to_owned)).map_err(|error| error.to_string())
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
            ("", Command::Help),
            ("setup", Command::Setup),
            ("serve", serve(8787, None, false)),
            ("serve --data d --demo --port=9", serve(9, Some("d"), true)),
            ("dev --data d", Command::Dev(DevOptions { data: Some("d".into()) })),
            ("test", test(None, None)),
            ("test --only journeys --match family", test(Some(TestSuite::Journeys), Some("family"))),
            ("screens", Command::Screens),
            ("size", Command::Size(SizeForm::Table)),
            ("size --json", Command::Size(SizeForm::Json)),
            ("due -", Command::Compare(Question::Due(Input::Standard))),
            ("due d/lines", Command::Compare(Question::Due(Input::File("d/lines".into())))),
            ("calendar 2026", Command::Compare(Question::Calendar(2026))),
            ("timeline -", Command::Compare(Question::Timeline(Input::Standard))),
            (
                "examine p.json --on 2026-11-23",
                Command::Compare(Question::Examine(
                    Input::File("p.json".into()),
                    parse_day("2026-11-23").unwrap(),
                )),
            ),
            ("checklist -", Command::Compare(Question::Checklist(Input::Standard))),
            (
                "packages --seed 7 --count 3 d",
                Command::Packages(PackagesOptions { seed: 7, count: 3, folder: "d".into() }),
            ),
            ("script --to arab -", Command::Script(Target::Arab)),
            ("compare-scripts", Command::CompareScripts),
            (
                "test --only faults --long",
                Command::Test(TestOptions { only: Some(TestSuite::Faults), matching: None, long: true }),
            ),
            ("bench rules", Command::BenchRules),
            ("bench gateway", Command::BenchGateway),
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
        for (line, expected) in [
            ("sreve", "there is no command `sreve`; `cargo xtask help` lists them"),
            ("serve --prot 1", "`--prot` is not understood here; `cargo xtask help` says what is"),
            ("serve --port x", "--port takes a number up to 65535, not `x`"),
            ("serve --port", "--port wants a value after it"),
            ("serve --port --demo", "--port wants a value after it"),
            ("serve --demo --port 0", "--demo prints links, so it needs a port other than 0"),
            (
                "test --only rule",
                "--only takes rules, gateway, faults, app, outside, journeys or speed, not `rule`",
            ),
            ("due", "due wants a file after it, or - for the standard input"),
            ("due - -", "`-` is not understood here; `cargo xtask help` says what is"),
            ("calendar next", "calendar takes a year, not `next`"),
            ("examine p.json", "examine wants --on YYYY-MM-DD"),
            ("examine p.json --on x", "--on takes a day such as 2026-11-23, not `x`"),
            ("packages --count x d", "--count takes a number, not `x`"),
            ("script --to xxxx -", "--to takes arab, latn or cyrl, not `xxxx`"),
            ("bench", "bench takes rules or gateway"),
            ("test --long", "--long goes with --only faults"),
            ("fuzz", "fuzz wants a target after it; fuzz/fuzz_targets has them"),
            ("test --match x", "--match narrows one part, so it wants --only as well"),
        ] {
            assert_eq!(parse(line), Err(expected.to_owned()), "{line}");
        }
    }
}
