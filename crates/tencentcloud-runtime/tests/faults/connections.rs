//! Connections that fail before a request is read from them.

use tencentcloud_testkit::fault::{Server, Step};

use crate::bakery::{bread, config, read, server, write};

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_nothing_was_sent() {
    let at = Server::refusing([bread()]);
    for came in [
        read(&config(&at), &at).await,
        write(&config(&at), &at).await,
    ] {
        let error = came.error(0);
        assert!(error.is_network() && error.is_unsent(), "{error:?}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_the_request_is_read_is_replaced_for_a_read() {
    for step in [Step::close_first(), Step::reset_first()] {
        let at = server([step.clone(), step.clone(), bread()]);
        let came = read(&config(&at), &at).await;
        came.is_bread_after(1);
        assert_eq!(came.connections, 3);
        // Whether a write was written before the end is a matter of chance; it never arrives twice.
        let at = server([step, bread()]);
        let came = write(&config(&at), &at).await;
        match &came.of {
            Ok(_) => assert_eq!(came.requests, 1, "{came:?}"),
            Err(error) => assert!(error.is_network() && came.requests == 0, "{came:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_closes_after_each_response_fails_no_read() {
    let at = server([bread().then_close()]);
    let config = config(&at);
    for number in 1..=50 {
        read(&config, &at).await.is_bread_after(number);
    }
}
