//! Facts that stand in the prose of a documentation, where they are unambiguous.
//!
//! A fact that is not found costs little; a wrong one misleads. So each reader gives up where a
//! text can be read in two ways: lists that contradict each other, two defaults, units unlike the
//! member's, conditions. Text of more than [`LONGEST`] bytes says nothing at all: some readers look
//! at every place of a text for a list that may go on to its end.

mod bounds;
mod default;
mod deprecated;
mod english;
mod example;
mod filters;
mod nullable;
mod text;
mod values;

use tencentcloud_schema::{Kind, Member};

pub(crate) use example::{contradicts, example};

/// The longest documentation that is read, in bytes. The vendor's own longest has 12,278.
const LONGEST: usize = 16 * 1024;

/// Puts what a member's documentation says into the member: value list, names of filters, bounds,
/// default, deprecation, and that it may be null.
pub(crate) fn document(member: &mut Member, document: &str) {
    if document.len() > LONGEST {
        return;
    }
    let mut text = text::normalize(document);
    let english = english::is_english(&text);
    if english {
        text = english::translate(&text);
    }
    member.deprecated = deprecated::read(&text);
    member.nullable |= nullable::read(document);
    if member.kind.object().is_some() && ["Filter", "Filters"].contains(&member.name.as_str()) {
        member.filters = filters::read(&text);
    }
    let mut marked = None;
    if member.kind == Kind::String || member.kind.is_integer() {
        let listed = match english && member.kind == Kind::String {
            true => english::announced(&text),
            false => &text,
        };
        let list = values::read(listed, member.kind.is_integer());
        member.values = list.values;
        marked = list.default;
    }
    if member.list {
        return;
    }
    if member.kind.is_integer() || member.kind == Kind::Float {
        let bounds = bounds::read(&text, &member.kind);
        if bounds.exclude(&member.values) {
            // A range with a remark on some of its numbers.
            member.values.clear();
        }
        if member.values.is_empty() {
            (member.min, member.max) = (bounds.min, bounds.max);
        }
    }
    member.default = default::read(&text, member, marked.as_deref());
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tencentcloud_schema::{Kind, Member};

    /// The facts of a documentation, as the description would show them.
    fn facts(kind: &str, document: &str) -> Value {
        let mut member = Member::new("Name", Kind::from_name(kind));
        super::document(&mut member, document);
        let mut facts = json!(member);
        let fields = facts.as_object_mut().unwrap();
        fields.shift_remove("name");
        fields.shift_remove("type");
        facts
    }

    #[test]
    fn text_beyond_the_limit_tells_nothing() {
        let list = "取值范围：HTTP, HTTPS。";
        let padded = |length: usize| format!("{list}{}", " ".repeat(length - list.len()));
        let whole = padded(super::LONGEST);
        assert_eq!(facts("string", &whole)["values"], json!(["HTTP", "HTTPS"]));
        let longer = padded(super::LONGEST + 1);
        assert_eq!(facts("string", &longer), json!({}));
    }

    #[test]
    fn value_lists() {
        let cases = [
            (
                "协议，取值范围：HTTP, HTTPS,gRPC，gRPCs",
                json!(["HTTP", "HTTPS", "gRPC", "gRPCs"]),
            ),
            ("算法，取值范围：ROUND-ROBIN", json!(["ROUND-ROBIN"])),
            ("类型，取值范围：IP_PORT, K8S", json!(["IP_PORT", "K8S"])),
            ("取值：A/B", json!(["A", "B"])),
            (
                "状态。OFF：关，HEALTHY：好，UNHEALTHY：坏。另有说明。",
                json!(["OFF", "HEALTHY", "UNHEALTHY"]),
            ),
            (
                "取值有：\n<li>on：开；</li>\n<li>off：关。</li>",
                json!(["on", "off"]),
            ),
            (
                "<p>取值包括<code>ENABLED</code>和<code>DISABLED</code></p>",
                json!(["ENABLED", "DISABLED"]),
            ),
            (
                "可选值：\n\n- `minutely`：每分钟\n- `immediate`：马上",
                json!(["minutely", "immediate"]),
            ),
            ("取值[cvm（云），lb（均衡）]", json!(["cvm", "lb"])),
            (
                "- A：甲（默认）、乙\n- B：丙（默认）、丁\n- C：戊",
                json!(["A", "B", "C"]),
            ),
            (
                "取值为：**FINISH**（完）、**PENDING** （等）。",
                json!(["FINISH", "PENDING"]),
            ),
        ];
        for (document, values) in cases {
            assert_eq!(facts("string", document)["values"], values, "{document}");
        }
    }

    #[test]
    fn value_lists_of_numbers() {
        let cases = [
            ("任务； 1:开；2:关", json!(["1", "2"])),
            (
                "<p>枚举值：</p><ul><li>1： 完</li><li>0： 未完</li></ul>",
                json!(["1", "0"]),
            ),
            ("枚举值：0-不续，1-续", json!(["0", "1"])),
            ("取值包括0、1。默认值为 0，表示不分。", json!(["0", "1"])),
        ];
        for (document, values) in cases {
            assert_eq!(facts("int64", document)["values"], values, "{document}");
        }
    }

    #[test]
    fn no_value_list() {
        for document in [
            "集群标识。取值参考：通过列表接口得到",
            "显示比，可选值：[1:1，2:1，default]",
            "结束时间，如2021-11-12 00:00:00",
            "地址，http://example.com 或 https://example.com",
            "RuleType=2：甲；RuleType=5：乙",
            "进程 json  pid:进程，exe:路径",
            "调度器，可选值为“ALL”，\"Capacity Scheduler\"",
            "甲类可选值：\n- A：一\n- B：二\n乙类可选值：\n- C：三\n- D：四",
        ] {
            assert_eq!(facts("string", document), json!({}), "{document}");
        }
    }

    #[test]
    fn bounds() {
        let cases = [
            ("端口[0, 65535]", json!({"min": 0, "max": 65535})),
            ("权重[0, 100], 0为停用", json!({"min": 0, "max": 100})),
            ("取值范围：[1, 100]", json!({"min": 1, "max": 100})),
            ("取值范围：**2**-**60**。", json!({"min": 2, "max": 60})),
            (
                "页码，取值范围为[1,INF)，默认值为1",
                json!({"min": 1, "default": 1}),
            ),
            (
                "取值范围：-1 至 50。-1 表示不限",
                json!({"min": -1, "max": 50}),
            ),
            (
                "条数，默认值：20，最大值为100",
                json!({"max": 100, "default": 20}),
            ),
            ("范围：0（低）-100（高）", json!({"min": 0, "max": 100})),
            ("范围为 30分钟（1800）-90天（7776000）", json!({})),
        ];
        for (document, expected) in cases {
            assert_eq!(facts("int64", document), expected, "{document}");
        }
    }

    #[test]
    fn defaults() {
        let cases = [
            ("uint64", "重试次数，默认3次", json!(3)),
            ("int64", "超时，默认为5秒", json!(5)),
            ("bool", "是否开，默认为false。", json!(false)),
            ("string", "取值：ON、OFF。默认ON", json!("ON")),
            ("string", "开关。ON：开（默认值）；OFF：关。", json!("ON")),
            ("float", "阈值，默认值：0.5", json!(0.5)),
            ("string", "默认当前时间", Value::Null),
            ("int64", "甲时默认为1，乙时默认为2", Value::Null),
            ("int64", "默认查30天内", Value::Null),
        ];
        for (kind, document, default) in cases {
            assert_eq!(facts(kind, document)["default"], default, "{document}");
        }
    }

    #[test]
    fn english_texts() {
        let cases = [
            (
                "string",
                "Protocol. Valid values: HTTP, HTTPS, gRPC and gRPCs.",
                json!({"values": ["HTTP", "HTTPS", "gRPC", "gRPCs"]}),
            ),
            (
                "string",
                "Valid values: `ON` (turned on), `OFF` (turned off).",
                json!({"values": ["ON", "OFF"]}),
            ),
            (
                "string",
                "State. Valid values:\n\n- OPEN: it is open;\n- SHUT: it is shut.",
                json!({"values": ["OPEN", "SHUT"]}),
            ),
            (
                "string",
                "Available values: A: first; B: second. Default value: A.",
                json!({"values": ["A", "B"], "default": "A"}),
            ),
            (
                "int64",
                "Type. 0: none; 1: some; 2: all.",
                json!({"values": ["0", "1", "2"]}),
            ),
            ("int64", "Retries. Default value: 3.", json!({"default": 3})),
            (
                "int64",
                "Page size. The default value is 20 and the maximum value is 100.",
                json!({"max": 100, "default": 20}),
            ),
            (
                "int64",
                "Weight. Value range: [0, 100]. Default: 10",
                json!({"min": 0, "max": 100, "default": 10}),
            ),
            (
                "int64",
                "Minutes. Value range: 1 to 90. Default value: `40`.",
                json!({"min": 1, "max": 90, "default": 40}),
            ),
            (
                "bool",
                "Whether to wait. Default value: false",
                json!({"default": false}),
            ),
            (
                "string",
                "This field is deprecated. Use another.",
                json!({"deprecated": true}),
            ),
            (
                "int64",
                "This parameter has been disused.",
                json!({"deprecated": true}),
            ),
            // What can be read in two ways is not read.
            ("string", "Note: it is slow. Warning: it is hot.", json!({})),
            ("string", "Name of up to 60 characters.", json!({})),
            ("int64", "If Mode is A, the default value is 1.", json!({})),
            (
                "string",
                "Valid values can be obtained from another API.",
                json!({}),
            ),
            ("string", "The default VPC is taken.", json!({})),
            (
                "string",
                "Time in the format YYYY-MM-DD. Example: 2020-01-01",
                json!({}),
            ),
            ("int64", "Length of the name. Value range: 1-60.", json!({})),
        ];
        for (kind, document, expected) in cases {
            assert_eq!(facts(kind, document), expected, "{document}");
        }
    }

    #[test]
    fn deprecation() {
        for (document, expected) in [
            ("（已废弃）名字", true),
            ("该字段已废弃，请用别的", true),
            ("名字，本参数不再使用", true),
            ("状态。1：已废弃，2：在用", false),
        ] {
            let facts = facts("string", document);
            assert_eq!(facts["deprecated"] == true, expected, "{document}");
        }
    }
}
