//! Many responses as one list: all pages, several regions.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use serde_json::Value;
use tencentcloud_calls::page_size;
use tencentcloud_rows::{at, tagged};
use tencentcloud_runtime::{Client, Error};

use super::asked::Asked;
use super::attempts::Attempts;
use super::gathered::{Gathered, Part, nested};
use super::lines::Lines;
use super::outcome::public;
use super::sending::{Stop, lock};
use crate::page::Reader;
use crate::target::Target;

/// How many regions are called at the same time.
const PARALLEL: usize = 8;
/// After how many items it is said how many there are.
const STEP: usize = 50;

/// One region's items so far.
#[derive(Debug, Default)]
struct Heap {
    items: Vec<Value>,
    error: Option<Error>,
}

/// Gathers up to `most` items over all pages, or one page without it, in each of `regions`, and shows
/// them as one list.
pub(super) async fn send(
    reader: &Reader,
    target: &Target,
    asked: &Asked,
    lines: &Lines,
    stop: &Stop,
    (most, regions): (Option<usize>, &[String]),
) {
    let mut gathered = Gathered::start(asked, regions.len());
    let client = match target.client(&reader.app, &asked.call.service).await {
        Ok(client) => client,
        Err(told) => {
            gathered.failed(None, told);
            return gathered.show(reader, lines).await;
        }
    };
    let places: Vec<Option<String>> = match regions {
        [] => vec![asked.region().map(str::to_owned)],
        regions => regions.iter().cloned().map(Some).collect(),
    };
    let heaps: Vec<Mutex<Heap>> = places.iter().map(|_| Mutex::default()).collect();
    let count = AtomicUsize::new(0);
    let gatherer = Gatherer {
        asked,
        client: &client,
        count: &count,
        lines,
        reader,
        most,
    };
    let calls = places.iter().zip(&heaps);
    let calls = calls.map(|(region, heap)| gatherer.region(region.as_deref(), heap).boxed());
    let calls: Vec<BoxFuture<'_, ()>> = calls.collect();
    let mut all = stream::iter(calls).buffer_unordered(PARALLEL);
    loop {
        tokio::select! {
            done = all.next() => if done.is_none() { break },
            () = stop.asked() => { gathered.stopped(); break }
        }
    }
    drop(all);
    for (region, heap) in places.into_iter().zip(heaps) {
        let Heap { items, error } = heap
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let tag = region.as_deref().filter(|_| !regions.is_empty());
        gathered.add(part(asked, items, tag));
        if let Some(error) = error {
            let told = match error.code() {
                Some(code) => format!("{code}: {}", error.message().unwrap_or_default()),
                None => error.to_string(),
            };
            gathered.failed(region, told);
        }
    }
    gathered.cut(most);
    gathered.show(reader, lines).await;
}

struct Gatherer<'g> {
    asked: &'g Asked,
    client: &'g Client,
    count: &'g AtomicUsize,
    lines: &'g Lines,
    reader: &'g Reader,
    most: Option<usize>,
}

impl Gatherer<'_> {
    /// Gathers the items of one region.
    async fn region(&self, region: Option<&str>, heap: &Mutex<Heap>) {
        let mut call = self.asked.by(self.client, &Attempts::default());
        if let Some(region) = region {
            call = call.region(region);
        }
        let Some(most) = self.most else {
            match call.await {
                Ok(response) => self.take(heap, response).await,
                Err(error) => lock(heap).error = Some(error),
            }
            return;
        };
        let known = self.asked.known.as_ref();
        if let Some((name, size)) = known.and_then(|known| page_size(known.action(), most)) {
            let mut parameters = self.asked.parameters().clone();
            parameters.entry(name).or_insert(size);
            call = call.parameters(parameters);
        }
        let mut items = call.items();
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => lock(heap).items.push(item),
                Err(error) => {
                    lock(heap).error = Some(error);
                    return;
                }
            }
            if self.counted().await >= most {
                return;
            }
        }
    }

    /// Takes the list of one response, or else the response itself as the only item.
    async fn take(&self, heap: &Mutex<Heap>, response: Value) {
        let items = match self.asked.shape().items {
            None => vec![response],
            Some(path) => match at(&response, &path) {
                Some(Value::Array(items)) => items.clone(),
                _ => Vec::new(),
            },
        };
        for item in items {
            lock(heap).items.push(item);
            self.counted().await;
        }
    }

    /// Counts an item, and says so now and then.
    async fn counted(&self) -> usize {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if count.is_multiple_of(STEP) {
            let items = self
                .reader
                .t(if count == 1 { "item" } else { "items" }, "项");
            self.lines.say(format!("{count} {items}")).await;
        }
        count
    }
}

/// The items of one region, with their secrets and without, each after the region's name.
fn part(asked: &Asked, items: Vec<Value>, region: Option<&str>) -> Part {
    let path = asked.shape().items;
    let shown = match &path {
        Some(path) => {
            let whole = nested(path, items.clone());
            let shown = Value::Object(public(asked, &whole));
            match at(&shown, path) {
                Some(Value::Array(items)) => items.clone(),
                _ => Vec::new(),
            }
        }
        None => {
            let objects = items.iter().filter_map(Value::as_object);
            objects.map(|item| public(asked, item).into()).collect()
        }
    };
    let tag = |items: Vec<Value>| match region {
        Some(region) => items.into_iter().map(|item| tagged(item, region)).collect(),
        None => items,
    };
    Part {
        whole: tag(items),
        shown: tag(shown),
    }
}
