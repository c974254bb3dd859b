//! Which resource is in which: a graph in layers, and the same as a list.

mod draw;
mod forest;
mod links;

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::frame::{Page, frame};
use super::place::Place;
use crate::app::App;
use crate::page::{Reader, live};
use forest::Forest;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/local/graph", get(graph))
}

async fn graph(reader: Reader, Query(place): Query<Place>) -> Response {
    let t = |english, chinese| reader.t(english, chinese);
    let mut resources = reader.app.emulator.resources().all();
    resources.retain(|one| place.has(&one.account, &one.region));
    let forest = Forest::of(&resources);
    let body = html! {
        (place.choose(&reader, Page::Graph.path()))
        (live("graph", "graph", &html! {
            @if forest.nodes.is_empty() {
                div class="empty" {
                    h2 { (t("Nothing is in anything yet", "还没有相互关联的资源")) }
                    p {
                        (t("Create a VPC, a subnet in it and an instance there: the graph shows which is in which.",
                           "先创建私有网络、其中的子网和实例，关系图会显示它们的归属。"))
                    }
                }
            } @else {
                @if forest.alone > 0 || forest.folded {
                    p class="hint" {
                        @if forest.folded {
                            (t("Many of one kind are drawn as one. ", "数量较多的同类资源合并为一个节点。"))
                        }
                        @if forest.alone > 0 {
                            (forest.alone) " "
                            (t("resources are in none and hold none: the tables have them.",
                               "个资源没有归属关系，请在资源表中查看。"))
                        }
                    }
                }
                div class="scroll" tabindex="0" role="region" aria-label=(t("Graph of resources", "资源关系图")) {
                    (draw::picture(&reader, &resources, &forest))
                }
                details class="text" {
                    summary { (t("The same as a list", "以列表查看")) }
                    (draw::list(&reader, &resources, &forest, &forest.roots))
                }
            }
        }))
    };
    frame(&reader, Page::Graph, &body, Markup::default()).show(&reader)
}
