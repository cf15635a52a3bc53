//! Measures the load that the gateway can handle: status reads, durable submissions, open streams, and its memory; and
//! for comparison, in the same run, a plain Node server with the same two endpoints.
//!
//! `qandas-load --gateway PROGRAM --folder DIR [--node SERVER.mjs --modules DIR] [--seconds N]`. The folder should be
//! on the disk to be measured, because the time of a commit depends on its sync.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this program is a test: it ends if it cannot be set up"
)]

mod client;
mod server;

use client::{Connection, Measured, body_of, for_a_while, request};
use server::NodeServer;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use wire::answer::ServiceInfo;
use wire::code::OwnerKey;
use wire::submission::Submission;

const APPLICATIONS: usize = 200;
const STREAMS: usize = 2_000;
/// Number of connections that send requests at the same time.
const READERS: usize = 64;
const SENDERS: usize = 256;
/// A made-up submission.
const SEED: &str = include_str!("../../../fuzz/seeds/wire_package/submission_of_a_family.json");

struct Options {
    gateway: PathBuf,
    folder: PathBuf,
    node: Option<(PathBuf, PathBuf)>,
    seconds: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = options();
    let time = Duration::from_secs(options.seconds);
    // There may be none.
    let _ = std::fs::remove_dir_all(&options.folder);
    std::fs::create_dir_all(&options.folder).unwrap();
    let gateway = NodeServer::gateway(&options.gateway, &options.folder.join("gateway"));
    let ours = calls(&gateway, true, time).await;
    let after_calls = gateway.memory();
    let (heard, took) = streams(&gateway, &ours.paths).await;
    let with_streams = gateway.memory();
    drop(gateway);
    println!("gateway: status reads      {}", ours.reads);
    println!("gateway: submissions       {} of {} bytes", ours.submissions, ours.bytes);
    println!("gateway: memory            {} MB after these", after_calls / 1_000_000);
    println!(
        "gateway: streams           {heard} open, all notified of a change within {took:?}; memory {} MB",
        with_streams / 1_000_000
    );
    if let Some((script, modules)) = &options.node {
        let node = NodeServer::node(script, modules, &options.folder.join("plain.db"));
        let theirs = calls(&node, false, time).await;
        println!("plain Node: status reads   {}", theirs.reads);
        println!("plain Node: submissions    {}", theirs.submissions);
        println!("ratio: status reads        {:.1}", ours.reads.rate() / theirs.reads.rate());
        println!("ratio: submissions         {:.1}", ours.submissions.rate() / theirs.submissions.rate());
    }
    // What remains is removed before the next run.
    let _ = std::fs::remove_dir_all(&options.folder);
}

struct Calls {
    reads: Measured,
    submissions: Measured,
    /// Number of bytes of a submission.
    bytes: usize,
    paths: Vec<String>,
}

