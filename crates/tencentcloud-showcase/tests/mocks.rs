//! Mocks and recorded answers, as a user's tests have them.

mod endpoint;

use tencentcloud_runtime::transport;
use tencentcloud_runtime::{Bytes, Error, Fixture, Mock, Recorder};
use tencentcloud_showcase::{
    Client, LogRequest, LogResponse, LoginRequest, LoginResponse, PingRequest, Secret, Tree,
    UploadRequest, UploadResponse, v2020_01_01,
};
use tencentcloud_testkit::transport::Fixed;

#[tokio::test]
async fn handlers_answer_and_requests_are_kept() {
    let mock = Mock::new();
    mock.on::<LoginRequest>(|request| {
        assert_eq!(request.password, "hush");
        let mut answer = LoginResponse::default();
        answer.token = "t".to_owned();
        Ok(answer)
    });
    let client = Client::new(&mock.config());
    assert_eq!(
        client
            .login(LoginRequest::new().password("hush"))
            .await
            .unwrap()
            .token,
        "t"
    );
    assert_eq!(
        mock.requests::<LoginRequest>().unwrap(),
        [LoginRequest::new().password("hush")]
    );
    let error = client.ping(PingRequest::new()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the mock has no handler for Ping of version 2021-02-02"),
        "{error}"
    );
    mock.on::<PingRequest>(|_| Err(Error::service("LimitExceeded", "full").with_request_id("r-1")));
    let error = client.ping(PingRequest::new()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "LimitExceeded: full (Ping, request ID r-1)"
    );
}

#[tokio::test]
async fn uploads_are_read_back_as_they_were() {
    let mock = Mock::new();
    mock.on::<UploadRequest>(|request| {
        let mut answer = UploadResponse::default();
        answer.size = request.file.len() as u64;
        Ok(answer)
    });
    mock.on::<LogRequest>(|_| Ok(LogResponse::default()));
    let client = Client::new(&mock.config());
    let upload = UploadRequest::new()
        .name("n")
        .file(Bytes::from_static(b"\r\n--x\0"))
        .tags(["a", "b"])
        .tree(Tree::new().name("t"));
    assert_eq!(client.upload(upload.clone()).await.unwrap().size, 6);
    assert_eq!(mock.requests::<UploadRequest>().unwrap(), [upload]);
    let log = LogRequest::new()
        .topic_id("t")
        .content(Bytes::from_static(b"\0"))
        .hash_key("h");
    client.log(log.clone()).await.unwrap();
    assert_eq!(mock.requests::<LogRequest>().unwrap(), [log]);
}

#[tokio::test]
async fn handlers_are_for_a_version_and_the_last_one_counts() {
    let mock = Mock::new();
    mock.on::<v2020_01_01::PingRequest>(|request| {
        let mut answer = v2020_01_01::PingResponse::default();
        answer.echo = request.echo.unwrap_or_default();
        Ok(answer)
    });
    let (old, new) = (
        v2020_01_01::Client::new(&mock.config()),
        Client::new(&mock.clone().config()),
    );
    let request = v2020_01_01::PingRequest::new().echo("e");
    assert_eq!(old.ping(request.clone()).await.unwrap().echo, "e");
    assert!(new.ping(PingRequest::new()).await.is_err());
    mock.on::<v2020_01_01::PingRequest>(|_| Ok(v2020_01_01::PingResponse::default()));
    assert_eq!(old.ping(request).await.unwrap().echo, "");
    assert_eq!(
        mock.requests::<v2020_01_01::PingRequest>().unwrap().len(),
        2
    );
    assert_eq!(mock.requests::<PingRequest>().unwrap().len(), 1);
}

#[tokio::test]
async fn fixtures_are_whole_answers_or_what_stands_in_them() {
    let members = r#"{"Token":"t","RequestId":"r-1"}"#;
    let whole = format!(r#"{{"Response":{members}}}"#);
    let mock = Mock::new();
    let client = Client::new(&mock.config());
    for fixture in [members, whole.as_str()] {
        mock.replay::<LoginRequest>(fixture);
        let answer = client
            .login(LoginRequest::new().password("p"))
            .await
            .unwrap();
        assert_eq!(
            (answer.token.as_str(), answer.request_id.as_str()),
            ("t", "r-1")
        );
    }
    mock.replay::<LoginRequest>(
        r#"{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r-2"}"#,
    );
    let error = client
        .login(LoginRequest::new().password("p"))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "AuthFailure: no (Login, request ID r-2)");
    mock.replay::<LoginRequest>("no JSON");
    assert!(
        client
            .login(LoginRequest::new().password("p"))
            .await
            .is_err()
    );
}

