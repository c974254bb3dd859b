//! The panel of the local endpoint.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::StatusCode;
use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator, FaultKind, FaultRule};
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::{Client, Config};

use crate::browser::{Browser, Response};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

/// The page, with an endpoint that programs call.
struct Panel {
    emulator: Arc<Emulator>,
    browser: Browser,
    client: Client,
    _explorer: Explorer,
}

impl Panel {
    async fn open() -> Self {
        let emulator = Arc::new(Emulator::builder().seed(7).start().await.unwrap());
        let explorer = Explorer::builder().emulator(emulator.clone());
        let explorer = explorer.start().await.unwrap();
        Self {
            browser: Browser::open(&explorer).await,
            client: Client::new(&emulator.config::<Config>()),
            emulator,
            _explorer: explorer,
        }
    }

    async fn call(&self, service: &'static str, action: &str, parameters: Value) -> Value {
        let call = self.client.raw(service, "2017-03-12", action);
        call.parameters(parameters).await.unwrap()
    }

    /// Creates a VPC with a subnet, and returns their ids.
    async fn network(&self) -> (String, String) {
        let vpc = json!({"VpcName": "net & <b>", "CidrBlock": "10.0.0.0/16"});
        let vpc = text(&self.call("vpc", "CreateVpc", vpc).await["Vpc"]["VpcId"]);
        let subnet = json!({"VpcId": vpc, "SubnetName": "web", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"});
        let subnet = self.call("vpc", "CreateSubnet", subnet).await;
        (vpc, text(&subnet["Subnet"]["SubnetId"]))
    }

    async fn get(&self, path: &str) -> String {
        let response = self.browser.get(path).await;
        assert_eq!(response.status, StatusCode::OK, "{path}: {}", response.text);
        response.text
    }

    async fn post(&self, path: &str, form: &str) -> Response {
        self.browser
            .send("POST", path, &FORM, form.to_owned())
            .await
    }

    /// Sends a form that the page accepts.
    async fn done(&self, path: &str, form: &str) {
        let response = self.post(path, form).await;
        assert_eq!(
            response.status,
            StatusCode::SEE_OTHER,
            "{form}: {}",
            response.text
        );
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Returns the addresses in `page` that begin with `start`.
fn links<'p>(page: &'p str, start: &str) -> Vec<&'p str> {
    let links = page.split("href=\"").skip(1);
    let links = links.map(|rest| rest.split('"').next().unwrap());
    links.filter(|link| link.starts_with(start)).collect()
}

#[tokio::test]
async fn every_page_says_what_to_do_while_there_is_nothing() {
    let panel = Panel::open().await;
    for (path, english, chinese) in [
        ("/local", "keeps nothing yet", "还没有资源"),
        (
            "/local/graph",
            "Nothing is in anything yet",
            "还没有相互关联的资源",
        ),
        ("/local/faults", "No call fails", "没有注入故障"),
        ("/local/clock", "The time of this machine", "与本机时间一致"),
        ("/local/snapshot", "It holds secrets", "包含敏感信息"),
        ("/local/connect", "TENCENTCLOUD_ENDPOINT", "接受的密钥"),
    ] {
        let page = panel.get(&format!("{path}?lang=en")).await;
        assert!(page.contains(english), "{path}: {page}");
        let page = panel.get(&format!("{path}?lang=zh")).await;
        assert!(page.contains(chinese), "{path}: {page}");
    }
}

#[tokio::test]
async fn resources_are_counted_listed_and_shown_with_calls_about_them() {
    let panel = Panel::open().await;
    let (vpc, subnet) = panel.network().await;
    let page = panel.get("/local").await;
    let kinds = links(&page, "/local/vpc/Subnet?");
    assert_eq!(kinds.len(), 1, "{page}");
    let list = panel.get(&kinds[0].replace("&amp;", "&")).await;
    assert!(list.contains(">web<") && list.contains(&subnet), "{list}");
    // The subnet, and its VPC as what it is in.
    assert!(!links(&list, "/local/vpc/Vpc?").is_empty(), "{list}");
    let one = links(&list, "/local/vpc/Subnet?").into_iter();
    let one = one.filter(|link| link.contains("id=")).collect::<Vec<_>>();
    let shown = panel.get(&one[0].replace("&amp;", "&")).await;
    assert!(shown.contains("10.0.1.0/24"), "{shown}");
    for (action, parameters) in [
        ("DescribeSubnets", json!({"SubnetIds": [subnet]})),
        ("ModifySubnetAttribute", json!({"SubnetId": subnet})),
        ("DeleteSubnet", json!({"SubnetId": subnet})),
    ] {
        let start = format!("/call/vpc/2017-03-12/{action}?");
        let calls = links(&shown, &start);
        let call = calls.first().unwrap_or_else(|| panic!("{action}: {shown}"));
        assert!(call.contains("region=ap-guangzhou"), "{call}");
        let given = call.split("p=").nth(1).unwrap().replace("&amp;", "&");
        assert_eq!(decoded(&given), parameters.to_string());
    }
    let of_vpc = panel.get(&format!("/local/vpc/Vpc?id={vpc}")).await;
    assert!(of_vpc.contains("net &amp; &lt;b&gt;"), "{of_vpc}");
    let gone = panel.browser.get("/local/vpc/NatGateway").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

/// Returns a part of an address as it was before it was escaped.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        bytes.push(match first {
            b'%' => {
                let hex = str::from_utf8(&more[..2]).unwrap();
                rest = &more[2..];
                u8::from_str_radix(hex, 16).unwrap()
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn the_first_call_about_a_resource_shows_it() {
    let panel = Panel::open().await;
    panel.network().await;
    let run = json!({"Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4", "ImageId": "img-eb30mz89"});
    panel.call("cvm", "RunInstances", run).await;
    let mut taken = 0;
    for resource in panel.emulator.resources().all() {
        let key = &resource.key;
        let page = panel
            .get(&format!(
                "/local/{}/{}?id={}",
                key.service, key.kind, key.id
            ))
            .await;
        // The first one that reads it needs nothing else.
        let reads = links(&page, "/call/").into_iter();
        let mut reads = reads.filter(|link| link.contains("/Describe"));
        if let Some(link) = reads.next() {
            let link = link.replace("&amp;", "&");
            let parts: Vec<&str> = link
                .trim_start_matches("/call/")
                .split(['/', '?'])
                .collect();
            let given = link.split("p=").nth(1).unwrap_or_else(|| panic!("{link}"));
            let given: Value = serde_json::from_str(&decoded(given)).unwrap();
            let call = panel.client.raw(
                parts[0].to_owned(),
                parts[1].to_owned(),
                parts[2].to_owned(),
            );
            let response = call.region("ap-guangzhou").parameters(given).await;
            let response = response.unwrap_or_else(|error| panic!("{link}: {error}"));
            let response = response.to_string();
            assert!(response.contains(&key.id), "{link}: {response}");
            taken += 1;
        }
    }
    assert!(taken >= 5, "{taken}");
}

#[tokio::test]
async fn no_secret_of_a_resource_reaches_the_page() {
    let panel = Panel::open().await;
    let run = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4",
        "ImageId": "img-eb30mz89", "LoginSettings": {"Password": "Hush-hush-1"},
    });
    panel.call("cvm", "RunInstances", run).await;
    let id = panel.emulator.resources().of("cvm", "Instance")[0]
        .key
        .id
        .clone();
    let instance = format!("/local/cvm/Instance?id={id}");
    for path in ["/local", "/local/graph", "/local/snapshot", &instance] {
        let page = panel.get(path).await;
        assert!(!page.contains("Hush-hush"), "{path}: {page}");
    }
    assert!(panel.get(&instance).await.contains("S5.MEDIUM4"));
}

#[tokio::test]
async fn the_graph_draws_each_resource_below_what_it_is_in() {
    let panel = Panel::open().await;
    let (vpc, subnet) = panel.network().await;
    let run = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4", "InstanceName": "machine",
        "ImageId": "img-eb30mz89", "VirtualPrivateCloud": {"VpcId": vpc, "SubnetId": subnet},
    });
    panel.call("cvm", "RunInstances", run).await;
    let page = panel.get("/local/graph").await;
    // The layer of a node is how far from the left it is drawn.
    let left = |kind: &str| -> usize {
        let node = page
            .split("<title>")
            .find(|node| node.split(' ').nth(1) == Some(kind));
        let node = node.unwrap_or_else(|| panic!("{kind}: {page}"));
        let x = node.split("<rect x=\"").nth(1).unwrap();
        x.split('"').next().unwrap().parse().unwrap()
    };
    assert!(left("Vpc") < left("Subnet"), "{page}");
    assert!(left("Subnet") < left("Instance"), "{page}");
    assert!(left("Instance") < left("Disk"), "{page}");
    let text = page.split("The same as a list").nth(1).unwrap();
    let at = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name}: {text}"));
    assert!(at("Vpc") < at(">web<") && at(">web<") < at(">machine<"));
}

