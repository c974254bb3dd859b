//! Streams as products really send them: broken into pieces, cut off, with errors inside.

mod endpoint;

use std::pin::Pin;
use std::time::Duration;

use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{Bytes, Config, Credential, Error, Fixtures, Mock, ProvideCredential};
use tencentcloud_showcase::{ChatRequest, Client};

/// Answers with that body in those pieces; then the connection ends, breaks, or hangs.
#[derive(Clone, Debug)]
struct Pieces {
    status: u16,
    kind: &'static str,
    /// True for a body that ends with its connection, as the head says.
    closes: bool,
    pieces: Vec<Bytes>,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Clean,
    Broken,
    Hanging,
    /// The last piece comes once more after every second.
    Dripping,
}

impl Transport for Pieces {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        use futures_util::StreamExt;
        let pieces = futures_util::stream::iter(self.pieces.clone().into_iter().map(Ok));
        let body = match self.end {
            End::Clean => Body::stream(pieces),
            End::Broken => Body::stream(
                pieces.chain(futures_util::stream::iter([Err(Error::network("reset"))])),
            ),
            End::Hanging => Body::stream(pieces.chain(futures_util::stream::pending())),
            End::Dripping => {
                let last = self.pieces.last().cloned().unwrap_or_default();
                Body::stream(pieces.chain(futures_util::stream::unfold((), move |()| {
                    let last = last.clone();
                    async move {
                        tokio::time::sleep(Duration::from_secs(1)).await;
                        Some((Ok(last), ()))
                    }
                })))
            }
        };
        let mut answer = http::Response::builder().status(self.status);
        if self.closes {
            answer = answer.header("connection", "close");
        }
        let answer = answer
            .header("content-type", self.kind)
            .header("x-tc-requestid", "head-id");
        Box::pin(std::future::ready(Ok(answer.body(body).unwrap())))
    }
}

async fn read(transport: Pieces) -> Vec<Result<String, Error>> {
    let config = Config::new(Credential::new("a", "b"))
        .region("r")
        .transport(transport);
    let client = Client::new(&config);
    let mut events = client
        .chat(ChatRequest::new().prompt("hi"))
        .timeout(Duration::from_secs(5))
        .events();
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.map(|event| {
            assert_eq!(event.request_id, "head-id");
            event.text
        }));
    }
    found
}

fn sse(text: &str, size: usize, end: End) -> Pieces {
    let pieces = text
        .as_bytes()
        .chunks(size)
        .map(Bytes::copy_from_slice)
        .collect();
    Pieces {
        status: 200,
        kind: "text/event-stream; charset=utf-8",
        closes: false,
        pieces,
        end,
    }
}

#[tokio::test]
async fn pieces_of_any_size_make_the_same_events() {
    let long = "x".repeat(100_000);
    let text = format!(
        "data: {{\"Text\":\"一\"}}\n\n: comment\r\nid: 7\r\ndata:{{\"Text\":\"{long}\"}}\r\n\r\ndata: {{\"Text\":\r\ndata: \"two lines\"}}\n\ndata: {{\"Text\":\"last\"}}"
    );
    for size in [1, 3, 4096, text.len()] {
        let found: Vec<_> = read(sse(&text, size, End::Clean))
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(found, ["一", &long, "two lines", "last"], "{size}");
    }
}

#[tokio::test]
async fn a_stream_may_be_cut_at_every_byte() {
    let text = "data: {\"Text\":\"一\"}\r\n\r\ndata:{\"Text\":\"b\"}\n\ndata: {\"Text\":\"c\"}";
    for cut in 0..=text.len() {
        let (head, tail) = text.as_bytes().split_at(cut);
        let found = read(Pieces {
            pieces: [head, tail].map(Bytes::copy_from_slice).to_vec(),
            ..sse("", 1, End::Clean)
        })
        .await;
        let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
        assert_eq!(found, ["一", "b", "c"], "cut at {cut}");
    }
}

#[tokio::test]
async fn an_event_without_data_is_none() {
    let found = read(sse(
        "data:\n\nevent: ping\n\ndata: \n\ndata: {\"Text\":\"a\"}\n\n",
        5,
        End::Clean,
    ))
    .await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_deref().unwrap(), "a");
}

