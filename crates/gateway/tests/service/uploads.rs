use crate::support::client::{Request, read_answer};
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, part, photo};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::net::Shutdown;
use std::time::{Duration, Instant};
use wire::answer::RefusalCode;

fn head(path: &str, owner: &str) -> Request {
    Request::new("HEAD", path).tus().owner(owner)
}

fn offset(gateway: &Running, path: &str) -> usize {
    let answer = gateway.send(&head(path, &owner(1))).is(200);
    answer.header("upload-offset").unwrap().parse().unwrap()
}

/// Waits until the gateway has noticed that a connection broke.
fn wait_for_offset(gateway: &Running, path: &str, expected: usize) {
    let end = Instant::now() + Duration::from_secs(10);
    while offset(gateway, path) != expected && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(offset(gateway, path), expected);
}

#[test]
fn a_file_is_uploaded_in_parts() {
    let gateway = Running::start();
    let photo = photo(10_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    assert_eq!(offset(&gateway, &path), 0);
    for (from, to) in [(0, 1), (1, 7), (7, 4_000), (4_000, 10_000)] {
        let answer = gateway.send(&part(&path, &owner(1), from, &photo[from..to])).is(204);
        assert_eq!(answer.header("upload-offset"), Some(to.to_string().as_str()));
        assert_eq!(answer.header("tus-resumable"), Some("1.0.0"));
        assert!(answer.header("upload-expires").is_some());
        assert_eq!(offset(&gateway, &path), to);
    }
    // An empty part at the end changes nothing.
    gateway.send(&part(&path, &owner(1), 10_000, b"")).is(204);
    let file = path.rsplit('/').next().unwrap();
    gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), file)).is(201);
}

#[test]
fn bytes_that_arrived_before_the_connection_broke_are_kept() {
    let gateway = Running::start();
    let photo = photo(300_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut from = 0;
    for arrive in [1, 9, 70_000, 100_000] {
        let stream = part(&path, &owner(1), from, &photo[from..]).send_in_part(gateway.address, arrive);
        stream.shutdown(Shutdown::Write).unwrap();
        from += arrive;
        wait_for_offset(&gateway, &path, from);
    }
    gateway.send(&part(&path, &owner(1), from, &photo[from..])).is(204);
    let file = path.rsplit('/').next().unwrap();
    gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), file)).is(201);
}

#[test]
fn a_hanging_connection_is_replaced_by_the_next_one() {
    let gateway = Running::start();
    let photo = photo(50_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut hanging = part(&path, &owner(1), 0, &photo).send_in_part(gateway.address, 20_000);
    // The part must have started before it can hang.
    std::thread::sleep(Duration::from_millis(200));
    let start = Instant::now();
    assert_eq!(offset(&gateway, &path), 20_000);
    assert!(start.elapsed() < Duration::from_secs(5));
    read_answer(&mut hanging).unwrap().refused(RefusalCode::OffsetDiffers);
    gateway.send(&part(&path, &owner(1), 20_000, &photo[20_000..])).is(204);
}

#[test]
fn a_part_at_another_offset_is_refused_with_the_right_one() {
    let gateway = Running::start();
    let photo = photo(1_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    gateway.send(&part(&path, &owner(1), 0, &photo[..400])).is(204);
    for wrong in [0, 399, 401, 1_000] {
        let answer = gateway.send(&part(&path, &owner(1), wrong, &photo[400..]));
        answer.refused(RefusalCode::OffsetDiffers);
        assert_eq!(answer.header("upload-offset"), Some("400"));
    }
    assert_eq!(offset(&gateway, &path), 400);
}

#[test]
fn a_part_with_a_wrong_checksum_is_not_kept() {
    let gateway = Running::start();
    let photo = photo(1_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let sha256 = |bytes: &[u8]| format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
    let sha1 = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)));
    let sum = sha256(&photo[..300]);
    gateway.send(&part(&path, &owner(1), 0, &photo[..300]).with("upload-checksum", &sum)).is(204);
    let sum = sha1(&photo[300..500]);
    gateway.send(&part(&path, &owner(1), 300, &photo[300..500]).with("upload-checksum", &sum)).is(204);
    for wrong in [sha256(&photo[..300]), sha1(&photo[..300])] {
        let answer =
            gateway.send(&part(&path, &owner(1), 500, &photo[500..]).with("upload-checksum", &wrong));
        answer.refused(RefusalCode::ChecksumDiffers);
        assert_eq!(offset(&gateway, &path), 500);
    }
    let sha256_as_sha1 = sha256(&photo[500..]).replace("sha256", "sha1");
    for nonsense in ["sha256", "sha256 !", "md5 AAAA", "sha256 AAAA", "sha1 AAAA", "", " ", &sha256_as_sha1] {
        let answer =
            gateway.send(&part(&path, &owner(1), 500, &photo[500..]).with("upload-checksum", nonsense));
        answer.refused(RefusalCode::BadRequest);
    }
    let sum = sha256(&photo[500..]);
    gateway.send(&part(&path, &owner(1), 500, &photo[500..]).with("upload-checksum", &sum)).is(204);
}

