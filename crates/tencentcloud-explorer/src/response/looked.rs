//! One look at a response.

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_rows::Query;

use super::subject::Subject;
use super::table::{Order, table};
use super::tree::tree;
use crate::page::Reader;

/// What is asked of a response.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The name by which the response is found.
    pub(super) of: String,
    /// `tree` or `table`; empty for what fits.
    view: String,
    /// A JMESPath expression; empty for the whole.
    query: String,
    /// The title of the column to sort by, after `+` or `-`.
    sort: String,
    /// True to show secrets, too.
    reveal: bool,
    /// `csv` or `json` for a file.
    pub(super) file: String,
}

impl Asked {
    /// Reads the pairs of a form; the last of a name holds.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "of" => asked.of = value,
                "view" => asked.view = value,
                "query" => asked.query = value.trim().to_owned(),
                "sort" => asked.sort = value,
                "reveal" => asked.reveal = value == "1",
                "file" => asked.file = value,
                _ => {}
            }
        }
        asked
    }
}

/// Returns what `asked` finds in `subject`, or what is wrong with its expression and where.
pub(super) fn found(subject: &Subject, asked: &Asked) -> Result<Value, String> {
    let value = match (&subject.whole, asked.reveal) {
        (Some(whole), true) => whole,
        _ => &subject.shown,
    };
    if asked.query.is_empty() {
        return Ok(value.clone());
    }
    let query = Query::compile(&asked.query);
    let found = query.and_then(|query| query.search(value));
    found.map_err(|error| error.to_string())
}

/// Returns the first look at `subject`, which is found by `name`, with the fields for others.
pub(crate) fn look(reader: &Reader, subject: &Subject, name: &str) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let asked = Asked {
        of: name.to_owned(),
        ..Asked::default()
    };
    html! {
        form class="look" method="post" action="/export" {
            input type="hidden" name="of" value=(name);
            // What the key Enter presses.
            button class="unseen" formaction="/response" tabindex="-1" aria-hidden="true" {}
            input class="mono" name="query" placeholder={ "JMESPath: " (example(subject)) } spellcheck="false"
                autocomplete="off" aria-label=(t("JMESPath expression", "JMESPath 表达式"));
            pre class="said" role="alert" {}
            // Without an expression nothing can be wrong with it.
            div class="looked" { (looked(reader, subject, &asked).unwrap_or_default()) }
        }
    }
}

/// An expression that fits the response.
fn example(subject: &Subject) -> String {
    match subject.shape.list(&subject.shown) {
        Some((path, items)) => {
            let member = items
                .first()
                .and_then(|item| item.as_object()?.keys().next());
            match member {
                Some(member) => format!("{path}[].{member}"),
                None => format!("{path}[]"),
            }
        }
        None => {
            let first = subject.shown.as_object().and_then(|it| it.keys().next());
            first.cloned().unwrap_or_else(|| "@".to_owned())
        }
    }
}

/// Returns what `asked` finds in `subject`, with the buttons that change it.
///
/// # Errors
/// What is wrong with its expression, and where.
pub(super) fn looked(reader: &Reader, subject: &Subject, asked: &Asked) -> Result<Markup, String> {
    let t = |english, chinese| reader.t(english, chinese);
    let value = found(subject, asked)?;
    let is_list = match &value {
        Value::Array(items) => !items.is_empty(),
        value => subject.shape.list(value).is_some(),
    };
    let is_table = is_list
        && match asked.view.as_str() {
            "table" => true,
            "tree" => false,
            _ => subject.gathered,
        };
    Ok(html! {
        input type="hidden" name="view" value=(if is_table { "table" } else if is_list { "tree" } else { &asked.view });
        input type="hidden" name="sort" value=(asked.sort);
        input type="hidden" name="reveal" value=(if asked.reveal { "1" } else { "" });
        div class="views" {
            @if is_list {
                @for (view, name, is) in [("tree", t("Tree", "树"), !is_table), ("table", t("Table", "表格"), is_table)] {
                    button class="button small" name="view" value=(view) formaction="/response"
                        aria-pressed=(is) { (name) }
                }
            }
            span class="space" {}
            @if subject.whole.is_some() {
                @let (name, next) = if asked.reveal { (t("Hide secrets", "隐藏机密"), "0") } else { (t("Reveal secrets", "显示机密"), "1") };
                button class="button small" name="reveal" value=(next) formaction="/response"
                    aria-pressed=(asked.reveal)
                    title=(t("Members that are secret, or that nobody described", "机密的或未经描述的成员")) { (name) }
            }
            @for (file, name) in [("csv", "CSV"), ("json", "JSON")] {
                @if is_list || file == "json" {
                    button class="button small" name="file" value=(file) title=(t("Download", "下载")) { (name) }
                }
            }
        }
        @if is_table { (table(reader, subject, &value, &Order::read(&asked.sort))) } @else { (tree(reader, &value)) }
    })
}
