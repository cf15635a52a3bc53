//! All tests, or one part of them.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::arguments::{FaultsOptions, SizeForm, TestOptions, TestSuite};
use crate::project::Project;
use crate::setup::{self, Need};
use crate::step::{self, LongStep, Outcome, step, time};
use crate::{browser_runner, build, faults, files, size, tidy};

/// One thing that `test` does.
struct Check {
    name: &'static str,
    why: &'static str,
    /// The command that runs it alone after a failure.
    alone: &'static str,
    /// Its usual duration in seconds on two cores, where everything has to be compiled.
    usual: u64,
    run: fn(&Project, Option<&str>) -> Result<()>,
}

const FORMAT: Check = Check {
    name: "format",
    why: "one format for all code",
    alone: "cargo fmt --all --check (without --check it corrects)",
    usual: 2,
    run: format,
};
const LINTS: Check = Check {
    name: "lints",
    why: "no panic and no warning in any crate, native or wasm",
    alone: "cargo clippy --workspace --all-targets, and the same with --package qandas --target wasm32-unknown-unknown",
    usual: 100,
    run: lints,
};
const SCRIPTS: Check = Check {
    name: "scripts",
    why: "the lints of JavaScript and of Python, and the types of JavaScript",
    alone: "npx biome lint --error-on-warnings; npx tsc -p .; ruff check",
    usual: 6,
    run: scripts,
};
const TIDY: Check = Check {
    name: "tidy",
    why: "the house rules that the compiler does not check",
    alone: "cargo xtask tidy",
    usual: 2,
    run: |project, _| tidy::run(project),
};
const NATIVE: Check = Check {
    name: "native tests",
    why: "the rules, the gateway, and what of the app needs no browser",
    alone: "cargo nextest run --workspace",
    usual: 250,
    run: native,
};
const DOCS: Check = Check {
    name: "examples in the documentation",
    why: "they are compiled and run",
    alone: "cargo test --doc --workspace",
    usual: 25,
    run: docs,
};
const RULES: Check = Check {
    name: "rules",
    why: "the law, the scripts, the wire format and the catalogs",
    alone: "cargo xtask test --only rules",
    usual: 60,
    run: rules,
};
const ORACLE: Check = Check {
    name: "oracle",
    why: "somebody else's calendar and a second reading of the order come to the same days",
    alone: "cargo xtask test --only rules",
    usual: 5,
    run: oracle,
};
const GATEWAY: Check = Check {
    name: "gateway",
    why: "the server",
    alone: "cargo xtask test --only gateway",
    usual: 150,
    run: gateway,
};
const APP_NATIVE: Check = Check {
    name: "app, native",
    why: "what of the app needs no browser",
    alone: "cargo xtask test --only app",
    usual: 60,
    run: app_native,
};
const APP_WASM: Check = Check {
    name: "app, in the browser",
    why: "what of the app only a browser can run",
    alone: "cargo xtask test --only app",
    usual: 65,
    run: app_wasm,
};
const FAULTS: Check = Check {
    name: "faults",
    why: "2,000 people on bad phones and networks: nothing is lost, doubled, stuck, or called received that is not",
    alone: "cargo xtask faults",
    usual: 100,
    run: |project, _| faults::run(project, &FaultsOptions::default()),
};
/// Of the gateway's tests, which run it 50 times.
const KILLS: Check = Check {
    name: "kills",
    why: "killed 1,000 times under load, the gateway still has everything it confirmed, and nothing twice",
    alone: "cargo xtask test --only faults --long",
    usual: 600,
    run: kills,
};
const MACHINE: Check = Check {
    name: "bad machines",
    why: "disks that are full, slow, failing or damaged, clocks that go back, power that goes",
    alone: "cargo xtask test --only gateway --match machine",
    usual: 60,
    run: |project, _| nextest(project, &["-p", "gateway"], Some("machine")),
};
const BUILD: Check = Check {
    name: "build",
    why: "the journeys use what people get",
    alone: "cargo xtask build",
    usual: 310,
    run: |project, _| {
        build::app(project)?;
        build::gateway(project)
    },
};
const BUILD_GATEWAY: Check = Check {
    name: "gateway",
    why: "the clients ask what people run",
    alone: "cargo xtask build",
    usual: 90,
    run: |project, _| build::gateway(project),
};
const SIZE: Check = Check {
    name: "budgets",
    why: "it opens fast on a bad network",
    alone: "cargo xtask size",
    usual: 2,
    run: sizes,
};
const OUTSIDE: Check = Check {
    name: "foreign clients",
    why: "somebody else's clients upload and call as the standards and our description say",
    alone: "cargo xtask test --only outside",
    usual: 50,
    run: outside,
};
const JOURNEYS: Check = Check {
    name: "journeys",
    why: "a person's way through the app, against the real gateway",
    alone: "cargo xtask test --only journeys",
    usual: 630,
    run: journeys,
};
const SPEED: Check = Check {
    name: "speed",
    why: "typing, photographs and opening on a phone six times slower, one after the other",
    alone: "cargo xtask test --only speed",
    usual: 90,
    run: speed,
};

