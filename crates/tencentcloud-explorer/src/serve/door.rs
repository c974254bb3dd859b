//! The door: a browser gives the code that the terminal shows, and gets a cookie.

use std::fmt;
use std::io;
use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use axum::{Router, http};
use maud::{DOCTYPE, html};
use serde::Deserialize;

use crate::assets::SHEET;
use crate::page::wanted;
use tencentcloud_broker::random::{self, same};

/// Where the code is handed in.
pub(super) const PATH: &str = "/door";

/// The letters of a code: 60 bits.
const CODE: usize = 12;
/// The letters of a cookie: 160 bits.
const COOKIE: usize = 32;

/// The code of this start, and the cookie that it is given for.
pub(crate) struct Door {
    code: String,
    cookie: String,
    hosts: [String; 3],
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = &self.hosts;
        f.debug_struct("Door").field("hosts", hosts).finish()
    }
}

impl Door {
    /// Makes a code and a cookie for the page at `port`.
    ///
    /// # Errors
    /// A machine without random numbers.
    pub(crate) fn new(port: u16) -> io::Result<Self> {
        let code = random::letters(CODE)?;
        let groups: Vec<&str> = [0, 4, 8].map(|at| &code[at..at + 4]).to_vec();
        Ok(Self {
            code: groups.join("-"),
            // Cookies do not know ports: two pages on one machine would take each other's.
            cookie: format!("explorer-{port}={}", random::letters(COOKIE)?),
            hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")),
        })
    }

    /// Returns the code.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Returns the names of this page, each with its port.
    pub(super) fn hosts(&self) -> &[String; 3] {
        &self.hosts
    }

    /// True if the header `cookies` has the cookie.
    pub(super) fn knows(&self, cookies: &str) -> bool {
        let mut cookies = cookies.split(';').map(str::trim);
        cookies.any(|cookie| same(cookie, &self.cookie))
    }

    /// True for the code, in any case and with or without hyphens.
    fn opens(&self, typed: &str) -> bool {
        let plain = |text: &str| {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>().to_ascii_lowercase()
        };
        same(&plain(typed), &plain(&self.code))
    }

    /// Returns a page that hands in the code by itself.
    pub(crate) fn opener(&self, url: &str) -> String {
        let action = format!("{url}{PATH}");
        let page = html! {
            (DOCTYPE)
            html {
                head { meta charset="utf-8"; title { "tcloud explorer" } }
                body {
                    form method="post" action=(action) {
                        input type="hidden" name="code" value=(self.code);
                        button { "tcloud explorer" }
                    }
                    script { "document.forms[0].submit()" }
                }
            }
        };
        page.into_string()
    }
}

pub(super) fn routes() -> Router<Arc<Door>> {
    Router::new().route(PATH, post(enter))
}

/// The form of the door.
#[derive(Deserialize)]
struct Typed {
    code: String,
}

/// Gives the cookie for the code.
async fn enter(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    if !door.opens(&typed.code) {
        return ask(&headers, true);
    }
    let cookie = format!("{}; Path=/; HttpOnly; SameSite=Strict", door.cookie);
    // After a redirect from the opener's file the browser would keep a strict cookie back: its own
    // page goes on instead.
    if headers
        .get(http::header::ORIGIN)
        .is_some_and(|o| o == "null")
    {
        let page = html! { (DOCTYPE) html { head { meta charset="utf-8";
        meta http-equiv="refresh" content="0; url=/"; title { "tcloud explorer" } } } };
        return ([(SET_COOKIE, cookie)], Html(page.into_string())).into_response();
    }
    let headers = [(SET_COOKIE, cookie), (LOCATION, "/".to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The page that asks for the code.
pub(super) fn ask(headers: &HeaderMap, was_wrong: bool) -> Response {
    let language = wanted(headers);
    let t = |english, chinese| language.pick(english, chinese);
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "tcloud explorer" }
                link rel="icon" href="/assets/icon.svg";
                link rel="stylesheet" href=(SHEET);
            }
            body class="door" {
                main {
                    h1 { "tcloud explorer" }
                    p { (t("Type the code that the terminal shows.", "请输入终端中显示的代码。")) }
                    form method="post" action=(PATH) {
                        label for="code" { (t("Code", "代码")) }
                        input id="code" name="code" class="mono" autofocus required autocomplete="off"
                            spellcheck="false" placeholder="xxxx-xxxx-xxxx";
                        button class="button primary" { (t("Open", "打开")) }
                    }
                    @if was_wrong {
                        p class="wrong" role="alert" {
                            (t("That is not the code of this start.", "代码不正确，请使用本次启动时显示的代码。"))
                        }
                    }
                }
            }
        }
    };
    let status = match was_wrong {
        true => StatusCode::FORBIDDEN,
        false => StatusCode::UNAUTHORIZED,
    };
    (status, Html(page.into_string())).into_response()
}
