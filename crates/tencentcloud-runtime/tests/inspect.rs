//! The file that attempts are appended to: what a line says, what it never says, and what becomes of
//! calls if it cannot be written.

use std::collections::VecDeque;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::StreamExt;
use serde_json::{Value, json};
use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{
    Api, Bytes, Client, Config, Credential, Error, Fixtures, Method, Model, PagesStyle, RawAction,
    RawPages, Streaming,
};
use tencentcloud_testkit::transport::{Fixed, Silent};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "DescribeLoaves", response = DescribeLoavesResponse)]
struct DescribeLoavesRequest {
    name: String,
    #[model(sensitive)]
    recipe: Option<String>,
}

impl Streaming for DescribeLoavesRequest {}

#[derive(Model)]
#[model(response)]
struct DescribeLoavesResponse {
    count: i64,
    #[model(sensitive)]
    secret: Option<String>,
    request_id: String,
}

const FINE: &str =
    r#"{"Response":{"Count":3,"Secret":"hush-answer","Other":"hush-other","RequestId":"id-fine"}}"#;
const THROTTLED: &str = r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"id-slow"}}"#;

fn request() -> DescribeLoavesRequest {
    DescribeLoavesRequest::new()
        .name("rye")
        .recipe("hush-recipe")
}

/// Answers one after the other; what is not there is a broken connection.
struct Script(Mutex<VecDeque<&'static str>>);

impl Script {
    fn new(answers: impl IntoIterator<Item = &'static str>) -> Self {
        Self(Mutex::new(answers.into_iter().collect()))
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>) -> Sending<'_> {
        let answer = match self.0.lock().unwrap().pop_front() {
            Some("cut") | None => Err(Error::network("the line is cut")),
            Some(body) => Ok(http::Response::new(Body::from(body))),
        };
        Box::pin(std::future::ready(answer))
    }
}

fn config(transport: impl Transport + 'static, path: &Path) -> Config {
    let credential = Credential::new("AKIDtest", "hush-key").with_token("hush-token");
    let config = Config::new(credential)
        .region("ap-guangzhou")
        .transport(transport)
        .request_client("a-test")
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_millis(1_551_113_065_250));
    config.inspect(path).unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    assert!(!text.contains("hush"), "{text}");
    assert!(text.is_empty() || text.ends_with('\n'));
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

fn scratch() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    (folder, path)
}

#[tokio::test(start_paused = true)]
async fn each_attempt_of_a_call_is_a_line_without_secrets() {
    let (_folder, path) = scratch();
    let client = Client::new(&config(Script::new([THROTTLED, "cut", FINE]), &path));
    client.call(request()).await.unwrap();
    let lines = lines(&path);
    let [slow, cut, fine] = &lines[..] else {
        panic!("{lines:?}");
    };
    for (number, line) in [slow, cut, fine].into_iter().enumerate() {
        assert_eq!(line["format"], 1);
        assert_eq!(line["time"], "2019-02-25T16:44:25.250Z");
        assert!(line["ms"].is_f64());
        assert_eq!(line["service"], "bakery");
        assert_eq!(line["version"], "2020-01-01");
        assert_eq!(line["action"], "DescribeLoaves");
        assert_eq!(line["region"], "ap-guangzhou");
        let client = line["client"].as_str().unwrap();
        assert!(client.starts_with("SDK_RUST_") && client.ends_with("; a-test"));
        assert_eq!(line["source"], "program");
        assert_eq!(line["attempt"], number + 1);
        assert_eq!(line["request"], json!({"Name": "rye", "Recipe": "***"}));
    }
    assert_eq!(slow["code"], "RequestLimitExceeded");
    assert_eq!(slow["request_id"], "id-slow");
    assert_eq!(slow["response"]["Error"]["Message"], "slow");
    assert_eq!(
        (&cut["code"], &cut["response"]),
        (&json!("network"), &Value::Null)
    );
    assert_eq!(
        (&fine["code"], &fine["request_id"]),
        (&Value::Null, &json!("id-fine"))
    );
    let shown = json!({"Count": 3, "Secret": "***", "RequestId": "id-fine"});
    assert_eq!(fine["response"], shown);
    // The client's own fixtures are of the same form.
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(Fixtures::from_json_lines(&text).unwrap().all().len(), 2);
}

