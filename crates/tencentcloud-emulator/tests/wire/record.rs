//! Calls recorded, here and on their way to the cloud, and responses from a record.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tencentcloud_apigateway::DescribeUpstreamsRequest;
use tencentcloud_apigateway::runtime::{Client, Config, Fixtures, Mock};
use tencentcloud_emulator::{Credential, Emulator, Record};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, answer, code};

const HOST: &str = "apigateway.tencentcloudapi.com";

fn call(emulator: &Emulator, action: &str, parameters: &Value, by: &Credential) -> Response {
    Request::post(action, APIGATEWAY.1, parameters)
        .header("Host", HOST)
        .tc3("apigateway", by)
        .send(emulator.address())
}

fn describe(emulator: &Emulator, by: &Credential) -> Response {
    let parameters = json!({"Limit": 10, "Offset": 0});
    call(emulator, "DescribeUpstreams", &parameters, by)
}

fn create(emulator: &Emulator, by: &Credential) -> Response {
    let parameters = json!({
        "Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "UpstreamName": "a",
    });
    call(emulator, "CreateUpstream", &parameters, by)
}

fn count(response: &Response) -> u64 {
    answer(response)["Result"]["TotalCount"].as_u64().unwrap()
}

fn source(response: &Response) -> &str {
    response.header("x-emulator-source").unwrap()
}

