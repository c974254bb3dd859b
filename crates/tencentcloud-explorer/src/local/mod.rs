//! The panel of the local endpoint: what it keeps, how it fails, what time it is there.

mod actions;
mod clock;
mod connect;
mod fault;
mod faults;
mod frame;
mod graph;
mod kinds;
mod place;
mod resource;
mod snapshot;

use axum::Router;

use crate::app::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(kinds::routes())
        .merge(graph::routes())
        .merge(faults::routes())
        .merge(clock::routes())
        .merge(snapshot::routes())
        .merge(connect::routes())
}
