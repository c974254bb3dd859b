//! How much a service crate holds, counted in its source.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::side::Side;

/// What the time of a build is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) operations: usize,
    /// Public structs as the source has them: what macros add is not counted.
    pub(super) structs: usize,
}

impl Count {
    /// Counts what is under a `src` folder.
    pub(super) fn of(folder: &Path, side: Side) -> Result<Self> {
        let mut count = Self::default();
        count.add(folder, side)?;
        Ok(count)
    }

    fn add(&mut self, folder: &Path, side: Side) -> Result<()> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                self.add(&path, side)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = crate::workspace::read(&path)?;
                self.structs += lines_with(&text, "pub struct ");
                self.operations += match side {
                    Side::Ours => text.matches("action = \"").count(),
                    // There, each operation is a module.
                    Side::Aws if path.ends_with("src/operation.rs") => {
                        lines_with(&text, "pub mod ")
                    }
                    Side::Aws => 0,
                };
            }
        }
        Ok(())
    }
}

fn lines_with(text: &str, start: &str) -> usize {
    text.lines()
        .filter(|line| line.trim_start().starts_with(start))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_api_gateway_is_counted() {
        let folder = crate::workspace::root().join("crates/services/apigateway/src");
        let count = Count::of(&folder, Side::Ours).unwrap();
        assert!(count.operations >= 98, "{count:?}");
        assert!(count.structs > 2 * count.operations, "{count:?}");
    }
}
