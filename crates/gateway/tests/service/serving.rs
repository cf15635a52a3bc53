use crate::support::client::{Answer, Request};
use crate::support::running::{PROGRAM, Running};
use std::path::Path;
use wire::answer::{RefusalCode, ServiceInfo, ServiceKind};

fn app(folder: &Path) {
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    std::fs::create_dir_all(folder.join("kk/study")).unwrap();
    std::fs::create_dir_all(folder.join("ru")).unwrap();
    for (name, text) in [
        ("index.html", "<title>the first visit</title>"),
        ("app.html", "<title>the app</title>"),
        ("kk/index.html", "<title>static</title>"),
        ("kk/study/index.html", "<title>static</title>"),
        ("ru/index.html", "<title>static</title>"),
        ("kk/404.html", "жоқ"),
        ("kk/405.html", "бұлай емес"),
        ("ru/404.html", "нет"),
        ("ru/404.html.br", "brotli: нет"),
        ("ru/405.html", "не так"),
        ("robots.txt", "plain"),
        ("manifest.webmanifest", "{}"),
        ("sw.js", "worker"),
        ("assets/app.0a1b2c3d4e5f6071.wasm", "wasm"),
        ("assets/app.0a1b2c3d4e5f6071.wasm.br", "brotli"),
        ("assets/app.0a1b2c3d4e5f6071.wasm.gz", "gzip"),
        ("assets/boot.0a1b2c3d4e5f6071.js", "boot"),
        ("assets/style.0a1b2c3d4e5f6071.css", "css"),
        ("assets/core.kk.0a1b2c3d4e5f6071.txt", "сәлем"),
        (".secret", "secret"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

pub fn serving(extra: &[&str]) -> (Running, tempfile::TempDir) {
    let place = tempfile::tempdir().unwrap();
    app(place.path());
    let folder = place.path().display().to_string();
    let mut arguments = vec!["--app-dir", &folder];
    arguments.extend(extra);
    (Running::start_with(&arguments, None, None), place)
}

fn get(gateway: &Running, path: &str) -> Answer {
    gateway.send(&Request::get(path))
}

#[test]
fn every_response_has_the_security_headers_and_the_date_of_the_clock() {
    let (gateway, _app) = serving(&[]);
    for path in [
        "/",
        "/app/follow",
        "/assets/app.0a1b2c3d4e5f6071.wasm",
        "/assets/none.js",
        "/api/v1/service",
        "/api/v1/none",
        "/healthz",
    ] {
        let answer = get(&gateway, path);
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                 img-src 'self' blob: data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
                 base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("date", "Thu, 19 Mar 2026 05:00:00 GMT"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None);
        assert!(answer.header("cache-control").is_some(), "{path}");
    }
}

#[test]
fn the_page_is_served_at_every_address_of_the_app_and_must_be_revalidated() {
    let (gateway, _app) = serving(&[]);
    for path in ["/", "/app", "/app/", "/app/follow", "/app/a/b/c?d=e", "/app/%D2%9B"] {
        let answer = get(&gateway, path).is(200);
        let first_visit = ["/", "/app", "/app/"].contains(&path);
        let title: &[u8] =
            if first_visit { b"<title>the first visit</title>" } else { b"<title>the app</title>" };
        assert_eq!(answer.body, title, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        let tag = answer.header("etag").unwrap();
        for known in [tag, "*", &format!("W/{tag}"), &format!("\"zz\", {tag}")] {
            let same = gateway.send(&Request::get(path).with("if-none-match", known)).is(304);
            assert_eq!((same.header("etag"), same.body.as_slice()), (Some(tag), &b""[..]), "{known}");
        }
        gateway.send(&Request::get(path).with("if-none-match", "\"zz\"")).is(200);
        for wanted in [tag, "*", &format!("\"zz\", {tag}")] {
            gateway.send(&Request::get(path).with("if-match", wanted)).is(200);
        }
        for wanted in ["\"zz\"", &format!("W/{tag}")] {
            let other = gateway.send(&Request::get(path).with("if-match", wanted));
            other.refused(RefusalCode::PreconditionFailed);
        }
    }
    assert_eq!(get(&gateway, "/kk/").is(200).body, b"<title>static</title>");
    let head = gateway.send(&Request::new("HEAD", "/app")).is(200);
    assert_eq!((head.body.as_slice(), head.header("content-length")), (&b""[..], Some("30")));
}

#[test]
fn personal_pages_are_not_indexed_by_search_engines() {
    let (gateway, _app) = serving(&[]);
    for path in ["/app/family", "/app/family/000000000000feed", "/app/follow"] {
        assert_eq!(get(&gateway, path).is(200).header("x-robots-tag"), Some("noindex"), "{path}");
    }
    assert_eq!(get(&gateway, "/").is(200).header("x-robots-tag"), None);
}

#[test]
fn assets_are_immutable_and_sent_in_the_best_coding() {
    let (gateway, _app) = serving(&[]);
    let path = "/assets/app.0a1b2c3d4e5f6071.wasm";
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("br;q=0, gzip", Some("gzip"), "gzip"),
        ("gzip;q=0.5, br;q=0.1", Some("gzip"), "gzip"),
        ("x-gzip", Some("gzip"), "gzip"),
        ("identity;q=1, br;q=0.5", None, "wasm"),
        ("br, identity;q=0", Some("br"), "brotli"),
        ("*", Some("br"), "brotli"),
        ("identity", None, "wasm"),
    ] {
        let answer = gateway.send(&Request::get(path).with("accept-encoding", accepted)).is(200);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(answer.body, body.as_bytes(), "{accepted}");
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    for refused in ["identity;q=0", "*;q=0", "deflate, *;q=0"] {
        let answer = gateway.send(&Request::get(path).with("accept-encoding", refused));
        answer.refused(RefusalCode::NotAcceptable);
    }
    // A file without an acceptable coding,
    let only_plain =
        Request::get("/assets/boot.0a1b2c3d4e5f6071.js").with("accept-encoding", "br, identity;q=0");
    gateway.send(&only_plain).refused(RefusalCode::NotAcceptable);
    // and a missing file.
    let nothing = Request::get("/assets/none.js").with("accept-encoding", "br, identity;q=0");
    gateway.send(&nothing).refused(RefusalCode::NotFound);
    for (path, media) in [
        ("/assets/boot.0a1b2c3d4e5f6071.js", "text/javascript; charset=utf-8"),
        ("/assets/style.0a1b2c3d4e5f6071.css", "text/css; charset=utf-8"),
        ("/assets/core.kk.0a1b2c3d4e5f6071.txt", "text/plain; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ] {
        assert_eq!(get(&gateway, path).is(200).header("content-type"), Some(media));
    }
}

#[test]
fn only_names_with_a_hash_are_immutable() {
    let (gateway, app) = serving(&[]);
    for name in [
        "build.json",
        "favicon.ico",
        "assets/boot.js",
        "assets/data.json",
        "assets/cafe.js",
        "assets/fresh.txt",
    ] {
        std::fs::write(app.path().join(name), "{}").unwrap();
    }
    for (path, caching) in [
        ("/assets/app.0a1b2c3d4e5f6071.wasm", "public, max-age=31536000, immutable"),
        ("/assets/core.kk.0a1b2c3d4e5f6071.txt", "public, max-age=31536000, immutable"),
        ("/assets/boot.js", "no-cache"),
        ("/assets/data.json", "no-cache"),
        ("/assets/cafe.js", "no-cache"),
        ("/assets/fresh.txt", "no-cache"),
        ("/", "no-cache"),
        ("/app/follow", "no-cache"),
        ("/kk/", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/robots.txt", "no-cache"),
        ("/manifest.webmanifest", "no-cache"),
        ("/build.json", "no-cache"),
        ("/favicon.ico", "no-cache"),
    ] {
        assert_eq!(get(&gateway, path).is(200).header("cache-control"), Some(caching), "{path}");
    }
}

#[test]
fn an_interrupted_download_can_be_resumed() {
    let (gateway, _app) = serving(&[]);
    let path = "/assets/app.0a1b2c3d4e5f6071.wasm";
    let request = || Request::get(path).with("accept-encoding", "br");
    let whole = gateway.send(&request()).is(200);
    assert_eq!((whole.body.as_slice(), whole.header("accept-ranges")), (&b"brotli"[..], Some("bytes")));
    let tag = whole.header("etag").unwrap();
    for (range, sent, body) in [
        ("bytes=3-", "bytes 3-5/6", "tli"),
        ("bytes=0-0", "bytes 0-0/6", "b"),
        ("bytes=2-400", "bytes 2-5/6", "otli"),
        ("bytes=-2", "bytes 4-5/6", "li"),
        ("bytes=-400", "bytes 0-5/6", "brotli"),
    ] {
        for request in [request(), request().with("if-range", tag), request().with("if-match", tag)] {
            let part = gateway.send(&request.with("range", range)).is(206);
            assert_eq!((part.header("content-range"), part.body.as_slice()), (Some(sent), body.as_bytes()));
            for name in ["etag", "content-encoding", "content-type", "cache-control", "vary"] {
                assert_eq!(part.header(name), whole.header(name), "{name}");
            }
        }
    }
    // For another version or another coding the whole file is sent.
    let plain = gateway.send(&Request::get(path)).is(200).header("etag").unwrap().to_owned();
    assert_ne!(plain, tag);
    for other in ["\"zz\"", &plain, &format!("W/{tag}"), "Sat, 29 Oct 1994 19:43:31 GMT"] {
        let answer = gateway.send(&request().with("range", "bytes=3-").with("if-range", other)).is(200);
        assert_eq!(answer.body, b"brotli", "{other}");
    }
    for ignored in ["bytes=0-1,3-4", "lines=1-2", "bytes=4-2", "bytes=x"] {
        assert_eq!(gateway.send(&request().with("range", ignored)).is(200).body, b"brotli", "{ignored}");
    }
    for beyond in ["bytes=6-", "bytes=400-500", "bytes=-0"] {
        let answer = gateway.send(&request().with("range", beyond));
        answer.refused(RefusalCode::NoSuchRange);
        assert_eq!(answer.header("content-range"), Some("bytes */6"), "{beyond}");
    }
    gateway.send(&request().with("range", "bytes=3-").with("if-none-match", tag)).is(304);
    let head = gateway.send(&Request::new("HEAD", path).with("range", "bytes=3-")).is(200);
    assert_eq!(head.header("content-length"), Some("4"));
}

#[test]
fn a_folder_without_a_trailing_slash_is_redirected() {
    let (gateway, _app) = serving(&[]);
    for (path, location) in
        [("/kk", "/kk/"), ("/kk/study", "/kk/study/"), ("/ru?from=a&b", "/ru/?from=a&b"), ("//ru", "/ru/")]
    {
        for method in ["GET", "HEAD"] {
            let answer = gateway.send(&Request::new(method, path)).is(308);
            assert_eq!(answer.header("location"), Some(location), "{path}");
        }
    }
}

#[test]
fn a_missing_file_is_not_answered_with_the_page() {
    let (gateway, app) = serving(&[]);
    std::fs::write(app.path().parent().unwrap().join("outside.txt"), "outside").unwrap();
    for path in [
        "/assets/app.ffff.wasm",
        "/assets/",
        "/assets",
        "/assets/app.0a1b2c3d4e5f6071.wasm.br",
        "/nothing",
        "/.secret",
        "/../outside.txt",
        "/assets/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/assets/%2e%2e/robots.txt",
        "//etc/passwd",
        "/applications.db",
    ] {
        let answer = get(&gateway, path);
        answer.refused(RefusalCode::NotFound);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[test]
fn without_an_app_the_api_is_served() {
    let gateway = Running::start();
    get(&gateway, "/").refused(RefusalCode::NotFound);
    get(&gateway, "/healthz").is(204);
    get(&gateway, "/readyz").is(204);
}

#[test]
fn the_service_info_has_the_operator_and_the_test_clock() {
    let info = Running::start().info();
    let expected =
        ServiceInfo { operator: String::new(), kind: ServiceKind::Trial, test_clock: true, ..info.clone() };
    assert_eq!(info, expected);
    assert_eq!((info.edition.as_str(), info.calendar.as_str()), ("539-2023", "2026-11"));
    let info = Running::start_with(&["--operator", "Үлгі", "--service-kind", "authority"], None, None).info();
    assert_eq!((info.operator.as_str(), info.kind), ("Үлгі", ServiceKind::Authority));
}

#[test]
fn behind_a_tls_proxy_responses_have_strict_transport_security() {
    let place = tempfile::tempdir().unwrap();
    let mut process = std::process::Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--behind-tls-proxy", "--data-dir"])
        .arg(place.path().join("data"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(process.stdout.take().unwrap()), &mut line)
        .unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
    let answer = Request::get("/healthz").send(address);
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000"));
}

#[test]
fn with_a_public_origin_static_pages_link_to_their_other_languages() {
    let (gateway, _app) = serving(&["--public-origin", "https://qandas.example"]);
    let both = "<https://qandas.example/kk/>; rel=\"alternate\"; hreflang=\"kk\", \
                <https://qandas.example/ru/>; rel=\"alternate\"; hreflang=\"ru\", \
                <https://qandas.example/>; rel=\"alternate\"; hreflang=\"x-default\"";
    for path in ["/kk/", "/ru/", "/kk/index.html"] {
        assert_eq!(get(&gateway, path).is(200).header("link"), Some(both), "{path}");
    }
    let one = "<https://qandas.example/kk/study/>; rel=\"alternate\"; hreflang=\"kk\", \
               <https://qandas.example/>; rel=\"alternate\"; hreflang=\"x-default\"";
    assert_eq!(get(&gateway, "/kk/study/").is(200).header("link"), Some(one));
    for path in ["/", "/robots.txt", "/app/follow"] {
        assert_eq!(get(&gateway, path).is(200).header("link"), None, "{path}");
    }
    let (elsewhere, _app) = serving(&[]);
    assert_eq!(get(&elsewhere, "/kk/").is(200).header("link"), None);
}

#[test]
fn an_invalid_origin_is_refused() {
    for origin in ["qandas.example", "https://", "https://qandas.example/", "ftp://x", "https://a b"] {
        let output =
            std::process::Command::new(PROGRAM).args(["serve", "--public-origin", origin]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{origin}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("https://host"), "{origin}");
    }
}

/// Returns a request as browsers send it.
fn visit(method: &str, path: &str, languages: &str) -> Request {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    Request::new(method, path).with("accept", accept).with("accept-language", languages)
}

#[test]
fn a_person_at_an_unknown_address_gets_a_page_in_their_language() {
    let (gateway, _app) = serving(&[]);
    for (path, languages, body) in [
        ("/nothing", "ru-RU,ru;q=0.9,en;q=0.8", "нет"),
        ("/nothing/", "en;q=0.9,kk;q=0.1", "жоқ"),
        ("/ru/nothing/", "kk", "нет"),
        ("/ru/nothing.html", "kk", "нет"),
        // There is no page in these languages.
        ("/nothing", "en, de", "жоқ"),
        ("/healthz/nothing", "ru", "нет"),
        ("/..", "ru", "нет"),
        ("/%D2%9B", "ru", "нет"),
    ] {
        let answer = gateway.send(&visit("GET", path, languages)).is(404);
        assert_eq!(answer.body, body.as_bytes(), "{path}");
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("vary", "accept, accept-encoding, accept-language"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert_eq!(answer.header("etag"), None);
        // Conditional headers do not matter for a missing page.
        for (name, value) in [("if-none-match", "*"), ("if-match", "*"), ("range", "bytes=0-0")] {
            gateway.send(&visit("GET", path, languages).with(name, value)).is(404);
        }
        assert!(gateway.send(&visit("HEAD", path, languages)).is(404).body.is_empty());
    }
    let compressed = gateway.send(&visit("GET", "/nothing", "ru").with("accept-encoding", "br")).is(404);
    assert_eq!(compressed.header("content-encoding"), Some("br"));
    assert_eq!(compressed.body, "brotli: нет".as_bytes());
    let other = gateway.send(&visit("POST", "/ru/", "kk")).is(405);
    assert_eq!(
        (other.body.as_slice(), other.header("allow")),
        ("не так".as_bytes(), Some("GET, HEAD, OPTIONS"))
    );
}

#[test]
fn programs_and_subresources_get_no_error_page() {
    let (gateway, _app) = serving(&[]);
    for path in [
        "/assets/none.000000.wasm",
        "/assets/none.000000.js",
        "/assets/",
        "/assets",
        "/api/v1/nothing",
        "/authority/nothing",
    ] {
        for request in [visit("GET", path, "ru"), Request::get(path).with("accept", "*/*")] {
            let answer = gateway.send(&request);
            answer.refused(RefusalCode::NotFound);
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        }
    }
    for accepted in ["*/*", "application/json", "application/json, text/html;q=0.9"] {
        gateway.send(&Request::get("/nothing").with("accept", accepted)).refused(RefusalCode::NotFound);
    }
    gateway.send(&visit("DELETE", "/api/v1/service", "ru")).refused(RefusalCode::WrongMethod);
    // A gateway without an app has no pages.
    Running::start().send(&visit("GET", "/nothing", "ru")).refused(RefusalCode::NotFound);
}
