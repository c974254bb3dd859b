//! A program that takes requests to the cloud in its own way.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, iter, unfold};
use hyper::{Request, Response};
use serde_json::json;
use tencentcloud_emulator::{Carrier, CarryError, Credential, Emulator};

use crate::client;
use crate::https::{call, tunnel};
use crate::{answer, code};

const HOST: &str = "apigateway.tencentcloudapi.com";

type Pieces = BoxStream<'static, io::Result<Bytes>>;
type Carried = Result<Response<Pieces>, CarryError>;

/// Gives what it was prepared with, in turn, and keeps what it was asked for; with nothing left, it takes for ever.
struct Prepared {
    responses: Mutex<VecDeque<Carried>>,
    seen: Mutex<Vec<Request<Bytes>>>,
    dropped: Mutex<Sender<()>>,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prepared")
    }
}

/// Says when it is dropped.
struct Notice(Sender<()>);

impl Drop for Notice {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

impl Carrier for Prepared {
    fn carry(&self, request: Request<Bytes>) -> BoxFuture<'_, Carried> {
        Box::pin(async move {
            let notice = Notice(self.dropped.lock().unwrap().clone());
            self.seen.lock().unwrap().push(request);
            let prepared = self.responses.lock().unwrap().pop_front();
            match prepared {
                Some(response) => {
                    std::mem::forget(notice);
                    response
                }
                None => std::future::pending().await,
            }
        })
    }
}

async fn before(
    responses: impl IntoIterator<Item = Carried>,
) -> (Emulator, Arc<Prepared>, Receiver<()>) {
    let (dropped, gone) = channel();
    let carrier = Arc::new(Prepared {
        responses: Mutex::new(responses.into_iter().collect()),
        seen: Mutex::default(),
        dropped: Mutex::new(dropped),
    });
    let builder = Emulator::builder().carrier(Arc::clone(&carrier) as _);
    (builder.start().await.unwrap(), carrier, gone)
}

fn response(media: &str, pieces: Pieces) -> Response<Pieces> {
    let head = Response::builder().header("Content-Type", media);
    head.header("X-Own", "kept").body(pieces).unwrap()
}

fn whole(text: &'static str) -> Response<Pieces> {
    let halves = text.split_at(text.len() / 2);
    let pieces = [halves.0, halves.1].map(|half| Ok(Bytes::from(half)));
    response("application/json", iter(pieces).boxed())
}

fn zones() -> client::Request {
    client::Request::post("DescribeZones", "2017-03-12", &json!({}))
        .header("Host", "cvm.tencentcloudapi.com")
        .tc3("cvm", &Credential::test())
}

#[tokio::test]
async fn it_gets_each_request_as_it_came_and_its_response_is_passed_on() {
    let text = r#"{"Response":{"Kept": 1, "RequestId":"r-1"}}"#;
    let (proxy, carrier, _gone) = before([Ok(whole(text)), Ok(whole(text)), Ok(whole(text))]).await;
    let inside = call(tunnel(&proxy, HOST), HOST, &proxy).unwrap();
    assert_eq!(inside.body, text.as_bytes());
    assert_eq!(inside.header("x-own"), Some("kept"));
    let sent = zones();
    answer(&sent.clone().send(proxy.address()));
    // What names this machine is the carrier's, too.
    answer(
        &sent
            .clone()
            .header("Host", "cvm.localhost")
            .send(proxy.address()),
    );
    let seen = carrier.seen.lock().unwrap();
    let places: Vec<_> = seen
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    let expected = [HOST, "cvm.tencentcloudapi.com", "cvm.localhost"];
    assert_eq!(places, expected.map(|host| format!("https://{host}/")));
    assert_eq!(seen[1].body(), &sent.body);
    let signature = seen[1].headers()["authorization"].to_str().unwrap();
    assert_eq!(signature, sent.get_header("authorization"));
    let kept = proxy.calls().all();
    assert_eq!(kept[1].source.as_deref(), Some("forwarded"));
    assert_eq!(kept[1].request_id.as_deref(), Some("r-1"));
}

#[tokio::test]
async fn what_it_cannot_take_is_an_error_in_the_vendors_form() {
    let denied = CarryError::new("UnauthorizedOperation.Nobody", "nobody signs it");
    let broken = iter([
        Ok(Bytes::from("{")),
        Err(io::Error::other("the line broke")),
    ]);
    let broken = response("application/json", broken.boxed());
    let (proxy, carrier, _gone) = before([Err(denied), Ok(broken)]).await;
    let refused = zones().send(proxy.address());
    assert_eq!(code(&refused), "UnauthorizedOperation.Nobody");
    assert_eq!(
        refused.json()["Response"]["Error"]["Message"],
        "nobody signs it"
    );
    let unreached = zones().send(proxy.address());
    assert_eq!(code(&unreached), "InternalError");
    let message = unreached.json()["Response"]["Error"]["Message"].to_string();
    assert!(message.contains("the line broke"), "{message}");
    // Other hosts are refused as ever, and never asked for.
    let foreign = zones().header("Host", "www.example.com");
    assert_eq!(foreign.send_any(proxy.address()).0, 403);
    assert_eq!(carrier.seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn its_events_come_one_by_one() {
    let (more, told) = channel::<()>();
    let told = Arc::new(Mutex::new(told));
    let events = unfold(1, move |number| {
        let told = Arc::clone(&told);
        async move {
            let next = tokio::task::spawn_blocking(move || told.lock().unwrap().recv()).await;
            next.unwrap().ok()?;
            let event = format!("data: {{\"Note\":\"{number}\"}}\n\n");
            Some((Ok(event.into()), number + 1))
        }
    });
    let (proxy, _carrier, _gone) =
        before([Ok(response("text/event-stream", events.boxed()))]).await;
    let mut lines = BufReader::new(zones().write(proxy.address())).lines();
    let mut next = || {
        let mut lines = lines.by_ref().map(Result::unwrap);
        lines.find(|line| line.starts_with("data:")).unwrap()
    };
    for number in 1..=2 {
        more.send(()).unwrap();
        assert_eq!(next(), format!("data: {{\"Note\":\"{number}\"}}"));
    }
    // The endpoint waits for the thread that waits for more.
    drop(more);
}

#[tokio::test]
async fn it_is_told_when_the_client_goes_away() {
    let (proxy, carrier, gone) = before([]).await;
    let connection = zones().write(proxy.address());
    drop(connection);
    gone.recv_timeout(Duration::from_secs(60)).unwrap();
    assert_eq!(carrier.seen.lock().unwrap().len(), 1);
    assert_eq!(proxy.calls().count(), 0);
}