pub fn run(project: &Project, options: &TestOptions) -> Result<()> {
    let (needs, checks): (Vec<Need>, Vec<Check>) = match options.only {
        None => (
            setup::ALL.to_vec(),
            vec![
                FORMAT, LINTS, SCRIPTS, TIDY, NATIVE, DOCS, ORACLE, APP_WASM, FAULTS, BUILD, SIZE, OUTSIDE,
                JOURNEYS, SPEED,
            ],
        ),
        Some(TestSuite::Rules) => (setup::FOR_RULES.to_vec(), vec![RULES, ORACLE]),
        Some(TestSuite::Gateway) => (setup::FOR_NATIVE_TESTS.to_vec(), vec![GATEWAY]),
        Some(TestSuite::Faults) => {
            (setup::FOR_NATIVE_TESTS.to_vec(), vec![if options.long { KILLS } else { MACHINE }, FAULTS])
        }
        Some(TestSuite::Outside) => (setup::FOR_OUTSIDE.to_vec(), vec![BUILD_GATEWAY, OUTSIDE]),
        Some(TestSuite::App) => {
            ([setup::FOR_NATIVE_TESTS, setup::FOR_WASM_TESTS].concat(), vec![APP_NATIVE, APP_WASM])
        }
        Some(TestSuite::Journeys) => {
            ([setup::FOR_BUILD, setup::FOR_JOURNEYS].concat(), vec![BUILD, JOURNEYS])
        }
        Some(TestSuite::Speed) => ([setup::FOR_BUILD, setup::FOR_JOURNEYS].concat(), vec![BUILD, SPEED]),
    };
    let start = std::time::Instant::now();
    let set_up = [build::LONG_STEPS[0]];
    step::plan(set_up.into_iter().chain(checks.iter().map(|check| LongStep::new(check.name, check.usual))));
    setup::run(project, &needs)?;
    let mut times = vec![("set-up", start.elapsed())];
    for check in checks {
        let result = step(check.name, check.why, || {
            (check.run)(project, options.matching.as_deref())?;
            Ok(Outcome::Done)
        });
        match result {
            Ok(took) => times.push((check.name, took)),
            Err(error) => {
                summary(&times);
                eprintln!("{:32}failed", check.name);
                return Err(error.context(format!("{} failed; alone: {}", check.name, check.alone)));
            }
        }
    }
    summary(&times);
    eprintln!("{:32}{:>12}\n\nall passed", "together", time(start.elapsed()));
    Ok(())
}

fn summary(times: &[(&str, Duration)]) {
    eprintln!();
    for (name, took) in times {
        eprintln!("{name:32}{:>12}", time(*took));
    }
}

const CURE: &str = "fix what is said above";

fn format(project: &Project, _: Option<&str>) -> Result<()> {
    project.cargo(["fmt", "--all", "--check"]).run("run `cargo fmt --all`")
}

fn lints(project: &Project, _: Option<&str>) -> Result<()> {
    project.cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run(CURE)?;
    project
        .cargo([
            "clippy",
            "--package",
            "qandas",
            "--all-targets",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ])
        .run(CURE)
}

fn scripts(project: &Project, _: Option<&str>) -> Result<()> {
    let biome = project.root.join("node_modules/@biomejs/biome/bin/biome");
    project.program("node").arguments([biome]).arguments(["lint", "--error-on-warnings"]).run(CURE)?;
    let typescript = project.root.join("node_modules/typescript/bin/tsc");
    project.program("node").arguments([typescript]).arguments(["-p", "."]).run(CURE)?;
    let python = setup::ORACLE.program(project)?;
    project.program(&python.to_string_lossy()).arguments(["-m", "ruff", "check"]).run(CURE)
}

fn native(project: &Project, _: Option<&str>) -> Result<()> {
    nextest(project, &["--workspace"], None)
}

fn docs(project: &Project, _: Option<&str>) -> Result<()> {
    project.cargo(["test", "--doc", "--workspace", "--quiet"]).run(CURE)
}

fn rules(project: &Project, matching: Option<&str>) -> Result<()> {
    let packages = ["-p", "rules", "-p", "script", "-p", "wire", "-p", "catalog", "-p", "fuzz"];
    nextest(project, &packages, matching)
}

