//! The routes of a route table, and which subnets take it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::{Item, Record};
use crate::fault::Fault;

type Response = Result<Map<String, Value>, Fault>;

fn table(desk: &Desk<'_>) -> Result<Arc<Item>, Fault> {
    let id = desk.text("RouteTableId").unwrap_or_default();
    let found = desk.resource("vpc", "RouteTable", &id)?;
    found.ok_or_else(|| Fault::new("InternalError", "Nothing is known of route tables."))
}

/// Gives a subnet another route table.
pub(super) fn associate(desk: &Desk<'_>) -> Response {
    let found = table(desk)?;
    let (table, subnet) = (
        desk.text("RouteTableId").unwrap_or_default(),
        desk.text("SubnetId").unwrap_or_default(),
    );
    let Some((kind, item)) = desk
        .kind("Subnet")
        .zip(desk.resource("vpc", "Subnet", &subnet)?)
    else {
        return Ok(desk.respond(Value::Null));
    };
    if item.record.get("VpcId") != found.record.get("VpcId") {
        return Err(desk.call.fault(
            "InvalidParameterValue.VpcIdMismatch",
            format!("The subnet {subnet:?} and the route table {table:?} are of two VPCs."),
        ));
    }
    let mut record = item.record.clone();
    record.insert("RouteTableId".into(), table.into());
    desk.change(&kind, &item, record);
    Ok(desk.respond(Value::Null))
}

fn target(route: &Value) -> String {
    let text = |name: &str| route.get(name).map(path::text).unwrap_or_default();
    text("DestinationCidrBlock") + &text("DestinationIpv6CidrBlock")
}

/// Makes the routes that the call gives, with ids of their own.
fn made(desk: &Desk<'_>, item: &Item, kept: &[Value]) -> Result<Vec<Value>, Fault> {
    let mut new: Vec<Value> = Vec::new();
    let kind = desk.kind("RouteTable");
    for given in path::all(&desk.call.parameters, "Routes") {
        if kept
            .iter()
            .chain(&new)
            .any(|known| target(known) == target(given))
        {
            let message = format!("The table has a route to {:?} already.", target(given));
            return Err(desk.call.fault("InvalidParameterValue.Duplicate", message));
        }
        let mut route = given.as_object().cloned().unwrap_or_default();
        if let Some(kind) = &kind {
            let number = desk.number(kind);
            let mut draw = desk.draw("vpc/Route", number);
            route.insert(
                "RouteId".into(),
                (draw.number() % 9_000_000 + 1_000_000).into(),
            );
            route.insert("RouteItemId".into(), format!("rti-{}", draw.text(8)).into());
            route.insert("CreatedTime".into(), desk.stamp(kind, "CreatedTime"));
        }
        route.insert(
            "RouteTableId".into(),
            text_at(&item.record, "RouteTableId").into(),
        );
        route.insert("RouteType".into(), "USER".into());
        route.entry("Enabled").or_insert(true.into());
        new.push(route.into());
    }
    Ok(new)
}

fn routes(record: &Record) -> Vec<Value> {
    path::all(record, "RouteSet").into_iter().cloned().collect()
}

fn put(desk: &Desk<'_>, routes: Vec<Value>) {
    desk.amend(
        "vpc",
        "RouteTable",
        &desk.text("RouteTableId").unwrap_or_default(),
        |record| {
            record.insert("RouteSet".into(), routes.into());
        },
    );
}

/// Adds routes to a table.
pub(super) fn create(desk: &Desk<'_>) -> Response {
    let item = table(desk)?;
    let mut all = routes(&item.record);
    let new = made(desk, &item, &all)?;
    all.extend(new.iter().cloned());
    put(desk, all);
    // The response has the table with what is new in it.
    let mut record = table(desk)?.record.clone();
    record.insert("RouteSet".into(), new.into());
    Ok(desk.respond(json!({"TotalCount": 1, "RouteTableSet": [record]})))
}

