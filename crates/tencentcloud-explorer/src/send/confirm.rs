//! What stands before a call to a real account: what reads goes, what writes is asked about.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Map, Value};
use tencentcloud_calls::Effect;
use tencentcloud_schema::without_secrets;

use super::asked::Asked;
use super::identity::account_id;
use crate::effect;
use crate::page::Reader;
use tencentcloud_broker::Account;

/// The header with the confirmation.
const CONFIRMATION: &str = "x-confirmation";
/// The header with the name that the person typed.
const TYPED: &str = "x-typed";

/// Permits the call that `asked` says, whose `body` it is, to be sent to the account called `name`.
///
/// # Errors
/// The response instead: why not, or the dialog that asks.
pub(super) async fn permit(
    reader: &Reader,
    name: &str,
    asked: &Asked,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<(), Box<Response>> {
    let t = |english, chinese| reader.t(english, chinese);
    let refuse = |status: StatusCode, told: String| Err(Box::new((status, told).into_response()));
    let accounts = reader.app.accounts.list();
    let Some(account) = accounts.into_iter().find(|account| account.name == name) else {
        let told = t("there is no such account: ", "没有该账号：");
        return refuse(StatusCode::NOT_FOUND, format!("{told}{name}"));
    };
    if asked.effect == Effect::Read {
        return Ok(());
    }
    let action = &asked.call.action;
    if account.read_only && !asked.effect.reads() {
        let told = t(
            "changes something, and this account is read-only (TENCENTCLOUD_READ_ONLY, or read_only of its profile)",
            "会更改资源，而该账号为只读（TENCENTCLOUD_READ_ONLY 或配置中的 read_only）",
        );
        return refuse(StatusCode::FORBIDDEN, format!("{action} {told}"));
    }
    let text = |header: &str| headers.get(header).and_then(|value| value.to_str().ok());
    let Some(word) = text(CONFIRMATION) else {
        let dialog = dialog(reader, &account, asked, body).await;
        return Err(Box::new(dialog));
    };
    if !reader.app.sending.confirm(word, body) {
        let told = t(
            "this confirmation was used, or is for another call: nothing was sent",
            "该确认已使用或属于另一请求：未发送",
        );
        return refuse(StatusCode::FORBIDDEN, told.to_owned());
    }
    if asked.effect == Effect::Destroy && text(TYPED) != Some(action) {
        let told = t(
            "the name that was typed is not the action's: nothing was sent",
            "输入的名称与接口不符：未发送",
        );
        return refuse(StatusCode::FORBIDDEN, told.to_owned());
    }
    Ok(())
}

/// The dialog that asks, with a confirmation for this one call.
async fn dialog(reader: &Reader, account: &Account, asked: &Asked, body: &Bytes) -> Response {
    let id = account_id(&reader.app, &account.name).await;
    match reader.app.sending.confirmation(body) {
        Ok(word) => {
            let page = question(reader, account, &id, asked, &word).into_string();
            (StatusCode::PRECONDITION_REQUIRED, Html(page)).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn question(
    reader: &Reader,
    account: &Account,
    id: &Result<String, String>,
    asked: &Asked,
    word: &str,
) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let action = &asked.call.action;
    let destroys = asked.effect == Effect::Destroy;
    let region = asked.region().or(account.region.as_deref());
    let parameters = Value::Object(parameters(asked));
    html! {
        dialog class="confirm" data-confirmation=(word) aria-labelledby="confirm-title" {
            form method="dialog" {
                h2 id="confirm-title" { (t("Send to a real account?", "发送到真实账号？")) }
                dl {
                    dt { (t("Account", "账号")) }
                    dd { strong { (account.name) } " · "
                        @match id {
                            Ok(id) => (id),
                            Err(told) => span class="hint" { (t("number unknown: ", "账号 ID 未知：")) (told) },
                        }
                    }
                    dt { (t("Region", "地域")) } dd { (region.unwrap_or("–")) }
                    dt { (t("Action", "接口")) }
                    dd { strong { (action) } " " span class="hint" { (asked.call.service) " " (asked.call.version) } }
                    dt { (t("Effect", "影响")) } dd { span class="wrong" { (effect::told(reader, asked.effect)) } }
                }
                pre class="code" tabindex="0" aria-label=(t("Parameters", "参数")) {
                    // A value is always JSON.
                    (serde_json::to_string_pretty(&parameters).unwrap_or_default())
                }
                @if destroys {
                    label class="field" {
                        span { (t("Type the name of the action to go on", "请输入接口名称以继续")) ": " code { (action) } }
                        input name="typed" class="mono" required pattern=(action) autocomplete="off" spellcheck="false";
                    }
                }
                div class="actions" {
                    button class="button" value="" formnovalidate autofocus[!destroys] { (t("Cancel", "取消")) }
                    button class="button danger" value="send" {
                        (t("Send to", "发送到")) " " (account.name) @if let Some(region) = region { " · " (region) }
                    }
                }
            }
        }
    }
}

/// The parameters without their secrets; of what nobody described the name alone.
fn parameters(asked: &Asked) -> Map<String, Value> {
    let given = &asked.call.parameters;
    let known = asked.known.as_ref();
    let mut shown = known
        .map(|known| without_secrets(given, &known.action().request, &known.description.types))
        .unwrap_or_default();
    for name in given.keys() {
        shown.entry(name.as_str()).or_insert_with(|| "***".into());
    }
    shown
}
