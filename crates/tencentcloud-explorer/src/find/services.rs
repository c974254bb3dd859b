//! The list of all services.

use axum::response::Response;
use maud::{Markup, html};
use tencentcloud_catalogue::search::index;

use crate::page::{Reader, View, filter};

/// Lists all services.
pub(super) async fn page(reader: Reader) -> Response {
    let index = match index() {
        Ok(index) => index,
        Err(error) => return View::sorry(&error.to_string(), "").show(&reader),
    };
    let t = |english, chinese| reader.t(english, chinese);
    let services = index.services();
    let count = services.len();
    let centre = html! {
        section class="services" {
            h1 { (t("Services", "产品")) " " span class="hint" { (count) } }
            (filter(&reader, "service-list"))
            ul id="service-list" class="cards" {
                @for (name, chinese, english) in services {
                    li { a href={ "/service/" (name) } data-go {
                        span class="name" { (name) }
                        span class="title" { (reader.title(chinese, english)) }
                        // The other language is found by the filter, too.
                        span hidden { (chinese) " " (english) }
                        span class="hint" { (index.actions(name).count()) }
                    } }
                }
            }
        }
    };
    let view = View {
        title: t("Services", "产品").to_owned(),
        centre,
        side: Markup::default(),
    };
    view.show(&reader)
}
