//! placeholder

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Page {}

impl Page {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(())
    }
}
