//! Every action of the catalogue that needs a person.

use std::collections::BTreeMap;

use tencentcloud_broker::{Asked, Effect};
use tencentcloud_catalogue::{service, services};
use tencentcloud_testkit::values;

use crate::stage::{Stage, refusal, ticket, with};

/// An action with a request that has what it needs.
struct Call {
    service: &'static str,
    version: String,
    action: String,
    body: String,
}

/// Every action of the class `wanted`, by the newest version that has it.
fn all(wanted: Effect) -> Vec<Call> {
    let mut all = BTreeMap::new();
    for name in services() {
        for version in service(name).unwrap().unwrap().versions() {
            for action in version.actions() {
                if Effect::of(name, action) != wanted {
                    continue;
                }
                let described = version.slice(action).unwrap();
                let members = &described.actions[action].request;
                let parameters = values::object(&described, members, 0);
                let call = Call {
                    service: name,
                    version: version.head().version.clone(),
                    action: action.to_owned(),
                    // Spaces, so that bytes that were written anew would be others.
                    body: format!(" {}\n", serde_json::to_string_pretty(&parameters).unwrap()),
                };
                all.insert((name, action.to_owned()), call);
            }
        }
    }
    all.into_values().collect()
}

/// Nothing of `class` leaves without a person, and with one exactly the request, once.
async fn hold(class: Effect, at_least: usize) {
    let stage = Stage::new().await;
    let remote = stage.remote();
    let person = stage.person();
    let all = all(class);
    assert!(all.len() >= at_least, "{} actions of {class:?}", all.len());
    for call in &all {
        let named = format!("{} {}", call.service, call.action);
        let request = stage.request(call.service, &call.version, &call.action, call.body.clone());
        stage.wire.clear();
        let waiting = ticket(remote.ask(Asked::new(request.clone())).await);
        // Asking once more, with the approval that nobody gave, changes nothing.
        let again = ticket(remote.ask(with(request.clone(), &waiting)).await);
        assert_eq!(again, waiting, "{named}");
        assert!(stage.wire.left(&call.action).is_empty(), "{named}");

        // The broker's own program approves: no test of this process can be reached over the socket.
        let typed = Some(&*call.action);
        person.approve(&waiting.id, &waiting.digest, typed).unwrap();
        remote.ask(with(request.clone(), &waiting)).await;
        let left = stage.wire.left(&call.action);
        let [left] = &left[..] else {
            panic!("{named}: {} left", left.len())
        };
        assert_eq!(left.body(), &request.body, "{named}");
        assert_eq!(left.headers()["x-tc-version"], *call.version, "{named}");
        let signed = left.headers()["authorization"].to_str().unwrap();
        assert!(signed.contains("AKIDprod"), "{named}");
        let used = remote.ask(with(request, &waiting)).await;
        assert_eq!(refusal(used), "used", "{named}");
        assert_eq!(stage.wire.left(&call.action).len(), 1, "{named}");
    }
    // What reached the cloud of that class is what was approved.
    let arrived = stage.cloud.calls();
    assert!(arrived.count() >= u64::try_from(all.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_action_that_destroys_leaves_without_a_person() {
    hold(Effect::Destroy, 2_201).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_action_that_returns_a_secret_leaves_without_a_person() {
    hold(Effect::Secret, 300).await;
}
