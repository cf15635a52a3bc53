//! What each command does. Here, at the edge, errors become sentences for whoever sits at the shell.

use anyhow::{Context as _, Result};
use gateway::calendar_file::CalendarFile;
use gateway::clock::Clock;
use gateway::demo;
use gateway::error::Error;
use gateway::folder::{Folder, Lock, Storage, kind_word};
use gateway::http;
use gateway::identity::{hex, random_bytes};
use gateway::keys::{KeyPlace, Keys};
use gateway::log::Log;
use gateway::service::{Gateway, Operation, Reported};
use gateway::settings::{
    Command, Copying, DataPlace, Delete, Demo, Init, ReportEvent, Serve, Token, TokenOf, USAGE,
};
use gateway::steady::Steady;
use gateway::upkeep;
use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar};
#[cfg(not(unix))]
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use wire::answer::ServiceKind;

/// How long running requests may take to end once a stop is asked for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often events are looked for that another process wrote.
const LOOK: Duration = Duration::from_millis(500);
/// How often expired uploads are removed.
const SWEEP: Duration = Duration::from_hours(1);
const CANNOT_BE_OPENED: &str = "what is kept cannot be opened";

pub async fn run(command: Command, log: &Log) -> Result<()> {
    match command {
        Command::Help => {
            print!("{USAGE}");
            Ok(())
        }
        Command::Init(settings) => init(settings),
        Command::Serve(settings) => serve(settings, log).await,
        Command::Event(event) => report(event).await,
        Command::Delete(Delete { place, clock, number }) => {
            let gateway = open(&kept(place)?, unnamed(&clock))?;
            let now = clock.now().await.map_err(told)?;
            gateway.delete_as_operator(&number, now).await.map_err(told)
        }
        Command::Backup(copying) => back_up(copying).await,
        Command::Restore(copying) => restore(copying).await,
        Command::Check(place) => check(place).await,
        Command::RenewMasterKey(place) => renew_master_key(place),
        Command::Token(Token { data, of }) => {
            let folder = kept(DataPlace { data, ..DataPlace::default() })?.folder;
            let token = match of {
                TokenOf::Authority => folder.authority_token()?,
                TokenOf::Metrics => folder.metrics_token()?,
            };
            println!("{token}");
            Ok(())
        }
        Command::Demo(settings) => lay_in_demo(settings).await,
    }
}

fn init(settings: Init) -> Result<()> {
    let (path, keys) = places(settings.place)?;
    let kind = settings.service.unwrap_or_default();
    make(&path, &keys, kind)?;
    println!(
        "the data folder {} of a service of the kind `{}` is made, and its keys in {}",
        path.display(),
        kind_word(kind),
        keys.folder.display()
    );
    eprintln!("Keep a copy of the master key {} in a safe place.", keys.master.display());
    Ok(())
}

fn make(path: &Path, keys: &KeyPlace, kind: ServiceKind) -> Result<()> {
    Folder::init(path, keys, kind).map_err(told).context("no data folder is made")?;
    Ok(())
}

