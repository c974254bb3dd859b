//! The rooms of the window.

/// A room: its path, and its name in English and Chinese.
type Room = (&'static str, (&'static str, &'static str));

/// Returns the rooms that the bar leads to and the palette finds.
pub(crate) fn rooms() -> &'static [Room] {
    &[
        ("/services", ("Services", "产品")),
        ("/local", ("Local", "本地")),
        ("/saved", ("Saved", "已保存")),
        ("/history", ("History", "历史")),
        ("/held", ("Held", "拦截")),
        ("/approvals", ("Approvals", "审批")),
        ("/signature", ("Signatures", "签名")),
    ]
}
