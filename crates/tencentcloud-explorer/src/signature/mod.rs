//! How a call is signed, and why the signature of another one is refused.

mod check;
mod steps;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use steps::tab;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/signature", get(check::page).post(steps::shown))
        .route("/signature/check", get(check::page).post(check::checked))
}
