use crate::sealed::{bytes_below, holds};
use crate::support::client::Request;
use crate::support::running::{Running, THURSDAY};
use crate::support::sample::{NAME, PASSPORT, draft, key, owner, part, photo, submit};
use base64::Engine as _;
use gateway::blobs::disk::DiskBlobStore;
use gateway::identity::{FileId, Owner};
use rules::time::Instant;
use rusqlite::{Connection, params};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::Path;
use wire::answer::{Receipt, Status};
use wire::code::{ApplicationNumber, OwnerKey};
use wire::contact::ContactDetails;
use wire::share::SharedStatus;

/// The schemas before the data were sealed.
const FORMER: [&str; 3] = [
    include_str!("../../migrations/0001_applications.sql"),
    include_str!("../../migrations/0002_shares.sql"),
    include_str!("../../migrations/0003_contacts.sql"),
];
const TOKEN: [u8; 32] = [9; 32];

/// A data folder of an earlier version, and its responses.
struct Former {
    receipt: String,
    body: Vec<u8>,
    photo: Vec<u8>,
    /// The bytes that had arrived, and the length of the upload.
    open: (FileId, Vec<u8>, usize),
}

fn make(data: &Path) -> Former {
    let asked = Running::start();
    let photo = photo(200_000);
    let (file, open) = (FileId::random().unwrap(), FileId::random().unwrap());
    let body = serde_json::to_vec(&asked.submission(draft(&photo), file.as_str())).unwrap();
    let info = asked.info();
    let number = ApplicationNumber::from_bits(123_456_789).to_text();
    let now = Instant::parse(THURSDAY).unwrap().0;
    let receipt = serde_json::to_string(&Receipt {
        number: number.clone(),
        received_at: Instant(now),
        registered_on: info.day,
        service_kind: info.kind,
    })
    .unwrap();
    let owner = *Owner::from_key(&OwnerKey([1; 16])).hash();

    std::fs::create_dir_all(data.join("files")).unwrap();
    std::fs::write(data.join("files.key"), format!("{}\n", "07".repeat(32))).unwrap();
    let files = DiskBlobStore::new(data.join("files"), [7; 32]);
    let arrived = photo[..70_000].to_vec();
    for (id, bytes) in [(&file, &photo), (&open, &arrived)] {
        let path = files.path(id).unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let database = Connection::open(data.join("applications.db")).unwrap();
    database.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;").unwrap();
    database
        .execute_batch("CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, success BOOLEAN NOT NULL)")
        .unwrap();
    for (version, statements) in (1..).zip(FORMER) {
        database.execute_batch(statements).unwrap();
        database.execute("INSERT INTO _sqlx_migrations VALUES (?, TRUE)", [version]).unwrap();
    }
    let insert = |statement: &str, values: &[&dyn rusqlite::ToSql]| {
        assert_eq!(database.execute(statement, values).unwrap(), 1);
    };
    insert("INSERT INTO applications VALUES (?, ?)", params![number, owner]);
    let request: [u8; 32] = Sha256::new().chain_update(b"\0").chain_update(&body).finalize().into();
    insert(
        "INSERT INTO submissions VALUES (7, ?, ?, ?, ?, ?, ?, 'grant', 'study', ?)",
        params![number, owner, key(1), request, body, receipt, info.edition],
    );
    let hash = crate::support::sample::hash(&photo);
    let length = i64::try_from(photo.len()).unwrap();
    insert(
        "INSERT INTO uploads (id, owner, length, state, sha256, media) VALUES (?, ?, ?, 'complete', ?, 'jpeg')",
        params![file.as_str(), owner, length, hash],
    );
    insert(
        "INSERT INTO uploads (id, owner, length, state, expires_at) VALUES (?, ?, ?, 'open', ?)",
        params![open.as_str(), owner, length, now + 1_000],
    );
    insert("INSERT INTO submission_files VALUES (7, '0000000000000001', ?)", params![file.as_str()]);
    for (id, kind, reference) in
        [("first", "registered", None), ("kandas-1", "refused_to_accept", Some("KZ-59"))]
    {
        let record = json!({ "event_id": id, "kind": kind, "on": "2026-03-19", "replaces": null,
            "at": Instant(now), "reference": reference });
        insert(
            "INSERT INTO events (application, event_id, record) VALUES (?, ?, ?)",
            params![number, id, record.to_string()],
        );
    }
    let contact = json!({ "phone": "+7 700 123 45 67", "email": "" }).to_string();
    insert("INSERT INTO contacts VALUES (7, ?, ?)", params![contact, now]);
    insert(
        "INSERT INTO shares (application, id, token, name, made_at) VALUES (?, ?, ?, ?, ?)",
        params![number, "5a".repeat(16), Sha256::digest(TOKEN).to_vec(), vec![1u8, 2, 3], now],
    );
    Former { receipt, body, open: (open, arrived, photo.len()), photo }
}

fn there(gateway: &Running, former: &Former) {
    let receipt: Receipt = serde_json::from_str(&former.receipt).unwrap();
    let owner = owner(1);
    let again = submit("/api/v1/applications", &owner, &key(1), former.body.clone());
    assert_eq!(gateway.send(&again).is(201).body, former.receipt.as_bytes());
    let path = format!("/api/v1/applications/{}", receipt.number);
    let get = |rest: &str| gateway.send(&Request::get(&format!("{path}{rest}")).owner(&owner)).is(200);
    let status: Status = get("").json();
    assert_eq!(status.receipt, receipt);
    assert_eq!(status.events.len(), 2);
    assert_eq!(status.events[1].reference.as_deref(), Some("KZ-59"));
    assert_eq!(get("/draft").body, former.body);
    assert_eq!(get("/files/0000000000000001").body, former.photo);
    assert_eq!(get("/contact").json::<ContactDetails>().phone, "+7 700 123 45 67");
    let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(TOKEN);
    let family: SharedStatus = gateway.send(&Request::get("/api/v1/shared").owner(&token)).is(200).json();
    assert_eq!(family.events.len(), 2);
}

#[test]
fn data_of_an_earlier_version_are_migrated_and_sealed() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let former = make(&data);
    let needles: [&[u8]; 5] =
        [NAME.as_bytes(), PASSPORT.as_bytes(), b"+7 700 123 45 67", b"kandas-1", &former.photo[10..60]];
    let before = bytes_below(&data);
    assert!(needles.iter().all(|needle| holds(&before, needle)));
    let mut gateway = Running::start_with(&[], Some(&data), None);
    there(&gateway, &former);
    // An upload can be resumed.
    let (id, arrived, length) = &former.open;
    let open = format!("/api/v1/files/{}", id.as_str());
    let rest = &former.photo[arrived.len()..*length];
    gateway.send(&part(&open, &owner(1), arrived.len(), rest)).is(204);
    // A repeated event is recognized.
    let receipt: Receipt = serde_json::from_str(&former.receipt).unwrap();
    let known = json!({ "event_id": "kandas-1", "kind": "refused_to_accept", "on": "2026-03-19", "reference": "KZ-59" });
    gateway.report(&receipt.number, &known).is(200);
    gateway.stop();
    let after = bytes_below(&data);
    for needle in needles {
        assert!(!holds(&after, needle), "{}", String::from_utf8_lossy(needle));
    }
    // Interrupted after a file was sealed and before that was recorded, the migration continues.
    let database = Connection::open(data.join("applications.db")).unwrap();
    assert_eq!(database.execute("UPDATE uploads SET plain = 1", []).unwrap(), 2);
    drop(database);
    gateway.start_again();
    there(&gateway, &former);
}

#[test]
fn data_of_a_later_version_are_not_changed() {
    let mut gateway = Running::start();
    gateway.stop();
    let path = gateway.data().join("applications.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(gateway.refused_to_start().contains("later version"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
