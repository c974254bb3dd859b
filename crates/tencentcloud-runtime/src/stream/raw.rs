//! Events and pages of raw calls.

use serde_json::Value;

use super::{EventStream, ItemStream, PageStream};
use crate::model::take_list;
use crate::{Error, RawCall};

impl<'c> RawCall<'c> {
    /// Sends the call and returns its response event by event, as
    /// [`Call::events`](crate::Call::events) does. A plain JSON response is one event.
    pub fn events(self) -> EventStream<'c, Value> {
        EventStream::new(self)
    }

    /// Returns the responses page after page, from the request's own position to the end of the list.
    /// Fails with the first page if [`RawAction::pages`](crate::RawAction::pages) is not set.
    pub fn pages(self) -> PageStream<'c, Value> {
        let action = self.request().action();
        match action.pages.clone() {
            Some(pages) => PageStream::new(self, pages),
            None => {
                let what = format!(
                    "how {} is paged is unknown: set RawAction::pages",
                    action.name()
                );
                PageStream::failed(self.unsent(Error::request(what)))
            }
        }
    }

    /// Returns the items of the list over all pages, as [`RawCall::pages`] requests them.
    pub fn items(self) -> ItemStream<'c, Value, Value> {
        let pages = self.request().action().pages.as_ref();
        let path = pages.map(|pages| pages.items.clone()).unwrap_or_default();
        ItemStream::new(self.pages(), path, take_list)
    }
}
