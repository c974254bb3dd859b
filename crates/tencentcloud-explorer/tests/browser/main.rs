//! The page in a real browser: Chromium, driven by playwright-core. `cargo xtask peers` installs both;
//! without them the tests say that they are skipped.
//!
//! `SHOTS=FOLDER` keeps screenshots.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use hyper::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use tencentcloud_broker::{Answer, Asked, Broker, Listen, Remote, Request, Server};
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::{Account, Accounts, Explorer};
use tencentcloud_runtime::{Client, Config};
use tencentcloud_testkit::peers;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// How the reader reads.
#[derive(Clone, Copy)]
struct Reader {
    language: &'static str,
    width: &'static str,
    theme: &'static str,
}

const ENGLISH: Reader = Reader {
    language: "en-US",
    width: "1280",
    theme: "light",
};
const CHINESE: Reader = Reader {
    language: "zh-CN",
    ..ENGLISH
};
const NARROW: Reader = Reader {
    width: "390",
    ..CHINESE
};
const DARK: Reader = Reader {
    theme: "dark",
    ..CHINESE
};

/// A page with its local endpoint, a broker, and the real account of both.
struct Stage {
    emulator: Arc<Emulator>,
    cloud: Arc<Emulator>,
    broker: Broker,
    /// Where programs that hold no key ask.
    server: Server,
    explorer: Explorer,
    _folder: tempfile::TempDir,
}

/// A real account, which a second local endpoint plays.
#[derive(Debug)]
struct Played(Arc<Emulator>);

impl Accounts for Played {
    fn list(&self) -> Vec<Account> {
        vec![Account::new("prod").region("ap-shanghai")]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        let config: Config = self.0.config();
        let client = Client::new(&config.region("ap-shanghai"));
        Box::pin(async move { Ok(client) })
    }
}

