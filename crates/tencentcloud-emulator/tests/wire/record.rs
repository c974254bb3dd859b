//! Calls recorded, here and on their way to the cloud, and responses from a record.

use std::path::Path;

use serde_json::{Value, json};
use tencentcloud_apigateway::DescribeUpstreamsRequest;
use tencentcloud_apigateway::runtime::{Client, Fixtures, Mock};
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
