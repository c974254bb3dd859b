//! The page of an action.

use std::borrow::Cow;

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Known, find_service, nearest};
use tencentcloud_catalogue::regions;
use tencentcloud_schema::{Body, Kind, Member, Region, Status};

use super::field::Fields;
use super::paste::paste_box;
use super::words::words;
use crate::call::{Call, public};
use crate::page::{Reader, View, tabs};
use crate::target::Target;
use crate::{code, docs, effect, response, send, signature};

/// The region of calls to the local endpoint, unless another one is given.
const LOCAL_REGION: &str = "ap-guangzhou";

/// What the address of a form says.
#[derive(Deserialize)]
pub(super) struct Asked {
    region: Option<String>,
    /// The parameters as JSON.
    p: Option<String>,
    /// There if optional parameters are not to be seen.
    required: Option<String>,
}

/// Shows an action as a form.
pub(super) async fn page(
    reader: Reader,
    Path((service, version, action)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let mut call = Call {
        service,
        version,
        action,
        target: reader.target.name().to_owned(),
        ..Call::default()
    };
    let Some(known) = call.known() else {
        return unknown(&reader, &call).show(&reader);
    };
    call.region = region(&reader, &known, asked.region);
    let given = asked
        .p
        .as_deref()
        .map(serde_json::from_str::<Map<String, Value>>);
    let is_unreadable = matches!(given, Some(Err(_)));
    // Whoever writes a secret into an address does not get it back.
    let given = given.and_then(Result::ok).unwrap_or_default();
    call.parameters = public(&known, &given);
    let page = Page {
        reader: &reader,
        known: &known,
        call: &call,
        required_only: asked.required.is_some_and(|it| it != "0"),
        is_unreadable,
    };
    let view = View {
        title: call.action.clone(),
        centre: page.show(),
        side: tabs(
            &reader,
            &[
                code::tab(&reader),
                signature::tab(&reader),
                response::tab(&reader, None),
                docs::tab(&reader, &call),
            ],
        ),
    };
    view.show(&reader)
}

/// The region that the form begins with; `None` if the action takes none.
fn region(reader: &Reader, known: &Known, asked: Option<String>) -> Option<String> {
    if known.action().region == Some(Region::None) {
        return None;
    }
    let usual = || match &reader.target {
        Target::Local => Some(LOCAL_REGION.to_owned()),
        Target::Real(name) => {
            let mut accounts = reader.app.accounts.list().into_iter();
            accounts.find(|account| account.name == *name)?.region
        }
    };
    asked.filter(|region| !region.is_empty()).or_else(usual)
}

/// Says that there is no such action, and which are like it.
fn unknown(reader: &Reader, call: &Call) -> View {
    let mut view = View::sorry(
        reader.t("The catalogue has no such action", "目录中没有这个接口"),
        reader.t("Look for it with Ctrl-K.", "请按 Ctrl-K 搜索。"),
    );
    let Ok((service, found)) = find_service(&call.service) else {
        return view;
    };
    let version = found.versions().iter();
    let mut version = version.filter(|version| version.head().version == call.version);
    let Some(version) = version.next().or(found.by_preference().next()) else {
        return view;
    };
    let near = nearest(&call.action, version.actions());
    view.centre = html! {
        (view.centre)
        ul class="near" {
            @for action in near {
                @let link = Call { service: service.to_owned(), version: version.head().version.clone(), action: action.to_owned(), ..Call::default() }.link();
                li { a href=(link) data-go class="mono" { (service) " " (action) } }
            }
        }
    };
    view
}

/// The page of one action.
struct Page<'p> {
    reader: &'p Reader,
    known: &'p Known,
    call: &'p Call,
    required_only: bool,
    /// True if the address has parameters that are no object.
    is_unreadable: bool,
}

