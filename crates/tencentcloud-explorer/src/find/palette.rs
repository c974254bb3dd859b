//! The palette: one field that finds everything.

use axum::extract::Query;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_catalogue::search::{index, spellings};

use super::group::{Group, list};
use super::{actions, ids, names, places};
use crate::page::Reader;

/// What the palette asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

/// The longest text that is searched, in characters: what is pasted may be long.
const LONGEST: usize = 200;

/// Things that can be typed, with what each is an example of.
const EXAMPLES: [(&str, (&str, &str)); 6] = [
    ("create vpc", ("what an action does", "接口的作用")),
    ("创建云服务器", ("the same in Chinese", "中文描述")),
    ("cvm RI", ("initials of a name", "名称首字母")),
    (
        "UniqVpcId",
        ("a parameter or response field", "参数或响应字段"),
    ),
    ("POSTPAID_BY_HOUR", ("a value", "参数取值")),
    ("InvalidParameterValue", ("an error code", "错误码")),
];

/// Returns the field of the bar that opens the palette.
pub(crate) fn opener(reader: &Reader) -> Markup {
    html! {
        button type="button" class="button finder" data-find="" aria-keyshortcuts="Control+K Meta+K /" {
            span { (reader.t("Find", "查找")) } kbd { "Ctrl K" }
        }
    }
}

/// Returns the palette, closed.
pub(crate) fn dialog(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        dialog id="palette" aria-label=(t("Find", "查找")) {
            input type="text" id="palette-text" role="combobox" aria-expanded="false" aria-controls="found"
                aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck="false"
                enterkeyhint="go" aria-label=(t("Find", "查找"))
                placeholder=(t("Action, parameter, value, error code, ID …", "接口、参数、取值、错误码、资源 ID……"));
            div id="palette-found" {}
            p class="keys hint" {
                span { kbd { "↑" } kbd { "↓" } " " (t("choose", "选择")) }
                span { kbd { "Enter" } " " (t("open", "打开")) }
                span { kbd { "Esc" } " " (t("close", "关闭")) }
            }
        }
    }
}

/// Finds what was typed.
pub(super) async fn found(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let text: String = asked.q.chars().take(LONGEST).collect();
    let text = text.trim();
    let part = match text.is_empty() {
        true => nothing_typed(&reader),
        false => search(&reader, text),
    };
    Html(part.into_string()).into_response()
}

/// What can be typed, and where else to go.
fn nothing_typed(reader: &Reader) -> Markup {
    let groups = [
        places::recent(reader, ""),
        places::saved(reader, ""),
        places::of_window(reader, ""),
    ];
    html! {
        (list(reader, &groups, &[]))
        (examples(reader, reader.t("You can type", "可以输入")))
    }
}

/// Examples of what can be typed, under `head`.
pub(super) fn examples(reader: &Reader, head: &str) -> Markup {
    html! {
        div class="examples" {
            h3 { (head) }
            ul {
                @for (text, what) in EXAMPLES {
                    li {
                        button type="button" class="button small" data-find=(text) { (text) }
                        span class="hint" { (reader.language.pick(what.0, what.1)) }
                    }
                }
            }
        }
    }
}

/// All that `text` finds.
fn search(reader: &Reader, text: &str) -> Markup {
    let groups = match groups(reader, text) {
        Ok(groups) => groups,
        Err(error) => return html! { p class="wrong" role="alert" { (error) } },
    };
    let count: usize = groups.iter().map(|group| group.hits.len()).sum();
    let words: Vec<&str> = text.split_whitespace().collect();
    html! {
        @if count == 0 {
            p class="empty" role="status" {
                (reader.t("Nothing is called so. Try fewer words, another language, or the name of a service.",
                    "没有找到。请减少关键词、换一种语言，或输入产品名称。"))
            }
            (examples(reader, reader.t("You can type", "可以输入")))
        } @else {
            (list(reader, &groups, &words))
            p class="unseen" role="status" { (count) " " (reader.t("found", "条结果")) }
        }
    }
}

/// The groups in their order: what was typed by its very name first.
fn groups(reader: &Reader, text: &str) -> Result<Vec<Group>, tencentcloud_catalogue::Error> {
    let index = index()?;
    let actions = actions::group(reader, index, text);
    let mut members = names::groups(reader, index, spellings()?, text);
    if actions.is_exact {
        // A word of actions' names is often a parameter as well.
        members
            .iter_mut()
            .for_each(|group| group.is_exact &= text.contains('.'));
    }
    let actions = Group {
        is_exact: false,
        ..actions
    };
    let mut groups = vec![
        ids::group(reader, text),
        actions,
        places::services(reader, index, text),
    ];
    groups.extend(members);
    groups.push(places::of_window(reader, text));
    groups.push(places::saved(reader, text));
    groups.push(places::recent(reader, text));
    groups.sort_by_key(|group| !group.is_exact);
    Ok(groups)
}
