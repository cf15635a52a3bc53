//! What must be on a machine, each thing checked in well under a second and installed where it is missing.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::files;
use crate::process::{Program, on_path};
use crate::project::Project;
use crate::step::{Outcome, step};
use crate::tools::{CARGO_DENY, CARGO_FUZZ, NEXTEST, TRUNK, Tool, WASM_BINDGEN};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    WasmTarget,
    Trunk,
    WasmBindgen,
    NodePackages,
    Nextest,
    Chromium,
    Fonts,
    Oracle,
    Outside,
    CargoFuzz,
    CargoDeny,
}

pub const ALL: &[Need] = &[
    Need::WasmTarget,
    Need::NodePackages,
    Need::Chromium,
    Need::Fonts,
    Need::WasmBindgen,
    Need::Nextest,
    Need::Oracle,
    Need::Outside,
];
/// The needs of the release build; no browser.
pub const FOR_BUILD: &[Need] = &[Need::WasmTarget, Need::NodePackages, Need::WasmBindgen];
/// The needs of live reload. Trunk is installed only here: it takes longer to compile than everything else together.
pub const FOR_DEV: &[Need] = &[Need::WasmTarget, Need::NodePackages, Need::WasmBindgen, Need::Trunk];
pub const FOR_NATIVE_TESTS: &[Need] = &[Need::Nextest];
pub const FOR_RULES: &[Need] = &[Need::Nextest, Need::Oracle];
pub const FOR_WASM_TESTS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Chromium];
/// Other people's clients of the gateway, and readers of the draft file.
pub const FOR_OUTSIDE: &[Need] = &[Need::NodePackages, Need::Outside];
pub const FOR_JOURNEYS: &[Need] =
    &[Need::NodePackages, Need::Chromium, Need::Fonts, Need::Oracle, Need::Outside];

/// Packages of Python, installed in a folder of their own.
pub struct Python {
    name: &'static str,
    requirements: &'static str,
    why: &'static str,
}

pub const ORACLE: Python = Python {
    name: "oracle",
    requirements: "tests/oracle/requirements.txt",
    why: "somebody else's calendar is compared with ours",
};
pub const OUTSIDE: Python = Python {
    name: "outside",
    requirements: "tests/outside/requirements.txt",
    why: "other people's programs call the gateway by its description and by tus, and read the draft file",
};

/// Chromium without windows, as Debian names its package and its program.
const HEADLESS: &str = "chromium-headless-shell";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Every letter of Kazakh in the Arabic script. A missing one is drawn as a box, which no other test would notice.
const KAZAKH_ARABIC: &str = ":charset=627 6d5 628 67e 62a 62c 686 62d 62f 631 632 633 634 639 641 642 643 6af 6ad 644 645 \
                             646 6be 648 6c7 6cb 6c6 649 64a 674";
/// Some characters of the Chinese texts. A font may have a language by name and lack characters of it.
const CHINESE: &str = ":charset=300a 5ef6 957f 574e 8fbe 8eab 4efd";

/// Sees to `needs`, in their order.
pub fn run(project: &Project, needs: &[Need]) -> Result<()> {
    let mut installed_a_tool = false;
    for need in needs {
        match need {
            Need::WasmTarget => wasm_target(project)?,
            Need::Trunk => installed_a_tool |= tool(project, &TRUNK)?,
            Need::WasmBindgen => installed_a_tool |= tool(project, &WASM_BINDGEN)?,
            Need::Nextest if on_path("cargo-nextest").is_some() => {}
            Need::Nextest => installed_a_tool |= tool(project, &NEXTEST)?,
            Need::NodePackages => node_packages(project)?,
            Need::Chromium => chromium()?,
            Need::Fonts => fonts()?,
            Need::Oracle => python(project, &ORACLE)?,
            Need::Outside => python(project, &OUTSIDE)?,
            Need::CargoDeny => installed_a_tool |= tool(project, &CARGO_DENY)?,
            Need::CargoFuzz => installed_a_tool |= tool(project, &CARGO_FUZZ)?,
        }
    }
    if installed_a_tool {
        files::remove(&build_folder(project))?;
    }
    Ok(())
}

