//! A broker that holds the key: it asks a person, and sends what was approved.

use futures_util::future::BoxFuture;
use serde_json::Value;
use tempfile::TempDir;
use tencentcloud_broker::{
    Account, Accounts, ApprovalId, Approver, Broker, Listen, Policy, Server,
};
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::{Client, Config};

use super::cloud::AGENT;
use crate::program::{Program, Run, program};

const CREATE: [&str; 6] = [
    "vpc",
    "CreateVpc",
    "--VpcName",
    "a",
    "--CidrBlock",
    "10.0.0.0/16",
];

/// The account `default`, whose calls go to the cloud.
#[derive(Debug)]
struct One(Config, String);

impl Accounts for One {
    fn list(&self) -> Vec<Account> {
        vec![
            Account::new("default")
                .region("ap-guangzhou")
                .endpoint(&self.1),
        ]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        Box::pin(async { Ok(Client::new(&self.0)) })
    }
}

/// A cloud, and a broker before it.
struct Stage {
    cloud: Emulator,
    broker: Broker,
    folder: TempDir,
    _server: Server,
}

impl Stage {
    async fn new() -> Self {
        Self::with(Policy::default()).await
    }

    async fn with(policy: Policy) -> Self {
        let cloud = Emulator::start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let broker = Broker::builder()
            .accounts(One(cloud.config(), cloud.url()))
            .policy(policy)
            .place("the room of the test")
            .build()
            .unwrap();
        let socket = folder.path().join("tcloud/broker.sock");
        let server = Server::start(broker.clone(), &Listen::Socket(socket))
            .await
            .unwrap();
        Self {
            cloud,
            broker,
            folder,
            _server: server,
        }
    }

    fn person(&self) -> Approver {
        self.broker.approver_here("the test")
    }

    /// Approves the request `id`, as a person does who types the name of an action that destroys.
    fn approve(&self, id: &str) {
        let person = self.person();
        let pending = person.pending();
        let pending = pending
            .iter()
            .find(|pending| pending.id.as_str() == id)
            .unwrap();
        person
            .approve(&pending.id, &pending.digest, Some(&pending.action))
            .unwrap();
    }

    /// Prepares `tcloud` with `words` by an agent that has no key; the broker is where it is by default.
    fn agent(&self, words: &[&str]) -> Program {
        self.person_runs(words).env(AGENT.0, AGENT.1)
    }

    fn person_runs(&self, words: &[&str]) -> Program {
        program(words).env("XDG_RUNTIME_DIR", self.folder.path().to_str().unwrap())
    }

    /// Runs the command between the backquotes of `next`.
    fn follow(&self, next: &str) -> Run {
        let command = next.split('`').nth(1).unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        self.agent(&words).run()
    }

    fn sent(&self, action: &str) -> usize {
        self.cloud.calls().of(action).len()
    }
}

/// The error of a run that waits for a person.
fn waiting(run: Run) -> Value {
    let told = run.failed(11);
    let error: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(error["error"]["kind"], "waiting", "{told}");
    error["error"].clone()
}

