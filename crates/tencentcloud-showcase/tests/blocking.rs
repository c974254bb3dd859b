//! Calls without async. Needs the feature `blocking`.

mod endpoint;

use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::Error;
use tencentcloud_showcase::{Client, PingRequest, PingResponse};
use tokio::runtime::{Builder, Runtime};

fn threads() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

fn serve() -> (Emulator, Client) {
    let emulator = threads().block_on(endpoint::builder().start()).unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    (emulator, client)
}

fn send(client: &Client) -> Result<PingResponse, Error> {
    client.ping(PingRequest::new()).send()
}

fn assert_refused(result: Result<PingResponse, Error>) {
    let error = result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "request not sent: Call::send blocks its thread and would stop the asynchronous task it is \
         in: await the call instead (Ping)"
    );
    assert_eq!(error.attempts(), 0);
}

#[test]
fn a_call_waits_on_its_thread() {
    let (_emulator, client) = serve();
    let ids = [(); 2].map(|()| send(&client).unwrap().request_id);
    assert!(!ids[0].is_empty() && ids[0] != ids[1]);
}

#[test]
fn a_task_is_not_stopped() {
    let (_emulator, client) = serve();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    assert_refused(single.block_on(async { send(&client) }));
    let many = threads();
    assert_refused(many.block_on(async { send(&client) }));
    let task = many.spawn(async move { send(&client) });
    assert_refused(many.block_on(task).unwrap());
}

#[test]
fn a_thread_of_a_runtime_that_may_block_waits() {
    let (_emulator, client) = serve();
    let many = threads();
    let own = client.clone();
    let task = many.spawn_blocking(move || send(&own));
    many.block_on(task).unwrap().unwrap();
    let task = many.spawn(async move { tokio::task::block_in_place(|| send(&client)) });
    many.block_on(task).unwrap().unwrap();
}

#[test]
fn a_handle_that_is_entered_alone_does_not_matter() {
    let (_emulator, client) = serve();
    let many = threads();
    let _entered = many.enter();
    send(&client).unwrap();
}

#[test]
fn a_call_waits_whatever_a_runtime_did_with_the_client_before() {
    let (_emulator, client) = serve();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..3 {
        let ping = client.ping(PingRequest::new()).into_future();
        single.block_on(ping).unwrap();
        send(&client).unwrap();
    }
    drop(single);
    send(&client).unwrap();
}

/// A process of its own: one that runs tests has other threads.
#[cfg(unix)]
#[test]
fn a_forked_process_calls_as_its_parent_does() {
    let mut program = std::process::Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "the_fork", "--ignored", "--nocapture"]);
    let output = program.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(printed.contains("the child has called"), "{printed}");
    assert!(printed.contains("and so has its parent"), "{printed}");
}

#[cfg(unix)]
#[test]
#[ignore = "runs inside another"]
fn the_fork() {
    let (_emulator, client) = serve();
    send(&client).unwrap();
    match fork::fork().unwrap() {
        fork::Fork::Child => {
            for _ in 0..2 {
                send(&client).unwrap();
            }
            println!("the child has called");
            std::process::exit(0);
        }
        fork::Fork::Parent(child) => {
            fork::waitpid(child).unwrap();
            send(&client).unwrap();
            println!("and so has its parent");
        }
    }
}
