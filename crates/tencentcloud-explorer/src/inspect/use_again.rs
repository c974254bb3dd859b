//! A call that was made, as what the local endpoint does from now on.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::json;
use tencentcloud_emulator::{CannedResponse, FaultRule, Record};

use super::row::missing;
use crate::page::{Reader, View};

/// How many calls fail.
const TIMES: u64 = 3;

/// Lets the next calls of the action fail as this one did, or with an internal error.
pub(super) async fn fault(reader: Reader, Path(id): Path<u64>) -> Response {
    let Some(entry) = reader.app.timeline.get(id) else {
        return missing(&reader).show(&reader);
    };
    let record = entry.record();
    let code = record.code.as_deref().unwrap_or("InternalError");
    let rule = json!({"action": glob(&record), "kind": "error", "code": code, "times": TIMES});
    let faults = reader.app.emulator.faults();
    let rule = serde_json::from_value::<FaultRule>(rule).map_err(|error| error.to_string());
    let added = rule.and_then(|rule| faults.add(rule));
    let told = match added {
        Ok(_) => match reader.language.pick(true, false) {
            true => format!(
                "The next {TIMES} calls of {} fail with {code}.",
                glob(&record)
            ),
            false => format!("接下来 {TIMES} 次 {} 调用将返回 {code}。", glob(&record)),
        },
        Err(told) => told,
    };
    done(&reader, id, &told).show(&reader)
}

/// Lets calls of the action with the same parameters have the same response.
pub(super) async fn response(reader: Reader, Path(id): Path<u64>) -> Response {
    let Some(entry) = reader.app.timeline.get(id) else {
        return missing(&reader).show(&reader);
    };
    let record = entry.record();
    let told = match canned(&record) {
        None => reader
            .t(
                "The response of this call was not kept.",
                "该调用的响应未保留。",
            )
            .to_owned(),
        Some(canned) => match reader.app.emulator.responses().add(canned) {
            Err(told) => told,
            Ok(_) => match reader.language.pick(true, false) {
                true => format!(
                    "Calls of {} with these parameters have this response from now on.",
                    glob(&record)
                ),
                false => format!("此后 {} 的相同参数调用将返回此响应。", glob(&record)),
            },
        },
    };
    done(&reader, id, &told).show(&reader)
}

fn canned(record: &Record) -> Option<CannedResponse> {
    let mut response = record.response.clone()?;
    response.remove("RequestId");
    let canned = match response.get("Error") {
        Some(error) => json!({
            "action": glob(record),
            "parameters": record.request,
            "error": {"code": error["Code"], "message": error["Message"]},
        }),
        None => json!({"action": glob(record), "parameters": record.request, "response": response}),
    };
    serde_json::from_value(canned).ok()
}

/// The action, as the emulator's rules name it.
fn glob(record: &Record) -> String {
    let service = record.service.as_deref().unwrap_or("*");
    format!("{service}:{}", record.action)
}

fn done(reader: &Reader, id: u64, told: &str) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    View {
        title: told.to_owned(),
        centre: html! {
            div class="empty" {
                h2 { (told) }
                p {
                    a href={ "/row/" (id) } data-go { (t("Back to the call", "返回调用")) }
                    " · "
                    a href="/local" data-go { (t("All rules of the local endpoint", "本地端点的全部规则")) }
                }
            }
        },
        side: Markup::default(),
    }
}
