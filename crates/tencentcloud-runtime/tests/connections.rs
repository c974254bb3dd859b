//! Connections over real sockets, with counts of what the server saw: which are kept, which are
//! dropped, and in which runtime they live.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tencentcloud_runtime::transport::Http;
use tencentcloud_runtime::{Api, Client, Config, Credential, Model, Retries};
use tokio::runtime::{Builder, Runtime};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "CreateBread", response = BreadResponse)]
struct CreateBreadRequest {
    flour: String,
}

#[derive(Model)]
#[model(response)]
struct BreadResponse {
    loaves: i64,
    request_id: String,
}

const BODY: &str = r#"{"Response":{"Loaves":3,"RequestId":"r"}}"#;

/// What a server does with each request of a connection.
#[derive(Clone, Copy)]
enum Then {
    Keep,
    /// Closes the connection behind the response, without having said so.
    Close,
    /// Says behind the response, to no request, that it has waited for too long, and closes.
    Leave,
    /// Responds with this status and keeps the connection.
    Status(u16),
    /// Reads no more than the head.
    Ignore,
}

/// A server with a thread a connection.
struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
}

impl Server {
    fn start(then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
            requests: Arc::default(),
            closed: Arc::default(),
        };
        let (connections, requests) = (server.connections.clone(), server.requests.clone());
        let closed = server.closed.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (requests, closed) = (requests.clone(), closed.clone());
                std::thread::spawn(move || {
                    serve(stream.unwrap(), then, &requests);
                    closed.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    fn counts(&self) -> (usize, usize) {
        (
            self.connections.load(Ordering::SeqCst),
            self.requests.load(Ordering::SeqCst),
        )
    }

    fn config(&self) -> Config {
        let credential = Credential::new("AKIDtest", "the-secret-key");
        Config::new(credential).endpoint(format!("http://{}", self.address))
    }

    fn client(&self) -> Client {
        Client::new(&self.config())
    }
}

fn serve(mut stream: TcpStream, then: Then, requests: &AtomicUsize) {
    let mut bytes = Vec::new();
    loop {
        let head = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            let mut piece = [0; 4096];
            match stream.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(count) => bytes.extend_from_slice(&piece[..count]),
            }
        };
        requests.fetch_add(1, Ordering::SeqCst);
        if matches!(then, Then::Ignore) {
            std::thread::park();
        }
        let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
        let length = text.split("content-length: ").nth(1).unwrap();
        let length: usize = length.lines().next().unwrap().parse().unwrap();
        let mut rest = bytes.split_off(head);
        while rest.len() < length {
            let mut piece = [0; 4096];
            match stream.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(count) => rest.extend_from_slice(&piece[..count]),
            }
        }
        bytes = rest.split_off(length);
        let status = match then {
            Then::Status(status) => status,
            _ => 200,
        };
        let response = format!(
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{BODY}",
            BODY.len()
        );
        if stream.write_all(response.as_bytes()).is_err() || matches!(then, Then::Close) {
            return;
        }
        if matches!(then, Then::Leave) {
            let _ = stream.write_all(b"HTTP/1.1 408 X\r\ncontent-length: 0\r\n\r\n");
            return;
        }
    }
}

fn request() -> CreateBreadRequest {
    CreateBreadRequest::new().flour("rye")
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The server closes each connection just before the next call, which creates something: it must
/// neither fail nor arrive twice.
#[test]
fn a_connection_that_the_server_has_closed_is_replaced_without_an_error() {
    closed_between_calls(Then::Close);
}

/// The system asks an idle connection whether the other side is still there, so that a dead one does
/// not wait for the next call.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_idle_connection_is_probed_by_the_system() {
    let server = Server::start(Then::Keep);
    server.client().call(request()).await.unwrap();
    // By the documentation of /proc/net/tcp: the fields behind the addresses are the state, the queues
    // and the timer, of which 02 is that of keep-alive, with what is left of it in hundredths.
    let own = format!(":{:04X}", server.address.port());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let mut rows = table
        .lines()
        .map(|row| row.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| row[2].ends_with(&own) && row[3] == "01");
    let row = row.expect("the connection is kept");
    let (timer, left) = row[5].split_once(':').unwrap();
    assert_eq!(timer, "02", "{row:?}");
    let left = u64::from_str_radix(left, 16).unwrap();
    assert!(left <= 3_000, "{row:?}");
}

