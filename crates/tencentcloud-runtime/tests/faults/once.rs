//! Faults that befall one attempt: a read is sent again and succeeds; a write is sent again only if
//! nothing can have come of the first.

use tencentcloud_testkit::fault::Step;

use crate::bakery::{bread, config, read, server, write};

/// A read succeeds with the second request; a write ends with the first.
async fn unclear(step: Step) {
    let at = server([step.clone(), bread()]);
    read(&config(&at), &at).await.is_bread_after(2);
    let at = server([step, bread()]);
    let error = write(&config(&at), &at).await;
    assert!(error.error(1).is_retryable(), "{error:?}");
}

/// Both succeed with the second request: the service has refused to begin.
async fn refused(step: Step) {
    let at = server([step.clone(), bread()]);
    read(&config(&at), &at).await.is_bread_after(2);
    let at = server([step, bread()]);
    write(&config(&at), &at).await.is_bread_after(2);
}

macro_rules! tests {
    ($($kind:ident { $($name:ident $step:expr;)* })*) => {
        $($(
            #[tokio::test]
            async fn $name() {
                $kind($step).await;
            }
        )*)*
    };
}

tests! {
    unclear {
    closed_after_the_request Step::close();
    reset_after_the_request Step::reset();
    a_cut_head bread().cut_head(20);
    a_truncated_body bread().cut_body(20);
    a_body_that_is_reset bread().cut_body(20).then_reset();
    a_cut_chunk bread().chunks(16).cut_body(12);
    a_missing_last_chunk bread().chunks(1000).cut_body(51);
    a_gateway_page_502 Step::page(502);
    a_gateway_page_503 Step::page(503);
    a_gateway_page_504 Step::page(504);
    an_internal_error Step::error("InternalError");
    }
    refused {
    throttled Step::error("RequestLimitExceeded");
    throttled_by_address Step::error("RequestLimitExceeded.IPLimitExceeded");
    throttled_by_a_product Step::error("LimitExceeded.RateLimitExceeded");
    }
}
