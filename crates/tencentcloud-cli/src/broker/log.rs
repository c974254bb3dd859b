//! `tcloud broker log`: what was asked, decided and sent.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use tencentcloud_broker::verify_log;

use crate::error::{Failure, Kind};
use crate::output;
use crate::untrusted::plain_json;

/// Prints the log of what was asked, decided and sent, or checks that no line of it was changed
#[derive(Debug, Args)]
pub(super) struct Log {
    /// Checks that each line follows the one before it
    #[arg(long)]
    verify: bool,
    /// Reads FILE [default: tcloud/broker.jsonl in the user's data folder]
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

impl Log {
    /// Prints it, or what the check finds.
    ///
    /// # Errors
    /// There is none, or a line of it was changed.
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let file = self.log.or_else(usual).ok_or_else(|| {
            Failure::usage("there is no home in which a log may be: name it by --log")
        })?;
        let failed = |error: std::io::Error| {
            let told = format!("the log {}: {error}", file.display());
            Failure::new(Kind::Other, told)
        };
        if self.verify {
            let lines = verify_log(&file).map_err(failed)?;
            let told = format!(
                "{}: {lines} lines, each follows the one before it",
                file.display()
            );
            output::line(&told)?;
        } else {
            let text = std::fs::read_to_string(&file).map_err(failed)?;
            output::text(&plain_json(&text))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Where the log is unless another file is named; `None` if the user has no home.
pub(super) fn usual() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let data = etcetera::BaseStrategy::data_dir(&strategy);
    Some(data.join("tcloud").join("broker.jsonl"))
}
