//! `plan`: what a call would do.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::called;
use crate::inner::Inner;
use crate::ready::Subject;
use crate::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    service: String,
    action: String,
    #[serde(default)]
    parameters: Map<String, Value>,
    region: Option<String>,
    account: Option<String>,
}

pub(super) async fn run(inner: &Inner, given: Given) -> Result<Reply, Reply> {
    let subject = Arc::new(Subject::find(&given.service, &given.action)?);
    let region = given.region.as_deref();
    let account = given.account.as_deref();
    let ready = called::ready(inner, subject, given.parameters, region, account).await?;
    let brief = ready.desk.plan(&ready.request).await?;
    let mut plan = serde_json::to_value(&brief).unwrap_or_default();
    if !ready.doubts.is_empty() {
        plan["doubts"] = json!(ready.doubts);
    }
    plan["sent"] = false.into();
    Ok(Reply::data(&plan))
}
