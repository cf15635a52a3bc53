//! The commands of the program. Errors become messages for the operator here.

use anyhow::{Context as _, Result};
use gateway::calendar_file::CalendarFile;
use gateway::clock::TimeSource;
use gateway::data_folder::{DataFolder, FolderLock, Storage, kind_word};
use gateway::demo;
use gateway::error::Error;
use gateway::http;
use gateway::identity::random_bytes;
use gateway::keys::{KeyPaths, Keys};
use gateway::log::Log;
use gateway::maintenance;
use gateway::service::{Gateway, ReportOutcome, ServiceConfig};
use gateway::settings::{
    BackupCommand, Command, DataPaths, DeleteCommand, DemoCommand, EventCommand, InitCommand, ServeCommand,
    TokenCommand,
};
use gateway::steady::Steady;
use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar};
#[cfg(not(unix))]
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use wire::answer::ServiceKind;

/// The time that running requests have to finish after a stop signal.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);
/// The interval at which events of other processes are polled.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// The interval at which expired uploads are removed.
const SWEEP_INTERVAL: Duration = Duration::from_hours(1);
const CANNOT_BE_OPENED: &str = "the data cannot be opened";

pub async fn run(command: Command, log: &Log) -> Result<()> {
    match command {
        Command::Init(settings) => init(settings),
        Command::Serve(settings) => serve(settings, log).await,
        Command::Event(event) => report(event).await,
        Command::Delete(DeleteCommand { paths, clock, number }) => {
            let gateway = open(&open_folder(paths)?, cli_config(&clock))?;
            let now = clock.now().await.map_err(with_cause)?;
            gateway.delete_as_operator(&number, now).await.map_err(with_cause)
        }
        Command::Backup(settings) => back_up(settings).await,
        Command::Restore(settings) => restore(settings).await,
        Command::Check(paths) => check(paths).await,
        Command::RotateMasterKey(paths) => rotate_master_key(paths),
        Command::Token(TokenCommand { data, metrics }) => {
            let folder = open_folder(DataPaths { data, ..DataPaths::default() })?.folder;
            println!("{}", if metrics { folder.metrics_token()? } else { folder.authority_token()? });
            Ok(())
        }
        Command::Demo(settings) => seed_demo(settings).await,
    }
}

fn init(settings: InitCommand) -> Result<()> {
    let (path, keys) = resolve(settings.paths)?;
    let kind = settings.service.unwrap_or_default();
    create_folder(&path, &keys, kind)?;
    println!(
        "created the data folder {} for a service of the kind `{}`, and its keys in {}",
        path.display(),
        kind_word(kind),
        keys.folder.display()
    );
    eprintln!("Keep a copy of the master key {} in a safe place.", keys.master.display());
    Ok(())
}

fn create_folder(path: &Path, keys: &KeyPaths, kind: ServiceKind) -> Result<()> {
    DataFolder::init(path, keys, kind).map_err(with_cause).context("the data folder is not created")?;
    Ok(())
}

