//! Responses that stop coming. Time is paused: it passes when the server has seen the request.

use std::sync::Arc;

use tencentcloud_testkit::fault::{Server, Step};

use crate::bakery::{Came, bread, config, read, write};
use crate::patience::{PATIENCE, Still};

/// What a read or a write comes to if so many of its attempts run out of time.
async fn out_of_time(steps: Vec<Step>, reads: bool, attempts: usize) -> Came {
    let still = Still::new();
    let server = Arc::new(Server::start(steps));
    let config = config(&server).attempt_timeout(PATIENCE);
    let at = Arc::clone(&server);
    let calling = tokio::spawn(async move {
        match reads {
            true => read(&config, &at).await,
            false => write(&config, &at).await,
        }
    });
    for requests in 1..=attempts {
        still.pass(&server, requests).await;
    }
    calling.await.unwrap()
}

async fn once_and_lasting(step: Step) {
    let once = || vec![step.clone(), bread()];
    out_of_time(once(), true, 1).await.is_bread_after(2);
    assert!(out_of_time(once(), false, 1).await.error(1).is_timeout());
    let lasting = out_of_time(vec![step.clone()], true, 3).await;
    assert!(lasting.error(3).is_timeout());
}

#[tokio::test(start_paused = true)]
async fn slow_headers_are_a_timeout_and_a_read_is_sent_again() {
    once_and_lasting(Step::silence()).await;
}

#[tokio::test(start_paused = true)]
async fn a_head_that_stalls_is_a_timeout_and_a_read_is_sent_again() {
    once_and_lasting(bread().cut_head(20).then_stall()).await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_a_timeout_and_a_read_is_sent_again() {
    once_and_lasting(bread().cut_body(20).then_stall()).await;
}
