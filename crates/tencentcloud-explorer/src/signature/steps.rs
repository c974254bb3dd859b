//! The tab Signature: every step from the parameters to the header.

use axum::Json;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_runtime::Explanation;

use crate::call::Call;
use crate::page::{Reader, Tab};

/// Returns the tab, which the window fills.
pub(crate) fn tab(reader: &Reader) -> Tab {
    Tab {
        id: "signature",
        name: reader.t("Signature", "签名"),
        panel: Markup::default(),
        post: Some("/signature"),
    }
}

/// Returns how the call that the page asks for is signed.
pub(super) async fn shown(reader: Reader, Json(call): Json<Call>) -> Response {
    let part = match explained(&reader, &call).await {
        Ok(explanation) => part(&reader, &explanation),
        Err(told) => html! { p class="wrong" { (told) } },
    };
    Html(part.into_string()).into_response()
}

async fn explained(reader: &Reader, call: &Call) -> Result<Explanation, String> {
    let client = call.target().client(&reader.app, &call.service).await?;
    let asked = client
        .raw_action(call.raw_action())
        .parameters(Value::Object(call.parameters.clone()));
    let asked = match &call.region {
        Some(region) => asked.region(region),
        None => asked,
    };
    asked.explain().await.map_err(|error| error.to_string())
}

/// A step of the signature.
struct Step<'e> {
    title: &'static str,
    /// What is done, as a formula.
    rule: &'static str,
    text: &'e str,
}

fn part(reader: &Reader, explanation: &Explanation) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let steps = match (&explanation.tc3, &explanation.v1) {
        (Some(tc3), _) => tc3_steps(reader, tc3),
        (None, Some(text)) => vec![Step {
            title: t("String to sign", "待签名字符串"),
            rule: "base64(HMAC(SecretKey, ·))",
            text,
        }],
        (None, None) => Vec::new(),
    };
    html! {
        div class="steps" {
            @if steps.is_empty() { p { (t("This action is not signed.", "此接口无需签名。")) } }
            @for (index, step) in steps.iter().enumerate() {
                section class="step" {
                    header {
                        h3 { (index + 1) ". " (step.title) }
                        button type="button" class="button small quiet" data-copy={ "step-" (index) } {
                            (t("Copy", "复制"))
                        }
                    }
                    code class="rule" { (step.rule) }
                    pre class="code" tabindex="0" id={ "step-" (index) } { (step.text) }
                }
            }
            section class="step" {
                header {
                    h3 { (t("The request, signed, as curl: good for 5 minutes", "已签名的 curl 请求（5 分钟内有效）")) }
                    button type="button" class="button small quiet" data-copy="signed-curl" { (t("Copy", "复制")) }
                }
                pre class="code" tabindex="0" id="signed-curl" { (explanation.curl) }
            }
            p class="hint" {
                (t("A request of another program is refused? ", "其他程序的请求签名失败？"))
                a href="/signature" data-go { (t("Find the first byte that differs", "找出第一个不同的字节")) }
            }
        }
    }
}

fn tc3_steps<'e>(
    reader: &Reader,
    tc3: &'e tencentcloud_runtime::signer::tc3::Signature,
) -> Vec<Step<'e>> {
    let step = |english, chinese, rule, text| Step {
        title: reader.language.pick(english, chinese),
        rule,
        text,
    };
    vec![
        step(
            "Hash of the payload",
            "请求正文的哈希",
            "hex(SHA-256(payload))",
            &tc3.payload_hash,
        ),
        step(
            "Canonical request",
            "规范请求串",
            "method ⏎ path ⏎ query ⏎ headers ⏎ names ⏎ hash(1)",
            &tc3.canonical_request,
        ),
        step(
            "Hash of the canonical request",
            "规范请求串的哈希",
            "hex(SHA-256(2))",
            &tc3.canonical_hash,
        ),
        step(
            "String to sign",
            "待签名字符串",
            "TC3-HMAC-SHA256 ⏎ timestamp ⏎ date/service/tc3_request ⏎ 3",
            &tc3.string_to_sign,
        ),
        step(
            "Signature",
            "签名",
            "hex(HMAC(HMAC(HMAC(HMAC(\"TC3\" + SecretKey, date), service), \"tc3_request\"), 4))",
            &tc3.signature,
        ),
        step(
            "Header Authorization",
            "Authorization 请求头",
            "TC3-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=5",
            &tc3.authorization,
        ),
    ]
}