async fn stage() -> Stage {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let cloud = Arc::new(Emulator::start().await.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let broker = Broker::builder()
        .accounts(Played(Arc::clone(&cloud)))
        .log(folder.path().join("broker.jsonl"))
        .build()
        .unwrap();
    let socket = Listen::Socket(folder.path().join("broker.sock"));
    let server = Server::start(broker.clone(), &socket).await.unwrap();
    let explorer = Explorer::builder()
        .emulator(Arc::clone(&emulator))
        .folder(folder.path())
        .accounts(Played(Arc::clone(&cloud)))
        .broker(broker.clone())
        .start()
        .await
        .unwrap();
    Stage {
        emulator,
        cloud,
        broker,
        server,
        explorer,
        _folder: folder,
    }
}

impl Stage {
    /// Asks the broker for a call of the real account, as an agent does at the socket, and waits for its response.
    fn ask(&self, action: &'static str, parameters: &Value, reason: &str) -> JoinHandle<Answer> {
        let headers = [
            ("content-type", "application/json"),
            ("x-tc-action", action),
            ("x-tc-version", "2017-03-12"),
            ("x-tc-region", "ap-shanghai"),
        ];
        let headers = headers.into_iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let url = self.cloud.url();
        let body = parameters.to_string();
        let mut asked = Asked::new(Request::new("prod", "vpc", url, &headers.collect(), body));
        asked.agent = Some("release-agent 2.1".to_owned());
        asked.reason = Some(reason.to_owned());
        asked.wait = Duration::from_secs(120);
        let place = self.server.place().clone();
        tokio::spawn(async move {
            let remote = Remote::connect(place).await.unwrap();
            remote.ask(asked).await
        })
    }

    /// Creates a network in the real account, and returns its ID.
    async fn network(&self, name: &str) -> String {
        let client = Client::new(&self.cloud.config::<Config>().region("ap-shanghai"));
        let call = client.raw("vpc", "2017-03-12", "CreateVpc");
        let parameters = json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"});
        let made = call.parameters(parameters).await.unwrap();
        made["Vpc"]["VpcId"].as_str().unwrap().to_owned()
    }

    /// Plays the scenario `name`; false if there is no browser, which was said.
    async fn play(&self, name: &str, reader: Reader) -> bool {
        let Some(modules) = peers::program("browser") else {
            return false;
        };
        // One browser at a time: several on one machine measure each other.
        static ONE: Mutex<()> = Mutex::const_new(());
        let _one = ONE.lock().await;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.mjs");
        let mut command = Command::new("node");
        command
            .arg(script)
            .arg(name)
            .env("MODULES", modules)
            .env("EXPLORER_URL", self.explorer.url())
            .env("EXPLORER_CODE", self.explorer.code())
            .env("APPROVAL_CODE", self.broker.code())
            .env(
                "TENCENTCLOUD_SECRET_ID",
                &self.emulator.credential().secret_id,
            )
            .env(
                "TENCENTCLOUD_SECRET_KEY",
                &self.emulator.credential().secret_key,
            )
            .env("LANGUAGE", reader.language)
            .env("WIDTH", reader.width)
            .env("THEME", reader.theme);
        let played = tokio::task::spawn_blocking(move || command.output()).await;
        let played = played.unwrap().unwrap();
        let told = String::from_utf8_lossy(&played.stderr);
        assert!(played.status.success(), "{name}: {told}");
        println!("{}", String::from_utf8_lossy(&played.stdout));
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_room_is_accessible_in_both_languages_themes_and_widths() {
    let stage = stage().await;
    for reader in [ENGLISH, CHINESE, NARROW, DARK] {
        stage.play("access", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_and_its_json_are_one() {
    let stage = stage().await;
    for reader in [ENGLISH, NARROW] {
        stage.play("form", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_of_the_local_endpoint_follows_programs_and_acts_in_place() {
    for reader in [ENGLISH, NARROW] {
        stage().await.play("local", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_light_and_paints_at_once() {
    stage().await.play("speed", ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_sent_and_its_response_is_read_searched_and_taken_away() {
    let stage = stage().await;
    for reader in [ENGLISH, NARROW] {
        stage.play("send", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_account_is_asked_about_before_something_is_destroyed() {
    let stage = stage().await;
    for reader in [ENGLISH, NARROW] {
        stage.play("real", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_found_and_opened_by_the_keyboard_alone() {
    let stage = stage().await;
    for reader in [ENGLISH, NARROW] {
        stage.play("palette", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_found_filled_in_sent_and_taken_away_as_code_that_runs() {
    for reader in [ENGLISH, CHINESE] {
        let stage = stage().await;
        if !stage.play("journey", reader).await {
            return;
        }
        // The page sent it once, and its code once more.
        let calls = stage.emulator.calls().of("apigateway:CreateUpstream");
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0].request, calls[1].request);
        assert_eq!(calls[0].request["UniqVpcId"], "vpc-7hyfzxi3");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_calls_are_scrolled_filtered_and_selected() {
    stage().await.play("timeline", ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_call_is_seen_at_once_edited_and_signed_again() {
    let stage = stage().await;
    for reader in [ENGLISH, NARROW, DARK] {
        stage.play("held", reader).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_approves_what_an_agent_asks_for_and_the_agent_gets_the_response() {
    for reader in [ENGLISH, NARROW, DARK] {
        let stage = stage().await;
        let network = stage.network("staging").await;
        let delete = json!({"VpcId": network});
        let delete = stage.ask(
            "DeleteVpc",
            &delete,
            "The staging network is empty since release 2.1",
        );
        let create = json!({"VpcName": "extra", "CidrBlock": "10.1.0.0/16"});
        let create = stage.ask("CreateVpc", &create, "A second network for the tests");
        if !stage.play("approvals", reader).await {
            return;
        }
        let Answer::Sent(response) = delete.await.unwrap() else {
            panic!("it was not sent");
        };
        assert_eq!(response.status(), 200);
        assert_eq!(stage.cloud.calls().of("vpc:DeleteVpc").len(), 1);
        let Answer::Refused(refusal) = create.await.unwrap() else {
            panic!("it was sent");
        };
        assert!(refusal.message.contains("one is enough"), "{refusal:?}");
        assert_eq!(stage.cloud.calls().of("vpc:CreateVpc").len(), 1);
    }
}

/// Run with `SHOTS` by who changes the page: the READMEs show them.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes the pictures of the READMEs"]
async fn the_pictures_of_the_readmes() {
    for reader in [ENGLISH, CHINESE] {
        let stage = stage().await;
        let network = json!({"VpcId": stage.network("staging").await});
        let _asked = stage.ask(
            "DeleteVpc",
            &network,
            "The staging network is empty since release 2.1",
        );
        stage.play("pictures", reader).await;
    }
}
