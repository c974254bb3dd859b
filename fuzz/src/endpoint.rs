//! Requests of the local endpoint.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tencentcloud_emulator::{Emulator, TEST_SECRET_ID, TEST_SECRET_KEY};
use tencentcloud_runtime::Credential;
use tencentcloud_runtime::signer::tc3;

/// When every request is signed.
const TIMESTAMP: u32 = 1_900_000_000;
/// After so many inputs the endpoint forgets what it keeps, which would else only grow: few enough for
/// what they did together to be found again.
const TOGETHER: usize = 500;
/// How long a response may take.
const PATIENCE: Duration = Duration::from_secs(15);

static EMULATOR: LazyLock<Emulator> = LazyLock::new(started);

/// The endpoint lives through any bytes, and answers every request that is signed: without an error
/// of its own, with a request ID.
///
/// Bytes that begin with the line `raw` are sent as they are. Others are lines: query, content type,
/// service, version, action, region; the rest is the body. With a query they are a GET.
pub fn endpoint(data: &[u8]) {
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    if SEEN.fetch_add(1, Ordering::Relaxed) % TOGETHER == TOGETHER - 1 {
        EMULATOR.reset();
    }
    match data.strip_prefix(b"raw\n") {
        Some(bytes) => {
            let response = exchange(bytes, true);
            let is_http = response.is_empty() || response.starts_with(b"HTTP/1.");
            // The alert of a handshake that fails.
            assert!(is_http || response[0] == 0x15, "{}", shown(&response));
            let alive = signed(b"\n\nsts\n2018-08-13\nGetCallerIdentity\n\n{}");
            answered(&exchange(&alive, false));
        }
        None => answered(&exchange(&signed(data), false)),
    }
}

/// Checks that a response is one of the protocol.
fn answered(response: &[u8]) {
    let end = response.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no response: {}", shown(response)));
    let head = String::from_utf8_lossy(&response[..end]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 "), "{}", shown(response));
    if head.contains("content-type: text/event-stream") {
        return;
    }
    let body: Value = serde_json::from_slice(&response[end + 4..])
        .unwrap_or_else(|error| panic!("{error}: {}", shown(response)));
    let id = body["Response"]["RequestId"].as_str().unwrap_or_default();
    assert!(!id.is_empty(), "{body}");
    assert_ne!(body["Response"]["Error"]["Code"], "InternalError", "{body}");
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).into_owned()
}

/// Returns the request that the lines of `data` make, signed without its body.
fn signed(data: &[u8]) -> Vec<u8> {
    let mut lines = data.splitn(7, |byte| *byte == b'\n');
    // What no header and no target can hold is left out.
    let mut line = || {
        let line = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        line.replace(|c: char| !c.is_ascii_graphic(), "")
    };
    let [query, content_type, service, version, action, region] = std::array::from_fn(|_| line());
    let query = query.replace(['#', '"', '<', '>', '\\', '^', '`', '{', '|', '}'], "");
    let method = if query.is_empty() { "POST" } else { "GET" };
    let body = lines.next().unwrap_or_default();
    let content_type = match content_type.as_str() {
        "" => "application/json",
        other => other,
    };
    let host = "127.0.0.1";
    let input = tc3::Input {
        method,
        query: &query,
        content_type,
        host,
        action: None,
        payload: tc3::UNSIGNED_PAYLOAD.as_bytes(),
        service: &service,
        timestamp: TIMESTAMP.into(),
    };
    let credential = Credential::new(TEST_SECRET_ID, TEST_SECRET_KEY);
    let authorization = tc3::sign(&input, &credential).authorization;
    let mark = if query.is_empty() { "" } else { "?" };
    let head = format!(
        "{method} /{mark}{query} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\n\
         Authorization: {authorization}\r\nX-TC-Content-SHA256: {}\r\n\
         X-TC-Timestamp: {TIMESTAMP}\r\nX-TC-Action: {action}\r\nX-TC-Version: {version}\r\n\
         X-TC-Region: {region}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        tc3::UNSIGNED_PAYLOAD,
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Sends bytes on a connection of their own, and returns all that comes back. What may be no whole
/// request ends there, which the endpoint may take for a caller who has gone.
fn exchange(bytes: &[u8], ends: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(EMULATOR.address()).expect("the endpoint listens");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time that is not zero");
    // The endpoint may close before it has read all; what it sent by then is read below.
    let _ = stream.write_all(bytes);
    if ends {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut response = Vec::new();
    match stream.read_to_end(&mut response) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
            panic!("{error} after {}", shown(&response))
        }
        _ => response,
    }
}

/// Starts an endpoint whose time stands still, so that one signature holds for ever.
fn started() -> Emulator {
    let now = UNIX_EPOCH + Duration::from_secs(TIMESTAMP.into());
    // One folder for all runs, where the fuzzer keeps its own.
    let certificates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz/certificates");
    let builder = Emulator::builder()
        .clock(move || now)
        .certificate_folder(certificates);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let started = runtime.expect("a runtime").block_on(builder.start());
    started.expect("a free port")
}
