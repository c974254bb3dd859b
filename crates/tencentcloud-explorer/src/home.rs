//! The first page: what to do here.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::app::App;
use crate::page::{Reader, View};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/", get(home))
}

async fn home(reader: Reader) -> Response {
    let emulator = &reader.app.emulator;
    let credential = emulator.credential();
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        section class="welcome" {
            h1 { (t("Find an action, send it, take the code", "查找接口，发送请求，带走代码")) }
            p {
                (t("Any program whose calls go to the local endpoint shows up on the left:",
                   "任何向本地端点发送请求的程序，其调用都会出现在左侧："))
            }
            pre class="code" {
                "export TENCENTCLOUD_ENDPOINT=" (emulator.url()) "\n"
                "export TENCENTCLOUD_SECRET_ID=" (credential.secret_id) "\n"
                "export TENCENTCLOUD_SECRET_KEY=" (credential.secret_key)
            }
        }
    };
    let view = View {
        title: t("Start", "开始").to_owned(),
        centre,
        side: Markup::default(),
    };
    view.show(&reader)
}
