//! Values to begin with.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use tencentcloud_calls::parameters::{Skeleton, skeleton};
use tencentcloud_calls::{Target, Wanted};

/// Which example is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    service: String,
    version: String,
    action: String,
    /// True if optional parameters are wanted, too.
    #[serde(default)]
    all: bool,
}

/// Returns parameters with example values as JSON.
pub(super) async fn example(Query(asked): Query<Asked>) -> Response {
    let wanted = Wanted {
        version: Some(asked.version),
        ..Wanted::default()
    };
    let which = match asked.all {
        true => Skeleton::All,
        false => Skeleton::Required,
    };
    let made = Target::find(&asked.service, &asked.action, &wanted)
        .and_then(|target| skeleton(&target, which));
    match made {
        Ok(parameters) => Json(parameters).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, error.message).into_response(),
    }
}
