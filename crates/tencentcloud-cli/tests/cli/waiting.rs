//! Waiting, and events.

use std::time::Instant;

use serde_json::{Value, json};
use tencentcloud_emulator::{CannedResponse, Emulator};

use crate::program::{Run, tcloud};
use crate::terminal::on_terminal;

/// An endpoint on which an instance is PENDING for two calls.
async fn with_a_pending_instance() -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    let state = |state: &str| {
        let set = json!([{"InstanceId": "ins-1", "InstanceState": state, "CPU": 2}]);
        let members = json!({"TotalCount": 1, "InstanceSet": set});
        CannedResponse::new("cvm:DescribeInstances", members)
    };
    // The last one that is set is asked first.
    emulator.responses().add(state("RUNNING")).unwrap();
    emulator.responses().add(state("PENDING").times(2)).unwrap();
    emulator
}

const WAIT: [&str; 8] = [
    "cvm",
    "DescribeInstances",
    "--wait",
    "InstanceSet[0].InstanceState",
    "--interval",
    "0.1",
    "--query",
    "InstanceSet[0].InstanceState",
];

#[tokio::test]
async fn a_call_is_made_until_its_response_is_as_wanted() {
    let emulator = with_a_pending_instance().await;
    let words = [&WAIT[..], &["--until", "RUNNING"]].concat();
    assert_eq!(tcloud(&emulator, &words).run().printed(), "\"RUNNING\"\n");
    assert_eq!(emulator.calls().of("cvm:DescribeInstances").len(), 3);
    let some = tcloud(&emulator, &WAIT).run();
    assert_eq!(some.printed(), "\"RUNNING\"\n");
}

#[tokio::test]
async fn the_waiter_of_tccli_waits_as_well() {
    for waiter in [
        r#"{"expr":"InstanceSet[0].InstanceState","to":"RUNNING","timeout":60,"interval":0.1}"#,
        "{'expr':'InstanceSet[0].InstanceState','to':'RUNNING','timeout':60,'interval':0.1}",
    ] {
        let emulator = with_a_pending_instance().await;
        let words = [
            "cvm",
            "DescribeInstances",
            "--waiter",
            waiter,
            "--filter",
            "InstanceSet[0].CPU",
        ];
        assert_eq!(tcloud(&emulator, &words).run().printed(), "2\n");
        assert_eq!(emulator.calls().of("cvm:DescribeInstances").len(), 3);
    }
}

#[tokio::test]
async fn a_wait_that_is_in_vain_has_an_exit_code_of_its_own() {
    let emulator = with_a_pending_instance().await;
    let words = [&WAIT[..], &["--until", "GONE", "--wait-timeout", "0.3"]].concat();
    let start = Instant::now();
    let told = tcloud(&emulator, &words).run().failed(8);
    assert!(start.elapsed().as_millis() >= 300);
    assert!(
        told.contains("InstanceSet[0].InstanceState was RUNNING after 300ms"),
        "{told}"
    );
    assert!(told.contains("to be GONE"), "{told}");
}

#[tokio::test]
async fn what_cannot_be_waited_for_is_told_before_anything_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let call = ["cvm", "DescribeInstances"];
    for (more, told) in [
        (&["--wait", "a["][..], "JMESPath"),
        (&["--until", "x"], "--until needs --wait"),
        (&["--waiter", "{"], "is no JSON object"),
        (&["--wait", "a", "--waiter", "{}"], "exclude each other"),
        (&["--wait", "a", "--all-pages"], "leave out --all-pages"),
        (
            &["--wait", "a", "--interval", "soon"],
            "not a number of seconds",
        ),
    ] {
        let run = tcloud(&emulator, &[&call[..], more].concat()).run();
        let error = run.failed(2);
        assert!(error.contains(told), "{more:?}: {error}");
    }
    assert_eq!(emulator.calls().all().len(), 0);
}

#[tokio::test]
async fn what_may_change_something_is_not_called_again_and_again() {
    let emulator = Emulator::start().await.unwrap();
    let make = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "x",
        "--CidrBlock",
        "10.0.0.0/16",
        "--wait",
        "Vpc",
    ];
    let told = tcloud(&emulator, &make).run().failed(2);
    assert!(told.contains("CreateVpc may change something"), "{told}");
    assert_eq!(emulator.calls().all().len(), 0);
}

#[tokio::test]
async fn a_terminal_shows_what_is_waited_for() {
    let emulator = with_a_pending_instance().await;
    let words = [&WAIT[..], &["--until", "RUNNING"]].concat();
    let (text, code) = on_terminal(&emulator, 100, &words);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("waiting for InstanceSet[0].InstanceState to be RUNNING"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("\"RUNNING\"␛[0m"), "{text}");
    let piped = tcloud(&emulator, &words).run();
    assert_eq!(piped.stderr, "");
}

/// What a chat responds with, word by word.
fn chat(stream: &str, more: &[&str], emulator: &Emulator) -> Run {
    let messages = r#"[{"Role": "user", "Content": "hi"}]"#;
    let words = [
        "hunyuan",
        "ChatCompletions",
        "--Model",
        "hunyuan-lite",
        "--Messages",
        messages,
    ];
    tcloud(
        emulator,
        &[&words[..], &["--Stream", stream], more].concat(),
    )
    .run()
}

#[tokio::test]
async fn events_are_printed_as_they_come() {
    let event = |text: &str| {
        let choice = json!({"Delta": {"Role": "assistant", "Content": text}, "FinishReason": ""});
        format!("data: {}\n\n", json!({"Id": "1", "Choices": [choice]}))
    };
    let events = [
        event("Hel"),
        event("lo, "),
        event("世界"),
        "data: [DONE]\n\n".to_owned(),
    ];
    let builder = Emulator::builder().stream("ChatCompletions", events);
    let emulator = builder.start().await.unwrap();
    assert_eq!(
        chat("true", &["--output", "text"], &emulator).printed(),
        "Hello, 世界\n"
    );
    let query = ["--output", "text", "--query", "Choices[0].Delta.Role"];
    assert_eq!(
        chat("true", &query, &emulator).printed(),
        "assistantassistantassistant\n"
    );
    let lines = chat("true", &["--output", "ndjson"], &emulator).printed();
    let contents = |documents: &str| -> Vec<Value> {
        let documents = serde_json::Deserializer::from_str(documents).into_iter::<Value>();
        let choices = documents.map(|document| document.unwrap()["Choices"].take());
        choices.collect()
    };
    assert_eq!(lines.lines().count(), 3);
    let lines = contents(&lines);
    assert_eq!(lines[2][0]["Delta"]["Content"], "世界");
    let json = chat("true", &[], &emulator).printed();
    assert_eq!(contents(&json), lines);
    let csv = chat(
        "true",
        &["--output", "csv", "--query", "{id: Id}"],
        &emulator,
    )
    .printed();
    assert_eq!(csv, "id\n1\n1\n1\n");
}

#[tokio::test]
async fn events_that_end_in_an_error_are_printed_before_it() {
    let events = [
        "data: {\"Choices\":[{\"Delta\":{\"Content\":\"Hel\"}}]}\n\n",
        "data: {\"ErrorMsg\":{\"Code\":4001,\"Msg\":\"broken\"}}\n\n",
    ];
    let builder = Emulator::builder().stream("ChatCompletions", events);
    let emulator = builder.start().await.unwrap();
    let run = chat("true", &["--output", "text"], &emulator);
    assert_eq!((run.stdout.as_str(), run.code), ("Hel\n", 5));
    assert!(run.stderr.contains("broken"), "{}", run.stderr);
}
