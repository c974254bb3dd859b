//! Our request beside that of each official client, for actions that a seed draws.

use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};
use tencentcloud_apigateway::runtime::{Client, Config, Credential, RawAction};
use tencentcloud_emulator::{TEST_SECRET_ID, TEST_SECRET_KEY};
use tencentcloud_schema::{Action, Body, Description, Kind, Member, Signing, Site, Status};

use crate::client::{Client as _, Order, Sdk};
use crate::message::{Capture, Message, same_scope};

/// How many actions are drawn.
const DRAWN: usize = 300;
/// How many more, for those that a client's release lacks.
const SPARE: usize = 60;
/// How deep objects are filled.
const DEEPEST: usize = 3;

/// An action that is drawn, with parameters.
struct Drawn {
    service: String,
    version: String,
    action: String,
    parameters: Value,
}

/// Draws actions of the Chinese site, which the packages are made for, that take JSON. Other seeds
/// draw others: `EQUAL_SEED=7 cargo test …`.
fn drawn() -> Vec<Drawn> {
    let seed: u64 = env::var("EQUAL_SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut all = Vec::new();
    for service in tencentcloud_catalogue::services() {
        let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
        for version in service.versions() {
            let head = version.head();
            for action in version.actions() {
                let mut hasher = DefaultHasher::new();
                (seed, &head.service, &head.version, action).hash(&mut hasher);
                let place = (
                    head.service.clone(),
                    head.version.clone(),
                    action.to_owned(),
                );
                all.push((hasher.finish(), place));
            }
        }
    }
    all.sort();
    let places = all.into_iter().map(|(_, place)| place);
    let drawn = places.filter_map(|(service, version, name)| {
        let known = tencentcloud_catalogue::service(&service).unwrap().unwrap();
        let versions = known.versions();
        let of = versions
            .iter()
            .find(|known| known.head().version == version)?;
        let description = of.slice(&name)?;
        let action = &description.actions[&name];
        is_common(action).then(|| Drawn {
            parameters: object(&description, &action.request, 0).into(),
            service,
            version,
            action: name,
        })
    });
    drawn.take(DRAWN + SPARE).collect()
}

fn is_common(action: &Action) -> bool {
    let of_site = action.sites.is_empty() || action.sites.contains(&Site::China);
    let by_json = action.body == Body::Json && action.signing == Signing::Signed;
    of_site && by_json && action.status != Status::Offline && !action.streaming
}

fn object(description: &Description, members: &[Member], depth: usize) -> Map<String, Value> {
    let mut given = Map::new();
    for member in members {
        let number = given.len() + 1;
        let one = match &member.kind {
            Kind::Integer | Kind::Int64 | Kind::Uint64 => json!(number),
            Kind::Float => json!(number as f64 + 0.5),
            Kind::Bool => json!(number.is_multiple_of(2)),
            Kind::Object(name) => {
                let members = &description.types[name].members;
                let inner = match depth < DEEPEST {
                    true => object(description, members, depth + 1),
                    false => Map::new(),
                };
                // What is empty, the clients leave out in ways of their own.
                if inner.is_empty() {
                    continue;
                }
                inner.into()
            }
            _ => json!(format!("{number} a b+c/~*'&=%测试")),
        };
        let value = match member.list {
            true => json!([one, one]),
            false => one,
        };
        given.insert(member.name.clone(), value);
    }
    given
}

fn ours(drawn: &Drawn, endpoint: Option<&str>, language: Option<&str>, time: u64) -> Message {
    let credential = Credential::new(TEST_SECRET_ID, TEST_SECRET_KEY);
    let mut config = Config::new(credential.clone()).region("ap-guangzhou");
    if let Some(endpoint) = endpoint {
        config = config.endpoint(format!("http://{endpoint}"));
    }
    if let Some(language) = language {
        config = config.language(language);
    }
    let client = Client::new(&config);
    let action = RawAction::new(&drawn.service, &drawn.version, &drawn.action);
    let call = client
        .raw_action(action)
        .parameters(drawn.parameters.clone());
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time);
    call.prepare_at(&credential, time).unwrap().into()
}

/// Compares what `client` sends for each drawn action, an order that `told` completes, with ours.
fn assert_equal(
    client: &mut Sdk,
    told: impl Fn(Order, &Capture) -> Order,
    endpoint: impl Fn(&Capture) -> Option<String>,
    folder: impl Fn(&str) -> String,
    language: Option<&str>,
) {
    let capture = Capture::start();
    let (mut sent, mut different) = (0, Vec::new());
    for drawn in &drawn() {
        if sent == DRAWN {
            break;
        }
        let label = format!("{} {} {}", drawn.service, drawn.version, drawn.action);
        let order = Order::new(&drawn.action, drawn.parameters.clone());
        let order = order.of(&folder(&drawn.service), &drawn.version);
        match client.call(&told(order, &capture)) {
            Ok(_) => sent += 1,
            Err(refusal) if refusal.code == "Absent" => continue,
            Err(refusal) => {
                different.push(format!("{label}: not sent: {refusal}"));
                continue;
            }
        }
        let mut theirs = capture.next();
        // tccli sends the URL as the host.
        let host = theirs.headers.get_mut("host").unwrap();
        *host = host.trim_start_matches("http://").to_owned();
        let endpoint = endpoint(&capture);
        let ours = ours(drawn, endpoint.as_deref(), language, theirs.timestamp());
        same_scope(&ours, &theirs);
        let (ours, theirs) = (ours.comparable(), theirs.comparable());
        if ours != theirs {
            different.push(format!("{label}: ours {ours:?}, theirs {theirs:?}"));
        }
    }
    let count = different.len();
    assert!(
        count == 0,
        "{count} of {DRAWN}: {:#?}",
        &different[..count.min(5)]
    );
    assert_eq!(
        sent, DRAWN,
        "the client's release has too few of those drawn"
    );
}

/// The folder of a service in the Python packages.
fn in_python(service: &str) -> String {
    match service {
        "as" => "autoscaling".to_owned(),
        other => other.to_owned(),
    }
}

/// As a proxy, so that each request goes to the service's own host.
fn proxied(order: Order, capture: &Capture) -> Order {
    order.with("proxy", format!("http://{}", capture.address))
}

#[test]
fn to_the_python_sdk() {
    if let Some(mut python) = Sdk::python() {
        assert_equal(&mut python, proxied, |_| None, in_python, Some("zh-CN"));
    }
}

#[test]
fn to_the_python_sdks_asynchronous_clients() {
    let told = |order, capture: &Capture| proxied(order, capture).with("form", "async");
    if let Some(mut python) = Sdk::python() {
        assert_equal(&mut python, told, |_| None, in_python, Some("zh-CN"));
    }
}

#[test]
fn to_the_node_sdk() {
    let folder = |service: &str| service.to_owned();
    if let Some(mut node) = Sdk::node() {
        assert_equal(&mut node, proxied, |_| None, folder, None);
    }
}

#[test]
fn to_the_command_line_tool() {
    let told = |order: Order, capture: &Capture| order.at(&capture.address);
    let endpoint = |capture: &Capture| Some(capture.address.clone());
    if let Some(mut tccli) = Sdk::tccli() {
        assert_equal(&mut tccli, told, endpoint, in_python, Some("zh-CN"));
    }
}
