//! Names of an action.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A name: a constant of a typed action, or text of a raw call. Its clones share that text.
#[derive(Clone)]
pub(crate) enum Name {
    Constant(&'static str),
    Text(Arc<str>),
}

impl Name {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Constant(name) => name,
            Self::Text(name) => name,
        }
    }
}

impl Default for Name {
    fn default() -> Self {
        Self::Constant("")
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Self::Constant(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::Text(name.into())
    }
}

impl From<&Name> for Name {
    fn from(name: &Name) -> Self {
        name.clone()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Name {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
