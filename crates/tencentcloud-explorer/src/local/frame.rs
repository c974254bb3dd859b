//! What the pages of the panel have in common.

use maud::{Markup, html};

use crate::page::{Reader, View};

/// A page of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Resources,
    Graph,
    Faults,
    Clock,
    Snapshot,
    Connect,
}

impl Page {
    const ALL: [Self; 6] = [
        Self::Resources,
        Self::Graph,
        Self::Faults,
        Self::Clock,
        Self::Snapshot,
        Self::Connect,
    ];

    /// Returns where it is.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Resources => "/local",
            Self::Graph => "/local/graph",
            Self::Faults => "/local/faults",
            Self::Clock => "/local/clock",
            Self::Snapshot => "/local/snapshot",
            Self::Connect => "/local/connect",
        }
    }

    fn name(self, reader: &Reader) -> &'static str {
        match self {
            Self::Resources => reader.t("Resources", "资源"),
            Self::Graph => reader.t("Graph", "关系图"),
            Self::Faults => reader.t("Faults", "故障"),
            Self::Clock => reader.t("Clock", "时钟"),
            Self::Snapshot => reader.t("Snapshot", "快照"),
            Self::Connect => reader.t("Connect", "接入"),
        }
    }
}

/// Returns the window with `body` as that `page` of the panel, and `side` on its right.
pub(super) fn frame(reader: &Reader, page: Page, body: &Markup, side: Markup) -> View {
    let centre = html! {
        div class="endpoint" {
            header class="head" {
                h1 { (reader.t("Local endpoint", "本地端点")) }
                p class="hint mono" { (reader.app.emulator.url()) }
            }
            nav class="tabs" aria-label=(reader.t("Panel of the local endpoint", "本地端点面板")) {
                @for other in Page::ALL {
                    a href=(other.path()) data-go aria-current=[(other == page).then_some("page")] {
                        (other.name(reader))
                    }
                }
            }
            (body)
        }
    };
    View {
        title: format!(
            "{} · {}",
            page.name(reader),
            reader.t("Local endpoint", "本地端点")
        ),
        centre,
        side,
    }
}
