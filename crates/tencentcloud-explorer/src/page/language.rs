//! The reader's language.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};

/// The cookie that keeps a chosen language.
pub(super) const KEPT: &str = "explorer-lang";

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
}

impl Language {
    /// Returns the language that was chosen before, else the one that the browser prefers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let mut cookies = text(COOKIE).unwrap_or_default().split(';');
        let kept = cookies.find_map(|cookie| cookie.trim().strip_prefix(KEPT)?.strip_prefix('='));
        if let Some(chosen) = kept.and_then(Self::named) {
            return chosen;
        }
        let mut preferred = text(ACCEPT_LANGUAGE).unwrap_or_default().split(',');
        preferred
            .find_map(|language| Self::named(language.trim()))
            .unwrap_or(Self::English)
    }

    /// Returns the language of a tag such as `zh`, `zh-CN` or `en-US;q=0.8`.
    pub(super) fn named(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// Returns the tag of the language, for HTML.
    pub(crate) fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }

    /// Returns `english` or `chinese`.
    pub(crate) fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// Returns the title in this language if there is one, else the other; titles are empty if unknown.
    pub(crate) fn title<'t>(self, chinese: &'t str, english: &'t str) -> &'t str {
        match (self, chinese, english) {
            (Self::English, chinese, "") => chinese,
            (Self::English, _, english) => english,
            (Self::Chinese, "", english) => english,
            (Self::Chinese, chinese, _) => chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(accepted: &'static str, cookies: &'static str) -> Language {
        let headers = [(ACCEPT_LANGUAGE, accepted), (COOKIE, cookies)];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
        Language::of(&headers.into_iter().collect())
    }

    #[test]
    fn the_browser_says_the_language_until_one_is_chosen() {
        assert_eq!(of("", ""), Language::English);
        assert_eq!(of("fr-FR,zh;q=0.8,en;q=0.5", ""), Language::Chinese);
        assert_eq!(of("zh-CN,zh", "a=b; explorer-lang=en"), Language::English);
        assert_eq!(of("", "explorer-lang="), Language::English);
    }
}