async fn serve(settings: ServeCommand, log: &Log) -> Result<()> {
    if let Some(app) = &settings.app
        && !app.join("index.html").is_file()
    {
        // During development the app is built while the gateway is already running.
        tracing::warn!(folder = %app.display(), "there is no index.html yet");
    }
    let (path, keys) = resolve(settings.paths.clone())?;
    if !path.try_exists()? || DataFolder::is_unfinished(&path).map_err(with_cause)? {
        create_folder(&path, &keys, settings.service.unwrap_or_default())?;
        tracing::info!("created a new data folder");
    }
    let opened = OpenedFolder { folder: DataFolder::open(&path).map_err(with_cause)?, keys };
    let folder = &opened.folder;
    let lock = folder.lock().map_err(with_cause).context("the data folder cannot be used")?;
    folder.create_tokens(&lock).map_err(with_cause).context("the data folder cannot be used")?;
    let recorded = folder.service_kind().map_err(with_cause)?;
    let kind = settings.service.or(recorded).unwrap_or_default();
    settings.check_kind(kind).map_err(anyhow::Error::msg)?;
    let limits = http::Limits::new(settings.allowance());
    let config = ServiceConfig {
        operator: settings.operator,
        kind,
        cut_off: settings.cut_off,
        test_clock: settings.clock.is_for_tests(),
    };
    let storage =
        folder.storage_of_server(&opened.keys, &lock).map_err(with_cause).context(CANNOT_BE_OPENED)?;
    let gateway = Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), config));
    record_kind(folder, &lock, recorded, kind, &gateway).await?;
    let mut calendar = settings.calendar.map(CalendarFile::new);
    if let Some(file) = &mut calendar {
        file.reload_if_changed(&gateway).await;
    }
    let now = settings.clock.now().await.map_err(with_cause)?;
    if !gateway.info(now).map_err(with_cause)?.takes_applications() {
        tracing::warn!(
            "no operator is named: applications are not accepted until --operator names who forwards them"
        );
    }
    let server = http::Server {
        gateway: Arc::clone(&gateway),
        clock: settings.clock.clone(),
        steady: if settings.clock.is_for_tests() {
            Steady::of_a_test()
        } else {
            Steady::watch(now, gateway.latest().await.map_err(with_cause)?)
        },
        authority: http::ServiceToken::new(&folder.authority_token()?),
        app: settings.app,
        public_origin: settings.public_origin,
        behind_tls_proxy: settings.behind_tls_proxy,
        metrics_access: http::MetricsAccess {
            token: http::ServiceToken::new(&folder.metrics_token()?),
            behind_proxy: settings.behind_tls_proxy || !settings.trusted_proxies.is_empty(),
        },
        trusted_proxies: settings.trusted_proxies,
        limits,
        metrics: http::Metrics::new(log.lost_lines()),
    };
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!("cannot listen on {}; is the port in use? Choose another with --listen", settings.listen)
    })?;
    println!("listening on http://{}", listener.local_addr()?);
    let sweeping = tokio::spawn(sweep(Arc::clone(&gateway), settings.clock, settings.retention_days));
    let polling = tokio::spawn(poll_events(Arc::clone(&gateway)));
    let ending = Arc::clone(&gateway);
    let watching = tokio::spawn(async move {
        if let Some(mut file) = calendar {
            file.watch(&gateway).await;
        }
    });

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut running = pin!(http::serve(listener, http::router(server), stopped));
    tokio::select! {
        () = &mut running => {}
        () = stop_signal() => {
            tracing::info!("stopping: waiting for running requests");
            stop.send_replace(true);
            ending.end_streams();
            if tokio::time::timeout(SHUTDOWN_TIMEOUT, running).await.is_err() {
                tracing::warn!("some requests did not finish in time");
            }
        }
    }
    sweeping.abort();
    watching.abort();
    polling.abort();
    Ok(())
}

/// Records the kind of the service in the data folder. It cannot change once there are applications: they were sent to a
/// service of the recorded kind.
async fn record_kind(
    folder: &DataFolder,
    lock: &FolderLock,
    recorded: Option<ServiceKind>,
    kind: ServiceKind,
    gateway: &Gateway,
) -> Result<()> {
    if recorded == Some(kind) {
        return Ok(());
    }
    if let Some(recorded) = recorded
        && gateway.statistics().await.map_err(with_cause)?.applications > 0
    {
        anyhow::bail!(
            "the data folder has applications that were sent to a service of the kind `{recorded}`, which cannot become `{kind}`: \
             use --service-kind {recorded} or another data folder",
            recorded = kind_word(recorded),
            kind = kind_word(kind)
        );
    }
    folder.set_service_kind(kind, lock).map_err(with_cause)
}

async fn report(event: EventCommand) -> Result<()> {
    let mut report = event.report();
    let gateway = open(&open_folder(event.paths)?, cli_config(&event.clock))?;
    if report.event.event_id.is_empty() {
        report.event.event_id = const_hex::encode(random_bytes::<16>()?);
    }
    let reported = gateway.report(&event.number, &report, event.clock.now().await.map_err(with_cause)?).await;
    let record = match reported.map_err(with_cause)? {
        ReportOutcome::Inserted(record) | ReportOutcome::AlreadyExists(record) => record,
    };
    println!("{}", serde_json::to_string(&record)?);
    Ok(())
}

async fn seed_demo(settings: DemoCommand) -> Result<()> {
    let opened = open_folder(settings.paths)?;
    let kind = opened.folder.service_kind().map_err(with_cause)?.unwrap_or_default();
    let config = ServiceConfig { kind, ..cli_config(&settings.clock) };
    let gateway = open(&opened, config)?;
    anyhow::ensure!(
        kind == ServiceKind::Trial,
        "demo applications are for a trial only: create a data folder with `qandas-gateway init --service-kind trial`"
    );
    let now = settings.clock.now().await.map_err(with_cause)?;
    let samples = demo::seed(&gateway, &opened.folder.authority_token()?, now).await;
    for sample in samples.map_err(with_cause)? {
        println!("{:<44} {}/app/follow#{}", sample.what, settings.origin, sample.recovery_code);
    }
    Ok(())
}

async fn back_up(BackupCommand { paths, backup, key_copy }: BackupCommand) -> Result<()> {
    let opened = open_folder(paths)?;
    let now = TimeSource::System.now().await.map_err(with_cause)?;
    let copied = maintenance::back_up(&opened.folder, &storage(&opened)?, &backup, key_copy.as_deref(), now)
        .await
        .map_err(with_cause)
        .context("the backup is not complete")?;
    println!("{} files, {} bytes", copied.files, copied.bytes);
    if key_copy.is_none() {
        eprintln!(
            "The backup does not contain the key table {} and the master key. It cannot be read without them.",
            opened.keys.table().display()
        );
    }
    Ok(())
}

