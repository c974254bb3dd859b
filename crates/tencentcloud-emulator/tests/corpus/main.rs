//! For each action of the catalogue valid requests, and requests with one thing wrong: each with the
//! code, the parameter and the warnings that are expected of its description.
//!
//! What is expected is worked out here, by code that shares nothing with the endpoint's checks.

mod cases;
mod connection;
mod doubts;
mod expected;

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tencentcloud_emulator::{Builder, Emulator};
use tencentcloud_schema::Description;

use self::cases::Case;
use self::connection::{Connection, TIMESTAMP};

/// How many threads send.
const THREADS: usize = 4;
/// One of so many actions is in the sample.
const SAMPLE: u64 = 48;
/// How many requests the whole corpus has at least.
const WHOLE: usize = 250_000;

/// Other seeds draw other actions: `CORPUS_SEED=7 cargo test …`.
#[test]
fn a_sample_of_the_corpus_is_explained() {
    let seed = env::var("CORPUS_SEED").map_or(1, |seed| seed.parse().unwrap());
    let drawn = |description: &Description, action: &str| {
        let mut hasher = DefaultHasher::new();
        (seed, &description.service, &description.version, action).hash(&mut hasher);
        hasher.finish().is_multiple_of(SAMPLE)
    };
    let sent = send_all(Emulator::builder(), drawn).explained();
    assert!(sent > WHOLE / usize::try_from(SAMPLE).unwrap(), "{sent}");
}

/// The corpus finds an endpoint that is stricter than is expected.
#[test]
fn what_is_not_expected_is_found() {
    let in_one = |description: &Description, _: &str| description.service == "ssl";
    let tally = send_all(Emulator::builder().closed_values(), in_one);
    let found = |why: &String| why.contains("InvalidParameterValue came");
    assert!(tally.wrong.iter().any(found), "{:#?}", tally.wrong);
}

/// The map is held against the facts by a test of its own; this one asks the endpoint.
#[test]
fn every_action_is_what_the_map_says() {
    let map: Value = serde_json::from_str(include_str!("../../map.json")).unwrap();
    let (asked, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    for_each_version(&start(Emulator::builder()), |connection, description| {
        let (service, version) = (&description.service, &description.version);
        let of_version = &map["services"][service][version];
        for action in description.actions.keys() {
            let named = |source: &&str| match &of_version[*source] {
                Value::Array(names) => names.iter().any(|name| name == action),
                kinds => kinds.get(action).is_some(),
            };
            let mut sources = ["stateful", "synthesised", "refused"].into_iter();
            let expected = sources.find(named);
            let case = cases::plain(description, action);
            let response = connection.send(&case.request(description, action));
            let source = response.header("x-emulator-source");
            asked.fetch_add(1, Ordering::Relaxed);
            if source != expected {
                let at = format!("{service} {version} {action}");
                let why = format!("{at}: the map says {expected:?}, the endpoint {source:?}");
                wrong.lock().unwrap().push(why);
            }
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} differ: {wrong:#?}", wrong.len());
    let sum = |version: &Value| {
        let lists = ["synthesised", "refused"].map(|name| version[name].as_array().unwrap().len());
        version["stateful"].as_object().unwrap().len() + lists[0] + lists[1]
    };
    let versions = map["services"].as_object().unwrap().values();
    let versions = versions.flat_map(|versions| versions.as_object().unwrap().values());
    // No action of the map is one that the catalogue lacks.
    assert_eq!(asked.into_inner(), versions.map(sum).sum::<usize>());
}

/// Takes minutes, and is for a release build. A part of it: `CORPUS_SERVICES=cvm,vpc cargo test …`.
#[test]
#[ignore = "takes minutes"]
fn the_whole_corpus_is_explained() {
    let services = env::var("CORPUS_SERVICES").ok();
    let drawn = |description: &Description, _: &str| {
        let mut named = services.iter().flat_map(|names| names.split(','));
        services.is_none() || named.any(|name| name == description.service)
    };
    let sent = send_all(Emulator::builder(), drawn).explained();
    assert!(services.is_some() || sent >= WHOLE, "{sent}");
    assert!(sent > 0, "no service is named {services:?}");
}

/// Sends the cases of the actions that `drawn` takes.
fn send_all(builder: Builder, drawn: impl Fn(&Description, &str) -> bool + Sync) -> Tally {
    let tally = Mutex::new(Tally::default());
    for_each_version(&start(builder), |connection, description| {
        let names = description.actions.keys();
        for action in names.filter(|action| drawn(description, action)) {
            send(connection, description, action, &tally);
        }
    });
    tally.into_inner().unwrap()
}

/// Calls `send` with each description of the catalogue, on several threads with a connection each.
fn for_each_version(emulator: &Emulator, send: impl Fn(&mut Connection, &Description) + Sync) {
    let services: Vec<_> = tencentcloud_catalogue::services().collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut connection = Connection::open(emulator.address());
                while let Some(service) = services.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
                    for description in service.descriptions() {
                        send(&mut connection, &description);
                    }
                }
            });
        }
    });
}

/// Starts the endpoint at a time that does not pass, so that one signature is good for all.
fn start(builder: Builder) -> Emulator {
    let now = UNIX_EPOCH + Duration::from_secs(TIMESTAMP);
    let emulator = builder.clock(move || now);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(emulator.start()).unwrap()
}

/// What was sent, and what of it is unexplained.
#[derive(Default)]
struct Tally {
    kinds: BTreeMap<&'static str, usize>,
    /// Of those in order, how many were refused by what is kept, by the class of the code.
    by_state: BTreeMap<String, usize>,
    actions: HashSet<(String, String, String)>,
    wrong: Vec<String>,
}

impl Tally {
    /// Prints the counts, and returns how many requests there were, all of them explained.
    #[track_caller]
    fn explained(&self) -> usize {
        let sent = self.kinds.values().sum();
        println!("{sent} requests of {} actions", self.actions.len());
        for (kind, count) in &self.kinds {
            println!("{count:>8} {kind}");
        }
        let by_state: usize = self.by_state.values().sum();
        println!("{by_state} in order and refused by what is kept");
        for (class, count) in &self.by_state {
            println!("{count:>8} {class}");
        }
        let wrong = self.wrong.len();
        let shown = &self.wrong[..wrong.min(40)];
        assert!(wrong == 0, "{wrong} are unexplained: {shown:#?}");
        sent
    }
}

fn send(
    connection: &mut Connection,
    description: &Description,
    action: &str,
    tally: &Mutex<Tally>,
) {
    let cases: Vec<Case> = cases::of(description, action);
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut by_state: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in cases {
        *kinds.entry(case.kind).or_default() += 1;
        let response = connection.send(&case.request(description, action));
        if let Some(code) = case.expected.refused_by_state(&response) {
            let class = code.split('.').next().unwrap_or_default();
            *by_state.entry(class.to_owned()).or_default() += 1;
        }
        if let Err(why) = case.expected.explains(&response) {
            let (service, version) = (&description.service, &description.version);
            let at = format!(
                "{service} {version} {action}, {} of {}",
                case.kind, case.path
            );
            wrong.push(format!("{at}: {why}; sent {}", case.shown()));
        }
    }
    let mut tally = tally.lock().unwrap();
    let (service, version) = (description.service.clone(), description.version.clone());
    tally.actions.insert((service, version, action.to_owned()));
    for (kind, count) in kinds {
        *tally.kinds.entry(kind).or_default() += count;
    }
    for (class, count) in by_state {
        *tally.by_state.entry(class).or_default() += count;
    }
    tally.wrong.extend(wrong);
}
