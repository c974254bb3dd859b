//! What is found by words that people type.

use std::collections::BTreeSet;

use tencentcloud_catalogue::search::{Field, Index, Query, Spellings, index, spellings};
use tencentcloud_catalogue::{service, services};

/// An intent, and the actions that do it.
struct Intent {
    words: &'static str,
    actions: Vec<&'static str>,
}

fn intents() -> Vec<Intent> {
    let lines = include_str!("data/intents.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let intent = |line: &'static str| {
        let (words, actions) = line.split_once('\t').unwrap();
        let actions = actions.split(' ').collect();
        Intent { words, actions }
    };
    lines.map(intent).collect()
}

/// The share of `intents` of which one of the first `count` hits does it.
fn recall(intents: &[&Intent], count: usize) -> f64 {
    let index = index().unwrap();
    let query = Query {
        limit: count,
        ..Query::default()
    };
    let found = intents.iter().filter(|intent| {
        let hits = index.search(intent.words, &query);
        let names = hits
            .iter()
            .map(|hit| format!("{}.{}", hit.service, hit.action));
        names
            .into_iter()
            .any(|name| intent.actions.contains(&&*name))
    });
    found.count() as f64 / intents.len() as f64
}

#[test]
fn the_intents_are_of_both_languages_and_of_many_services() {
    let intents = intents();
    let chinese = intents.iter().filter(|intent| !intent.words.is_ascii());
    assert_eq!((intents.len(), chinese.count()), (200, 100));
    let names: BTreeSet<_> = intents.iter().flat_map(|intent| &intent.actions).collect();
    let mut of = BTreeSet::new();
    for name in names {
        let (service, action) = name.split_once('.').unwrap();
        let known = tencentcloud_catalogue::service(service).unwrap().unwrap();
        let mut versions = known.versions().iter();
        assert!(
            versions.any(|version| version.actions().any(|known| known == action)),
            "{name}"
        );
        of.insert(service);
    }
    assert!(of.len() >= 60, "{}", of.len());
}

#[test]
fn what_people_want_is_among_the_first_five() {
    let intents = intents();
    let all: Vec<_> = intents.iter().collect();
    let (held, tuned): (Vec<_>, Vec<_>) = all.iter().enumerate().partition(|(at, _)| at % 3 == 2);
    let of = |part: Vec<(usize, &&Intent)>, wanted: fn(&Intent) -> bool| {
        let part: Vec<&Intent> = part.into_iter().map(|(_, intent)| *intent).collect();
        let part: Vec<_> = part.into_iter().filter(|intent| wanted(intent)).collect();
        recall(&part, 5)
    };
    for (name, part) in [("held out", held), ("tuned", tuned)] {
        let english = of(part.clone(), |intent| intent.words.is_ascii());
        let chinese = of(part, |intent| !intent.words.is_ascii());
        println!("{name}: English {english:.3}, Chinese {chinese:.3}");
    }
    let found = recall(&all, 5);
    println!("all: {found:.3}; first: {:.3}", recall(&all, 1));
    assert!(found >= 0.93, "{found}");
}

#[test]
fn names_initials_beginnings_values_and_codes_are_found() {
    let index = index().unwrap();
    for (words, action) in [
        ("cvm RunInstances", "cvm.RunInstances"),
        ("cvm run-instances", "cvm.RunInstances"),
        ("RunInst", "cvm.RunInstances"),
        ("cvm ri", "cvm.RunInstances"),
        ("create upstr", "apigateway.CreateUpstream"),
        ("ROUND-ROBIN upstream create", "apigateway.CreateUpstream"),
        ("who am I", "sts.GetCallerIdentity"),
        ("kube config", "tke.DescribeClusterKubeconfig"),
        ("查看实例列表", "cvm.DescribeInstances"),
    ] {
        let hits = index.search(words, &Query::default());
        let names: Vec<_> = hits
            .iter()
            .map(|hit| format!("{}.{}", hit.service, hit.action))
            .collect();
        assert!(
            names.iter().take(5).any(|name| name == action),
            "{words}: {names:?}"
        );
    }
    let hits = index.search(
        "InvalidParameterValue.SubnetIdZoneIdNotMatch",
        &Query::default(),
    );
    let why: Vec<_> = hits[0].why.iter().map(|reason| reason.field).collect();
    assert!(why.contains(&Field::Error), "{hits:?}");
}

#[test]
fn a_search_keeps_to_its_service_and_its_limit() {
    let index = index().unwrap();
    let query = Query {
        service: Some("redis"),
        limit: 3,
    };
    let hits = index.search("create instance", &query);
    assert_eq!(hits.len(), 3);
    assert!(hits.iter().all(|hit| hit.service == "redis"));
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
    assert_eq!(
        index.search(
            "create",
            &Query {
                service: Some("none"),
                limit: 0
            }
        ),
        []
    );
    assert_eq!(index.search("create", &Query::default()).len(), 10);
    for nothing in ["", "   ", "...", "ⓧ", "zzzzqqqq"] {
        assert_eq!(index.search(nothing, &Query::default()), [], "{nothing:?}");
    }
}

#[test]
fn whatever_is_typed_is_searched() {
    let index = index().unwrap();
    let pieces = [
        "create ",
        "实例",
        "云",
        "CVM",
        "_",
        "-.",
        "Ünïcode",
        "a",
        "\u{1f600}",
        "的",
        "x".repeat(300).leak(),
    ];
    let mut seed = 7_usize;
    for _ in 0..200 {
        let mut text = String::new();
        for _ in 0..seed % 12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(seed >> 33) % pieces.len()]);
        }
        seed = seed.wrapping_add(1);
        let hits = index.search(&text, &Query::default());
        assert!(hits.len() <= 10);
    }
}

