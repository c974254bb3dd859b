//! Variables of the environment, of the process or of a test.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Looks a variable up by name.
type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Where variables are read: the environment of the process, unless a program says otherwise.
#[derive(Clone, Default)]
pub(crate) struct Variables(Option<Lookup>);

impl Variables {
    pub(crate) fn by(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(lookup)))
    }

    /// The variable's value without white space around it; an empty one is not set.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(lookup) => lookup(name),
            // What is not Unicode is not unset: it is refused where it is used.
            None => std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
        };
        value
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    /// The first of `names` that is set.
    pub(crate) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The user's home folder.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        self.get(name).map(PathBuf::from)
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Some(_) => "given",
            None => "process",
        })
    }
}
