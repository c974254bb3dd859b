//! Whole responses that are not what they should be: each is told after one request, read or write.

use tencentcloud_runtime::Error;
use tencentcloud_testkit::fault::Step;

use crate::bakery::{Came, bread, config, read, server, write};

/// What a read and a write come to, each after one request.
async fn once(step: Step) -> [Came; 2] {
    let at = server([step]);
    let first = read(&config(&at), &at).await;
    assert_eq!(first.requests, 1, "{first:?}");
    let second = write(&config(&at), &at).await;
    assert_eq!(second.requests, 2, "{second:?}");
    [first, second]
}

fn is(came: &Came, such: fn(&Error) -> bool) -> bool {
    came.of.as_ref().is_err_and(such)
}

#[tokio::test]
async fn another_content_type_or_a_charset_changes_nothing() {
    for kind in [
        "text/html",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "text/plain",
        "",
    ] {
        for came in once(bread().header("content-type", kind)).await {
            assert_eq!(came.of.as_ref().ok(), Some(&Some(3)), "{kind}: {came:?}");
        }
        let step = Step::error("ResourceNotFound").header("content-type", kind);
        for came in once(step).await {
            assert!(is(&came, Error::is_not_found), "{kind}: {came:?}");
        }
    }
}

#[tokio::test]
async fn a_page_with_status_200_is_no_response() {
    for came in once(Step::page(200)).await {
        assert!(is(&came, |error| error.status() == Some(200)), "{came:?}");
    }
}

#[tokio::test]
async fn bytes_that_claim_to_be_gzip_are_told_as_what_they_are() {
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0];
    let step = Step::response(200, "application/json", gzip).header("content-encoding", "gzip");
    for came in once(step).await {
        assert!(came.of.is_err(), "{came:?}");
    }
}

#[tokio::test]
async fn an_expired_token_is_an_error_of_the_credential() {
    for came in once(Step::error("AuthFailure.TokenFailure")).await {
        assert!(is(&came, Error::is_auth), "{came:?}");
    }
}
