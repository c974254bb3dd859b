//! CloudBase: an action that its documentation lacks and its programs call.

use serde_json::{Map, Value, json};

use super::super::engine::{Desk, Family, Whole};
use super::super::shape::Shaper;
use super::{cam, object};
use crate::fault::Fault;

#[derive(Debug)]
pub(super) struct CloudBase;

impl Family for CloudBase {
    fn service(&self) -> &'static str {
        "tcb"
    }

    fn action(&self, name: &str) -> Option<Whole> {
        (name == "DescribeEnvInfo").then_some(environment as Whole)
    }
}

/// Returns one environment as `DescribeEnvs` shows it, with whose it is beside it.
fn environment(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let id = desk.text("EnvId");
    let id = id.ok_or_else(|| Fault::missing("EnvId"))?;
    let kind = desk.known("Env")?;
    let item = desk.item(&kind, &id);
    let item = item.ok_or_else(|| desk.missing(&kind, &id))?;
    let shown = kind.shown();
    let shaper = Shaper::new(&shown.types);
    let base = shaper.object(&shown.members, &desk.view(&kind, &item));
    let user = json!({ "AppId": cam::app_id(desk) });
    Ok(object(
        json!({ "EnvInfo": { "EnvBaseInfo": base, "UserInfo": user } }),
    ))
}
