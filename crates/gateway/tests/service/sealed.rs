use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{NAME, PASSPORT, draft, key, owner, submit};
use serde_json::json;
use std::path::Path;
use wire::answer::Receipt;

/// Personal data that must not be found on disk, each long enough not to occur by chance.
const NEEDLES: [&str; 12] = [
    NAME,
    PASSPORT,
    "900505300003",
    "+7 700 123 45 67",
    "sample@example.invalid",
    "other@example.invalid",
    "Made-up Street 1",
    "made-up-file-content",
    "Paper of a made-up person",
    "KZ-59-MADE-UP",
    "kandas-made-up-1",
    "Made-up aunt",
];

#[test]
fn no_personal_data_can_be_read_in_the_data_folder() {
    let mut gateway = Running::start();
    let owner = owner(1);
    let photo = [b"\xFF\xD8\xFF\xE0".as_slice(), &b"made-up-file-content ".repeat(9_000)].concat();
    let file = gateway.upload(&owner, &photo);
    gateway.upload(&owner, &photo);
    let mut draft = draft(&photo);
    draft.people[0].iin = "900505300003".into();
    draft.address = "Made-up Street 1".into();
    let submission = gateway.submission(draft, &file);
    let number = gateway.submit(&owner, &key(1), &submission).is(201).json::<Receipt>().number;
    let path = format!("/api/v1/applications/{number}");
    let contact = json!({ "phone": "+7 700 123 45 67", "email": "other@example.invalid" }).to_string();
    gateway.send(&Request::new("PUT", &format!("{path}/contact")).owner(&owner).body(contact)).is(200);
    let share = json!({ "id": "5a".repeat(16), "name": "Made-up aunt" }).to_string();
    gateway.send(&Request::post(&format!("{path}/shares")).owner(&owner).body(share)).is(201);
    let refused = json!({
        "event_id": "kandas-made-up-1", "kind": "refused_to_accept", "on": "2026-03-19",
        "reference": "KZ-59-MADE-UP",
        "documents": [{ "title": "Paper of a made-up person", "ground": "expired" }],
    });
    gateway.report(&number, &refused).is(201);
    let sent = gateway.send(&Request::get(&format!("{path}/draft")).owner(&owner)).is(200).body;
    gateway.send(&submit(&format!("{path}/documents"), &owner, &key(2), sent)).is(201);

    let look = |gateway: &Running| {
        let plain = bytes_below(gateway.data());
        assert!(holds(&plain, number.as_bytes()), "what is plain is found");
        for bytes in [plain, bytes_below(&gateway.keys())] {
            for needle in NEEDLES {
                assert!(!holds(&bytes, needle.as_bytes()), "{needle}");
                let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
                assert!(!holds(&bytes, &wide), "{needle}");
            }
        }
    };
    look(&gateway);
    gateway.kill();
    look(&gateway);
    gateway.start_again();
    gateway.stop();
    look(&gateway);
}

#[test]
fn the_keys_are_not_stored_with_the_data() {
    let place = tempfile::tempdir().unwrap();
    let (keys, master) = (place.path().join("table"), place.path().join("secret/master"));
    std::fs::create_dir(place.path().join("secret")).unwrap();
    let settings = ["--key-dir", keys.to_str().unwrap(), "--master-key-file", master.to_str().unwrap()];
    let mut gateway = Running::start_with(&settings, None, None);
    gateway.register(&owner(1), &key(1));
    gateway.stop();
    let secret = std::fs::read_to_string(&master).unwrap();
    assert_eq!(secret.trim().len(), 64);
    let raw: Vec<u8> =
        (0..32).map(|place| u8::from_str_radix(&secret[place * 2..][..2], 16).unwrap()).collect();
    for bytes in [bytes_below(gateway.data()), bytes_below(&keys)] {
        assert!(!holds(&bytes, secret.trim().as_bytes()) && !holds(&bytes, &raw));
    }
    assert!(!gateway.keys().exists());
    // Without the master key nothing starts, and no new one is created.
    std::fs::rename(&master, place.path().join("aside")).unwrap();
    let refused = gateway.refused_to_start();
    assert!(refused.contains("the master key"), "{refused}");
    assert!(!master.exists());
    std::fs::write(&master, "5a".repeat(32)).unwrap();
    let refused = gateway.refused_to_start();
    assert!(refused.contains("is not the one"), "{refused}");
    std::fs::rename(place.path().join("aside"), &master).unwrap();
    // The same for the key table.
    std::fs::rename(&keys, place.path().join("aside")).unwrap();
    let refused = gateway.refused_to_start();
    assert!(refused.contains("key table"), "{refused}");
    std::fs::rename(place.path().join("aside"), &keys).unwrap();
    gateway.start_again();
    gateway.info();
}

/// All files below a folder, one after the other, and their names.
pub fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(path.to_str().unwrap().as_bytes());
        bytes.extend(if path.is_dir() { bytes_below(&path) } else { std::fs::read(&path).unwrap() });
    }
    bytes
}

pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
