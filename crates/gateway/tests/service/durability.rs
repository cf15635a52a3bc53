use crate::support::client::Request;
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{draft, key, owner, part, photo, submit};
use serde_json::json;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use wire::answer::{Owned, Receipt, Status};

#[test]
fn acknowledged_data_survive_kill_9() {
    let mut gateway = Running::start();
    for round in 0..10 {
        let number = u8::try_from(round).unwrap();
        let photo = photo(50_000 + usize::from(number));
        let file = gateway.upload(&owner(number), &photo);
        gateway.kill();
        gateway.start_again();
        let submission = gateway.submission(draft(&photo), &file);
        let answer = gateway.submit(&owner(number), &key(round), &submission).is(201);
        gateway.kill();
        gateway.start_again();
        let receipt: Receipt = answer.json();
        assert_eq!(gateway.submit(&owner(number), &key(round), &submission).is(201).body, answer.body);
        gateway
            .report(&receipt.number, &json!({ "event_id": "e", "kind": "accepted", "on": "2026-03-19" }))
            .is(201);
        gateway.kill();
        gateway.start_again();
        let path = format!("/api/v1/applications/{}", receipt.number);
        let status: Status = gateway.send(&Request::get(&path).owner(&owner(number))).is(200).json();
        assert_eq!((&status.receipt, status.events.len()), (&receipt, 2));
    }
    for number in 0..10u8 {
        let owned: Owned =
            gateway.send(&Request::get("/api/v1/applications").owner(&owner(number))).is(200).json();
        let [number_of_it] = owned.numbers.as_slice() else { panic!("{owned:?}") };
        assert_eq!(sent_page(&gateway, &owner(number), number_of_it), photo(50_000 + usize::from(number)));
    }
    assert_eq!(files_on_disk(&gateway), 10);
}

fn sent_page(gateway: &Running, owner: &str, number: &str) -> Vec<u8> {
    let path = format!("/api/v1/applications/{number}/files/0000000000000001");
    gateway.send(&Request::get(&path).owner(owner)).is(200).body
}

fn files_on_disk(gateway: &Running) -> usize {
    let folders = std::fs::read_dir(gateway.data().join("files")).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

#[test]
fn an_upload_resumes_after_kill_9_in_the_middle_of_a_part() {
    let mut gateway = Running::start();
    let photo = photo(2_000_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let ask = |gateway: &Running| -> usize {
        let answer = gateway.send(&Request::new("HEAD", &path).tus().owner(&owner(1))).is(200);
        answer.header("upload-offset").unwrap().parse().unwrap()
    };
    for round in 1..=12 {
        let from = ask(&gateway);
        let arrive = (photo.len() - from).min(150_000);
        let hanging = part(&path, &owner(1), from, &photo[from..]).send_in_part(gateway.address, arrive);
        std::thread::sleep(Duration::from_millis(round * 2));
        gateway.kill();
        drop(hanging);
        gateway.start_again();
        let now = ask(&gateway);
        assert!((from..=from + arrive).contains(&now), "{from} {now}");
    }
    let from = ask(&gateway);
    gateway.send(&part(&path, &owner(1), from, &photo[from..])).is(204);
    let file = path.rsplit('/').next().unwrap();
    let receipt = gateway.submit(&owner(1), &key(1), &gateway.submission(draft(&photo), file)).is(201);
    assert_eq!(sent_page(&gateway, &owner(1), &receipt.json::<Receipt>().number), photo);
    assert_eq!(files_on_disk(&gateway), 1);
}

#[test]
fn nothing_is_lost_or_duplicated_when_the_gateway_is_killed_under_load() {
    let mut gateway = Running::start();
    let photo = photo(1_000);
    let file = gateway.upload(&owner(1), &photo);
    let body = serde_json::to_vec(&gateway.submission(draft(&photo), &file)).unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..5u32 {
        let address = gateway.address;
        let stop = AtomicBool::new(false);
        let send = |worker: u32| {
            let mut answered = Vec::new();
            for place in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let key = key(round * 1_000_000 + worker * 10_000 + place);
                let request = submit("/api/v1/applications", &owner(1), &key, body.clone());
                match request.try_send(address) {
                    Ok(answer) if answer.status == 201 => answered.push((key, answer.body)),
                    Ok(answer) => panic!("{}", answer.status),
                    Err(_) => break,
                }
            }
            answered
        };
        let send = &send;
        let answered: Vec<_> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|worker| scope.spawn(move || send(worker))).collect();
            std::thread::sleep(Duration::from_millis(100 + u64::from(round) * 37));
            gateway.kill();
            stop.store(true, Ordering::Relaxed);
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        acknowledged.extend(answered);
        gateway.start_again();
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    let owned: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).json();
    for (key, answer) in &acknowledged {
        let again = gateway.send(&submit("/api/v1/applications", &owner(1), key, body.clone())).is(201);
        assert_eq!(again.body, *answer);
        let number = again.json::<Receipt>().number;
        assert_eq!(owned.numbers.iter().filter(|known| **known == number).count(), 1);
    }
    let after: Owned = gateway.send(&Request::get("/api/v1/applications").owner(&owner(1))).json();
    assert_eq!(owned, after);
}

#[cfg(unix)]
#[test]
fn a_stop_signal_lets_running_requests_finish() {
    let mut gateway = Running::start();
    let photo = photo(100_000);
    let path = gateway.create_upload(&owner(1), photo.len());
    let mut running = part(&path, &owner(1), 0, &photo).send_in_part(gateway.address, 50_000);
    std::thread::sleep(Duration::from_millis(200));
    let rest = photo[50_000..].to_vec();
    let late = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        std::io::Write::write_all(&mut running, &rest).unwrap();
        crate::support::client::read_answer(&mut running).unwrap().is(204);
    });
    assert_eq!(gateway.stop(), Some(0));
    late.join().unwrap();
    assert!(
        std::fs::metadata(gateway.data().join("applications.db-wal")).is_err(),
        "the log is written back"
    );
}

#[test]
fn a_second_gateway_on_the_same_data_does_not_start() {
    let gateway = Running::start();
    let second = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(gateway.data())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another gateway"));
    gateway.info();
}