/// The browser of the journeys: the one named by CHROME, else Chromium without windows, since the whole one draws a window
/// around each page that nobody sees, which takes it more time than the page.
pub fn headless_path() -> Option<PathBuf> {
    env::var_os("CHROME").map(PathBuf::from).or_else(|| on_path(HEADLESS)).or_else(chromium_path)
}

/// The whole browser: the one named by CHROME, else one on the PATH.
pub fn chromium_path() -> Option<PathBuf> {
    let named = env::var_os("CHROME").map(PathBuf::from);
    named.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
            .into_iter()
            .find_map(on_path)
    })
}

/// The driver of that browser: the one named by CHROMEDRIVER, else the one on the PATH.
pub fn driver_path() -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"))
}

pub fn wasm_test_runner(project: &Project) -> PathBuf {
    WASM_BINDGEN.program(&project.cache)
}

fn wasm_target(project: &Project) -> Result<()> {
    step("wasm target", "the app is compiled to WebAssembly", || {
        let sysroot =
            project.program("rustc").arguments(["--print", "sysroot"]).read("install Rust from rustup.rs")?;
        if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir() {
            return Ok(Outcome::AlreadyDone);
        }
        project.program("rustup").arguments(["target", "add", WASM_TARGET]).run(
            "install Rust by rustup.rs, or give your Rust the target wasm32-unknown-unknown, and see that the network is there",
        )?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

/// Returns whether it had to be installed.
fn tool(project: &Project, tool: &Tool) -> Result<bool> {
    let mut installed = false;
    step(&format!("{} {}", tool.name, tool.version), tool.why, || {
        if tool.program(&project.cache).is_file() {
            return Ok(Outcome::AlreadyDone);
        }
        let root = tool.folder(&project.cache);
        eprintln!(
            "   building it from source into {}; this is done once and takes some minutes",
            root.display()
        );
        std::fs::create_dir_all(&root).with_context(|| {
            format!("{} cannot be made; set QANDAS_CACHE to a folder of yours", root.display())
        })?;
        let mut install = Program::new("cargo");
        // In its own folder, so that no setting of this project reaches it. Without these three settings its release
        // profile alone takes 25 minutes on two cores; the tools are fast enough as they come out here.
        install
            .command
            .current_dir(&root)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .args(["install", "--quiet", "--locked", "--version", tool.version])
            .args(tool.flags)
            .arg("--root")
            .arg(&root)
            .arg("--target-dir")
            .arg(build_folder(project))
            .arg(tool.name);
        install
            .run("see that the network is there, and run the command again: it goes on where it stopped")?;
        installed = true;
        Ok(Outcome::Done)
    })?;
    Ok(installed)
}

/// Shared by the tools of one run, since they have many crates in common, and removed after it.
fn build_folder(project: &Project) -> PathBuf {
    project.cache.join("tools-target")
}

fn node_packages(project: &Project) -> Result<()> {
    step("npm packages", "esbuild and wasm-opt make the app small, playwright and axe test it", || {
        let version = project
            .program("node")
            .arguments(["--version"])
            .read("install Node.js 20 or later from nodejs.org or by your system's packages")?;
        let major =
            version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
        if major.is_none_or(|major: u32| major < 20) {
            bail!("Node.js is {}; install version 20 or later", version.trim());
        }
        let wanted = files::hash(&files::read(&project.root.join("package-lock.json"))?);
        let stamp = project.root.join("node_modules/.qandas-lockfile");
        if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(Outcome::AlreadyDone);
        }
        // npm's own cache is kept with the tools, so that a fresh clone needs no network.
        project
            .program(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .arguments([
                "ci",
                "--prefer-offline",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .arguments([Path::new("--cache"), &project.cache.join("npm")])
            .run("see that the network is there, and run the command again")?;
        files::write(&stamp, wanted)?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

fn chromium() -> Result<()> {
    step("Chromium", "the app is tested in a real browser", || {
        if let Some(named) = env::var_os("CHROME").map(PathBuf::from)
            && !named.is_file()
        {
            bail!("CHROME names {}, which is not there; correct or unset it", named.display());
        }
        let cure =
            "install Chromium or Chrome with its chromedriver, or name them by CHROME and CHROMEDRIVER";
        if chromium_path().is_none() || driver_path().is_none() {
            return install_packages(&["chromium", "chromium-driver", HEADLESS], cure);
        }
        if env::var_os("CHROME").is_some() || on_path(HEADLESS).is_some() {
            return Ok(Outcome::AlreadyDone);
        }
        // Without it the tests take longer, and that is all.
        Ok(install_packages(&[HEADLESS], cure).unwrap_or(Outcome::AlreadyDone))
    })?;
    Ok(())
}

fn fonts() -> Result<()> {
    step(
        "fonts",
        "Kazakh is shown in Cyrillic and Arabic letters, help in Chinese, and a missing letter would spoil the tests unseen",
        || {
            let have = |pattern: &str| {
                Command::new("fc-list").arg(pattern).output().is_ok_and(|output| !output.stdout.is_empty())
            };
            let have_all = || have(":lang=kk") && have(KAZAKH_ARABIC) && have(CHINESE);
            if !cfg!(target_os = "linux") || have_all() {
                return Ok(Outcome::AlreadyDone);
            }
            let cure = "install fontconfig and fonts with all Kazakh letters and Chinese, such as Noto and Droid Fallback";
            install_packages(&["fontconfig", "fonts-noto-core", "fonts-droid-fallback"], cure)?;
            if have_all() { Ok(Outcome::Done) } else { bail!("letters are missing; {cure}") }
        },
    )?;
    Ok(())
}

impl Python {
    /// The Python of these packages: in a folder of the cache that is named by what is installed in it.
    pub fn program(&self, project: &Project) -> Result<PathBuf> {
        let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        Ok(self.folder(project)?.join(program))
    }

    fn folder(&self, project: &Project) -> Result<PathBuf> {
        let requirements = files::read(&project.root.join(self.requirements))?;
        Ok(project.tool(self.name, &files::hash(&requirements)))
    }
}

fn python(project: &Project, packages: &Python) -> Result<()> {
    step(&format!("Python packages, {}", packages.name), packages.why, || {
        let (folder, python) = (packages.folder(project)?, packages.program(project)?);
        // Written last: without it the folder is half made. The Python itself goes when the system's is replaced.
        let complete = folder.join("complete");
        if complete.is_file() && python.is_file() {
            return Ok(Outcome::AlreadyDone);
        }
        let cure =
            "install Python 3.11 or later with its module venv, on Debian `apt-get install python3-venv`";
        let has_venv =
            || project.program("python3").arguments(["-c", "import ensurepip, venv"]).read(cure).is_ok();
        if !has_venv() {
            install_packages(&["python3-venv"], cure)?;
        }
        project.program("python3").arguments(["-m", "venv", "--clear"]).arguments([&folder]).run(cure)?;
        project
            .program(&python.to_string_lossy())
            .arguments(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
            .arguments(["--only-binary", ":all:", "--require-hashes", "--requirement", packages.requirements])
            .run(
                "see that the network is there and that Python is 3.11 or later, and run the command again",
            )?;
        files::write(&complete, "")?;
        Ok(Outcome::Done)
    })?;
    Ok(())
}

/// Installs Debian packages where that is possible without asking; else `cure` says what a person can do.
fn install_packages(packages: &[&str], cure: &str) -> Result<Outcome> {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root || on_path("apt-get").is_none() {
        bail!("it is missing, and this command can install it only as root on Debian; {cure}");
    }
    let cure = format!("see that the network is there, or {cure}");
    let apt = || Program::new("apt-get").set("DEBIAN_FRONTEND", "noninteractive");
    apt().arguments(["update", "-qq"]).run(&cure)?;
    apt().arguments(["install", "-y", "-qq", "--no-install-recommends"]).arguments(packages).run(&cure)?;
    Ok(Outcome::Done)
}