#[tokio::test]
async fn parameters_are_there_in_whatever_form_they_are_sent() {
    let (_folder, path) = scratch();
    let client = Client::new(&config(Fixed::new(FINE), &path));
    client.call(request()).method(Method::Get).await.unwrap();
    let raw = RawAction::new("bakery", "2020-01-01", "DescribeLoaves");
    let parameters = json!({"Name": "rye", "Recipe": "hush-recipe"});
    let known = raw.clone().sensitive(["Recipe", "Secret", "Other"]);
    client
        .raw_action(known)
        .parameters(parameters.clone())
        .await
        .unwrap();
    let unknown = json!({"Name": "hush", "Recipe": "hush"});
    client.raw_action(raw).parameters(unknown).await.unwrap();
    let lines = lines(&path);
    assert_eq!(lines[0]["request"], json!({"Name": "rye", "Recipe": "***"}));
    assert_eq!(lines[1]["request"], json!({"Name": "rye", "Recipe": "***"}));
    assert_eq!(lines[1]["response"]["Count"], 3);
    // Nobody has said what of it is a secret.
    assert_eq!(lines[2]["request"], json!({"Name": "***", "Recipe": "***"}));
    assert_eq!(lines[2]["response"]["RequestId"], "id-fine");
}

#[tokio::test]
async fn each_page_is_a_line() {
    let (_folder, path) = scratch();
    let page = r#"{"Response":{"Total":3,"Loaves":["a","b"],"RequestId":"1"}}"#;
    let client = Client::new(&config(Fixed::new(page), &path));
    let pages = RawPages::new(PagesStyle::Offset, "Offset", "Loaves");
    let action = RawAction::new("bakery", "2020-01-01", "DescribeLoaves");
    let action = action
        .sensitive([""; 0])
        .pages(pages.size("Limit").total("Total"));
    let items = client.raw_action(action).items();
    let items: Vec<_> = items.take(3).collect().await;
    assert_eq!(items.len(), 3);
    let lines = lines(&path);
    let offsets: Vec<_> = lines
        .iter()
        .map(|line| &line["request"]["Offset"])
        .collect();
    assert_eq!(offsets.len(), 2, "{lines:?}");
    assert_eq!(*offsets[1], 2);
}

