//! The tab Code: the call in one language, and the way to the others.

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_calls::Known;
use tencentcloud_snippets::{Language, Snippet};

use super::paint::paint;
use crate::app::App;
use crate::call::Call;
use crate::environment;
use crate::page::{Reader, Tab};
use crate::target::Target;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/code", post(shown))
        .route("/code/project", post(project))
}

/// Returns the tab, which the window fills.
pub(crate) fn tab(reader: &Reader) -> Tab {
    Tab {
        id: "code",
        name: reader.t("Code", "代码"),
        panel: Markup::default(),
        post: Some("/code"),
    }
}

/// Which language is asked for.
#[derive(Deserialize)]
struct Wanted {
    code: Option<String>,
}

async fn shown(reader: Reader, Query(wanted): Query<Wanted>, Json(call): Json<Call>) -> Response {
    let wanted = wanted.code.as_deref().and_then(Language::from_name);
    let part = part(&reader, &call, wanted.unwrap_or(Language::Rust));
    Html(part.into_string()).into_response()
}

/// Which project is asked for, of a form.
#[derive(Deserialize)]
struct Asked {
    code: String,
    call: String,
}

/// Returns a project that makes the call, as an archive.
async fn project(State(app): State<App>, Form(asked): Form<Asked>) -> Response {
    let language = Language::from_name(&asked.code).unwrap_or(Language::Rust);
    let archive = serde_json::from_str::<Call>(&asked.call)
        .map_err(|error| error.to_string())
        .and_then(|call| {
            let zip = snippet(&app, &call, call.known().as_ref()).zip(language);
            Ok((call.action, zip.map_err(|error| error.to_string())?))
        });
    match archive {
        Err(told) => (StatusCode::BAD_REQUEST, told).into_response(),
        Ok((action, bytes)) => {
            let plain = |c: &char| c.is_ascii_alphanumeric();
            let name: String = action.chars().filter(plain).collect();
            let name = format!("attachment; filename=\"{name}-{}.zip\"", language.name());
            let headers = [
                (CONTENT_TYPE, "application/zip".to_owned()),
                (CONTENT_DISPOSITION, name),
            ];
            (headers, bytes).into_response()
        }
    }
}

/// The call, to be written down.
pub(crate) fn snippet(app: &App, call: &Call, known: Option<&Known>) -> Snippet {
    let snippet = match known {
        Some(known) => Snippet::new(&known.description, &call.action, &call.parameters),
        None => Snippet::undocumented(&call.service, &call.version, &call.action, &call.parameters),
    };
    let snippet = snippet.region(call.region.as_deref().unwrap_or_default());
    match call.target() {
        Target::Local => snippet.endpoint(app.emulator.url()),
        Target::Real(_) => snippet,
    }
}

fn part(reader: &Reader, call: &Call, language: Language) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let known = call.known();
    let snippet = snippet(&reader.app, call, known.as_ref());
    let text = snippet.write(language);
    // A call is always JSON.
    let json = serde_json::to_string(&call.masked(known.as_ref())).unwrap_or_default();
    html! {
        div class="languages" role="group" aria-label=(t("Language", "语言")) {
            @for other in Language::ALL {
                button type="button" data-query="code" value=(other.name())
                    aria-pressed=(other == language) { (other.title()) }
            }
        }
        div class="written" {
            button type="button" class="button small copy" data-copy="written" data-copied=(t("Copied", "已复制")) {
                (t("Copy", "复制"))
            }
            pre class="code" tabindex="0" id="written" tabindex="0" { (paint(language, &text)) }
        }
        form method="post" action="/code/project" class="project" {
            input type="hidden" name="code" value=(language.name());
            input type="hidden" name="call" value=(json);
            button class="button small" { (t("Download a project that runs", "下载可运行的项目")) " (.zip)" }
        }
        (environment(reader, call, &snippet))
    }
}

/// What the program needs around it.
fn environment(reader: &Reader, call: &Call, snippet: &Snippet) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        @if call.target() == Target::Local {
            details class="around" {
                summary { (t("The key of the local endpoint", "本地端点的密钥")) }
                pre class="code" tabindex="0" id="key" {
                    (environment::credential(&reader.app.emulator)) "\n"
                }
                button type="button" class="button small" data-copy="key" { (t("Copy", "复制")) }
            }
        } @else {
            p class="hint" {
                (t("Reads the key from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.",
                   "密钥读取自环境变量 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY。"))
            }
        }
        @if !snippet.secrets().is_empty() {
            p class="hint" {
                (t("Secrets are read from the environment: ", "敏感参数读取自环境变量："))
                @for name in snippet.secrets() { code { (name) } " " }
            }
        }
    }
}
