//! Everything that the endpoint keeps: saved, put back, forgotten.

use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde_json::Value;

use super::frame::{Page, frame};
use crate::app::App;
use crate::page::Reader;

/// The largest snapshot, in bytes.
const LARGEST: usize = 256 << 20;

pub(super) fn routes() -> Router<App> {
    let restore = get(show)
        .post(restore)
        .layer(DefaultBodyLimit::max(LARGEST));
    Router::new()
        .route("/local/snapshot", restore)
        .route("/local/snapshot/file", get(file))
        .route("/local/reset", post(reset))
}

async fn show(reader: Reader) -> Response {
    page(&reader, None)
}

async fn file(State(app): State<App>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"snapshot.json\"",
        ),
    ];
    (headers, app.emulator.snapshot().to_string()).into_response()
}

async fn restore(reader: Reader, form: Multipart) -> Response {
    let restored = match uploaded(form).await {
        Ok(text) => match serde_json::from_str::<Value>(&text) {
            Ok(snapshot) => reader.app.emulator.restore(&snapshot),
            Err(error) => Err(format!("not JSON: {error}")),
        },
        Err(wrong) => Err(wrong),
    };
    match restored {
        Ok(()) => Redirect::to(Page::Resources.path()).into_response(),
        Err(wrong) => {
            let page = page(&reader, Some(&wrong));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// Returns the text of the file that a form has.
async fn uploaded(mut form: Multipart) -> Result<String, String> {
    while let Some(field) = form.next_field().await.map_err(|error| error.body_text())? {
        if field.name() == Some("file") {
            let text = field.text().await.map_err(|error| error.body_text())?;
            return match text.is_empty() {
                true => Err("no file was chosen".to_owned()),
                false => Ok(text),
            };
        }
    }
    Err("no file was chosen".to_owned())
}

async fn reset(State(app): State<App>) -> Redirect {
    app.emulator.reset();
    Redirect::to(Page::Resources.path())
}

fn page(reader: &Reader, wrong: Option<&str>) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let counts = reader.app.emulator.resources().counts();
    let all: usize = counts.iter().map(|place| place.count).sum();
    let body = html! {
        section class="snapshot" {
            @if let Some(wrong) = wrong {
                p class="wrong" role="alert" { (t("Nothing was restored: ", "未能恢复：")) (wrong) }
            }
            div class="card" {
                h2 { (t("Save", "保存")) }
                p {
                    (t("A snapshot is a JSON file with the resources of all accounts. ", "快照是包含所有账号资源的 JSON 文件。"))
                    strong { (all) } (t(" at present.", " 个资源。"))
                }
                p class="warning" {
                    strong { (t("It holds secrets: ", "其中包含敏感信息：")) }
                    (t("the keys of users that were created here, and passwords that resources were created with. Calls, faults, policies and the clock are not in it.",
                       "在这里创建的用户密钥，以及创建资源时填写的密码。调用记录、故障、策略和时钟不在其中。"))
                }
                a class="button primary" href="/local/snapshot/file" download="snapshot.json" {
                    (t("Download the snapshot", "下载快照"))
                }
            }
            div class="card" {
                h2 { (t("Restore", "恢复")) }
                form method="post" action=(Page::Snapshot.path()) enctype="multipart/form-data" {
                    label class="field" {
                        span { (t("A snapshot file", "快照文件")) }
                        input type="file" name="file" accept="application/json,.json" required;
                    }
                    details class="ask" {
                        summary class="button" { (t("Restore…", "恢复…")) }
                        p { (t("What is kept now is lost: the snapshot takes its place.", "当前保存的资源将丢失，由快照取代。")) }
                        button class="button danger" { (t("Restore", "恢复")) }
                    }
                }
            }
            div class="card" {
                h2 { (t("Reset", "重置")) }
                p {
                    (t("Forgets the resources, calls, temporary credentials, faults, set responses and holds, and sets the clock to real time. Keys that were given and policies stay.",
                       "清除资源、调用、临时密钥、故障、预设响应和拦截，并恢复真实时间。启动时给定的密钥和策略会保留。"))
                }
                details class="ask" {
                    summary class="button" { (t("Reset…", "重置…")) }
                    form method="post" action="/local/reset" {
                        p { (t("There is no way back, except to a snapshot.", "除非有快照，否则无法恢复。")) }
                        button class="button danger" { (t("Reset the endpoint", "重置本地端点")) }
                    }
                }
            }
        }
    };
    frame(reader, Page::Snapshot, &body, Markup::default()).show(reader)
}
