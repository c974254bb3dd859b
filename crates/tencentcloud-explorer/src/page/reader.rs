//! Who reads a page, and what of it is asked for.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderName, Uri};
use serde::Deserialize;

use super::language::{named, wanted};
use tencentcloud_calls::Language;

use crate::app::App;
use crate::target::Target;

/// The header by which the window asks for its centre and side alone.
const PART: HeaderName = HeaderName::from_static("x-part");

/// Who reads a page: the language, the target, and the address that the page has.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub(crate) app: App,
    pub(crate) language: Language,
    pub(crate) target: Target,
    /// The filter of the timeline.
    pub(crate) filter: String,
    /// The tab that is shown on the right.
    pub(crate) tab: Option<String>,
    /// The path and query that were asked for.
    pub(crate) uri: Uri,
    /// True if the window asks for its centre and side alone.
    pub(super) is_part: bool,
    /// True if the address says the language.
    pub(super) is_chosen: bool,
}

impl Reader {
    /// Returns the title that this reader reads, else the other one; titles are empty if unknown.
    pub(crate) fn title<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        self.language.title_of(chinese, english).unwrap_or_default()
    }

    /// Returns `english` or `chinese`, as this reader reads.
    pub(crate) fn t(&self, english: &'static str, chinese: &'static str) -> &'static str {
        self.language.pick(english, chinese)
    }
}

/// What every page's address may say.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    lang: Option<String>,
    target: Option<String>,
    q: Option<String>,
    tab: Option<String>,
}

impl FromRequestParts<App> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let said = Query::<Said>::try_from_uri(&parts.uri);
        let said = said.map(|Query(said)| said).unwrap_or_default();
        let chosen = said.lang.as_deref().and_then(named);
        Ok(Self {
            app: app.clone(),
            language: chosen.unwrap_or_else(|| wanted(&parts.headers)),
            target: Target::named(said.target.as_deref().unwrap_or_default()),
            filter: said.q.unwrap_or_default(),
            tab: said.tab,
            uri: parts.uri.clone(),
            is_part: parts.headers.contains_key(PART),
            is_chosen: chosen.is_some(),
        })
    }
}