impl Page<'_> {
    fn show(&self) -> Markup {
        let members = self.members();
        let fields = Fields {
            language: self.reader.language,
            description: &self.known.description,
        };
        let call = serde_json::to_string(self.call).unwrap_or_default();
        let t = |english, chinese| self.reader.t(english, chinese);
        html! {
            tc-form data-call=(call) data-words=(words(self.reader.language)) {
                (self.heading())
                (self.bar())
                @if self.is_unreadable {
                    p class="wrong" role="alert" {
                        (t("The parameters in the address are not a JSON object: the form begins without them.",
                           "地址中的参数不是 JSON 对象，表单未填入这些参数。"))
                    }
                }
                div class="panes" {
                    div class="fields" {
                        @if members.is_empty() {
                            p class="empty" { (t("This action takes no parameters.", "该接口没有参数。")) }
                        }
                        div class={ "members" @if self.required_only { " only" } } data-root { (fields.request(&members)) }
                    }
                    section class="json" {
                        label for="parameters" { (t("Parameters as JSON", "JSON 参数")) }
                        textarea id="parameters" class="mono" rows="12" spellcheck="false" autocomplete="off" wrap="off"
                            aria-describedby="parameters-wrong" {}
                        p id="parameters-wrong" class="wrong" role="alert" {}
                    }
                }
                (send::bar(self.reader, self.call))
                (fields.offers(&members))
                (fields.templates(&members))
            }
        }
    }

    /// The parameters; the content of the body is one if it is not described as one.
    fn members(&self) -> Cow<'_, [Member]> {
        let action = self.known.action();
        let has_file = action
            .request
            .iter()
            .any(|member| member.kind == Kind::Binary);
        if action.body != Body::OctetStream || has_file {
            return Cow::Borrowed(&action.request);
        }
        let mut body = Member::new("Body", Kind::Binary);
        body.required = true;
        let mut members = vec![body];
        members.extend(action.request.iter().cloned());
        Cow::Owned(members)
    }

    fn heading(&self) -> Markup {
        let language = self.reader.language;
        let t = |english, chinese| self.reader.t(english, chinese);
        let head = &self.known.description;
        let action = self.known.action();
        let title = |chinese: &Option<String>, english: &Option<String>| {
            let text = |title: &Option<String>| title.clone().unwrap_or_default();
            language
                .title_of(&text(chinese), &text(english))
                .unwrap_or_default()
                .to_owned()
        };
        let effect = Effect::of(&self.call.service, &self.call.action);
        html! {
            header class="about" {
                p class="hint" {
                    (title(&head.title, &head.title_en)) " "
                    span class="mono" { (head.service) " " (head.version) }
                }
                h1 { (self.call.action) }
                p class="title" {
                    (title(&action.title, &action.title_en)) " "
                    (effect::badge(self.reader, effect))
                    @match action.status {
                        Status::Online => {}
                        Status::Deprecated => { " " span class="badge bad" { (t("deprecated", "已弃用")) } }
                        Status::Offline => { " " span class="badge bad" { (t("no longer offered", "已下线")) } }
                    }
                    @if let Some(rate) = action.rate {
                        " " span class="badge" { (rate) (t(" requests/s", " 次/秒")) }
                    }
                }
            }
        }
    }

    fn bar(&self) -> Markup {
        let t = |english, chinese| self.reader.t(english, chinese);
        html! {
            div class="controls" {
                @if self.known.action().region != Some(Region::None) { (self.regions()) }
                span class="views" role="radiogroup" aria-label=(t("View", "视图")) {
                    label { input type="radio" name="view" value="fields" checked; (t("Form", "表单")) }
                    label { input type="radio" name="view" value="json"; "JSON" }
                }
                label class="switch" {
                    input type="checkbox" role="switch" data-only checked[self.required_only];
                    (t("Required only", "仅必填"))
                }
                span class="group" role="group" aria-label=(t("Fill in an example", "填入示例")) {
                    button type="button" class="button small" data-example="false" { (t("Fill in an example", "填入示例")) }
                    button type="button" class="button small" data-example="true" { (t("All", "全部")) }
                }
                (paste_box(self.reader))
            }
        }
    }

    fn regions(&self) -> Markup {
        let region = self.call.region.as_deref().unwrap_or_default();
        html! {
            label class="region" {
                span { (self.reader.t("Region", "地域")) }
                input id="region" name="X-TC-Region" class="mono" value=(region) list="regions" autocomplete="off" spellcheck="false";
            }
            datalist id="regions" {
                @for region in regions() {
                    option value=(region.name) { (self.reader.language.pick(region.title_en, region.title)) }
                }
            }
        }
    }
}