#[tokio::test]
async fn many_of_one_kind_are_drawn_as_one() {
    let panel = Panel::open().await;
    let (vpc, _) = panel.network().await;
    for number in 0..250 {
        let cidr = format!("10.0.{}.{}/28", 2 + number / 16, number % 16 * 16);
        let subnet = json!({"VpcId": vpc, "SubnetName": format!("s{number}"), "CidrBlock": cidr, "Zone": "ap-guangzhou-3"});
        panel.call("vpc", "CreateSubnet", subnet).await;
    }
    let page = panel.get("/local/graph").await;
    let nodes = page.matches("<rect ").count();
    assert!(nodes < 20, "{nodes}");
    let more = page.split("class=\"node many\"").nth(1).unwrap();
    let more = more.split("</a>").next().unwrap();
    assert!(more.contains("+ 248 more"), "{more}");
}

#[tokio::test]
async fn a_fault_is_switched_on_off_and_removed_and_counts_its_calls() {
    let panel = Panel::open().await;
    panel
        .done("/local/faults", "do=preset&preset=throttled")
        .await;
    let faults = || panel.emulator.faults().list();
    assert_eq!(
        faults()[0].rule,
        FaultRule::new("*", FaultKind::Throttle).every(10)
    );
    panel.done("/local/faults", "do=remove&id=1").await;
    assert!(faults().is_empty());

    let form = "do=add&kind=error&action=vpc:*&code=LimitExceeded&probability=&every=&skip=&times=1&milliseconds=&status=502&account=";
    panel.done("/local/faults", form).await;
    let id = faults()[0].id;
    let rule = FaultRule::new("vpc:*", FaultKind::Error)
        .code("LimitExceeded")
        .times(1);
    assert_eq!(faults()[0].rule, rule);
    let page = panel.get("/local/faults").await;
    assert!(
        page.contains("aria-checked=\"true\"") && page.contains("LimitExceeded"),
        "{page}"
    );

    panel
        .done("/local/faults", &format!("do=pause&id={id}"))
        .await;
    panel.call("vpc", "DescribeVpcs", json!({})).await;
    let page = panel.get("/local/faults").await;
    assert!(
        page.contains("aria-checked=\"false\"") && page.contains("<strong>0</strong> / 0"),
        "{page}"
    );

    panel
        .done("/local/faults", &format!("do=resume&id={id}"))
        .await;
    let failed = panel
        .client
        .raw("vpc", "2017-03-12", "DescribeVpcs")
        .await
        .unwrap_err();
    assert_eq!(failed.code(), Some("LimitExceeded"));
    let page = panel.get("/local/faults").await;
    assert!(page.contains("<strong>1</strong> / 1"), "{page}");
}

