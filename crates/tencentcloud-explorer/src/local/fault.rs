//! Faults in words, ready-made ones, and the form of a new one.

use serde::Deserialize;
use tencentcloud_emulator::{FaultKind, FaultRule};

use crate::page::Language;

/// Says what a call of that fault meets.
pub(super) fn said(language: Language, kind: FaultKind) -> &'static str {
    let (english, chinese) = match kind {
        FaultKind::Latency => ("The response comes late.", "响应延迟返回。"),
        FaultKind::ResetBefore => (
            "The connection is closed before anything is done.",
            "请求执行前连接被断开。",
        ),
        FaultKind::ResetAfter => (
            "The call is carried out, and the connection is closed without a response.",
            "请求已执行，但未返回响应连接就被断开。",
        ),
        FaultKind::Truncate => (
            "The call is carried out, and its response breaks off in the middle.",
            "请求已执行，响应只返回了一半。",
        ),
        FaultKind::Gateway => (
            "A gateway responds with an HTML page and a 5xx status; nothing is done.",
            "网关返回 5xx 状态码和 HTML 页面，请求未执行。",
        ),
        FaultKind::Throttle => (
            "The call is refused with RequestLimitExceeded.",
            "请求因超过频率限制（RequestLimitExceeded）被拒绝。",
        ),
        FaultKind::ExpiredToken => (
            "The call is refused as if its temporary credential had ended.",
            "请求被拒绝，如同临时密钥已过期。",
        ),
        FaultKind::Error => (
            "The call is refused with an error code of your choice.",
            "请求以指定的错误码被拒绝。",
        ),
        FaultKind::ErrorAfter => (
            "The call is carried out, and responds with an error code of your choice.",
            "请求已执行，但返回指定的错误码。",
        ),
        FaultKind::BadJson => (
            "The call is carried out, and its response is half of the JSON.",
            "请求已执行，响应的 JSON 不完整。",
        ),
        FaultKind::ContentType => (
            "The call is carried out, and its response says that it is HTML.",
            "请求已执行，响应的内容类型为 text/html。",
        ),
        FaultKind::CutEvents => (
            "A stream of events breaks off in its middle.",
            "事件流在中途断开。",
        ),
        FaultKind::StallEvents => (
            "A stream of events stays open, and no more of it comes.",
            "事件流保持连接，但不再有新事件。",
        ),
        // A kind that this page does not know yet has its name alone.
        _ => ("", ""),
    };
    language.pick(english, chinese)
}

/// A fault that is one click away.
#[derive(Debug)]
pub(super) struct Preset {
    pub(super) id: &'static str,
    /// What it is called, in English and Chinese.
    pub(super) name: (&'static str, &'static str),
    pub(super) rule: fn() -> FaultRule,
}

/// The faults that are one click away.
pub(super) const PRESETS: [Preset; 5] = [
    Preset {
        id: "slow",
        name: ("Slow network: 800 ms more", "网络缓慢：延迟 800 毫秒"),
        rule: || FaultRule::new("*", FaultKind::Latency).milliseconds(800),
    },
    Preset {
        id: "throttled",
        name: ("Every 10th call is throttled", "每 10 次请求有 1 次被限频"),
        rule: || FaultRule::new("*", FaultKind::Throttle).every(10),
    },
    Preset {
        id: "gateway",
        name: (
            "Gateway errors: one call in five",
            "网关错误：五分之一的请求",
        ),
        rule: || FaultRule::new("*", FaultKind::Gateway).probability(0.2),
    },
    Preset {
        id: "lost",
        name: ("Every 5th response is lost", "每 5 次请求丢失 1 次响应"),
        rule: || FaultRule::new("*", FaultKind::ResetAfter).every(5),
    },
    Preset {
        id: "ended",
        name: ("The credential ends, once", "临时密钥过期一次"),
        rule: || FaultRule::new("*", FaultKind::ExpiredToken).times(1),
    },
];

/// The form of the page: what is done with which fault, or how a new one is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    /// `add`, `preset`, `pause`, `resume`, `remove` or `clear`.
    #[serde(rename = "do")]
    pub(super) doing: String,
    pub(super) id: u64,
    pub(super) preset: String,
    pub(super) kind: Option<FaultKind>,
    pub(super) action: String,
    pub(super) account: String,
    pub(super) probability: String,
    pub(super) every: String,
    pub(super) skip: String,
    pub(super) times: String,
    pub(super) milliseconds: String,
    pub(super) code: String,
    pub(super) status: String,
}

impl Form {
    /// Returns the fault that the form describes.
    ///
    /// # Errors
    /// What is missing or no number.
    pub(super) fn rule(&self, language: Language) -> Result<FaultRule, String> {
        let says = |english: &str, chinese: &str| language.pick(english, chinese).to_owned();
        let kind = self
            .kind
            .ok_or_else(|| says("Choose a kind of fault.", "请选择故障类型。"))?;
        if kind == FaultKind::Latency && self.milliseconds.trim().is_empty() {
            return Err(says(
                "Latency needs milliseconds.",
                "延迟故障需要填写毫秒数。",
            ));
        }
        let is_coded = matches!(kind, FaultKind::Error | FaultKind::ErrorAfter);
        if is_coded && self.code.trim().is_empty() {
            return Err(says(
                "This fault needs an error code.",
                "该故障需要填写错误码。",
            ));
        }
        let action = match self.action.trim() {
            "" => "*",
            action => action,
        };
        let mut rule = FaultRule::new(action, kind);
        let number = |text: &str| -> Result<Option<u64>, String> {
            match text.trim() {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| {
                    format!(
                        "{text:?} {}",
                        language.pick("is no whole number", "不是整数")
                    )
                }),
            }
        };
        rule.every = number(&self.every)?;
        rule.skip = number(&self.skip)?.unwrap_or(0);
        rule.times = number(&self.times)?;
        rule.milliseconds = number(&self.milliseconds)?;
        rule.account = Some(self.account.trim().to_owned()).filter(|text| !text.is_empty());
        // What another kind takes was filled in before the kind was chosen.
        rule.code = Some(self.code.trim().to_owned()).filter(|_| is_coded);
        rule.status = match kind {
            FaultKind::Gateway => {
                number(&self.status)?.map(|status| u16::try_from(status).unwrap_or(0))
            }
            _ => None,
        };
        rule.probability = match self.probability.trim().trim_end_matches('%') {
            "" => None,
            text => match text.trim().parse::<f64>() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Some(percent / 100.0),
                _ => {
                    let says =
                        language.pick("is no percentage from 0 to 100", "不是 0 到 100 的百分数");
                    return Err(format!("{text:?} {says}"));
                }
            },
        };
        Ok(rule)
    }
}
