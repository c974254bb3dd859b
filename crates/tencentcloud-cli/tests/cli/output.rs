//! What is printed, format by format.

use serde_json::{Value, json};
use tencentcloud_emulator::{CannedResponse, Emulator};

use crate::golden::same;
use crate::program::tcloud;
use crate::terminal::{on_terminal, on_terminal_with};

/// An endpoint with three instances of which much is known.
async fn with_instances() -> Emulator {
    let emulator = Emulator::builder().seed(11).start().await.unwrap();
    let canned = CannedResponse::new("cvm:DescribeInstances", instances());
    emulator.responses().add(canned).unwrap();
    emulator
}

fn instances() -> Value {
    let instance = |id: &str, name: &str, state: &str, ips: &[&str], tags: Value| {
        json!({
            "Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 0, "HostIds": []},
            "InstanceId": id,
            "InstanceType": "S5.MEDIUM4",
            "CPU": 2,
            "Memory": 4,
            "RestrictState": "NORMAL",
            "InstanceName": name,
            "InstanceChargeType": "POSTPAID_BY_HOUR",
            "PrivateIpAddresses": ips,
            "PublicIpAddresses": null,
            "CreatedTime": "2026-08-21T03:00:00Z",
            "InstanceState": state,
            "Tags": tags,
            "DataDisks": [],
            "DefaultLoginPort": 22,
            "DisableApiTermination": false,
        })
    };
    json!({
        "TotalCount": 3,
        "InstanceSet": [
            instance("ins-7hyfzxi3", "网关 广州", "RUNNING", &["10.0.0.3"],
                json!([{"Key": "env", "Value": "prod"}, {"Key": "team", "Value": "边缘"}])),
            instance("ins-0a1b2c3d", "web-1", "STOPPED", &["10.0.0.4", "10.0.0.5"], json!([])),
            instance("ins-zzzzzzzz", "a name that is much longer than a column should be", "PENDING",
                &[], json!([{"Key": "env", "Value": "test"}])),
        ],
    })
}

#[tokio::test]
async fn each_format_is_as_it_was_at_80_columns() {
    let emulator = with_instances().await;
    for format in ["json", "yaml", "table", "text", "csv", "ndjson", "off"] {
        let words = ["cvm", "DescribeInstances", "--output", format];
        let run = tcloud(&emulator, &words).env("COLUMNS", "80").run();
        let text = run.printed();
        match format {
            "off" => assert_eq!(text, ""),
            format => same(&format!("output-{format}"), &without_request_id(&text)),
        }
    }
}

#[tokio::test]
async fn a_terminal_gets_colours_and_its_own_width() {
    let emulator = with_instances().await;
    for (name, columns, format) in [
        ("screen-table-80", 80, "table"),
        ("screen-table-120", 120, "table"),
        ("screen-table-40", 40, "table"),
        ("screen-json", 80, "json"),
        ("screen-ndjson", 80, "ndjson"),
    ] {
        let words = ["cvm", "DescribeInstances", "--output", format];
        let (text, code) = on_terminal(&emulator, columns, &words);
        assert_eq!(code, 0, "{text}");
        same(name, &without_request_id(&text));
    }
    let words = [
        "cvm",
        "DescribeInstances",
        "--output",
        "table",
        "--color",
        "never",
    ];
    let (text, _) = on_terminal(&emulator, 80, &words);
    assert!(!text.contains('␛'), "{text}");
    let piped = tcloud(&emulator, &words[..4]).run().printed();
    assert!(!piped.contains('\u{1b}'), "{piped}");
    let forced = tcloud(&emulator, &["cvm", "DescribeInstances", "--color=always"]);
    assert!(forced.run().printed().contains("\u{1b}[36m\"InstanceSet\""));
}

#[tokio::test]
async fn no_line_of_a_table_is_wider_than_the_terminal() {
    let emulator = with_instances().await;
    for columns in [20, 33, 47, 64, 80, 100, 200] {
        let words = ["cvm", "DescribeInstances", "--output=table"];
        let run = tcloud(&emulator, &words).env("COLUMNS", &columns.to_string());
        let text = run.run().printed();
        let table = text.lines().take(5);
        for line in table {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= columns, "{width} of {columns}: {line}");
        }
    }
}