async fn record(answer: &'static str) -> (Result<LoginResponse, Error>, Fixture) {
    let (recorder, fixtures) =
        Recorder::new(Fixed::new(answer).header("content-type", "application/json; charset=utf-8"));
    let config = Mock::new().config().transport(recorder);
    let key = Secret::new().id("id-1").key("hush-key");
    let request = LoginRequest::new().password("hush-word").keys([key]);
    let answer = Client::new(&config).login(request).await;
    let mut all = fixtures.all();
    assert_eq!(all.len(), 1);
    (answer, all.remove(0))
}

#[tokio::test]
async fn a_recording_has_neither_secrets_nor_what_nobody_knows() {
    let (answer, fixture) = record(
        r#"{"Response":{"Secret":{"Id":"id-2","Key":"hush-back","Other":"hush-deep"},"Token":"hush-token","Unknown":"hush-top","RequestId":"r-1"}}"#,
    )
    .await;
    // The program itself gets what was answered.
    assert_eq!(answer.unwrap().token, "hush-token");
    assert_eq!(fixture.action, "Login");
    assert_eq!(
        fixture.request,
        r#"{"Password":"***","Keys":[{"Id":"id-1","Key":"***"}]}"#
    );
    assert_eq!(
        fixture.response,
        r#"{"Secret":{"Id":"id-2","Key":"***"},"Token":"***","RequestId":"r-1"}"#
    );
}

#[tokio::test]
async fn an_error_is_recorded_and_replays() {
    let (real, fixture) = record(
        r#"{"Response":{"Error":{"Code":"InternalError","Message":"m","Trace":"hush"},"Token":"hush","RequestId":"r-1"}}"#,
    )
    .await;
    assert_eq!(
        fixture.response,
        r#"{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r-1"}"#
    );
    let mock = Mock::new();
    mock.replay::<LoginRequest>(fixture.response);
    let client = Client::new(&mock.config());
    let again = client.login(LoginRequest::new().password("x")).await;
    assert_eq!(
        again.unwrap_err().to_string(),
        real.unwrap_err().to_string()
    );
}

#[tokio::test]
async fn a_null_error_is_recorded_as_none_and_bad_text_as_what_was_read() {
    let (answer, fixture) = record(
        r#"{"Response":{"Error":null,"Token":"hush","Secret":{"Id":"cut \ud83d"},"RequestId":"r-1"}}"#,
    )
    .await;
    assert_eq!(answer.unwrap().token, "hush");
    assert_eq!(
        fixture.response,
        "{\"Secret\":{\"Id\":\"cut \u{fffd}\"},\"Token\":\"***\",\"RequestId\":\"r-1\"}"
    );
}

#[tokio::test]
async fn a_recording_has_no_secret_and_replays() {
    let emulator = endpoint::builder().start().await.unwrap();
    let (recorder, fixtures) = Recorder::new(transport::Http::default());
    let client = Client::new(&endpoint::config(&emulator).transport(recorder));
    let real = client
        .login(LoginRequest::new().password("hush-hush"))
        .await
        .unwrap();
    let fixture = fixtures.all().remove(0);
    assert_eq!(fixture.action, "Login");
    let text = format!("{fixture:?}");
    assert!(
        !text.contains("hush-hush") && !real.token.is_empty(),
        "{text}"
    );
    assert!(fixture.response.contains(r#""Token":"***""#), "{text}");

    let mock = Mock::new();
    mock.replay::<LoginRequest>(fixture.response);
    let again = Client::new(&mock.config())
        .login(LoginRequest::new().password("x"))
        .await
        .unwrap();
    assert_eq!(again.request_id, real.request_id);
    assert_eq!(again.token, "***");
}
