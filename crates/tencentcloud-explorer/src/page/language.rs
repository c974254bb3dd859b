//! The reader's language.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use tencentcloud_calls::Language;

/// The cookie that keeps a chosen language.
pub(super) const KEPT: &str = "explorer-lang";

/// Returns the language that was chosen before, else the one that the browser prefers.
pub(crate) fn wanted(headers: &HeaderMap) -> Language {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let mut cookies = text(COOKIE).unwrap_or_default().split(';');
    let kept = cookies.find_map(|cookie| cookie.trim().strip_prefix(KEPT)?.strip_prefix('='));
    if let Some(chosen) = kept.and_then(named) {
        return chosen;
    }
    let mut preferred = text(ACCEPT_LANGUAGE).unwrap_or_default().split(',');
    preferred
        .find_map(|language| named(language.trim()))
        .unwrap_or(Language::English)
}

/// Returns the language of a tag as browsers write it: `zh`, `zh-CN`, `en-US;q=0.8`.
pub(super) fn named(tag: &str) -> Option<Language> {
    match tag.get(..2)?.to_ascii_lowercase().as_str() {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(accepted: &'static str, cookies: &'static str) -> Language {
        let headers = [(ACCEPT_LANGUAGE, accepted), (COOKIE, cookies)];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
        wanted(&headers.into_iter().collect())
    }

    #[test]
    fn the_browser_says_the_language_until_one_is_chosen() {
        assert_eq!(of("", ""), Language::English);
        assert_eq!(of("fr-FR,zh;q=0.8,en;q=0.5", ""), Language::Chinese);
        assert_eq!(of("zh-CN,zh", "a=b; explorer-lang=en"), Language::English);
        assert_eq!(of("", "explorer-lang="), Language::English);
    }
}
