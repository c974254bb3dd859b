//! Who is let in.

use hyper::StatusCode;
use serde_json::json;
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

#[tokio::test]
async fn a_browser_without_the_code_sees_the_door_alone() {
    let explorer = Explorer::builder().start().await.unwrap();
    let stranger = Browser::stranger(&explorer);
    for path in ["/", "/timeline", "/timeline/live"] {
        let response = stranger.get(path).await;
        assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(response.text.contains("name=\"code\""), "{path}");
    }
    let response = stranger.post("/timeline", &json!({})).await;
    assert_eq!(response.status, StatusCode::UNAUTHORIZED);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let wrong = stranger
        .send("POST", "/door", &form, "code=aaaa-aaaa-aaaa".to_owned())
        .await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(!wrong.headers.contains_key("set-cookie"));
    let opened = Browser::open(&explorer).await.get("/").await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(
        !opened.text.contains(explorer.code()),
        "the code is on the page"
    );
}

#[tokio::test]
async fn the_cookie_of_one_start_opens_no_other() {
    let first = Explorer::builder().start().await.unwrap();
    let second = Explorer::builder().start().await.unwrap();
    let mut browser = Browser::stranger(&second);
    browser.headers = Browser::open(&first).await.headers;
    assert_eq!(browser.get("/").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn another_name_or_another_sites_page_is_refused() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let foreign = browser
        .send("GET", "/", &[("host", "evil.example")], String::new())
        .await;
    assert_eq!(foreign.status, StatusCode::MISDIRECTED_REQUEST);
    for headers in [
        [("origin", "https://evil.example"), ("accept", "*/*")],
        [("origin", "null"), ("accept", "*/*")],
        [("origin", "http://127.0.0.1:1"), ("accept", "*/*")],
    ] {
        let response = browser
            .send("POST", "/timeline", &headers, String::new())
            .await;
        assert_eq!(response.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[tokio::test]
async fn the_opener_lets_a_browser_in_by_a_file() {
    let explorer = Explorer::builder().start().await.unwrap();
    let opener = explorer.opener();
    assert!(opener.contains(&format!("{}/door", explorer.url())));
    let stranger = Browser::stranger(&explorer);
    let headers = [
        ("origin", "null"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let code = format!("code={}", explorer.code());
    let entered = stranger.send("POST", "/door", &headers, code).await;
    assert_eq!(entered.status, StatusCode::OK);
    let cookie = entered.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(entered.text.contains("url=/"), "{}", entered.text);
}

#[tokio::test]
async fn every_response_keeps_other_pages_and_networks_out() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    for path in [
        "/",
        "/timeline",
        "/assets/page.css",
        "/assets/shell.js",
        "/no-such-page",
    ] {
        let response = browser.get(path).await;
        let policy = response.headers["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(response.headers["x-frame-options"], "DENY", "{path}");
        assert!(
            !response.headers.contains_key("access-control-allow-origin"),
            "{path}"
        );
    }
}
