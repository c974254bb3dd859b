//! The palette and the pages of services, over HTTP.

use std::time::{Duration, Instant};

use tencentcloud_catalogue::search::{Query, index};
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::Client;

use crate::browser::Browser;

/// What the palette shows: the names of groups, and each row's address, name and text.
#[derive(Debug, Default)]
struct Found {
    groups: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    group: String,
    href: String,
    name: String,
    text: String,
}

impl Found {
    fn read(html: &str) -> Self {
        let mut found = Self::default();
        for part in html.split("<h3 ").skip(1) {
            let part = part.split("</div>").next().unwrap();
            let group = between(part, ">", "</h3>");
            found.groups.push(group.clone());
            for row in part.split("<a id=\"hit-").skip(1) {
                found.rows.push(Row {
                    group: group.clone(),
                    href: between(row, "href=\"", "\"").replace("&amp;", "&"),
                    name: plain(&between(row, "class=\"name\">", "</span>")),
                    text: plain(&between(row, "class=\"title\">", "</a>")),
                });
            }
        }
        found
    }

    fn of(&self, group: &str) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.group == group).collect()
    }
}

fn between(text: &str, start: &str, end: &str) -> String {
    let rest = text
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start} in {text}"))
        .1;
    rest.split(end).next().unwrap().to_owned()
}

/// The text of HTML.
fn plain(html: &str) -> String {
    let parts = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts
        .collect::<String>()
        .replace("&amp;", "&")
        .replace("&lt;", "<")
}

async fn find(browser: &Browser, text: &str, language: &str) -> Found {
    let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let response = browser
        .get(&format!("/find?q={text}&lang={language}"))
        .await;
    assert_eq!(response.status, 200, "{}", response.text);
    Found::read(&response.text)
}

async fn opened() -> (Explorer, Browser) {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    (explorer, browser)
}

#[tokio::test]
async fn actions_are_found_in_both_languages_and_by_initials() {
    let (_explorer, browser) = opened().await;
    for (text, action) in [
        ("创建云服务器", "RunInstances"),
        ("create vpc", "CreateVpc"),
        ("cvm RI", "RunInstances"),
        ("apigateway upstream", "CreateUpstream"),
    ] {
        for (language, group) in [("en", "Actions"), ("zh", "接口")] {
            let found = find(&browser, text, language).await;
            let actions = found.of(group);
            let row = actions.iter().take(5).find(|row| row.name == action);
            let row = row.unwrap_or_else(|| panic!("{text}: {actions:?}"));
            assert!(row.href.starts_with("/call/"), "{row:?}");
            assert!(row.href.ends_with(action), "{row:?}");
        }
    }
}

#[tokio::test]
async fn a_row_says_why_it_was_found_and_is_in_the_language_of_the_reader() {
    let (_explorer, browser) = opened().await;
    let english = find(&browser, "create vpc", "en").await;
    let first = &english.rows[0];
    assert_eq!(first.href, "/call/vpc/2017-03-12/CreateVpc");
    assert!(first.text.contains("name create vpc"), "{first:?}");
    let chinese = find(&browser, "create vpc", "zh").await;
    let first = &chinese.rows[0];
    assert!(first.text.contains("名称 create vpc"), "{first:?}");
    assert!(first.text.contains("私有网络"), "{first:?}");
}

#[tokio::test]
async fn names_values_and_codes_lead_to_what_has_them() {
    let (_explorer, browser) = opened().await;
    for (text, group, name, href) in [
        ("UniqVpc", "Parameters", "UniqVpcId", "/call/"),
        (
            "UpstreamId",
            "Response fields",
            "UpstreamId",
            "/call/apigateway/",
        ),
        ("ROUND-ROBIN", "Values", "ROUND-ROBIN", "/call/"),
        (
            "InvalidParameterValue.VpcIdNot",
            "Error codes",
            "InvalidParameterValue.VpcIdNotExist",
            "/errors/InvalidParameterValue.VpcIdNotExist",
        ),
        ("tencentmq", "Services", "", ""),
        ("cvm", "Services", "cvm", "/service/cvm"),
        ("virtual machine", "Services", "cvm", "/service/cvm"),
        (
            "vpc-1a2b3c4d",
            "Resources",
            "vpc-1a2b3c4d",
            "/call/vpc/2017-03-12/DescribeVpcs?p=",
        ),
        ("signatures", "Rooms", "Signatures", "/signature"),
    ] {
        let found = find(&browser, text, "en").await;
        let rows = found.of(group);
        let has = rows
            .iter()
            .any(|row| row.name == name && row.href.starts_with(href));
        assert_eq!(has, !name.is_empty(), "{text}: {found:#?}");
    }
}

#[tokio::test]
async fn what_was_typed_by_its_very_name_comes_first() {
    let (_explorer, browser) = opened().await;
    for (text, group) in [
        ("create vpc", "Actions"),
        ("cvm", "Services"),
        ("UniqVpcId", "Parameters"),
        ("InvalidParameterValue.VpcIdNotExist", "Error codes"),
        ("subnet-0abc12de", "Resources"),
    ] {
        let found = find(&browser, text, "en").await;
        assert_eq!(found.groups[0], group, "{text}: {:?}", found.groups);
    }
}

