//! Mocks and recorded answers, as a user's tests have them.

mod endpoint;

use tencentcloud_runtime::{Bytes, Error, Mock, Recorder, transport};
use tencentcloud_showcase::{
    Client, LogRequest, LogResponse, LoginRequest, LoginResponse, PingRequest, Tree, UploadRequest,
    UploadResponse,
};

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
        "LimitExceeded: full (Ping, request id r-1)"
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
async fn a_recording_has_no_secret_and_replays() {
    let emulator = endpoint::builder().start().await.unwrap();
    let (recorder, fixtures) = Recorder::new(transport::Reqwest::default());
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
