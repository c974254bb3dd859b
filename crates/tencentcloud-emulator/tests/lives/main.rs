//! Every kind of resource that facts describe lives its whole life on the endpoint: it is created
//! after its parents, shown as it was given, changed, brought to its states, deleted and gone. What is
//! unknown is refused.

#[allow(dead_code)]
#[path = "../wire/client.rs"]
mod client;
mod connection;
mod filling;
mod life;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tencentcloud_catalogue as catalogue;
use tencentcloud_emulator::Emulator;
use tencentcloud_schema::Description;
use tencentcloud_schema::resource::{Kinds, Resources};

use connection::Connection;
use life::Life;
use watch::{Found, Watch};

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

fn service_lives(
    connection: &mut Connection<'_>,
    service: &Resources,
    all: &[Resources],
) -> Verdicts {
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
                if let Some(watch) = &connection.watch {
                    watch.reset();
                }
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

/// Kinds whose deletion names something that no list of a life shows, so that it is unknown whether it is there: service, version,
/// kind and the reason, tabs between.
const UNKNOWN: &str = include_str!("unknown.tsv");

#[tokio::test]
async fn every_call_of_a_life_is_rehearsed_as_it_is_made() {
    let facts: Vec<Resources> = facts();
    let next = AtomicUsize::new(0);
    let mut all: Vec<Found> = Vec::new();
    let mut emulators = Vec::new();
    for _ in 0..4 {
        emulators.push(
            Emulator::builder()
                .seed(1)
                .threads(1)
                .start()
                .await
                .unwrap(),
        );
    }
    std::thread::scope(|scope| {
        let walk = |emulator| {
            let mut connection = Connection::new(Emulator::address(emulator));
            connection.watch = Some(Watch::new(emulator, &facts));
            while let Some(service) = facts.get(next.fetch_add(1, Ordering::Relaxed)) {
                service_lives(&mut connection, service, &facts);
            }
            connection.watch.unwrap().found
        };
        let walks: Vec<_> = emulators
            .iter()
            .map(|emulator| scope.spawn(move || walk(emulator)))
            .collect();
        all.extend(walks.into_iter().map(|walk| walk.join().unwrap()));
    });
    let sum = |of: fn(&Found) -> usize| all.iter().map(of).sum::<usize>();
    let (calls, changing) = (sum(|found| found.calls), sum(|found| found.changing));
    let deletions = sum(|found| found.deletions);
    let wrong: Vec<_> = all.iter().flat_map(|found| &found.wrong).collect();
    let surprises: BTreeMap<_, _> = all.iter().flat_map(|found| &found.surprises).collect();
    let foretold: BTreeSet<_> = all.iter().flat_map(|found| &found.foretold).collect();
    let kinds = foretold.len();
    let mut unknown: BTreeMap<_, _> = all.iter().flat_map(|found| &found.unknown).collect();
    unknown.retain(|kind, _| !foretold.contains(kind));
    println!(
        "{calls} calls, {changing} of which change something: {} were rehearsed otherwise; by lists alone {deletions} \
         deletions are foretold, of {} kinds; those of {} kinds are unknown, those of {} come otherwise, and of {} \
         kinds something was known that was gone by then",
        wrong.len(),
        foretold.len(),
        unknown.len(),
        surprises.len(),
        all.iter().map(|found| found.stale.len()).sum::<usize>()
    );
    if let Ok(path) = std::env::var("LIVES_REPORT") {
        let lines = surprises.iter().chain(&unknown);
        let lines = lines.map(|(kind, why)| format!("{kind}\t{why}\n"));
        let wrong = wrong.iter().map(|why| format!("{why}\n"));
        std::fs::write(path, lines.chain(wrong).collect::<String>()).unwrap();
    }
    let first: Vec<_> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} calls: {first:#?}", wrong.len());
    assert!(surprises.is_empty(), "{surprises:#?}");
    let lines = UNKNOWN.lines().filter(|line| !line.starts_with('#'));
    let excepted: BTreeSet<&str> = lines
        .map(|line| {
            let (kind, why) = line.rsplit_once('\t').unwrap();
            assert!(!why.is_empty(), "no reason: {line:?}");
            kind
        })
        .collect();
    let kinds_unknown: BTreeSet<&str> = unknown.keys().map(|kind| kind.as_str()).collect();
    assert_eq!(kinds_unknown, excepted, "{unknown:#?}");
    assert!(calls > 20_000 && changing > 5_000 && deletions > 5_000);
    assert!(
        kinds >= 1_000 && unknown.len() <= 15,
        "{kinds} kinds; unknown: {unknown:#?}"
    );
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
