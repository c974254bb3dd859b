//! What the endpoint keeps, as tables: the kinds, and the resources of one kind.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_emulator::{KeptResource, ResourceCount};

use super::frame::{Page, frame};
use super::place::{Place, address, parents};
use super::resource;
use crate::app::App;
use crate::call::escaped;
use crate::page::{Reader, View, live};

/// How many resources a page shows.
const PAGE: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/local", get(kinds))
        .route("/local/{service}/{kind}", get(of_kind))
}

async fn kinds(reader: Reader, Query(place): Query<Place>) -> Response {
    let counts = reader.app.emulator.resources().counts();
    let shown: Vec<_> = counts
        .iter()
        .filter(|count| place.has(&count.account, &count.region))
        .collect();
    let body = html! {
        (place.choose(&reader, Page::Resources.path()))
        (live("kinds", "kinds", &html! {
            @if shown.is_empty() { (nothing(&reader)) } @else { (counted(&reader, &shown)) }
        }))
    };
    frame(&reader, Page::Resources, &body, Markup::default()).show(&reader)
}

fn nothing(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        div class="empty" {
            h2 { (t("The endpoint keeps nothing yet", "本地端点中还没有资源")) }
            p {
                (t("What a call creates here stays until it is deleted: others list, change and delete it.",
                   "在这里创建的资源会一直保留到被删除，其他调用可以查询、修改和删除它。"))
            }
            p {
                a class="button primary" data-go href="/call/vpc/2017-03-12/CreateVpc?region=ap-guangzhou&p=%7B%22VpcName%22%3A%22first%22%2C%22CidrBlock%22%3A%2210.0.0.0%2F16%22%7D" {
                    (t("Create a VPC", "创建一个私有网络"))
                }
            }
        }
    }
}

fn counted(reader: &Reader, counts: &[&ResourceCount]) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        table class="table" {
            thead {
                tr {
                    th scope="col" { (t("Kind", "资源类型")) }
                    th scope="col" { (t("Account", "账号")) }
                    th scope="col" { (t("Region", "地域")) }
                    th scope="col" class="number" { (t("Count", "数量")) }
                }
            }
            tbody {
                @for count in counts {
                    tr {
                        td {
                            a data-go href={
                                "/local/" (escaped(&count.service)) "/" (escaped(&count.kind))
                                "?account=" (escaped(&count.account)) "&region=" (escaped(&count.region))
                            } {
                                span class="faint" { (count.service) " " } (count.kind)
                            }
                        }
                        td class="mono" { (count.account) }
                        td { (region(reader, &count.region)) }
                        td class="number" { (count.count) }
                    }
                }
            }
        }
    }
}

/// Returns the name of a region, of which the empty one is all of them.
fn region<'r>(reader: &Reader, region: &'r str) -> &'r str {
    match region {
        "" => reader.t("all regions", "全部地域"),
        region => region,
    }
}

/// Which resources of a kind are asked for.
#[derive(Deserialize)]
#[serde(default)]
struct Asked {
    account: String,
    region: String,
    /// The one that is shown beside the table.
    id: String,
    page: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            account: String::new(),
            region: String::new(),
            id: String::new(),
            page: 1,
        }
    }
}

async fn of_kind(
    reader: Reader,
    Path((service, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let place = Place {
        account: asked.account,
        region: asked.region,
    };
    let all = reader.app.emulator.resources().all();
    let own = |resource: &&KeptResource| {
        resource.key.service == service
            && resource.key.kind == kind
            && place.has(&resource.account, &resource.region)
    };
    let found: Vec<&KeptResource> = all.iter().filter(own).collect();
    if found.is_empty() && asked.id.is_empty() {
        let what = reader.t("There is none of this kind", "没有这种资源");
        let next = reader.t(
            "It was deleted, or never created here.",
            "它已被删除，或从未在这里创建。",
        );
        return (StatusCode::NOT_FOUND, View::sorry(what, next).show(&reader)).into_response();
    }
    let chosen = found.iter().find(|resource| resource.key.id == asked.id);
    let page = asked.page.max(1);
    let body = html! {
        (place.choose(&reader, &format!("/local/{}/{}", escaped(&service), escaped(&kind))))
        h2 class="kind" { span class="faint" { (service) " " } (kind) " " span class="badge" { (found.len()) } }
        (live("resources", "resources", &html! {
            (table(&reader, &all, &found, page, chosen.map(|one| one.key.id.as_str())))
        }))
    };
    let side = match chosen {
        Some(chosen) => resource::shown(&reader, &all, chosen),
        None if asked.id.is_empty() => Markup::default(),
        None => html! {
            (live("resource", "resource", &html! {
                div class="empty" {
                    h2 { (reader.t("It is gone", "该资源已不存在")) }
                    p class="mono" { (asked.id) }
                }
            }))
        },
    };
    frame(&reader, Page::Resources, &body, side).show(&reader)
}

fn table(
    reader: &Reader,
    all: &[KeptResource],
    found: &[&KeptResource],
    page: usize,
    chosen: Option<&str>,
) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let any = |has: fn(&KeptResource) -> bool| found.iter().any(|one| has(one));
    let named = any(|one| one.name.is_some());
    let stated = any(|one| one.state.is_some());
    let held = any(|one| !one.parents.is_empty());
    let dated = any(|one| one.created.is_some());
    let regions = found.iter().any(|one| one.region != found[0].region);
    let accounts = found.iter().any(|one| one.account != found[0].account);
    let shown = found
        .iter()
        .skip((page - 1).saturating_mul(PAGE))
        .take(PAGE);
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(t("Resources", "资源")) {
            table class="table" {
                thead {
                    tr {
                        th scope="col" { "ID" }
                        @if named { th scope="col" { (t("Name", "名称")) } }
                        @if stated { th scope="col" { (t("State", "状态")) } }
                        @if held { th scope="col" { (t("In", "所属")) } }
                        @if regions { th scope="col" { (t("Region", "地域")) } }
                        @if accounts { th scope="col" { (t("Account", "账号")) } }
                        @if dated { th scope="col" { (t("Created", "创建时间")) } }
                    }
                }
                tbody {
                    @for one in shown {
                        @let is_chosen = chosen == Some(one.key.id.as_str());
                        tr class=[is_chosen.then_some("chosen")] {
                            td { a class="mono" data-go href=(address(one)) aria-current=[is_chosen.then_some("true")] { (one.key.id) } }
                            @if named { td class="named" { (one.name.as_deref().unwrap_or_default()) } }
                            @if stated { td { @if let Some(state) = &one.state { span class="badge" { (state) } } } }
                            @if held { td { (parents(all, one)) } }
                            @if regions { td { (region(reader, &one.region)) } }
                            @if accounts { td class="mono" { (one.account) } }
                            @if dated { td class="mono time" { (one.created.as_deref().unwrap_or_default()) } }
                        }
                    }
                }
            }
        }
        @if found.len() > PAGE {
            nav class="pages" aria-label=(t("Pages", "分页")) {
                @for number in 1..=found.len().div_ceil(PAGE) {
                    @let one = found[0];
                    a class="button small" data-go aria-current=[(number == page).then_some("page")] href={
                        "/local/" (escaped(&one.key.service)) "/" (escaped(&one.key.kind)) "?page=" (number)
                    } { (number) }
                }
            }
        }
    }
}
