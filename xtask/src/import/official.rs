//! placeholder

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Official {}

impl Official {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(())
    }
}
