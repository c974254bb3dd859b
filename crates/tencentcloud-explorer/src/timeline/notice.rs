//! What the reader should know of a source.

use crate::page::Language;

/// What the reader should know of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A file that cannot be read, and why.
    Unreadable { file: String, why: String },
    /// A line of a file that is no record, and why. Others of the file that are none are not told.
    NoRecord {
        file: String,
        line: u64,
        why: String,
    },
    /// So many calls of the local endpoint went before they were read.
    Lost(u64),
}

impl Notice {
    /// Returns the text of it.
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Unreadable { file, why } => language.pick(
                format!("{file} cannot be read: {why}"),
                format!("无法读取 {file}：{why}"),
            ),
            Self::NoRecord { file, line, why } => language.pick(
                format!("{file}, line {line} is no record of a call and is left out: {why}"),
                format!("{file} 第 {line} 行不是调用记录，已跳过：{why}"),
            ),
            Self::Lost(count) => language.pick(
                format!("{count} calls came faster than they could be read and are missing"),
                format!("有 {count} 个调用来得太快，未能读取"),
            ),
        }
    }
}
