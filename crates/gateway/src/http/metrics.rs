//! Metrics in the text format of Prometheus. They contain no application number, name or address.

use crate::http::methods::METHODS;
use crate::http::request::ServiceToken;
use crate::lock::lock;
use crate::log::LostLines;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the histogram buckets, in microseconds.
const BOUNDS: [u64; 10] =
    [1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000, 10_000_000];

/// The counters of the gateway.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<RequestLabels, u64>>,
    durations: Mutex<BTreeMap<String, Histogram>>,
    uploads: AtomicU64,
    bytes: AtomicU64,
    lost_lines: LostLines,
}

/// The labels of the request counter. Ordered, so that the text is always in the same order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct RequestLabels {
    route: String,
    method: String,
    status: u16,
}

/// The durations of the requests of one route.
#[derive(Clone, Copy, Default)]
struct Histogram {
    within: [u64; BOUNDS.len()],
    count: u64,
    microseconds: u64,
}

/// The access rule of `/metrics`: clients on the same machine, unless there is a proxy, and clients with the token.
pub struct MetricsAccess {
    pub token: ServiceToken,
    /// True if a proxy is in front: then every client seems to be on the same machine.
    pub behind_proxy: bool,
}

impl Metrics {
    pub fn new(lost_lines: LostLines) -> Self {
        Self { lost_lines, ..Self::default() }
    }

    /// Counts a request. All unknown methods share one label, and all unknown paths too, so that clients cannot inflate the text.
    pub fn count_request(&self, route: &str, method: &str, status: u16, took: Duration) {
        let method = METHODS.iter().find(|known| **known == method).copied().unwrap_or("other").to_owned();
        let labels = RequestLabels { route: route.to_owned(), method, status };
        *lock(&self.requests).entry(labels).or_default() += 1;
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut durations = lock(&self.durations);
        let histogram = durations.entry(route.to_owned()).or_default();
        for (bound, within) in BOUNDS.iter().zip(&mut histogram.within) {
            *within += u64::from(microseconds <= *bound);
        }
        histogram.count += 1;
        histogram.microseconds = histogram.microseconds.saturating_add(microseconds);
    }

    pub fn count_upload(&self) {
        self.uploads.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_bytes(&self, count: usize) {
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Appends the counters in the text format.
    pub fn write(&self, text: &mut String) {
        let name = "qandas_requests_total";
        line(text, format_args!("# HELP {name} Requests answered.\n# TYPE {name} counter"));
        for (RequestLabels { route, method, status }, count) in lock(&self.requests).iter() {
            line(
                text,
                format_args!("{name}{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"),
            );
        }
        let name = "qandas_request_seconds";
        line(text, format_args!("# HELP {name} Time to the head of the response.\n# TYPE {name} histogram"));
        for (route, histogram) in lock(&self.durations).iter() {
            for (bound, within) in BOUNDS.iter().zip(histogram.within) {
                let bound = seconds(*bound);
                line(text, format_args!("{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {within}"));
            }
            let Histogram { count, microseconds, .. } = histogram;
            line(text, format_args!("{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"));
            line(text, format_args!("{name}_sum{{route=\"{route}\"}} {}", seconds(*microseconds)));
            line(text, format_args!("{name}_count{{route=\"{route}\"}} {count}"));
        }
        for (name, help, value) in [
            ("qandas_upload_parts_total", "Upload parts received.", self.uploads.load(Ordering::Relaxed)),
            (
                "qandas_received_bytes_total",
                "Bytes of request bodies received.",
                self.bytes.load(Ordering::Relaxed),
            ),
            ("qandas_log_lines_lost_total", "Log lines that could not be written.", self.lost_lines.get()),
        ] {
            line(text, format_args!("# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}"));
        }
    }
}

fn seconds(microseconds: u64) -> String {
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{line}");
}