#[test]
fn a_text_file_is_refused_at_once_and_removed() {
    let gateway = Running::start();
    let text = b"This is plain text in a file that is called passport.jpg.";
    let path = gateway.create_upload(&owner(1), 1_000);
    gateway.send(&part(&path, &owner(1), 0, text)).refused(RefusalCode::UnsupportedMedia);
    gateway.send(&part(&path, &owner(1), text.len(), text)).refused(RefusalCode::Gone);
    assert_eq!(gateway.send(&head(&path, &owner(1))).status, 410);
    // Too short to be detected before the end.
    let path = gateway.create_upload(&owner(1), 3);
    gateway.send(&part(&path, &owner(1), 0, b"txt")).refused(RefusalCode::UnsupportedMedia);
    assert_eq!(files_on_disk(&gateway), 0);
}

fn files_on_disk(gateway: &Running) -> usize {
    let folders = std::fs::read_dir(gateway.data().join("files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

#[test]
fn jpeg_png_and_pdf_are_accepted() {
    let gateway = Running::start();
    for beginning in [&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1A\n", b"%PDF-1.7\n"] {
        let mut file = beginning.to_vec();
        file.resize(500, 7);
        gateway.upload(&owner(1), &file);
    }
    assert_eq!(files_on_disk(&gateway), 3);
}

#[test]
fn a_file_over_the_limit_is_refused_before_a_byte_is_sent() {
    let gateway = Running::start();
    let create = |length: &str| {
        gateway.send(&Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", length))
    };
    create("30000000").refused(RefusalCode::TooLarge);
    create("20000001").refused(RefusalCode::TooLarge);
    create("20000000").is(201);
    for nonsense in ["0", "-1", "x", "1.5", "99999999999999999999999", ""] {
        create(nonsense).refused(RefusalCode::BadRequest);
    }
    let without = gateway.send(&Request::post("/api/v1/files").tus().owner(&owner(1)));
    without.refused(RefusalCode::BadRequest);
}

#[test]
fn more_bytes_than_announced_are_refused_and_not_kept() {
    let gateway = Running::start();
    let photo = photo(100);
    let path = gateway.create_upload(&owner(1), 60);
    gateway.send(&part(&path, &owner(1), 0, &photo)).refused(RefusalCode::TooLarge);
    assert_eq!(offset(&gateway, &path), 0);
}

#[test]
fn an_upload_belongs_to_its_owner() {
    let gateway = Running::start();
    let path = gateway.create_upload(&owner(1), 100);
    assert_eq!(gateway.send(&head(&path, &owner(2))).status, 404);
    gateway.send(&part(&path, &owner(2), 0, &photo(100))).refused(RefusalCode::NotFound);
    gateway.send(&Request::new("DELETE", &path).tus().owner(&owner(2))).refused(RefusalCode::NotFound);
    gateway.send(&Request::new("DELETE", &path).tus()).refused(RefusalCode::Unauthorized);
    assert_eq!(offset(&gateway, &path), 0);
}

#[test]
fn an_upload_can_be_removed_until_an_application_uses_it() {
    let gateway = Running::start();
    let photo = photo(100);
    let loose = gateway.upload(&owner(1), &photo);
    let remove = |file: &str| {
        gateway.send(&Request::new("DELETE", &format!("/api/v1/files/{file}")).tus().owner(&owner(1)))
    };
    remove(&loose).is(204);
    remove(&loose).refused(RefusalCode::Gone);
    assert_eq!(files_on_disk(&gateway), 0);
    let bound = gateway.upload(&owner(1), &photo);
    gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), &bound)).is(201);
    remove(&bound).refused(RefusalCode::FileInUse);
    assert_eq!(files_on_disk(&gateway), 1);
}

#[test]
fn an_unclaimed_upload_expires_after_seven_days_and_a_claimed_one_never() {
    let mut gateway = Running::start();
    let photo = photo(100);
    let loose = format!("/api/v1/files/{}", gateway.upload(&owner(1), &photo));
    let bound = gateway.upload(&owner(1), &photo);
    gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), &bound)).is(201);
    gateway.set_clock("2026-03-26T09:59:59+05:00");
    gateway.send(&head(&loose, &owner(1))).is(200);
    gateway.set_clock("2026-03-26T10:00:00+05:00");
    gateway.send(&head(&loose, &owner(1))).is(410);
    gateway.send(&head(&format!("/api/v1/files/{bound}"), &owner(1))).is(200);
    // Expired uploads are removed at the start.
    gateway.stop();
    gateway.start_again();
    let end = Instant::now() + Duration::from_secs(10);
    while files_on_disk(&gateway) > 1 && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(files_on_disk(&gateway), 1);
    gateway.send(&head(&loose, &owner(1))).is(410);
}

