//! `tcloud ls SERVICE`: the kinds of a service.

use serde_json::{Value, json};
use tencentcloud_calls::resources::of_service;
use tencentcloud_rows::{Column, Shape};
use tencentcloud_schema::resource::Verb;

use crate::error::Failure;

/// Lists the kinds of `service` with what says which item is meant and what it goes through.
///
/// # Errors
/// A service that is unknown, or of which no kind is known.
pub(super) fn list(service: &str) -> Result<Value, Failure> {
    let (_, known) = of_service(service)?;
    let rows = known.versions.iter().rev().flat_map(|(version, kinds)| {
        kinds.iter().map(move |(name, resource)| {
            let states = resource.state.iter().flat_map(|state| {
                let states = [
                    state.begins.as_ref(),
                    Some(&state.ready),
                    state.ends.as_ref(),
                ];
                states.into_iter().flatten().cloned()
            });
            let lists = [Verb::List, Verb::Get].into_iter();
            let mut lists = lists
                .flat_map(|verb| resource.that(verb))
                .map(|(name, _)| name);
            json!({
                "Kind": name,
                "ID": resource.id,
                "ListedBy": lists.next(),
                "States": states.collect::<Vec<_>>(),
                "Version": version,
            })
        })
    });
    Ok(rows.collect())
}

/// Returns the columns of a list of kinds.
pub(super) fn shape() -> Shape {
    let columns = ["Kind", "ID", "States", "ListedBy"].map(Column::of);
    Shape {
        columns: columns.into(),
        ..Shape::default()
    }
}
