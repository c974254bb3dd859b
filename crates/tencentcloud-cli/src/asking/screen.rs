//! What a person is shown of a request before it is decided about. What others wrote is escaped.

use std::time::SystemTime;

use serde_json::Value;
use tencentcloud_broker::{Brief, Pending};
use tencentcloud_calls::Language;
use unicode_width::UnicodeWidthStr;

use super::rehearsal;
use crate::paint::Paint;
use crate::untrusted::{json, shown, shown_value};

/// The most resources, changes and parameters that are shown of each; the rest is counted.
const ROWS: usize = 12;

/// How much of a digest is shown: enough to tell two requests apart.
const DIGITS: usize = 12;

/// How a person is spoken to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) paint: Paint,
    pub(crate) language: Language,
}

impl Style {
    /// Returns `english` or `chinese`.
    pub(crate) fn pick<T>(self, english: T, chinese: T) -> T {
        self.language.pick(english, chinese)
    }

    /// What an action of the class `name` does.
    fn class(self, name: &str) -> String {
        let (style, text) = match name {
            "read" => (Paint::GOOD, self.pick("reads", "只读取")),
            "secret" => (Paint::PASSING, self.pick("reads a secret", "读取敏感信息")),
            "write" => (Paint::PASSING, self.pick("changes something", "会更改资源")),
            "destroy" => (Paint::BAD, self.pick("destroys something", "会销毁资源")),
            other => return shown(other),
        };
        self.paint.with(style, text)
    }
}

/// Rows with a name before each.
struct Rows {
    text: String,
    style: Style,
}

impl Rows {
    fn row(&mut self, name: &str, value: impl AsRef<str>) {
        let pad = " ".repeat(12usize.saturating_sub(name.width()));
        let name = self.style.paint.with(Paint::DIM, name);
        self.text
            .push_str(&format!("  {name}{pad}{}\n", value.as_ref()));
    }

    /// Rows of which the first alone has the name.
    fn rows(&mut self, name: &str, values: &[String]) {
        for (index, value) in values.iter().take(ROWS).enumerate() {
            self.row(if index == 0 { name } else { "" }, value);
        }
        if values.len() > ROWS {
            let more = values.len() - ROWS;
            let told = self.style.pick(
                format!("and {more} more, which j shows"),
                format!("另有 {more} 项，按 j 查看"),
            );
            self.row("", self.style.paint.with(Paint::BAD, told));
        }
    }
}

/// Returns what is known of the request `pending` at the time `now`; without a `brief`, that little is known.
pub(super) fn request(
    pending: &Pending,
    brief: Option<&Brief>,
    now: SystemTime,
    style: Style,
) -> String {
    let (service, action) = (shown(&pending.service), shown(&pending.action));
    let class = brief.map_or_else(String::new, |brief| style.class(&brief.class));
    let title = style.paint.with(Paint::HEADING, action);
    let of = style.pick(format!("of {service}"), format!("（{service}）"));
    let mut rows = Rows {
        text: format!("{title} {of}  {class}\n"),
        style,
    };
    let none = || style.pick("none", "无").to_owned();
    let number = brief.and_then(|brief| brief.account_id.as_deref());
    let number = number.map_or_else(
        || style.pick(" (number unknown)", "（账号未知）").to_owned(),
        |number| format!(" ({})", shown(number)),
    );
    rows.row(
        style.pick("account", "账号"),
        shown(&pending.account) + &number,
    );
    let region = pending.region.as_deref().map_or_else(none, shown);
    rows.row(style.pick("region", "地域"), region);
    let unchecked = |text: &Option<String>, told: &str| {
        let told = style.paint.with(Paint::DIM, told);
        let text = text.as_deref().map(shown);
        text.map_or_else(none, |text| format!("\"{text}\"  {told}"))
    };
    let says = style.pick("so it calls itself", "自称，未经核实");
    rows.row(
        style.pick("agent", "请求方"),
        unchecked(&pending.agent, says),
    );
    let says = style.pick("its own words, unchecked", "其自述，未经核实");
    rows.row(
        style.pick("reason", "理由"),
        unchecked(&pending.reason, says),
    );
    match brief {
        Some(brief) => known(&mut rows, brief),
        None => rows.row(
            style.pick("unknown", "未知"),
            style.pick(
                "the parameters and all else were not found out in time",
                "未能及时查明参数等信息",
            ),
        ),
    }
    let digest = pending.digest.to_string();
    let short = digest.get(..DIGITS).unwrap_or(&digest);
    rows.row(style.pick("digest", "摘要"), format!("{short}…"));
    rows.row("ID", pending.id.as_str());
    let left = pending.expires.duration_since(now).unwrap_or_default();
    let minutes = left.as_secs().div_ceil(60);
    let expires = style.pick(format!("in {minutes} min"), format!("{minutes} 分钟后"));
    rows.row(style.pick("expires", "过期"), expires);
    rows.text
}

/// Adds what the broker found out.
fn known(rows: &mut Rows, brief: &Brief) {
    let style = rows.style;
    let resources = brief.resources.iter().map(|one| {
        let name = one
            .name
            .as_deref()
            .map(|name| format!(" \"{}\"", shown(name)));
        let state = one
            .state
            .as_deref()
            .map(|state| format!(" {}", shown(state)));
        let (name, state) = (name.unwrap_or_default(), state.unwrap_or_default());
        format!("{} {}{name}{state}", shown(&one.kind), shown(&one.id))
    });
    rows.rows(
        style.pick("resources", "资源"),
        &resources.collect::<Vec<_>>(),
    );
    if let Some(price) = &brief.price {
        rows.rows(style.pick("price", "价格"), &members(price));
    }
    if let Some(twin) = &brief.twin {
        rows.rows(
            style.pick("twin", "推演"),
            &rehearsal::lines(twin, style.language),
        );
    }
    let parameters = brief.parameters.iter();
    let parameters =
        parameters.map(|(name, value)| format!("{} = {}", shown(name), shown_value(value)));
    rows.rows(
        style.pick("parameters", "参数"),
        &parameters.collect::<Vec<_>>(),
    );
    let unknown: Vec<_> = brief.unknown.iter().map(|text| shown(text)).collect();
    rows.rows(style.pick("unknown", "未知"), &unknown);
    let policy = format!("{}: {}", shown(&brief.decision), shown(&brief.because));
    rows.row(style.pick("policy", "策略"), policy);
}

/// The members of an object, one a row; anything else in one.
fn members(value: &Value) -> Vec<String> {
    match value.as_object() {
        Some(members) => {
            let rows = members.iter();
            rows.map(|(name, value)| format!("{}: {}", shown(name), shown_value(value)))
                .collect()
        }
        None => vec![shown_value(value)],
    }
}

/// Returns all that is known of a request as JSON.
pub(super) fn all(brief: &Brief) -> String {
    let value = serde_json::to_value(brief).unwrap_or_default();
    json(&value) + "\n"
}
