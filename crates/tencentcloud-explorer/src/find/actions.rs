//! Actions by what they do, and why they were found.

use tencentcloud_catalogue::names;
use tencentcloud_catalogue::search::{self, Field, Index, Query};

use super::group::{Group, Hit};
use crate::call::Call;
use crate::page::Reader;

/// How many actions are shown.
const SHOWN: usize = 8;

/// Returns the actions that `text` finds, best first.
pub(super) fn group(reader: &Reader, index: &Index, text: &str) -> Group {
    let query = Query {
        limit: SHOWN,
        ..Query::default()
    };
    let found = index.search(text, &query);
    let hits = found.iter().filter_map(|hit| {
        Some(Hit {
            why: why(reader, hit),
            ..of(reader, hit)?
        })
    });
    Group {
        is_exact: found.first().is_some_and(by_name),
        ..Group::new(reader.t("Actions", "接口"), hits.collect())
    }
}

/// True if what an action is called is what was typed.
fn by_name(hit: &search::Hit<'_>) -> bool {
    let mut why = hit.why.iter();
    why.any(|reason| matches!(reason.field, Field::Name | Field::Title))
}

/// Returns the row of an action without a reason; `None` if the catalogue does not have it.
pub(super) fn of(reader: &Reader, hit: &search::Hit<'_>) -> Option<Hit> {
    let version = names().ok()?.preferred(hit.service, hit.action)?;
    let call = Call {
        service: hit.service.to_owned(),
        version: version.to_owned(),
        action: hit.action.to_owned(),
        ..Call::default()
    };
    let language = reader.language;
    let service = language
        .title_of(hit.service_title, hit.service_title_en)
        .unwrap_or_default();
    let title = language
        .title_of(hit.title, hit.title_en)
        .unwrap_or_default();
    let parts = [title, hit.service, service];
    // Some services have no title beside their name.
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(Hit {
        href: call.link(),
        name: hit.action.to_owned(),
        title: parts.join(" · "),
        why: Vec::new(),
    })
}

/// The fields in which words were found, each with its words.
fn why(reader: &Reader, hit: &search::Hit<'_>) -> Vec<(&'static str, String)> {
    let fields = Field::ALL.into_iter().filter_map(|field| {
        let reasons = hit.why.iter().filter(|reason| reason.field == field);
        let words: Vec<&str> = reasons.map(|reason| &*reason.word).collect();
        (!words.is_empty()).then(|| (named(reader, field), words.join(" ")))
    });
    fields.collect()
}

/// Returns what `field` is called.
pub(super) fn named(reader: &Reader, field: Field) -> &'static str {
    match field {
        Field::Name => reader.t("name", "名称"),
        Field::Title => reader.t("title", "标题"),
        Field::Service => reader.t("service", "产品"),
        Field::Parameter => reader.t("parameter", "参数"),
        Field::Response => reader.t("response", "响应"),
        Field::Value => reader.t("value", "取值"),
        Field::Error => reader.t("error code", "错误码"),
        Field::ServiceError => reader.t("error code of the service", "产品错误码"),
    }
}
