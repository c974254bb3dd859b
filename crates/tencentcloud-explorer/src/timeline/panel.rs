//! The left of the window: the filter, the list, and what can be done with it.

use maud::{Markup, html};
use serde_json::json;

use super::connect::connect;
use crate::page::Reader;

/// Returns the list of calls, which its module fills.
pub(crate) fn panel(reader: &Reader) -> Markup {
    html! {
        section id="timeline" aria-label=(reader.t("Calls", "调用")) {
            tc-timeline data-texts=(texts(reader)) {
                (filter(reader))
                (tools(reader))
                p class="told gone" role="alert" hidden {
                    span { (reader.t("tcloud explorer has ended.", "tcloud explorer 已结束。")) }
                    a class="button small" href="/" hidden { (reader.t("Open again", "重新打开")) }
                }
                p class="told notice" role="status" hidden {
                    span {}
                    button type="button" class="button small quiet" data-do="dismiss"
                        aria-label=(reader.t("Dismiss", "关闭")) { "✕" }
                }
                (grid(reader))
                button type="button" class="button small primary news" data-do="news" hidden {}
                (connect(reader))
                p class="empty none" hidden {
                    (reader.t("No call is like that.", "没有符合条件的调用。"))
                }
                (picked(reader))
            }
        }
    }
}

/// Returns what the module says, by its use; `{}` is a number.
fn texts(reader: &Reader) -> String {
    let t = |english, chinese| reader.t(english, chinese);
    json!({
        "news": t("{} new", "{} 个新调用"),
        "calls": t("{} calls", "{} 个调用"),
        "failed": t("{} failed", "{} 个失败"),
        "picked": t("{} selected", "已选 {} 个"),
        "opened": t("{} calls were opened", "已打开 {} 个调用"),
        "note": t("Note for the selected calls", "为选中的调用写备注"),
        "clear": t("Remove all calls from the list?", "清空列表中的所有调用？"),
        "nobody": t("unknown client", "未知客户端"),
    })
    .to_string()
}

fn filter(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        div class="sift" {
            input id="filter" type="search" role="combobox" value=(reader.filter)
                aria-label=(t("Filter", "筛选")) aria-autocomplete="list" aria-expanded="false"
                aria-controls="filter-offers" aria-describedby="filter-wrong" autocomplete="off"
                spellcheck="false" placeholder=(t("Filter: service:cvm code:*", "筛选：service:cvm code:*"));
            ul id="filter-offers" role="listbox" aria-label=(t("Suggestions", "建议")) hidden {}
            p id="filter-wrong" class="wrong" role="status" hidden {}
        }
    }
}

fn tools(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let switch = |name: &str, text: &str| {
        html! {
            button type="button" class="button small" data-do=(name) aria-pressed="false" { (text) }
        }
    };
    html! {
        div class="tools" role="toolbar" aria-label=(t("List", "列表")) {
            (switch("reads", t("Hide reads", "隐藏只读")))
            (switch("by", t("By client", "按客户端")))
            span class="count" {}
            button type="button" class="button small" data-do="pause" aria-pressed="false"
                title=(t("Pause", "暂停")) aria-label=(t("Pause", "暂停")) { "❚❚" }
            a class="button small" href="/calls" data-go data-wide
                title=(t("As a table", "表格视图")) aria-label=(t("As a table", "表格视图")) { "⤢" }
            a class="button small" href="/" data-go data-narrow
                title=(t("Beside the page", "收起为侧栏")) aria-label=(t("Beside the page", "收起为侧栏")) { "⤡" }
            details class="menu" {
                summary class="button small" title=(t("More", "更多")) aria-label=(t("More", "更多")) { "⋯" }
                div class="choices" {
                    label class="button quiet" {
                        (t("Open a recording…", "打开录制文件…"))
                        input type="file" class="unseen" accept=".jsonl,.ndjson,.json,.log";
                    }
                    a class="button quiet" href="/timeline/export" download="calls.jsonl" data-export="shown" {
                        (t("Download the shown calls", "下载列表中的调用"))
                    }
                    button type="button" class="button quiet" data-do="clear" { (t("Clear", "清空")) }
                }
            }
        }
    }
}

/// Returns the list: the module draws the rows that are seen into `.lines`.
fn grid(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let columns = [
        ("pick", t("Selected", "选中")),
        ("action", t("Action", "接口")),
        ("attempt", t("Attempt", "尝试")),
        ("ms", t("Took", "耗时")),
        ("time", t("Time", "时间")),
        ("client", t("Client", "客户端")),
        ("region", t("Region", "地域")),
        ("error", t("Code", "错误码")),
        ("mark", t("Mark", "标记")),
    ];
    html! {
        div class="grid" role="grid" tabindex="0" aria-multiselectable="true" hidden
            aria-label=(t("Calls, the newest first. Enter opens, Space selects, m sets a star.",
                          "调用，最新在前。回车打开，空格选择，m 加星标。")) {
            div class="line head" role="row" aria-rowindex="1" {
                @for (class, name) in columns {
                    span role="columnheader" class=(class) { (name) }
                }
            }
            div class="lines" role="rowgroup" {}
        }
    }
}

/// Returns what can be done with the selected calls. The ids are in `tc:selection`; a room that does
/// more with them adds its button here.
fn picked(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        div class="picked" role="toolbar" aria-label=(t("Selected calls", "选中的调用")) hidden {
            strong {}
            button type="button" class="button small" data-do="star"
                title=(t("Star", "星标")) aria-label=(t("Star", "星标")) { "★" }
            button type="button" class="button small" data-do="note" { (t("Note", "备注")) }
            a class="button small" href="/timeline/export" download="calls.jsonl" data-export="picked" {
                (t("Download", "下载"))
            }
            a class="button small primary" href="/selection" data-go data-export="picked" {
                (t("Code, policy…", "代码、策略…"))
            }
            button type="button" class="button small quiet" data-do="none"
                aria-label=(t("Select none", "取消选择")) { "✕" }
        }
    }
}
