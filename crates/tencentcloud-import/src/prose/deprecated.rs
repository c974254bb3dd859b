//! Whether a member's documentation asks not to use the member.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// The remark stands at the text's start, or names the member as what is given up: elsewhere it
/// may be said of one of the values.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        ^\s*[\[(]?\s*(?:注意|说明)?[:,]?\s*(?:该|此|本|当前)?(?:字段|参数|属性|入参|出参|功能)?
            (?:(?:已经|已|即将|将)(?:被)?(?:废弃|弃用|废除|作废)|(?:废弃|弃用|废除)(?:字段|参数|中|[\])\n,;。.!\x20]|$))
        | ^\s*[\[(]?(?i:deprecated)\b
        | (?:该|此|本|当前)(?:字段|参数|属性|入参|出参)
            (?:已经|已|即将|将|目前已|现已)?(?:被)?(?:废弃|弃用|不再使用|不再推荐使用|不推荐使用|不建议使用|停止使用|下线)
        | [(\[](?:该|此|本)?(?:字段|参数)?(?:已|即将)(?:废弃|弃用)[^()\[\]:\n]{0,20}[)\]]\s*$
        ",
    )
});

/// Reads the remark off a normalized text.
pub(super) fn read(text: &str) -> bool {
    REMARK.is_match(text)
}
