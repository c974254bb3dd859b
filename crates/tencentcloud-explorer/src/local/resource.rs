//! One resource, beside the table of its kind.

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_emulator::KeptResource;

use super::actions::{Doing, about};
use super::place::{address, called, meant, parents};
use crate::page::{Reader, live};
use crate::response::tree;

/// How many resources that a resource holds are named.
const HELD: usize = 50;

/// Returns all that is known of a resource, with the calls about it.
pub(super) fn shown(reader: &Reader, all: &[KeptResource], one: &KeptResource) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let calls = about(one);
    html! {
        (live("resource", "resource", &html! {
            header class="head" {
                p class="hint" { (one.key.service) " " (one.key.kind) }
                h2 {
                    (called(one)) " "
                    @if let Some(state) = &one.state { span class="badge" { (state) } }
                }
                p {
                    code { (one.key.id) } " "
                    button class="button quiet small" data-copy value=(one.key.id) data-copied=(t("Copied", "已复制")) {
                        (t("Copy id", "复制 ID"))
                    }
                }
                @if !one.parents.is_empty() {
                    p { (t("In ", "所属：")) (parents(all, one)) }
                }
                (held(reader, all, one))
            }
            @if one.account != own_account(reader) {
                p class="hint" {
                    (t("It is of another account than the one that calls from here are made with.",
                       "该资源属于另一个账号，从这里发出的调用使用的不是该账号。"))
                }
            }
            @for (doing, title) in [
                (Doing::Reads, t("Read", "查询")),
                (Doing::Changes, t("Change", "修改")),
                (Doing::Deletes, t("Delete", "删除")),
            ] {
                @let of_doing: Vec<_> = calls.iter().filter(|(of, _)| *of == doing).collect();
                @if !of_doing.is_empty() {
                    h3 { (title) }
                    p class="calls" {
                        @for (_, call) in of_doing {
                            a class="button small" data-go href=(call.link()) { (call.action) }
                        }
                    }
                }
            }
            h3 { (t("All members", "全部字段")) }
            (tree(reader, &Value::Object(one.members.clone())))
        }))
    }
}

/// Returns the resources that cannot be without this one.
fn held(reader: &Reader, all: &[KeptResource], one: &KeptResource) -> Markup {
    let is_in = |other: &&KeptResource| {
        let mut parents = other.parents.iter().filter(|key| **key == one.key);
        parents.any(|key| {
            let found = meant(all, key, &other.account, &other.region);
            found.is_some_and(|found| std::ptr::eq(found, one))
        })
    };
    let held: Vec<_> = all.iter().filter(is_in).collect();
    html! {
        @if !held.is_empty() {
            details {
                summary { (reader.t("Holds ", "包含 ")) (held.len()) }
                ul {
                    @for other in held.iter().take(HELD) {
                        li {
                            span class="faint" { (other.key.kind) " " }
                            a data-go href=(address(other)) { (called(other)) }
                        }
                    }
                    @if held.len() > HELD { li class="hint" { "+ " (held.len() - HELD) } }
                }
            }
        }
    }
}

/// Returns the account that the calls from here are made with.
fn own_account(reader: &Reader) -> String {
    let emulator = &reader.app.emulator;
    let own = &emulator.credential().secret_id;
    let keys = emulator.keys().into_iter();
    let mut keys = keys.filter(|key| key.secret_id == *own);
    keys.next().map(|key| key.account).unwrap_or_default()
}
