//! Whose calls are made, where they go, and in which form.

use crate::capture::Capture;
use crate::program::{emulator, program, tcloud};

#[test]
fn a_role_is_assumed_with_the_credential() {
    let emulator = emulator();
    let role = "qcs::cam::uin/100000000001:roleName/reader";
    let words = [
        "vpc",
        "DescribeVpcs",
        "--role-arn",
        role,
        "--role-session-name",
        "nightly",
    ];
    tcloud(&emulator, &words).run().printed();
    let calls = emulator.calls().all();
    let actions: Vec<_> = calls.iter().map(|call| &*call.action).collect();
    assert_eq!(actions, ["AssumeRole", "DescribeVpcs"]);
    assert_eq!(calls[0].request["RoleArn"], role);
    assert_eq!(calls[0].request["RoleSessionName"], "nightly");
    assert_ne!(calls[0].account, None);
    assert_eq!(calls[1].code, None);
}

#[test]
fn calls_are_recorded_where_the_environment_says_whatever_they_are_signed_with() {
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let (file, credential) = (path.to_str().unwrap(), emulator.credential());
    let recorded = |words: &[&str]| {
        let run = tcloud(&emulator, words).env("TENCENTCLOUD_INSPECT", file);
        run.run().printed();
    };
    recorded(&["vpc", "DescribeVpcs"]);
    let (id, key) = (&credential.secret_id, &credential.secret_key);
    recorded(&["cvm", "DescribeZones", "--secretId", id, "--secretKey", key]);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines = tencentcloud_emulator::Record::read_lines(&text).unwrap();
    let actions: Vec<_> = lines.iter().map(|line| &*line.action).collect();
    assert_eq!(actions, ["DescribeVpcs", "DescribeZones"]);
    assert!(!text.contains(&**key));
    assert!(lines[0].client.as_ref().unwrap().contains("tcloud_"));
    let refused = tcloud(&emulator, &["vpc", "DescribeVpcs"]).env("TENCENTCLOUD_INSPECT", "calls");
    let refused = refused.run();
    assert!(
        refused
            .stderr
            .contains("TENCENTCLOUD_INSPECT is the relative path"),
        "{refused:?}"
    );
}

#[test]
fn the_role_of_the_instance_is_used_instead_of_the_environment() {
    let server = Capture::start();
    let words = ["cvm", "DescribeZones", "--use-cvm-role", "--timeout", "5"];
    let run = program(&words).at(&server.url()).run();
    // Where no instance has a role, there is no other credential.
    let refused = run.code == 3 && run.stderr.contains("instance role");
    let signed = server.take().pop();
    let by_role = signed.is_some_and(|request| {
        !request
            .header("Authorization")
            .contains("Credential=AKIDexample/")
    });
    assert!(refused || by_role, "{run:?}");
}

#[test]
fn calls_go_through_the_proxy_that_is_named() {
    let proxy = Capture::start();
    let words = [
        "cvm",
        "DescribeZones",
        "--https-proxy",
        &proxy.url(),
        "--timeout",
        "5",
    ];
    // What answers is no cloud.
    program(&words)
        .at("https://cvm.example.invalid")
        .run()
        .failed(4);
    let asked = proxy.take();
    assert_eq!(asked[0].line, "CONNECT cvm.example.invalid:443");
    let words = ["cvm", "DescribeZones", "--https-proxy", "no proxy"];
    let told = program(&words).at(&proxy.url()).run();
    assert_ne!(told.code, 0);
    assert!(
        told.stderr.contains("the proxy's URL is not one"),
        "{told:?}"
    );
}

#[test]
fn a_credential_of_the_command_line_comes_with_a_warning_and_is_never_shown() {
    let server = Capture::start();
    let words = [
        "cvm",
        "DescribeZones",
        "--secretId",
        "AKIDtyped",
        "--secretKey",
        "hush-key",
        "--token",
        "hush-token",
    ];
    let run = program(&words).at(&server.url()).run();
    assert!(
        run.stderr.starts_with("warning: everybody on this machine"),
        "{run:?}"
    );
    assert!(!format!("{run:?}").contains("hush"), "{run:?}");
    let request = server.take().pop().unwrap();
    assert!(
        request
            .header("Authorization")
            .contains("Credential=AKIDtyped/")
    );
    assert_eq!(request.header("X-TC-Token"), "hush-token");
    for half in [
        &["--secretId", "AKIDtyped"][..],
        &["--secretKey", "hush-key"],
        &["--token", "hush-token"],
    ] {
        let words = [&["cvm", "DescribeZones"], half].concat();
        let told = program(&words).at(&server.url()).run().failed(2);
        assert!(
            told.contains("--secretId and --secretKey belong together"),
            "{told}"
        );
        assert!(!told.contains("hush"), "{told}");
    }
    assert!(server.take().is_empty());
}

