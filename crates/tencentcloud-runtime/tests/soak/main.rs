//! Many calls at once to a server that fails a third of them in every way, revokes tokens, and has
//! another time than the client. Each call ends with what it asked for or with a typed error, nothing
//! is done twice that must not be, and memory does not grow.
//!
//! The small run is in every test run; `cargo test --release -p tencentcloud-runtime --test soak --
//! --ignored --nocapture` makes a hundred thousand calls.

mod bakery;
mod memory;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use tencentcloud_runtime::{AssumeRole, Client, Config, Credential, Error, Retries};
use tencentcloud_testkit::fault::{Script, Server};

use bakery::call;
use world::{Clock, World};

/// The calls that run at the same time.
const AT_ONCE: usize = 32;

#[tokio::test]
async fn two_thousand_calls_end_right_or_with_a_typed_error() {
    soak(2_000).await;
}

#[tokio::test]
#[ignore = "a hundred thousand calls take minutes"]
async fn a_hundred_thousand_calls_end_right_or_with_a_typed_error_in_flat_memory() {
    let grown = soak(100_000).await;
    assert!(
        grown < 16 << 20,
        "{grown} bytes more after nine tenths of the calls"
    );
}

/// Makes so many calls, and returns by how many bytes the process has grown after the first tenth.
async fn soak(calls: usize) -> u64 {
    let clock = Clock::default();
    let world = Arc::new(World::new(calls, clock.clone()));
    let server = {
        let world = Arc::clone(&world);
        Server::start(Script::function(move |request| world.step(request)))
    };
    let client = Client::new(&config(&server, &clock));
    let (begun, ended) = (AtomicUsize::new(0), std::sync::Mutex::new(BTreeMap::new()));
    let first = std::sync::OnceLock::new();
    futures_util::stream::iter(0..calls)
        .for_each_concurrent(AT_ONCE, |number| {
            let (client, clock, begun, ended, first) = (&client, &clock, &begun, &ended, &first);
            async move {
                if begun.fetch_add(1, Ordering::Relaxed) == calls / 10 {
                    first.get_or_init(memory::resident);
                }
                // The client's clock is set right half-way, without being told.
                clock.pass(number > calls / 2);
                let kind = match call(client, number).await {
                    Ok(loaves) => {
                        assert_eq!(loaves, number as i64, "another call's response");
                        "right".to_owned()
                    }
                    Err(error) => kind(&error),
                };
                *ended.lock().unwrap().entry(kind).or_insert(0) += 1;
            }
        })
        .await;
    let ended: BTreeMap<String, usize> = ended.into_inner().unwrap();
    println!("{calls} calls: {ended:?}, {world}");
    assert_eq!(ended.values().sum::<usize>(), calls);
    assert!(ended["right"] > calls / 2, "{ended:?}");
    world.assert_nothing_twice();
    memory::resident().saturating_sub(first.get().copied().unwrap_or_default())
}

fn config(server: &Server, clock: &Clock) -> Config {
    let at_once = Retries::new().base(Duration::from_millis(1), Duration::from_millis(1));
    let (here, there) = (clock.clone(), clock.clone());
    let own = Config::new(Credential::new("AKIDlong", "lived"))
        .endpoint(server.url())
        .retries(at_once.clone())
        .clock(move || here.shown());
    let role = AssumeRole::new(
        Credential::new("AKIDlong", "lived"),
        "qcs::cam::uin/1:roleName/baker",
    )
    .via(&own)
    .clock(move || there.shown());
    own.credential(role)
        .region("ap-guangzhou")
        .attempt_timeout(Duration::from_millis(500))
        .retries(at_once)
}

/// What an error says of itself. One that says nothing fails the soak.
fn kind(error: &Error) -> String {
    assert!(error.attempts() <= 3, "{error:?}");
    type Predicate = fn(&Error) -> bool;
    let kinds: [(&str, Predicate); 8] = [
        ("throttled", Error::is_throttled),
        ("timeout", Error::is_timeout),
        ("network", Error::is_network),
        ("gateway", Error::is_gateway),
        ("internal", Error::is_internal),
        ("auth", Error::is_auth),
        ("not found", Error::is_not_found),
        ("no response", |error| error.status().is_some()),
    ];
    let kind = kinds.iter().find(|(_, is)| is(error));
    kind.unwrap_or_else(|| panic!("an error of no kind: {error:?}"))
        .0
        .to_owned()
}
