//! Every kind of resource that facts describe lives its whole life on the endpoint: it is created
//! after its parents, shown as it was given, changed, brought to its states, deleted and gone. What is
//! unknown is refused.

#[allow(dead_code)]
#[path = "../wire/client.rs"]
mod client;
mod connection;
mod filling;
mod life;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tencentcloud_catalogue as catalogue;
use tencentcloud_emulator::Emulator;
use tencentcloud_schema::Description;
use tencentcloud_schema::resource::{Kinds, Resources};

use connection::Connection;
use life::Life;

/// Kinds that do not pass: service, version, kind and the reason, tabs between.
const EXCEPTIONS: &str = include_str!("exceptions.tsv");

/// How a kind fared.
type Verdicts = BTreeMap<(String, String, String), Result<(), String>>;

#[tokio::test]
async fn every_kind_lives_its_whole_life() {
    let emulator = Emulator::builder().seed(1).start().await.unwrap();
    let facts: Vec<Resources> = facts();
    let next = AtomicUsize::new(0);
    let verdicts: Mutex<Verdicts> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut connection = Connection::new(emulator.address());
                while let Some(service) = facts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = service_lives(&mut connection, service, &facts);
                    verdicts.lock().unwrap().extend(found);
                }
            });
        }
    });
    report(&verdicts.into_inner().unwrap());
}

fn facts() -> Vec<Resources> {
    let services = catalogue::services();
    let facts = services.filter_map(|service| catalogue::resources(service).unwrap());
    facts.map(|facts| (*facts).clone()).collect()
}

fn service_lives(connection: &mut Connection, service: &Resources, all: &[Resources]) -> Verdicts {
    let descriptions = catalogue::service(&service.service)
        .unwrap()
        .unwrap()
        .descriptions();
    let mut verdicts = Verdicts::new();
    for (version, kinds) in &service.versions {
        let description = descriptions.iter().find(|known| known.version == *version);
        for name in lives(kinds) {
            let description: &Description = description.unwrap();
            let verdict = [false, true].into_iter().try_for_each(|every| {
                let mut life = Life::new(connection, description, kinds, all, every);
                life.live(name).map_err(|problem| {
                    let given = if every {
                        "all parameters"
                    } else {
                        "required parameters"
                    };
                    format!("with {given}: {problem}")
                })
            });
            let key = (service.service.clone(), version.clone(), name.to_owned());
            verdicts.insert(key, verdict);
        }
    }
    verdicts
}

fn lives(kinds: &Kinds) -> impl Iterator<Item = &str> {
    let living = kinds.iter().filter(|(_, kind)| kind.lives());
    living.map(|(name, _)| name.as_str())
}

fn report(verdicts: &Verdicts) {
    let excepted: Vec<(String, String, String)> = EXCEPTIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(
                fields.len() == 4 && !fields[3].is_empty(),
                "no reason: {line:?}"
            );
            (
                fields[0].to_owned(),
                fields[1].to_owned(),
                fields[2].to_owned(),
            )
        })
        .collect();
    let mut wrong = Vec::new();
    let (mut living, mut services) = (0, std::collections::BTreeSet::new());
    for (key, verdict) in verdicts {
        let (service, version, kind) = key;
        match (verdict, excepted.contains(key)) {
            (Ok(()), false) => {
                living += 1;
                services.insert(service);
            }
            (Ok(()), true) => wrong.push(format!(
                "{service}\t{version}\t{kind}\tlives: take it from exceptions.tsv"
            )),
            (Err(_), true) => {}
            (Err(problem), false) => wrong.push(format!("{service}\t{version}\t{kind}\t{problem}")),
        }
    }
    for key in &excepted {
        if !verdicts.contains_key(key) {
            wrong.push(format!("{key:?} is excepted and no kind"));
        }
    }
    println!(
        "{living} kinds in {} services live their whole life; {} do not",
        services.len(),
        wrong.len()
    );
    if let Ok(path) = std::env::var("LIVES_REPORT") {
        std::fs::write(path, wrong.join("\n")).unwrap();
    }
    assert!(
        wrong.is_empty(),
        "{} kinds:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        living >= 900 && services.len() >= 140,
        "{living} in {}",
        services.len()
    );
}
