//! The parameters of a request that may not be shown.

use std::collections::HashSet;

use crate::model::{MASK, Model, flatten};

/// The flat names of secret parameters.
pub(super) struct Secrets(HashSet<String>);

impl Secrets {
    /// What `request` has and its redacted twin has not, and the session token.
    pub(super) fn of(request: &dyn Model, redacted: &dyn Model) -> Self {
        let shown: HashSet<_> = flatten(redacted).unwrap_or_default().into_iter().collect();
        let all = flatten(request).unwrap_or_default().into_iter();
        let secret = all
            .filter(|parameter| !shown.contains(parameter))
            .map(|(name, _)| name);
        Self(secret.chain(["Token".to_owned()]).collect())
    }

    /// Masks the values of secret parameters.
    pub(super) fn mask(&self, parameters: Vec<(String, String)>) -> Vec<(String, String)> {
        let masked = |(name, value)| match self.0.contains(&name) {
            true => (name, MASK.to_owned()),
            false => (name, value),
        };
        parameters.into_iter().map(masked).collect()
    }

    /// Masks the values of secret parameters in a query, with or without what is before its `?`.
    pub(super) fn mask_query(&self, text: &str) -> String {
        let start = text.find('?').map_or(0, |at| at + 1);
        let (head, query) = text.split_at(start);
        let pairs: Vec<_> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if self.0.contains(name) => format!("{name}={MASK}"),
                _ => pair.to_owned(),
            })
            .collect();
        format!("{head}{}", pairs.join("&"))
    }
}
