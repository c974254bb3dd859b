//! The forest as a picture and as a list.

use maud::{Markup, html};
use tencentcloud_emulator::KeptResource;

use super::super::place::{address, called};
use super::forest::{Forest, Is, Node};
use crate::call::escaped;
use crate::page::Reader;

/// The size of a node, and from one node to the next, in pixels.
const WIDTH: usize = 190;
const HEIGHT: usize = 38;
const ACROSS: usize = 240;
const DOWN: usize = 48;
/// How much of a text fits into a node, in letters; a Chinese one takes two.
const FITS: usize = 26;

/// Returns the picture. Its nodes are links.
pub(super) fn picture(reader: &Reader, resources: &[KeptResource], forest: &Forest) -> Markup {
    let width = (forest.layers - 1) * ACROSS + WIDTH + 2;
    let height = (forest.rows - 1) * DOWN + HEIGHT + 2;
    html! {
        svg width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) }
            aria-label=(reader.t("Graph of resources", "资源关系图")) {
            g class="edges" aria-hidden="true" {
                @for node in &forest.nodes {
                    @for (number, parent) in node.parents.iter().enumerate() {
                        // A line back would cross what is between.
                        @if forest.nodes[*parent].depth < node.depth { path class=[(number > 0).then_some("other")] d=(edge(&forest.nodes[*parent], node)) {} }
                    }
                }
            }
            @for node in &forest.nodes {
                (drawn(reader, resources, node))
            }
        }
    }
}

fn drawn(reader: &Reader, resources: &[KeptResource], node: &Node) -> Markup {
    let (x, y) = corner(node);
    let (one, href, name, id) = said(reader, resources, node);
    let is_many = matches!(node.is, Is::More(..));
    html! {
        a href=(href) data-go class=(if is_many { "node many" } else { "node" }) {
            title { (one.key.service) " " (one.key.kind) " " (name) @if let Some(id) = id { " " (id) } }
            rect x=(x) y=(y) width=(WIDTH) height=(HEIGHT) rx="6" {}
            text x=(x + 10) y=(y + 15) class="kind" { (fitting(&one.key.kind)) }
            text x=(x + 10) y=(y + 31) { (fitting(&name)) }
        }
    }
}

/// Returns what a node says: its resource, where it leads, its name and its id.
fn said<'r>(
    reader: &Reader,
    resources: &'r [KeptResource],
    node: &Node,
) -> (&'r KeptResource, String, String, Option<&'r str>) {
    match node.is {
        Is::One(index) => {
            let one = &resources[index];
            let id = one.name.as_ref().map(|_| one.key.id.as_str());
            (one, address(one), called(one).to_owned(), id)
        }
        Is::More(index, count) => {
            let one = &resources[index];
            let key = &one.key;
            let href = format!("/local/{}/{}", escaped(&key.service), escaped(&key.kind));
            (
                one,
                href,
                format!("+ {count} {}", reader.t("more", "个")),
                None,
            )
        }
    }
}

fn corner(node: &Node) -> (usize, usize) {
    (node.depth * ACROSS + 1, node.row * DOWN + 1)
}

/// Returns the way from a node to one that is in it.
fn edge(from: &Node, to: &Node) -> String {
    let ((x, y), (end, end_y)) = (corner(from), corner(to));
    let (start, y, end_y) = (x + WIDTH, y + HEIGHT / 2, end_y + HEIGHT / 2);
    let bend = end.saturating_sub((ACROSS - WIDTH) / 2);
    format!("M{start} {y}H{bend}V{end_y}H{end}")
}

/// Returns as much of `text` as fits into a node.
fn fitting(text: &str) -> String {
    let mut left = FITS;
    let mut shown = String::new();
    for letter in text.chars() {
        let wide = 1 + usize::from(letter as u32 > 0x2e80);
        if left <= wide && shown.len() + letter.len_utf8() < text.len() {
            shown.push('…');
            break;
        }
        left = left.saturating_sub(wide);
        shown.push(letter);
    }
    shown
}

/// Returns the same as a list, of the nodes `below`.
pub(super) fn list(
    reader: &Reader,
    resources: &[KeptResource],
    forest: &Forest,
    below: &[usize],
) -> Markup {
    html! {
        ul {
            @for index in below {
                @let node = &forest.nodes[*index];
                @let (one, href, name, id) = said(reader, resources, node);
                li {
                    span class="faint" { (one.key.kind) " " }
                    a href=(href) data-go { (name) }
                    @if let Some(id) = id { " " code { (id) } }
                    @for parent in node.parents.iter().skip(1) {
                        @let (other, _, name, _) = said(reader, resources, &forest.nodes[*parent]);
                        span class="faint" { " · " (reader.t("also in ", "同时属于 ")) (other.key.kind) " " (name) }
                    }
                    @if !node.children.is_empty() { (list(reader, resources, forest, &node.children)) }
                }
            }
        }
    }
}
