//! What to do about an error.

use maud::{Markup, html};
use tencentcloud_calls::Meaning;

use crate::page::Reader;

/// What to do about codes that begin so, which say more than their class.
const CODES: &[(&str, (&str, &str))] = &[
    (
        "AuthFailure.SignatureExpire",
        (
            "Set the clock of the machine that signs: it differs from the service's by more than 5 minutes.",
            "校准签名机器的时钟：与服务端相差超过 5 分钟。",
        ),
    ),
    (
        "AuthFailure.SignatureFailure",
        (
            "Compare the signature: the page Signatures finds the first byte that differs.",
            "检查签名：“签名”页面会找出第一个不同的字节。",
        ),
    ),
    (
        "AuthFailure.SecretIdNotFound",
        (
            "Take a key that exists and is enabled, of this site: China and international have accounts of their own.",
            "请使用存在且已启用的密钥；中国站与国际站账号互不相通。",
        ),
    ),
    (
        "AuthFailure.UnauthorizedOperation",
        (
            "Allow the action in CAM to the user or role that signs.",
            "在 CAM 中为签名的用户或角色授权该接口。",
        ),
    ),
    (
        "UnauthorizedOperation",
        (
            "Allow the action in CAM to the user or role that signs.",
            "在 CAM 中为签名的用户或角色授权该接口。",
        ),
    ),
    (
        "UnsupportedRegion",
        (
            "Choose a region that the service has.",
            "请选择该产品支持的地域。",
        ),
    ),
    (
        "MissingParameter",
        (
            "Give the parameter that the message names.",
            "补充错误信息中指出的参数。",
        ),
    ),
    (
        "UnknownParameter",
        (
            "Look at the spelling: the service does not know a parameter of that name.",
            "检查参数名拼写：服务不认识该参数。",
        ),
    ),
    (
        "ResourceInsufficient",
        (
            "Ask for another zone, type or size, or for less.",
            "更换可用区、规格，或减少数量。",
        ),
    ),
    (
        "ResourcesSoldOut",
        (
            "Ask for another zone, type or size, or for less.",
            "更换可用区、规格，或减少数量。",
        ),
    ),
];

/// What to do about the codes of a class.
const CLASSES: &[(&str, (&str, &str))] = &[
    (
        "dry_run",
        (
            "Send it without DryRun to carry it out.",
            "去掉 DryRun 后即可实际执行。",
        ),
    ),
    (
        "throttled",
        (
            "Wait a second, and send fewer calls at a time.",
            "稍等片刻，并降低调用频率。",
        ),
    ),
    (
        "auth",
        (
            "Look at which credential signs, and what CAM allows it.",
            "检查所用凭证及其 CAM 权限。",
        ),
    ),
    (
        "expired",
        (
            "Renew what is past its time: a temporary credential, a signature or the resource.",
            "更新已过期的临时凭证、签名或资源。",
        ),
    ),
    (
        "not_found",
        (
            "Look at the ID and the region: what exists in one region is not there in another.",
            "检查 ID 与地域：资源只存在于其所属地域。",
        ),
    ),
    (
        "already_exists",
        (
            "Use what is there, or another name.",
            "使用已有对象，或换一个名称。",
        ),
    ),
    (
        "in_use",
        (
            "End what uses it first, or wait until it is done.",
            "先解除占用，或等待其完成。",
        ),
    ),
    (
        "limit_exceeded",
        (
            "Delete what is not needed, or ask for a higher quota.",
            "删除不需要的资源，或申请提高配额。",
        ),
    ),
    (
        "gateway",
        (
            "Send it again later; the vendor's support can look the request ID up.",
            "稍后重试；可凭请求 ID 联系腾讯云支持。",
        ),
    ),
    (
        "internal",
        (
            "Send it again later; the vendor's support can look the request ID up.",
            "稍后重试；可凭请求 ID 联系腾讯云支持。",
        ),
    ),
    (
        "invalid_parameter",
        (
            "Compare the parameter with its values and range in the tab Docs.",
            "对照“文档”标签中的取值与范围检查参数。",
        ),
    ),
];

/// Returns what to do about `code`, most promising first.
pub(super) fn steps(reader: &Reader, code: &str) -> Vec<Markup> {
    let known = CODES.iter().find(|(start, _)| {
        let rest = code.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    let class = Meaning::of(code).class;
    let known = known.or_else(|| CLASSES.iter().find(|(name, _)| *name == class));
    let text = known.map(|(_, text)| reader.language.pick(text.0, text.1));
    let mut steps: Vec<Markup> = text.into_iter().map(|text| html! { (text) }).collect();
    if code.starts_with("AuthFailure.Signature") {
        steps.push(html! {
            a href="/signature" data-go { (reader.t("Open the page Signatures", "打开“签名”页面")) }
        });
    }
    steps
}