/// What it says before it closes is no response to the next call.
#[test]
fn what_a_server_says_between_two_requests_is_no_response() {
    closed_between_calls(Then::Leave);
}

fn closed_between_calls(then: Then) {
    const CALLS: usize = 400;
    let server = Server::start(then);
    let client = Client::new(&server.config().retries(Retries::none()));
    for runtime in [
        current_thread(),
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap(),
    ] {
        let (_, before) = server.counts();
        let failed = runtime.block_on(async {
            let mut failed = Vec::new();
            for _ in 0..CALLS {
                if let Err(error) = client.call(request()).await {
                    failed.push(error.to_string());
                }
                // Then the end of the connection is there, whether or not tokio knows.
                while server.closed.load(Ordering::SeqCst) < server.counts().0 {
                    std::thread::sleep(Duration::from_micros(100));
                }
            }
            failed
        });
        assert_eq!(failed, [""; 0]);
        assert_eq!(server.counts().1 - before, CALLS);
    }
}

#[test]
fn one_configuration_serves_many_runtimes() {
    let server = Server::start(Then::Keep);
    let config = server.config().timeout(Duration::from_secs(20));
    let client = Client::new(&config);
    let runtimes = [current_thread(), current_thread()];
    for _ in 0..10 {
        for runtime in &runtimes {
            let bread = runtime.block_on(client.call(request()).into_future());
            assert_eq!(bread.unwrap().loaves, 3);
        }
    }
    assert_eq!(server.counts(), (2, 20), "a connection a runtime");
    drop(runtimes);
    for _ in 0..50 {
        let bread = current_thread().block_on(client.call(request()).into_future());
        assert_eq!(bread.unwrap().loaves, 3);
    }
    assert_eq!(server.counts(), (52, 70));
    // The pools of runtimes that have ended are gone.
    let printed = format!("{config:?}");
    assert!(printed.contains("Pools(1 runtimes)"), "{printed}");
}

#[test]
fn runtimes_at_once_share_a_client_without_waiting_for_each_other() {
    let server = Server::start(Then::Keep);
    let client = server.client();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let bread = current_thread().block_on(client.call(request()).into_future());
                    assert_eq!(bread.unwrap().loaves, 3);
                }
            });
        }
    });
    assert_eq!(server.counts(), (80, 80));
}

#[test]
fn a_call_outside_tokio_or_without_its_drivers_is_an_error_that_says_so() {
    let server = Server::start(Then::Keep);
    let client = server.client();
    let outside = futures_util::FutureExt::now_or_never(client.call(request()).into_future());
    let told = outside.unwrap().unwrap_err();
    assert!(told.to_string().contains("no tokio runtime"), "{told}");
    assert_eq!((told.attempts(), told.is_unsent()), (0, true));

    let bare = Builder::new_current_thread().build().unwrap();
    let told = bare.block_on(client.call(request()).into_future());
    let told = told.unwrap_err().to_string();
    assert!(told.contains("Builder::enable_all"), "{told}");

    let timers = Builder::new_current_thread().enable_time().build().unwrap();
    let told = timers.block_on(client.call(request()).into_future());
    let told = told.unwrap_err().to_string();
    assert!(told.contains("Builder::enable_all"), "{told}");
    assert_eq!(server.counts().1, 0);
}

