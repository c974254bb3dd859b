//! Serving: who may come in, what is where, and the files of the page.

mod door;
mod guard;
mod headers;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use tokio::net::TcpListener;

use crate::app::App;
use crate::{
    approvals, assets, code, docs, errors, find, form, history, holds, inspect, local, response,
    saved, send, signature, timeline,
};

pub(crate) use door::Door;

/// The largest body of a request to the page, in bytes: the API takes 10 MB.
const LARGEST: usize = 16 << 20;

/// Serves the page on `listener` for ever.
pub(crate) async fn serve(listener: TcpListener, app: App, door: Arc<Door>) {
    // It does not return: a connection that fails is its own matter.
    let _ = axum::serve(listener, router(app, door)).await;
}

/// All that is served.
fn router(app: App, door: Arc<Door>) -> Router {
    let rooms = Router::new()
        .merge(code::routes())
        .merge(inspect::routes())
        .merge(form::routes())
        .merge(docs::routes())
        .merge(errors::routes())
        .merge(find::routes())
        .merge(response::routes())
        .merge(send::routes())
        .merge(signature::routes())
        .merge(history::routes())
        .merge(local::routes())
        .merge(saved::routes())
        .merge(holds::routes())
        .merge(approvals::routes())
        .merge(timeline::routes());
    let guarded = rooms
        .with_state(app)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&door),
            guard::paired,
        ))
        .merge(door::routes().with_state(Arc::clone(&door)))
        .merge(assets::routes())
        .layer(middleware::from_fn_with_state(door, guard::local));
    guarded
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::map_response(headers::strict))
}
