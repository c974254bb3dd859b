//! Where held requests are shown, and what is done with them.

use axum::Router;
use axum::extract::{Form, Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tencentcloud_emulator::{Decision, Emulator, Held};

use super::act::{self, Asked};
use super::list::{self, Said};
use super::one;
use super::place::Place;
use crate::app::App;
use crate::page::{Reader, View};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/held", get(all).post(add))
        .route("/held/go", post(go_all))
        .route("/held/rules/{place}/{id}/remove", post(remove))
        .route("/held/{place}/{id}", get(shown))
        .route("/held/{place}/{id}/go", post(go))
        .route("/held/{place}/{id}/sign", post(sign))
        .route("/held/{place}/{id}/refuse", post(refuse))
}

async fn all(reader: Reader, Query(said): Query<Said>) -> Response {
    list::page(&reader, &said, None).show(&reader)
}

async fn add(reader: Reader, Form(said): Form<Said>) -> Response {
    let added = match said.place().emulator(&reader.app) {
        Some(emulator) => said.rule().and_then(|rule| emulator.holds().add(rule)),
        None => return gone(&reader),
    };
    match added {
        Ok(_) => done(),
        Err(why) => {
            let view = list::page(&reader, &said, Some(&why));
            (StatusCode::BAD_REQUEST, view.show(&reader)).into_response()
        }
    }
}

async fn remove(reader: Reader, Path((place, id)): Path<(Place, u64)>) -> Response {
    if let Some(emulator) = place.emulator(&reader.app) {
        emulator.holds().remove(id);
    }
    done()
}

async fn go_all(reader: Reader) -> Response {
    for place in Place::ALL {
        if let Some(emulator) = place.emulator(&reader.app) {
            emulator.holds().release_all();
        }
    }
    done()
}

async fn shown(reader: Reader, Path((place, id)): Path<(Place, u64)>) -> Response {
    match place.find(&reader.app, id) {
        Some(held) => one::page(&reader, place, &held, &Asked::default(), None).show(&reader),
        None => gone(&reader),
    }
}

async fn go(reader: Reader, Path((place, id)): Path<(Place, u64)>) -> Response {
    match (place.emulator(&reader.app), place.find(&reader.app, id)) {
        (Some(emulator), Some(held)) => {
            let released = release(emulator, &held, Decision::Continue);
            ended(&reader, place, &held, &Asked::default(), released)
        }
        _ => gone(&reader),
    }
}

async fn sign(
    reader: Reader,
    Path((place, id)): Path<(Place, u64)>,
    Form(asked): Form<Asked>,
) -> Response {
    let found = place.emulator(&reader.app).zip(place.find(&reader.app, id));
    let Some((emulator, held)) = found else {
        return gone(&reader);
    };
    let request = act::edited(&reader, place, &held, &asked.parameters).await;
    let released = request.and_then(|request| release(emulator, &held, Decision::Replace(request)));
    ended(&reader, place, &held, &asked, released)
}

async fn refuse(
    reader: Reader,
    Path((place, id)): Path<(Place, u64)>,
    Form(asked): Form<Asked>,
) -> Response {
    let found = place.emulator(&reader.app).zip(place.find(&reader.app, id));
    let Some((emulator, held)) = found else {
        return gone(&reader);
    };
    let decision = Decision::Refuse {
        code: asked.code.trim().to_owned(),
        message: asked.message.clone(),
    };
    let released = release(emulator, &held, decision);
    ended(&reader, place, &held, &asked, released)
}

/// Lets a request go; returns false if it does not wait any more.
fn release(emulator: &Emulator, held: &Held, decision: Decision) -> Result<bool, String> {
    emulator.holds().release(held.id, decision)
}

/// Shows the list, or what was wrong with what was `asked` of a request that still waits.
fn ended(
    reader: &Reader,
    place: Place,
    held: &Held,
    asked: &Asked,
    released: Result<bool, String>,
) -> Response {
    match released {
        Ok(true) => done(),
        Ok(false) => gone(reader),
        Err(why) => {
            let view = one::page(reader, place, held, asked, Some(&why));
            (StatusCode::BAD_REQUEST, view.show(reader)).into_response()
        }
    }
}

fn done() -> Response {
    Redirect::to("/held").into_response()
}

fn gone(reader: &Reader) -> Response {
    let what = reader.t("This call does not wait any more", "该请求已不再等待");
    let next = reader.t(
        "It was let go, its client went away, or it went on by itself after 10 minutes.",
        "它已被放行，或客户端已断开，或等待 10 分钟后自动放行。",
    );
    (StatusCode::NOT_FOUND, View::sorry(what, next).show(reader)).into_response()
}
