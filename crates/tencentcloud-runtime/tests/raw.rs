//! Raw calls over a transport of the test's own: what is sent again, and what is recorded.

use serde_json::{Value, json};
use tencentcloud_runtime::{Bytes, Client, Config, Credential, RawAction, Recorder};
use tencentcloud_testkit::transport::Fixed;

const INTERNAL: &str =
    r#"{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"id"}}"#;

fn client(transport: impl tencentcloud_runtime::transport::Transport + 'static) -> Client {
    let config = Config::new(Credential::new("id", "key")).region("ap-guangzhou");
    Client::new(&config.transport(transport))
}

fn token(sent: &http::Request<Bytes>) -> Option<String> {
    let body: Value = serde_json::from_slice(sent.body()).unwrap();
    body["ClientToken"].as_str().map(str::to_owned)
}

#[tokio::test(start_paused = true)]
async fn a_client_token_is_made_once_and_kept_across_attempts() {
    let run = RawAction::new("cvm", "2017-03-12", "RunInstances").client_token();
    let mut made = Vec::new();
    for _ in 0..2 {
        let fixed = Fixed::new(INTERNAL);
        let client = client(fixed.clone());
        let call = client.raw_action(run.clone());
        let error = call.parameters(json!({"Zone": "z"})).await.unwrap_err();
        assert_eq!(
            error.attempts(),
            3,
            "what carries a token may be sent again"
        );
        let tokens: Vec<_> = fixed.seen().iter().map(token).collect();
        assert!(tokens[0].as_ref().is_some_and(|token| token.len() == 36));
        assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
        made.push(tokens[0].clone());
    }
    assert_ne!(made[0], made[1]);
}

#[tokio::test(start_paused = true)]
async fn a_client_token_is_made_where_it_is_known_to_be_taken_alone() {
    let run = RawAction::new("cvm", "2017-03-12", "RunInstances");
    let read = RawAction::new("cvm", "2017-03-12", "DescribeZones").client_token();
    for (action, parameters, wanted, attempts) in [
        (run.clone(), json!({}), None, 1),
        (
            run.client_token(),
            json!({"ClientToken": "mine"}),
            Some("mine"),
            3,
        ),
        (read, json!({}), None, 3),
    ] {
        let fixed = Fixed::new(INTERNAL);
        let client = client(fixed.clone());
        let call = client.raw_action(action).parameters(parameters);
        let error = call.await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        for sent in fixed.seen() {
            assert_eq!(token(&sent).as_deref(), wanted);
        }
    }
}

#[tokio::test]
async fn a_recording_shows_what_is_said_to_be_public_alone() {
    let body = r#"{"Response":{"Key":"hush","Zone":"z","RequestId":"id"}}"#;
    let action = RawAction::new("cvm", "2017-03-12", "CreateKey");
    for (action, request, response) in [
        (
            action.clone(),
            json!({"Name": "***"}),
            json!({"Key": "***", "Zone": "***", "RequestId": "id"}),
        ),
        (
            action.sensitive(["Key"]),
            json!({"Name": "n"}),
            json!({"Key": "***", "Zone": "z", "RequestId": "id"}),
        ),
    ] {
        let (recorder, fixtures) = Recorder::new(Fixed::new(body));
        let client = client(recorder);
        let call = client.raw_action(action).parameters(json!({"Name": "n"}));
        assert_eq!(call.await.unwrap()["Key"], "hush");
        let [fixture] = &fixtures.all()[..] else {
            panic!("one exchange")
        };
        assert_eq!(fixture.action, "CreateKey");
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&fixture.request), request);
        assert_eq!(read(&fixture.response), response);
    }
}
