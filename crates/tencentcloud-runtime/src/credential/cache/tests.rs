//! With a clock and a source that the test sets, and the paused time of tokio for waits.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;

use super::*;

/// A source that plays what it was given, and counts how often it is asked.
#[derive(Debug, Default)]
struct Played {
    plays: Mutex<VecDeque<Play>>,
    asked: AtomicU64,
    /// How long each fetch takes.
    takes: Duration,
}

#[derive(Debug)]
enum Play {
    /// A credential of that name with that expiry in seconds.
    Gives(&'static str, Option<u64>),
    Fails(Error),
    Hangs,
}

impl ProvideCredential for Played {
    fn credential(&self) -> Providing<'_> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(self.takes).await;
            let play = self.plays.lock().unwrap().pop_front();
            match play.expect("asked more often than the test expects") {
                Play::Gives(id, expiry) => {
                    let credential = Credential::new(id, "key");
                    Ok(match expiry {
                        Some(seconds) => credential.with_expiry(at(seconds)),
                        None => credential,
                    })
                }
                Play::Fails(error) => Err(error),
                Play::Hangs => std::future::pending().await,
            }
        })
    }
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A cache over `plays`, and its clock in seconds.
fn cached(
    plays: impl IntoIterator<Item = Play>,
) -> (Cached<Arc<Played>>, Arc<Played>, Arc<AtomicU64>) {
    let source = Arc::new(Played {
        plays: Mutex::new(plays.into_iter().collect()),
        takes: Duration::from_millis(10),
        ..Played::default()
    });
    let now = Arc::new(AtomicU64::new(1000));
    let clock = Arc::clone(&now);
    let cached = Cached::new(Arc::clone(&source)).clock(move || at(clock.load(Ordering::SeqCst)));
    (cached, source, now)
}

async fn id(cached: &Cached<Arc<Played>>) -> String {
    cached.credential().await.unwrap().secret_id().to_owned()
}

fn asked(source: &Played) -> u64 {
    source.asked.load(Ordering::SeqCst)
}

use Play::{Fails, Gives, Hangs};

#[tokio::test(start_paused = true)]
async fn many_callers_share_one_fetch() {
    let (cached, source, _) = cached([Gives("one", Some(9000))]);
    let ids = join_all((0..50).map(|_| id(&cached))).await;
    assert!(ids.iter().all(|id| id == "one"));
    assert_eq!(asked(&source), 1);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(asked(&source), 1);
}

#[tokio::test(start_paused = true)]
async fn many_callers_share_one_failure() {
    let (cached, source, _) = cached([
        Fails(Error::credential("the file x is not there")),
        Gives("two", None),
    ]);
    let all = join_all((0..50).map(|_| cached.credential())).await;
    for error in all.into_iter().map(Result::unwrap_err) {
        assert_eq!(error.to_string(), "no credential: the file x is not there");
    }
    assert_eq!(asked(&source), 1);
    assert_eq!(id(&cached).await, "two", "a failure is not kept");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_leaves_the_fetch_to_the_next() {
    let (cached, source, _) = cached([Hangs, Gives("two", Some(9000))]);
    let first = tokio::time::timeout(Duration::from_secs(1), cached.credential());
    let (first, second) = tokio::join!(first, id(&cached));
    assert!(first.is_err());
    assert_eq!(second, "two");
    assert_eq!(asked(&source), 2);
}

/// Two hours of life: another one is fetched 10 to 15 minutes before their end.
#[tokio::test(start_paused = true)]
async fn another_one_is_fetched_before_expiry_and_the_old_one_serves_meanwhile() {
    let (cached, source, now) = cached([Gives("one", Some(8200)), Gives("two", Some(16_000))]);
    assert_eq!(id(&cached).await, "one");
    now.store(8200 - 901, Ordering::SeqCst);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(asked(&source), 1);
    now.store(8200 - 599, Ordering::SeqCst);
    let ids = join_all((0..10).map(|_| id(&cached))).await;
    assert_eq!(ids.iter().filter(|id| *id == "two").count(), 1, "{ids:?}");
    assert_eq!(ids.iter().filter(|id| *id == "one").count(), 9, "{ids:?}");
    assert_eq!(id(&cached).await, "two");
    assert_eq!(asked(&source), 2);
}

/// Of many caches not all fetch in the same second.
#[tokio::test(start_paused = true)]
async fn the_time_of_a_refresh_is_jittered() {
    let mut times = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let (cached, _, _) = cached([Gives("one", Some(8200))]);
        assert_eq!(id(&cached).await, "one");
        let held = cached.cache.held();
        let (refresh_at, until) = held.kept.as_ref().unwrap().times.unwrap();
        let before = until.duration_since(refresh_at).unwrap().as_secs();
        assert!((600..=900).contains(&before), "{before}");
        times.insert(refresh_at);
    }
    assert!(times.len() > 30, "{}", times.len());
}

