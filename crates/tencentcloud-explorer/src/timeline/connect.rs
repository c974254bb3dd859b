//! How a program's calls come into the list.

use maud::{Markup, html};

use crate::environment::environment;
use crate::inspected;
use crate::page::Reader;

/// Returns the lines to be copied, for who sees no call yet.
pub(super) fn connect(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let local = environment(&reader.app.emulator);
    let inspected = inspected::line(&reader.app);
    let ways = [
        (
            t(
                "Send a program's calls to the local endpoint, which needs no account",
                "把程序的调用发到本地端点，无需账号",
            ),
            local.as_str(),
        ),
        (
            t(
                "Watch the calls of any SDK to the real cloud",
                "查看任意 SDK 对真实云端的调用",
            ),
            "tcloud exec --inspect -- python app.py",
        ),
        (
            t(
                "Let programs of the Rust SDK write their calls to a file that is shown here",
                "让 Rust SDK 的程序把调用写入文件，在此显示",
            ),
            inspected.as_str(),
        ),
    ];
    html! {
        div class="connect" {
            h2 { (t("No call yet", "还没有调用")) }
            p { (t("What you send appears here, and so does what programs send:",
                   "在本页发送的请求会出现在这里，程序的调用也可以：")) }
            a class="how" href="/calls" data-go {
                (t("Connect a program", "接入一个程序"))
            }
            @for (index, (name, lines)) in ways.iter().enumerate() {
                @let id = format!("connect-{index}");
                div class="way" {
                    h3 { (name) }
                    div class="copied" {
                        pre class="code" id=(id) tabindex="0" { (lines) }
                        button type="button" class="button small" data-copy=(id)
                            data-copied=(t("Copied", "已复制")) {
                            (t("Copy", "复制")) span class="unseen" { ": " (name) }
                        }
                    }
                }
            }
        }
    }
}
