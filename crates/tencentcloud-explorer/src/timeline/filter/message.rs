//! What is wrong with a filter, in the reader's words.

use super::query::{What, Wrong};
use crate::page::Language;

/// Returns what is wrong, and what could be done.
pub(crate) fn message(wrong: &Wrong, language: Language) -> String {
    let t = |english: String, chinese: String| language.pick(english, chinese);
    match &wrong.what {
        What::Field(name) => t(
            format!("There is no field {name}. Put text with a colon in quotation marks."),
            format!("没有字段 {name}。含冒号的文本请加引号。"),
        ),
        What::Condition => t(
            "A condition is missing here.".to_owned(),
            "这里缺少一个条件。".to_owned(),
        ),
        What::Value(field) => t(
            format!("{field} needs a value."),
            format!("{field} 缺少取值。"),
        ),
        What::Comparison(field) => t(
            format!("{field} is a name: it is or is not a value."),
            format!("{field} 是名称，只能用 : 或 !=。"),
        ),
        What::Number(value) => t(
            format!("{value} is not a number."),
            format!("{value} 不是数字。"),
        ),
        What::Time(value) => t(
            format!("{value} is neither a time such as 10m nor one such as 2026-01-02T15:04:05Z."),
            format!("{value} 不是时间；可写 10m 或 2026-01-02T15:04:05Z。"),
        ),
        What::Unknown(field, value) => t(
            format!("{field} is never {value}."),
            format!("{field} 没有取值 {value}。"),
        ),
        What::Open('"') => t(
            "This quotation mark is not closed.".to_owned(),
            "引号没有闭合。".to_owned(),
        ),
        What::Open(_) => t(
            "This bracket is not closed.".to_owned(),
            "括号没有闭合。".to_owned(),
        ),
        What::Closed => t(
            "This bracket closes nothing.".to_owned(),
            "多了一个右括号。".to_owned(),
        ),
        What::Deep => t(
            "There are too many brackets within brackets.".to_owned(),
            "括号嵌套过深。".to_owned(),
        ),
    }
}