#[test]
fn an_error_code_has_its_services_and_actions() {
    let index = index().unwrap();
    let places = index.error("invalidparametervalue.subnetidzoneidnotmatch");
    let cvm = places.iter().find(|place| place.service == "cvm").unwrap();
    assert!(cvm.actions.contains(&"RunInstances"), "{cvm:?}");
    assert_eq!(index.error("NoSuch.Code"), []);
    let codes: Vec<_> = index.error_codes().collect();
    assert!(codes.is_sorted());
    assert!(codes.len() > 12_000, "{}", codes.len());
    // Every code of a service is among them.
    for version in service("vpc").unwrap().unwrap().versions() {
        for code in &version.head().errors {
            let places = index.error(code);
            assert!(places.iter().any(|place| place.service == "vpc"), "{code}");
        }
    }
}

#[test]
fn the_index_has_every_action_once() {
    let index = index().unwrap();
    let mut known = 0;
    for name in services() {
        let service = service(name).unwrap().unwrap();
        let actions: BTreeSet<_> = service
            .versions()
            .iter()
            .flat_map(|version| version.actions())
            .collect();
        let found: Vec<_> = index.actions(name).collect();
        assert_eq!(found, actions.into_iter().collect::<Vec<_>>(), "{name}");
        known += found.len();
    }
    assert!(known > 15_000, "{known}");
}

#[test]
fn a_damaged_index_is_an_error_and_no_panic() {
    let whole = index().unwrap().unpacked();
    for length in [0, 1, 100, 10_000, whole.len() / 2, whole.len() - 1] {
        assert!(Index::read(whole[..length].to_vec()).is_err(), "{length}");
    }
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut damaged = whole.to_vec();
        damaged[at] ^= 0x55;
        // What can still be read may find anything.
        if let Ok(index) = Index::read(damaged) {
            index.search("create instance 实例", &Query::default());
        }
    }
    assert!(Index::unpack(b"no blob").is_err());
}

#[test]
fn names_are_found_as_they_are_spelt() {
    let spellings = spellings().unwrap();
    let found = |text, field| {
        let found = spellings.find(text, field, 3).into_iter();
        found.map(|spelling| spelling.text).collect::<Vec<_>>()
    };
    assert_eq!(found("uniqvpc", Field::Parameter)[0], "UniqVpcId");
    assert_eq!(found("VPCID", Field::Parameter)[0], "VpcId");
    assert!(found("id uniq", Field::Parameter).contains(&"UniqVpcId"));
    assert_eq!(found("TotalCount", Field::Response)[0], "TotalCount");
    assert_eq!(found("round-rob", Field::Value)[0], "ROUND-ROBIN");
    let code = "InvalidParameterValue.SubnetIdZoneIdNotMatch";
    assert_eq!(found("subnetidzoneid", Field::Error), [code]);
    assert_eq!(
        spellings.spelt(&code.to_lowercase(), Field::Error),
        Some(code)
    );
    assert_eq!(spellings.spelt("subnetidzoneid", Field::Error), None);
    for nothing in ["", "  ", "zzzzqqqq", "\u{1f600}"] {
        assert_eq!(found(nothing, Field::Parameter), [""; 0], "{nothing:?}");
    }
}

#[test]
fn a_name_leads_to_actions_that_have_it() {
    let (spellings, index) = (spellings().unwrap(), index().unwrap());
    for field in [Field::Parameter, Field::Response] {
        for spelling in spellings.find("Upstream", field, 20) {
            assert!((1..=3).contains(&spelling.actions.len()), "{spelling:?}");
            assert!(spelling.count >= spelling.actions.len(), "{spelling:?}");
            for number in &spelling.actions {
                let hit = index.action(*number).unwrap();
                let (service, action) = (hit.service, hit.action);
                let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
                let mut slices = service.versions().iter().filter_map(|v| v.slice(action));
                let has = |slice: &tencentcloud_schema::Description| {
                    let action = &slice.actions[action];
                    let own = action.request.iter().chain(&action.response);
                    let inner = slice.types.values().flat_map(|object| &object.members);
                    own.chain(inner).any(|member| member.name == spelling.text)
                };
                assert!(slices.any(|slice| has(&slice)), "{action} {spelling:?}");
            }
        }
    }
    assert_eq!(index.action(usize::MAX), None);
}

#[test]
fn every_error_code_of_the_index_is_spelt() {
    let (spellings, index) = (spellings().unwrap(), index().unwrap());
    for code in index.error_codes() {
        let spelt = spellings.spelt(code, Field::Error).unwrap();
        assert_eq!(spelt.to_lowercase(), code);
    }
}

#[test]
fn damaged_names_are_an_error_and_no_panic() {
    assert!(Spellings::unpack(b"no blob").is_err());
    for text in ["B\te0\nA\te0\n", "A\n", "\n"] {
        assert!(Spellings::read(text.to_owned()).is_err(), "{text:?}");
    }
    let odd = Spellings::read("A\tp\nB\tpx y\nC\t\n".to_owned()).unwrap();
    assert_eq!(odd.find("b", Field::Parameter, 9).len(), 1);
    assert_eq!(odd.find("c", Field::Parameter, 9), []);
}
