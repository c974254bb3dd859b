//! How programs reach the endpoint, and whose calls it takes.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use tencentcloud_emulator::{Credential, PolicyMode};

use super::frame::{Page, frame};
use crate::app::App;
use crate::environment::{credential, environment, shown_key};
use crate::page::Reader;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/local/connect", get(show))
}

async fn show(reader: Reader) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let body = html! {
        section class="connect" {
            @for (id, name, text) in ways(&reader) {
                h2 { (name) }
                div class="copied" {
                    pre class="code" id=(id) tabindex="0" { (text) }
                    button class="button small" data-copy=(id) data-copied=(t("Copied", "已复制")) { (t("Copy", "复制")) }
                }
            }
            h2 { (t("Whose calls it takes", "接受的密钥")) }
            (keys(&reader))
            h2 { (t("Policies", "访问策略")) }
            (policies(&reader))
        }
    };
    frame(&reader, Page::Connect, &body, Markup::default()).show(&reader)
}

/// Returns ways to the endpoint: an id, what takes it, and what is typed.
fn ways(reader: &Reader) -> [(&'static str, &'static str, String); 4] {
    let t = |english, chinese| reader.t(english, chinese);
    let emulator = &reader.app.emulator;
    let (url, address) = (emulator.url(), emulator.address());
    let (id, key) = (&emulator.credential().secret_id, shown_key(emulator));
    let (environment, keys) = (environment(emulator), credential(emulator));
    [
        (
            "way-env",
            t("This SDK, and tcloud", "本 SDK 与 tcloud"),
            format!("{environment}\nexport TENCENTCLOUD_REGION=ap-guangzhou\n"),
        ),
        (
            "way-tccli",
            "tccli",
            format!("{keys}\ntccli vpc DescribeVpcs --endpoint {url} --region ap-guangzhou\n"),
        ),
        (
            "way-sdk",
            t(
                "The official SDKs, here in Python",
                "官方 SDK（以 Python 为例）",
            ),
            format!(
                "HttpProfile(protocol=\"http\", endpoint=\"{address}\")\nCredential(\"{id}\", \"{key}\")\n"
            ),
        ),
        (
            "way-exec",
            t(
                "A program as it is, on an endpoint of its own",
                "程序无需改动，使用独立的本地端点",
            ),
            "tencentcloud-emulator exec -- COMMAND\n".to_owned(),
        ),
    ]
}

fn keys(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let emulator = &reader.app.emulator;
    let own = emulator.credential();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(t("Keys", "密钥")) {
            table class="table" {
                thead {
                    tr {
                        th scope="col" { "SecretId" }
                        th scope="col" { (t("Account", "账号")) }
                        th scope="col" { (t("User", "子用户")) }
                        th scope="col" { "SecretKey" }
                    }
                }
                tbody {
                    @for key in emulator.keys() {
                        tr {
                            td class="mono" { (key.secret_id) }
                            td class="mono" { (key.account) }
                            td { (key.user.as_deref().unwrap_or("–")) }
                            td {
                                @if key.secret_id == own.secret_id && *own == Credential::test() {
                                    details { summary { (t("show: a public test key", "显示（公开的测试密钥）")) } code { (own.secret_key) } }
                                } @else { (t("not shown", "不显示")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn policies(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let file = reader.app.emulator.policies().all();
    let json = serde_json::to_value(&file).unwrap_or_default();
    let count = json["policies"].as_array().map_or(0, Vec::len);
    let (mode, said) = match file.mode {
        PolicyMode::Off => ("off", t("Policies are not asked.", "不检查策略。")),
        PolicyMode::Soft => (
            "soft",
            t(
                "What policies deny goes through, and its row says so.",
                "策略拒绝的请求仍会执行，并在其调用记录中注明。",
            ),
        ),
        PolicyMode::Strict => (
            "strict",
            t("What policies deny is refused.", "策略拒绝的请求会被拒绝。"),
        ),
        _ => ("", ""),
    };
    html! {
        p { span class="badge" { (mode) } " " (said) }
        @if count == 0 {
            p class="hint" { (t("No policy is attached: accounts and their roles may do everything.", "没有关联任何策略：账号及其角色可执行所有操作。")) }
        } @else {
            details {
                summary { (count) " " (t("policies", "条策略")) }
                pre class="code" tabindex="0" { (serde_json::to_string_pretty(&json["policies"]).unwrap_or_default()) }
            }
        }
    }
}