#[tokio::test]
async fn what_is_wrong_with_a_fault_is_said_and_the_form_stays_filled_in() {
    let panel = Panel::open().await;
    for (form, said) in [
        (
            "do=add&kind=latency&action=cvm:*",
            "Latency needs milliseconds",
        ),
        ("do=add&kind=error&action=cvm:*", "needs an error code"),
        (
            "do=add&kind=throttle&action=cvm:*&probability=120",
            "no percentage",
        ),
        (
            "do=add&kind=throttle&action=cvm:*&every=x",
            "no whole number",
        ),
        ("do=add&kind=gateway&action=cvm:*&status=200", "500 to 599"),
        ("do=add&action=cvm:*", "Choose a kind"),
    ] {
        let response = panel.post("/local/faults", form).await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(response.text.contains(said), "{form}: {}", response.text);
        assert!(response.text.contains("value=\"cvm:*\""), "{form}");
    }
    assert!(panel.emulator.faults().list().is_empty());
}

#[tokio::test]
async fn the_clock_is_set_advanced_frozen_and_put_back() {
    let panel = Panel::open().await;
    let clock = panel.emulator.clock();
    panel.done("/local/clock", "do=freeze").await;
    assert!(clock.is_frozen());
    panel
        .done("/local/clock", "do=set&time=2030-01-02T03%3A04")
        .await;
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    assert_eq!(clock.now(), at(1_893_553_440));
    panel.done("/local/clock", "seconds=86400").await;
    assert_eq!(clock.now(), at(1_893_553_440 + 86_400));
    let page = panel.get("/local/clock").await;
    assert!(
        page.contains("2030-01-03 03:04:00") && page.contains("frozen"),
        "{page}"
    );
    panel.done("/local/clock", "do=resume").await;
    assert!(!clock.is_frozen() && clock.now() >= at(1_893_553_440 + 86_400));
    let wrong = panel.post("/local/clock", "do=set&time=tomorrow").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    panel.done("/local/clock", "do=reset").await;
    let apart = clock.now().duration_since(SystemTime::now());
    assert!(apart.unwrap_or_default() < Duration::from_secs(5));
}

