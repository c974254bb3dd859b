//! The items of all pages.

use std::fmt;
use std::pin::Pin;

use futures_util::{Stream, StreamExt, stream};
use serde_json::{Map, Value};
use tencentcloud_calls::{Known, page_size};
use tencentcloud_rows::Shape;
use tencentcloud_runtime::{RawCall, Result};

use super::regions;
use crate::error::Failure;

/// How to read all items of a list.
#[derive(Debug)]
pub(crate) struct Pages {
    /// True if the action has pages; else one response holds the whole list.
    paged: bool,
    /// The path of the list.
    items: String,
    /// The parameter for the page size, with a size that the action takes.
    size: Option<(String, Value)>,
    /// How many items to read.
    most: usize,
}

/// Which items of a list are kept: all of them by default.
#[derive(Default)]
pub(crate) struct Keep(Option<Wanted>);

type Wanted = Box<dyn Fn(&Value) -> bool>;

impl Keep {
    /// Keeps items for which `wanted` returns true.
    pub(crate) fn when(wanted: impl Fn(&Value) -> bool + 'static) -> Self {
        Self(Some(Box::new(wanted)))
    }

    fn keeps(&self, item: &Value) -> bool {
        self.0.as_ref().is_none_or(|wanted| wanted(item))
    }
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keep").field(&self.0.is_some()).finish()
    }
}

/// Items as they come.
pub(crate) type Items<'c> = Pin<Box<dyn Stream<Item = Result<Value>> + 'c>>;

impl Pages {
    /// Reads how `known` is paged, to read at most `most` items.
    ///
    /// # Errors
    /// An action whose response has no list, or whose pages nobody knows.
    pub(crate) fn of(known: Option<&Known>, most: Option<usize>) -> Result<Self, Failure> {
        let Some(known) = known else {
            let told = "how an action that is not documented is paged is unknown: leave out \
                        --all-pages and --max-items";
            return Err(Failure::usage(told));
        };
        let action = known.action();
        let items = Shape::of(action).items.ok_or_else(|| {
            let told = format!(
                "the response of {} has no list that could have pages: leave out --all-pages and \
                 --max-items",
                known.name
            );
            Failure::usage(told)
        })?;
        let most = most.unwrap_or(usize::MAX);
        let size = page_size(action, most);
        Ok(Self {
            paged: action.paging.is_some(),
            items,
            size,
            most,
        })
    }

    /// Returns the items of `call` that are to be kept, page after page.
    pub(crate) fn items<'c>(&self, call: RawCall<'c>, keep: &'c Keep) -> Items<'c> {
        let kept = move |item: &Result<Value>| {
            let kept = item.as_ref().map_or(true, |item| keep.keeps(item));
            std::future::ready(kept)
        };
        Box::pin(self.every(call).filter(kept).take(self.most))
    }

    fn every<'c>(&self, call: RawCall<'c>) -> Items<'c> {
        let call = self.sized(call);
        if self.paged {
            return Box::pin(call.items());
        }
        let path = self.items.clone();
        let whole = stream::once(call.into_future()).flat_map(move |response| {
            let items = match response {
                Ok(response) => regions::items(response, Some(&path))
                    .into_iter()
                    .map(Ok)
                    .collect(),
                Err(error) => vec![Err(error)],
            };
            stream::iter(items)
        });
        Box::pin(whole)
    }

    /// Returns all items of `call` that are to be kept.
    pub(crate) async fn all(&self, call: RawCall<'_>, keep: &Keep) -> Result<Vec<Value>> {
        let mut items = Vec::new();
        let mut stream = self.items(call, keep);
        while let Some(item) = stream.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    /// Asks for large pages, unless the call says how large they are.
    fn sized<'c>(&self, call: RawCall<'c>) -> RawCall<'c> {
        let Some((name, size)) = &self.size else {
            return call;
        };
        let mut parameters = match call.request().parameters() {
            Value::Object(members) => members.clone(),
            _ => Map::new(),
        };
        if !parameters.contains_key(name) {
            parameters.insert(name.clone(), size.clone());
        }
        call.parameters(parameters)
    }
}