#[tokio::test(start_paused = true)]
async fn the_old_one_serves_while_it_is_valid_and_no_longer() {
    let gone = || Fails(Error::network("refused"));
    let (cached, source, now) = cached([
        Gives("one", Some(8200)),
        gone(),
        gone(),
        gone(),
        gone(),
        gone(),
        Gives("two", Some(20_000)),
    ]);
    assert_eq!(id(&cached).await, "one");
    now.store(8200 - 599, Ordering::SeqCst);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(id(&cached).await, "one");
    assert_eq!(
        asked(&source),
        2,
        "a failed refresh is not tried at every call"
    );
    now.store(8200 - 599 + 30, Ordering::SeqCst);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(asked(&source), 3);
    now.store(8200, Ordering::SeqCst);
    let error = cached.credential().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credential: connection failed: refused"
    );
    assert_eq!(asked(&source), 6, "three attempts");
    assert_eq!(id(&cached).await, "two");
}

#[tokio::test(start_paused = true)]
async fn a_passing_failure_is_tried_three_times_and_a_lasting_one_once() {
    let (cached, source, _) = cached([
        Fails(Error::network("refused")),
        Fails(Error::service("RequestLimitExceeded", "")),
        Gives("one", None),
    ]);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(asked(&source), 3);
    for lasting in [
        Error::credential("none"),
        Error::service("InvalidParameter.ParamError", "no such role"),
    ] {
        let (cached, source, _) = self::cached([Fails(lasting)]);
        let error = cached.credential().await.unwrap_err();
        assert!(error.is_auth(), "{error}");
        assert_eq!(asked(&source), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_hangs_ends_at_its_deadline() {
    let (cached, source, _) = cached([Hangs, Hangs, Hangs]);
    let begun = Instant::now();
    let error = cached.credential().await.unwrap_err();
    assert_eq!(error.to_string(), "no credential: no response within 5s");
    assert!(begun.elapsed() <= DEADLINE + Duration::from_secs(1));
    assert_eq!(asked(&source), 3);
    let (cached, source, now) = self::cached([Gives("one", Some(8200)), Hangs]);
    assert_eq!(id(&cached).await, "one");
    now.store(8200 - 599, Ordering::SeqCst);
    let begun = Instant::now();
    assert_eq!(id(&cached).await, "one");
    assert!(begun.elapsed() <= DEADLINE / 3 + Duration::from_secs(1));
    assert_eq!(asked(&source), 2);
}

/// A clock that is hours ahead makes each credential look expired: it is used all the same, and not
/// fetched at every call.
#[tokio::test(start_paused = true)]
async fn a_credential_that_looks_expired_when_it_comes_is_used_for_a_while() {
    let (cached, source, now) = cached([Gives("one", Some(500)), Gives("two", Some(500))]);
    assert_eq!(id(&cached).await, "one");
    now.store(1029, Ordering::SeqCst);
    assert_eq!(id(&cached).await, "one");
    assert_eq!(asked(&source), 1);
    now.store(1030, Ordering::SeqCst);
    assert_eq!(id(&cached).await, "two");
}

#[tokio::test(start_paused = true)]
async fn one_without_expiry_is_kept_until_a_service_refuses_it() {
    let (cached, source, now) = cached([Gives("one", None), Gives("two", None)]);
    let one = cached.credential().await.unwrap();
    now.store(u64::from(u32::MAX), Ordering::SeqCst);
    assert_eq!(cached.credential().await.unwrap(), one);
    cached.refused(&one);
    assert_eq!(id(&cached).await, "two");
    cached.refused(&one);
    assert_eq!(id(&cached).await, "two", "only what is kept can be refused");
    assert_eq!(asked(&source), 2);
}

#[tokio::test(start_paused = true)]
async fn a_fetched_credential_that_cannot_sign_is_an_error() {
    let (cached, _, _) = cached([Gives("half\nan id", None)]);
    let error = cached.credential().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the secret id holds a line break"),
        "{error}"
    );
    assert!(!format!("{cached:?}").contains("key"), "{cached:?}");
}
