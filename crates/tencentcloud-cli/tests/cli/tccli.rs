//! Command lines of tccli, run by the real one and by tcloud: what goes over the wire is the same.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tencentcloud_schema::Region;
use tencentcloud_testkit::peers;

use crate::capture::{Capture, Request};

/// The real tool: one process for all command lines.
struct Tccli(Child, BufReader<std::process::ChildStdout>);

impl Tccli {
    /// Starts it with `home`, if it is installed.
    fn start(home: &Path) -> Option<Self> {
        peers::path("tccli")?;
        let mut process = Command::new(peers::path("python")?)
            .args(["-c", include_str!("driver_tccli.py")])
            .env_clear()
            .env("HOME", home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let results = BufReader::new(process.stdout.take().unwrap());
        Some(Self(process, results))
    }

    /// Runs a command line and returns its exit code, and what it says on standard error.
    fn run(&mut self, line: &str) -> String {
        let orders = self.0.stdin.as_mut().unwrap();
        writeln!(orders, "{line}").unwrap();
        let mut result = String::new();
        self.1.read_line(&mut result).unwrap();
        result
    }
}

impl Drop for Tccli {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a request asks for, in a form that can be compared.
fn asked(request: &Request) -> Value {
    let header = |name| request.header(name).to_owned();
    let authorization = header("authorization");
    // `Credential=ID/date/service/tc3_request`, or SKIP.
    let scope = authorization.split(['=', ',']).nth(1).unwrap_or_default();
    let scope: Vec<_> = scope.split('/').collect();
    let language = Some(header("x-tc-language")).filter(|language| language != "zh-CN");
    json!({
        "action": header("x-tc-action"),
        "version": header("x-tc-version"),
        "region": header("x-tc-region"),
        "token": header("x-tc-token"),
        "signed": !authorization.is_empty() && authorization != "SKIP",
        "by": scope.first(),
        "service": scope.get(2),
        "language": language.filter(|language| !language.is_empty()),
        "client": header("x-tc-requestclient").contains("my-script"),
        "parameters": plain(request.parameters()),
    })
}

/// A value in which 1.0 and 1 are one, and nothing is drawn for each call.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 => json!(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(members) => {
            let drawn =
                |(name, value): &(String, Value)| name == "ClientToken" && value != "c0ffee";
            let members = members.into_iter().filter(|member| !drawn(member));
            let members: BTreeMap<_, _> =
                members.map(|(name, value)| (name, plain(value))).collect();
            json!(members)
        }
        value => value,
    }
}

/// A home of the test `test` with the profiles `default` and `other` of tccli, whose endpoint is `url`.
fn home(test: &str, lines: &[String], url: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("tccli-{test}"));
    let folder = home.join(".tccli");
    std::fs::create_dir_all(&folder).unwrap();
    for (profile, region) in [("default", "ap-guangzhou"), ("other", "ap-chengdu")] {
        let mut configure =
            json!({"_sys_param": {"region": region, "output": "json", "arrayCount": 10}});
        for line in lines {
            let service = line.split(' ').nth(1).unwrap();
            // tccli writes that name, whichever is typed.
            let name = if service == "as" {
                "autoscaling"
            } else {
                service
            };
            configure[name] = json!({"endpoint": url, "version": version(service)});
        }
        let write = |kind: &str, value: &Value| {
            std::fs::write(folder.join(format!("{profile}.{kind}")), value.to_string()).unwrap();
        };
        write("configure", &configure);
        write(
            "credential",
            &json!({"secretId": format!("AKID{profile}"), "secretKey": "example-key"}),
        );
    }
    for (name, parameters) in [
        ("describe", json!({"InstanceIds": ["ins-1"], "Limit": 5})),
        (
            "upstream",
            json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1",
            "Nodes": [{"Host": "10.0.0.3", "Port": 80, "Weight": 100}]}),
        ),
        (
            "listener",
            json!({"LoadBalancerId": "lb-1", "Ports": [80], "Protocol": "TCP", "HealthCheck": {"HealthSwitch": 1}}),
        ),
        (
            "numbers",
            json!({"From": 9_007_199_254_740_993_i64, "To": i64::MAX, "SamplingRate": 0.5, "QueryString": "\u{1f600}"}),
        ),
    ] {
        std::fs::write(home.join(format!("{name}.json")), parameters.to_string()).unwrap();
    }
    home
}

/// The version of a service that tccli calls unless told otherwise: the one with the most actions.
fn version(service: &str) -> String {
    let name = if service == "autoscaling" {
        "as"
    } else {
        service
    };
    let found = tencentcloud_catalogue::service(name).unwrap().unwrap();
    let versions = found.versions().iter();
    let most = versions
        .max_by_key(|version| version.actions().len())
        .unwrap();
    most.head().version.clone()
}