#[tokio::test]
async fn a_stream_is_a_line_once_it_has_ended_or_was_left() {
    let (_folder, path) = scratch();
    let stream =
        "data: {\"Count\":1,\"Secret\":\"hush\"}\n\ndata: {\"Count\":2}\n\ndata: [DONE]\n\n";
    let fixed = Fixed::new(stream)
        .header("content-type", "text/event-stream")
        .header("x-tc-requestid", "id-head");
    let client = Client::new(&config(fixed, &path));
    let mut events = client.call(request()).events();
    events.next().await.unwrap().unwrap();
    assert_eq!(lines(&path), [""; 0]);
    drop(events);
    let first = lines(&path);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0]["request_id"], "id-head");
    assert_eq!(first[0]["events"][0]["Count"], 1);
    assert_eq!(first[0]["events"][0]["Secret"], "***");
    assert_eq!(first[0]["events"][1]["Count"], 2);
    let whole: Vec<_> = client.call(request()).events().collect().await;
    assert_eq!(whole.len(), 2);
    assert_eq!(lines(&path).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_is_a_line_and_one_that_was_not_sent_is_none() {
    let (_folder, path) = scratch();
    let client = Client::new(&config(Silent, &path));
    let call = client.call(request()).timeout(Duration::from_secs(3));
    call.await.unwrap_err();
    let dropped = tokio::time::timeout(Duration::from_secs(1), client.call(request()).answer());
    dropped.await.unwrap_err();
    client
        .call(request())
        .endpoint("http://host:99999")
        .await
        .unwrap_err();
    let codes: Vec<_> = lines(&path)
        .iter()
        .map(|line| line["code"].clone())
        .collect();
    assert_eq!(codes, ["timeout", "cancelled"]);
}

#[tokio::test]
async fn a_line_that_would_be_too_long_says_what_was_called() {
    let (_folder, path) = scratch();
    let client = Client::new(&config(Fixed::new(FINE), &path));
    let long = DescribeLoavesRequest::new().name("x".repeat(5 << 20));
    client.call(long).await.unwrap();
    client.call(request()).await.unwrap();
    let lines = lines(&path);
    assert_eq!(lines[0]["action"], "DescribeLoaves");
    assert_eq!(
        (&lines[0]["request"], &lines[0]["response"]),
        (&json!({}), &Value::Null)
    );
    assert_eq!(lines[1]["request"]["Name"], "rye");
}

#[cfg(unix)]
#[tokio::test]
async fn its_owner_alone_reads_the_file_and_two_configurations_share_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = scratch();
    let one = Client::new(&config(Fixed::new(FINE), &path));
    let other = Client::new(&config(Fixed::new(FINE), &path));
    for client in [&one, &other, &one] {
        client.call(request()).await.unwrap();
    }
    assert_eq!(lines(&path).len(), 3);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Counts warnings.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Warnings {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The device that is always full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_fails_no_call_and_is_one_warning() {
    let warnings = Warnings::default();
    let writer = warnings.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let client = Client::new(&config(Fixed::new(FINE), Path::new("/dev/full")));
    for _ in 0..3 {
        client.call(request()).await.unwrap();
    }
    let text = String::from_utf8(warnings.0.lock().unwrap().clone()).unwrap();
    assert_eq!(text.matches("calls are not recorded").count(), 1, "{text}");
    assert!(text.contains("/dev/full"));
    // Recording turns no body into a log.
    assert!(!text.contains("rye") && !text.contains("hush"), "{text}");
}

#[test]
fn a_path_that_cannot_be_used_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let config = || Config::new(Credential::new("id", "key"));
    let refused = |path: &Path| config().inspect(path).unwrap_err().to_string();
    let missing = refused(&folder.path().join("none").join("calls.jsonl"));
    assert!(
        missing.contains("none does not exist: make it"),
        "{missing}"
    );
    let whole = refused(folder.path());
    assert!(whole.contains("it is a folder"), "{whole}");
}

#[tokio::test]
async fn the_environment_names_the_file() {
    let (folder, path) = scratch();
    let load = |file: String| {
        let variables = move |name: &str| match name {
            "TENCENTCLOUD_SECRET_ID" => Some("AKIDtest".to_owned()),
            "TENCENTCLOUD_SECRET_KEY" => Some("hush-key".to_owned()),
            "TENCENTCLOUD_REGION" => Some("ap-guangzhou".to_owned()),
            "TENCENTCLOUD_INSPECT" => Some(file.clone()),
            _ => None,
        };
        let loader = Config::loader().variables(variables);
        loader.transport(Fixed::new(FINE)).load()
    };
    let client = Client::new(&load(path.display().to_string()).await.unwrap());
    client.call(request()).await.unwrap();
    assert_eq!(lines(&path).len(), 1);
    let relative = load("calls.jsonl".to_owned())
        .await
        .unwrap_err()
        .to_string();
    assert!(relative.contains("TENCENTCLOUD_INSPECT is the relative path calls.jsonl"));
    let below = folder.path().join("none/calls.jsonl").display().to_string();
    let missing = load(below).await.unwrap_err().to_string();
    assert!(
        missing.contains("TENCENTCLOUD_INSPECT: ") && missing.contains("make it"),
        "{missing}"
    );
    assert!(load(String::new()).await.is_ok());
}
