//! placeholder

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Codegen {}

impl Codegen {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(())
    }
}
