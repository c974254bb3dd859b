//! The clock of the endpoint.

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::frame::{Page, frame};
use crate::app::App;
use crate::page::Reader;

/// A time as people read it.
const READ: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
/// A time as the field of a form has it.
const FIELD: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
/// The same, of a browser that leaves seconds out.
const SHORT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]");

/// How far the clock goes at a click: seconds, and what that is called in English and Chinese.
const STEPS: [(u64, (&str, &str)); 4] = [
    (60, ("1 minute", "1 分钟")),
    (3_600, ("1 hour", "1 小时")),
    (86_400, ("1 day", "1 天")),
    (2_592_000, ("30 days", "30 天")),
];
/// So far from the machine's the clock is said to be that time, in seconds.
const SAME: i64 = 2;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/local/clock", get(show).post(change))
}

/// What is done with the clock.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `set`, `freeze`, `resume` or `reset`; else it goes on by `seconds`.
    #[serde(rename = "do")]
    doing: String,
    seconds: u64,
    time: String,
}

async fn show(reader: Reader) -> Response {
    page(&reader, None)
}

async fn change(reader: Reader, Form(asked): Form<Asked>) -> Response {
    let clock = reader.app.emulator.clock();
    match asked.doing.as_str() {
        "set" => match read(&asked.time) {
            Some(time) => clock.set(time),
            None => {
                let wrong = reader.t(
                    "Give a date and a time, e.g. 2030-01-01T00:00:00.",
                    "请填写日期和时间，例如 2030-01-01T00:00:00。",
                );
                let page = page(&reader, Some(wrong));
                return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
            }
        },
        "freeze" => clock.freeze(),
        "resume" => clock.resume(),
        "reset" => clock.reset(),
        _ => clock.advance(Duration::from_secs(asked.seconds)),
    }
    Redirect::to(Page::Clock.path()).into_response()
}

/// Reads a time in UTC from the field of a form.
fn read(text: &str) -> Option<SystemTime> {
    let text = text.trim().trim_end_matches('Z').replace(' ', "T");
    let time =
        PrimitiveDateTime::parse(&text, FIELD).or_else(|_| PrimitiveDateTime::parse(&text, SHORT));
    Some(time.ok()?.assume_utc().into())
}

fn page(reader: &Reader, wrong: Option<&str>) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let clock = reader.app.emulator.clock();
    let is_frozen = clock.is_frozen();
    let now = OffsetDateTime::from(clock.now());
    let ahead = (now - OffsetDateTime::now_utc()).whole_seconds();
    let is_real = ahead.abs() < SAME && !is_frozen;
    let body = html! {
        section class="clock" {
            p class="now mono" {
                time data-runs=[(!is_frozen).then_some("")] datetime=(now.format(FIELD).unwrap_or_default() + "Z") {
                    (now.format(READ).unwrap_or_default())
                }
                " UTC"
            }
            p class="hint" {
                @if is_frozen { span class="badge bad" { (t("frozen", "已冻结")) } " " }
                @if is_real { (t("The time of this machine.", "与本机时间一致。")) }
                @else if ahead.abs() >= SAME { (apart(reader, ahead)) }
            }
            form method="post" action=(Page::Clock.path()) class="row" {
                @for (seconds, name) in STEPS {
                    button class="button" name="seconds" value=(seconds) { "+ " (reader.language.pick(name.0, name.1)) }
                }
            }
            form method="post" action=(Page::Clock.path()) class="row" {
                @if is_frozen {
                    button class="button" name="do" value="resume" { (t("Run on", "继续走时")) }
                } @else {
                    button class="button" name="do" value="freeze" { (t("Freeze", "冻结")) }
                }
                @if !is_real {
                    button class="button" name="do" value="reset" { (t("Back to real time", "恢复真实时间")) }
                }
            }
            form method="post" action=(Page::Clock.path()) class="row" {
                label class="field" {
                    span { (t("Set to (UTC)", "设置为（UTC）")) }
                    input type="datetime-local" name="time" step="1" required
                        aria-invalid=[wrong.is_some().then_some("true")] value=(now.format(FIELD).unwrap_or_default());
                }
                button class="button" name="do" value="set" { (t("Set", "设置")) }
            }
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            p class="hint" {
                (t("Signatures, temporary credentials and states of resources go by this clock. A program whose own clock is five minutes away from it is refused.",
                   "签名、临时密钥和资源状态都以此时钟为准。程序自身的时钟与它相差五分钟以上时，请求会被拒绝。"))
            }
        }
    };
    frame(reader, Page::Clock, &body, Markup::default()).show(reader)
}

/// Says how far the clock is from the machine's.
fn apart(reader: &Reader, seconds: i64) -> String {
    let (days, rest) = (seconds.abs() / 86_400, seconds.abs() % 86_400);
    let mut text = format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
    if days > 0 {
        text = format!("{days} {} {text}", reader.t("days", "天"));
    }
    match (seconds > 0, reader.language.tag()) {
        (true, "en") => format!("{text} ahead of this machine."),
        (false, "en") => format!("{text} behind this machine."),
        (true, _) => format!("比本机快 {text}。"),
        (false, _) => format!("比本机慢 {text}。"),
    }
}
