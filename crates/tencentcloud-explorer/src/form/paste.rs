//! A pasted call becomes a form that is filled in.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use tencentcloud_calls::{Error, Known};
use tencentcloud_snippets::paste;

use crate::call::Call;
use crate::page::Reader;

/// What was pasted, and the action that it is for if it names none.
#[derive(Deserialize)]
pub(super) struct Given {
    text: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    action: String,
}

/// Returns where the form of the pasted call is, and the parameters that its address cannot hold.
pub(super) async fn pasted(reader: Reader, Json(given): Json<Given>) -> Response {
    match read(&reader, given) {
        Ok(found) => found,
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.message).into_response(),
    }
}

fn read(reader: &Reader, given: Given) -> Result<Response, Error> {
    let pasted = paste(&given.text)?;
    let is_whole = pasted.service.is_some() && pasted.action.is_some();
    let (service, action, version) = match is_whole {
        true => (pasted.service, pasted.action, pasted.version),
        false => {
            let named = |name: String| (!name.is_empty()).then_some(name);
            let own = (named(given.service), named(given.action));
            (
                pasted.service.or(own.0),
                pasted.action.or(own.1),
                pasted.version.or_else(|| named(given.version)),
            )
        }
    };
    let (Some(service), Some(action)) = (service, action) else {
        let told = reader.t(
            "it does not say which action it calls: paste it into the form of one",
            "其中没有接口名称：请打开该接口的表单再粘贴",
        );
        return Err(Error::usage(told));
    };
    let known = Known::find(&service, &action, version.as_deref())?;
    let call = Call {
        service: known.description.service.clone(),
        version: known.description.version.clone(),
        action: known.name.clone(),
        region: pasted.region,
        target: reader.target.name().to_owned(),
        parameters: pasted.parameters,
    };
    let found = json!({"link": call.link(), "call": call, "left": pasted.left_out});
    Ok(Json(found).into_response())
}

/// Returns the box that calls are pasted into, and the button that opens it.
pub(crate) fn paste_box(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        button type="button" class="button small" popovertarget="paste" { (t("Paste a call …", "粘贴调用 …")) }
        tc-paste id="paste" popover role="dialog" aria-label=(t("Paste a call", "粘贴调用"))
            data-left=(t("Not taken over, since it is in a file:", "未填入（内容在文件中）：")) {
            form {
                label for="pasted" { (t("Paste a curl or tccli command, or an example", "粘贴 curl 或 tccli 命令，或示例")) }
                textarea id="pasted" class="mono" rows="8" autofocus spellcheck="false" autocomplete="off" {}
                p class="wrong" role="alert" {}
                button class="button primary" { (t("Fill in", "填入表单")) }
            }
        }
    }
}
