//! An action as a form.

use hyper::StatusCode;
use serde_json::{Value, json};
use tencentcloud_catalogue::{service, services};
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::Client;

use crate::browser::{Browser, Response};

/// What the tests draw by.
struct Draws(u64);

impl Draws {
    /// Returns a number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// Returns `text` as a part of a query.
fn escaped(text: &str) -> String {
    let escape = |byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.as_bytes().iter().map(escape).collect()
}

/// Returns the form of `path` with `parameters` in its address.
async fn form(path: &str, parameters: &str) -> String {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let p = escaped(parameters);
    let response = browser.get(&format!("/call/{path}?p={p}")).await;
    assert_eq!(response.status, StatusCode::OK);
    response.text
}

/// Returns the call that the page `html` begins with.
fn call(html: &str) -> Value {
    let (_, rest) = html.split_once("data-call=\"").unwrap();
    let (call, _) = rest.split_once('"').unwrap();
    let plain = [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let call = plain
        .iter()
        .fold(call.to_owned(), |text, (from, to)| text.replace(from, to));
    serde_json::from_str(&call).unwrap_or_else(|error| panic!("{error}: {call}"))
}

#[tokio::test]
async fn a_field_is_called_what_it_is_on_the_wire() {
    let html = form("clb/2018-03-17/BatchModifyTargetWeight", "{}").await;
    for name in [
        "LoadBalancerId",
        "ModifyList.0.ListenerId",
        "ModifyList.0.Weight",
        "ModifyList.0.Targets.0.Port",
    ] {
        let named = format!("name=\"{name}\" aria-label=\"{name}\"");
        assert!(html.contains(&named), "{name}: {html}");
    }
    // Within what need not be given there is nothing before it is asked for, and a template then.
    let html = form("cvm/2017-03-12/RunInstances", "{}").await;
    assert!(
        !html.contains("LoginSettings.") && html.contains("<template data-type=\"LoginSettings\">")
    );
}

#[tokio::test]
async fn what_must_be_given_comes_first() {
    let html = form("vpc/2017-03-12/CreateSubnet", "{}").await;
    let at = |name: &str| html.find(&format!("data-member=\"{name}\"")).unwrap();
    for required in ["VpcId", "SubnetName", "Zone"] {
        assert!(at(required) < at("Tags"), "{required}");
    }
    assert!(html.contains("aria-required=\"true\""));
    assert!(!html.contains(" required=\"") && !html.contains(" required>"));
}

#[tokio::test]
async fn a_type_within_itself_is_a_template_that_ends() {
    let html = form("teo/2022-09-01/CreateL7AccRules", "{}").await;
    assert_eq!(
        html.matches("<template data-type=\"RuleBranch\">").count(),
        1
    );
    assert!(html.len() < 2_000_000, "{}", html.len());
}

#[tokio::test]
async fn a_secret_is_typed_unseen_and_never_comes_back() {
    let secret = json!({"InstanceIds": ["ins-1"], "Password": "hush-hush"}).to_string();
    let html = form("cvm/2017-03-12/ResetInstancesPassword", &secret).await;
    let (_, field) = html.split_once("name=\"Password\"").unwrap();
    let (field, _) = field.split_once('>').unwrap();
    assert!(field.contains("type=\"password\""), "{field}");
    assert!(field.contains("autocomplete=\"new-password\""), "{field}");
    assert!(!html.contains("hush"));
    assert_eq!(call(&html)["parameters"], json!({"InstanceIds": ["ins-1"]}));
}

#[tokio::test]
async fn what_an_address_says_cannot_write_into_the_page() {
    let hostile = "\"><script>alert(1)</script>'&lt;";
    let parameters = json!({"VpcName": hostile, "CidrBlock": "10.0.0.0/8"});
    let html = form("vpc/2017-03-12/CreateVpc", &parameters.to_string()).await;
    assert!(!html.contains("<script>alert"), "{html}");
    assert_eq!(call(&html)["parameters"], parameters);
    let broken = form("vpc/2017-03-12/CreateVpc", "</script>{\"VpcName\"").await;
    assert!(broken.contains("role=\"alert\"") && !broken.contains("</script>{"));
}

#[tokio::test]
async fn numbers_keep_their_64_bits() {
    let most = r#"{"Limit":9223372036854775807,"Offset":18446744073709551615}"#;
    let html = form("cvm/2017-03-12/DescribeInstances", most).await;
    assert_eq!(call(&html)["parameters"].to_string(), most);
}

#[tokio::test]
async fn a_region_is_asked_for_where_one_is_taken() {
    let explorer = Explorer::builder().start().await.unwrap();
    let mut browser = Browser::open(&explorer).await;
    let with = browser.get("/call/cvm/2017-03-12/DescribeZones").await.text;
    assert!(with.contains("<option value=\"ap-bangkok\">Bangkok</option>"));
    assert_eq!(call(&with)["region"], "ap-guangzhou");
    browser
        .headers
        .push(("accept-language", "zh-CN".to_owned()));
    let zh = browser.get("/call/cvm/2017-03-12/DescribeZones?region=eu-frankfurt");
    let zh = zh.await.text;
    assert!(zh.contains("<option value=\"ap-bangkok\">曼谷</option>"));
    assert_eq!(call(&zh)["region"], "eu-frankfurt");
    let without = browser.get("/call/tag/2018-08-13/GetTagKeys").await.text;
    assert_eq!(
        without.contains("X-TC-Region"),
        takes_region("tag", "GetTagKeys")
    );
    let name = actions()
        .into_iter()
        .find(|(service, _, action)| !takes_region(service, action));
    let (service, version, action) = name.unwrap();
    let none = browser
        .get(&format!("/call/{service}/{version}/{action}"))
        .await
        .text;
    assert!(!none.contains("X-TC-Region"), "{service} {action}");
    assert_eq!(call(&none).get("region"), None);
}

fn takes_region(name: &str, action: &str) -> bool {
    let found = service(name).unwrap().unwrap();
    let slice = found
        .versions()
        .iter()
        .find_map(|version| version.slice(action));
    slice.unwrap().actions[action].region != Some(tencentcloud_schema::Region::None)
}

/// Every action of the catalogue, as the path of its form has it.
fn actions() -> Vec<(&'static str, String, String)> {
    let mut all = Vec::new();
    for name in services() {
        for version in service(name).unwrap().unwrap().versions() {
            let of = |action: &str| (name, version.head().version.clone(), action.to_owned());
            all.extend(version.actions().map(of));
        }
    }
    all
}

#[tokio::test]
async fn any_action_is_a_form() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let all = actions();
    let mut draws = Draws(0x5eed_0012);
    for _ in 0..200 {
        let (service, version, action) = &all[draws.below(all.len())];
        let response = browser
            .get(&format!("/call/{service}/{version}/{action}"))
            .await;
        assert_eq!(response.status, StatusCode::OK, "{service} {action}");
        assert_eq!(call(&response.text)["action"], **action);
        assert!(response.text.contains("<tc-send"), "{service} {action}");
        let found = tencentcloud_catalogue::service(service).unwrap().unwrap();
        let versions = found.versions().iter();
        let slice = versions
            .filter(|it| it.head().version == *version)
            .find_map(|it| it.slice(action));
        for member in &slice.unwrap().actions[action].request {
            let named = format!("data-member=\"{}\"", member.name);
            assert!(
                response.text.contains(&named),
                "{service} {action} {}",
                member.name
            );
        }
    }
}

#[tokio::test]
async fn a_wrong_name_leads_to_the_nearest_ones() {
    let html = form("cvm/2017-03-12/DescribeInstance", "{}").await;
    assert!(
        html.contains("href=\"/call/cvm/2017-03-12/DescribeInstances\""),
        "{html}"
    );
}

#[tokio::test]
async fn an_example_fills_in_what_must_be_given() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let of = "service=apigateway&version=2018-08-08&action=CreateUpstream";
    let required = browser.get(&format!("/example?{of}")).await.json();
    let names: Vec<&String> = required.as_object().unwrap().keys().collect();
    assert_eq!(names, ["Scheme", "Algorithm", "UniqVpcId"]);
    let all = browser.get(&format!("/example?{of}&all=true")).await.json();
    assert!(all["Nodes"][0]["Host"].is_string(), "{all}");
    let none = browser
        .get("/example?service=cvm&version=2017-03-12&action=Nothing")
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Asks what the field `member` of `action` can name.
async fn ids(browser: &Browser, action: [&str; 3], member: &str, more: &Value) -> Response {
    let [service, version, action] = action;
    let mut asked = json!({
        "call": {"service": service, "version": version, "action": action, "region": "ap-guangzhou"},
        "member": member,
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        match name.as_str() {
            "parameters" => asked["call"]["parameters"] = value.clone(),
            name => asked[name] = value.clone(),
        }
    }
    browser.post("/ids", &asked).await
}

#[tokio::test]
async fn an_id_field_offers_the_resources_that_exist() {
    let emulator = std::sync::Arc::new(Emulator::start().await.unwrap());
    let builder = Explorer::builder().emulator(emulator.clone());
    let explorer = builder.start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let client = Client::new(&emulator.config());
    let made = client
        .raw("vpc", "2017-03-12", "CreateVpc")
        .parameters(json!({"VpcName": "shop", "CidrBlock": "10.0.0.0/16"}))
        .region("ap-guangzhou")
        .await
        .unwrap();
    let id = made["Vpc"]["VpcId"].as_str().unwrap();
    let subnet = ["vpc", "2017-03-12", "CreateSubnet"];
    let offered = ids(&browser, subnet, "VpcId", &json!({})).await;
    assert_eq!(offered.status, StatusCode::OK, "{}", offered.text);
    let shop = |offered: &Value| {
        let choices = offered.as_array().unwrap();
        choices.contains(&json!({"id": id, "name": "shop"}))
    };
    assert!(shop(&offered.json()), "{}", offered.text);
    // Within an object, and as the value of a filter.
    let run = ["cvm", "2017-03-12", "RunInstances"];
    let nested = ids(&browser, run, "VirtualPrivateCloud.VpcId", &json!({})).await;
    assert!(shop(&nested.json()), "{}", nested.text);
    let list = ["vpc", "2017-03-12", "DescribeSubnets"];
    let filter = json!({"filter": "vpc-id"});
    let filtered = ids(&browser, list, "Filters.0.Values.0", &filter).await;
    assert!(shop(&filtered.json()), "{}", filtered.text);
    // What names nothing asks for nothing.
    let calls = emulator.calls().all().len();
    let none = ids(&browser, subnet, "SubnetName", &json!({})).await;
    assert_eq!(none.status, StatusCode::NO_CONTENT);
    assert_eq!(emulator.calls().all().len(), calls);
}

#[tokio::test]
async fn what_a_list_needs_is_said() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let modify = ["clb", "2018-03-17", "ModifyListener"];
    let missing = ids(&browser, modify, "ListenerId", &json!({})).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(missing.text, "fill this in first: LoadBalancerId");
    let given = json!({"parameters": {"LoadBalancerId": "lb-12345678"}});
    let asked = ids(&browser, modify, "ListenerId", &given).await;
    assert_ne!(asked.text, missing.text);
}

#[tokio::test]
async fn a_pasted_command_leads_to_its_form() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let command = "tccli cvm ResetInstancesPassword --region ap-shanghai --InstanceIds '[\"ins-1\"]' --Password hush-hush";
    let found = browser.post("/paste", &json!({"text": command})).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    let found = found.json();
    let link = found["link"].as_str().unwrap();
    assert!(link.starts_with("/call/cvm/2017-03-12/ResetInstancesPassword?region=ap-shanghai"));
    // The address has no secret; the page takes it from here to the form.
    assert!(link.contains("ins-1") && !link.contains("hush"), "{link}");
    let parameters = json!({"InstanceIds": ["ins-1"], "Password": "hush-hush"});
    assert_eq!(found["call"]["parameters"], parameters);
    assert!(!browser.get(link).await.text.contains("hush"));
}

#[tokio::test]
async fn the_first_page_takes_a_pasted_command() {
    let explorer = Explorer::builder().start().await.unwrap();
    let start = Browser::open(&explorer).await.get("/").await.text;
    assert!(start.contains("<tc-paste"), "{start}");
}

#[tokio::test]
async fn a_pasted_example_is_for_the_form_that_is_open() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let example = r#"{"VpcName": "shop", "CidrBlock": "10.0.0.0/16"}"#;
    let open =
        json!({"text": example, "service": "vpc", "version": "2017-03-12", "action": "CreateVpc"});
    let found = browser.post("/paste", &open).await.json();
    assert_eq!(found["call"]["action"], "CreateVpc");
    assert_eq!(found["call"]["parameters"]["VpcName"], "shop");
    let alone = browser.post("/paste", &json!({"text": example})).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(alone.text.contains("which action"), "{}", alone.text);
    let noise = browser
        .post("/paste", &json!({"text": "good morning"}))
        .await;
    assert_eq!(noise.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!noise.text.is_empty());
}
