//! The Inspector: a call that was made, or several, and what can be made of them.

mod compare;
mod decode;
mod difference;
mod member;
mod policy;
mod row;
mod selection;
mod use_again;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/row/{id}", get(row::page))
        .route("/row/{id}/member", get(member::page).post(member::written))
        .route("/row/{id}/fault", post(use_again::fault))
        .route("/row/{id}/response", post(use_again::response))
        .route("/selection", get(selection::page))
        .route("/selection/policy", get(selection::policy))
        .route("/compare", get(compare::choice))
        .route("/compare/{left}/{right}", get(compare::page))
}
