//! Credentials that a service refuses before their time.

use tencentcloud_runtime::{AssumeRole, Client, Config, Credential};
use tencentcloud_testkit::fault::{Server, Step};

use super::{second, sts};

const CODES: [&str; 3] = [
    "AuthFailure.TokenFailure",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.SecretIdNotFound",
];

fn role(sts: &Server) -> AssumeRole {
    AssumeRole::new(Credential::new("AKIDbase", "key"), "arn").endpoint(sts.url())
}

/// Also a write: a request whose credential was refused has done nothing.
#[tokio::test]
async fn another_credential_is_fetched_and_the_call_is_sent_again() {
    for code in CODES {
        let roles = Server::start([sts("one", second(7200)), sts("two", second(7200))]);
        let server = Server::start([Step::error(code), Step::ok("")]);
        let config = Config::new(role(&roles)).endpoint(server.url());
        let client = Client::new(&config);
        let answer = client.raw("cvm", "2017-03-12", "RunInstances").answer();
        assert_eq!(answer.await.unwrap().attempts, 2);
        let requests = server.requests();
        for (request, id) in requests.iter().zip(["one", "two"]) {
            let signed = request.header("authorization");
            assert!(signed.contains(&format!("Credential={id}-id/")), "{signed}");
            assert_eq!(request.header("x-tc-token"), format!("{id}-token"));
        }
        assert_eq!(requests.len(), 2);
    }
}

#[tokio::test]
async fn a_second_refusal_is_the_error() {
    let roles = Server::start([sts("one", second(7200))]);
    let server = Server::start([Step::error(CODES[0])]);
    let config = Config::new(role(&roles)).endpoint(server.url());
    let client = Client::new(&config);
    let call = client.raw("cvm", "2017-03-12", "DescribeZones");
    let error = call.await.unwrap_err();
    assert!(error.is_auth() && error.is(CODES[0]), "{error}");
    assert_eq!((error.attempts(), server.requests().len()), (2, 2));
}

#[tokio::test]
async fn a_key_that_nobody_can_replace_is_sent_once() {
    for code in CODES {
        let server = Server::start([Step::error(code)]);
        let config = Config::new(Credential::new("AKIDtest", "key")).endpoint(server.url());
        let client = Client::new(&config);
        let call = client.raw("cvm", "2017-03-12", "DescribeZones");
        let error = call.await.unwrap_err();
        assert_eq!((error.attempts(), server.requests().len()), (1, 1));
    }
}
