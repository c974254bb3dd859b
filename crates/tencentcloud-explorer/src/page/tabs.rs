//! The tabs on the right of the window.

use maud::{Markup, html};

use super::reader::Reader;

/// A tab on the right of the window.
#[derive(Debug)]
pub(crate) struct Tab {
    /// Its name in the address, e.g. `code`.
    pub(crate) id: &'static str,
    /// What it is called.
    pub(crate) name: &'static str,
    /// What it shows at first.
    pub(crate) panel: Markup,
    /// Where the window sends the call, each time it changes, for what the tab shows then.
    pub(crate) post: Option<&'static str>,
}

/// Returns the tabs, the one in the address shown, else the first.
pub(crate) fn tabs(reader: &Reader, tabs: &[Tab]) -> Markup {
    let asked = reader.tab.as_deref();
    let shown = tabs.iter().find(|tab| Some(tab.id) == asked);
    let shown = shown.or(tabs.first()).map(|tab| tab.id);
    html! {
        div class="tabs" role="tablist" aria-label=(reader.t("About this call", "关于此调用")) {
            @for tab in tabs {
                @let is_shown = Some(tab.id) == shown;
                button type="button" role="tab" id={ "tab-" (tab.id) } data-tab=(tab.id)
                    aria-controls={ "panel-" (tab.id) } aria-selected=(is_shown)
                    tabindex=(if is_shown { "0" } else { "-1" }) { (tab.name) }
            }
        }
        @for tab in tabs {
            section role="tabpanel" class="panel" id={ "panel-" (tab.id) } tabindex="0"
                aria-labelledby={ "tab-" (tab.id) } data-post=[tab.post] hidden[Some(tab.id) != shown] {
                (tab.panel)
            }
        }
    }
}