#[tokio::test]
async fn nothing_typed_or_nothing_found_says_what_can_be_typed() {
    let (emulator, _explorer, browser) = Browser::beside_an_emulator().await;
    let client = Client::new(&emulator.config());
    client
        .raw("vpc", "2017-03-12", "DescribeVpcs")
        .await
        .unwrap();
    for _ in 0..200 {
        let found = find(&browser, "", "en").await;
        if !found.of("Recent calls").is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let found = find(&browser, "", "en").await;
    assert_eq!(found.of("Recent calls")[0].name, "DescribeVpcs");
    assert!(found.of("Rooms").iter().any(|row| row.href == "/services"));
    let empty = browser.get("/find?q=").await.text;
    assert!(empty.contains("data-find=\"create vpc\""), "{empty}");
    let none = browser.get("/find?q=zzzzqqqq").await.text;
    assert!(none.contains("Nothing is called so"), "{none}");
    assert!(!none.contains("listbox"), "{none}");
    let script = browser.get("/find?q=%3Cscript%3E").await.text;
    assert!(!script.contains("<script"), "{script}");
}

#[tokio::test]
async fn the_palette_finds_intents_as_often_as_the_search_does() {
    let (_explorer, browser) = opened().await;
    let lines = include_str!("../../../tencentcloud-catalogue/tests/data/intents.tsv").lines();
    let (mut by_search, mut by_palette, mut all) = (0, 0, 0);
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (words, wanted) = line.split_once('\t').unwrap();
        let wanted: Vec<&str> = wanted.split(' ').collect();
        let query = Query {
            limit: 5,
            ..Query::default()
        };
        let hits = index().unwrap().search(words, &query);
        let is_wanted =
            |service: &str, action: &str| wanted.contains(&&*format!("{service}.{action}"));
        by_search += usize::from(hits.iter().any(|hit| is_wanted(hit.service, hit.action)));
        let found = find(&browser, words, "en").await;
        let mut actions = found.of("Actions").into_iter().take(5);
        by_palette += usize::from(actions.any(|row| {
            let mut parts = row.href.split(['/', '?']).skip(2);
            let service = parts.next().unwrap();
            is_wanted(service, parts.nth(1).unwrap())
        }));
        all += 1;
    }
    assert_eq!(all, 200);
    assert!(
        by_palette >= by_search,
        "{by_palette} of {all}; search: {by_search}"
    );
}

#[tokio::test]
async fn a_service_shows_its_actions_by_what_they_are_for() {
    let (_explorer, browser) = opened().await;
    let page = browser.get("/service/vpc?lang=zh").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("<h2>Subnet</h2>"), "no kind");
    assert!(
        page.text
            .contains("href=\"/call/vpc/2017-03-12/CreateSubnet\"")
    );
    assert!(page.text.contains("创建子网"));
    let tke = browser.get("/service/tke").await.text;
    assert!(
        tke.contains("/service/tke?version=2022-05-01"),
        "no versions"
    );
    let newer = browser.get("/service/tke?version=2022-05-01").await.text;
    assert!(newer.contains("/call/tke/2022-05-01/"));
    assert!(!newer.contains("/call/tke/2018-05-25/"));
    let unknown = browser.get("/service/vcp").await.text;
    assert!(unknown.contains("did you mean"), "{unknown}");
}

#[tokio::test]
async fn every_action_of_every_service_is_on_its_page() {
    let (_explorer, browser) = opened().await;
    let services = browser.get("/services").await.text;
    for (at, (name, _, english)) in index().unwrap().services().enumerate() {
        let link = format!("href=\"/service/{name}\"");
        assert!(services.contains(&link), "{name}");
        assert!(
            services.contains(&english.replace('&', "&amp;")),
            "{english}"
        );
        // All pages take a minute.
        if at % 9 != 0 {
            continue;
        }
        let page = browser.get(&format!("/service/{name}")).await.text;
        for action in index().unwrap().actions(name) {
            assert!(page.contains(&format!("/{action}\"")), "{name} {action}");
        }
    }
}

/// Run on a machine that does nothing else:
/// `cargo test --release -p tencentcloud-explorer --test explorer -- --ignored --nocapture a_key`
#[tokio::test]
#[ignore = "a measurement"]
async fn a_key_takes_the_server_less_than_five_milliseconds() {
    let (_explorer, browser) = opened().await;
    find(&browser, "warm", "en").await;
    let mut times = Vec::new();
    for text in [
        "创建云服务器",
        "create vpc",
        "apigateway upstream",
        "InvalidParameterValue.Vpc",
        "vpc-1a2b",
        "UniqVpcId",
    ] {
        for end in text.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let start = Instant::now();
            find(&browser, &text[..end], "en").await;
            times.push((start.elapsed(), &text[..end]));
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!(
        "{} keys: median {:?}, 95 % {:?}, slowest {:?}",
        times.len(),
        at(50),
        at(95),
        at(100)
    );
    assert!(at(95).0 < Duration::from_millis(5), "{:?}", at(95));
}
