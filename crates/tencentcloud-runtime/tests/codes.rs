//! The predicates of an error, against every code that the catalogue lists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use tencentcloud_runtime::Error;

/// A predicate, the words of codes that look as if it were true of them, and how many codes it was
/// true of when it was reviewed.
struct Class {
    name: &'static str,
    has: fn(&Error) -> bool,
    looks: &'static [&'static str],
    reviewed: usize,
}

const CLASSES: [Class; 8] = [
    Class {
        name: "not_found",
        has: Error::is_not_found,
        looks: &["notfound", "notexist", "noexist", "unexist", "nosuch"],
        reviewed: 1_261,
    },
    Class {
        name: "already_exists",
        has: Error::is_already_exists,
        looks: &["alreadyexist", "nameexist"],
        reviewed: 262,
    },
    Class {
        name: "in_use",
        has: Error::is_in_use,
        looks: &["inuse", "isuse", "isusing", "occupied"],
        reviewed: 207,
    },
    Class {
        name: "expired",
        has: Error::is_expired,
        looks: &["expired", "hasexpire", "overdue"],
        reviewed: 52,
    },
    Class {
        name: "throttled",
        has: Error::is_throttled,
        looks: &["requestlimit", "ratelimit", "frequen", "qps", "toomanyreq"],
        reviewed: 57,
    },
    Class {
        name: "limit_exceeded",
        has: |error| error.is_limit_exceeded() || error.is_throttled(),
        looks: &["limitexceed", "quota"],
        reviewed: 600,
    },
    Class {
        name: "auth",
        has: Error::is_auth,
        looks: &["unauthor", "permission", "authfail", "accessden"],
        reviewed: 382,
    },
    Class {
        name: "internal",
        has: Error::is_internal,
        looks: &["internalerror", "servererror"],
        reviewed: 864,
    },
];

/// Codes that look like one of a class and are not, each with the class.
const REVIEWED: &str = include_str!("data/codes-outside.tsv");

#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    errors: Vec<String>,
}

/// Every code of every service.
fn codes() -> BTreeSet<String> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/services");
    let mut codes = BTreeSet::new();
    for service in fs::read_dir(services).unwrap() {
        for version in fs::read_dir(service.unwrap().path()).unwrap() {
            let text = fs::read(version.unwrap().path()).unwrap();
            let description: Description = serde_json::from_slice(&text).unwrap();
            codes.extend(description.errors);
        }
    }
    codes
}

#[test]
fn every_code_that_looks_like_one_of_a_class_is_in_it_or_was_reviewed() {
    let codes = codes();
    assert!(codes.len() > 12_000, "{} codes", codes.len());
    let mut reviewed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in REVIEWED.lines() {
        let (class, code) = line.split_once('\t').unwrap();
        reviewed.entry(class).or_default().insert(code);
    }
    let mut wrong = Vec::new();
    for class in &CLASSES {
        let outside = reviewed.remove(class.name).unwrap_or_default();
        let mut inside = 0;
        for code in &codes {
            let flat = code.replace('_', "").to_ascii_lowercase();
            let has = (class.has)(&Error::service(code, ""));
            let looks = class.looks.iter().any(|word| flat.contains(word));
            inside += usize::from(has);
            match (has, outside.contains(code.as_str())) {
                (true, true) => wrong.push(format!("{}\t{code}: in the class", class.name)),
                (false, false) if looks => wrong.push(format!("{}\t{code}", class.name)),
                _ => {}
            }
        }
        for code in outside.iter().filter(|code| !codes.contains(**code)) {
            wrong.push(format!("{}\t{code}: no code any more", class.name));
        }
        let (name, least) = (class.name, class.reviewed);
        if inside < least {
            wrong.push(format!(
                "{name}: {inside} codes of {least} that were reviewed"
            ));
        }
    }
    assert!(reviewed.is_empty(), "unknown classes: {reviewed:?}");
    assert!(
        wrong.is_empty(),
        "add a word to src/error/class.rs, or the line to tests/data/codes-outside.tsv:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn predicates_go_by_what_a_code_says() {
    let cases: [(&str, &[&str]); 18] = [
        ("ResourceNotFound", &["not_found"]),
        ("ResourceNotFound.Instance", &["not_found"]),
        ("InvalidInstanceId.NotFound", &["not_found"]),
        ("FailedOperation.TaskNotExist", &["not_found"]),
        ("InvalidParameterValue.DomainNotExists", &["not_found"]),
        ("AuthFailure.SecretIdNotFound", &["auth"]),
        ("FailedOperation.CertificateNotFoundOrCantCancel", &[]),
        ("FailedOperation.DomainAlreadyExisted", &["already_exists"]),
        ("ResourceInUse", &["in_use"]),
        ("InvalidParameterValue.BandwidthPackageInUse", &["in_use"]),
        ("AuthFailure.SignatureExpire", &["expired", "auth"]),
        ("InvalidParameterValue.ExpiredTime", &[]),
        (
            "RequestLimitExceeded.UinLimitExceeded",
            &["throttled", "limit_exceeded"],
        ),
        (
            "FailedOperation.TooFrequent",
            &["throttled", "limit_exceeded"],
        ),
        ("LimitExceeded", &["limit_exceeded"]),
        ("VpcLimitExceeded", &["limit_exceeded"]),
        ("OperationDenied.NoPermissionToOperateDomain", &["auth"]),
        ("InternalError.Timeout", &["internal"]),
    ];
    for (code, wanted) in cases {
        let error = Error::service(code, "");
        let found: Vec<_> = CLASSES
            .iter()
            .filter(|class| (class.has)(&error))
            .map(|class| class.name)
            .collect();
        assert_eq!(found, wanted, "{code}");
    }
    assert!(!Error::service("RequestLimitExceeded", "").is_limit_exceeded());
    for code in [
        "InvalidVpcId.Malformed",
        "MissingParameter",
        "InvalidParameterValue.A",
    ] {
        assert!(Error::service(code, "").is_invalid_parameter(), "{code}");
    }
}

#[test]
fn what_may_succeed_later_is_retryable() {
    for (error, retryable) in [
        (Error::service("RequestLimitExceeded", ""), true),
        (Error::service("InternalError", ""), true),
        (Error::service("ResourceNotFound", ""), false),
        (Error::service("LimitExceeded", ""), false),
        (Error::network("broken"), true),
        (Error::timeout(None), true),
        (Error::credential("none"), false),
    ] {
        assert_eq!(error.is_retryable(), retryable, "{error}");
    }
}
