//! What was gathered, as the page shows it.

use std::sync::Arc;
use std::time::Instant;

use maud::{Markup, html};
use serde_json::{Map, Value};
use tencentcloud_rows::Shape;

use super::asked::Asked;
use super::lines::Lines;
use crate::page::Reader;
use crate::response::{Subject, look};

/// Items with their secrets and without.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) whole: Vec<Value>,
    pub(super) shown: Vec<Value>,
}

/// What was gathered so far.
#[derive(Debug)]
pub(super) struct Gathered {
    action: String,
    shape: Shape,
    clock: Instant,
    regions: usize,
    part: Part,
    errors: Vec<(Option<String>, String)>,
    stopped: bool,
    full: bool,
}

impl Gathered {
    /// Starts with nothing of what `asked` says.
    pub(super) fn start(asked: &Asked, regions: usize) -> Self {
        Self {
            action: asked.call.action.clone(),
            shape: asked.shape(),
            clock: Instant::now(),
            regions,
            part: Part::default(),
            errors: Vec::new(),
            stopped: false,
            full: false,
        }
    }

    /// Adds the items of one region.
    pub(super) fn add(&mut self, mut part: Part) {
        self.part.whole.append(&mut part.whole);
        self.part.shown.append(&mut part.shown);
    }

    /// Notes what went wrong in a region.
    pub(super) fn failed(&mut self, region: Option<String>, told: String) {
        self.errors.push((region, told));
    }

    /// Notes that the person stopped it.
    pub(super) fn stopped(&mut self) {
        self.stopped = true;
    }

    /// Keeps `most` items, of several regions that each came to as many.
    pub(super) fn cut(&mut self, most: Option<usize>) {
        let most = most.unwrap_or(usize::MAX);
        self.full = self.part.whole.len() >= most;
        self.part.whole.truncate(most);
        self.part.shown.truncate(most);
    }

    /// Shows the list, and what went wrong beside it.
    pub(super) async fn show(self, reader: &Reader, lines: &Lines) {
        let part = self.markup(reader);
        lines.part(part, None).await;
    }

    fn markup(self, reader: &Reader) -> Markup {
        let t = |english, chinese| reader.t(english, chinese);
        let count = self.part.whole.len();
        let took = self.clock.elapsed().as_secs_f64();
        let place = |items: Vec<Value>| match &self.shape.items {
            Some(path) => Value::Object(nested(path, items)),
            None => Value::Array(items),
        };
        let (shown, whole) = (place(self.part.shown), place(self.part.whole));
        let subject = Arc::new(Subject {
            action: self.action,
            whole: (whole != shown).then_some(whole),
            shown,
            shape: self.shape,
            gathered: true,
        });
        let name = reader.app.responses.keep(Arc::clone(&subject));
        let state = match self.errors.is_empty() {
            true => "badge good",
            false => "badge bad",
        };
        html! {
            div class="response" {
                div class="state" {
                    span class=(state) { (count) " " (t(if count == 1 { "item" } else { "items" }, "项")) }
                    @if self.regions > 0 { span { (self.regions) " " (t("regions", "个地域")) } }
                    span { (format!("{took:.1} s")) }
                    @if self.stopped { span class="badge" { (t("stopped", "已停止")) } }
                    @if self.full { span class="badge" { (t("up to the limit", "已达上限")) } }
                }
                @if !self.errors.is_empty() {
                    dl class="remarks" role="alert" {
                        @for (region, told) in &self.errors {
                            dt { (region.as_deref().unwrap_or(t("Error", "错误"))) } dd { (told) }
                        }
                    }
                }
                @if count > 0 { (look(reader, &subject, &name)) }
                @else if self.errors.is_empty() { p class="empty" { (t("The list is empty.", "列表为空。")) } }
            }
        }
    }
}

/// Puts a list to its place in a response.
pub(super) fn nested(path: &str, items: Vec<Value>) -> Map<String, Value> {
    let mut names = path.rsplit('.');
    let last = names.next().unwrap_or_default();
    let innermost = Map::from_iter([(last.to_owned(), Value::Array(items))]);
    names.fold(innermost, |inner, name| {
        Map::from_iter([(name.to_owned(), Value::Object(inner))])
    })
}
