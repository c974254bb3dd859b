//! `search`: actions by what they do.

use serde::Deserialize;
use serde_json::{Value, json};
use tencentcloud_calls::{Effect, find_service};
use tencentcloud_catalogue::search::{Query, index};

use crate::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    query: String,
    service: Option<String>,
    limit: Option<usize>,
}

pub(super) fn run(given: Given) -> Result<Reply, Reply> {
    let service = given.service.as_deref().map(find_service).transpose()?;
    let query = Query {
        service: service.map(|(name, _)| name),
        limit: given.limit.unwrap_or(8).clamp(1, 30),
    };
    let hits = index()?.search(&given.query, &query);
    if hits.is_empty() {
        let next = "use other words, in English or Chinese, or leave service out".to_owned();
        return Err(Reply::error("not_found", "nothing is found", &[next]));
    }
    let lines = hits.iter().map(|hit| {
        let title = match hit.title_en {
            "" => hit.title,
            english => english,
        };
        let effect = Effect::of(hit.service, hit.action).name();
        Value::from(format!("{} {} ({effect}) {title}", hit.service, hit.action))
    });
    Ok(Reply::data(&json!({"actions": lines.collect::<Vec<_>>()})))
}
