//! Pasted texts.

use proptest::prelude::*;
use serde_json::{Value, json};
use tencentcloud_snippets::{Language, Pasted, Snippet, paste};
use tencentcloud_testkit::drawn::drawn;

use crate::{described, snippet};

#[track_caller]
fn pasted(text: &str) -> Pasted {
    paste(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[track_caller]
fn check(text: &str, service: &str, action: &str, region: Option<&str>, parameters: Value) {
    let pasted = pasted(text);
    assert_eq!(pasted.service.as_deref(), Some(service), "{text}");
    assert_eq!(pasted.action.as_deref(), Some(action), "{text}");
    assert_eq!(pasted.region.as_deref(), region, "{text}");
    assert_eq!(Value::Object(pasted.parameters), parameters, "{text}");
}

#[test]
fn a_curl_command_is_read() {
    let text = r#"$ curl -X POST https://cvm.tencentcloudapi.com \
      -H "Authorization: TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=1" \
      -H 'Content-Type: application/json; charset=utf-8' -H "Host: cvm.tencentcloudapi.com" \
      -H "X-TC-Action: DescribeInstances" -H "X-TC-Version: 2017-03-12" -H "X-TC-Region: ap-guangzhou" \
      -d '{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'"#;
    let parameters =
        json!({"Limit": 1, "Filters": [{"Values": ["未命名"], "Name": "instance-name"}]});
    check(
        text,
        "cvm",
        "DescribeInstances",
        Some("ap-guangzhou"),
        parameters,
    );
    // A local endpoint has no name of a service: the scope of the signature has.
    let text = "curl http://127.0.0.1:8080 -H 'Authorization: TC3-HMAC-SHA256 Credential=AKID/2019-02-25/sts/tc3_request, Signature=1' \
        -H 'X-TC-Action: GetCallerIdentity' -H 'X-TC-Version: 2018-08-13' --data-binary '{}'";
    check(text, "sts", "GetCallerIdentity", None, json!({}));
    // Nor has a host of somebody's own: the action's name is one service's alone.
    let text = "curl gateway.example -H 'X-TC-Action: CreateUpstream' -H 'X-TC-Version: 2018-08-08' -d '{}'";
    check(text, "apigateway", "CreateUpstream", None, json!({}));
}

#[test]
fn a_query_and_a_form_are_read_by_the_types_of_the_action() {
    let url = "https://cvm.tencentcloudapi.com/?Action=DescribeInstances&Version=2017-03-12&Region=ap-guangzhou\
        &Filters.0.Name=zone&Filters.0.Values.0=a%20b&Filters.0.Values.1=@c+d&Limit=20&SecretId=AKIDmarker\
        &Signature=signature-marker&Nonce=1&Timestamp=2&SignatureMethod=HmacSHA1&Token=token-marker";
    let parameters = json!({"Filters": [{"Name": "zone", "Values": ["a b", "@c d"]}], "Limit": 20});
    check(
        url,
        "cvm",
        "DescribeInstances",
        Some("ap-guangzhou"),
        parameters.clone(),
    );
    assert!(!format!("{:?}", pasted(url).parameters).contains("marker"));
    let curl = format!("curl '{url}'");
    check(
        &curl,
        "cvm",
        "DescribeInstances",
        Some("ap-guangzhou"),
        parameters.clone(),
    );
    let (host, query) = url.split_once("/?").unwrap();
    let form = format!("curl {host} -d '{query}'");
    check(
        &form,
        "cvm",
        "DescribeInstances",
        Some("ap-guangzhou"),
        parameters,
    );
}

#[test]
fn an_example_of_the_documentation_is_read() {
    let text = "POST / HTTP/1.1\nHost: cvm.tencentcloudapi.com\nContent-Type: application/json\n\
        X-TC-Action: DescribeInstances\n<Common request parameters>\n\n{\n    \"Limit\": 1\n}";
    check(text, "cvm", "DescribeInstances", None, json!({"Limit": 1}));
    let text = "https://cvm.tencentcloudapi.com/?Action=DescribeInstances\n&Offset=0\n&Limit=1\n&<公共请求参数>";
    check(
        text,
        "cvm",
        "DescribeInstances",
        None,
        json!({"Offset": 0, "Limit": 1}),
    );
    let fenced = "```json\n{\"Limit\": 1}\n```";
    let bare = pasted(fenced);
    assert_eq!(bare.action, None);
    assert_eq!(Value::Object(bare.parameters), json!({"Limit": 1}));
}

#[test]
fn commands_of_both_tools_are_read() {
    let text = "tccli cvm DescribeInstances --cli-unfold-argument --Filters.0.Name zone --Filters.0.Values @a b --Limit 5 \
        --region ap-guangzhou --endpoint http://a --profile work";
    let parameters = json!({"Filters": [{"Name": "zone", "Values": ["@a", "b"]}], "Limit": 5});
    check(
        text,
        "cvm",
        "DescribeInstances",
        Some("ap-guangzhou"),
        parameters,
    );
    let text =
        "tccli autoscaling DescribeAutoScalingGroups --cli-input-json '{\"Limit\": 3}' --Offset 1";
    check(
        text,
        "as",
        "DescribeAutoScalingGroups",
        None,
        json!({"Limit": 3, "Offset": 1}),
    );
    let text = "tcloud cvm describe-instances --instance-ids ins-1 ins-2 --filter 'a' --output json --region=ap-beijing";
    check(
        text,
        "cvm",
        "DescribeInstances",
        Some("ap-beijing"),
        json!({"InstanceIds": ["ins-1", "ins-2"]}),
    );
    let text = "printf %s \"$LOGIN_SETTINGS_PASSWORD\" | tcloud cvm RunInstances --LoginSettings.Password @- --DryRun --InstanceName @@a";
    let pasted = pasted(text);
    assert_eq!(pasted.left_out, ["LoginSettings.Password"]);
    assert_eq!(
        Value::Object(pasted.parameters),
        json!({"DryRun": true, "InstanceName": "@a"})
    );
}

#[test]
fn what_no_documentation_has_is_read_too() {
    let text = "curl https://cvm.tencentcloudapi.com -H 'X-TC-Action: Novel' -H 'X-TC-Version: 2030-01-01' -d '{\"A\": 1}'";
    let novel = pasted(text);
    assert_eq!(novel.version.as_deref(), Some("2030-01-01"));
    check(text, "cvm", "Novel", None, json!({"A": 1}));
    let text = "curl unknown.example -H 'X-TC-Action: Novel' -d '{\"A\": 1}'";
    let novel = pasted(text);
    assert_eq!(
        (novel.service, novel.action.as_deref()),
        (None, Some("Novel"))
    );
}

#[test]
fn an_error_says_what_was_not_understood_and_where() {
    for (text, told) in [
        ("", "neither an HTTP request"),
        ("hello", "neither an HTTP request"),
        ("{\"Limit\": }", "line 1 column 11"),
        ("tccli cvm", "it begins tccli SERVICE ACTION"),
        ("tccli cvm DescribeInstances stray", "\"stray\""),
        ("tccli cvm DescribeInstances --Limit a", "Limit takes"),
        (
            "tccli cvm DescribeInstances --Limit 'a",
            "a quote that does not end",
        ),
        (
            "tccli cvm DescribeInstances --cli-input-json file://a.json",
            "file://a.json",
        ),
        (
            "curl https://cvm.tencentcloudapi.com -d '{}'",
            "names no action",
        ),
        (
            "curl https://cvm.tencentcloudapi.com -H 'X-TC-Action: DescribeInstances' -H 'Content-Type: text/plain' -d 'a'",
            "neither a JSON object nor a form",
        ),
        (
            "curl https://cvm.tencentcloudapi.com -H 'X-TC-Action: DescribeInstances' -d @body.json",
            "body.json",
        ),
        (
            "https://cvm.tencentcloudapi.com/?Action=DescribeInstances&Limit=a",
            "Limit takes",
        ),
    ] {
        let error = paste(text).unwrap_err();
        assert!(error.message.contains(told), "{text}: {error}");
    }
    let deep = format!(
        "https://cvm.tencentcloudapi.com/?Action=Novel&Version=2030-01-01&{}=1",
        "A.".repeat(50_000)
    );
    assert!(
        paste(&deep)
            .unwrap_err()
            .message
            .contains("more than 64 parts")
    );
}

/// What is written comes back: of a hundred drawn actions, by both command lines.
#[test]
fn a_written_command_is_read_back() {
    let mut whole = 0;
    for drawn in drawn(12, 100, &[]) {
        let snippet = Snippet::new(&drawn.description, &drawn.action, &drawn.parameters);
        if !snippet.secrets().is_empty() {
            continue;
        }
        for language in [Language::Tcloud, Language::Tccli] {
            let text = snippet.write(language);
            let pasted = pasted(&text);
            assert_eq!(pasted.service.as_deref(), Some(snippet.service()), "{text}");
            assert_eq!(pasted.version.as_deref(), Some(snippet.version()), "{text}");
            if pasted.left_out.is_empty() {
                whole += 1;
                assert_eq!(
                    Value::Object(pasted.parameters),
                    Value::Object(drawn.parameters.clone()),
                    "{text}"
                );
            }
        }
    }
    assert!(whole > 150, "{whole}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_comes_back_from_the_command(text in "[^\u{0}]{0,12}", other in "[-@\\[{'\"$ a]{1,4}") {
        let parameters = json!({"InstanceName": text, "SecurityGroupIds": [other], "UserData": other,
            "TagSpecification": [{"ResourceType": text, "Tags": [{"Key": other}]}]});
        let snippet = snippet("cvm", "RunInstances", parameters.clone());
        for language in [Language::Tcloud, Language::Tccli] {
            let command = snippet.write(language);
            let pasted = paste(&command);
            prop_assert!(pasted.is_ok(), "{:?}\n{}", pasted.err(), command);
            prop_assert_eq!(Value::Object(pasted.unwrap().parameters), parameters.clone(), "{}", command);
        }
    }

    #[test]
    fn no_text_makes_it_panic(start in "(curl |tccli |tcloud |https://|POST / HTTP/1.1\n|GET /?|\\{|```\n)?", text in "\\PC{0,60}",
        words in prop::collection::vec("(-H|-d|--Limit|cvm|DescribeInstances|'X-TC-Action: RunInstances'|--Filters.0.Values.[0-9]{1,6}|=|&|\\{\\}|https://cvm.tencentcloudapi.com|\"|')", 0..12)) {
        let _ = paste(&format!("{start}{text}"));
        let _ = paste(&format!("{start}{}", words.join(" ")));
    }
}

#[test]
fn a_tree_of_types_is_filled_by_paths() {
    let description = described("cvm", None, "RunInstances");
    let action = &description.actions["RunInstances"];
    assert!(
        action
            .request
            .iter()
            .any(|member| member.name == "DataDisks")
    );
    let url = "https://cvm.tencentcloudapi.com/?Action=RunInstances&DataDisks.0.DiskSize=50&DataDisks.1.DiskSize=100&DataDisks.1.DeleteWithInstance=True";
    let parameters =
        json!({"DataDisks": [{"DiskSize": 50}, {"DiskSize": 100, "DeleteWithInstance": true}]});
    check(url, "cvm", "RunInstances", None, parameters);
}
