//! The page of a request that waits.

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_emulator::Held;

use super::act::Asked;
use super::edit::{Editable, Signer};
use super::list::{facts, name, path};
use super::place::Place;
use crate::page::{Reader, View};

/// Returns the page, with what was `asked` and what is `wrong` with it.
pub(super) fn page(
    reader: &Reader,
    place: Place,
    held: &Held,
    asked: &Asked,
    wrong: Option<&str>,
) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let editable = Editable::of(reader, held);
    let signed = editable.and_then(|editable| {
        let signer = editable.signer(reader, place)?;
        Ok((editable, signer))
    });
    let centre = html! {
        section class="held" {
            p { a href="/held" data-go { "← " (t("Held calls", "拦截的请求")) } }
            h1 { (name(held)) }
            (facts(reader, place, held))
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            @match &signed {
                Ok((editable, signer)) => (edit(reader, place, held, asked, (editable, signer))),
                Err(why) => {
                    (parameters(reader, held, None))
                    p { (why) " " (t("It can be let go as it came, or refused.", "可以原样放行，或拒绝。")) }
                }
            }
            form method="post" action={ (path(place, held)) "/go" } data-part {
                button class="button" { (t("Let go as it came", "原样放行")) }
            }
            (refuse(reader, place, held, asked))
        }
    };
    View {
        title: name(held),
        centre,
        side: Markup::default(),
    }
}

/// The form of the parameters, and who signs them.
fn edit(
    reader: &Reader,
    place: Place,
    held: &Held,
    asked: &Asked,
    (editable, signer): (&Editable, &Signer),
) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let target = match signer {
        Signer::Local(_) => String::new(),
        Signer::Account(target) => format!("?target={}", crate::call::escaped(target.name())),
    };
    let kind = match signer {
        Signer::Local(_) => "button primary",
        Signer::Account(_) => "button danger",
    };
    html! {
        form method="post" action={ (path(place, held)) "/sign" (target) } data-part {
            (parameters(reader, held, Some(&asked.parameters)))
            p class="hint" {
                (t("The client signed it with the key ", "客户端签名所用的密钥：")) code { (editable.secret_id) } ". "
                @match signer {
                    Signer::Local(_) => (t("The same key of the local endpoint signs it again.", "将使用本地端点的同一密钥重新签名。")),
                    Signer::Account(target) => {
                        (t("It is signed again by the real account ", "将由真实账号重新签名："))
                        strong { (target.name()) }
                        (t(", and goes to the cloud.", "，并发往云端。"))
                    }
                }
            }
            button class=(kind) { (t("Sign again and let go", "重新签名并放行")) }
        }
    }
}

/// The parameters without secrets: as they were edited, if they can be.
fn parameters(reader: &Reader, held: &Held, edited: Option<&str>) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let shown = Value::Object(held.parameters.clone());
    let shown = serde_json::to_string_pretty(&shown).unwrap_or_default();
    let text = match edited {
        None | Some("") => &shown,
        Some(edited) => edited,
    };
    let rows = text.lines().count().clamp(6, 24);
    html! {
        div class="field" {
            label for="held-parameters" { (t("Parameters", "参数")) }
            textarea id="held-parameters" name="parameters" rows=(rows) spellcheck="false" class="mono"
                aria-describedby="held-secrets" readonly[edited.is_none()] { (text) }
        }
        p class="hint" id="held-secrets" {
            (t("Secrets are shown as ***, and parameters that are not documented are not shown: what you leave alone goes on as it was.",
               "机密显示为 ***，文档中没有的参数不显示；未改动的内容将保持原值。"))
        }
    }
}

fn refuse(reader: &Reader, place: Place, held: &Held, asked: &Asked) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let code = match &*asked.code {
        "" => "InternalError",
        code => code,
    };
    html! {
        form class="rule" method="post" action={ (path(place, held)) "/refuse" } data-part {
            div class="field" {
                label for="held-code" { (t("Error code", "错误码")) }
                input id="held-code" name="code" value=(code) spellcheck="false" autocomplete="off";
            }
            div class="field message" {
                label for="held-message" { (t("Message", "错误信息")) }
                input id="held-message" name="message" value=(asked.message) autocomplete="off";
            }
            button class="button" { (t("Refuse with this error", "返回此错误")) }
        }
    }
}