async fn serve(settings: Serve, log: &Log) -> Result<()> {
    if let Some(app) = &settings.app
        && !app.join("index.html").is_file()
    {
        // In development the app is compiled while the gateway runs already.
        tracing::warn!(folder = %app.display(), "there is no index.html yet");
    }
    let (path, keys) = places(settings.place.clone())?;
    if !path.try_exists()? || Folder::is_unfinished(&path).map_err(told)? {
        make(&path, &keys, settings.service.unwrap_or_default())?;
        tracing::info!("a new data folder is made");
    }
    let kept = Kept { folder: opened(&path)?, keys };
    let folder = &kept.folder;
    let lock = folder.lock().map_err(told).context("the data folder cannot be used")?;
    folder.make_tokens(&lock).map_err(told).context("the data folder cannot be used")?;
    let recorded = folder.service_kind().map_err(told)?;
    let kind = settings.service.or(recorded).unwrap_or_default();
    settings.check_kind(kind).map_err(anyhow::Error::msg)?;
    let operation = Operation {
        operator: settings.operator,
        kind,
        cut_off: settings.cut_off,
        test_clock: settings.clock.is_for_tests(),
    };
    let storage = folder.storage_of_server(&kept.keys, &lock).map_err(told).context(CANNOT_BE_OPENED)?;
    let gateway = Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), operation));
    record_kind(folder, &lock, recorded, kind, &gateway).await?;
    let mut calendar = settings.calendar.map(CalendarFile::new);
    if let Some(file) = &mut calendar {
        file.look(&gateway).await;
    }
    let now = settings.clock.now().await.map_err(told)?;
    if !gateway.info(now).map_err(told)?.takes_applications() {
        tracing::warn!("no operator is named: nothing is taken in until --operator says who forwards it");
    }
    let server = http::Server {
        gateway: Arc::clone(&gateway),
        clock: settings.clock.clone(),
        steady: if settings.clock.is_for_tests() {
            Steady::of_a_test()
        } else {
            Steady::watch(now, gateway.latest().await.map_err(told)?)
        },
        authority: http::Token::of(&folder.authority_token()?),
        app: settings.app,
        public_origin: settings.public_origin,
        behind_tls_proxy: settings.behind_tls_proxy,
        metrics_access: http::Access {
            token: http::Token::of(&folder.metrics_token()?),
            behind_proxy: settings.behind_tls_proxy || !settings.trusted_proxies.is_empty(),
        },
        trusted_proxies: settings.trusted_proxies,
        limits: http::Limits::new(settings.allowance),
        metrics: http::Metrics::new(log.lost_lines()),
    };
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!("{} cannot be listened on; is another program there? --listen names another", settings.listen)
    })?;
    println!("listening on http://{}", listener.local_addr()?);
    let sweeping = tokio::spawn(sweep(Arc::clone(&gateway), settings.clock, settings.keep_ended));
    let following = tokio::spawn(follow(Arc::clone(&gateway)));
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
        () = asked_to_stop() => {
            tracing::info!("stopping: running requests may end");
            stop.send_replace(true);
            ending.end_streams();
            if tokio::time::timeout(PATIENCE, running).await.is_err() {
                tracing::warn!("some requests did not end in time");
            }
        }
    }
    sweeping.abort();
    watching.abort();
    following.abort();
    Ok(())
}

/// Writes the kind of the service into the data folder. With applications it stays what it is: they were sent to a service
/// of that kind.
async fn record_kind(
    folder: &Folder,
    lock: &Lock,
    recorded: Option<ServiceKind>,
    kind: ServiceKind,
    gateway: &Gateway,
) -> Result<()> {
    if recorded == Some(kind) {
        return Ok(());
    }
    if let Some(recorded) = recorded
        && gateway.figures().await.map_err(told)?.applications > 0
    {
        anyhow::bail!(
            "the data folder has applications that were sent to a service of the kind `{recorded}`, which cannot become `{kind}`: \
             say --service {recorded}, or name another data folder",
            recorded = kind_word(recorded),
            kind = kind_word(kind)
        );
    }
    folder.set_service_kind(kind, lock).map_err(told)
}

async fn report(event: ReportEvent) -> Result<()> {
    let gateway = open(&kept(event.place)?, unnamed(&event.clock))?;
    let mut report = event.report;
    if report.event.event_id.is_empty() {
        report.event.event_id = hex(&random_bytes::<16>()?);
    }
    let reported = gateway.report(&event.number, &report, event.clock.now().await.map_err(told)?).await;
    let record = match reported.map_err(told)? {
        Reported::Now(record) | Reported::Before(record) => record,
    };
    println!("{}", serde_json::to_string(&record)?);
    Ok(())
}

async fn lay_in_demo(settings: Demo) -> Result<()> {
    let kept = kept(settings.place)?;
    let kind = kept.folder.service_kind().map_err(told)?.unwrap_or_default();
    let operation = Operation { kind, ..unnamed(&settings.clock) };
    let gateway = open(&kept, operation)?;
    anyhow::ensure!(
        kind == ServiceKind::Trial,
        "made-up applications are for a trial only: `qandas-gateway init --service trial` makes a data folder for one"
    );
    let now = settings.clock.now().await.map_err(told)?;
    let samples = demo::lay_in(&gateway, &kept.folder.authority_token()?, now).await;
    for sample in samples.map_err(told)? {
        println!("{:<44} {}/app/follow#{}", sample.what, settings.origin, sample.recovery_code);
    }
    Ok(())
}

