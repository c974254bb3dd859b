//! What the page shows of responses.

use hyper::StatusCode;
use serde_json::json;

use crate::browser::{Browser, Response};
use crate::send::{call, create_vpcs, local, send, vpc};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

/// Asks for another look at a response.
async fn look(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Response {
    let escaped = |text: &str| {
        let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
        bytes.collect::<String>()
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)));
    let body = pairs.collect::<Vec<_>>().join("&");
    browser.send("POST", path, &FORM, body).await
}

#[tokio::test]
async fn no_name_that_somebody_made_up_becomes_markup() {
    let (emulator, _explorer, browser) = local().await;
    let name = "<img src=x onerror=alert(1)>";
    let create = vpc(
        "CreateVpc",
        json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"}),
    );
    let sent = send(&browser, &create).await;
    create_vpcs(&emulator, "ap-guangzhou", 1).await;
    let listed = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    let table = look(
        &browser,
        "/response",
        &[("of", listed.name()), ("view", "table")],
    )
    .await;
    for page in [&sent.part, &listed.part, &table.text] {
        assert!(!page.contains("<img"), "{page}");
        assert!(page.contains("&lt;img src=x"), "{page}");
    }
}

#[tokio::test]
async fn a_list_is_a_table_that_is_sorted() {
    let (emulator, _explorer, browser) = local().await;
    create_vpcs(&emulator, "ap-guangzhou", 3).await;
    let sent = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    assert!(sent.part.contains("<tc-tree"), "{}", sent.part);
    let fields = [("of", sent.name()), ("view", "table"), ("sort", "-VpcName")];
    let table = look(&browser, "/response", &fields).await.text;
    let places: Vec<_> = ["net-002", "net-001", "net-000"]
        .map(|name| table.find(name))
        .to_vec();
    assert!(
        places.is_sorted() && places[0].is_some(),
        "{places:?}: {table}"
    );
    assert!(table.contains("aria-sort=\"descending\""), "{table}");
    let row = format!("r{}", sent.row.unwrap());
    let of_row = look(&browser, "/response", &[("of", &row), ("view", "table")]).await;
    assert!(of_row.text.contains("net-001"), "{}", of_row.text);
}

#[tokio::test]
async fn an_expression_is_applied_or_its_mistake_is_shown_with_the_place() {
    let (emulator, _explorer, browser) = local().await;
    create_vpcs(&emulator, "ap-guangzhou", 2).await;
    let sent = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    let of = ("of", sent.name());
    let found = look(&browser, "/response", &[of, ("query", "VpcSet[].VpcName")]).await;
    assert!(
        found.text.contains("net-001") && !found.text.contains("vpc-"),
        "{}",
        found.text
    );
    let wrong = look(
        &browser,
        "/response",
        &[of, ("query", "VpcSet[?VpcName=='a'")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("at column 21") && wrong.text.contains('^'),
        "{}",
        wrong.text
    );
    let gone = look(&browser, "/response", &[("of", "s99")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_list_is_downloaded_whole() {
    let (emulator, _explorer, browser) = local().await;
    create_vpcs(&emulator, "ap-guangzhou", 150).await;
    let mut list = vpc("DescribeVpcs", json!({}));
    list["most"] = 1000.into();
    list["regions"] = json!(["ap-guangzhou", "ap-shanghai"]);
    let sent = send(&browser, &list).await;
    let of = ("of", sent.name());
    let csv = look(&browser, "/export", &[of, ("file", "csv")]).await;
    let kept = csv.headers["content-disposition"].to_str().unwrap();
    assert_eq!(kept, "attachment; filename=\"DescribeVpcs.csv\"");
    assert_eq!(csv.text.lines().count(), 151);
    assert!(csv.text.starts_with("\u{feff}Region,"), "{}", csv.text);
    let query = ("query", "VpcSet[].VpcName");
    let names = look(&browser, "/export", &[of, query, ("file", "json")]).await;
    assert_eq!(names.json().as_array().unwrap().len(), 150);
}

#[tokio::test]
async fn secrets_are_shown_when_the_person_asks_and_kept_nowhere() {
    let (_emulator, _explorer, browser) = local().await;
    let create = call("cam", "2019-01-16", "CreateAccessKey", json!({}));
    let sent = send(&browser, &create).await;
    assert!(
        sent.part.contains("***") && sent.part.contains("Reveal secrets"),
        "{}",
        sent.part
    );
    let of = ("of", sent.name());
    let query = ("query", "AccessKey.SecretAccessKey");
    let revealed = look(&browser, "/export", &[of, query, ("reveal", "1")])
        .await
        .json();
    let secret = revealed.as_str().unwrap();
    assert!(
        secret.len() > 16 && !sent.part.contains(secret),
        "{revealed}"
    );
    let shown = look(&browser, "/response", &[of, ("reveal", "1")])
        .await
        .text;
    assert!(shown.contains(secret), "{shown}");
    let row = format!("r{}", sent.row.unwrap());
    let of_row = look(&browser, "/response", &[("of", &row), ("reveal", "1")])
        .await
        .text;
    let history = browser.get("/history").await.text;
    assert!(!of_row.contains(secret) && !history.contains(secret));
}
