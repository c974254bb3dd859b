//! The tab Docs: what the catalogue knows of an action.

mod codes;
mod facts;
mod related;
mod tree;

use axum::Router;
use axum::extract::Json;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use maud::{Markup, html};

use crate::app::App;
use crate::call::Call;
use crate::page::{Reader, Tab};

pub(crate) use related::verb;

/// Where the tab is made.
const PATH: &str = "/docs";

pub(crate) fn routes() -> Router<App> {
    Router::new().route(PATH, post(made))
}

/// Returns the tab about the action of `call`. It is made once: what it shows does not change with the
/// parameters.
pub(crate) fn tab(reader: &Reader, call: &Call) -> Tab {
    Tab {
        id: "docs",
        name: reader.t("Docs", "文档"),
        panel: part(reader, call),
        post: None,
    }
}

async fn made(reader: Reader, Json(call): Json<Call>) -> Response {
    Html(part(&reader, &call).into_string()).into_response()
}

/// What is known of the action of `call`.
fn part(reader: &Reader, call: &Call) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let Some(known) = call.known() else {
        return html! {
            p class="empty" {
                (t("The catalogue does not have this action: it can be sent, and nothing is known of its parameters.",
                    "目录中没有该接口：仍可发送请求，但没有参数说明。"))
            }
        };
    };
    let action = known.action();
    let description = &known.description;
    html! {
        div class="docs" {
            (facts::of_action(reader, call, &known))
            (related::part(reader, call))
            (tree::part(reader, "docs-request", t("Parameters", "参数"), description, &action.request, true))
            (tree::part(reader, "docs-response", t("Response", "响应"), description, &action.response, false))
            (codes::part(reader, &action.errors, &description.errors))
        }
    }
}
