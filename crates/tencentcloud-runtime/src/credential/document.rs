//! A document that proves who its bearer is: an OIDC token, a SAML assertion.

use std::fmt;
use std::path::PathBuf;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Lookup;
use super::secret_file;
use crate::{Error, Result};

/// Where the document is. A file is read at each fetch: whoever issues the document replaces it.
#[derive(Clone)]
pub(super) enum Document {
    Text(Zeroizing<String>),
    File(PathBuf),
}

impl Document {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(Zeroizing::new(text.into()))
    }

    /// The document: the whole text, or in a JSON object the text of `member`.
    ///
    /// # Errors
    /// There is no file, or nothing in it.
    pub(super) fn read(&self, member: &str) -> Result<Zeroizing<String>> {
        let (text, place) = match self {
            Self::Text(text) => (text.clone(), "it".to_owned()),
            Self::File(path) => (
                secret_file::read(path).and_then(Lookup::or_error)?,
                path.display().to_string(),
            ),
        };
        let plain = text.trim();
        let found = match plain.starts_with('{') {
            true => match serde_json::from_str::<Value>(plain) {
                Ok(Value::Object(mut object)) => match object.remove(member) {
                    Some(Value::String(inner)) => Zeroizing::new(inner.trim().to_owned()),
                    _ => {
                        return Err(Error::credential(format!(
                            "{place} is a JSON object without the text {member}"
                        )));
                    }
                },
                _ => return Err(Error::credential(format!("{place} is no JSON"))),
            },
            false => Zeroizing::new(plain.to_owned()),
        };
        match found.is_empty() {
            true => Err(Error::credential(format!("{place} is empty"))),
            false => Ok(found),
        }
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("***"),
            Self::File(path) => path.fmt(f),
        }
    }
}
