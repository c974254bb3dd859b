//! Accounts that must not be changed.

use std::future::IntoFuture;

use futures_util::future::join_all;
use serde_json::Value;
use tencentcloud_runtime::{ActionClass, AssumeRole, Client, Config, Credential, Error};
use tencentcloud_runtime::{Loader, ProvideCredential};
use tencentcloud_testkit::fault::{Server, Step};

use super::{loader, second, sts, write};

const ACCOUNT: &str = "100000000001";

fn identity() -> Step {
    Step::ok(&format!(r#""AccountId":"{ACCOUNT}","Type":"CAMUser""#))
}

fn config(server: &Server) -> Config {
    Config::new(Credential::new("AKIDtest", "key")).endpoint(server.url())
}

async fn call(config: &Config, action: &str) -> Result<Value, Error> {
    let client = Client::new(config);
    client.raw("cvm", "2017-03-12", action).await
}

fn actions(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let actions = requests.iter().map(|request| request.action().to_owned());
    actions.collect()
}

#[tokio::test]
async fn the_account_is_asked_for_once_before_the_first_write() {
    let server = Server::start([Step::ok(""), identity(), Step::ok("")]);
    let config = config(&server).allowed_accounts([ACCOUNT]);
    call(&config, "DescribeZones").await.unwrap();
    let client = Client::new(&config);
    let writes = (0..10).map(|_| {
        client
            .raw("cvm", "2017-03-12", "RunInstances")
            .into_future()
    });
    for written in join_all(writes).await {
        written.unwrap();
    }
    call(&config.clone().region("ap-tokyo"), "StopInstances")
        .await
        .unwrap();
    let actions = actions(&server);
    assert_eq!(
        actions[..3],
        ["DescribeZones", "GetCallerIdentity", "RunInstances"]
    );
    let asked = actions
        .iter()
        .filter(|action| *action == "GetCallerIdentity");
    assert_eq!(asked.count(), 1);
    assert_eq!(actions.len(), 13);
    let requests = server.requests();
    assert_eq!(requests[1].header("x-tc-version"), "2018-08-13");
    assert_eq!(requests[1].header("x-tc-region"), "ap-guangzhou");
    assert_eq!(requests[1].text(), "{}");
}

/// Reads go on; what a program declares to be a read is one.
#[tokio::test]
async fn a_write_in_another_account_is_refused_and_not_sent() {
    type Guarded = fn(Config) -> Config;
    let cases: [(Guarded, &str); 3] = [
        (
            |config| config.forbidden_accounts([ACCOUNT]),
            "forbidden: the credential is of the account 100000000001, which is forbidden (RunInstances)",
        ),
        (
            |config| config.allowed_accounts(["7", "8"]),
            "forbidden: the credential is of the account 100000000001, and the allowed ones are 7, 8 (RunInstances)",
        ),
        (
            |config| {
                config
                    .allowed_accounts([ACCOUNT])
                    .forbidden_accounts([ACCOUNT])
            },
            "forbidden: the credential is of the account 100000000001, which is forbidden (RunInstances)",
        ),
    ];
    for (guarded, told) in cases {
        let server = Server::start([identity(), Step::ok("")]);
        let config = guarded(config(&server));
        for _ in 0..3 {
            let error = call(&config, "RunInstances").await.unwrap_err();
            assert_eq!(error.to_string(), told);
            assert!(error.is_auth() && !error.is_invalid_parameter() && !error.is_retryable());
            assert_eq!(error.attempts(), 0);
        }
        assert_eq!(actions(&server), ["GetCallerIdentity"]);
        call(&config, "DescribeZones").await.unwrap();
        let client = Client::new(&config);
        let read = client.raw("cvm", "2017-03-12", "InquiryPriceRunInstances");
        read.class(ActionClass::Read).await.unwrap();
    }
}

/// Nothing is written on a guess, and the next write asks again.
#[tokio::test]
async fn a_write_waits_until_the_account_can_be_told() {
    let server = Server::start([
        Step::error("AuthFailure.AccessKeyIllegal"),
        Step::ok(r#""Arn":"qcs::""#),
        identity(),
        Step::ok(""),
    ]);
    let config = config(&server).allowed_accounts([ACCOUNT]);
    for cause in ["AuthFailure.AccessKeyIllegal", "answered without AccountId"] {
        let error = call(&config, "RunInstances").await.unwrap_err();
        let told = "forbidden: the account of the credential cannot be told, and this configuration guards accounts (RunInstances)";
        assert_eq!(error.to_string(), told);
        assert!(format!("{error:?}").contains(cause), "{error:?}");
        assert_eq!(error.attempts(), 0);
    }
    call(&config, "RunInstances").await.unwrap();
    let asked = "GetCallerIdentity";
    assert_eq!(actions(&server), [asked, asked, asked, "RunInstances"]);
}

#[tokio::test]
async fn another_credential_is_asked_for_anew() {
    let server = Server::start([identity(), Step::ok(""), identity(), Step::ok("")]);
    let config = config(&server).allowed_accounts([ACCOUNT]);
    call(&config, "RunInstances").await.unwrap();
    let other = config.clone().credential(Credential::new("other", "key"));
    call(&other, "RunInstances").await.unwrap();
    call(&config, "RunInstances").await.unwrap();
    let (asked, run) = ("GetCallerIdentity", "RunInstances");
    assert_eq!(actions(&server), [asked, run, asked, run, run]);
}

/// The account of a role is the role's, not that of who assumes it.
#[tokio::test]
async fn a_role_is_assumed_through_a_guarded_configuration() {
    let server = Server::start([sts("role", second(7200)), identity(), Step::ok("")]);
    let config = config(&server).allowed_accounts([ACCOUNT]);
    let role = AssumeRole::new(Credential::new("AKIDbase", "key"), "arn").via(&config);
    role.credential().await.unwrap();
    call(&config.credential(role), "RunInstances")
        .await
        .unwrap();
    let expected = ["AssumeRole", "GetCallerIdentity", "RunInstances"];
    assert_eq!(actions(&server), expected);
    let signed = server.requests()[1].header("authorization").to_owned();
    assert!(signed.contains("Credential=role-id/"), "{signed}");
}

#[tokio::test]
async fn a_profile_guards_its_account() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().to_str().unwrap();
    let file = write(
        &home.path().join("credentials"),
        "[allowed]\nsecret_id=i\nsecret_key=k\nallowed_account_ids = 7, 8\n[forbidden]\nsecret_id=i\nsecret_key=k\nforbidden_account_ids=100000000001\n",
    );
    let folder = home.path().join(".tccli");
    write(
        &folder.join("theirs.credential"),
        r#"{"secretId":"i","secretKey":"k"}"#,
    );
    write(
        &folder.join("theirs.configure"),
        r#"{"_sys_param":{"allowed_account_ids":["7"]}}"#,
    );
    let load = |name: &str| -> Loader {
        let file = file.to_str().unwrap();
        loader([("HOME", root), ("TENCENTCLOUD_CREDENTIALS_FILE", file)]).profile(name)
    };
    for (name, told) in [
        ("allowed", "the allowed ones are 7, 8"),
        ("forbidden", "which is forbidden"),
        ("theirs", "the allowed ones are 7"),
    ] {
        let server = Server::start([identity()]);
        let config = load(name).load().await.unwrap().endpoint(server.url());
        let error = call(&config, "RunInstances").await.unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}