#[tokio::test]
async fn a_connection_is_dropped_after_a_transient_failure_and_kept_otherwise() {
    for (status, connections) in [(200, 1), (404, 1), (500, 5), (502, 5), (503, 5), (504, 5)] {
        let server = Server::start(Then::Status(status));
        let client = server.client();
        let mut requests = 0;
        while requests < 5 {
            let _ = client.call(request()).await;
            requests = server.counts().1;
        }
        assert_eq!(server.counts(), (connections, 5), "{status}");
    }
}

#[tokio::test]
async fn an_upload_that_the_server_does_not_take_fails() {
    let server = Server::start(Then::Ignore);
    let transport = Http::new().stall_timeout(Duration::from_millis(400));
    let client = Client::new(&server.config().transport(transport));
    let bread = CreateBreadRequest::new().flour("x".repeat(9_000_000));
    let error = client.call(bread).await.unwrap_err();
    assert!(error.is_network() && !error.is_unsent(), "{error:?}");
    assert!(error.to_string().contains("the upload stalled"), "{error}");
    assert_eq!(server.counts(), (1, 1), "it is not sent again");
}

#[tokio::test]
async fn what_the_server_needs_before_it_responds_is_no_standstill() {
    let server = Server::start(Then::Ignore);
    let transport = Http::new().stall_timeout(Duration::from_millis(1));
    let config = server.config().transport(transport);
    let client = Client::new(&config.timeout(Duration::from_millis(500)));
    let error = client.call(request()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_server_without_tls_is_told_with_a_hint_at_http() {
    // A server that responds to anything, as many do.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream
                .unwrap()
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"));
    let config = config.endpoint(format!("localhost:{port}"));
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");
    let told = error.to_string();
    assert!(
        told.contains(&format!("https://localhost:{port}: ")),
        "{told}"
    );
    assert!(told.contains("begin the endpoint with http://"), "{told}");
}

#[tokio::test]
async fn an_idle_connection_is_not_kept_beyond_its_limit() {
    let server = Server::start(Then::Keep);
    let transport = Http::new().idle_timeout(Duration::from_millis(1));
    let client = Client::new(&server.config().transport(transport));
    for _ in 0..3 {
        client.call(request()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.counts(), (3, 3));
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_time_is_told_and_nothing_was_sent() {
    // Accepts, and says nothing of TLS.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    let transport = Http::new().connect_timeout(Duration::from_millis(50));
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .endpoint(&endpoint)
        .transport(transport);
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");
    assert_eq!(error.attempts(), 0);
    let told = format!("{endpoint}: no connection within 50ms");
    assert!(error.to_string().contains(&told), "{error}");
}

/// A server that sends the head of a response, and then a byte a pause.
fn dripping(pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]);
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", BODY.len());
                let _ = stream.write_all(head.as_bytes());
                for byte in BODY.bytes() {
                    std::thread::sleep(pause);
                    let _ = stream.write_all(&[byte]);
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn a_response_that_stands_still_fails() {
    let address = dripping(Duration::from_secs(3600));
    let transport = Http::new().stall_timeout(Duration::from_millis(200));
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .endpoint(format!("http://{address}"))
        .transport(transport);
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_network() && !error.is_unsent(), "{error:?}");
    let told = "the response stalled: fewer than 20 bytes in 200ms";
    assert!(error.to_string().contains(told), "{error}");
    assert_eq!(error.attempts(), 1, "what creates is not sent again");
}

#[tokio::test]
async fn a_call_whose_time_ends_while_it_connects_has_sent_nothing() {
    // Accepts, and says nothing of TLS.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .endpoint(format!("https://{}", listener.local_addr().unwrap()))
        .timeout(Duration::from_millis(50));
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_unsent(), "{error:?}");
    assert_eq!(error.attempts(), 0);

    // A request that has a connection may have arrived.
    let server = Server::start(Then::Ignore);
    let config = server.config().timeout(Duration::from_secs(3));
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_unsent(), "{error:?}");
    assert_eq!((error.attempts(), server.counts()), (1, (1, 1)));
}
