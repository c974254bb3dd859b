//! Approvals that are none, or of something else.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, StatusCode};
use tencentcloud_broker::{Answer, ApprovalState, Asked, Broker, Request, verify_log};
use tencentcloud_runtime::Bytes;

use crate::raw::Raw;
use crate::stage::{SECRET, Stage, refusal, response, ticket, with};

/// A change of a request.
type Change = (&'static str, fn(&mut Request));

fn set(request: &mut Request, name: &'static str, value: &'static str) {
    request
        .headers
        .insert(name, HeaderValue::from_static(value));
}

#[tokio::test]
async fn what_was_changed_after_the_approval_does_not_leave() {
    let changes: [Change; 11] = [
        ("a byte of the body", |request| {
            let mut body = request.body.to_vec();
            let at = body.iter().position(|byte| *byte == b'a').unwrap();
            body[at] = b'b';
            request.body = body.into();
        }),
        ("a space after the body", |request| {
            let mut body = request.body.to_vec();
            body.push(b' ');
            request.body = body.into();
        }),
        ("no body", |request| {
            request.body = Bytes::from_static(b"{}")
        }),
        ("the region", |request| {
            set(request, "x-tc-region", "ap-beijing")
        }),
        ("no region", |request| {
            request.headers.remove("x-tc-region");
        }),
        ("the action", |request| {
            set(request, "x-tc-action", "DeleteVpc")
        }),
        ("the version", |request| {
            set(request, "x-tc-version", "2017-03-13")
        }),
        ("the account", |request| request.account = "dev".to_owned()),
        ("the address", |request| request.url.push('/')),
        ("a header more", |request| {
            set(request, "x-tc-language", "en-US")
        }),
        ("another form of the content type", |request| {
            set(request, "content-type", "application/json; charset=utf-8");
        }),
    ];
    let stage = Stage::new().await;
    let remote = stage.remote();
    let approved = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    let person = stage.person();
    person
        .approve(&approved.id, &approved.digest, None)
        .unwrap();
    for (what, change) in changes {
        let mut request = stage.making("a");
        change(&mut request);
        assert_ne!(request.digest(), approved.digest, "{what}");
        let answer = remote.ask(with(request, &approved)).await;
        assert_eq!(refusal(answer), "changed", "{what}");
    }
    // The service decides for which host it is: another one goes nowhere at all.
    let mut request = stage.making("a");
    request.service = "cvm".to_owned();
    let answer = remote.ask(with(request, &approved)).await;
    assert_eq!(refusal(answer), "changed");
    assert!(stage.wire.left("CreateVpc").is_empty());
    assert!(stage.wire.left("DeleteVpc").is_empty());
    // The approval is still good for what was approved.
    let sent = remote.ask(with(stage.making("a"), &approved)).await;
    assert_eq!(response(sent).await.0, 200);
}

#[tokio::test]
async fn an_approval_of_another_request_or_another_broker_is_none() {
    let stage = Stage::new().await;
    let other = Stage::new().await;
    let remote = stage.remote();
    let person = stage.person();
    let harmless = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    person
        .approve(&harmless.id, &harmless.digest, None)
        .unwrap();
    let harmful = stage.deleting("vpc-00000000");
    assert_eq!(
        refusal(remote.ask(with(harmful.clone(), &harmless)).await),
        "changed"
    );

    // One that another broker gave.
    let there = other.deleting("vpc-00000000");
    let there = ticket(other.broker.ask(Asked::new(there)).await);
    let typed = Some("DeleteVpc");
    let person_there = other.person();
    person_there
        .approve(&there.id, &there.digest, typed)
        .unwrap();
    assert_eq!(
        refusal(remote.ask(with(harmful.clone(), &there)).await),
        "unknown"
    );

    // Made-up ones, of every form.
    for id in ["aaaaaaaaaaaaaaaa", "1", "x-1", &there.digest.to_string()] {
        let mut asked = Asked::new(harmful.clone());
        asked.approval = Some(id.parse().unwrap());
        assert_eq!(refusal(remote.ask(asked).await), "unknown", "{id}");
    }
    // An approval is for the digest that the person was shown.
    let waiting = ticket(remote.ask(Asked::new(harmful.clone())).await);
    let shown = person.approve(&waiting.id, &harmless.digest, typed);
    assert_eq!(shown.unwrap_err().code, "changed");
    for typed in [None, Some(""), Some("deletevpc"), Some("DeleteVpcs")] {
        let untyped = person.approve(&waiting.id, &waiting.digest, typed);
        assert_eq!(untyped.unwrap_err().code, "untyped");
    }
    assert_eq!(
        ticket(remote.ask(with(harmful, &waiting)).await).id,
        waiting.id
    );
    assert!(stage.wire.left("DeleteVpc").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_with_one_approval_one_is_sent() {
    let stage = Stage::new().await;
    let remote = stage.remote();
    for turn in 0..10 {
        let request = stage.making(&format!("a{turn}"));
        let waiting = ticket(remote.ask(Asked::new(request.clone())).await);
        let person = stage.person();
        person.approve(&waiting.id, &waiting.digest, None).unwrap();
        let asking = (0..20).map(|_| {
            let (remote, asked) = (remote.clone(), with(request.clone(), &waiting));
            tokio::spawn(async move { remote.ask(asked).await })
        });
        let mut sent = 0;
        for answer in futures_util::future::join_all(asking).await {
            match answer.unwrap() {
                Answer::Sent(_) => sent += 1,
                other => assert_eq!(refusal(other), "used"),
            }
        }
        assert_eq!((sent, stage.wire.left("CreateVpc").len()), (1, turn + 1));
    }
}

#[tokio::test]
async fn an_approval_ends_with_its_time_and_with_the_process() {
    let now = Arc::new(Mutex::new(SystemTime::now()));
    let clock = Arc::clone(&now);
    let stage = Stage::with(|builder| {
        let clock = move || *clock.lock().unwrap();
        builder.lifetime(Duration::from_secs(60)).clock(clock)
    });
    let stage = stage.await;
    let pass = |seconds| *now.lock().unwrap() += Duration::from_secs(seconds);
    let remote = stage.remote();
    let person = stage.person();
    let approved = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    person
        .approve(&approved.id, &approved.digest, None)
        .unwrap();
    let waiting = ticket(remote.ask(Asked::new(stage.making("b"))).await);
    pass(59);
    let again = ticket(remote.ask(with(stage.making("b"), &waiting)).await);
    assert_eq!(again.expires, waiting.expires);
    pass(1);
    for (name, ticket) in [("a", &approved), ("b", &waiting)] {
        let answer = remote.ask(with(stage.making(name), ticket)).await;
        assert_eq!(refusal(answer), "expired", "{name}");
        let late = person.approve(&ticket.id, &ticket.digest, None);
        assert_eq!(late.unwrap_err().code, "expired");
    }
    // Asked for without it, a person decides anew.
    let new = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    assert_ne!(new.id, approved.id);
    assert!(stage.wire.left("CreateVpc").is_empty());

    // Another process knows nothing of it, and has another code.
    let restarted = Stage::new().await;
    person.approve(&new.id, &new.digest, None).unwrap();
    let answer = restarted.remote().ask(with(stage.making("a"), &new)).await;
    assert_ne!(restarted.broker.code(), stage.broker.code());
    // The cloud of another stage is no place of its account.
    assert_eq!(refusal(answer), "unusable");
    let answer = restarted
        .remote()
        .ask(with(restarted.making("a"), &new))
        .await;
    assert_eq!(refusal(answer), "unknown");
}

/// Every route that a broker serves, with what a program has that can ask: no code.
const ROUTES: [(Method, &str); 7] = [
    (Method::POST, "/v1/send"),
    (Method::POST, "/v1/plan"),
    (Method::GET, "/v1/accounts"),
    (Method::GET, "/v1/approvals/ID"),
    (Method::GET, "/v1/approvals"),
    (Method::GET, "/v1/approvals/ID/brief"),
    (Method::POST, "/v1/approvals/ID"),
];

#[tokio::test]
async fn no_route_approves_without_the_code() {
    let stage = Stage::new().await;
    let raw = Raw::new(stage.server.place());
    let waiting = ticket(stage.broker.ask(Asked::new(stage.making("a"))).await);
    let url = stage.cloud.url();
    let digest = waiting.digest.to_string();
    let approve =
        format!(r#"{{"decision": "approve", "digest": "{digest}", "typed": "CreateVpc"}}"#);
    let made = std::str::from_utf8(&stage.making("a").body)
        .unwrap()
        .to_owned();
    let asked = [
        ("x-tcloud-account", "prod"),
        ("x-tcloud-service", "vpc"),
        ("x-tcloud-url", &*url),
        ("x-tcloud-approval", waiting.id.as_str()),
        ("content-type", "application/json"),
        ("x-tc-action", "CreateVpc"),
        ("x-tc-version", "2017-03-12"),
        ("x-tc-region", "ap-guangzhou"),
    ];
    let methods = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    // Whatever it says of itself, on every route and by every method. Fewer than ten tries of a code.
    let claims: [&[(&str, &str)]; 2] = [
        &[],
        &[
            ("x-tcloud-code", ""),
            ("x-tcloud-approved", "true"),
            ("x-tcloud-place", "the broker's terminal"),
            ("x-tcloud-nonce", "n"),
            ("authorization", "Bearer approve"),
            ("cookie", "approver=1"),
        ],
    ];
    for claimed in claims {
        for method in &methods {
            for (own, route) in &ROUTES {
                let target = route.replace("ID", waiting.id.as_str());
                let body = match target.starts_with("/v1/approvals") {
                    true => &approve,
                    false => &made,
                };
                let headers = [&asked[..], claimed].concat();
                let answer = raw.call(method.clone(), &target, &headers, body).await;
                let status = answer.status();
                let expected = match (method == own, *route) {
                    (true, "/v1/send") => StatusCode::ACCEPTED,
                    (true, "/v1/plan" | "/v1/accounts") => StatusCode::OK,
                    (true, "/v1/approvals/ID") if *own == Method::GET => StatusCode::OK,
                    (true, _) => StatusCode::UNAUTHORIZED,
                    // Two routes at one path.
                    (false, "/v1/approvals/ID") => continue,
                    (false, _) if status == StatusCode::UNAUTHORIZED => continue,
                    (false, _) => StatusCode::METHOD_NOT_ALLOWED,
                };
                assert_eq!(status, expected, "{method} {target}");
            }
        }
    }
    for target in [
        "/",
        "/v1",
        "/v1/approve",
        "/v1/code",
        "/v1/approvals/",
        "/v1/log",
    ] {
        let answer = raw.call(Method::POST, target, &asked, &approve).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{target}");
    }
    let pending = stage.person().list();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].state, ApprovalState::Waiting);
    assert!(stage.wire.left("CreateVpc").is_empty());
}

#[tokio::test]
async fn a_code_is_not_found_by_trying() {
    let stage = Stage::new().await;
    let remote = stage.remote();
    let person = remote
        .approver(stage.broker.code(), "a test")
        .await
        .unwrap();
    let tries = (0..10).map(|at| {
        let remote = remote.clone();
        async move {
            remote
                .approver(&format!("aaaa-aaaa-aaa{at}"), "a test")
                .await
        }
    });
    for tried in futures_util::future::join_all(tries).await {
        assert_eq!(tried.unwrap_err().code, "code");
    }
    // Now the right one is of no use either, until a restart.
    let late = remote.approver(stage.broker.code(), "a test").await;
    assert_eq!(late.unwrap_err().code, "locked");
    assert_eq!(person.list().await.unwrap_err().code, "locked");
    // The broker's own terminal goes on.
    let waiting = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    let here = stage.person();
    here.approve(&waiting.id, &waiting.digest, None).unwrap();
}

#[tokio::test]
async fn nothing_that_nobody_can_log_is_sent() {
    let stage = Stage::new().await;
    let waiting = ticket(stage.broker.ask(Asked::new(stage.making("a"))).await);
    std::fs::remove_file(stage.log()).unwrap();
    std::fs::create_dir(stage.log()).unwrap();
    let person = stage.person();
    let refused = person.approve(&waiting.id, &waiting.digest, None);
    assert_eq!(refused.unwrap_err().code, "unlogged");
    let answer = stage.broker.ask(with(stage.making("a"), &waiting)).await;
    assert!(["refused", "unlogged"].contains(&&*refusal(answer)));
    let answer = stage.broker.ask(Asked::new(stage.listing())).await;
    assert_eq!(refusal(answer), "unlogged");
    assert!(stage.wire.left("CreateVpc").is_empty());
    assert!(stage.wire.left("DescribeVpcs").is_empty());
}

#[tokio::test]
async fn the_log_says_what_happened_has_no_secret_and_shows_each_change() {
    let stage = Stage::new().await;
    let remote = stage.remote();
    let person = remote.approver(stage.broker.code(), "a terminal").await;
    let person = person.unwrap();
    let body = r#"{"InstanceIds": ["ins-00000001"], "Password": "hush-hush-1"}"#;
    let request = stage.request("cvm", "2017-03-12", "ResetInstancesPassword", body);
    let waiting = ticket(remote.ask(Asked::new(request.clone())).await);
    let typed = Some("ResetInstancesPassword");
    person
        .approve(&waiting.id, &waiting.digest, typed)
        .await
        .unwrap();
    remote.ask(with(request, &waiting)).await;
    remote.ask(Asked::new(stage.listing())).await;
    let mut wrong = stage.listing();
    wrong.account = "nobody".to_owned();
    remote.ask(Asked::new(wrong)).await;
    let refused = ticket(remote.ask(Asked::new(stage.making("a"))).await);
    person.refuse(&refused.id, "not today").await.unwrap();

    let text = std::fs::read_to_string(stage.log()).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let events: Vec<_> = lines
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        events,
        [
            "asked", "approved", "sent", "allowed", "sent", "denied", "asked", "refused"
        ]
    );
    assert_eq!(lines[1]["note"], "a terminal");
    assert_eq!(lines[1]["digest"], waiting.digest.to_string());
    for secret in ["hush-hush-1", SECRET, stage.broker.code(), "ins-00000001"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(verify_log(stage.log()).unwrap(), lines.len());

    // Each changed byte, each line that is gone or moved, is found.
    let folder = stage.folder.path();
    let check = |text: &str| {
        let path = folder.join("changed");
        std::fs::write(&path, text).unwrap();
        verify_log(&path)
    };
    let own: Vec<_> = text.lines().collect();
    // The last line has no successor: it is held against the number that was noted.
    for at in 0..own.len() - 1 {
        let mut gone = own.clone();
        gone.remove(at);
        let told = check(&gone.join("\n")).unwrap_err().to_string();
        assert!(told.contains(&format!("line {}", at + 1)), "{told}");
        let mut lines = own.clone();
        let changed = own[at].replace("\"event\"", "\"Event\"");
        lines[at] = &changed;
        let told = check(&lines.join("\n")).unwrap_err().to_string();
        assert!(told.contains(&format!("line {}", at + 2)), "{told}");
    }
}

#[tokio::test]
async fn no_program_fills_the_list_for_the_others() {
    let stage = Stage::new().await;
    let remote = stage.remote();
    let ask = async |agent: &str, name: String| {
        let mut asked = Asked::new(stage.making(&name));
        asked.agent = Some(agent.to_owned());
        remote.ask(asked).await
    };
    let first = ticket(ask("quiet", "a".to_owned()).await);
    let mut full = 0;
    for at in 0..60 {
        match ask("loud", format!("a{at}")).await {
            Answer::Waiting(_) => {}
            other => {
                assert_eq!(refusal(other), "full");
                full += 1;
            }
        }
    }
    assert_eq!(full, 10);
    let pending = stage.person().pending();
    assert_eq!(pending[0].id, first.id);
    assert_eq!(pending.len(), 51);
    ticket(ask("quiet", "b".to_owned()).await);
}

#[tokio::test]
async fn a_broker_is_not_made_by_who_asks() {
    // An approver is made by a code or by the process that has the broker; `Remote` has neither.
    let stage = Stage::new().await;
    let broker = Broker::builder().build().unwrap();
    let answer = broker.ask(Asked::new(stage.listing())).await;
    assert_eq!(refusal(answer), "unusable");
}
