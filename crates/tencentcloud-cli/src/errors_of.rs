//! `tcloud errors CODE`: who reports an error code, what it means, and what to do about it.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use tencentcloud_catalogue::search::{ErrorPlace, Index, index};
use tencentcloud_catalogue::service;
use tencentcloud_runtime::Error;

use crate::advice;
use crate::error::Failure;
use crate::known::{meant, nearest};
use crate::language::Language;
use crate::options::Options;
use crate::output::{self, Output, Shape};
use crate::page::Page;
use crate::paint::{self, Paint};

/// The error code that is asked for.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The error code, in any case: InvalidParameterValue.VpcIdNotExist
    #[arg(value_name = "CODE")]
    code: String,
}

/// What codes mean that a predicate of the runtime's errors knows, the most telling first.
type Class = (fn(&Error) -> bool, &'static str, &'static str, &'static str);

const CLASSES: &[Class] = &[
    (
        Error::is_dry_run_success,
        "dry_run",
        "The dry run went well: the call would be made.",
        "试运行通过：实际调用可以执行。",
    ),
    (
        Error::is_throttled,
        "throttled",
        "Too many calls in a short time.",
        "短时间内调用过多，被限频。",
    ),
    (
        Error::is_auth,
        "auth",
        "The credential is wrong, or does not allow the call.",
        "凭证有误，或没有调用权限。",
    ),
    (
        Error::is_expired,
        "expired",
        "Something is past its time: a credential, a signature or a resource.",
        "已过期：凭证、签名或资源。",
    ),
    (
        Error::is_not_found,
        "not_found",
        "What the call names does not exist.",
        "请求中指定的对象不存在。",
    ),
    (
        Error::is_already_exists,
        "already_exists",
        "What the call would make exists already.",
        "要创建的对象已存在。",
    ),
    (
        Error::is_in_use,
        "in_use",
        "The resource is in use, and cannot be changed or deleted now.",
        "资源正在使用中，暂时无法修改或删除。",
    ),
    (
        Error::is_limit_exceeded,
        "limit_exceeded",
        "A quota of the account is used up.",
        "账号配额已用尽。",
    ),
    (
        Error::is_gateway,
        "gateway",
        "The service was not reached by the gateway before it.",
        "网关未能连接到后端服务。",
    ),
    (
        Error::is_internal,
        "internal",
        "The service failed inside.",
        "服务内部错误。",
    ),
    (
        Error::is_invalid_parameter,
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

/// What is known of a code.
struct Meaning {
    class: &'static str,
    english: &'static str,
    chinese: &'static str,
    retryable: bool,
}

impl Meaning {
    fn of(code: &str) -> Self {
        let error = Error::service(code, "");
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
}

impl Arguments {
    /// Looks the code up, and prints what is known of it.
    ///
    /// # Errors
    /// A code that no service lists, with the nearest ones.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        let index = index()?;
        let places = index.error(&self.code);
        let Some(first) = places.first() else {
            return Err(self.unknown(index));
        };
        let code = spelt(&self.code, first.service).unwrap_or_else(|| self.code.clone());
        let meaning = Meaning::of(&code);
        let service = match &*places {
            [only] => only.service,
            _ => "SERVICE",
        };
        let next = advice::of_code(&code, service);
        if options.output.output.is_some() || options.output.query.is_some() {
            let services = places
                .iter()
                .map(|place| json!({"service": place.service, "actions": place.actions}));
            let data = json!({
                "code": code,
                "class": meaning.class,
                "meaning": meaning.english,
                "retryable": meaning.retryable,
                "next": next,
                "services": services.collect::<Vec<_>>(),
            });
            Output::of(&options.output, None)?.print(data, &Shape::default())?;
        } else {
            let language = Language::wanted(options.language.as_deref());
            let paint = paint::output(options.output.color);
            output::text(&page(&code, &meaning, &next, &places, language, paint))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The failure of a code that no service lists.
    fn unknown(&self, index: &Index) -> Failure {
        let lower = self.code.to_lowercase();
        // What follows the first part is what most people remember.
        let end = format!(".{lower}");
        let ends = index.error_codes().filter(|code| code.ends_with(&end));
        let mut near: Vec<&str> = ends.take(3).collect();
        if near.is_empty() {
            near = nearest(&lower, index.error_codes());
        }
        let near: Vec<String> = near
            .into_iter()
            .map(|code| {
                let places = index.error(code);
                let spelt = places.first().and_then(|place| spelt(code, place.service));
                spelt.unwrap_or_else(|| code.to_owned())
            })
            .collect();
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        let told = format!(
            "no service lists the error code {}{}",
            self.code,
            meant(&near)
        );
        let meaning = Meaning::of(&self.code);
        let failure = Failure::usage(told);
        match meaning.class {
            "other" => failure,
            class => failure.with_next(format!(
                "codes of its kind are {class}: {}",
                meaning.english
            )),
        }
    }
}

/// The code as `name` spells it.
fn spelt(code: &str, name: &str) -> Option<String> {
    let known = service(name).ok()??;
    let versions = known.versions().iter();
    let mut codes = versions.flat_map(|version| {
        let head = version.head().errors.iter().cloned();
        head.collect::<Vec<_>>()
    });
    codes
        .find(|known| known.eq_ignore_ascii_case(code))
        .or_else(|| {
            let versions = known.versions().iter();
            let mut own = versions.flat_map(|version| {
                let slices = version.actions().filter_map(|action| version.slice(action));
                let actions = slices.flat_map(|slice| slice.actions.into_values());
                actions.flat_map(|action| action.errors)
            });
            own.find(|known| known.eq_ignore_ascii_case(code))
        })
}

/// Returns what is known, to read.
fn page(
    code: &str,
    meaning: &Meaning,
    next: &[String],
    places: &[ErrorPlace<'_>],
    language: Language,
    paint: Paint,
) -> String {
    let mut page = Page::new(output::width());
    page.line(0, &paint.with(Paint::HEADING, code));
    page.paragraph(0, language.pick(meaning.english, meaning.chinese));
    if meaning.retryable {
        page.paragraph(
            0,
            language.pick("The same call may succeed later.", "稍后重试可能成功。"),
        );
    }
    if !next.is_empty() {
        page.heading(language.pick("What to do", "如何处理"));
        next.iter().for_each(|step| page.paragraph(2, step));
    }
    page.heading(language.pick("Who reports it", "涉及的产品与接口"));
    for place in places {
        let title = language.title_of(place.service_title, place.service_title_en);
        let actions = place.actions.join(", ");
        page.row(2, place.service, title.unwrap_or_default());
        page.paragraph(6, &actions);
    }
    page.finish()
}