/// Returns true if a route of the request names the one of a table: by an id, else by its target.
fn is_meant(given: &Value, known: &Value) -> bool {
    for id in ["RouteId", "RouteItemId"] {
        let text = |route: &Value| route.get(id).map(path::text).unwrap_or_default();
        if !matches!(text(given).as_str(), "" | "0") {
            return text(given) == text(known);
        }
    }
    target(given) == target(known)
}

/// Splits the routes of a table into those that the request means and the others.
fn meant(desk: &Desk<'_>, item: &Item) -> Result<(Vec<Value>, Vec<Value>), Fault> {
    let given = path::all(&desk.call.parameters, "Routes");
    let all = routes(&item.record);
    for wanted in &given {
        if !all.iter().any(|known| is_meant(wanted, known)) {
            let message = format!("The route table has no route {wanted}.");
            return Err(desk.call.fault("ResourceNotFound", message));
        }
    }
    let split = all.into_iter();
    Ok(split.partition(|known| given.iter().any(|wanted| is_meant(wanted, known))))
}

/// Takes routes away from a table.
pub(super) fn delete(desk: &Desk<'_>) -> Response {
    let (gone, kept) = meant(desk, &*table(desk)?)?;
    put(desk, kept);
    Ok(desk.respond(json!({"RouteSet": gone})))
}

/// Puts others in the place of routes.
pub(super) fn replace(desk: &Desk<'_>) -> Response {
    let item = table(desk)?;
    let (old, mut kept) = meant(desk, &item)?;
    let new = made(desk, &item, &kept)?;
    kept.extend(new.clone());
    put(desk, kept);
    Ok(desk.respond(json!({"OldRouteSet": old, "NewRouteSet": new})))
}

/// Takes all routes away from a table.
pub(super) fn reset(desk: &Desk<'_>) -> Response {
    table(desk)?;
    put(desk, Vec::new());
    Ok(desk.respond(Value::Null))
}

/// Switches routes on.
pub(super) fn enable(desk: &Desk<'_>) -> Response {
    switch(desk, true)
}

/// Switches routes off.
pub(super) fn disable(desk: &Desk<'_>) -> Response {
    switch(desk, false)
}

fn switch(desk: &Desk<'_>, on: bool) -> Response {
    let mut all = routes(&table(desk)?.record);
    for (parameter, member) in [("RouteIds", "RouteId"), ("RouteItemIds", "RouteItemId")] {
        for wanted in path::all(&desk.call.parameters, parameter) {
            let same =
                |route: &&mut Value| route.get(member).map(path::text) == Some(path::text(wanted));
            let route = all.iter_mut().find(same).and_then(Value::as_object_mut);
            let route = route.ok_or_else(|| {
                let message = format!("The route table has no route {wanted}.");
                desk.call.fault("ResourceNotFound", message)
            })?;
            route.insert("Enabled".into(), on.into());
        }
    }
    put(desk, all);
    Ok(desk.respond(Value::Null))
}

/// Lists the routes of the tables that a call asks for.
pub(super) fn describe(desk: &Desk<'_>) -> Response {
    let filters = path::all(&desk.call.parameters, "Filters");
    let wanted = filters.iter().filter(|filter| {
        let name = filter.get("Name").map(path::text).unwrap_or_default();
        ["route-table-id", "RouteTableId"].contains(&name.as_str())
    });
    let mut wanted: Vec<String> = wanted
        .filter_map(|filter| filter.as_object())
        .flat_map(|filter| path::all(filter, "Values"))
        .map(path::text)
        .collect();
    wanted.extend(desk.text("RouteTableId"));
    let meets =
        |record: &Record| wanted.is_empty() || wanted.contains(&text_at(record, "RouteTableId"));
    let tables = desk.those("vpc", "RouteTable", meets);
    let all: Vec<Value> = tables.iter().flat_map(routes).collect();
    let size = |name: &str, none: usize| {
        desk.text(name)
            .and_then(|text| text.parse().ok())
            .unwrap_or(none)
    };
    let total = all.len();
    let page = all
        .into_iter()
        .skip(size("Offset", 0))
        .take(size("Limit", 100));
    let page: Value = page.collect();
    Ok(desk.respond(json!({"TotalCount": total, "RouteSet": page})))
}
