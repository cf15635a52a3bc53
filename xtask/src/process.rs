//! Running other programs.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, anyhow, bail};

/// A program about to run. What it prints goes to the error output, since the output proper belongs to our own results.
pub struct Program {
    pub command: Command,
    name: String,
}

impl Program {
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        let name = name.as_ref();
        Self { command: Command::new(name), name: name.to_string_lossy().into_owned() }
    }

    pub fn arguments(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn set(mut self, variable: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(variable, value);
        self
    }

    /// Runs to the end. `cure` says what to do when it fails.
    pub fn run(mut self, cure: &str) -> Result<()> {
        let status = self
            .command
            .stdout(Stdio::from(std::io::stderr()))
            .status()
            .map_err(|error| self.not_started(&error, cure))?;
        if status.success() {
            return Ok(());
        }
        match status.code() {
            Some(code) => bail!("`{}` failed with code {code}; {cure}", self.line()),
            None => bail!("`{}` was stopped by a signal; {cure}", self.line()),
        }
    }

    /// Runs to the end without a word and gives what it printed.
    pub fn read(mut self, cure: &str) -> Result<String> {
        let output = self.command.output().map_err(|error| self.not_started(&error, cure))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed; {cure}\n{}", self.line(), said.trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("`{}` printed no text; {cure}", self.line()))
    }

    /// Becomes the program, where the system can: then Ctrl-C and other signals reach it as if it had been typed.
    pub fn become_it(mut self, cure: &str) -> Result<()> {
        #[cfg(unix)]
        {
            let error = std::os::unix::process::CommandExt::exec(&mut self.command);
            Err(self.not_started(&error, cure))
        }
        #[cfg(not(unix))]
        {
            let status = self.command.status().map_err(|error| self.not_started(&error, cure))?;
            if status.success() { Ok(()) } else { bail!("`{}` failed; {cure}", self.line()) }
        }
    }

    fn not_started(&self, error: &std::io::Error, cure: &str) -> anyhow::Error {
        anyhow!("`{}` does not start ({error}); {cure}", self.name)
    }

    /// As it would be typed.
    fn line(&self) -> String {
        let arguments = self.command.get_args().map(OsStr::to_string_lossy);
        std::iter::once(self.name.as_str().into()).chain(arguments).collect::<Vec<_>>().join(" ")
    }
}

/// The full path of a program on the PATH.
pub fn on_path(name: &str) -> Option<std::path::PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
}