#[test]
fn other_versions_of_tus_are_refused_and_the_supported_one_is_described() {
    let gateway = Running::start();
    let path = gateway.create_upload(&owner(1), 100);
    for request in
        [Request::post("/api/v1/files"), Request::new("PATCH", &path).with("tus-resumable", "0.2.2")]
    {
        let answer = gateway.send(&request.owner(&owner(1)).with("upload-length", "10"));
        answer.refused(RefusalCode::TusVersion);
        assert_eq!(answer.header("tus-version"), Some("1.0.0"));
    }
    let answer = gateway.send(&Request::new("OPTIONS", "/api/v1/files")).is(204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,creation-with-upload,checksum,termination,expiration"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        ("tus-max-size", "20000000"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
}

fn creation(length: usize) -> Request {
    Request::post("/api/v1/files").tus().owner(&owner(1)).with("upload-length", &length.to_string())
}

#[test]
fn the_metadata_of_an_upload_are_returned_as_they_were_sent_and_are_sealed() {
    let gateway = Running::start();
    let name = STANDARD.encode("passport of ҮЛГІ.jpg");
    let metadata = format!("filename {name},is_confidential, type aW1hZ2U=");
    let created = gateway.send(&creation(1_000).with("upload-metadata", &metadata)).is(201);
    let path = created.header("location").unwrap().to_owned();
    let head = || gateway.send(&head(&path, &owner(1))).is(200);
    assert_eq!(head().header("upload-metadata"), Some(metadata.as_str()));
    gateway.send(&part(&path, &owner(1), 0, &photo(1_000))).is(204);
    assert_eq!(head().header("upload-metadata"), Some(metadata.as_str()));
    assert!(!crate::sealed::holds(&crate::sealed::bytes_below(gateway.data()), name.as_bytes()));
    let check = gateway.command(&["check"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));

    let empty = gateway.send(&creation(1_000).with("upload-metadata", "")).is(201);
    let without =
        gateway.send(&Request::new("HEAD", empty.header("location").unwrap()).tus().owner(&owner(1)));
    assert_eq!(without.is(200).header("upload-metadata"), None);
    let long = format!("name {}", "A".repeat(2_048));
    for wrong in [",", "name !", "name aW1hZ2U=,", &long] {
        let request = creation(1_000).with("upload-metadata", wrong);
        gateway.send(&request).refused(RefusalCode::BadRequest);
    }
    let doubled = creation(1_000).with("upload-metadata", "a").with("upload-metadata", "b");
    gateway.send(&doubled).refused(RefusalCode::BadRequest);
}

#[test]
fn unsupported_extensions_are_refused_before_an_upload_is_created() {
    let gateway = Running::start();
    for (name, value) in [
        ("upload-concat", "partial"),
        ("upload-concat", "final;/api/v1/files/a /api/v1/files/b"),
        ("upload-defer-length", "1"),
    ] {
        let with_length = creation(1_000).with(name, value);
        let without = Request::post("/api/v1/files").tus().owner(&owner(1)).with(name, value);
        for request in [with_length, without] {
            let answer = gateway.send(&request);
            let refusal = answer.refused(RefusalCode::BadRequest);
            assert!(refusal.detail.contains(name), "{}", refusal.detail);
            assert_eq!(answer.header("location"), None);
        }
    }
}

#[test]
fn an_upload_can_be_created_with_its_first_part() {
    let gateway = Running::start();
    let photo = photo(10_000);
    let with = |length: usize, bytes: &[u8]| {
        creation(length).with("content-type", "application/offset+octet-stream").body(bytes)
    };
    for (length, arrived) in [(10_000, 10_000), (10_000, 4_000), (10_000, 0)] {
        let created = gateway.send(&with(length, &photo[..arrived])).is(201);
        assert_eq!(created.header("upload-offset"), Some(arrived.to_string().as_str()));
        let path = created.header("location").unwrap();
        assert_eq!(offset(&gateway, path), arrived);
        gateway.send(&part(path, &owner(1), arrived, &photo[arrived..])).is(204);
        let file = path.rsplit('/').next().unwrap();
        let key = key(u32::try_from(arrived).unwrap());
        gateway.submit(&owner(1), &key, &gateway.submission(draft(&photo), file)).is(201);
    }
    let before = files_on_disk(&gateway);
    let wrong_sum = format!("sha1 {}", STANDARD.encode(Sha1::digest(b"")));
    for (request, code) in [
        (with(1_000, b"plain text"), RefusalCode::UnsupportedMedia),
        (with(10, &photo[..11]), RefusalCode::TooLarge),
        (with(0, &photo[..11]), RefusalCode::BadRequest),
        (with(30_000_000, &photo[..11]), RefusalCode::TooLarge),
        (with(1_000, &photo[..11]).with("upload-checksum", &wrong_sum), RefusalCode::ChecksumDiffers),
        (with(1_000, &photo[..11]).with("upload-checksum", "md5 AAAA"), RefusalCode::BadRequest),
        (creation(1_000).body(&photo[..11]), RefusalCode::UnsupportedMedia),
        (
            creation(1_000).with("content-type", "image/jpeg").body(&photo[..11]),
            RefusalCode::UnsupportedMedia,
        ),
    ] {
        let answer = gateway.send(&request);
        answer.refused(code);
        assert_eq!(answer.header("location"), None, "{code:?}");
    }
    assert_eq!(files_on_disk(&gateway), before);
}

#[test]
fn an_upload_whose_first_part_is_interrupted_keeps_its_bytes() {
    let gateway = Running::start();
    let photo = photo(10_000);
    let request =
        creation(10_000).with("content-type", "application/offset+octet-stream").body(photo.as_slice());
    let mut stream = request.send_in_part(gateway.address, 4_000);
    stream.shutdown(Shutdown::Write).unwrap();
    // The response is lost with the connection, unless only one direction of it broke.
    let created = read_answer(&mut stream).unwrap().is(201);
    assert_eq!(created.header("upload-offset"), Some("4000"));
    let path = created.header("location").unwrap();
    wait_for_offset(&gateway, path, 4_000);
    gateway.send(&part(path, &owner(1), 4_000, &photo[4_000..])).is(204);
}

#[test]
fn every_response_about_uploads_has_the_version_of_tus() {
    let gateway = Running::start();
    let path = gateway.create_upload(&owner(1), 100);
    for (method, path, status) in [
        ("GET", path.as_str(), 405),
        ("PUT", "/api/v1/files", 405),
        ("POST", &path, 405),
        ("HEAD", "/api/v1/files/nothing", 404),
        ("GET", "/api/v1/files/a/b", 404),
        ("OPTIONS", &path, 204),
    ] {
        let answer = gateway.send(&Request::new(method, path).tus().owner(&owner(1))).is(status);
        assert_eq!(answer.header("tus-resumable"), Some("1.0.0"), "{method} {path}");
    }
    let limited = Running::start_with(&["--rate-limit-creations", "1"], None, None);
    limited.create_upload(&owner(1), 100);
    assert_eq!(limited.send(&creation(100)).is(429).header("tus-resumable"), Some("1.0.0"));
    for path in ["/api/v1/service", "/api/v1/filesystem"] {
        assert_eq!(gateway.send(&Request::get(path)).header("tus-resumable"), None, "{path}");
    }
}

#[test]
fn a_method_can_be_overridden_in_a_post() {
    let gateway = Running::start();
    let photo = photo(100);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut request = part(&path, &owner(1), 0, &photo).with("x-http-method-override", "PATCH");
    request.head = request.head.replacen("PATCH", "POST", 1);
    gateway.send(&request).is(204);
    gateway.send(&Request::post(&path).tus().owner(&owner(1))).refused(RefusalCode::WrongMethod);
}

#[test]
fn a_part_of_another_content_type_or_without_an_offset_is_refused() {
    let gateway = Running::start();
    let path = gateway.create_upload(&owner(1), 100);
    let request = || Request::new("PATCH", &path).tus().owner(&owner(1)).body(photo(100));
    gateway.send(&request().with("upload-offset", "0")).refused(RefusalCode::UnsupportedMedia);
    let typed = || request().with("content-type", "application/offset+octet-stream");
    gateway.send(&typed()).refused(RefusalCode::BadRequest);
    gateway.send(&typed().with("upload-offset", "-1")).refused(RefusalCode::BadRequest);
}

#[test]
fn the_folder_of_files_reveals_neither_ids_nor_bytes() {
    let gateway = Running::start();
    let photo = photo(777);
    let id = gateway.upload(&owner(1), &photo);
    let below = crate::sealed::bytes_below(&gateway.data().join("files"));
    assert!(below.len() > photo.len());
    for hidden in [id.as_bytes(), &photo[..50]] {
        assert!(!crate::sealed::holds(&below, hidden));
    }
}
