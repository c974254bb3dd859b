//! The page that says why a signature is refused.

use axum::extract::Form;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_runtime::{Compared, Diagnosis, Doctor};

use crate::page::{Reader, View};

/// What was pasted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Pasted {
    request: String,
    canonical: String,
    text: String,
}

/// How many characters stand around the first one that differs.
const AROUND: usize = 48;

pub(super) async fn page(reader: Reader) -> Response {
    view(&reader, &Pasted::default(), Markup::default()).show(&reader)
}

pub(super) async fn checked(reader: Reader, Form(pasted): Form<Pasted>) -> Response {
    let result = match diagnosed(&reader, &pasted).await {
        Ok(diagnosis) => result(&reader, &diagnosis),
        Err(told) => html! { p class="wrong" role="alert" { (told) } },
    };
    view(&reader, &pasted, result).show(&reader).into_response()
}

async fn diagnosed(reader: &Reader, pasted: &Pasted) -> Result<Diagnosis, String> {
    let client = reader.target.client(&reader.app, "").await?;
    let credential = client.config().credential_source().credential().await;
    let mut doctor = Doctor::new(credential.map_err(|error| error.to_string())?);
    // A form sends CR LF for each end of a line.
    let plain = |text: &str| text.replace("\r\n", "\n");
    if !pasted.canonical.trim().is_empty() {
        doctor = doctor.canonical_request(plain(&pasted.canonical));
    }
    if !pasted.text.trim().is_empty() {
        doctor = doctor.string_to_sign(plain(&pasted.text));
    }
    let diagnosis = doctor.diagnose(&plain(&pasted.request));
    diagnosis.map_err(|error| error.to_string())
}

fn view(reader: &Reader, pasted: &Pasted, result: Markup) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let title = t("Why is a signature refused?", "签名为什么失败？");
    let field = |name, label, value: &str, rows: &str| {
        html! {
            div class="field" {
                label for={ "check-" (name) } { (label) }
                textarea id={ "check-" (name) } name=(name) rows=(rows) spellcheck="false" class="mono" { (value) }
            }
        }
    };
    let centre = html! {
        section class="check" {
            h1 { (title) }
            p class="hint" {
                (t("Paste the request as an HTTP text or a curl command. It is signed again with the credential of the chosen target, also with every known mistake, until one gives the signature that was sent.",
                   "粘贴 HTTP 请求文本或 curl 命令。系统会用当前目标的密钥重新签名，并逐一尝试已知的错误写法，直到得到相同的签名。"))
            }
            form method="post" action="/signature/check" data-part {
                (field("request", t("Request", "请求"), &pasted.request, "10"))
                details open[!pasted.canonical.is_empty() || !pasted.text.is_empty()] {
                    summary { (t("What the other program printed", "对方程序打印的中间结果")) }
                    (field("canonical", t("Its canonical request", "规范请求串"), &pasted.canonical, "8"))
                    (field("text", t("Its string to sign", "待签名字符串"), &pasted.text, "5"))
                }
                button class="button primary" { (t("Check", "检查")) }
            }
            div class="findings" aria-live="polite" { (result) }
        }
    };
    View {
        title: title.to_owned(),
        centre,
        side: Markup::default(),
    }
}

fn result(reader: &Reader, diagnosis: &Diagnosis) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        @if diagnosis.is_right() {
            p class="badge good" { (t("Signed rightly", "签名正确")) }
            p { (diagnosis) }
        }
        @if !diagnosis.is_right() {
            table class="table" {
                thead { tr {
                    th { (t("Where", "位置")) } th { (t("Found", "实际")) } th { (t("Expected", "应为")) }
                } }
                tbody {
                    @for finding in &diagnosis.findings {
                        tr { td { (finding.part) } td { (finding.found) } td { (finding.expected) } }
                    }
                }
            }
        }
        @if let Some(compared) = &diagnosis.canonical_request {
            (comparison(reader, t("Canonical request", "规范请求串"), compared))
        }
        @if let Some(compared) = &diagnosis.string_to_sign {
            (comparison(reader, t("String to sign", "待签名字符串"), compared))
        }
    }
}

/// A text as it should be, with the first byte that differs marked in it and in what was signed.
fn comparison(reader: &Reader, title: &str, compared: &Compared) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let at = compared.first_difference();
    html! {
        section class="step" {
            h3 { (title) }
            @if let (Some(at), Some(found)) = (at, &compared.found) {
                p { (t("The first byte that differs is number ", "第一个不同的字节位于第 ")) (at) (t(", from 0", " 字节（从 0 起）")) }
                pre class="code" tabindex="0" { (marked(&compared.expected, at)) }
                p class="hint" { (t("and was signed as", "实际签名内容")) }
                pre class="code" tabindex="0" { (marked(found, at)) }
            } @else {
                pre class="code" tabindex="0" { (compared.expected) }
            }
        }
    }
}

/// `text` with the character at `at` marked; what is far before it is cut.
fn marked(text: &str, at: usize) -> Markup {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let end = rest.chars().next().map_or(0, char::len_utf8);
    let (one, after) = rest.split_at(end);
    let far = before.char_indices().rev().nth(AROUND * 10);
    let before = far.map_or(before, |(at, _)| &before[at..]);
    let shown = match one {
        "" => "∎",
        "\n" => "⏎\n",
        one => one,
    };
    html! { (before) mark class="difference" { (shown) } (after) }
}