fn step(error: &Value, beginning: &str) -> String {
    let steps = error["next"].as_array().unwrap().iter();
    let mut steps = steps.map(|step| step.as_str().unwrap());
    steps
        .find(|step| step.starts_with(beginning))
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_without_a_key_reads_at_once_by_pages_and_regions_too() {
    let stage = Stage::new().await;
    for words in [
        &["vpc", "DescribeVpcs"][..],
        &["vpc", "DescribeVpcs", "--all-pages"],
        &[
            "vpc",
            "DescribeVpcs",
            "--regions",
            "ap-guangzhou,ap-shanghai",
        ],
        &["ls", "vpc", "vpc"],
        &[
            "vpc",
            "DescribeVpcs",
            "--wait",
            "TotalCount",
            "--until",
            "0",
        ],
        &["whoami"],
    ] {
        stage.agent(words).run().printed();
    }
    assert_eq!(stage.sent("vpc:DescribeVpcs"), 6);
    let calls = stage.cloud.calls().of("vpc:DescribeVpcs");
    assert_eq!(calls[0].region.as_deref(), Some("ap-guangzhou"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_waits_and_goes_once_by_the_command_that_it_came_with() {
    let stage = Stage::new().await;
    let error = waiting(stage.agent(&CREATE).run());
    let id = error["approval"]["id"].as_str().unwrap();
    assert_eq!(error["approval"]["places"][0], "the room of the test");
    assert_eq!(error["approval"]["digest"].as_str().unwrap().len(), 64);
    assert!(
        error["approval"]["expires"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    let then = step(&error, "then: ");
    assert!(
        then.contains(&format!("--CidrBlock 10.0.0.0/16 --approval {id}")),
        "{then}"
    );
    let pending = stage.person().pending();
    assert_eq!(pending[0].agent.as_deref(), Some(AGENT.1));

    // It waits still, and a yes is none.
    waiting(stage.follow(&then));
    assert_eq!(stage.sent("vpc:CreateVpc"), 0);
    stage.approve(id);
    let made = stage.follow(&then).printed();
    assert!(made.contains("\"VpcId\":\"vpc-"), "{made}");
    assert_eq!(stage.sent("vpc:CreateVpc"), 1);
    let told = stage.follow(&then).failed(10);
    assert!(told.contains("ask again without --approval"), "{told}");
    assert_eq!(stage.sent("vpc:CreateVpc"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_approved_is_not_another_call() {
    let stage = Stage::new().await;
    let error = waiting(stage.agent(&[&CREATE[..], &["--yes"]].concat()).run());
    let id = error["approval"]["id"].as_str().unwrap();
    stage.approve(id);
    let other = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "b",
        "--CidrBlock",
        "10.0.0.0/16",
        "--approval",
        id,
    ];
    stage.agent(&other).run().failed(10);
    let elsewhere = [&CREATE[..], &["--region", "ap-shanghai", "--approval", id]].concat();
    stage.agent(&elsewhere).run().failed(10);
    let forged = [&CREATE[..], &["--approval", "0000-0000"]].concat();
    stage.agent(&forged).run().failed(10);
    assert_eq!(stage.sent("vpc:CreateVpc"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_with_a_client_token_is_asked_for_again_byte_by_byte() {
    let stage = Stage::new().await;
    let words = [
        "cbs",
        "CreateDisks",
        "--DiskType",
        "CLOUD_PREMIUM",
        "--DiskChargeType",
        "POSTPAID_BY_HOUR",
        "--DiskSize",
        "10",
        "--Placement.Zone",
        "ap-guangzhou-3",
    ];
    let error = waiting(stage.agent(&words).run());
    let id = error["approval"]["id"].as_str().unwrap();
    let then = step(&error, "then: ");
    assert!(then.contains(" --ClientToken "), "{then}");
    stage.approve(id);
    let told = stage
        .agent(&[&words[..], &["--approval", id]].concat())
        .run()
        .failed(2);
    assert!(told.contains("ClientToken"), "{told}");
    stage.follow(&then).printed();
    assert_eq!(stage.sent("cbs:CreateDisks"), 1);
    // Another order is another one.
    let other = waiting(stage.agent(&words).run());
    assert_ne!(step(&other, "then: "), then);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_can_wait_for_the_person() {
    let stage = Stage::new().await;
    let words = [
        &CREATE[..],
        &["--wait-approval", "60", "--reason", "a test needs it"],
    ]
    .concat();
    let program = stage.agent(&words);
    let run = std::thread::spawn(move || program.run());
    let mut changes = stage.person().changes();
    while stage.person().pending().is_empty() {
        assert!(!run.is_finished(), "{:?}", run.join());
        let second = std::time::Duration::from_secs(1);
        let _ = tokio::time::timeout(second, changes.changed()).await;
    }
    let pending = stage.person().pending();
    assert_eq!(pending[0].reason.as_deref(), Some("a test needs it"));
    stage.approve(pending[0].id.as_str());
    let made = tokio::task::spawn_blocking(|| run.join().unwrap())
        .await
        .unwrap();
    made.printed();
    assert_eq!(stage.sent("vpc:CreateVpc"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_refuses_is_heard() {
    let stage = Stage::new().await;
    let error = waiting(stage.agent(&CREATE).run());
    let id: ApprovalId = error["approval"]["id"].as_str().unwrap().parse().unwrap();
    stage.person().refuse(&id, "not on a Friday").unwrap();
    let told = stage.follow(&step(&error, "then: ")).failed(10);
    assert!(told.contains("not on a Friday"), "{told}");
    assert_eq!(stage.sent("vpc:CreateVpc"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_class_waits_and_one_request_at_a_time() {
    let stage = Stage::new().await;
    for words in [
        &[
            "ssm",
            "GetSecretValue",
            "--SecretName",
            "a",
            "--VersionId",
            "1",
        ][..],
        &["vpc", "DeleteVpc", "--VpcId", "vpc-12345678", "--yes"],
        &["cvm", "Novel", "--force", "--yes"],
    ] {
        waiting(stage.agent(words).run());
    }
    let many = [&CREATE[..], &["--regions", "ap-guangzhou,ap-shanghai"]].concat();
    let told = stage.agent(&many).run().failed(2);
    assert!(told.contains("one request at a time"), "{told}");
    assert_eq!(
        stage.cloud.calls().of("*:*").len(),
        stage.cloud.calls().of("*:Describe*").len()
            + stage.cloud.calls().of("sts:GetCallerIdentity").len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_of_the_broker_decides_about_reads_too() {
    let text = "[[rule]]\ndecision = \"deny\"\nactions = [\"vpc:Describe*\"]\n";
    let stage = Stage::with(Policy::read(text, "a test").unwrap()).await;
    let told = stage.agent(&["vpc", "DescribeVpcs"]).run().failed(10);
    assert!(
        told.contains("\"kind\":\"refused\"") && told.contains("the broker: "),
        "{told}"
    );
    stage.agent(&["cvm", "DescribeZones"]).run().printed();
    assert_eq!(stage.sent("vpc:DescribeVpcs"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_uses_a_broker_by_choice_alone() {
    let stage = Stage::new().await;
    let told = stage
        .person_runs(&CREATE)
        .env("TENCENTCLOUD_SECRET_ID", "")
        .run()
        .failed(3);
    assert!(told.contains("no credential"), "{told}");
    let told = stage
        .person_runs(&[&CREATE[..], &["--broker"]].concat())
        .run()
        .failed(11);
    assert!(
        told.contains("  next        then: `tcloud vpc CreateVpc"),
        "{told}"
    );
    let place = format!(
        "unix:{}",
        stage.folder.path().join("tcloud/broker.sock").display()
    );
    let told = program(&CREATE)
        .env("TENCENTCLOUD_BROKER", &place)
        .run()
        .failed(11);
    assert!(told.contains("a person has to approve it"), "{told}");
    let told = program(&CREATE)
        .env("TENCENTCLOUD_BROKER", "unix:/nowhere/at.all")
        .run()
        .failed(4);
    assert!(told.contains("/nowhere/at.all"), "{told}");
    let own = [&CREATE[..], &["--broker", "--use-cvm-role"]].concat();
    stage.person_runs(&own).run().failed(2);
}
