//! A service crate as the dependency of a crate elsewhere. The service crates are a workspace of
//! their own inside the repository, which cargo must find its way through.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::endpoint;
use crate::workspace::{Workspace, root, said};

/// Creates an upstream and prints its id.
const PROGRAM: &str = r#"
use tencentcloud_apigateway::runtime::Config;
use tencentcloud_apigateway::{Client, CreateUpstreamRequest, UpstreamNode};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?.endpoint(std::env::var("ENDPOINT")?);
    let request = CreateUpstreamRequest::new()
        .scheme(CreateUpstreamRequest::SCHEME_HTTP)
        .algorithm("ROUND-ROBIN")
        .uniq_vpc_id("vpc-123456")
        .nodes([UpstreamNode::new().host("127.0.0.1").port(80).weight(100)]);
    let created = Client::new(&config).create_upstream(request).send()?;
    println!("{}", created.upstream_id.unwrap_or_default());
    Ok(())
}
"#;

/// A crate with that program, and with API Gateway's crate from a folder.
pub(crate) fn caller(name: &str, apigateway: &Path) -> Workspace {
    let workspace = Workspace::new(&format!(
        r#"
        [package]
        name = "{name}"
        edition = "2024"

        [dependencies.tencentcloud-apigateway]
        path = {apigateway:?}
        default-features = false
        features = ["reqwest", "blocking"]
        "#
    ));
    workspace.write("src/main.rs", PROGRAM);
    workspace
}

#[test]
fn a_service_is_used_by_path() {
    let workspace = caller(
        "outside-by-path",
        &root().join("crates/services/apigateway"),
    );
    let emulator = endpoint::start(None);
    let mut program = workspace.cargo(&["run", "--quiet"]);
    let id = said(endpoint::tell(&emulator, &mut program));
    assert!(id.starts_with("upstream-"), "{id}");
}

/// A model of one's own, in a crate that has the runtime through a service alone.
const MODEL: &str = r#"
#[derive(tencentcloud_apigateway::runtime::Model)]
#[model(both)]
pub struct Bread {
    pub name: String,
}

fn main() {
    println!("{:?}", Bread::new().name("rye"));
}
"#;

#[test]
fn a_model_is_derived_where_only_a_service_is_a_dependency() {
    let apigateway = root().join("crates/services/apigateway");
    let workspace = caller("outside-derive", &apigateway);
    workspace.write("src/main.rs", MODEL);
    let error = workspace.fail(&["check", "--quiet"]);
    let way_out = "add it to Cargo.toml, or name the path by which it is known, \
                   e.g. `#[model(…, crate = tencentcloud_cvm::runtime)]`";
    assert!(error.contains(way_out), "{error}");
    assert!(error.contains(" --> src/main.rs:4:12\n"), "{error}");

    let path = "#[model(both, crate = tencentcloud_apigateway::runtime)]";
    workspace.write("src/main.rs", &MODEL.replace("#[model(both)]", path));
    assert_eq!(
        workspace.succeed(&["run", "--quiet"]),
        "Bread { name: \"rye\" }\n"
    );
}

/// Signs a request, for which nothing needs to listen and no transport is built.
const SIGNED: &str = r#"
use std::time::UNIX_EPOCH;

use tencentcloud_apigateway::runtime::{Config, Credential};
use tencentcloud_apigateway::{Client, DeleteUpstreamRequest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credential = Credential::new("AKIDexample", "example");
    let client = Client::new(&Config::new(credential.clone()).region("ap-guangzhou"));
    let call = client.delete_upstream(DeleteUpstreamRequest::new().upstream_id("upstream-1"));
    let request = call.prepare_at(&credential, UNIX_EPOCH)?;
    println!("{:?} {}", request.headers()["x-tc-action"], request.uri());
    Ok(())
}
"#;

/// What stands in the last commit is used, as anybody would get it.
#[cfg(unix)]
#[test]
fn a_service_is_used_by_git() {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        said(command.arg("-C").arg(root()).args(arguments))
    };
    if !root().join(".git").exists() {
        eprintln!("skipped: this is no git repository");
        return;
    }
    if git(&["rev-parse", "--is-shallow-repository"]).trim() == "true" {
        eprintln!("skipped: nothing can be fetched from a shallow clone");
        return;
    }
    let workspace = Workspace::new("[package]\nname = \"outside-by-git\"\nedition = \"2024\"\n");
    workspace.write("src/main.rs", SIGNED);

    // What is fetched goes into a home of its own, where packages that are here already are found.
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-home");
    let usual = env::var_os("CARGO_HOME")
        .map_or_else(|| env::home_dir().unwrap().join(".cargo"), Into::into);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home).unwrap();
    for name in ["registry", "config.toml"] {
        std::os::unix::fs::symlink(usual.join(name), home.join(name)).unwrap();
    }
    let cargo = |arguments: &[&str]| {
        let mut command = workspace.cargo(arguments);
        command
            .env("CARGO_HOME", &home)
            .env("CARGO_TARGET_DIR", home.with_file_name("outside-by-git"))
            .env("CARGO_NET_GIT_FETCH_WITH_CLI", "true");
        command
    };
    let url = format!("file://{}", root().display());
    said(
        cargo(&[
            "add",
            "--git",
            &url,
            "tencentcloud-apigateway",
            "--no-default-features",
        ])
        .env("CARGO_NET_OFFLINE", "false"),
    );
    let signed = said(&mut cargo(&["run", "--quiet"]));
    assert_eq!(
        signed,
        "\"DeleteUpstream\" https://apigateway.tencentcloudapi.com/\n"
    );
}
