//! Another program in the place of the broker's socket, or between.

use std::path::Path;
use std::sync::{Arc, Mutex};

use tencentcloud_broker::{ApprovalState, Asked, Place, Remote};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

use crate::stage::{Stage, ticket};

/// What is changed on the way: a text, and one of the same length.
type Changed = Arc<Mutex<Option<(String, String)>>>;

/// A program that passes everything on, reads it, and changes what it likes.
struct Between {
    heard: Arc<Mutex<Vec<u8>>>,
    changed: Changed,
    place: Place,
}

impl Between {
    fn new(stage: &Stage) -> Self {
        let path = stage.folder.path().join("between");
        let listener = UnixListener::bind(&path).unwrap();
        let to = stage.server.place().path().unwrap().to_owned();
        let heard: Arc<Mutex<Vec<u8>>> = Arc::default();
        let changed: Changed = Arc::default();
        let (hears, changes) = (Arc::clone(&heard), Arc::clone(&changed));
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                join(near, &to, &hears, &changes).await;
            }
        });
        Self {
            heard,
            changed,
            place: Place::socket(path),
        }
    }

    fn change(&self, from: &str, to: &str) {
        assert_eq!(from.len(), to.len());
        *self.changed.lock().unwrap() = Some((from.to_owned(), to.to_owned()));
    }
}

async fn join(near: UnixStream, to: &Path, heard: &Arc<Mutex<Vec<u8>>>, changed: &Changed) {
    let far = UnixStream::connect(to).await.unwrap();
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    for (from, to) in [(near_in, far_out), (far_in, near_out)] {
        tokio::spawn(pass(from, to, Arc::clone(heard), Arc::clone(changed)));
    }
}

async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    heard: Arc<Mutex<Vec<u8>>>,
    changed: Changed,
) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        let mut text = String::from_utf8_lossy(&bytes[..length]).into_owned();
        heard.lock().unwrap().extend(text.bytes());
        if let Some((old, new)) = &*changed.lock().unwrap() {
            text = text.replace(old, new);
        }
        if to.write_all(text.as_bytes()).await.is_err() {
            break;
        }
    }
}

#[tokio::test]
async fn who_listens_in_learns_no_code() {
    let stage = Stage::new().await;
    let between = Between::new(&stage);
    let waiting = ticket(stage.broker.ask(Asked::new(stage.making("a"))).await);
    let remote = Remote::connect(between.place.clone()).await.unwrap();
    let person = remote.approver(stage.broker.code(), "a test").await;
    let person = person.unwrap();
    person.brief(&waiting.id).await.unwrap();
    person
        .approve(&waiting.id, &waiting.digest, None)
        .await
        .unwrap();
    assert!(!format!("{person:?}").contains(stage.broker.code()));
    let heard = between.heard.lock().unwrap();
    let heard = String::from_utf8_lossy(&heard).to_lowercase();
    assert!(heard.contains("x-tcloud-proof"));
    let code = stage.broker.code();
    for code in [
        code.to_owned(),
        code.replace('-', ""),
        code.replace('-', "%2d"),
    ] {
        assert!(!heard.contains(&code));
    }
}

#[tokio::test]
async fn who_stands_between_changes_neither_what_is_shown_nor_what_is_decided() {
    let stage = Stage::new().await;
    let between = Between::new(&stage);
    let harmless = ticket(stage.broker.ask(Asked::new(stage.making("harmless"))).await);
    let harmful = ticket(stage.broker.ask(Asked::new(stage.making("harm-ful"))).await);
    let remote = Remote::connect(between.place.clone()).await.unwrap();
    let person = remote.approver(stage.broker.code(), "a test").await;
    let person = person.unwrap();

    between.change("harm-ful", "harmless");
    let shown = person.brief(&harmful.id).await;
    assert_eq!(shown.unwrap_err().code, "imposter");
    between.change(harmful.id.as_str(), harmless.id.as_str());
    assert_eq!(person.list().await.unwrap_err().code, "imposter");

    for (from, to) in [
        (harmless.id.as_str(), harmful.id.as_str()),
        (&*harmless.digest.to_string(), &*harmful.digest.to_string()),
        ("POST", "POXT"),
        ("approve\"", "approva\""),
        ("a%20test", "A%20test"),
    ] {
        between.change(from, to);
        let decided = person.approve(&harmless.id, &harmless.digest, None).await;
        let refused = decided.unwrap_err();
        assert!(
            ["code", "imposter", "unreachable"].contains(&&*refused.code),
            "{from}: {refused:?}"
        );
    }
    for pending in stage.person().list() {
        assert_eq!(pending.state, ApprovalState::Waiting);
    }
    between.change("x", "x");
    person
        .approve(&harmless.id, &harmless.digest, None)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_program_in_the_place_of_the_broker_is_found_out() {
    let stage = Stage::new().await;
    let other = Stage::new().await;
    // It has a code of its own, and shows what it likes.
    let remote = Remote::connect(other.server.place().clone()).await.unwrap();
    let refused = remote.approver(stage.broker.code(), "a test").await;
    assert_eq!(refused.unwrap_err().code, "code");
    let path = stage.folder.path().join("imposter");
    let listener = UnixListener::bind(&path).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 4096];
            let _ = stream.read(&mut bytes).await;
            let response = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]";
            let _ = stream.write_all(response.as_bytes()).await;
        }
    });
    let remote = Remote::connect(Place::socket(path)).await.unwrap();
    let refused = remote.approver(stage.broker.code(), "a test").await;
    assert_eq!(refused.unwrap_err().code, "imposter");
}
