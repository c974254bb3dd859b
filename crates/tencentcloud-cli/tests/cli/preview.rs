//! Calls before they are made.

use std::process::Command;

use serde_json::{Value, json};
use tencentcloud_apigateway::runtime::signer::tc3;
use tencentcloud_apigateway::runtime::{Config, Credential};
use tencentcloud_emulator::Emulator;

use crate::capture::Capture;
use crate::program::{emulator, program, tcloud};

/// A call with every kind of value that a shell or a program could read otherwise.
const UPSTREAM: &str = "apigateway CreateUpstream --Scheme HTTP --Algorithm ROUND-ROBIN --UniqVpcId vpc-1 --UpstreamName it's_\"@$x --Retries 18446744073709551615 --Nodes.0.Host 10.0.0.3 --Nodes.0.Port 80 --Nodes.0.Weight 100 --Nodes.0.Tags=--a --UpstreamHost @@home --UpstreamDescription=--b";

fn upstream() -> Value {
    json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "UpstreamName": "it's_\"@$x",
        "Retries": u64::MAX, "UpstreamHost": "@home", "UpstreamDescription": "--b",
        "Nodes": [{"Host": "10.0.0.3", "Port": 80, "Weight": 100, "Tags": ["--a"]}]})
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

/// The part of a printed call under `name`.
fn form<'t>(printed: &'t str, name: &str) -> &'t str {
    let (_, rest) = printed.split_once(&format!("\n# {name}\n")).unwrap();
    rest.split("\n\n# ").next().unwrap()
}

#[test]
fn each_form_of_a_call_makes_it() {
    let emulator = emulator();
    let line = format!("{UPSTREAM} --dry-run");
    let run = tcloud(&emulator, &words(&line)).run();
    assert!(run.stderr.ends_with("nothing was sent\n"), "{run:?}");
    assert_eq!(emulator.calls().count(), 0);
    let printed = run.printed();
    assert!(printed.starts_with(&format!("POST {}/\n", emulator.url())));
    let tccli = form(&printed, "tccli");
    let line = tccli.replace(" \\\n ", "");
    assert!(line.starts_with("tccli apigateway CreateUpstream --version 2018-08-08 --region ap-guangzhou --Scheme HTTP"), "{tccli}");
    let shell = |command: &str| {
        let credential = emulator.credential();
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_tcloud"));
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{path}", program.parent().unwrap().display());
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).env("PATH", path);
        shell.env("TENCENTCLOUD_ENDPOINT", emulator.url());
        shell.env("TENCENTCLOUD_SECRET_ID", &credential.secret_id);
        shell.env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
        let call = emulator.calls().all().pop().unwrap();
        assert_eq!(call.code, None, "{command}");
        assert_eq!(Value::Object(call.request), upstream(), "{command}");
        assert_eq!(call.region.as_deref(), Some("ap-guangzhou"));
    };
    shell(form(&printed, "tcloud"));
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: curl is not installed");
        return;
    }
    shell(&form(&printed, "curl").replace("curl ", "curl -s --noproxy '*' "));
}

/// A program as text, and as a function that runs it.
macro_rules! program_of {
    ($config:ident, $response:ident, {$($body:tt)*}) => {{
        async fn call($config: Config) -> tencentcloud_apigateway::runtime::Result<String> {
            use tencentcloud_apigateway::{Client, CreateUpstreamRequest, UpstreamNode};
            $($body)*
            Ok($response.request_id)
        }
        (stringify!($($body)*), call)
    }};
}

#[tokio::test]
async fn the_form_in_rust_compiles_and_makes_the_call() {
    let (text, call) = program_of!(config, response, {
        let client = Client::new(&config);

        let request = CreateUpstreamRequest::new()
            .scheme("HTTP")
            .algorithm("ROUND-ROBIN")
            .uniq_vpc_id("vpc-1")
            .upstream_name("it's_\"@$x")
            .upstream_description("--b")
            .retries(18446744073709551615)
            .upstream_host("@home")
            .nodes([UpstreamNode::new()
                .host("10.0.0.3")
                .port(80)
                .weight(100)
                .tags(["--a"])]);
        let response = client.create_upstream(request).await?;
    });
    let line = format!("{UPSTREAM} --dry-run");
    let printed = program(&words(&line))
        .at("http://127.0.0.1:9")
        .run()
        .printed();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let rust = form(&printed, "Rust");
    assert!(bare(rust).contains(&bare(text)), "{rust}");
    let import = "use tencentcloud_apigateway::{Client, CreateUpstreamRequest, UpstreamNode};";
    assert!(rust.contains(import), "{rust}");
    assert!(
        rust.contains("Config::from_env()?.region(\"ap-guangzhou\");"),
        "{rust}"
    );
    let emulator = Emulator::start().await.unwrap();
    let own = emulator.credential();
    call(Config::local(
        emulator.url(),
        &*own.secret_id,
        &*own.secret_key,
    ))
    .await
    .unwrap();
    let sent = emulator.calls().all().pop().unwrap().request;
    assert_eq!(Value::Object(sent), upstream());
}

