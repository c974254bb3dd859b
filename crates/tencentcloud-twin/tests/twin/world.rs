//! Calls and what they returned.

use serde_json::{Map, Value};
use tencentcloud_twin::{Outcome, Rehearsal, Trial, Twin};

pub(crate) const ACCOUNT: &str = "100000000001";

/// The versions of the services that the tests call.
const VERSIONS: [(&str, &str); 8] = [
    ("apigateway", "2018-08-08"),
    ("cam", "2019-01-16"),
    ("cdb", "2017-03-20"),
    ("clb", "2018-03-17"),
    ("cvm", "2017-03-12"),
    ("dnspod", "2021-03-23"),
    ("sts", "2018-08-13"),
    ("vpc", "2017-03-12"),
];

/// A call in Guangzhou.
pub(crate) fn call(service: &str, action: &str, parameters: Value) -> Trial {
    let (_, version) = VERSIONS.iter().find(|(name, _)| *name == service).unwrap();
    Trial::new(service, *version, action)
        .account(ACCOUNT)
        .region("ap-guangzhou")
        .parameters(object(parameters))
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("no object: {other}"),
    }
}

/// Lets a twin learn what a call that reads returned.
pub(crate) fn learn(twin: &Twin, service: &str, action: &str, parameters: Value, returned: Value) {
    let read = call(service, action, parameters);
    twin.learn(&read, &object(returned)).unwrap();
}

/// What a twin says of a call, as text that is easily compared: the outcome, then the changes.
pub(crate) async fn said(twin: &Twin, trial: &Trial) -> Vec<String> {
    told(&twin.rehearse(trial).await)
}

pub(crate) fn told(rehearsal: &Rehearsal) -> Vec<String> {
    let mut lines = vec![match &rehearsal.outcome {
        Outcome::Done { .. } => "done".to_owned(),
        Outcome::Refused { code, .. } => format!("refused: {code}"),
        Outcome::Unknown { .. } => "unknown".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }];
    for change in &rehearsal.changes {
        let what = serde_json::to_value(change.what).unwrap();
        let mut line = format!(
            "{} {} {}",
            change.key.kind,
            change.key.id,
            what.as_str().unwrap()
        );
        if let Some(through) = &change.through {
            line.push_str(&format!(" through {through}"));
        }
        for member in &change.members {
            let text =
                |value: &Option<Value>| value.as_ref().map_or("–".to_owned(), Value::to_string);
            line.push_str(&format!(
                ", {}: {} → {}",
                member.member,
                text(&member.before),
                text(&member.after)
            ));
        }
        lines.push(line);
    }
    lines
}
