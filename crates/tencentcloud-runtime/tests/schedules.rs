//! A test once for each call and each fault: what it finds in code that is safe to retry, and in code
//! that is not.

use std::cell::Cell;

use tencentcloud_runtime::{Api, Client, Error, Fault, Mock, Model, Schedules, With};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "DescribeBread", response = Bread)]
struct DescribeBreadRequest {}

#[derive(Model)]
#[model(request, api = API, action = "CreateBread", response = Bread)]
struct CreateBreadRequest {
    flour: String,
    #[model(sensitive)]
    password: String,
}

#[derive(Model)]
#[model(request, api = API, action = "CreateOven", response = Bread)]
struct CreateOvenRequest {
    client_token: Option<String>,
}

#[derive(Model)]
#[model(response)]
struct Bread {
    loaves: i64,
    request_id: String,
}

fn bakery(mock: &Mock) -> Client {
    mock.on::<DescribeBreadRequest>(|_| Ok(Bread::default().with(|bread| bread.loaves = 1)));
    mock.on::<CreateBreadRequest>(|_| Ok(Bread::default().with(|bread| bread.loaves = 2)));
    mock.on::<CreateOvenRequest>(|_| Ok(Bread::default().with(|bread| bread.loaves = 0)));
    Client::new(&mock.config())
}

fn create() -> CreateBreadRequest {
    CreateBreadRequest::new()
        .flour("RYE")
        .password("the-oven-key")
}

/// Any error that is one of this call is a good end.
fn ended<T>(came: Result<T, Error>) -> Result<(), String> {
    match came {
        Err(error) if error.action().is_empty() => Err(error.to_string()),
        _ => Ok(()),
    }
}

#[tokio::test]
async fn code_that_leaves_retries_to_the_sdk_is_safe() {
    let report = Schedules::new()
        .run(async |mock| {
            let client = bakery(&mock);
            ended(client.call(DescribeBreadRequest::new()).await)?;
            ended(client.call(create()).await)
        })
        .await;
    report.assert_ok();
    // One without a fault, and of each call each fault once and lasting.
    assert_eq!(report.runs, 1 + 2 * Fault::ALL.len() * 2);
}

/// Tries until the error says that trying does not help.
async fn insist<F: AsyncFn() -> Result<Bread, Error>>(call: F) -> Result<(), String> {
    for _ in 0..4 {
        match call().await {
            Err(error) if error.is_retryable() => {}
            other => return ended(other),
        }
    }
    Ok(())
}

fn lost() -> Schedules {
    Schedules::new().faults([Fault::LostRequest, Fault::LostResponse])
}

#[tokio::test]
async fn a_write_that_is_repeated_by_hand_is_not_safe() {
    let report = lost()
        .run(async |mock| {
            let client = bakery(&mock);
            insist(async || client.call(create()).await).await
        })
        .await;
    assert!(report.failures.is_empty(), "{report}");
    let [repeated] = report.repeated.as_slice() else {
        panic!("{report}");
    };
    assert_eq!(repeated.action, "CreateBread");
    let schedule = repeated.schedule.as_ref().unwrap();
    assert_eq!(
        (schedule.fault, schedule.attempts),
        (Fault::LostResponse, 1)
    );
    let text = report.to_string();
    assert!(text.contains("not safe to retry: CreateBread"), "{text}");
    assert!(
        text.contains("RYE") && !text.contains("the-oven-key"),
        "{text}"
    );
}

#[tokio::test]
async fn a_client_token_makes_a_repetition_safe_as_long_as_it_is_the_same() {
    let report = lost()
        .run(async |mock| {
            let client = bakery(&mock);
            insist(async || {
                client
                    .call(CreateOvenRequest::new().client_token("one"))
                    .await
            })
            .await
        })
        .await;
    report.assert_ok();
    // The SDK keeps the token that it makes through the attempts of one call, not of two.
    let report = lost()
        .run(async |mock| {
            let client = bakery(&mock);
            insist(async || client.call(CreateOvenRequest::new()).await).await
        })
        .await;
    let [repeated] = report.repeated.as_slice() else {
        panic!("{report}");
    };
    let schedule = repeated.schedule.as_ref().unwrap();
    assert_eq!(
        (schedule.fault, schedule.attempts),
        (Fault::LostResponse, 3)
    );
}

#[tokio::test]
async fn a_fault_that_must_last_is_reported_with_its_shortest_schedule() {
    let report = Schedules::new()
        .faults([Fault::Gateway])
        .lasting(7)
        .run(async |mock| {
            let client = bakery(&mock);
            client.call(DescribeBreadRequest::new()).await.map(drop)
        })
        .await;
    let [failure] = report.failures.as_slice() else {
        panic!("{report}");
    };
    let schedule = failure.schedule.as_ref().unwrap();
    assert_eq!((schedule.call, schedule.attempts), (1, 3));
    assert_eq!(
        report.to_string().lines().nth(1).unwrap(),
        format!(
            "failed: call 1, DescribeBread: Gateway for 3 attempts: {}",
            failure.why
        )
    );
}

#[tokio::test]
async fn a_panic_under_a_fault_is_a_failure_with_what_it_said() {
    let report = Schedules::new()
        .faults([Fault::ExpiredToken])
        .run(async |mock| {
            let client = bakery(&mock);
            client
                .call(DescribeBreadRequest::new())
                .await
                .expect("never thought of");
            client.call(create()).await.map(drop)
        })
        .await;
    let found: Vec<_> = report
        .failures
        .iter()
        .map(|failure| {
            let schedule = failure.schedule.as_ref().unwrap();
            (
                schedule.call,
                schedule.attempts,
                failure.why.starts_with("panic: never thought of"),
            )
        })
        .collect();
    assert_eq!(found, [(1, 1, true), (2, 1, false)]);
}

#[tokio::test]
async fn a_test_that_fails_without_a_fault_is_run_once() {
    let runs = Cell::new(0);
    let report = Schedules::new()
        .run(async |_| {
            runs.set(runs.get() + 1);
            Err("wrong")
        })
        .await;
    assert_eq!((runs.get(), report.runs), (1, 1));
    assert_eq!(
        report.to_string(),
        "1 runs, 1 failed\nfailed: without a fault: wrong"
    );
}