#[test]
fn the_command_line_precedes_the_environment_and_that_the_profile() {
    let server = Capture::start();
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("defaults");
    let folder = home.join(".tencentcloud");
    std::fs::create_dir_all(&folder).unwrap();
    let section = |name: &str, region: &str| {
        format!(
            "[{name}]\nsecret_id = AKID{name}\nsecret_key = key\nregion = {region}\nlanguage = en-US\noutput = yaml\niai.version = 2018-03-01\ncvm.endpoint = {}\niai.endpoint = {}\n",
            server.url(),
            server.url()
        )
    };
    let text = section("default", "ap-one") + &section("other", "ap-two");
    std::fs::write(folder.join("credentials"), text).unwrap();
    let home = home.to_str().unwrap();
    let sent = |words: &[&str], region: &str| {
        let run = program(words)
            .env("HOME", home)
            .env("TENCENTCLOUD_REGION", region)
            .run();
        assert_eq!(run.code, 0, "{run:?}");
        (server.take().pop().unwrap(), run.stdout)
    };
    for (words, variable, region) in [
        (&["cvm", "DescribeZones"][..], "", "ap-one"),
        (&["cvm", "DescribeZones"], "ap-set", "ap-set"),
        (
            &["cvm", "DescribeZones", "--profile", "other"],
            "ap-set",
            "ap-two",
        ),
        (
            &[
                "cvm",
                "DescribeZones",
                "--profile",
                "other",
                "--region",
                "ap-typed",
            ],
            "ap-set",
            "ap-typed",
        ),
    ] {
        let (request, printed) = sent(words, variable);
        assert_eq!(request.header("X-TC-Region"), region, "{words:?}");
        assert_eq!(request.header("X-TC-Language"), "en-US");
        assert_eq!(printed, "RequestId: c0ffee\n");
    }
    let face = ["iai", "DetectFace", "--Url", "https://example.com/a.jpg"];
    assert_eq!(sent(&face, "").0.header("X-TC-Version"), "2018-03-01");
    let typed = [&face[..], &["--version", "2020-03-03"]].concat();
    assert_eq!(sent(&typed, "").0.header("X-TC-Version"), "2020-03-03");
    // An action that the profile's version lacks is called in one that has it.
    let newer = [
        "iai",
        "DetectLiveFaceAccurate",
        "--Url",
        "https://example.com/a.jpg",
    ];
    assert_eq!(sent(&newer, "").0.header("X-TC-Version"), "2020-03-03");
    let words = [
        "cvm",
        "DescribeZones",
        "--language",
        "zh-CN",
        "--request-client",
        "my-script",
    ];
    let (request, _) = sent(&words, "");
    assert_eq!(request.header("X-TC-Language"), "zh-CN");
    assert!(request.header("X-TC-RequestClient").ends_with("my-script"));
}

#[test]
fn files_are_sent_as_the_action_takes_them() {
    let server = Capture::start();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("picture.png");
    std::fs::write(&path, b"\x89PNG\xff").unwrap();
    let file = path.to_str().unwrap();
    let at = format!("@{file}");
    let listed = program(&["cii", "DescribeQualityScore", "--skeleton"])
        .run()
        .printed();
    let words = ["cii", "DescribeQualityScore", "--File", &at, "--input", "-"];
    program(&words)
        .at(&server.url())
        .input(listed)
        .run()
        .printed();
    let request = server.take().pop().unwrap();
    assert!(
        request
            .header("Content-Type")
            .starts_with("multipart/form-data; boundary=")
    );
    let content = b"\x89PNG\xff";
    assert!(
        request
            .body
            .windows(content.len())
            .any(|part| part == content)
    );
    let text = program(&["cii", "DescribeQualityScore", "--File", "text"])
        .run()
        .failed(2);
    assert!(text.contains("File takes a file: --File @FILE"), "{text}");
    let log = ["cls", "UploadLog", "--TopicId", "t", "--body", file];
    program(&log).at(&server.url()).run().printed();
    assert_eq!(server.take().pop().unwrap().body, content);
    let none = program(&["cvm", "DescribeZones", "--body", file])
        .run()
        .failed(2);
    assert!(none.contains("DescribeZones takes no body"), "{none}");
}
