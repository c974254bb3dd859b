//! `tcloud SERVICE ACTION`: a call by the catalogue's description.

mod options;
mod parameters;
mod split;
mod target;

use std::ffi::OsString;
use std::process::ExitCode;

use tencentcloud_runtime::{Client, RawAction, RawCall};

use crate::error::Failure;
use crate::output::{Format, Output};
use crate::perform::Plan;
use crate::{output, session};
use parameters::Parameters;
use split::Words;
use target::{Target, Wanted};

/// A call that is ready to be sent.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) target: Target,
    pub(crate) parameters: Parameters,
    action: RawAction,
}

impl Prepared {
    /// Returns the call by `client`.
    pub(crate) fn call<'c>(&self, client: &'c Client) -> RawCall<'c> {
        let call = client
            .raw_action(self.action.clone())
            .parameters(self.parameters.members.clone());
        let files = self.parameters.files.iter();
        files.fold(call, |call, (name, content)| {
            call.bytes(name, content.clone())
        })
    }
}

/// Makes the call that `words` say: the service, the action, parameters and options; `before` are the
/// options before the service.
///
/// # Errors
/// A command line that is wrong, and whatever keeps the call from its response.
pub(crate) fn run(before: Vec<OsString>, words: Vec<OsString>) -> Result<ExitCode, Failure> {
    let words = Words::split(before, words)?;
    let (options, call) = (&words.options, &words.call);
    let settings = session::Settings::of(options);
    let wanted = Wanted {
        version: call.version.clone(),
        preferred: settings.of_service(&words.service, "version")?,
        force: call.force,
    };
    let target = Target::find(&words.service, &words.action, &wanted)?;
    if let Some(which) = call.printed() {
        output::print(&parameters::skeleton(&target, which)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let parameters = parameters::read(&target, &words.parameters, call)?;
    if !call.no_warning {
        let doubts = target.doubt().into_iter();
        for doubt in doubts.chain(parameters.doubts.iter().cloned()) {
            eprintln!("warning: {doubt}");
        }
    }
    let prepared = Prepared {
        action: target.action(),
        target,
        parameters,
    };
    let preferred = settings.get("output")?;
    let preferred = preferred.as_deref().map(Format::named).transpose()?;
    let output = Output::of(&options.output, preferred)?;
    let (service, known) = (&prepared.target.service, prepared.target.known.as_ref());
    let plan = Plan::of(service, known, &options.perform, output)?;
    session::block_on(async {
        let client = session::client(options, &settings, service).await?;
        plan.run(&client, prepared.call(&client)).await
    })?;
    Ok(ExitCode::SUCCESS)
}