/// `matching` names tests; the oracle has none of its own, so it is passed over where only some tests are wanted.
fn oracle(project: &Project, matching: Option<&str>) -> Result<()> {
    if matching.is_some() {
        return Ok(());
    }
    let python = setup::ORACLE.program(project)?;
    // This very program, which is built already.
    let xtask = std::env::current_exe().context("this program cannot be found; build it again")?;
    for question in ["calendar", "due", "timeline"] {
        project
            .program(&python.to_string_lossy())
            .arguments(["tests/oracle/oracle.py", question, "--xtask"])
            .arguments([&xtask])
            .run("fix the side that is wrong by the order; tests/oracle/procedure.py names the paragraphs")?;
    }
    Ok(())
}

fn gateway(project: &Project, matching: Option<&str>) -> Result<()> {
    nextest(project, &["-p", "gateway"], matching)
}

/// Not by nextest, which ends what takes so long.
fn kills(project: &Project, _: Option<&str>) -> Result<()> {
    project
        .cargo(["test", "--package", "gateway", "--test", "service", "killed_at_any_moment"])
        .set("QANDAS_KILLS", "1000")
        .run("fix the gateway; the moments of the kills are listed above")
}

fn app_native(project: &Project, matching: Option<&str>) -> Result<()> {
    nextest(project, &["-p", "qandas"], matching)
}

fn nextest(project: &Project, packages: &[&str], matching: Option<&str>) -> Result<()> {
    project
        .cargo(["nextest", "run", "--no-tests", "pass", "--no-fail-fast"])
        .arguments(packages)
        .arguments(matching)
        .run("fix the tests named above")
}

fn app_wasm(project: &Project, matching: Option<&str>) -> Result<()> {
    let chromium = setup::chromium_path().context("Chromium is not found; run `cargo xtask setup`")?;
    let driver = setup::driver_path().context("chromedriver is not found; run `cargo xtask setup`")?;
    let capabilities = project.target.join("xtask/webdriver.json");
    files::write(
        &capabilities,
        json!({ "goog:chromeOptions": { "binary": chromium, "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage",
        ]}})
        .to_string(),
    )?;
    project
        .cargo(["test", "--package", "qandas", "--bin", "qandas", "--target", "wasm32-unknown-unknown"])
        .arguments(matching)
        .set("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", setup::wasm_test_runner(project))
        .set("CHROMEDRIVER", driver)
        .set("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .set("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .run("fix the tests named above")
}

fn sizes(project: &Project, _: Option<&str>) -> Result<()> {
    if size::run(project, SizeForm::Table)? == std::process::ExitCode::SUCCESS {
        Ok(())
    } else {
        bail!("a hard limit is passed; move what is not needed at first to a part loaded on demand")
    }
}

/// Each of them is bounded in time. `matching` names journeys and tests, of which these are none.
fn outside(project: &Project, _: Option<&str>) -> Result<()> {
    project
        .program("node")
        .arguments([
            "--test",
            "--test-timeout=60000",
            "--test-reporter=spec",
            "tests/outside/uploads.test.mjs",
        ])
        .set("QANDAS_GATEWAY", project.gateway())
        .run("fix the gateway's implementation of tus 1.0.0")?;
    let python = setup::OUTSIDE.program(project)?;
    project
        .program(&python.to_string_lossy())
        .arguments(["tests/outside/draft_file.py", "--check-vector", "docs/DRAFT_FILE.md"])
        .run("correct docs/DRAFT_FILE.md, or the reader that follows it")?;
    project
        .program(&python.to_string_lossy())
        .arguments(["tests/outside/uploads.py"])
        .arguments([project.gateway()])
        .run("fix how the gateway speaks tus 1.0.0")?;
    project
        .program(&python.to_string_lossy())
        .arguments(["tests/outside/calls.py"])
        .arguments([project.gateway()])
        .arguments(["--seconds", "40"])
        .run("fix the gateway or its description, crates/gateway/src/http/openapi.json")
}

fn journeys(project: &Project, matching: Option<&str>) -> Result<()> {
    // Each file has its own browser and gateway; more than two at once starve each other on a small machine.
    in_browser(project, "tests/journeys", 2, matching)
}

fn speed(project: &Project, matching: Option<&str>) -> Result<()> {
    in_browser(project, "tests/speed", 1, matching)
}

/// Runs the files of a folder whose names contain `matching`, at most this number at once.
fn in_browser(project: &Project, folder: &str, at_once: u32, matching: Option<&str>) -> Result<()> {
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".test.mjs") && matching.is_none_or(|text| name.contains(text))
    };
    let files: Vec<_> = files::below(&project.root.join(folder))?.into_iter().filter(named).collect();
    if files.is_empty() {
        bail!("no file has that in its name; see {folder}");
    }
    browser_runner::command(project)?
        .arguments([format!("--test-concurrency={at_once}")])
        .arguments(files)
        .run("fix what is named above; tests/out/last shows how each page looked at the end")
}
