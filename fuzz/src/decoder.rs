//! Whole responses.

use std::cell::OnceCell;
use std::future::ready;

use tencentcloud_runtime::__private::to_json;
use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{Answer, Api, Bytes, Client, Config, Credential, Error, Model, Retries};
use tokio::runtime::{Builder, Runtime};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = Baked)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct Baked {
    text: String,
    signed: i64,
    unsigned: u64,
    float: f64,
    truth: bool,
    maybe: Option<String>,
    bytes: Option<Bytes>,
    inner: Option<Box<Baked>>,
    items: Vec<Baked>,
    texts: Vec<String>,
    numbers: Option<Vec<i64>>,
    request_id: String,
}

/// Responds with these bytes.
#[derive(Debug)]
struct Fixed(Bytes);

impl Transport for Fixed {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(ready(Ok(http::Response::new(Body::from(self.0.clone())))))
    }
}

/// A response is decoded or refused, in one line of text, and one that is decoded decodes to the same
/// again once it is written.
pub fn decoder(data: &[u8]) {
    let Ok(answer) = call(Bytes::copy_from_slice(data)) else {
        return;
    };
    let written = to_json(&answer.response);
    let again = call(
        [br#"{"Response":"#, written.as_slice(), b"}"]
            .concat()
            .into(),
    );
    let again = again.expect("what was written is a response");
    assert_eq!(again.response, answer.response);
}

fn call(body: Bytes) -> Result<Answer<Baked>, Error> {
    let config = Config::new(Credential::new("AKIDfuzz", "key")).transport(Fixed(body));
    let client = Client::new(&config.retries(Retries::none()));
    let came = block_on(async { client.call(BakeRequest::new()).answer().await });
    if let Err(error) = &came {
        let text = error.to_string();
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    came
}

thread_local! {
    static RUNTIME: OnceCell<Runtime> = const { OnceCell::new() };
}

/// Waits on a runtime that the thread keeps.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let made = || {
        let builder = Builder::new_current_thread().enable_time().build();
        builder.expect("a runtime without sockets")
    };
    RUNTIME.with(|runtime| runtime.get_or_init(made).block_on(future))
}
