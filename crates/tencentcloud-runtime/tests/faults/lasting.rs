//! Faults that last: what the error is, and how many requests there were of a read and of a write.

use tencentcloud_runtime::Error;
use tencentcloud_testkit::fault::Step;

use crate::bakery::{bread, config, read, server, write};

/// Reads end after 3 requests, writes after `writes`, both with an error that is `such`.
async fn lasting(step: Step, writes: usize, such: fn(&Error) -> bool) {
    let at = server([step.clone()]);
    let came = read(&config(&at), &at).await;
    assert!(such(came.error(3)), "{came:?}");
    let at = server([step]);
    let came = write(&config(&at), &at).await;
    assert!(such(came.error(writes)), "{came:?}");
}

macro_rules! tests {
    ($($name:ident $step:expr, $writes:literal, $such:expr;)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                lasting($step, $writes, $such).await;
            }
        )*
    };
}

tests! {
    closed_after_the_request Step::close(), 1, Error::is_network;
    reset_after_the_request Step::reset(), 1, Error::is_network;
    a_cut_head bread().cut_head(20), 1, Error::is_network;
    a_truncated_body bread().cut_body(20), 1, Error::is_network;
    a_cut_chunk bread().chunks(16).cut_body(12), 1, Error::is_network;
    a_gateway_page Step::page(502), 1, Error::is_gateway;
    an_internal_error Step::error("InternalError.DbError"), 1, Error::is_internal;
    throttled Step::error("RequestLimitExceeded"), 3, Error::is_throttled;
}
