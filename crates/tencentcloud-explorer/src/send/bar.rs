//! The button that sends, and how often.

use maud::{Markup, html};
use tencentcloud_calls::Effect;
use tencentcloud_catalogue::regions;
use tencentcloud_rows::Shape;

use crate::call::Call;
use crate::page::Reader;
use crate::saved::button;
use crate::target::Target;

/// How many items are gathered unless the person says another number.
const MOST: usize = 1000;

/// Returns the button that sends the call that the page is about, green for the local endpoint and red
/// for a real account; and for what reads a list, whether to gather pages and regions.
pub(crate) fn bar(reader: &Reader, call: &Call) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let known = call.known();
    let reads = Effect::of(&call.service, &call.action).reads();
    let action = known.as_ref().map(|known| known.action()).filter(|_| reads);
    let paged = action.is_some_and(|action| action.paging.is_some());
    let list = action.is_some_and(|action| Shape::of(action).items.is_some());
    let usual = match &reader.target {
        Target::Local => None,
        Target::Real(name) => {
            let accounts = reader.app.accounts.list();
            let own = accounts.into_iter().find(|account| account.name == *name);
            own.and_then(|account| account.region)
        }
    };
    html! {
        tc-send class="send" data-target=(reader.target.name()) data-usual=[usual.as_deref()]
            data-sending=(t("Sending …", "发送中 …")) {
            div class="line" {
                @match &reader.target {
                    Target::Local => button type="button" class="button go local" aria-keyshortcuts="Control+Enter" {
                        (t("Send locally", "发送到本地端点"))
                    },
                    Target::Real(name) => button type="button" class="button go real" aria-keyshortcuts="Control+Enter" {
                        (t("Send to", "发送到")) " " (name)
                        span class="region" { @if let Some(region) = call.region.as_ref().or(usual.as_ref()) { "· " (region) } }
                    },
                }
                (button(reader))
                button type="button" class="button stop" hidden { (t("Stop", "停止")) }
                span class="say hint" role="status" {}
                span class="hint keys" { kbd { "Ctrl" } " " kbd { "Enter" } }
            }
            @if list {
                details class="often" {
                    summary { (if paged { t("All pages, several regions", "全部分页、多个地域") } else { t("Several regions", "多个地域") }) }
                    @if paged {
                        label class="check" {
                            input type="checkbox" name="pages";
                            (t("All pages, up to", "全部分页，最多"))
                            input type="number" name="most" min="1" max="20000" value=(MOST) aria-label=(t("Items at most", "最多项数"));
                            (t("items", "项"))
                        }
                    }
                    fieldset {
                        legend { (t("In regions", "在以下地域")) }
                        div class="regions" {
                            @for region in regions() {
                                label class="check" title=(region.name) {
                                    input type="checkbox" name="region" value=(region.name);
                                    (reader.title(region.title, region.title_en))
                                    span class="hint" { (region.name) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
