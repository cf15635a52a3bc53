//! What may stand after `cargo xtask`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

pub const HELP: &str = "\
cargo xtask COMMAND

  setup                 check what is needed, and install what is missing
  serve                 build the release and serve app and API from one address
    --port N            instead of 8787
    --data DIR          instead of ./data
    --demo              with a few made-up applications; prints their links
  test                  set-up, format, lints, all tests, build and budgets
    --only PART         rules, gateway, app or journeys
    --match TEXT        with --only: the tests with TEXT in their name (journeys: in the name of their file)
  build                 the app into dist/, and the gateway
  size                  what the first visit costs, against the budgets
    --json              as one JSON object of brotli bytes
  dev                   live reload in front of a gateway, for work on the app
    --data DIR          instead of ./data

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
    /// What Trunk calls after it has compiled the app. Not in the help: it needs Trunk's environment.
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
    pub only: Option<Part>,
    pub matching: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Rules,
    Gateway,
    App,
    Journeys,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeForm {
    Table,
    Json,
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
                only: rest.option("--only")?.as_deref().map(Part::parse).transpose()?,
                matching: rest.option("--match")?,
            }),
            "size" => Self::Size(if rest.flag("--json") { SizeForm::Json } else { SizeForm::Table }),
            "assemble" => Self::Assemble,
            other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
        };
        if let Some(unknown) = rest.arguments.first() {
            bail!("`{unknown}` is not understood here; `cargo xtask help` says what is");
        }
        if let Self::Test(TestOptions { only: None, matching: Some(_) }) = command {
            bail!("--match narrows one part, so it wants --only as well");
        }
        if let Self::Serve(ServeOptions { port: 0, demo: true, .. }) = command {
            bail!("--demo prints links, so it needs a port other than 0");
        }
        Ok(command)
    }
}

impl Part {
    fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "rules" => Self::Rules,
            "gateway" => Self::Gateway,
            "app" => Self::App,
            "journeys" => Self::Journeys,
            other => bail!("--only takes rules, gateway, app or journeys, not `{other}`"),
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

    fn flag(&mut self, name: &str) -> bool {
        let before = self.arguments.len();
        self.arguments.retain(|argument| argument != name);
        self.arguments.len() < before
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
            Command::Test(TestOptions { only, matching: matching.map(str::to_owned) })
        };
        for (line, expected) in [
            ("", Command::Help),
            ("setup", Command::Setup),
            ("serve", serve(8787, None, false)),
            ("serve --data d --demo --port=9", serve(9, Some("d"), true)),
            ("dev --data d", Command::Dev(DevOptions { data: Some("d".into()) })),
            ("test", test(None, None)),
            ("test --only journeys --match family", test(Some(Part::Journeys), Some("family"))),
            ("size", Command::Size(SizeForm::Table)),
            ("size --json", Command::Size(SizeForm::Json)),
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
            ("test --only rule", "--only takes rules, gateway, app or journeys, not `rule`"),
            ("test --match x", "--match narrows one part, so it wants --only as well"),
        ] {
            assert_eq!(parse(line), Err(expected.to_owned()), "{line}");
        }
    }
}