async fn calls(server: &NodeServer, with_files: bool, time: Duration) -> Calls {
    let mut connection = Connection::open(server.address).await;
    let info = if with_files { Some(service_info(&mut connection).await) } else { None };
    let body = match &info {
        Some(info) => ready_to_send(&mut connection, info).await,
        None => SEED.to_owned(),
    };
    let mut paths = Vec::new();
    for place in 0..APPLICATIONS {
        let answer = connection.ask(&submission(&format!("prepared-{place:08}"), &body)).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let number = serde_json::from_str::<serde_json::Value>(body_of(&answer)).unwrap();
        paths.push(format!("/api/v1/applications/{}", number["number"].as_str().unwrap()));
    }
    if let Some(info) = info {
        let token = server.token();
        // On a day off or in the evening, today is before the day of registration, which would be a future day.
        let (today, _) = info.now.in_astana().unwrap();
        let day = rules::time::write_day(today);
        for path in &paths {
            let number = path.rsplit('/').next().unwrap();
            let address = format!("/authority/v1/applications/{number}/events");
            for kind in ["accepted", "sent_to_bodies"] {
                let event = format!(r#"{{"event_id":"{kind}","kind":"{kind}","on":"{day}"}}"#);
                let answer = connection.ask(&request("POST", &address, &token, "", event.as_bytes())).await;
                assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            }
        }
    }
    let before = server.computed();
    let mut reads = for_a_while(server.address, READERS, time, |place| {
        request("GET", &paths[place * 7 % paths.len()], &owner(), "", b"")
    })
    .await;
    reads.computed(server.computed() - before);
    let before = server.computed();
    let mut submissions = for_a_while(server.address, SENDERS, time, |place| {
        submission(&format!("measured-{place:08}"), &body)
    })
    .await;
    submissions.computed(server.computed() - before);
    Calls { reads, submissions, bytes: body.len(), paths }
}

/// Opens the streams, changes every application, and waits until every stream is notified.
async fn streams(server: &NodeServer, paths: &[String]) -> (usize, Duration) {
    let mut open = Vec::new();
    for place in 0..STREAMS {
        let mut connection = Connection::open(server.address).await;
        let path = format!("{}/events", paths[place % paths.len()]);
        connection.send(&request("GET", &path, &owner(), "", b"")).await;
        connection.wait_for("event: changed").await;
        open.push(connection);
    }
    let mut connection = Connection::open(server.address).await;
    let asked = Instant::now();
    for path in paths {
        let withdrawal = request("POST", &format!("{path}/withdrawal"), &owner(), "", b"");
        let answer = connection.ask(&withdrawal).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    for stream in &mut open {
        stream.wait_for("event: changed").await;
    }
    (open.len(), asked.elapsed())
}

async fn service_info(connection: &mut Connection) -> ServiceInfo {
    let answer = connection.ask(&request("GET", "/api/v1/service", &owner(), "", b"")).await;
    serde_json::from_str(body_of(&answer)).unwrap()
}

/// Returns the seed submission with the current values of the gateway and an uploaded file for each of its pages.
async fn ready_to_send(connection: &mut Connection, info: &ServiceInfo) -> String {
    let mut photo = vec![0xFF, 0xD8, 0xFF, 0xE0];
    photo.resize(5_000, 7);
    let tus = "tus-resumable: 1.0.0\r\n";
    let create = request("POST", "/api/v1/files", &owner(), &format!("{tus}upload-length: 5000\r\n"), b"");
    let made = connection.ask(&create).await;
    let location = made.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    let part = format!("{tus}upload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\n");
    let sent = connection.ask(&request("PATCH", &location, &owner(), &part, &photo)).await;
    assert!(sent.starts_with("HTTP/1.1 204"), "{sent}");
    let sha256 = kept::identity::sha256_hex(&photo);
    let mut submission: Submission = serde_json::from_str(SEED).unwrap();
    submission.edition.clone_from(&info.edition);
    submission.calendar.clone_from(&info.calendar);
    submission.day = info.day;
    for claim in &mut submission.files {
        location.rsplit('/').next().unwrap().clone_into(&mut claim.file);
        claim.sha256.clone_from(&sha256);
    }
    for document in &mut submission.draft.documents {
        for page in document.pages.iter_mut().chain(&mut document.translation) {
            page.sha256.clone_from(&sha256);
            page.bytes = photo.len() as u64;
        }
    }
    serde_json::to_string(&submission).unwrap()
}

fn submission(key: &str, body: &str) -> Vec<u8> {
    let headers = format!("idempotency-key: {key}\r\ncontent-type: application/json\r\n");
    request("POST", "/api/v1/applications", &owner(), &headers, body.as_bytes())
}

fn owner() -> String {
    OwnerKey([1; 16]).to_text()
}

fn options() -> Options {
    let mut options = Options { gateway: PathBuf::new(), folder: PathBuf::new(), node: None, seconds: 10 };
    let (mut script, mut modules) = (None, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} wants a value"));
        match word.as_str() {
            "--gateway" => options.gateway = value.into(),
            "--folder" => options.folder = value.into(),
            "--node" => script = Some(value.into()),
            "--modules" => modules = Some(value.into()),
            "--seconds" => options.seconds = value.parse().expect("a number of seconds"),
            other => panic!("{other} is no option"),
        }
    }
    options.node = script.zip(modules);
    options
}
