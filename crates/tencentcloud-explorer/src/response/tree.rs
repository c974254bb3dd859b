//! JSON as a tree that opens, is searched and copied from.

use maud::{Markup, html};
use serde_json::Value;

use crate::page::Reader;

/// Beyond so many bytes of JSON, it is not laid out before the tree is made of it.
const LARGE: usize = 64 << 10;

/// Returns `value` as a tree. The page's module makes it; without that it is JSON as text.
pub(crate) fn tree(reader: &Reader, value: &Value) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let compact = value.to_string();
    let json = match compact.len() > LARGE {
        true => compact,
        // A value is always JSON.
        false => serde_json::to_string_pretty(value).unwrap_or(compact),
    };
    html! {
        tc-tree data-more=(t("more", "更多")) data-none=(t("nothing found", "未找到"))
            data-label=(t("Response", "响应")) {
            div class="tools" {
                input type="search" placeholder=(t("Search", "搜索"))
                    aria-label=(t("Search in the response", "在响应中搜索")) spellcheck="false";
                span class="count hint" role="status" {}
                span class="path mono" {}
                span class="hint" aria-hidden="true" { (t("Copy", "复制")) }
                @for (kind, name, said) in [
                    ("value", t("Value", "值"), t("Value copied", "已复制值")),
                    ("path", t("Path", "路径"), t("JMESPath copied", "已复制 JMESPath")),
                    ("all", t("All", "全部"), t("Response copied", "已复制响应")),
                ] {
                    button type="button" class="button quiet small" data-copy="" data-kind=(kind)
                        data-copied=(said) aria-label={ (t("Copy", "复制")) " " (name) } { (name) }
                }
            }
            pre class="code" hidden[json.len() > LARGE] { (json) }
        }
    }
}