#[tokio::test]
async fn a_query_makes_the_table() {
    let emulator = with_instances().await;
    let print = |query: &str, format: &str| {
        let words = [
            "cvm",
            "DescribeInstances",
            "--query",
            query,
            "--output",
            format,
        ];
        tcloud(&emulator, &words)
            .env("COLUMNS", "80")
            .run()
            .printed()
    };
    let columns = "InstanceSet[].{zone: Placement.Zone, id: InstanceId, cpu: CPU}";
    assert_eq!(
        print(columns, "table"),
        "zone            id            cpu\n\
         ─────────────────────────────────\n\
         ap-guangzhou-3  ins-7hyfzxi3    2\n\
         ap-guangzhou-3  ins-0a1b2c3d    2\n\
         ap-guangzhou-3  ins-zzzzzzzz    2\n"
    );
    assert_eq!(print(columns, "csv").lines().next(), Some("zone,id,cpu"));
    assert_eq!(
        print(
            "InstanceSet[?InstanceState==`RUNNING`].InstanceId | [0]",
            "text"
        ),
        "ins-7hyfzxi3\n"
    );
    assert_eq!(
        print("InstanceSet[].[InstanceId, CPU]", "text"),
        "ins-7hyfzxi3\t2\nins-0a1b2c3d\t2\nins-zzzzzzzz\t2\n"
    );
    let words = ["cvm", "DescribeInstances", "--filter", "TotalCount"];
    assert_eq!(tcloud(&emulator, &words).run().printed(), "3\n");
}

#[tokio::test]
async fn numbers_are_printed_as_they_came() {
    let emulator = Emulator::start().await.unwrap();
    let numbers =
        json!({"Big": u64::MAX, "Small": i64::MIN, "Float": 0.1, "Half": 12.5, "Whole": 3.0});
    let canned = CannedResponse::new("cvm:DescribeZones", numbers);
    emulator.responses().add(canned).unwrap();
    let words = [
        "cvm",
        "DescribeZones",
        "--query",
        "[Big, Small, Float, Half, Whole]",
    ];
    for (format, all) in [
        (
            "ndjson",
            "18446744073709551615\n-9223372036854775808\n0.1\n12.5\n3.0\n",
        ),
        (
            "yaml",
            "- 18446744073709551615\n- -9223372036854775808\n- 0.1\n- 12.5\n- 3.0\n",
        ),
        (
            "text",
            "18446744073709551615\t-9223372036854775808\t0.1\t12.5\t3.0\n",
        ),
        (
            "csv",
            "18446744073709551615\n-9223372036854775808\n0.1\n12.5\n3.0\n",
        ),
    ] {
        let words = [&words[..], &["--output", format]].concat();
        assert_eq!(tcloud(&emulator, &words).run().printed(), all, "{format}");
    }
}

#[tokio::test]
async fn yaml_reads_back_as_what_it_was() {
    let emulator = Emulator::start().await.unwrap();
    let texts = [
        "yes",
        "no",
        "null",
        "~",
        "0x1f",
        "012",
        "1e3",
        "1_000",
        "- a",
        "a: b",
        "# c",
        " x ",
        "'",
        "\"",
        "多\n行",
        "\u{1b}[31m",
        "2026-08-21",
        "on",
        "y",
        ".inf",
        "=",
        "<<",
        "!x",
        "&a",
        "*a",
        "%",
        "@",
        "`",
    ];
    let canned = CannedResponse::new("cvm:DescribeZones", json!({"Texts": texts}));
    emulator.responses().add(canned).unwrap();
    let words = [
        "cvm",
        "DescribeZones",
        "--query",
        "Texts",
        "--output",
        "yaml",
    ];
    let yaml = tcloud(&emulator, &words).run().printed();
    let read: Vec<String> = serde_norway::from_str(&yaml).unwrap();
    assert_eq!(read, texts, "{yaml}");
}

#[tokio::test]
async fn a_response_cannot_move_the_cursor_of_a_table() {
    let emulator = Emulator::start().await.unwrap();
    let evil =
        json!({"InstanceSet": [{"InstanceId": "a\u{1b}[2Jb", "InstanceName": "c\nd\te\u{9b}f"}]});
    let canned = CannedResponse::new("cvm:DescribeInstances", evil);
    emulator.responses().add(canned).unwrap();
    let words = ["cvm", "DescribeInstances", "--output", "table"];
    let text = tcloud(&emulator, &words).run().printed();
    assert!(
        text.contains("a\u{fffd}[2Jb") && text.contains("c d e\u{fffd}f"),
        "{text}"
    );
}

