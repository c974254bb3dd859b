//! Where requests that wait are shown, and decided about.

use axum::Router;
use axum::extract::{Form, Path, Query};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tencentcloud_broker::{ApprovalId, Approver, Pending, Refusal};

use super::room::Room;
use super::{code, list, one};
use crate::app::App;
use crate::page::{Reader, View};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/approvals", get(all))
        .route("/approvals/code", post(unlock))
        .route("/approvals/{id}", get(shown))
        .route("/approvals/{id}/approve", post(approve))
        .route("/approvals/{id}/refuse", post(refuse))
}

async fn all(reader: Reader, headers: HeaderMap) -> Response {
    let Some(room) = &reader.app.approvals else {
        return elsewhere(&reader);
    };
    match room.seats.reader(&headers) {
        Some(approver) => list::page(&reader, &approver, None).show(&reader),
        None => locked(&reader, room, None, None),
    }
}

/// What was typed as the code.
#[derive(Deserialize)]
struct Typed {
    code: String,
}

/// Which request is shown after the code.
#[derive(Deserialize)]
struct At {
    at: Option<ApprovalId>,
}

async fn unlock(reader: Reader, Query(At { at }): Query<At>, Form(typed): Form<Typed>) -> Response {
    let Some(room) = &reader.app.approvals else {
        return elsewhere(&reader);
    };
    let approver = match room.admit(&typed.code) {
        Ok(approver) => approver,
        Err(refusal) => {
            let told = wrong_code(&reader, &refusal);
            return locked(&reader, room, at.as_ref(), Some(&told));
        }
    };
    let taken = room.seats.take(approver.clone());
    let taken = taken.and_then(|(cookie, word)| {
        let cookie = HeaderValue::from_str(&cookie).map_err(std::io::Error::other)?;
        Ok((cookie, word))
    });
    let (cookie, word) = match taken {
        Ok(taken) => taken,
        Err(error) => {
            return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
        }
    };
    let mut response = match at.and_then(|at| find(&approver, &at)) {
        Some(one) => page(&reader, &approver, &one, None, Some(&word)).await,
        None => list::page(&reader, &approver, Some(&word)).show(&reader),
    };
    // Beside the cookie of a language that the reader chose.
    response.headers_mut().append(SET_COOKIE, cookie);
    response
}

async fn shown(reader: Reader, headers: HeaderMap, Path(id): Path<ApprovalId>) -> Response {
    let Some(room) = &reader.app.approvals else {
        return elsewhere(&reader);
    };
    let Some(approver) = room.seats.reader(&headers) else {
        return locked(&reader, room, Some(&id), None);
    };
    match find(&approver, &id) {
        Some(one) => page(&reader, &approver, &one, None, None).await,
        None => gone(&reader),
    }
}

/// A decision.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Decided {
    /// What this browser was given for the code.
    word: String,
    /// Of the request that was shown.
    digest: String,
    /// The action's name, as it was typed.
    typed: String,
    why: String,
}

async fn approve(
    reader: Reader,
    headers: HeaderMap,
    Path(id): Path<ApprovalId>,
    Form(decided): Form<Decided>,
) -> Response {
    decide(&reader, &headers, &id, &decided, |approver, one| {
        if one.digest.to_string() != decided.digest {
            return Err(Refusal::new(
                "changed",
                "the request that waits is not the one that was shown",
            ));
        }
        approver.approve(&one.id, &one.digest, Some(&decided.typed))
    })
    .await
}

async fn refuse(
    reader: Reader,
    headers: HeaderMap,
    Path(id): Path<ApprovalId>,
    Form(decided): Form<Decided>,
) -> Response {
    decide(&reader, &headers, &id, &decided, |approver, one| {
        approver.refuse(&one.id, decided.why.trim())
    })
    .await
}

/// Decides about the request `id` by `how`, if this browser may, and shows what became of it.
async fn decide(
    reader: &Reader,
    headers: &HeaderMap,
    id: &ApprovalId,
    decided: &Decided,
    how: impl FnOnce(&Approver, &Pending) -> Result<(), Refusal>,
) -> Response {
    let Some(room) = &reader.app.approvals else {
        return elsewhere(reader);
    };
    let Some(approver) = room.seats.decider(headers, &decided.word) else {
        let told = reader.t(
            "Nothing was decided: this browser has not given the approval code, or not at this address.",
            "未作任何审批：此浏览器尚未在本地址输入审批码。",
        );
        return locked(reader, room, Some(id), Some(told));
    };
    let Some(one) = find(&approver, id) else {
        return gone(reader);
    };
    let Err(refusal) = how(&approver, &one) else {
        return Redirect::to(&list::path(id.as_str())).into_response();
    };
    let now = find(&approver, id).unwrap_or(one);
    let shown = page(reader, &approver, &now, Some(&refusal.message), None).await;
    (StatusCode::CONFLICT, shown).into_response()
}

fn find(approver: &Approver, id: &ApprovalId) -> Option<Pending> {
    approver.list().into_iter().find(|one| one.id == *id)
}

async fn page(
    reader: &Reader,
    approver: &Approver,
    one: &Pending,
    wrong: Option<&str>,
    word: Option<&str>,
) -> Response {
    let brief = approver.brief(&one.id).await;
    one::page(reader, one, brief.as_deref(), wrong, word).show(reader)
}

/// Asks for the code.
fn locked(reader: &Reader, room: &Room, at: Option<&ApprovalId>, wrong: Option<&str>) -> Response {
    let waiting = room.counter().pending().len();
    let view = code::page(reader, waiting, at.map(ApprovalId::as_str), wrong);
    let status = match wrong {
        // Not 401, which the window takes for a page of another start.
        Some(_) => StatusCode::FORBIDDEN,
        None => StatusCode::OK,
    };
    (status, view.show(reader)).into_response()
}

fn wrong_code(reader: &Reader, refusal: &Refusal) -> String {
    match &*refusal.code {
        "code" => reader
            .t("That is not the approval code: the terminal shows it.", "审批码不正确：请查看终端。")
            .to_owned(),
        "locked" => reader
            .t(
                "Too many wrong codes were typed: no code is accepted until tcloud explorer is started again.",
                "输入错误次数过多：重新启动 tcloud explorer 之前不再接受审批码。",
            )
            .to_owned(),
        _ => refusal.message.clone(),
    }
}

/// Says that this page has no broker.
fn elsewhere(reader: &Reader) -> Response {
    let what = reader.t("Approvals are given elsewhere", "审批不在此处进行");
    let next = reader.t(
        "This page has no broker: another process has its socket. Approve there, or by tcloud approve.",
        "本页面没有运行代理：其套接字由另一进程占用。请在该进程处审批，或使用 tcloud approve。",
    );
    View::sorry(what, next).show(reader)
}

fn gone(reader: &Reader) -> Response {
    let what = reader.t("No such request is known", "没有该请求");
    let next = reader.t(
        "The broker was started again since, or forgot it after many others.",
        "代理已重新启动，或该请求因后续请求过多已被清除。",
    );
    (StatusCode::NOT_FOUND, View::sorry(what, next).show(reader)).into_response()
}
