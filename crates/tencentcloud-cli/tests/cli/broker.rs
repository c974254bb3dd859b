//! A broker, the programs whose calls it signs, and the person who decides about them.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tencentcloud_emulator::Emulator;
use tencentcloud_testkit::peers;

use crate::capture::Capture;
use crate::program::{Program, program, tcloud};
use crate::terminal::Terminal;

const OWN: &str = env!("CARGO_BIN_EXE_tcloud");
/// A key that no program but the broker may see.
const KEY: &str = "hushedhushedhushedhushedhushedhu";

/// A machine on which a broker runs or is to run.
struct Machine {
    folder: TempDir,
    /// Where calls go in place of the cloud.
    url: String,
    id: String,
    key: String,
}

impl Machine {
    fn before(url: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            url: url.to_owned(),
            id: "AKIDexample".to_owned(),
            key: KEY.to_owned(),
        }
    }

    /// A machine whose cloud is `emulator`, with a key of it.
    fn of(emulator: &Emulator) -> Self {
        let credential = emulator.credential();
        Self {
            id: credential.secret_id.clone(),
            key: credential.secret_key.clone(),
            ..Self::before(&emulator.url())
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where programs find the broker.
    fn place(&self) -> String {
        format!("unix:{}", self.file("broker.sock").display())
    }

    /// The command line of the broker.
    fn words(&self) -> Vec<String> {
        let path = |name| self.file(name).display().to_string();
        let words = [
            "broker",
            "--socket",
            &path("broker.sock"),
            "--log",
            &path("log.jsonl"),
        ];
        words.map(str::to_owned).to_vec()
    }

    /// The variables of the broker, which alone has the key.
    fn variables(&self) -> Vec<(&str, &str)> {
        vec![
            ("HOME", self.folder.path().to_str().unwrap()),
            ("TENCENTCLOUD_ENDPOINT", &self.url),
            ("TENCENTCLOUD_SECRET_ID", &self.id),
            ("TENCENTCLOUD_SECRET_KEY", &self.key),
            ("TENCENTCLOUD_REGION", "ap-guangzhou"),
        ]
    }

    /// Starts a broker without a terminal.
    fn serve(&self, more: &[&str]) -> Served {
        let mut child = Command::new(OWN)
            .args(self.words())
            .args(more)
            .env_clear()
            .envs(self.variables())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut row = |name: &str| loop {
            let line = lines.next().unwrap().unwrap();
            if let Some(value) = line.trim().strip_prefix(name) {
                return value.trim().to_owned();
            }
        };
        let code = row("code");
        row("log");
        Served { child, code }
    }

    /// Starts a broker at a terminal, whose first lines were read.
    fn sit(&self, more: &[&str]) -> Terminal {
        let words = self.words();
        let words: Vec<_> = words
            .iter()
            .map(String::as_str)
            .chain(more.iter().copied())
            .collect();
        let mut terminal = Terminal::start(&words, &self.variables());
        terminal.until("Ctrl-C ends the broker.\n");
        terminal
    }

    /// Prepares `tcloud` with `words` for a program that has no key and knows where the broker is.
    fn program(&self, words: &[&str]) -> Program {
        program(words)
            .env("TENCENTCLOUD_BROKER", &self.place())
            .env("TENCENTCLOUD_ENDPOINT", &self.url)
            .env("PATH", &std::env::var("PATH").unwrap_or_default())
    }

    /// Starts `exec --broker` of `command` in the background.
    fn exec(&self, options: &[&str], command: &[&str]) -> Running {
        let mut started = Command::new(OWN);
        started
            .args(["exec", "--broker"])
            .args(options)
            .arg("--")
            .args(command)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var("PATH").unwrap_or_default())
            .env("TENCENTCLOUD_BROKER", self.place())
            .env("TENCENTCLOUD_ENDPOINT", &self.url)
            .env("TENCENTCLOUD_REGION", "ap-guangzhou")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Running(Some(started.spawn().unwrap()))
    }

    /// Starts `tcloud approve` with `words` at a terminal, and types the code.
    fn approve(&self, code: &str, words: &[&str]) -> Terminal {
        let words = [&["approve"], words].concat();
        let place = self.place();
        let mut terminal = Terminal::start(&words, &[("TENCENTCLOUD_BROKER", &place)]);
        terminal.until("Code of the broker: ");
        terminal.types_unseen(code);
        terminal
    }

    /// The events of the log, in order.
    fn events(&self) -> Vec<String> {
        let text = fs::read_to_string(self.file("log.jsonl")).unwrap();
        let event = |line| serde_json::from_str::<Value>(line).unwrap()["event"].clone();
        text.lines()
            .map(|line| event(line).as_str().unwrap().to_owned())
            .collect()
    }
}

