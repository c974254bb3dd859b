//! What an error code means.

use tencentcloud_catalogue::search::{Field, index, spellings};
use tencentcloud_runtime::Error as CallError;

use crate::error::Error;
use crate::known::nearest;
use crate::language::Language;

/// What codes mean that a predicate of the runtime's errors knows, the most telling first.
type Class = (
    fn(&CallError) -> bool,
    &'static str,
    &'static str,
    &'static str,
);

const CLASSES: &[Class] = &[
    (
        CallError::is_dry_run_success,
        "dry_run",
        "The dry run went well: the call would be made.",
        "试运行通过：实际调用可以执行。",
    ),
    (
        CallError::is_throttled,
        "throttled",
        "Too many calls in a short time.",
        "短时间内调用过多，被限频。",
    ),
    (
        CallError::is_auth,
        "auth",
        "The credential is wrong, or does not allow the call.",
        "凭证有误，或没有调用权限。",
    ),
    (
        CallError::is_expired,
        "expired",
        "Something is past its time: a credential, a signature or a resource.",
        "已过期：凭证、签名或资源。",
    ),
    (
        CallError::is_not_found,
        "not_found",
        "What the call names does not exist.",
        "请求中指定的对象不存在。",
    ),
    (
        CallError::is_already_exists,
        "already_exists",
        "What the call would make exists already.",
        "要创建的对象已存在。",
    ),
    (
        CallError::is_in_use,
        "in_use",
        "The resource is in use, and cannot be changed or deleted now.",
        "资源正在使用中，暂时无法修改或删除。",
    ),
    (
        CallError::is_limit_exceeded,
        "limit_exceeded",
        "A quota of the account is used up.",
        "账号配额已用尽。",
    ),
    (
        CallError::is_gateway,
        "gateway",
        "The service was not reached by the gateway before it.",
        "网关未能连接到后端服务。",
    ),
    (
        CallError::is_internal,
        "internal",
        "The service failed inside.",
        "服务内部错误。",
    ),
    (
        CallError::is_invalid_parameter,
        "invalid_parameter",
        "A parameter is missing, unknown, or has a value that the service does not take.",
        "参数缺失、未知或取值不被接受。",
    ),
];

/// What first parts mean that are in no class.
const FAMILIES: &[(&str, &str, &str)] = &[
    (
        "FailedOperation",
        "The service tried and failed; the message says why.",
        "操作失败，原因见错误信息。",
    ),
    (
        "UnsupportedOperation",
        "The service does not do this for this resource, in this state or region.",
        "当前资源、状态或地域不支持该操作。",
    ),
    (
        "OperationDenied",
        "The service does not allow this now.",
        "当前不允许该操作。",
    ),
    (
        "ResourceInsufficient",
        "The region or zone has no more of what was asked for.",
        "地域或可用区资源不足。",
    ),
    (
        "ResourcesSoldOut",
        "What was asked for is sold out in the region or zone.",
        "地域或可用区资源已售罄。",
    ),
    (
        "ResourceUnavailable",
        "The resource is not in a state in which this is possible.",
        "资源当前状态不可用。",
    ),
];

/// What an error code means, whichever service reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The class of the code, in snake case, e.g. `not_found`; `other` for a code in no class.
    pub class: &'static str,
    /// What it means, an English sentence.
    pub english: &'static str,
    /// What it means, a Chinese sentence.
    pub chinese: &'static str,
    /// True if the same call may succeed later.
    pub retryable: bool,
}

impl Meaning {
    /// Returns the meaning of `code`, e.g. `ResourceNotFound.VpcNotFound`, by its class or else by its
    /// first part.
    pub fn of(code: &str) -> Self {
        let error = CallError::service(code, "");
        let retryable = error.is_retryable();
        let class = CLASSES.iter().find(|(is, ..)| is(&error));
        let family = code.split('.').next().unwrap_or_default();
        let family = FAMILIES.iter().find(|(known, ..)| *known == family);
        let (class, english, chinese) = match (class, family) {
            (Some((_, class, english, chinese)), _) => (*class, *english, *chinese),
            (None, Some((_, english, chinese))) => ("other", *english, *chinese),
            (None, None) => (
                "other",
                "The service refused the call; the message says why.",
                "服务拒绝了该调用，原因见错误信息。",
            ),
        };
        Self {
            class,
            english,
            chinese,
            retryable,
        }
    }

    /// Returns the sentence in `language`.
    pub fn text(&self, language: Language) -> &'static str {
        language.pick(self.english, self.chinese)
    }
}

/// Returns `code`, in any case, as services spell it; `None` if none lists the code.
///
/// # Errors
/// A damaged catalogue.
pub fn spelt(code: &str) -> Result<Option<&'static str>, Error> {
    Ok(spellings()?.spelt(code, Field::Error))
}

/// Returns the up to three listed codes that may have been meant by `code`, as their services spell
/// them: those that end in it, or else those that are most like it.
///
/// # Errors
/// A damaged catalogue.
pub fn near_codes(code: &str) -> Result<Vec<String>, Error> {
    let index = index()?;
    let lower = code.to_lowercase();
    // What follows the first part is what most people remember.
    let end = format!(".{lower}");
    let ends = index.error_codes().filter(|code| code.ends_with(&end));
    let mut near: Vec<&str> = ends.take(3).collect();
    if near.is_empty() {
        near = nearest(&lower, index.error_codes());
    }
    let spelt = near.into_iter().map(|code| {
        let spelt = spelt(code)?.unwrap_or(code);
        Ok(spelt.to_owned())
    });
    spelt.collect()
}
