//! Parameters as people type them.

/// A parameter as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name without hyphens before it, with dots within: `Nodes.0.Host`.
    pub name: String,
    /// The words that follow: none for a flag.
    pub values: Vec<String>,
}

impl Given {
    /// Creates a parameter of that `name`, e.g. `Nodes.0.Host`, with the words that follow it.
    pub fn new(
        name: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            values: values.into_iter().map(Into::into).collect(),
        }
    }
}