/// True for an action of which the facts say that it takes no region: tccli sends one nonetheless.
fn takes_no_region(request: &Value) -> bool {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let Some(found) = tencentcloud_catalogue::service(text("service")).unwrap() else {
        // What is not signed names no service.
        return false;
    };
    let version = text("version");
    let mut versions = found.versions().iter();
    let version = versions.find(|known| known.head().version == version);
    let action = text("action");
    let slice = version.unwrap().slice(action).unwrap();
    slice.actions[action].region == Some(Region::None)
}

/// The command lines of the table.
fn lines(home: &Path, url: &str) -> Vec<String> {
    let lines = include_str!("tccli.txt").lines();
    let lines = lines.filter(|line| line.starts_with("tccli "));
    let home = home.to_str().unwrap();
    lines
        .map(|line| line.replace("{folder}", home).replace("{url}", url))
        .collect()
}

/// Runs `line` by a shell, in which `tccli` is this program.
fn by_tcloud(line: &str, home: &Path) -> std::process::Output {
    let folder = home.join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let link = folder.join("tccli");
    if !link.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_tcloud"), &link).unwrap();
    }
    Command::new("/bin/sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", &folder)
        .env("HOME", home)
        .output()
        .unwrap()
}

/// The command lines of the table with what `run` sends for each; `side` names who runs them.
fn sent(side: &str, run: impl FnOnce(&Path) -> Option<Runner>) -> Option<Vec<(String, Sent)>> {
    let server = Capture::start();
    let url = server.url();
    let table = lines(Path::new("/home"), &url);
    assert!(table.len() >= 60, "{}", table.len());
    let home = home(side, &table, &url);
    let mut run = run(&home)?;
    let table = lines(&home, &url).into_iter().map(|line| {
        let told = run(&line);
        let requests = server.take().iter().map(asked).collect();
        (line, Sent { requests, told })
    });
    Some(table.collect())
}

/// Runs a command line and returns what it says on standard error.
type Runner = Box<dyn FnMut(&str) -> String>;

/// What was sent for a command line, and what was said.
#[derive(Debug)]
struct Sent {
    requests: Vec<Value>,
    told: String,
}

#[test]
fn the_table_is_sent_alike_by_tccli_and_tcloud() {
    let theirs = std::thread::spawn(|| {
        sent("theirs", |home| {
            let mut tccli = Tccli::start(home)?;
            Some(Box::new(move |line| tccli.run(line)))
        })
    });
    let ours = sent("ours", |home| {
        let home = home.to_owned();
        Some(Box::new(move |line| {
            let output = by_tcloud(line, &home);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{line}\n{told}");
            told
        }))
    });
    let ours = ours.unwrap();
    for (line, sent) in &ours {
        let calls = usize::from(!line.contains("skeleton"));
        assert_eq!(sent.requests.len(), calls, "{line}: {}", sent.told);
    }
    let Some(mut theirs) = theirs.join().unwrap() else {
        return;
    };
    let mut different = Vec::new();
    for ((line, ours), (_, theirs)) in ours.iter().zip(&mut theirs) {
        let requests = theirs.requests.iter_mut();
        for request in requests.filter(|request| takes_no_region(request)) {
            request["region"] = "".into();
        }
        if ours.requests != theirs.requests {
            let (ours, said) = (&ours.requests, &theirs.told);
            let theirs = &theirs.requests;
            different.push(format!(
                "{line}\n  ours   {ours:?}\n  theirs {theirs:?} {said}"
            ));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn a_body_comes_from_standard_input_for_both() {
    let server = Capture::start();
    let url = server.url();
    let line = "tccli cls UploadLog --TopicId 0e5d-topic --CompressType lz4".to_owned();
    let home = home("body", std::slice::from_ref(&line), &url);
    let log: Vec<u8> = (0..=255).collect();
    let run = |program: &str| {
        let words: Vec<_> = line.split(' ').skip(1).collect();
        let mut process = Command::new(program)
            .args(words)
            .env_clear()
            .env("HOME", &home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        process.stdin.take().unwrap().write_all(&log).unwrap();
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success(), "{program}: {output:?}");
        let request = server.take().pop().unwrap();
        let names = [
            "X-TC-Action",
            "X-TC-Version",
            "X-CLS-TopicId",
            "X-CLS-CompressType",
        ];
        let headers = names.map(|name| request.header(name).to_owned());
        (
            headers,
            request.header("Content-Type").to_owned(),
            request.body,
        )
    };
    let ours = run(env!("CARGO_BIN_EXE_tcloud"));
    assert_eq!(ours.2, log);
    assert_eq!(ours.0, ["UploadLog", "2020-10-16", "0e5d-topic", "lz4"]);
    if let Some(tccli) = peers::path("tccli") {
        assert_eq!(run(tccli), ours);
    }
}