#[test]
fn what_is_not_documented_has_a_raw_form() {
    let line = words("cvm Novel --A.0 1 --force --dry-run --version 2030-01-01");
    let printed = program(&line).at("http://127.0.0.1:9").run().printed();
    let rust = form(&printed, "Rust");
    assert!(
        rust.contains(r#".raw("cvm", "2030-01-01", "Novel")"#),
        "{rust}"
    );
    let line = words("es ChatCompletions --skeleton");
    let version = program(&line).run().printed();
    assert!(version.contains("Messages"), "{version}");
    let line = [
        "es",
        "ChatCompletions",
        "--input",
        "-",
        "--dry-run",
        "--no-warning",
    ];
    let printed = program(&line)
        .at("http://127.0.0.1:9")
        .input(version)
        .run()
        .printed();
    let rust = form(&printed, "Rust");
    assert!(
        rust.contains("use tencentcloud_es::v2025_01_01::{"),
        "{rust}"
    );
}

#[test]
fn no_form_shows_a_secret() {
    let server = Capture::start();
    let line = "cvm RunInstances --LoginSettings.Password hush-marker --InstanceName web --explain --dry-run";
    let run = program(&words(line))
        .at(&server.url())
        .env("TENCENTCLOUD_SECRET_KEY", "hush-key")
        .env("TENCENTCLOUD_TOKEN", "hush-token")
        .run();
    for secret in ["hush-marker", "hush-key", "hush-token"] {
        assert!(!format!("{run:?}").contains(secret), "{run:?}");
    }
    let printed = run.printed();
    assert!(
        printed.contains(r#"{"InstanceName":"web","LoginSettings":{"Password":"***"}}"#),
        "{printed}"
    );
    assert!(printed.contains("x-tc-token: ***"), "{printed}");
    assert!(server.take().is_empty());
}

#[test]
fn an_explanation_has_every_step_of_the_signature() {
    let server = Capture::start();
    let line = "cvm DescribeInstances --Limit 5 --explain";
    let printed = program(&words(line)).at(&server.url()).run().printed();
    assert!(server.take().is_empty());
    let step = |number: usize| {
        let (_, rest) = printed.split_once(&format!("\n\n{number}. ")).unwrap();
        let rest = rest.split_once('\n').unwrap().1;
        let next = format!("\n\n{}. ", number + 1);
        rest.split_once(&next)
            .map_or(rest, |(step, _)| step)
            .trim_end()
            .to_owned()
    };
    let to_sign = step(4);
    let mut lines = to_sign.lines();
    let timestamp = lines.nth(1).unwrap().parse().unwrap();
    let host = server.url();
    let input = tc3::Input {
        method: "POST",
        query: "",
        content_type: "application/json",
        host: host.strip_prefix("http://").unwrap(),
        action: Some("DescribeInstances"),
        payload: br#"{"Limit":5}"#,
        service: "cvm",
        timestamp,
    };
    let signature = tc3::sign(
        &input,
        &Credential::new("AKIDexample", "example-secret-key"),
    );
    assert_eq!(step(1), signature.payload_hash);
    assert_eq!(step(2), signature.canonical_request);
    assert_eq!(step(3), signature.canonical_hash);
    assert_eq!(to_sign, signature.string_to_sign);
    assert!(step(5).ends_with("\"cvm\"), \"tc3_request\")"), "{printed}");
    assert_eq!(step(6), signature.signature);
    assert_eq!(step(7), signature.authorization);
    let unsigned = "sts AssumeRoleWithWebIdentity --ProviderId p --WebIdentityToken hush --RoleArn r --RoleSessionName s --explain";
    let printed = program(&words(unsigned)).at(&server.url()).run().printed();
    assert!(
        printed.ends_with("This action is not signed.\n"),
        "{printed}"
    );
    assert!(!printed.contains("hush"), "{printed}");
}

#[test]
fn the_service_itself_looks_at_a_call() {
    let emulator = emulator();
    let line = "alb CreateHealthCheckTemplate --HealthCheckTemplateName a --dry-run=service";
    let run = tcloud(&emulator, &words(line)).run();
    assert!(run.stderr.contains("this was a dry run"), "{run:?}");
    assert_eq!(run.printed(), "");
    let call = emulator.calls().all().pop().unwrap();
    assert_eq!(call.code.as_deref(), Some("DryRunOperation"));
    assert_eq!(call.request["DryRun"], true);
    let list = tcloud(&emulator, &["alb", "DescribeHealthCheckTemplates"]);
    let listed = list.run().printed();
    assert!(listed.contains("\"TotalCount\": 0"), "{listed}");
    let none = program(&["cvm", "DescribeZones", "--dry-run=service"]);
    let none = none.run().failed(2);
    assert!(
        none.contains("DescribeZones has no parameter DryRun"),
        "{none}"
    );
    let template = ["--HealthCheckTemplateIds", "hct-nowhere1"];
    let missing = [
        &["alb", "DeleteHealthCheckTemplates", "--dry-run=service"],
        &template[..],
    ];
    let refused = tcloud(&emulator, &missing.concat()).run();
    assert_ne!(refused.code, 0, "{refused:?}");
    let call = emulator.calls().all().pop().unwrap();
    assert_eq!(call.request["DryRun"], true);
}

#[test]
fn the_price_of_a_call_is_asked_for_with_what_both_share() {
    let server = Capture::start();
    for (line, action, expected) in [
        (
            "cvm RunInstances --Placement.Zone ap-guangzhou-3 --ImageId img-1 --InstanceType S5.SMALL2 --DryRun true --DisableApiTermination",
            "InquiryPriceRunInstances",
            json!({"Placement": {"Zone": "ap-guangzhou-3"}, "ImageId": "img-1", "InstanceType": "S5.SMALL2"}),
        ),
        (
            "cbs RenewDisk --DiskId disk-1 --DiskChargePrepaid.Period 2",
            "InquiryPriceRenewDisks",
            json!({"DiskIds": ["disk-1"], "DiskChargePrepaids": [{"Period": 2}]}),
        ),
        (
            "clb DeleteLoadBalancer --LoadBalancerIds lb-1",
            "InquiryPriceRefundLoadBalancer",
            json!({"LoadBalancerId": "lb-1"}),
        ),
        (
            "cynosdb UpgradeInstance --InstanceId cynosdb-1 --Cpu 2 --Memory 4 --UpgradeType upgradeImmediate --cluster-id cynosdbmysql-1",
            "InquirePriceModify",
            json!({"InstanceId": "cynosdb-1", "Cpu": 2, "Memory": 4, "ClusterId": "cynosdbmysql-1"}),
        ),
        (
            "redis CreateInstances --TypeId 8 --MemSize 1024 --GoodsNum 1 --Period 1 --BillingMode 0 --Password hush --ZoneId 100003",
            "InquiryPriceCreateInstance",
            json!({"TypeId": 8, "MemSize": 1024, "GoodsNum": 1, "Period": 1, "BillingMode": 0, "ZoneId": 100003}),
        ),
    ] {
        let mut words = words(line);
        words.extend(["--estimate", "--no-warning"]);
        // To ask for a price is to read.
        let run = program(&words)
            .at(&server.url())
            .env("TENCENTCLOUD_READ_ONLY", "1")
            .run();
        run.printed();
        let request = server.take().pop().unwrap();
        assert_eq!(request.header("X-TC-Action"), action);
        let mut sent = request.parameters();
        if let Some(sent) = sent.as_object_mut() {
            sent.remove("ClientToken");
        }
        assert_eq!(sent, expected, "{line}");
    }
    let none = program(&["cvm", "DescribeZones", "--estimate"])
        .run()
        .failed(2);
    assert!(
        none.contains("no action of cvm is known to price DescribeZones"),
        "{none}"
    );
    let both = program(&["cvm", "RunInstances", "--estimate", "--dry-run"])
        .run()
        .failed(2);
    assert!(both.contains("cannot be used with"), "{both}");
    let lacking = words("emr ScaleOutInstance --estimate --force --no-warning");
    assert!(server.take().is_empty());
    let told = program(&lacking).at(&server.url()).run();
    assert_eq!(told.code, 0, "{told:?}");
}