/// Returns the body of a form with a file.
fn upload(content: &str) -> ([(&'static str, &'static str); 1], String) {
    let kind = [("content-type", "multipart/form-data; boundary=cut")];
    let body = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"snapshot.json\"\r\n\
         Content-Type: application/json\r\n\r\n{content}\r\n--cut--\r\n"
    );
    (kind, body)
}

#[tokio::test]
async fn a_snapshot_is_downloaded_and_restored_after_a_reset() {
    let panel = Panel::open().await;
    let (vpc, _) = panel.network().await;
    let file = panel.browser.get("/local/snapshot/file").await;
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"snapshot.json\""
    );
    assert_eq!(file.headers["cache-control"], "no-store");
    panel.done("/local/reset", "").await;
    assert!(panel.emulator.resources().all().is_empty());
    let (kind, body) = upload("{\"format\": 1, \"resources\": 5}");
    let wrong = panel
        .browser
        .send("POST", "/local/snapshot", &kind, body)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("not a snapshot"), "{}", wrong.text);
    let (kind, body) = upload(&file.text);
    let restored = panel
        .browser
        .send("POST", "/local/snapshot", &kind, body)
        .await;
    assert_eq!(restored.status, StatusCode::SEE_OTHER, "{}", restored.text);
    assert_eq!(panel.emulator.resources().of("vpc", "Vpc")[0].key.id, vpc);
}

#[tokio::test]
async fn the_key_of_another_credential_than_the_test_one_is_not_shown() {
    let panel = Panel::open().await;
    let page = panel.get("/local/connect").await;
    assert!(
        page.contains(&panel.emulator.credential().secret_key),
        "{page}"
    );
    let own = Credential::new("AKIDown", "a-key-of-somebody");
    let emulator = Emulator::builder().credential(own).start().await.unwrap();
    let explorer = Explorer::builder().emulator(Arc::new(emulator));
    let explorer = explorer.start().await.unwrap();
    let page = Browser::open(&explorer)
        .await
        .get("/local/connect")
        .await
        .text;
    assert!(page.contains("AKIDown"), "{page}");
    assert!(!page.contains("a-key-of-somebody"), "{page}");
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let panel = Panel::open().await;
    panel.network().await;
    let foreign = [FORM[0], ("origin", "https://evil.example")];
    for path in [
        "/local/reset",
        "/local/faults",
        "/local/clock",
        "/history/clear",
    ] {
        let form = "do=preset&preset=slow&seconds=60".to_owned();
        let response = panel.browser.send("POST", path, &foreign, form).await;
        assert_eq!(response.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(!panel.emulator.resources().all().is_empty());
    assert!(panel.emulator.faults().list().is_empty());
}