async fn restore(BackupCommand { paths, backup, key_copy }: BackupCommand) -> Result<()> {
    let (data, keys) = resolve(paths)?;
    let now = TimeSource::System.now().await.map_err(with_cause)?;
    let (copied, forgotten) = maintenance::restore(&backup, &data, &keys, key_copy.as_deref(), now)
        .await
        .map_err(with_cause)
        .with_context(|| format!("{} is not restored", backup.display()))?;
    println!("{} files, {} bytes", copied.files, copied.bytes);
    println!(
        "{} applications and {} files that were deleted after the backup remain deleted",
        forgotten.applications, forgotten.files
    );
    eprintln!("The tokens of the authority and of /metrics are new: qandas-gateway token");
    Ok(())
}

async fn check(paths: DataPaths) -> Result<()> {
    let report = maintenance::check(&storage(&open_folder(paths)?)?).await.map_err(with_cause)?;
    println!("{} applications, {} files", report.applications, report.files);
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    anyhow::ensure!(report.problems.is_empty(), "{} problems found", report.problems.len());
    Ok(())
}

fn rotate_master_key(paths: DataPaths) -> Result<()> {
    let opened = open_folder(paths)?;
    let _lock = opened.folder.lock().map_err(with_cause).context("stop the gateway first")?;
    let count = Keys::rotate_master(&opened.keys).map_err(with_cause)?;
    println!("{count} keys are sealed with a new master key");
    Ok(())
}

/// Returns the service configuration of the commands that work on data without serving them.
fn cli_config(clock: &TimeSource) -> ServiceConfig {
    ServiceConfig {
        operator: String::new(),
        kind: ServiceKind::default(),
        cut_off: DEFAULT_CUT_OFF,
        test_clock: clock.is_for_tests(),
    }
}

fn open(opened: &OpenedFolder, config: ServiceConfig) -> Result<Arc<Gateway>> {
    let storage = storage(opened)?;
    Ok(Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), config)))
}

/// An open data folder and the paths of its keys.
struct OpenedFolder {
    folder: DataFolder,
    keys: KeyPaths,
}

fn resolve(paths: DataPaths) -> Result<(PathBuf, KeyPaths)> {
    let path =
        paths.data.or_else(DataFolder::default_path).context("no data folder is named; use --data-dir")?;
    let keys = KeyPaths::in_folder(paths.keys.unwrap_or_else(|| KeyPaths::default_folder(&path)));
    let keys = KeyPaths { master: paths.master_key.unwrap_or(keys.master), folder: keys.folder };
    Ok((path, keys))
}

fn open_folder(paths: DataPaths) -> Result<OpenedFolder> {
    let (path, keys) = resolve(paths)?;
    Ok(OpenedFolder { folder: DataFolder::open(&path).map_err(with_cause)?, keys })
}

fn storage(opened: &OpenedFolder) -> Result<Storage> {
    opened.folder.storage(&opened.keys).map_err(with_cause).context(CANNOT_BE_OPENED)
}

/// Converts an error so that the operator sees its cause.
fn with_cause(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(cause) => anyhow::anyhow!(cause),
        other => other.into(),
    }
}

/// Removes expired uploads, and applications whose retention period has ended, at a fixed interval.
async fn sweep(gateway: Arc<Gateway>, clock: TimeSource, retention_days: Option<u32>) {
    let mut ticks = tokio::time::interval(SWEEP_INTERVAL);
    loop {
        ticks.tick().await;
        let Ok(now) = clock.now().await else { continue };
        match gateway.sweep(now).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "removed expired uploads"),
            Err(error) => tracing::error!(error = ?error, "expired uploads cannot be removed"),
        }
        let Some(days) = retention_days else { continue };
        match gateway.apply_retention(days, now).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "deleted applications whose retention period has ended"),
            Err(error) => {
                tracing::error!(error = ?error, "applications whose retention period has ended cannot be deleted");
            }
        }
    }
}

/// Polls for events that another process wrote, such as `qandas-gateway event`.
async fn poll_events(gateway: Arc<Gateway>) {
    let mut ticks = tokio::time::interval(POLL_INTERVAL);
    let mut seen = 0;
    loop {
        ticks.tick().await;
        if let Err(error) = gateway.announce_events_since(&mut seen).await {
            tracing::error!(error = ?error, "events of other processes cannot be read");
        }
    }
}

/// Waits for Ctrl-C or SIGTERM.
async fn stop_signal() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
fn terminated() -> impl Future<Output = ()> {
    std::future::pending()
}
