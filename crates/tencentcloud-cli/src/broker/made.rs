//! A broker as the options and the files of this machine say.

use std::io;
use std::path::{Path, PathBuf};

use tencentcloud_broker::{Accounts, Builder};

use super::log;
use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::policy::{self, Chosen};

/// Returns a broker of `accounts` that can be built, and its policy: that of the file `policy`, else the usual one.
/// It logs to the file `log`, else to the usual one.
///
/// # Errors
/// A policy that is none.
pub(crate) fn made(
    options: &Options,
    accounts: impl Accounts + 'static,
    policy: Option<&Path>,
    log: Option<PathBuf>,
) -> Result<(Builder, Chosen), Failure> {
    let chosen = policy::choose(options, policy)?;
    let builder = tencentcloud_broker::Broker::builder()
        .accounts(accounts)
        .policy(chosen.policy.clone())
        .place("tcloud approve");
    let builder = match log.or_else(log::usual) {
        Some(log) => builder.log(log),
        None => builder,
    };
    Ok((builder, chosen))
}

/// Why a broker cannot be started.
pub(crate) fn unstarted(error: &io::Error) -> Failure {
    Failure::new(
        Kind::Other,
        format!("the broker cannot be started: {error}"),
    )
}
