//! What the form's module says, in the reader's language.

use serde_json::{Value, json};

use crate::page::Language;

/// Returns the texts that the module shows, by the names that it knows them by.
pub(super) fn words(language: Language) -> Value {
    let t = |english: &'static str, chinese: &'static str| language.pick(english, chinese);
    json!({
        "integer": t("not an integer", "不是整数"),
        "unsigned": t("not an integer from 0", "不是非负整数"),
        "float": t("not a number", "不是数值"),
        "bool": t("not true or false", "不是 true 或 false"),
        "text": t("not a string", "不是字符串"),
        "object": t("not an object", "不是对象"),
        "list": t("not a list", "不是列表"),
        "json": t("not JSON, sent as a string", "不是 JSON，将作为字符串发送"),
        "null": t("is null", "值为 null"),
        "wide": t("does not fit into 64 bits", "超出 64 位范围"),
        "value": t("not among the documented values", "不在文档列出的取值中"),
        "range": t("outside of the documented range", "超出文档给出的范围"),
        "unknown": t("not documented, sent as it is", "文档中没有，将原样发送"),
        "at": t("line {}, column {}", "第 {} 行，第 {} 列"),
        "unexpected": t("unexpected {}", "意外的 {}"),
        "end": t("the end of the text", "文本结尾"),
        "braces": t("the parameters are an object: {…}", "参数应为一个对象：{…}"),
        "bytes": t("{} bytes", "{} 字节"),
        "none": t("none exists here yet", "目前没有已有资源"),
        "some": t("{} to choose from", "有 {} 个可选"),
    })
}
