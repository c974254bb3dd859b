//! The page of an error code.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use tencentcloud_calls::{Meaning, near_codes, spelt};
use tencentcloud_catalogue::names;
use tencentcloud_catalogue::search::{ErrorPlace, Field, index, spellings};
use tencentcloud_runtime::ActionClass;

use super::again::Again;
use super::link;
use super::part::{lineage, to_do};
use crate::call::Call;
use crate::page::{Reader, View, filter};

/// How many codes of a family are shown.
const CASES: usize = 40;
/// How many services are open: of a code that all have, nobody reads all actions.
const OPEN: usize = 3;

/// Shows what is known of an error code.
pub(super) async fn page(reader: Reader, Path(typed): Path<String>) -> Response {
    let shown = shown(&reader, &typed);
    let view = shown.unwrap_or_else(|error| View::sorry(&error.message, ""));
    view.show(&reader)
}

fn shown(reader: &Reader, typed: &str) -> Result<View, tencentcloud_calls::Error> {
    let code = spelt(typed)?.unwrap_or(typed);
    let places = index()?.error(code);
    let cases = cases(code)?;
    let is_known = !places.is_empty() || !cases.is_empty();
    let meaning = Meaning::of(code);
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        section class="error-page" {
            h1 { (lineage(code)) }
            @if !is_known { (unknown(reader, code)?) }
            p { (t(meaning.english, meaning.chinese)) }
            (to_do(reader, code))
            (again(reader, code))
            (family(reader, &cases))
            (reporting(reader, &places))
        }
    };
    Ok(View {
        title: code.to_owned(),
        centre,
        side: Markup::default(),
    })
}

/// The codes that are cases of `code`.
fn cases(code: &str) -> Result<Vec<&'static str>, tencentcloud_calls::Error> {
    let start = format!("{code}.");
    let found = spellings()?.find(&start, Field::Error, CASES).into_iter();
    let found = found.map(|spelling| spelling.text);
    Ok(found.filter(|text| text.starts_with(&start)).collect())
}

/// Codes that may have been meant by one that no service lists.
fn unknown(reader: &Reader, code: &str) -> Result<Markup, tencentcloud_calls::Error> {
    let near = near_codes(code)?;
    Ok(html! {
        p class="wrong" { (reader.t("No service lists this code.", "没有产品列出该错误码。")) }
        @if !near.is_empty() {
            p {
                (reader.t("Did you mean", "您是否要找")) " "
                @for near in &near { a href=(link(near)) data-go { (near) } " " }
            }
        }
    })
}

/// Whether a call may be sent again, by what it does.
fn again(reader: &Reader, code: &str) -> Markup {
    let rows = [
        (ActionClass::Read, reader.t("A call that reads", "只读请求")),
        (
            ActionClass::Idempotent,
            reader.t("An idempotent call", "幂等请求"),
        ),
        (ActionClass::Write, reader.t("Any other call", "其他请求")),
    ];
    let rows = rows.map(|(class, name)| (name, Again::of(code, class)));
    let is_same = rows.iter().all(|(_, again)| *again == rows[0].1);
    html! {
        div {
            h2 { (reader.t("Send the same call again?", "可以原样重试吗？")) }
            @if is_same {
                p { (rows[0].1.text(reader)) }
            } @else {
                dl class="facts" { @for (name, again) in rows {
                    dt { (name) }
                    dd { (again.text(reader)) }
                } }
            }
        }
    }
}

fn family(reader: &Reader, cases: &[&str]) -> Markup {
    html! {
        @if !cases.is_empty() {
            details {
                summary { (reader.t("Its cases", "细分错误码")) " " span class="hint" { (cases.len()) @if cases.len() == CASES { "+" } } }
                ul class="cases" { @for case in cases { li { a href=(link(case)) data-go { (case) } } } }
            }
        }
    }
}

/// The services and actions that list the code.
fn reporting(reader: &Reader, places: &[ErrorPlace<'_>]) -> Markup {
    html! {
        @if !places.is_empty() {
            div class="places" {
                h2 { (reader.t("Who reports it", "涉及的产品与接口")) " " span class="hint" { (places.len()) } }
                @if places.len() > OPEN { (filter(reader, "places")) }
                ul id="places" { @for place in places { li { (of_service(reader, place, places.len() <= OPEN)) } } }
            }
        }
    }
}

fn of_service(reader: &Reader, place: &ErrorPlace<'_>, is_open: bool) -> Markup {
    let title = reader.title(place.service_title, place.service_title_en);
    let service = format!("/service/{}", place.service);
    html! {
        @if place.actions.is_empty() {
            a href=(service) data-go { code { (place.service) } } " " (title) " " span class="hint" { (reader.t("any action", "任意接口")) }
        } @else {
            details open[is_open] {
                summary { code { (place.service) } " " (title) " " span class="hint" { (place.actions.len()) } }
                p {
                    a href=(service) data-go { (reader.t("all actions", "全部接口")) } " "
                    @for action in &place.actions { a href=(call(place.service, action)) data-go { (action) } " " }
                }
            }
        }
    }
}

/// The form of an action, in the version that a call means.
fn call(service: &str, action: &str) -> String {
    let names = names().ok();
    let version = names.and_then(|names| names.preferred(service, action));
    let call = Call {
        service: service.to_owned(),
        version: version.unwrap_or_default().to_owned(),
        action: action.to_owned(),
        ..Call::default()
    };
    call.link()
}