/// A broker without a terminal, killed when this is dropped.
struct Served {
    child: Child,
    code: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command that runs, killed when this is dropped.
struct Running(Option<Child>);

impl Running {
    /// Reads what it says on standard error until it waits for a person; returns the ID of the approval.
    fn approval(&mut self) -> String {
        let stderr = self.0.as_mut().unwrap().stderr.as_mut().unwrap();
        let mut line = Vec::new();
        let mut byte = [0];
        while stderr.read(&mut byte).unwrap() == 1 {
            line.extend(byte);
            if byte == *b"\n" {
                let text = String::from_utf8(std::mem::take(&mut line)).unwrap();
                if let Some((_, rest)) = text.split_once("as the approval ") {
                    return rest.split(':').next().unwrap().to_owned();
                }
            }
        }
        panic!("it waits for nobody");
    }

    /// Waits for its end; returns what it printed, what it said, and its exit status.
    fn end(mut self) -> (String, String, i32) {
        let output = self.0.take().unwrap().wait_with_output().unwrap();
        (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
            output.status.code().unwrap(),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A signed call by curl, whose body stands as it is.
fn curl(service: &str, action: &str, version: &str, body: &str) -> Vec<String> {
    let script = format!(
        "curl -s https://{service}.tencentcloudapi.com/ -H 'Authorization: TC3-HMAC-SHA256 Credential=AKIDx/2026-01-02/{service}/tc3_request, SignedHeaders=content-type;host, Signature=00' -H 'X-TC-Action: {action}' -H 'X-TC-Version: {version}' -H 'X-TC-Timestamp: 1' -H 'X-TC-Token: stolen' -H 'Content-Type: application/json' -d '{body}'"
    );
    vec!["/bin/sh".to_owned(), "-c".to_owned(), script]
}

fn words(command: &[String]) -> Vec<&str> {
    command.iter().map(String::as_str).collect()
}

fn code_of(response: &str) -> String {
    let response: Value = serde_json::from_str(response).unwrap_or_else(|_| panic!("{response}"));
    response["Response"]["Error"]["Code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_read_goes_at_once_and_a_write_byte_for_byte_once_it_is_approved() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let broker = machine.serve(&[]);
    let read = curl("vpc", "DescribeVpcs", "2017-03-12", "{ }");
    let (_, told, code) = machine.exec(&[], &words(&read)).end();
    assert_eq!(code, 0, "{told}");
    let sent = cloud.take();
    assert_eq!((sent.len(), &*sent[0].body), (1, &b"{ }"[..]));
    let body = "{\"VpcName\" :  \"one\",\"CidrBlock\":\"10.0.0.0/16\"}";
    let write = curl("vpc", "CreateVpc", "2017-03-12", body);
    let mut running = machine.exec(&["--reason", "to try it"], &words(&write));
    let id = running.approval();
    // What is found out for the person is asked of the cloud, and nothing else.
    let before = cloud.take();
    assert!(
        before
            .iter()
            .all(|one| one.header("x-tc-action") != "CreateVpc")
    );
    let mut person = machine.approve(&broker.code, &[&id]);
    let shown = person.until("[l]ater > ");
    for part in [
        "CreateVpc of vpc  changes something",
        "account     environment",
        "\"sh\"  so it calls itself",
        "\"to try it\"  its own words, unchecked",
        "VpcName = one",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    person.types("a");
    person.until("approved\n");
    assert_eq!(person.end().1, 0);
    let (out, told, code) = running.end();
    assert_eq!(code, 0, "{told}");
    assert!(out.contains("c0ffee"), "{out}");
    let sent: Vec<_> = cloud
        .take()
        .into_iter()
        .filter(|one| one.header("x-tc-action") == "CreateVpc")
        .collect();
    let [sent] = &sent[..] else {
        panic!("{sent:?}")
    };
    assert_eq!(sent.body, body.as_bytes());
    let signature = sent.header("authorization");
    assert!(
        signature.contains("AKIDexample/") && !signature.contains("AKIDx/"),
        "{signature}"
    );
    assert_eq!(sent.header("x-tc-token"), "");
    assert_eq!(
        machine.events(),
        ["allowed", "sent", "asked", "approved", "sent"]
    );
    let log = machine.file("log.jsonl").display().to_string();
    let verified = program(&["broker", "log", "--verify", "--log", &log])
        .run()
        .printed();
    assert!(
        verified.contains("5 lines, each follows the one before it"),
        "{verified}"
    );
}

#[test]
fn what_a_person_refuses_or_nobody_decides_about_fails_with_a_code() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let broker = machine.serve(&[]);
    let write = curl("vpc", "DeleteVpc", "2017-03-12", "{\"VpcId\":\"vpc-1\"}");
    let mut running = machine.exec(&[], &words(&write));
    let id = running.approval();
    let person = machine.approve(&broker.code, &[&id, "--refuse", "it is in use"]);
    assert_eq!(person.end().1, 0);
    let (out, _, _) = running.end();
    assert_eq!(code_of(&out), "UnauthorizedOperation.ApprovalRefused");
    assert!(out.contains("it is in use"), "{out}");
    // Without waiting, the error names the approval; the same call goes through once it is approved.
    let again = || {
        machine
            .exec(&["--wait-timeout", "0"], &words(&write))
            .end()
            .0
    };
    let out = again();
    assert_eq!(code_of(&out), "UnauthorizedOperation.ApprovalRequired");
    let id = out
        .split("tcloud approve ")
        .nth(1)
        .unwrap()
        .split('.')
        .next()
        .unwrap();
    assert!(again().contains(id), "it is the same approval");
    let mut person = machine.approve(&broker.code, &[id]);
    person.until("type DeleteVpc to approve, or [r]efuse  [j]son  [l]ater > ");
    person.types("a");
    person.until("it destroys something: type DeleteVpc\n");
    person.until("[l]ater > ");
    person.types("DeleteVpc");
    assert_eq!(person.end().1, 0);
    assert!(again().contains("c0ffee"));
    assert_eq!(
        code_of(&again()),
        "UnauthorizedOperation.ApprovalRequired",
        "it was used"
    );
    let deleted = cloud
        .take()
        .iter()
        .filter(|one| one.header("x-tc-action") == "DeleteVpc")
        .count();
    assert_eq!(deleted, 1);
}

#[test]
fn what_a_broker_cannot_sign_as_it_is_says_what_to_change() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let _broker = machine.serve(&[]);
    let script = "curl -s 'https://cvm.tencentcloudapi.com/?Action=DescribeZones&Signature=x'; echo; curl -s http://example.com/";
    let (out, ..) = machine.exec(&[], &["/bin/sh", "-c", script]).end();
    let mut lines = out.lines();
    let get = lines.next().unwrap();
    assert_eq!(code_of(get), "UnauthorizedOperation.NotForBroker");
    assert!(get.contains("HttpProfile.reqMethod = POST"), "{get}");
    let foreign = lines.next().unwrap();
    assert!(foreign.contains("is no host of Tencent Cloud"), "{foreign}");
    assert!(cloud.take().is_empty());
}

#[test]
fn the_command_has_no_key_and_its_policy_may_deny() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let policy = machine.file("strict.toml");
    fs::write(
        &policy,
        "[[rule]]\ndecision = \"deny\"\nactions = [\"cvm:*\"]\nreason = \"not by programs\"\n",
    )
    .unwrap();
    let _broker = machine.serve(&["--policy", policy.to_str().unwrap()]);
    let (out, _, code) = machine.exec(&[], &["/usr/bin/env"]).end();
    assert_eq!(code, 0);
    assert!(
        !out.contains(KEY) && out.contains("TENCENTCLOUD_SECRET_ID=AKIDsignedByTheBroker"),
        "{out}"
    );
    assert!(!out.contains("TENCENTCLOUD_ENDPOINT"), "{out}");
    let read = curl("cvm", "DescribeZones", "2017-03-12", "{}");
    let (out, ..) = machine.exec(&[], &words(&read)).end();
    assert_eq!(code_of(&out), "UnauthorizedOperation.PolicyDenied");
    assert!(out.contains("not by programs"), "{out}");
    assert!(cloud.take().is_empty());
}

#[test]
fn without_a_broker_the_command_does_not_run() {
    let machine = Machine::before("http://127.0.0.1:9");
    let (out, told, code) = machine.exec(&[], &["/bin/echo", "ran"]).end();
    assert!(code != 0 && out.is_empty(), "{out}{told}");
    assert!(told.contains("tcloud broker"), "{told}");
}

#[tokio::test]
async fn a_person_at_the_brokers_terminal_decides_and_is_shown_nothing_that_deceives() {
    let cloud = Emulator::start().await.unwrap();
    let machine = Machine::of(&cloud);
    let mut person = machine.sit(&[]);
    // What is typed before a question is no answer to it.
    person.types("a");
    let command = [
        OWN,
        "vpc",
        "CreateVpc",
        "--VpcName",
        "\u{1b}[2Kone\u{202e}",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    let reason = "approve\u{1b}]0;x\u{7}\n  account     another";
    let running = machine.exec(&["--reason", reason], &command);
    let shown = person.until("[a]pprove  [r]efuse  [j]son  [l]ater > ");
    assert!(
        shown.contains("VpcName = \\u{1b}[2Kone\\u{202e}"),
        "{shown}"
    );
    assert!(
        !shown.contains("\u{1b}[2K") && !shown.contains('\u{202e}') && !shown.contains('\u{7}'),
        "{shown:?}"
    );
    assert_eq!(shown.matches("\n  account  ").count(), 1, "{shown}");
    person.types("yes");
    person.until("[l]ater > ");
    person.types("j");
    let all = person.until("[l]ater > ");
    assert!(
        all.contains("\"VpcName\": \"\\u001b[2Kone\\u202e\""),
        "{all}"
    );
    person.types("a");
    person.until("approved\n");
    let (out, told, code) = running.end();
    assert_eq!(code, 0, "{told}");
    assert!(out.contains("VpcId"), "{out}");
    assert_eq!(cloud.calls().of("vpc:CreateVpc").len(), 1);
    // Left for later, it is shown again after Enter, and refused.
    let running = machine.exec(
        &[],
        &[
            OWN,
            "vpc",
            "CreateVpc",
            "--VpcName",
            "two",
            "--CidrBlock",
            "10.1.0.0/16",
        ],
    );
    person.until("[l]ater > ");
    person.types("l");
    person.until("left for later\n");
    person.types("");
    person.until("[l]ater > ");
    person.types("r one is enough");
    person.until("refused\n");
    let (_, told, code) = running.end();
    assert!(code != 0 && told.contains("one is enough"), "{told}");
    assert_eq!(cloud.calls().of("vpc:CreateVpc").len(), 1);
    person.interrupt();
    assert_eq!(person.end().1, 0);
    assert!(!machine.file("broker.sock").exists());
}

#[test]
fn what_was_decided_elsewhere_is_asked_about_no_more() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let mut here = Terminal::start(
        &machine
            .words()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
        &machine.variables(),
    );
    let code = here.until("policy");
    let code = code
        .lines()
        .find_map(|line| line.trim().strip_prefix("code"))
        .unwrap()
        .trim()
        .to_owned();
    here.until("Ctrl-C ends the broker.\n");
    let write = curl(
        "vpc",
        "CreateVpc",
        "2017-03-12",
        "{\"VpcName\":\"one\",\"CidrBlock\":\"10.0.0.0/16\"}",
    );
    let mut running = machine.exec(&[], &words(&write));
    let id = running.approval();
    here.until("[l]ater > ");
    let mut there = machine.approve(&code, &[&id]);
    there.until("[l]ater > ");
    there.types("a");
    there.until("approved\n");
    here.until("it waits no more");
    assert_eq!(running.end().2, 0);
    // What was meant for it decides about nothing else.
    let mut next = machine.exec(
        &[],
        &words(&curl(
            "vpc",
            "CreateVpc",
            "2017-03-12",
            "{\"VpcName\":\"two\",\"CidrBlock\":\"10.0.0.0/16\"}",
        )),
    );
    next.approval();
    here.types("a");
    here.until("VpcName = two");
    here.until("[l]ater > ");
    here.types("r");
    here.until("refused\n");
    assert_eq!(
        code_of(&next.end().0),
        "UnauthorizedOperation.ApprovalRefused"
    );
}

#[test]
fn nobody_approves_without_a_terminal_the_code_or_as_an_agent() {
    let machine = Machine::before("http://127.0.0.1:9");
    let broker = machine.serve(&[]);
    let told = machine
        .program(&["approve"])
        .input(format!("{}\n", broker.code))
        .run()
        .failed(10);
    assert!(told.contains("a person approves at a terminal"), "{told}");
    let (shown, code) = machine.approve("aaaa-bbbb-cccc", &[]).end();
    assert!(
        code != 0 && shown.contains("not the approval code"),
        "{shown}"
    );
    assert!(!shown.contains("aaaa-bbbb-cccc"), "{shown}");
    let place = machine.place();
    let variables = [("TENCENTCLOUD_BROKER", &*place), ("CLAUDECODE", "1")];
    for words in [&["approve"][..], &["broker"]] {
        let (shown, code) = Terminal::start(words, &variables).end();
        assert_eq!(code, 10, "{shown}");
        assert!(shown.contains("agent"), "{shown}");
    }
    let (shown, code) = machine.approve(&broker.code, &[]).end();
    assert!(code == 0 && shown.contains("no request waits"), "{shown}");
    assert!(!shown.contains(&broker.code), "{shown}");
}

#[test]
fn the_policy_is_shown_checked_and_asked() {
    let home = tempfile::tempdir().unwrap();
    let tcloud = |words: &[&str]| program(words).env("HOME", home.path().to_str().unwrap());
    let printed = tcloud(&["broker", "policy"]).run().printed();
    assert!(
        printed.contains("there is no ") && printed.contains("destroy = \"confirm\"\n"),
        "{printed}"
    );
    let check = |words: &[&str]| {
        let words = [&["broker", "check"], words].concat();
        tcloud(&words).run().printed()
    };
    assert!(
        check(&["cvm", "DescribeInstances"]).starts_with("allow  cvm DescribeInstances (read): ")
    );
    assert!(
        check(&["cvm", "terminate-instances"])
            .starts_with("confirm  cvm TerminateInstances (destroy): ")
    );
    // What it prints is a policy.
    let folder = home.path().join(".config/tcloud");
    fs::create_dir_all(&folder).unwrap();
    let more = "\n[[rule]]\ndecision = \"allow\"\nactions = [\"cvm:StopInstances\"]\nregions = [\"ap-shanghai\"]\n";
    fs::write(folder.join("policy.toml"), printed + more).unwrap();
    let stop = ["cvm", "StopInstances", "--region"];
    assert!(check(&[&stop[..], &["ap-shanghai"]].concat()).starts_with("allow"));
    assert!(check(&[&stop[..], &["ap-beijing"]].concat()).starts_with("confirm"));
    let wrong = home.path().join("wrong.toml");
    fs::write(&wrong, "[[rule]]\ndecision = \"perhaps\"\n").unwrap();
    let told = tcloud(&["broker", "policy", "--policy", wrong.to_str().unwrap()])
        .run()
        .failed(2);
    assert!(told.contains("wrong.toml:2: "), "{told}");
    let told = tcloud(&["broker", "--policy", wrong.to_str().unwrap()])
        .run()
        .failed(2);
    assert!(told.contains("wrong.toml:2: "), "{told}");
}

#[test]
fn a_log_that_was_changed_is_told() {
    let cloud = Capture::start();
    let machine = Machine::before(&cloud.url());
    let broker = machine.serve(&[]);
    for _ in 0..3 {
        machine
            .exec(
                &[],
                &words(&curl("vpc", "DescribeVpcs", "2017-03-12", "{}")),
            )
            .end();
    }
    drop(broker);
    let log = machine.file("log.jsonl");
    let text = fs::read_to_string(&log).unwrap();
    fs::write(&log, text.replacen("DescribeVpcs", "DescribeVpcz", 1)).unwrap();
    let path = log.display().to_string();
    let told = program(&["broker", "log", "--verify", "--log", &path])
        .run()
        .failed(1);
    assert!(told.contains("line 2 does not follow"), "{told}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&log).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn a_key_that_other_programs_can_read_is_warned_of() {
    let machine = Machine::before("http://127.0.0.1:9");
    let mut broker = machine.serve(&[]);
    let mut line = String::new();
    BufReader::new(broker.child.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(
        line.contains("TENCENTCLOUD_SECRET_KEY") && line.contains("keyring"),
        "{line}"
    );
}

const PYTHON: &str = r#"
import json, sys
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.vpc.v20170312 import vpc_client, models

client = vpc_client.VpcClient(credential.EnvironmentVariableCredential().get_credential(), "ap-guangzhou")
print(client.DescribeVpcs(models.DescribeVpcsRequest()).TotalCount)
request = models.CreateVpcRequest()
request.from_json_string(sys.argv[1])
try:
    print(client.CreateVpc(request).Vpc.VpcName)
except TencentCloudSDKException as error:
    print(error.code)
"#;

const NODE: &str = r#"
const { vpc } = require("tencentcloud-sdk-nodejs");
const client = new vpc.v20170312.Client({
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
  },
  region: process.env.TENCENTCLOUD_REGION,
});
(async () => {
  console.log((await client.DescribeVpcs({})).TotalCount);
  try {
    console.log((await client.CreateVpc(JSON.parse(process.argv[1]))).Vpc.VpcName);
  } catch (error) {
    console.log(error.code);
  }
})();
"#;

/// Runs `command` with the parameters of CreateVpc at its end, twice: approved and refused.
fn meets_a_person(command: &[&str]) {
    let reactor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let cloud = reactor.block_on(Emulator::start()).unwrap();
    let machine = Machine::of(&cloud);
    let broker = machine.serve(&[]);
    for (answer, expected, count) in [
        ("a", "one", 1),
        ("r", "UnauthorizedOperation.ApprovalRefused", 1),
    ] {
        let parameters = json!({"VpcName": "one", "CidrBlock": "10.0.0.0/16"}).to_string();
        let mut running = machine.exec(&[], &[command, &[&parameters]].concat());
        let id = running.approval();
        let mut person = machine.approve(&broker.code, &[&id]);
        person.until("[l]ater > ");
        person.types(answer);
        assert_eq!(person.end().1, 0);
        let (out, told, code) = running.end();
        assert_eq!(code, 0, "{told}");
        let lines: Vec<_> = out.lines().collect();
        assert_eq!(lines.last(), Some(&expected), "{out}{told}");
        assert_eq!(cloud.calls().of("vpc:CreateVpc").len(), count);
    }
    assert_eq!(cloud.calls().of("vpc:DescribeVpcs").len(), 2);
}

#[test]
fn the_python_sdk_is_let_through_or_not() {
    if let Some(python) = peers::path("python") {
        meets_a_person(&[python, "-c", PYTHON]);
    }
}

#[test]
fn the_node_sdk_is_let_through_or_not() {
    if let Some(modules) = peers::path("node") {
        let modules = format!("NODE_PATH={modules}");
        meets_a_person(&["/usr/bin/env", &modules, "node", "-e", NODE]);
    }
}

#[test]
fn tccli_is_let_through_or_not() {
    let Some(tccli) = peers::path("tccli") else {
        return;
    };
    let script = format!(
        "{tccli} vpc DescribeVpcs > /dev/null; {tccli} vpc CreateVpc --cli-unfold-argument --VpcName one --CidrBlock 10.0.0.0/16 2>&1 | grep -oE '\"VpcName\": \"one\"|UnauthorizedOperation.[A-Za-z]+' | head -1 | sed 's/.*: \"\\(.*\\)\"/\\1/'"
    );
    meets_a_person(&["/bin/sh", "-c", &script]);
}

/// What the README shows of the broker's terminal. `RENEW=1` writes it anew.
#[tokio::test]
async fn the_readme_shows_what_a_person_sees() {
    const BEFORE: &str = "a test renews it with RENEW=1 -->\n```text\n";
    let cloud = Emulator::builder().seed(7).start().await.unwrap();
    let machine = Machine::of(&cloud);
    let made = [
        "cvm",
        "RunInstances",
        "--ImageId",
        "img-487zeit5",
        "--Placement.Zone",
        "ap-guangzhou-3",
        "--InstanceName",
        "web-1",
        "--query",
        "InstanceIdSet[0]",
        "--output",
        "text",
    ];
    let made = tcloud(&cloud, &made).run().printed();
    let mut person = machine.sit(&[]);
    let command = [
        OWN,
        "cvm",
        "TerminateInstances",
        "--InstanceIds",
        made.trim(),
        "--yes",
    ];
    let _running = machine.exec(&["--reason", "the test is over"], &command);
    let seen = person.until("[l]ater > ");
    let lines = seen.trim().lines().map(|line| {
        // What no two runs have in common.
        let line = line.trim_end();
        let value = |name: &str, value: &str| {
            let is_row = line.trim_start().starts_with(name);
            is_row.then(|| format!("  {name:<12}{value}"))
        };
        value("digest", "4f1d9c02a7be…")
            .or_else(|| value("ID", "q7wm2xk9fta4hd6s"))
            .or_else(|| value("expires", "in 10 min"))
            .unwrap_or_else(|| line.to_owned())
    });
    let seen = lines.collect::<Vec<_>>().join("\n");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEFORE).unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, format!("{before}{BEFORE}{seen}\n```{after}")).unwrap();
        return;
    }
    assert_eq!(
        shown.trim_end(),
        seen,
        "if it should be so, run the test with RENEW=1"
    );
}
