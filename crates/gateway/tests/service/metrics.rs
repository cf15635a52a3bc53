use crate::support::client::Request;
use crate::support::listening::Listening;
use crate::support::running::Running;
use crate::support::sample::{NAME, key, owner};
use wire::answer::RefusalCode;

fn text(gateway: &Running) -> String {
    String::from_utf8(gateway.send(&Request::get("/metrics")).is(200).body).unwrap()
}

/// Returns the value of the line that begins with this text.
fn figure(text: &str, line: &str) -> f64 {
    let found = text.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("{line} is not in\n{text}")).parse().unwrap()
}

#[test]
#[allow(clippy::float_cmp, reason = "these are whole numbers")]
fn requests_uploads_and_bytes_are_counted() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let path = format!("/api/v1/applications/{number}");
    for _ in 0..3 {
        gateway.send(&Request::get(&path).owner(&owner(1))).is(200);
    }
    gateway.send(&Request::get(&path).owner(&owner(2))).is(404);
    gateway.send(&Request::new("BREW", "/nowhere")).is(405);
    let listening = Listening::to(gateway.address, &format!("{path}/events"), &owner(1), &[]);
    listening.event("changed");
    let metrics = text(&gateway);
    let route = "route=\"/api/v1/applications/{number}\"";
    for (line, expected) in [
        (format!("qandas_requests_total{{{route},method=\"GET\",status=\"200\"}}"), 3.0),
        (format!("qandas_requests_total{{{route},method=\"GET\",status=\"404\"}}"), 1.0),
        ("qandas_requests_total{route=\"-\",method=\"other\",status=\"405\"}".into(), 1.0),
        (format!("qandas_request_seconds_count{{{route}}}"), 4.0),
        (format!("qandas_request_seconds_bucket{{{route},le=\"+Inf\"}}"), 4.0),
        (format!("qandas_request_seconds_bucket{{{route},le=\"10.000000\"}}"), 4.0),
        ("qandas_applications".into(), 1.0),
        ("qandas_open_streams".into(), 1.0),
        ("qandas_upload_parts_total".into(), 1.0),
    ] {
        assert_eq!(figure(&metrics, &line), expected, "{line}");
    }
    assert!(figure(&metrics, "qandas_database_bytes") > 10_000.0);
    // The photo, and the application.
    assert!(figure(&metrics, "qandas_received_bytes_total") > 6_000.0);
    assert!(figure(&metrics, &format!("qandas_request_seconds_sum{{{route}}}")) > 0.0);
    for secret in [number.as_str(), &owner(1), NAME, "nowhere", "BREW"] {
        assert!(!metrics.contains(secret), "{secret}");
    }
    drop(listening);
}

#[test]
fn metrics_are_for_local_clients_and_for_clients_with_the_token() {
    let gateway = Running::start();
    text(&gateway);
    let token = gateway.command(&["token", "--metrics"]).stdout;
    let token = String::from_utf8(token).unwrap().trim().to_owned();
    let forwarded = Request::get("/metrics").with("x-forwarded-for", "192.0.2.1");
    gateway.send(&forwarded).refused(RefusalCode::Unauthorized);
    gateway.send(&forwarded.clone().owner(&gateway.token())).refused(RefusalCode::Unauthorized);
    gateway.send(&forwarded.owner(&token)).is(200);
    // Behind a proxy every client seems to be local.
    let proxied = Running::start_with(&["--trusted-proxy", "127.0.0.1"], None, None);
    proxied.send(&Request::get("/metrics")).refused(RefusalCode::Unauthorized);
    let local = Request::get("/metrics").with("x-forwarded-for", "127.0.0.1");
    proxied.send(&local).refused(RefusalCode::Unauthorized);
}
