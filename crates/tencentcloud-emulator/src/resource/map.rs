//! The map of the catalogue: what each action does here, and which test shows it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value, json};
use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::Status;

use super::plan::{Plan, Plans};
use super::special;

/// What `sts.rs` does, whose resources are credentials.
const STS: [&str; 7] = [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetSessionToken",
    "QueryApiKey",
];

/// Kinds whose life does not pass its test.
const EXCEPTIONS: &str = include_str!("../../tests/lives/exceptions.tsv");
const README: &str = include_str!("../../README.md");

/// What the actions of one version do.
#[derive(Default)]
struct Version {
    service: String,
    version: String,
    /// Each with the kinds and what it does with them.
    stateful: BTreeMap<String, Vec<String>>,
    synthesised: Vec<String>,
    refused: Vec<String>,
    lives: usize,
}

fn versions() -> Vec<Version> {
    let (plans, families) = (Plans::new(Vec::new()), special::all());
    let mut all = Vec::new();
    for name in catalogue::services() {
        let service = catalogue::service(name).unwrap().unwrap();
        let facts = catalogue::resources(name).unwrap();
        let family = families.iter().find(|family| family.service() == name);
        for description in service.descriptions() {
            let kinds = facts
                .as_ref()
                .and_then(|f| f.versions.get(&description.version));
            let kinds = kinds.into_iter().flatten();
            let mut version = Version {
                service: name.to_owned(),
                version: description.version.clone(),
                lives: kinds
                    .filter(|(kind, facts)| {
                        facts.lives() && !excepted(name, &description.version, kind)
                    })
                    .count(),
                ..Version::default()
            };
            for (action, known) in &description.actions {
                let own = family.is_some_and(|family| family.action(action).is_some());
                let mut of_action = plans.of(name, &description.version, action);
                of_action.retain(|plan| plan.fits(known));
                let is_sts = name == "sts" && STS.contains(&action.as_str());
                if known.status == Status::Offline {
                    version.refused.push(action.clone());
                } else if own || is_sts || !of_action.is_empty() {
                    let does = of_action.iter().map(does).collect();
                    version.stateful.insert(action.clone(), does);
                } else {
                    version.synthesised.push(action.clone());
                }
            }
            all.push(version);
        }
    }
    all
}

fn does(plan: &Plan) -> String {
    let verb = serde_json::to_value(plan.used.does).unwrap();
    format!("{} {}", verb.as_str().unwrap(), plan.kind.name)
}

fn excepted(service: &str, version: &str, kind: &str) -> bool {
    let mut lines = EXCEPTIONS.lines();
    lines.any(|line| line.split('\t').take(3).eq([service, version, kind]))
}

/// Sums over all versions.
struct Counts {
    actions: usize,
    stateful: usize,
    synthesised: usize,
    refused: usize,
    lives: usize,
    services: usize,
}

fn counts(versions: &[Version]) -> Counts {
    let sum = |of: fn(&Version) -> usize| versions.iter().map(of).sum();
    let (stateful, synthesised) = (sum(|v| v.stateful.len()), sum(|v| v.synthesised.len()));
    let refused = sum(|v| v.refused.len());
    let mut services: Vec<_> = versions.iter().filter(|v| v.lives > 0).collect();
    services.dedup_by_key(|version| &version.service);
    Counts {
        actions: stateful + synthesised + refused,
        stateful,
        synthesised,
        refused,
        lives: sum(|v| v.lives),
        services: services.len(),
    }
}

fn sentence(counts: &Counts) -> String {
    format!(
        "Of {} actions, {} are stateful, {} synthesised and {} refused, since the vendor no longer offers them; {} kinds in {} services live their whole life.",
        counts.actions,
        counts.stateful,
        counts.synthesised,
        counts.refused,
        counts.lives,
        counts.services
    )
}

fn page(versions: &[Version]) -> String {
    let mut page = format!(
        "# What each action does\n\n\
         Generated; the test `the_map_is_what_the_endpoint_does` renews it with `RENEW_MAP=1`. `map.json` beside this\n\
         page names every action, with the kinds of resources it acts on. `every_action_is_what_the_map_says` of\n\
         `tests/corpus` asks the endpoint for each.\n\n\
         {}\n\n\
         * **stateful**: acts on resources that are kept. Shown by `tests/lives`, for every kind that is made, shown and\n  \
         deleted, but for those in `tests/lives/exceptions.tsv`.\n\
         * **synthesised**: responds from the description and remembers nothing. Shown by `tests/corpus`, as every action.\n\
         * **refused**: responds with `ActionOffline`. Shown by `tests/corpus`.\n\n\
         | service | version | actions | stateful | synthesised | refused | kinds that live |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
        sentence(&counts(versions))
    );
    for version in versions {
        let (stateful, synthesised) = (version.stateful.len(), version.synthesised.len());
        let refused = version.refused.len();
        writeln!(
            page,
            "| {} | {} | {} | {stateful} | {synthesised} | {refused} | {} |",
            version.service,
            version.version,
            stateful + synthesised + refused,
            version.lives
        )
        .unwrap();
    }
    page
}

fn data(versions: &[Version]) -> String {
    let mut services: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for version in versions {
        let actions = json!({
            "stateful": version.stateful,
            "synthesised": version.synthesised,
            "refused": version.refused,
        });
        let of_service = services.entry(&version.service).or_default();
        of_service.insert(version.version.clone(), actions);
    }
    // A line for each service.
    let lines = services.iter().map(|(service, versions)| {
        let versions = Value::from(versions.clone());
        format!("{}:{versions}", json!(service))
    });
    let lines: Vec<_> = lines.collect();
    format!(
        "{{\"format\":1,\"services\":{{\n{}\n}}}}\n",
        lines.join(",\n")
    )
}

#[test]
fn the_map_is_what_the_endpoint_does() {
    let versions = versions();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, text) in [("MAP.md", page(&versions)), ("map.json", data(&versions))] {
        let path = folder.join(name);
        if env::var_os("RENEW_MAP").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let same = fs::read_to_string(&path).is_ok_and(|known| known == text);
        assert!(
            same,
            "{name} is not up to date: run this test with RENEW_MAP=1"
        );
    }
    let sentence = sentence(&counts(&versions));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words(README).contains(&sentence),
        "the README must say: {sentence}"
    );
}
