//! Whether the same call may be sent again.

use tencentcloud_calls::Meaning;
use tencentcloud_runtime::ActionClass;

use crate::page::Reader;

/// Whether the same call may be sent again, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It was not carried out: whatever it does, it may be sent again.
    Later,
    /// It may have been carried out, and a second time does no harm.
    Harmless,
    /// It may have been carried out, and a second time has an effect of its own.
    LookFirst,
    /// It fails the same way until something else changes.
    InVain,
}

impl Again {
    /// Returns whether a call of an action of `class` may be sent again after the error `code`.
    pub(super) fn of(code: &str, class: ActionClass) -> Self {
        let meaning = Meaning::of(code);
        match (meaning.class, meaning.retryable, class) {
            ("throttled", ..) => Self::Later,
            (_, true, ActionClass::Read | ActionClass::Idempotent) => Self::Harmless,
            (_, true, _) => Self::LookFirst,
            (_, false, _) => Self::InVain,
        }
    }

    /// Returns what is to be done.
    pub(super) fn text(self, reader: &Reader) -> &'static str {
        match self {
            Self::Later => reader.t(
                "Yes, a little later: it was not carried out.",
                "可以，请稍后重试：请求未被执行。",
            ),
            Self::Harmless => reader.t(
                "Yes: even if it was carried out, a second request does no harm.",
                "可以：即使已执行，重复请求也没有影响。",
            ),
            Self::LookFirst => reader.t(
                "Look first: it may have been carried out, and a second request would do it twice.",
                "请先确认：请求可能已执行，重复请求会再执行一次。",
            ),
            Self::InVain => reader.t(
                "Not as it is: it fails the same way until something changes.",
                "原样重试没有用：需要先修改请求或环境。",
            ),
        }
    }

    /// Returns the kind of badge that stands for it.
    pub(super) fn badge(self) -> &'static str {
        match self {
            Self::Later | Self::Harmless => "good",
            Self::LookFirst => "bad",
            Self::InVain => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_sent_again_depends_on_the_code_and_the_action() {
        let (read, write) = (ActionClass::Read, ActionClass::Write);
        for (code, class, again) in [
            ("RequestLimitExceeded", write, Again::Later),
            ("InternalError", read, Again::Harmless),
            ("InternalError", ActionClass::Idempotent, Again::Harmless),
            ("InternalError", write, Again::LookFirst),
            ("InvalidParameterValue.VpcIdMalformed", read, Again::InVain),
            ("UnauthorizedOperation", write, Again::InVain),
        ] {
            assert_eq!(Again::of(code, class), again, "{code}");
        }
    }
}