#[tokio::test]
async fn done_ends_the_stream() {
    let found = read(sse(
        "data: {\"Text\":\"a\"}\n\ndata: [DONE]\n\ndata: {\"Text\":\"b\"}\n\n",
        9,
        End::Clean,
    ))
    .await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn errors_inside_the_stream_have_many_shapes() {
    for (event, code) in [
        (
            r#"{"Type":"error","RequestId":"head-id","Error":{"Code":"InternalError","Message":"m"}}"#,
            "InternalError",
        ),
        (r#"{"ErrorMsg":{"Code":4001,"Msg":"m"}}"#, "4001"),
        (
            r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"head-id"}}"#,
            "A.B",
        ),
    ] {
        let found = read(sse(
            &format!("data: {{\"Text\":\"a\"}}\n\ndata: {event}\n\ndata: {{\"Text\":\"b\"}}\n\n"),
            50,
            End::Clean,
        ))
        .await;
        assert_eq!(found[0].as_deref().unwrap(), "a");
        let error = found[1].as_ref().unwrap_err();
        assert_eq!(
            (error.code(), error.message(), error.request_id()),
            (Some(code), Some("m"), Some("head-id"))
        );
        assert_eq!(found.len(), 2);
    }
}

#[tokio::test]
async fn an_event_may_be_wrapped_like_an_answer() {
    let text = r#"data: {"Response":{"Text":"a"}}

data: {"Response":{"Text":"b","RequestId":"head-id"},"Note":1}

data: {"Text":"c"}

data: {"Response":null,"Text":"d"}

"#;
    let found = read(sse(text, 7, End::Clean)).await;
    let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    assert_eq!(found, ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn an_error_without_a_code_ends_the_stream_too() {
    for event in [
        r#"{"Error":{"Message":"cold"}}"#,
        r#"{"ErrorMsg":{"Code":"","Msg":"cold"}}"#,
        r#"{"Response":{"Error":{"Message":"cold"},"RequestId":"head-id"}}"#,
        r#"{"Response":{"Error":{"Code":"","Message":"cold"}}}"#,
    ] {
        let text = format!("data: {event}\n\ndata: {{\"Text\":\"b\"}}\n\n");
        let found = read(sse(&text, 50, End::Clean)).await;
        assert_eq!(found.len(), 1, "{event}");
        let told = found[0].as_ref().unwrap_err().to_string();
        assert_eq!(
            told,
            "unusable response: it is an error without a code: cold (Chat, request ID head-id)"
        );
    }
}

#[tokio::test]
async fn an_error_before_the_stream_is_ordinary_json() {
    let body =
        r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"head-id"}}"#;
    let found = read(Pieces {
        kind: "application/json",
        ..sse(body, 10, End::Clean)
    })
    .await;
    assert!(found[0].as_ref().unwrap_err().is_auth() && found.len() == 1);
}

#[tokio::test]
async fn a_plain_answer_is_one_event() {
    let body = r#"{"Response":{"Text":"whole","RequestId":"head-id"}}"#;
    let found = read(Pieces {
        kind: "application/json",
        ..sse(body, 10, End::Clean)
    })
    .await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_deref().unwrap(), "whole");
}

