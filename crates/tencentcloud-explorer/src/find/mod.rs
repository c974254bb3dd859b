//! Finding: the palette that everything is reached by, the pages of services, and the first page.

mod actions;
mod group;
mod ids;
mod names;
mod palette;
mod places;
mod service;
mod services;
mod start;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use palette::{dialog, opener};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(start::page))
        .route("/find", get(palette::found))
        .route("/services", get(services::page))
        .route("/service/{service}", get(service::page))
}

/// Unpacks what searches need, which the first key would else wait for.
pub(crate) fn warm() {
    // What is damaged is told where it is asked for.
    let _ = tencentcloud_catalogue::search::index();
    let _ = tencentcloud_catalogue::search::spellings();
    let _ = tencentcloud_catalogue::names();
    ids::forms();
}
