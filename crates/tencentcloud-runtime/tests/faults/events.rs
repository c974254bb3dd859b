//! Streams that end before they are whole. What was read is kept, and nothing is sent again.

use tencentcloud_runtime::{Client, Error};
use tencentcloud_testkit::fault::{Server, Step};

use crate::bakery::{DescribeSmellRequest, config, server};
use crate::patience::{PATIENCE, Still, run_out};

async fn events(at: &Server) -> (Vec<String>, Option<Error>) {
    let client = Client::new(&config(at));
    let (mut texts, mut stream) = (
        Vec::new(),
        client.call(DescribeSmellRequest::new()).events(),
    );
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => texts.extend(event.text),
            Err(error) => return (texts, Some(error)),
        }
    }
    (texts, None)
}

fn two() -> Step {
    Step::events([r#"{"Text":"one"}"#, r#"{"Text":"two"}"#])
}

#[tokio::test]
async fn events_that_are_cut_end_with_an_error_after_what_came() {
    let at = server([two().chunks(20).cut_body(40)]);
    let (texts, error) = events(&at).await;
    assert_eq!(texts, ["one"]);
    assert!(error.is_some_and(|error| error.is_network()));
    assert_eq!(at.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn events_that_stall_end_with_a_timeout_after_what_came() {
    let _still = Still::new();
    let at = server([two().then_stall()]);
    let client = Client::new(&config(&at));
    let call = client.call(DescribeSmellRequest::new()).timeout(PATIENCE);
    let mut stream = call.events();
    for text in ["one", "two"] {
        let event = stream.next().await.unwrap().unwrap();
        assert_eq!(event.text.as_deref(), Some(text));
    }
    let (last, ()) = tokio::join!(stream.next(), run_out());
    let error = last.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(stream.next().await.is_none());
    assert_eq!(at.count(), 1);
}

#[tokio::test]
async fn a_stream_that_fails_before_its_first_byte_is_asked_for_again() {
    let at = server([Step::page(502), Step::reset(), two().chunks(100)]);
    let (texts, error) = events(&at).await;
    assert_eq!(texts, ["one", "two"]);
    assert!(error.is_none_or(|error| error.attempts() == 3));
    assert_eq!(at.count(), 3);
}