fn records(path: &Path) -> Vec<Record> {
    Record::read_lines(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[tokio::test]
async fn a_record_answers_as_it_was_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let first = Emulator::builder().record(&path).start().await.unwrap();
    let test = first.credential();
    assert_eq!(count(&describe(&first, test)), 0);
    let id = answer(&create(&first, test))["UpstreamId"].clone();
    assert_eq!(count(&describe(&first, test)), 1);
    let unknown = call(
        &first,
        "DeleteUpstream",
        &json!({"UpstreamId": "upstream-none"}),
        test,
    );
    let expected = code(&unknown);
    let guess = Credential::new(&test.secret_id, "guess");
    assert_eq!(
        code(&describe(&first, &guess)),
        "AuthFailure.SignatureFailure"
    );

    let recorded = records(&path);
    assert_eq!(recorded.len(), 4);
    let second = Emulator::builder().replay(recorded).start().await.unwrap();
    assert_eq!(count(&describe(&second, test)), 0);
    let again = describe(&second, test);
    assert_eq!((count(&again), source(&again)), (1, "replayed"));
    assert_eq!(count(&describe(&second, test)), 1);
    assert_eq!(answer(&create(&second, test))["UpstreamId"], id);
    let unknown = call(
        &second,
        "DeleteUpstream",
        &json!({"UpstreamId": "upstream-none"}),
        test,
    );
    assert_eq!((code(&unknown), source(&unknown)), (expected, "replayed"));
    // What was not recorded is answered as always.
    let other = call(
        &second,
        "DescribeUpstreams",
        &json!({"Limit": 5, "Offset": 0}),
        test,
    );
    assert_eq!((count(&other), source(&other)), (0, "stateful"));
}

#[tokio::test]
async fn no_secret_is_in_a_record_and_its_owner_alone_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let emulator = Emulator::builder().record(&path).start().await.unwrap();
    let web = json!({
        "ProviderId": "oidc", "WebIdentityToken": "hushed-marker",
        "RoleArn": "qcs::cam::uin/1:roleName/reader", "RoleSessionName": "pod",
    });
    let request = Request::post("AssumeRoleWithWebIdentity", "2018-08-13", &web)
        .header("Host", "sts.localhost")
        .header("Authorization", "SKIP");
    let issued = answer(&request.send(emulator.address()));
    let text = std::fs::read_to_string(&path).unwrap();
    for name in ["TmpSecretKey", "Token"] {
        assert!(
            !text.contains(issued["Credentials"][name].as_str().unwrap()),
            "{text}"
        );
    }
    assert!(
        text.contains("pod") && !text.contains("hushed-marker"),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[tokio::test]
async fn calls_to_a_named_host_go_on_and_are_recorded_and_replayed_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let real = Credential::new("AKIDreal", "a-real-key");
    let cloud = Emulator::builder()
        .credential(real.clone())
        .start()
        .await
        .unwrap();
    let recording = Emulator::builder()
        .record(&path)
        .forward(HOST, Some(&cloud.url()));
    let proxy = recording.unwrap().start().await.unwrap();

    let made = create(&proxy, &real);
    assert_eq!(source(&made), "forwarded");
    let id = answer(&made)["UpstreamId"].clone();
    assert_eq!(
        made.header("x-tc-requestid"),
        answer(&made)["RequestId"].as_str()
    );
    assert_eq!(count(&describe(&proxy, &real)), 1);
    assert_eq!(cloud.calls().of("CreateUpstream").len(), 1);
    let guess = Credential::new("AKIDreal", "guess");
    assert_eq!(
        code(&describe(&proxy, &guess)),
        "AuthFailure.SignatureFailure"
    );
    assert_eq!(proxy.calls().all()[0].source.as_deref(), Some("forwarded"));
    let text = std::fs::read_to_string(&path).unwrap();
    for secret in ["AKIDreal", "a-real-key", "TC3-HMAC", "ignature="] {
        assert!(!text.contains(secret), "{text}");
    }

    // A host that was not named stays here, and the cloud's key is none of this endpoint.
    let elsewhere = Request::post("DescribeZones", "2017-03-12", &json!({}))
        .header("Host", "cvm.tencentcloudapi.com")
        .tc3("cvm", &real);
    let elsewhere = elsewhere.send(proxy.address());
    assert_eq!(code(&elsewhere), "AuthFailure.SecretIdNotFound");

    drop(cloud);
    let captured = records(&path);
    let replaying = Emulator::builder()
        .credential(real.clone())
        .replay(captured);
    let replaying = replaying.start().await.unwrap();
    assert_eq!(answer(&create(&replaying, &real))["UpstreamId"], id);
    assert_eq!(count(&describe(&replaying, &real)), 1);
}

#[tokio::test]
async fn only_what_the_record_lacks_goes_on_and_is_captured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let cloud = Emulator::start().await.unwrap();
    let test = &cloud.credential().clone();
    let start = |replayed: Vec<Record>| {
        let builder = Emulator::builder().record(&path).replay(replayed);
        builder.forward(HOST, Some(&cloud.url())).unwrap().start()
    };
    let first = start(Vec::new()).await.unwrap();
    assert_eq!(count(&describe(&first, test)), 0);
    answer(&create(&cloud, test));
    let second = start(records(&path)).await.unwrap();
    let known = describe(&second, test);
    assert_eq!((count(&known), source(&known)), (0, "replayed"));
    let limit = json!({"Limit": 9, "Offset": 0});
    let missed = call(&second, "DescribeUpstreams", &limit, test);
    assert_eq!((count(&missed), source(&missed)), (1, "forwarded"));
    assert_eq!(records(&path).len(), 2);
    drop(cloud);
    let gone = call(
        &second,
        "DescribeUpstreams",
        &json!({"Limit": 8, "Offset": 0}),
        test,
    );
    assert_eq!(code(&gone), "InternalError");
}

/// One form: what the endpoint wrote, the client's mock reads; what the client recorded, the
/// endpoint answers from.
#[tokio::test]
async fn the_client_reads_what_the_endpoint_wrote_and_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let emulator = Emulator::builder().record(&path).start().await.unwrap();
    let wanted = || DescribeUpstreamsRequest::new().limit(10).offset(0);
    let read = Client::new(&emulator.config())
        .call(wanted())
        .await
        .unwrap();
    assert_eq!(read.result.unwrap().total_count, 0);
    answer(&create(&emulator, emulator.credential()));
    Client::new(&emulator.config())
        .call(wanted())
        .await
        .unwrap();

    let fixtures = Fixtures::from_json_lines(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(fixtures.all().len(), 3);
    let mock = Mock::new();
    mock.replay_all(&fixtures);
    let mocked = Client::new(&mock.config());
    for expected in [0, 1, 1] {
        let read = mocked.call(wanted()).await.unwrap();
        assert_eq!(read.result.unwrap().total_count, expected);
    }
    let missing = mocked
        .call(DescribeUpstreamsRequest::new().limit(5).offset(0))
        .await
        .unwrap_err()
        .to_string();
    assert!(missing.contains("DescribeUpstreams"), "{missing}");

    let written = Record::read_lines(&fixtures.to_json_lines()).unwrap();
    let second = Emulator::builder().replay(written).start().await.unwrap();
    for expected in [0, 1] {
        let read = Client::new(&second.config()).call(wanted()).await.unwrap();
        assert_eq!(read.result.unwrap().total_count, expected);
    }
    assert_eq!(second.calls().all()[1].source.as_deref(), Some("replayed"));
}

