//! The last lines of the broker's log.

use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};
use std::path::Path;

use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_broker::Broker;

use super::plain::plain;
use crate::page::Reader;

/// How many lines are shown.
const LINES: usize = 30;
/// How much of the end of the file is read for them, in bytes.
const TAIL: u64 = 32 << 10;

/// A line of the log, as far as it is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    time: String,
    event: String,
    agent: String,
    account: String,
    service: String,
    action: String,
    note: String,
}

/// Returns the last lines of the log of `broker`, the newest first; nothing if it keeps none.
pub(super) fn lately(reader: &Reader, broker: &Broker) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let Some(path) = broker.log_path() else {
        return Markup::default();
    };
    let lines = match tail(path) {
        Ok(lines) => lines,
        Err(error) => {
            return html! {
                p class="wrong" { (t("The log cannot be read: ", "无法读取日志：")) (path.display()) ": " (error) }
            };
        }
    };
    html! {
        @if !lines.is_empty() {
            details {
                summary { (t("Log", "日志")) " · " span class="mono" { (path.display()) } }
                div class="scroll" tabindex="0" role="region" aria-label=(t("Log", "日志")) {
                    table class="table" {
                        thead { tr {
                            th scope="col" { (t("Time (UTC)", "时间 (UTC)")) }
                            th scope="col" { (t("Event", "事件")) }
                            th scope="col" { (t("Action", "接口")) }
                            th scope="col" { (t("Account", "账号")) }
                            th scope="col" { (t("Program", "程序")) }
                            th scope="col" { (t("Note", "备注")) }
                        } }
                        tbody {
                            @for line in &lines {
                                tr {
                                    // Of a time in RFC 3339 form, what a clock shows.
                                    td class="mono" { time datetime=(line.time) { (line.time.get(11..19).unwrap_or(&line.time)) } }
                                    td { (plain(&line.event)) }
                                    td { (plain(&line.service)) " " (plain(&line.action)) }
                                    td { (plain(&line.account)) }
                                    td { bdi { (plain(&line.agent)) } }
                                    td { bdi { (plain(&line.note)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Reads the last lines of the log at `path`, the newest first.
fn tail(path: &Path) -> Result<Vec<Line>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut text = Vec::new();
    file.take(TAIL).read_to_end(&mut text)?;
    let lines = text.split(|byte| *byte == b'\n').rev();
    // The first of them may be the end of a line.
    let lines = lines.filter_map(|line| serde_json::from_slice(line).ok());
    Ok(lines.take(LINES).collect())
}
