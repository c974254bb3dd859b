//! The error codes of an action.

use std::collections::BTreeSet;

use maud::{Markup, html};
use tencentcloud_calls::Meaning;

use crate::errors::link;
use crate::page::Reader;

/// Returns the codes that an action lists itself, and, folded, those of its service.
pub(super) fn part(reader: &Reader, own: &BTreeSet<String>, service: &BTreeSet<String>) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let others: Vec<&String> = service.difference(own).collect();
    html! {
        @if !own.is_empty() || !others.is_empty() {
            section class="codes" {
                h3 { (t("Error codes", "错误码")) " " span class="hint" { (own.len()) } }
                (list(reader, own.iter()))
                @if !others.is_empty() {
                    details {
                        summary { (t("of the service", "产品的其他错误码")) " " span class="hint" { (others.len()) } }
                        (list(reader, others.into_iter()))
                    }
                }
            }
        }
    }
}

fn list<'c>(reader: &Reader, codes: impl Iterator<Item = &'c String>) -> Markup {
    html! {
        dl { @for code in codes {
            @let meaning = Meaning::of(code);
            dt { a href=(link(code)) data-go { (code) } }
            dd { (reader.t(meaning.english, meaning.chinese)) }
        } }
    }
}
