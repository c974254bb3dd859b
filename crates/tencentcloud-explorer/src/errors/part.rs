//! What is known of the error that a call came back with.

use maud::{Markup, html};
use tencentcloud_calls::{Advice, Known, Meaning};
use tencentcloud_runtime::{ActionClass, Error};
use tencentcloud_schema::Member;

use super::again::Again;
use super::steps::steps;
use super::{link, parents};
use crate::member::{facts, kind};
use crate::page::Reader;

/// A call that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed<'f> {
    /// The error code that the service responded.
    pub(crate) code: &'f str,
    pub(crate) message: &'f str,
    pub(crate) service: &'f str,
    pub(crate) version: &'f str,
    pub(crate) action: &'f str,
    /// Empty if there is none.
    pub(crate) request_id: &'f str,
}

/// Returns what the error of a call means, which parameter is meant, what to do about it, and whether
/// the same call may be sent again.
pub(crate) fn part(reader: &Reader, failed: &Failed<'_>) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let meaning = Meaning::of(failed.code);
    let class = ActionClass::of(failed.service, failed.action);
    html! {
        section class="error-part" aria-label=(t("Error", "错误")) {
            h3 { (lineage(failed.code)) }
            p { (t(meaning.english, meaning.chinese)) }
            @if !failed.message.is_empty() { p class="message wrong" { (failed.message) } }
            (parameter(reader, failed))
            (to_do(reader, failed.code))
            (again(reader, Again::of(failed.code, class)))
            (request_id(reader, failed.request_id))
        }
    }
}

/// Returns a code whose parts lead to what they are a case of.
pub(super) fn lineage(code: &str) -> Markup {
    let parents = parents(code);
    let parts: Vec<&str> = code.split('.').collect();
    html! {
        span class="lineage mono" {
            @for (parent, part) in parents.iter().zip(&parts) {
                a href=(link(parent)) data-go { (part) } "."
            }
            @if let Some(last) = parts.last() { a href=(link(code)) data-go { (last) } }
        }
    }
}

/// The parameter that the message names.
fn parameter(reader: &Reader, failed: &Failed<'_>) -> Markup {
    let known = Known::find(failed.service, failed.action, Some(failed.version)).ok();
    let error = Error::service(failed.code, failed.message);
    let path = Advice::of(&error, failed.service, known.as_ref()).parameter;
    let Some(path) = path else {
        return Markup::default();
    };
    let member = known.as_ref().and_then(|known| at(known, &path));
    html! {
        div class="parameter" {
            p {
                span class="hint" { (reader.t("Parameter", "参数")) } " "
                code class="name" { (path) }
                @if let Some(member) = member { " " span class="hint" { (kind(member)) } }
            }
            @if let Some(member) = member { (facts(reader, member)) }
        }
    }
}

/// The member of the request at `path`, in which positions in lists may stand.
fn at<'k>(known: &'k Known, path: &str) -> Option<&'k Member> {
    let mut members = &known.action().request;
    let mut found = None;
    for name in path
        .split('.')
        .filter(|part| part.parse::<usize>().is_err())
    {
        let member = members.iter().find(|member| member.name == name)?;
        let object = member.kind.object();
        if let Some(object) = object.and_then(|name| known.description.types.get(name)) {
            members = &object.members;
        }
        found = Some(member);
    }
    found
}

/// Returns what to do about `code`.
pub(super) fn to_do(reader: &Reader, code: &str) -> Markup {
    let steps = steps(reader, code);
    html! {
        @if !steps.is_empty() {
            div { h3 { (reader.t("Likely fix", "可能的解决办法")) } ul { @for step in steps { li { (step) } } } }
        }
    }
}

fn again(reader: &Reader, again: Again) -> Markup {
    html! {
        p {
            span class={ "badge " (again.badge()) } { (reader.t("Send it again?", "可以重试吗？")) } " "
            (again.text(reader))
        }
    }
}

fn request_id(reader: &Reader, id: &str) -> Markup {
    html! {
        @if !id.is_empty() {
            p {
                span class="hint" { "RequestId" } " " code { (id) } " "
                button type="button" class="button quiet small" data-copy="" value=(id)
                    aria-label=(reader.t("Copy the request ID", "复制请求 ID"))
                    data-copied=(reader.t("Request ID copied", "已复制请求 ID")) { (reader.t("Copy", "复制")) }
            }
        }
    }
}
