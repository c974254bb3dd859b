//! The default search: which source wins, why each other one does not, and what Terraform sets.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use tencentcloud_runtime::{Config, Credential, Outcome};
use tencentcloud_testkit::fault::{Script, Server, Step};

use super::{body, load_error, loader, metadata, second, sts, write};

/// A server that is STS, by action, and the metadata service, by path.
fn cloud() -> Server {
    Server::start(Script::function(|request| {
        let expires = second(7200);
        match request.action() {
            "AssumeRole" => sts("role", expires),
            "AssumeRoleWithWebIdentity" => {
                let provider = body(request)["ProviderId"].clone();
                sts(provider.as_str().unwrap(), expires)
            }
            "AssumeRoleWithSAML" => sts("saml", expires),
            "" if request.target.ends_with("/") => Step::response(200, "text/plain", "bound"),
            "" => metadata(request.target.rsplit('/').next().unwrap(), expires),
            other => panic!("{other}"),
        }
    }))
}

/// A home folder with a profile of each kind.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    write(
        &home.path().join(".tencentcloud/credentials"),
        "[default]\nsecret_id=sdk-id\nsecret_key=k\nregion=sdk-region\n[other]\nsecret_id=other-id\nsecret_key=k\n",
    );
    for name in ["default", "named"] {
        let folder = home.path().join(".tccli");
        write(
            &folder.join(format!("{name}.credential")),
            &format!(r#"{{"secretId":"tccli-{name}-id","secretKey":"k"}}"#),
        );
        write(
            &folder.join(format!("{name}.configure")),
            &format!(r#"{{"_sys_param":{{"region":"tccli-{name}-region"}}}}"#),
        );
    }
    write(&home.path().join("token"), "eyJ.token");
    home
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn id(config: &Config) -> String {
    let prepared = tencentcloud_runtime::Client::new(config)
        .raw("cvm", "2017-03-12", "DescribeZones")
        .prepare()
        .await
        .unwrap();
    let signed = prepared.headers()["authorization"].to_str().unwrap();
    let (_, id) = signed.split_once("Credential=").unwrap();
    id.split('/').next().unwrap().to_owned()
}

/// Everything is set up; then the source that wins is taken away, one after the other.
#[tokio::test]
async fn each_source_precedes_those_behind_it() {
    let (home, server) = (home(), cloud());
    let (root, token) = (home.path().to_owned(), home.path().join("token"));
    let mut variables = vec![
        ("HOME", text(&root)),
        (
            "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
            "eyJ.variable",
        ),
        ("TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "terraform"),
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", "c2FtbA=="),
        ("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", "principal"),
        ("TENCENTCLOUD_CAM_ROLE_NAME", "cam"),
        ("TENCENTCLOUD_SECRET_ID", "env-id"),
        ("TENCENTCLOUD_SECRET_KEY", "k"),
        ("TKE_PROVIDER_ID", "tke"),
        ("TKE_ROLE_ARN", "arn"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", text(&token)),
        ("TKE_REGION", "tke-region"),
    ];
    let sdk = root.join(".tencentcloud/credentials");
    let tccli = root.join(".tccli/default.credential");
    type Taken<'a> = (&'a str, &'a str, &'a str, &'a [&'a str], Option<&'a Path>);
    let turns: [Taken<'_>; 8] = [
        (
            "web identity variables",
            "terraform-id",
            "",
            &[
                "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
                "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID",
            ],
            None,
        ),
        (
            "SAML variables",
            "saml-id",
            "",
            &[
                "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
                "TENCENTCLOUD_ASSUME_ROLE_ARN",
            ],
            None,
        ),
        (
            "instance role by name",
            "cam-id",
            "",
            &["TENCENTCLOUD_CAM_ROLE_NAME"],
            None,
        ),
        (
            "environment",
            "env-id",
            "",
            &["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
            None,
        ),
        (
            "SDK profile default",
            "sdk-id",
            "sdk-region",
            &[],
            Some(&sdk),
        ),
        (
            "tccli profile default",
            "tccli-default-id",
            "tccli-default-region",
            &[],
            Some(&tccli),
        ),
        (
            "TKE workload identity",
            "tke-id",
            "tke-region",
            &[
                "TKE_PROVIDER_ID",
                "TKE_ROLE_ARN",
                "TKE_WEB_IDENTITY_TOKEN_FILE",
            ],
            None,
        ),
        ("instance role", "bound-id", "", &[], None),
    ];
    let file = text(&sdk).to_owned();
    for (turn, (source, expected, region, taken, removed)) in turns.into_iter().enumerate() {
        let now = variables.clone().into_iter();
        let mut now: Vec<_> = now.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        now.push(("TENCENTCLOUD_CREDENTIALS_FILE".to_owned(), file.clone()));
        let config = Config::loader()
            .variables(move |name| {
                let found = now.iter().find(|(own, _)| own == name);
                found.map(|(_, value)| value.clone())
            })
            .metadata_endpoint(server.url())
            .sts_endpoint(server.url())
            .load()
            .await
            .unwrap();
        let report = config.credential_report().unwrap();
        assert_eq!(report.source(), Some(source), "{report}");
        assert_eq!(id(&config).await, expected);
        let outcomes: Vec<_> = report.steps().iter().map(|step| &step.outcome).collect();
        assert_eq!(outcomes.len(), 8);
        for (place, outcome) in outcomes.into_iter().enumerate() {
            assert!(
                match outcome {
                    Outcome::Absent(_) => place < turn,
                    Outcome::Used => place == turn,
                    Outcome::NotAsked => place > turn,
                    _ => false,
                },
                "{report}"
            );
        }
        let shown = format!("{config:?}");
        assert_eq!(
            shown.contains(&format!("region: Some(\"{region}\")")),
            !region.is_empty(),
            "{shown}"
        );
        variables.retain(|(name, _)| !taken.contains(name));
        if let Some(path) = removed {
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[tokio::test]
async fn without_any_source_the_error_names_each_with_its_reason() {
    let home = tempfile::tempdir().unwrap();
    let root = text(home.path());
    let server = Server::start([Step::page(404)]);
    let error = load_error(
        loader([
            ("HOME", root),
            ("TENCENTCLOUD_CREDENTIALS_FILE", &format!("{root}/none")),
        ])
        .instance_role(true)
        .metadata_endpoint(server.url()),
    )
    .await;
    let expected = format!(
        "no credential: web identity variables: the environment variable TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN is not set; \
         SAML variables: the environment variable TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION is not set; \
         instance role by name: the environment variable TENCENTCLOUD_CAM_ROLE_NAME is not set; \
         environment: the environment variable TENCENTCLOUD_SECRET_ID is not set; \
         SDK profile default: {root}/none is not there; \
         tccli profile default: {root}/.tccli/default.credential is not there; \
         TKE workload identity: the environment variable TKE_ROLE_ARN is not set; \
         instance role: {}: the instance has no role. \
         Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run `tccli configure`",
        server.url()
    );
    assert_eq!(error, expected);
    let error = load_error(loader([])).await;
    for told in [
        "there is no home folder to look in",
        "instance role: switched off",
    ] {
        assert!(error.contains(told), "{error}");
    }
}

/// Nothing listens, or nothing answers: this is no instance, and that is no failure.
#[tokio::test]
async fn a_machine_that_is_no_instance_has_no_instance_role() {
    for server in [
        Server::start([Step::silence()]),
        Server::start([Step::close()]),
    ] {
        let search = loader([("HOME", "/not/there")])
            .instance_role(true)
            .metadata_endpoint(server.url());
        let error = load_error(search).await;
        assert!(error.contains("this is no instance"), "{error}");
        assert!(error.contains("run `tccli configure`"), "{error}");
    }
}

/// Another source could be another account.
#[tokio::test]
async fn a_source_that_is_set_up_and_broken_ends_the_search() {
    let home = home();
    let root = text(home.path());
    let file = format!("{root}/.tencentcloud/credentials");
    for (variable, value, told) in [
        (
            "TENCENTCLOUD_SECRET_ID",
            "hush",
            "environment: the environment variable TENCENTCLOUD_SECRET_KEY is not set, but TENCENTCLOUD_SECRET_ID is: set both or none; SDK profile default: not asked",
        ),
        (
            "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
            "hush",
            "the environment variable TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID is not set, but TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN is",
        ),
        (
            "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
            "hush",
            "the environment variable TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN is not set, but TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION is",
        ),
        (
            "TENCENTCLOUD_PROFILE",
            "nobody",
            "SDK profile nobody: …/.tencentcloud/credentials has no profile [nobody], but [default], [other]; tccli profile nobody: …/.tccli/nobody.credential is not there; TKE workload identity: not asked",
        ),
    ] {
        let error = load_error(loader([
            ("HOME", root),
            ("TENCENTCLOUD_CREDENTIALS_FILE", &file),
            (variable, value),
        ]))
        .await;
        let error = error.replace(root, "…");
        assert!(error.contains(told), "{error}, not {told}");
        assert!(!error.contains("hush"), "{error}");
        assert!(!error.contains("run `tccli"), "{error}");
    }
    let error = load_error(loader([("TKE_ROLE_ARN", "arn")])).await;
    let told = "the environment variable TKE_PROVIDER_ID is not set, but others of TKE are";
    assert!(error.contains(told), "{error}");
}

/// What fails at the first fetch fails now, and not at the first call.
#[tokio::test]
async fn a_source_that_fails_to_fetch_ends_the_search() {
    let server = Server::start([Step::error("UnauthorizedOperation")]);
    let error = load_error(
        loader([
            ("TENCENTCLOUD_SECRET_ID", "i"),
            ("TENCENTCLOUD_SECRET_KEY", "k"),
            ("TENCENTCLOUD_ROLE_ARN", "arn"),
        ])
        .sts_endpoint(server.url()),
    )
    .await;
    let told = "environment: role arn: UnauthorizedOperation: by the script (AssumeRole, request ID id-error); SDK profile default: not asked";
    assert!(error.contains(told), "{error}");
}

/// By the program, by Terraform's variable, by tccli's variable.
#[tokio::test]
async fn a_profile_is_chosen_by_name() {
    let home = home();
    let root = text(home.path());
    let file = format!("{root}/.tencentcloud/credentials");
    let keys = [
        ("HOME", root),
        ("TENCENTCLOUD_CREDENTIALS_FILE", file.as_str()),
        ("TENCENTCLOUD_REGION", "env-region"),
    ];
    let [home_is, file_is, region_is] = keys;
    for (variable, name, expected) in [
        ("TENCENTCLOUD_PROFILE", "other", "other-id"),
        ("TCCLI_PROFILE", "named", "tccli-named-id"),
    ] {
        let search = loader([home_is, file_is, region_is, (variable, name)]);
        let config = search.load().await.unwrap();
        assert_eq!(id(&config).await, expected);
        assert!(format!("{config:?}").contains("region: Some(\"env-region\")"));
    }
    let env = [
        ("TENCENTCLOUD_SECRET_ID", "env-id"),
        ("TENCENTCLOUD_SECRET_KEY", "k"),
        ("TENCENTCLOUD_ROLE_ARN", "arn"),
    ];
    let search = loader([home_is, file_is, region_is, env[0], env[1], env[2]]);
    let config = search.profile("named").load().await.unwrap();
    assert_eq!(id(&config).await, "tccli-named-id");
    let shown = format!("{config:?}");
    assert!(
        shown.contains("region: Some(\"tccli-named-region\")"),
        "{shown}"
    );
    let report = config.credential_report().unwrap();
    assert_eq!(report.steps().len(), 2, "{report}");
    let search = loader([home_is, file_is, env[0], env[1]]).profile("nobody");
    let error = load_error(search).await;
    assert!(error.contains("[nobody]"), "{error}");
}

/// What works in Terraform works here: keys, region, folder, profile, and the role on top.
#[tokio::test]
async fn terraforms_variables_assume_a_role() {
    let expires = second(7200);
    let home = home();
    let folder = home.path().join(".tccli");
    let server = Server::start([sts("role", expires)]);
    let search = loader([
        ("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", text(&folder)),
        ("TENCENTCLOUD_PROFILE", "named"),
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ROLE_ARN", "not this one"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "tf"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "3600"),
        ("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "ext"),
        ("TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER", "serial"),
        ("TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE", "523886"),
    ]);
    let config = search.sts_endpoint(server.url()).load().await.unwrap();
    assert_eq!(id(&config).await, "role-id");
    let report = config.credential_report().unwrap();
    assert_eq!(report.source(), Some("tccli profile named with role arn"));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let signed = requests[0].header("authorization");
    assert!(signed.contains("Credential=tccli-named-id/"), "{signed}");
    let expected = serde_json::json!({
        "RoleArn": "arn",
        "RoleSessionName": "tf",
        "DurationSeconds": 3600,
        "ExternalId": "ext",
        "SerialNumber": "serial",
        "TokenCode": "523886",
    });
    assert_eq!(body(&requests[0]), expected);
}

#[tokio::test]
async fn terraforms_variables_assume_a_role_without_a_key() {
    let home = tempfile::tempdir().unwrap();
    let file = write(
        &home.path().join("token"),
        r#"{"web_identity_token":"eyJ.file"}"#,
    );
    let shared = [
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "tf"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "900"),
        ("TENCENTCLOUD_SECURITY_TOKEN", "of nobody"),
    ];
    let oidc = [
        ("TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID", "OIDC"),
        (
            "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
            text(&file),
        ),
    ];
    let saml = [
        ("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", "c2FtbA=="),
        ("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", "principal"),
    ];
    for (own, sent) in [
        (
            oidc,
            serde_json::json!({"ProviderId": "OIDC", "WebIdentityToken": "eyJ.file"}),
        ),
        (
            saml,
            serde_json::json!({"PrincipalArn": "principal", "SAMLAssertion": "c2FtbA=="}),
        ),
    ] {
        let server = Server::start([sts("role", second(7200))]);
        let all = [shared[0], shared[1], shared[2], shared[3], own[0], own[1]];
        let search = loader(all).sts_endpoint(server.url());
        let config = search.load().await.unwrap();
        assert_eq!(id(&config).await, "role-id");
        let mut expected = sent;
        for (name, value) in [
            ("RoleArn", Value::from("arn")),
            ("RoleSessionName", "tf".into()),
            ("DurationSeconds", 900.into()),
        ] {
            expected[name] = value;
        }
        assert_eq!(body(&server.requests()[0]), expected);
    }
    let error = load_error(loader([
        ("TENCENTCLOUD_SECRET_ID", "i"),
        ("TENCENTCLOUD_SECRET_KEY", "k"),
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "1h"),
    ]))
    .await;
    assert!(
        error.contains("SESSION_DURATION is no number of seconds"),
        "{error}"
    );
}

/// The program is started with a real environment and prints what it has loaded.
#[test]
fn the_environment_of_the_process_is_read() {
    let run = |variables: &[(&str, &str)]| {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "load::child", "--ignored", "--nocapture"])
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let keys = [
        ("TENCENTCLOUD_SECRET_ID", "env-id\n"),
        ("TENCENTCLOUD_SECRET_KEY", "k\n"),
    ];
    let region = ("TENCENTCLOUD_REGION", "ap-tokyo");
    let shown = run(&[keys[0], keys[1], region]);
    assert!(shown.contains("environment env-id ap-tokyo"), "{shown}");
    let home = home();
    let shown = run(&[("HOME", text(home.path()))]);
    assert!(
        shown.contains("SDK profile default sdk-id sdk-region"),
        "{shown}"
    );
}

#[tokio::test]
#[ignore = "started by another test"]
async fn child() {
    let config = Config::loader().instance_role(false).load().await.unwrap();
    let prepared = tencentcloud_runtime::Client::new(&config)
        .raw("cvm", "2017-03-12", "DescribeZones")
        .prepare()
        .await
        .unwrap();
    println!(
        "{} {} {}",
        config.credential_report().unwrap().source().unwrap(),
        id(&config).await,
        prepared.headers()["x-tc-region"].to_str().unwrap()
    );
}

/// Another source in an old configuration: everything else stays.
#[tokio::test]
async fn the_credential_of_a_configuration_is_replaced() {
    let config = loader([
        ("TENCENTCLOUD_SECRET_ID", "i"),
        ("TENCENTCLOUD_SECRET_KEY", "k"),
        ("TENCENTCLOUD_REGION", "ap-tokyo"),
    ]);
    let config = config.load().await.unwrap();
    let other = config.clone().credential(Credential::new("other", "k"));
    assert_eq!(id(&other).await, "other");
    assert_eq!(id(&config).await, "i");
    assert!(other.credential_report().is_none());
    assert!(format!("{other:?}").contains("ap-tokyo"));
}
