//! `tcloud SERVICE ACTION`: a call by the catalogue's description.

mod parameters;
mod split;

use std::ffi::OsString;
use std::process::ExitCode;

use tencentcloud_runtime::RawAction;

use crate::error::Failure;
use crate::known::Known;
use crate::options::Options;
use crate::{output, session};
use split::Words;

/// Makes the call that `words` say: the service, the action, parameters and options.
///
/// # Errors
/// A command line that is wrong, and whatever keeps the call from its response.
pub(crate) fn run(options: Options, words: Vec<OsString>) -> Result<ExitCode, Failure> {
    let words = Words::split(options, words)?;
    let known = Known::find(&words.service, &words.action, None)?;
    let parameters = parameters::read(&known, &words.parameters)?;
    let action = RawAction::described(&known.description, &known.name)
        .ok_or_else(|| Failure::usage(format!("no action {}", known.name)))?;
    let response = session::block_on(async {
        let client = session::client(&words.options).await?;
        Ok(client.raw_action(action).parameters(parameters).await?)
    })?;
    output::print(&response)?;
    Ok(ExitCode::SUCCESS)
}
