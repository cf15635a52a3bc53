//! What can be counted of the gateway, in the text format of Prometheus. No number, name or address is among it.

use crate::error::Error;
use crate::http::address::{is_forwarded, origin};
use crate::http::{METHODS, Server, Token};
use crate::log::LostLines;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the times that answers took, in microseconds.
const BOUNDS: [u64; 10] =
    [1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000, 10_000_000];

#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<Answered, u64>>,
    times: Mutex<BTreeMap<String, Times>>,
    uploads: AtomicU64,
    bytes: AtomicU64,
    lost_lines: LostLines,
}

/// Ordered, so that the text is always in the same order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answered {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Copy, Default)]
struct Times {
    within: [u64; BOUNDS.len()],
    count: u64,
    microseconds: u64,
}

/// Who may read it: whoever asks from the machine itself without a proxy, and whoever has the token.
pub struct Access {
    pub token: Token,
    /// Behind a proxy on the same machine everybody seems to ask from the machine.
    pub behind_proxy: bool,
}

impl Metrics {
    pub fn new(lost_lines: LostLines) -> Self {
        Self { lost_lines, ..Self::default() }
    }

    /// Unknown methods and paths are one each, so that nobody can make the text long.
    pub fn count_answer(&self, route: &str, method: &str, status: u16, took: Duration) {
        let method = METHODS.iter().find(|known| **known == method).copied().unwrap_or("other").to_owned();
        let answered = Answered { route: route.to_owned(), method, status };
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(answered).or_default() += 1;
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let times = times.entry(route.to_owned()).or_default();
        for (bound, within) in BOUNDS.iter().zip(&mut times.within) {
            *within += u64::from(microseconds <= *bound);
        }
        times.count += 1;
        times.microseconds = times.microseconds.saturating_add(microseconds);
    }

    pub fn count_upload(&self) {
        self.uploads.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_bytes(&self, count: usize) {
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
    }
}

pub async fn text(State(server): State<Arc<Server>>, request: Request) -> Result<Response, Error> {
    let headers = request.headers();
    let from = origin(request.extensions(), headers, &server.trusted_proxies);
    let is_local = from.is_loopback() && !is_forwarded(headers) && !server.metrics_access.behind_proxy;
    if !is_local {
        server.metrics_access.token.check(headers)?;
    }
    let figures = server.gateway.figures().await?;
    let mut text = String::new();
    server.metrics.write(&mut text);
    for (name, help, value) in [
        ("qandas_applications", "Applications kept.", figures.applications),
        ("qandas_database_bytes", "Size of the database.", figures.database_bytes),
        ("qandas_open_streams", "Streams of events that are open.", server.gateway.open_streams() as u64),
    ] {
        line(&mut text, format_args!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}"));
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

impl Metrics {
    fn write(&self, text: &mut String) {
        let name = "qandas_requests_total";
        line(text, format_args!("# HELP {name} Requests answered.\n# TYPE {name} counter"));
        for (Answered { route, method, status }, count) in
            self.answers.lock().unwrap_or_else(PoisonError::into_inner).iter()
        {
            line(
                text,
                format_args!("{name}{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"),
            );
        }
        let name = "qandas_request_seconds";
        line(text, format_args!("# HELP {name} Time to the head of the answer.\n# TYPE {name} histogram"));
        for (route, times) in self.times.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            for (bound, within) in BOUNDS.iter().zip(times.within) {
                let bound = seconds(*bound);
                line(text, format_args!("{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {within}"));
            }
            let Times { count, microseconds, .. } = times;
            line(text, format_args!("{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"));
            line(text, format_args!("{name}_sum{{route=\"{route}\"}} {}", seconds(*microseconds)));
            line(text, format_args!("{name}_count{{route=\"{route}\"}} {count}"));
        }
        for (name, help, value) in [
            ("qandas_upload_parts_total", "Parts of uploads taken in.", self.uploads.load(Ordering::Relaxed)),
            (
                "qandas_received_bytes_total",
                "Bytes of bodies that came in.",
                self.bytes.load(Ordering::Relaxed),
            ),
            (
                "qandas_log_lines_lost_total",
                "Lines of the log that could not be written.",
                self.lost_lines.get(),
            ),
        ] {
            line(text, format_args!("# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}"));
        }
    }
}

fn seconds(microseconds: u64) -> String {
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
