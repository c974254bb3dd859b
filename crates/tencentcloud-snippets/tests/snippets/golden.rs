//! Whole texts, as they are read.

use std::path::Path;

use serde_json::json;
use tencentcloud_snippets::{Language, Snippet};

use crate::snippet;

#[track_caller]
fn check(name: &str, text: &str) {
    check_in("golden", &format!("{name}.txt"), text);
}

/// Compares `text` with a file of `folder`; with `RENEW=1`, writes it.
#[track_caller]
pub(crate) fn check_in(folder: &str, name: &str, text: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets");
    let file = tests.join(folder).join(name);
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, kept, "{name}: RENEW=1, then read the difference");
}

/// An order of instances with nested objects, lists of them, a secret, and text of many kinds.
fn instances() -> Snippet {
    let parameters = json!({
        "Placement": {"Zone": "ap-guangzhou-6"},
        "ImageId": "img-487zeit5",
        "InstanceCount": 2,
        "InstanceName": "it's \"测试\"\n$HOME `id` \\n",
        "LoginSettings": {"Password": "hush-marker"},
        "SecurityGroupIds": ["sg-12", "sg-34"],
        "DataDisks": [{"DiskSize": 50, "DeleteWithInstance": true}, {"DiskSize": 100}],
        "TagSpecification": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}],
        "UserData": null,
        "DryRun": true,
    });
    snippet("cvm", "RunInstances", parameters)
}

#[test]
fn an_order_of_instances_reads_well_in_each_language() {
    let snippet = instances();
    assert_eq!(snippet.secrets(), ["LOGIN_SETTINGS_PASSWORD"]);
    for language in Language::ALL {
        let text = snippet.write(language);
        assert!(!text.contains("hush-marker"), "{text}");
        assert!(text.contains("LOGIN_SETTINGS_PASSWORD"), "{text}");
        check(language.name(), &text);
    }
}

#[test]
fn what_has_no_place_in_the_types_is_sent_without_them() {
    // A text for a number, and a parameter that is not documented.
    let parameters = json!({"Limit": "20", "Novel": {"Price": 1.5, "Count": 9007199254740993_i64}});
    let snippet = snippet("cvm", "DescribeInstances", parameters);
    let texts = Language::ALL.map(|language| format!("# {language}\n{}", snippet.write(language)));
    check("untyped", &texts.join("\n"));
}

#[test]
fn a_stream_of_events_is_printed_as_it_comes() {
    let parameters = json!({"Model": "hunyuan-lite", "Messages": [{"Role": "user", "Content": "你好"}], "Stream": true});
    let snippet = snippet("hunyuan", "ChatCompletions", parameters);
    let texts = Language::ALL.map(|language| format!("# {language}\n{}", snippet.write(language)));
    check("stream", &texts.join("\n"));
}

#[test]
fn a_body_of_bytes_is_read_from_a_file() {
    let parameters =
        json!({"TopicId": "6766f83d", "CompressType": "lz4", "LogGroupList": "logs.pb"});
    let octets = snippet("cls", "UploadLog", parameters);
    let parts = snippet("cii", "UploadMedicalFile", json!({"File": "scan.pdf"}));
    let texts = [octets, parts].map(|snippet| {
        let write = |language| format!("# {language}\n{}", snippet.write(language));
        Language::ALL.map(write).join("\n")
    });
    check("bytes", &texts.join("\n"));
}

#[test]
fn an_endpoint_is_where_the_call_goes() {
    let snippet = snippet("sts", "GetCallerIdentity", json!({})).endpoint("http://127.0.0.1:8080/");
    let texts = Language::ALL.map(|language| format!("# {language}\n{}", snippet.write(language)));
    check("endpoint", &texts.join("\n"));
}
