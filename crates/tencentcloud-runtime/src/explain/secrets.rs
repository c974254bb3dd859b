//! The parameters of a request that may not be shown.

use std::collections::HashSet;

use crate::client::Masked;
use crate::model::MASK;

/// The flat names of secret parameters.
pub(super) struct Secrets(HashSet<String>);

impl Secrets {
    /// What a request has and its redacted twin has not, and the session token.
    pub(super) fn of(masked: Masked) -> Self {
        let shown: HashSet<_> = masked.flat.into_iter().collect();
        let secret = masked
            .secret
            .into_iter()
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