#[tokio::test]
async fn what_is_no_json_is_told_and_ends_the_stream() {
    let found = read(sse(
        "data: oops\n\ndata: {\"Text\":\"b\"}\n\n",
        4,
        End::Clean,
    ))
    .await;
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("an event is not a JSON object"),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_error_after_what_came() {
    let found = read(sse("data: {\"Text\":\"a\"}\n\ndata: {\"Te", 7, End::Broken)).await;
    assert_eq!(found.len(), 2);
    assert!(found[1].as_ref().unwrap_err().is_network());
}

#[tokio::test(start_paused = true)]
async fn silence_between_pieces_ends_with_the_timeout() {
    let found = read(sse("data: {\"Text\":\"a\"}\n\n", 100, End::Hanging)).await;
    assert_eq!(found.len(), 2);
    assert!(found[1].as_ref().unwrap_err().is_timeout());
}

#[tokio::test]
async fn bad_text_does_not_end_a_stream() {
    let events: [&[u8]; 4] = [
        br#"{"Text":"half \ud83d"}"#,
        b"{\"Text\":\"byte \xff\"}",
        br#"{"Text":"plain","Error":null,"ErrorMsg":null,"Response":null}"#,
        br#"{"Text":"last","Count":1e400}"#,
    ];
    let text = events
        .map(|event| [b"data: ", event, b"\n\n"].concat())
        .concat();
    let found = read(Pieces {
        pieces: vec![Bytes::from(text)],
        ..sse("", 1, End::Clean)
    })
    .await;
    let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    assert_eq!(found, ["half \u{fffd}", "byte \u{fffd}", "plain", "last"]);
}

#[tokio::test]
async fn an_error_in_an_event_is_one_in_every_form() {
    for (error, told) in [
        (r#""boom""#, "an error without a code: boom"),
        ("500", "an error without a code: 500"),
        ("[]", "an error without a code or a message"),
    ] {
        for event in [
            format!(r#"{{"Text":"a","Error":{error}}}"#),
            format!(r#"{{"Response":{{"Error":{error}}}}}"#),
            format!(r#"{{"Text":"a","error":{error}}}"#),
        ] {
            let found = read(sse(&format!("data: {event}\n\n"), 50, End::Clean)).await;
            assert_eq!(found.len(), 1, "{event}");
            let error = found[0].as_ref().unwrap_err().to_string();
            assert!(error.contains(told), "{event}: {error}");
        }
    }
}

#[tokio::test]
async fn a_stream_without_an_event_is_told() {
    for (status, body) in [
        (200, ""),
        (200, ": only\n\n: comments\n\n"),
        (200, "<html>maintenance</html>"),
        (200, "event: ping\n\n"),
        (502, "<html>502</html>"),
        (502, "data: {\"Text\":\"a\"}\n\n"),
        (500, ""),
    ] {
        let found = read(Pieces {
            status,
            ..sse(body, 5, End::Clean)
        })
        .await;
        assert_eq!(found.len(), 1, "{status} {body}");
        let error = found[0].as_ref().unwrap_err();
        assert_eq!(error.status(), Some(status), "{body}: {error}");
        assert_eq!(error.request_id(), Some("head-id"));
    }
    // A stream that says that it is over is complete, even if nothing was in it.
    assert!(
        read(sse("data: [DONE]\n\n", 5, End::Clean))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn json_with_the_label_of_a_stream_is_a_plain_response() {
    let error = r#"  {"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"head-id"}}"#;
    let found = read(sse(error, 5, End::Clean)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap_err().code(), Some("A.B"));
    let whole = "{\n\"Response\": {\n\n\"Text\": \"whole\", \"RequestId\": \"head-id\"}}";
    let found = read(sse(whole, 5, End::Clean)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_deref().unwrap(), "whole");
}

#[tokio::test]
async fn a_stream_that_nothing_says_is_complete_ends_with_an_error() {
    let cut = "data: {\"Text\":\"a\"}\n\n";
    let found = read(Pieces {
        closes: true,
        ..sse(cut, 50, End::Clean)
    })
    .await;
    assert_eq!(found.len(), 2);
    let error = found[1].as_ref().unwrap_err();
    assert!(error.is_network(), "{error}");
    assert_eq!(error.request_id(), Some("head-id"));
    let found = read(Pieces {
        closes: true,
        ..sse(&format!("{cut}data: [DONE]\n\n"), 50, End::Clean)
    })
    .await;
    assert_eq!(found.len(), 1);
    // In HTTP, the length and the last chunk say it.
    assert_eq!(read(sse(cut, 50, End::Clean)).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn comments_and_drips_keep_no_stream_open_for_ever() {
    for drip in [": comment\n\n", ":", "data: x", "event: ping\n\n"] {
        let begun = tokio::time::Instant::now();
        let text = format!("data: {{\"Text\":\"a\"}}\n\n{drip}");
        let split = text.len() - drip.len();
        let pieces = [&text[..split], &text[split..]];
        let found = read(Pieces {
            pieces: pieces.map(|piece| Bytes::from(piece.to_owned())).to_vec(),
            ..sse("", 1, End::Dripping)
        })
        .await;
        assert_eq!(found.len(), 2, "{drip:?}");
        assert!(found[1].as_ref().unwrap_err().is_timeout(), "{drip:?}");
        assert_eq!(begun.elapsed(), Duration::from_secs(300), "{drip:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_no_silence() {
    let transport = sse(
        "data: {\"Text\":\"a\"}\n\ndata: {\"Text\":\"b\"}\n\n",
        22,
        End::Clean,
    );
    let config = Config::new(Credential::new("a", "b")).region("r");
    let client = Client::new(&config.transport(transport));
    let mut events = client.chat(ChatRequest::new().prompt("hi")).events();
    assert_eq!(events.next().await.unwrap().unwrap().text, "a");
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(events.next().await.unwrap().unwrap().text, "b");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn an_event_and_a_line_have_a_limit_that_a_client_and_a_call_set() {
    let long = format!("data: {{\"Text\":\"{}\"}}\n\n", "x".repeat(1000));
    let comment = format!(": {}", "x".repeat(1000));
    for text in [&long, &comment, &"data: 1\n".repeat(200)] {
        let transport = sse(
            &format!("data: {{\"Text\":\"a\"}}\n\n{text}"),
            4096,
            End::Clean,
        );
        let config = Config::new(Credential::new("a", "b")).region("r");
        let config = config.transport(transport).event_limit(100);
        let client = Client::new(&config);
        let call = client.chat(ChatRequest::new().prompt("hi"));
        let mut events = call.clone().events();
        assert_eq!(events.next().await.unwrap().unwrap().text, "a");
        let error = events.next().await.unwrap().unwrap_err();
        assert!(
            error.to_string().contains("longer than 100 bytes"),
            "{error}"
        );
        assert!(events.next().await.is_none());
        let mut events = call.event_limit(5000).events();
        events.next().await.unwrap().unwrap();
        let next = events
            .next()
            .await
            .map(|next| next.map_err(|error| error.to_string()));
        assert!(!format!("{next:?}").contains("longer than"), "{next:?}");
    }
}

/// A source of credentials that never has one, or says at once that it has none.
#[derive(Debug)]
struct Without {
    hangs: bool,
}

impl ProvideCredential for Without {
    fn credential(&self) -> Pin<Box<dyn Future<Output = Result<Credential, Error>> + Send + '_>> {
        let hangs = self.hangs;
        Box::pin(async move {
            if hangs {
                std::future::pending::<()>().await;
            }
            Err(Error::credential("there is none"))
        })
    }
}

async fn without_credential(hangs: bool) -> Error {
    let client = Client::new(&Config::new(Without { hangs }).region("r"));
    let call = client.chat(ChatRequest::new().prompt("hi"));
    let mut events = call.timeout(Duration::from_secs(5)).events();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(events.next().await.is_none());
    error
}

#[tokio::test(start_paused = true)]
async fn the_timeout_holds_for_the_credential_too() {
    let error = without_credential(true).await;
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!((error.attempts(), error.action()), (0, "Chat"));
}

#[tokio::test]
async fn what_was_never_sent_counts_as_no_attempt() {
    let error = without_credential(false).await;
    assert_eq!((error.attempts(), error.action()), (0, "Chat"));
}

#[tokio::test]
async fn a_stream_of_the_endpoint_is_read_over_a_real_connection() {
    let long = "x".repeat(100_000);
    let chunks = [
        "data: {\"Text\":\"".to_owned(),
        format!("{long}\"}}\r\n\r"),
        "\ndata:{\"Text\":\"last\"}".to_owned(),
    ];
    let builder = endpoint::builder().stream("Chat", chunks);
    for stalls in [false, true] {
        let builder = builder.clone();
        let builder = if stalls {
            builder.stall_streams()
        } else {
            builder
        };
        let emulator = builder.start().await.unwrap();
        let client = Client::new(&endpoint::config(&emulator));
        let request = ChatRequest::new().prompt("hi").stream(true);
        let call = client.chat(request).timeout(Duration::from_secs(2));
        let mut events = call.events();
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(event.map(|event| event.text));
        }
        assert_eq!(found[0].as_deref().unwrap(), long);
        if stalls {
            // Without its end, nobody knows that the last event is whole.
            assert!(found[1].as_ref().unwrap_err().is_timeout());
        } else {
            assert_eq!(found[1].as_deref().unwrap(), "last");
        }
        assert_eq!(found.len(), 2);
    }
}

#[tokio::test]
async fn a_mock_replays_events_of_a_record_in_their_order() {
    let record = r#"
        {"format":1,"action":"Chat","request":{"Prompt":"hi"},"events":[{"Text":"a"},{"Text":"b"}]}
        {"format":1,"action":"Chat","request":{"Prompt":"hi"},"events":[{"Text":"c"}]}
        {"format":1,"action":"Chat","request":{"Prompt":"none"}}
    "#;
    let fixtures = Fixtures::from_json_lines(record).unwrap();
    assert_eq!(fixtures.all().len(), 2);
    // What is written again says the same.
    let again = Fixtures::from_json_lines(&fixtures.to_json_lines()).unwrap();
    assert_eq!(again.all(), fixtures.all());
    let mock = Mock::new();
    mock.replay_all(&again);
    let client = Client::new(&mock.config());
    for expected in [&["a", "b"][..], &["c"], &["c"]] {
        let mut events = client.chat(ChatRequest::new().prompt("hi")).events();
        let mut texts = Vec::new();
        while let Some(event) = events.next().await {
            texts.push(event.unwrap().text);
        }
        assert_eq!(texts, expected);
    }
}