#[tokio::test]
async fn a_response_without_a_list_is_a_table_of_names() {
    let emulator = Emulator::builder().seed(3).start().await.unwrap();
    let words = ["sts", "GetCallerIdentity", "--output", "table"];
    let text = tcloud(&emulator, &words)
        .env("COLUMNS", "40")
        .run()
        .printed();
    assert!(text.starts_with("Arn          qcs::cam::uin/"), "{text}");
    assert!(text.contains("\nType         CAMUser\n"), "{text}");
    let empty = json!({"TotalCount": 0, "InstanceSet": []});
    let canned = CannedResponse::new("cvm:DescribeInstances", empty);
    emulator.responses().add(canned).unwrap();
    let words = ["cvm", "DescribeInstances", "--output", "table"];
    let text = tcloud(&emulator, &words).run().printed();
    assert!(text.starts_with("nothing\nTotalCount 0"), "{text}");
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_is_no_error() {
    let emulator = Emulator::start().await.unwrap();
    let many: Vec<Value> = (0..20_000)
        .map(|n| json!({"InstanceId": format!("ins-{n}")}))
        .collect();
    let canned = CannedResponse::new("cvm:DescribeInstances", json!({"InstanceSet": many}));
    emulator.responses().add(canned).unwrap();
    for format in ["json", "ndjson", "table", "csv", "text", "yaml"] {
        let words = ["cvm", "DescribeInstances", "--output", format];
        let (read, run) = tcloud(&emulator, &words).run_for_a_line();
        assert!(!read.is_empty());
        assert_eq!((run.stderr.as_str(), run.code), ("", 141), "{format}");
    }
}

#[tokio::test]
async fn the_environment_sets_the_format_and_an_option_goes_over_it() {
    let emulator = with_instances().await;
    let words = [
        "cvm",
        "DescribeInstances",
        "--query",
        "InstanceSet[0].InstanceId",
    ];
    let text = tcloud(&emulator, &words)
        .env("TENCENTCLOUD_OUTPUT", "text")
        .run();
    assert_eq!(text.printed(), "ins-7hyfzxi3\n");
    let words = [&words[..], &["--output", "json"]].concat();
    let json = tcloud(&emulator, &words)
        .env("TENCENTCLOUD_OUTPUT", "text")
        .run();
    assert_eq!(json.printed(), "\"ins-7hyfzxi3\"\n");
}

#[tokio::test]
async fn the_profile_sets_the_format_as_tccli_keeps_it() {
    let emulator = with_instances().await;
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("home-with-output");
    std::fs::create_dir_all(home.join(".tccli")).unwrap();
    let configure = |output: &str| {
        let text = json!({"_sys_param": {"output": output}}).to_string();
        std::fs::write(home.join(".tccli/default.configure"), text).unwrap();
        let words = [
            "cvm",
            "DescribeInstances",
            "--query",
            "InstanceSet[0].InstanceId",
        ];
        tcloud(&emulator, &words).env("HOME", home.to_str().unwrap())
    };
    assert_eq!(configure("text").run().printed(), "ins-7hyfzxi3\n");
    let words = configure("text").env("TENCENTCLOUD_OUTPUT", "json");
    assert_eq!(words.run().printed(), "\"ins-7hyfzxi3\"\n");
    let told = configure("paper").run().failed(2);
    assert!(
        told.contains("output is paper, which is none of json, yaml"),
        "{told}"
    );
}

#[tokio::test]
async fn a_pager_is_started_when_it_is_asked_for() {
    let emulator = with_instances().await;
    let words = [
        "cvm",
        "DescribeInstances",
        "--query",
        "TotalCount",
        "--color=never",
    ];
    let (text, _) = on_terminal(&emulator, 80, &words);
    assert_eq!(text, "3\n");
    let words = [&words[..], &["--pager"]].concat();
    let path = std::env::var("PATH").unwrap();
    for (pager, shown) in [("tr 3 7", "7\n"), ("no-such-pager", "3\n")] {
        let variables = [("PATH", &*path), ("PAGER", pager)];
        let (text, code) = on_terminal_with(&emulator, 80, &words, &variables);
        assert_eq!((text.as_str(), code), (shown, 0), "{pager}");
    }
    let piped = tcloud(&emulator, &words).env("PAGER", "tr 3 7").run();
    assert_eq!(piped.printed(), "3\n");
}

/// The request ID is another one each time.
fn without_request_id(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_hex) {
        let length = rest[start..]
            .find(|c| !is_hex(c))
            .unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        out.push_str(&rest[..start]);
        let id = length == 36 && word.matches('-').count() == 4;
        out.push_str(if id {
            "00000000-0000-0000-0000-000000000000"
        } else {
            word
        });
        rest = &rest[start + length..];
    }
    out + rest
}
