//! What holds for an action as a whole.

use maud::{Markup, html};
use tencentcloud_calls::{Effect, Inquiry, Known, Target, Wanted};
use tencentcloud_runtime::ActionClass;
use tencentcloud_schema::{Action, Body, Paging, PagingStyle, Region, Signing, Site, Status};

use crate::call::Call;
use crate::effect;
use crate::page::Reader;

/// Returns the titles, the status and the facts of an action.
pub(super) fn of_action(reader: &Reader, call: &Call, known: &Known) -> Markup {
    let action = known.action();
    let text = |title: &Option<String>| title.clone().unwrap_or_default();
    let (chinese, english) = (text(&action.title), text(&action.title_en));
    let warning = match action.status {
        Status::Online => None,
        Status::Deprecated => Some(reader.t(
            "Deprecated: it works, and should not be used any more.",
            "已废弃：仍可调用，不建议继续使用。",
        )),
        Status::Offline => Some(reader.t("Offline: it no longer works.", "已下线：无法再调用。")),
    };
    html! {
        header {
            h2 { (reader.title(&chinese, &english)) }
            @if reader.language.pick(true, false) && let Some(doc) = &action.doc { p { (doc) } }
            @if let Some(warning) = warning { p class="wrong" { (warning) } }
        }
        dl class="facts" {
            dt { (reader.t("Service", "产品")) }
            dd { a href={ "/service/" (call.service) } data-go { (call.service) } " · " (call.version) }
            dt { (reader.t("Effect", "作用")) }
            dd { (effect::explained(reader, Effect::of(&call.service, &call.action))) }
            dt { (reader.t("Repeating", "重复调用")) }
            dd { (class(reader, ActionClass::of(&call.service, &call.action))) }
            @for (name, fact) in facts(reader, action) { dt { (name) } dd { (fact) } }
            @if let Some((price, href)) = price(call) {
                dt { (reader.t("Price", "价格")) }
                dd { a href=(href) data-go { (price) } }
            }
        }
    }
}

/// Returns what a second request does.
pub(super) fn class(reader: &Reader, class: ActionClass) -> &'static str {
    match class {
        ActionClass::Read => reader.t("changes nothing: may be repeated", "只读，可以重复"),
        ActionClass::Idempotent => reader.t(
            "a second request has no further effect: may be repeated",
            "幂等，重复请求不会产生额外影响",
        ),
        _ => reader.t(
            "a second request may have an effect of its own: look before you repeat it",
            "非幂等，重复前请先确认结果",
        ),
    }
}

/// The facts that the description has.
fn facts(reader: &Reader, action: &Action) -> Vec<(&'static str, String)> {
    let t = |english, chinese| reader.t(english, chinese);
    let mut facts = Vec::new();
    if let Some(region) = action.region {
        let rule = match region {
            Region::Required => t("must be given", "必填"),
            Region::Optional => t("may be given", "可选"),
            Region::None => t("is not taken", "不需要"),
        };
        facts.push((t("Region", "地域"), rule.to_owned()));
    }
    if let Some(rate) = action.rate {
        facts.push((
            t("Rate limit", "频率限制"),
            format!("{rate} {}", t("requests a second", "次/秒")),
        ));
    }
    if !action.sites.is_empty() {
        let sites = action.sites.iter().map(|site| match site {
            Site::China => t("China", "中国站"),
            Site::International => t("international", "国际站"),
        });
        let sites: Vec<&str> = sites.collect();
        facts.push((t("Sites", "站点"), sites.join(t(", ", "、"))));
    }
    if let Some(paging) = &action.paging {
        facts.push((t("Pages", "分页"), pages(reader, paging)));
    }
    if action.streaming {
        facts.push((
            t("Stream", "流式"),
            t("may respond by events", "可能以事件流返回").to_owned(),
        ));
    }
    if action.body != Body::Json {
        facts.push((
            t("Upload", "上传"),
            t("takes the content of a file", "包含文件内容").to_owned(),
        ));
    }
    if action.signing == Signing::Skip {
        facts.push((
            t("Signature", "签名"),
            t("none is needed", "不需要").to_owned(),
        ));
    }
    facts.extend(action.host.clone().map(|host| (t("Host", "域名"), host)));
    facts
}

fn pages(reader: &Reader, paging: &Paging) -> String {
    let from = match paging.style {
        PagingStyle::Offset => reader.t("items passed over", "跳过的条数"),
        PagingStyle::Page => reader.t("pages from 1", "从 1 开始的页码"),
        PagingStyle::Index => reader.t("pages from 0", "从 0 开始的页码"),
        PagingStyle::Token => reader.t("a token of the page before", "上一页返回的标记"),
    };
    let size = paging.size.iter().map(|size| format!(" · {size}"));
    let total = paging.total.iter().map(|total| format!(" · {total}"));
    let more: String = size.chain(total).collect();
    format!("{} ← {} ({from}){more}", paging.items, paging.position)
}

/// The action that prices this one, and its form.
fn price(call: &Call) -> Option<(String, String)> {
    let wanted = Wanted {
        version: Some(call.version.clone()),
        ..Wanted::default()
    };
    let priced = Target::find(&call.service, &call.action, &wanted).ok()?;
    let target = Inquiry::find(&priced).ok()?.target;
    let call = Call {
        service: target.service,
        version: target.version,
        action: target.name,
        ..Call::default()
    };
    Some((call.action.clone(), call.link()))
}