/// What a program appends to a file of its own is read back and replayed.
#[tokio::test]
async fn the_calls_that_a_program_recorded_are_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let first = Emulator::start().await.unwrap();
    answer(&create(&first, first.credential()));
    let wanted = || DescribeUpstreamsRequest::new().limit(10).offset(0);
    let config = first.config::<Config>().inspect(&path).unwrap();
    Client::new(&config).call(wanted()).await.unwrap();
    let lines = records(&path);
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].attempt, lines[0].code.as_deref()),
        (Some(1), None)
    );
    assert_eq!(lines[0].source.as_deref(), Some("program"));
    assert_eq!(lines[0].service.as_deref(), Some("apigateway"));
    let second = Emulator::builder().replay(lines).start().await.unwrap();
    let again = Client::new(&second.config()).call(wanted()).await.unwrap();
    assert_eq!(again.result.unwrap().total_count, 1);
}

/// The device that is always full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_reported_once_and_what_is_lost_is_counted() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let builder = Emulator::builder().record("/dev/full");
    let builder = builder.log(move |line| log.lock().unwrap().push(line.to_owned()));
    let emulator = builder.start().await.unwrap();
    for _ in 0..3 {
        answer(&describe(&emulator, emulator.credential()));
    }
    assert_eq!(emulator.calls().unrecorded(), 3);
    drop(emulator);
    let lines = lines.lock().unwrap();
    let told = lines.iter().filter(|line| line.contains("/dev/full"));
    assert_eq!((told.count(), lines.len()), (1, 4), "{lines:?}");
}

/// What one endpoint forwards over TLS, another one answers that stands for the cloud.
#[cfg(unix)]
#[tokio::test]
async fn calls_go_on_over_tls_to_whom_the_machine_trusts_alone() {
    let cloud = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (authority, record) = (
        folder.path().join("ca.pem"),
        folder.path().join("calls.jsonl"),
    );
    std::fs::write(&authority, cloud.ca_certificate().unwrap()).unwrap();
    let stranger = Emulator::start().await.unwrap();
    let other = folder.path().join("other.pem");
    std::fs::write(&other, stranger.ca_certificate().unwrap()).unwrap();
    let target = format!("{HOST}=https://localhost:{}", cloud.address().port());
    for (trusted, expected) in [(&other, None), (&authority, Some(0))] {
        let mut process = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"));
        process
            .args([
                "--listen",
                "127.0.0.1:0",
                "--quiet",
                "--forward",
                &target,
                "--record",
            ])
            .arg(&record)
            .env("SSL_CERT_FILE", trusted)
            .env_remove("SSL_CERT_DIR")
            .stdout(Stdio::piped());
        let mut process = process.spawn().unwrap();
        let mut line = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("http://")
            .unwrap()
            .parse()
            .unwrap();
        let request = Request::post(
            "DescribeUpstreams",
            APIGATEWAY.1,
            &json!({"Limit": 10, "Offset": 0}),
        );
        let request = request
            .header("Host", HOST)
            .tc3("apigateway", cloud.credential());
        let response = request.send(address);
        process.kill().unwrap();
        process.wait().unwrap();
        match expected {
            Some(expected) => {
                assert_eq!(source(&response), "forwarded");
                assert_eq!(count(&response), expected);
            }
            None => {
                let text = response.json()["Response"]["Error"]["Message"].to_string();
                assert_eq!(code(&response), "InternalError");
                assert!(text.contains("certificate"), "{text}");
            }
        }
        assert_eq!(cloud.calls().count(), expected.map_or(0, |_| 1));
    }
    let kept = records(&record);
    let last = kept.last().unwrap();
    assert_eq!(
        (last.source.as_deref(), &*last.action),
        (Some("forwarded"), "DescribeUpstreams")
    );
}