async fn back_up(Copying { place, backup, key_copy }: Copying) -> Result<()> {
    let kept = kept(place)?;
    let now = Clock::System.now().await.map_err(told)?;
    let copied = upkeep::back_up(&kept.folder, &storage(&kept)?, &backup, key_copy.as_deref(), now)
        .await
        .map_err(told)
        .context("the backup is not whole")?;
    println!("{} files, {} bytes", copied.files, copied.bytes);
    if key_copy.is_none() {
        eprintln!(
            "The backup cannot be read without the key table {} and the master key, which are not in it.",
            kept.keys.table().display()
        );
    }
    Ok(())
}

async fn restore(Copying { place, backup, key_copy }: Copying) -> Result<()> {
    let (data, keys) = places(place)?;
    let now = Clock::System.now().await.map_err(told)?;
    let (copied, forgotten) = upkeep::restore(&backup, &data, &keys, key_copy.as_deref(), now)
        .await
        .map_err(told)
        .with_context(|| format!("{} is not restored", backup.display()))?;
    println!("{} files, {} bytes", copied.files, copied.bytes);
    println!(
        "{} applications and {} files were deleted after the backup and stay so",
        forgotten.applications, forgotten.files
    );
    eprintln!("The tokens of the authority and of /metrics are new: qandas-gateway token");
    Ok(())
}

async fn check(place: DataPlace) -> Result<()> {
    let report = upkeep::check(&storage(&kept(place)?)?).await.map_err(told)?;
    println!("{} applications, {} files", report.applications, report.files);
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    anyhow::ensure!(report.problems.is_empty(), "{} things are wrong", report.problems.len());
    Ok(())
}

fn renew_master_key(place: DataPlace) -> Result<()> {
    let kept = kept(place)?;
    let _lock = kept.folder.lock().map_err(told).context("stop the gateway first")?;
    let count = Keys::renew_master(&kept.keys).map_err(told)?;
    println!("{count} keys are sealed by a new master key");
    Ok(())
}

fn unnamed(clock: &Clock) -> Operation {
    Operation {
        operator: String::new(),
        kind: ServiceKind::default(),
        cut_off: DEFAULT_CUT_OFF,
        test_clock: clock.is_for_tests(),
    }
}

fn open(kept: &Kept, operation: Operation) -> Result<Arc<Gateway>> {
    let storage = storage(kept)?;
    Ok(Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), operation)))
}

/// A data folder, and where its keys are.
struct Kept {
    folder: Folder,
    keys: KeyPlace,
}

fn places(place: DataPlace) -> Result<(PathBuf, KeyPlace)> {
    let path = place
        .data
        .or_else(Folder::default_path)
        .context("where are the data to lie? --data names the folder")?;
    let keys = KeyPlace::in_folder(place.keys.unwrap_or_else(|| KeyPlace::beside(&path)));
    let keys = KeyPlace { master: place.master_key.unwrap_or(keys.master), folder: keys.folder };
    Ok((path, keys))
}

fn kept(place: DataPlace) -> Result<Kept> {
    let (path, keys) = places(place)?;
    Ok(Kept { folder: opened(&path)?, keys })
}

fn opened(path: &Path) -> Result<Folder> {
    Folder::open(path).map_err(told)
}

fn storage(kept: &Kept) -> Result<Storage> {
    kept.folder.storage(&kept.keys).map_err(told).context(CANNOT_BE_OPENED)
}

/// Whoever sits at the shell is told the cause too.
fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(cause) => anyhow::anyhow!(cause),
        other => other.into(),
    }
}

async fn sweep(gateway: Arc<Gateway>, clock: Clock, keep_ended: Option<u32>) {
    let mut hours = tokio::time::interval(SWEEP);
    loop {
        hours.tick().await;
        let Ok(now) = clock.now().await else { continue };
        match gateway.sweep(now).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "expired uploads are removed"),
            Err(error) => tracing::error!(error = ?error, "expired uploads are not removed"),
        }
        let Some(days) = keep_ended else { continue };
        match gateway.retire(days, now).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "applications that ended long ago are deleted"),
            Err(error) => {
                tracing::error!(error = ?error, "applications that ended long ago are not deleted");
            }
        }
    }
}

/// Events may be reported by another process, from a shell.
async fn follow(gateway: Arc<Gateway>) {
    let mut looks = tokio::time::interval(LOOK);
    let mut seen = 0;
    loop {
        looks.tick().await;
        if let Err(error) = gateway.tell_of_events_since(&mut seen).await {
            tracing::error!(error = ?error, "it cannot be seen whether something happened");
        }
    }
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_stop() {
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
