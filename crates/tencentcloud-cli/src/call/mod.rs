//! `tcloud SERVICE ACTION`: a call by the catalogue's description.

mod options;
mod preview;
mod source;
mod split;
mod take;

use std::ffi::OsString;
use std::process::ExitCode;

use tencentcloud_calls::parameters::skeleton;
use tencentcloud_calls::{Given, Inquiry, Known, Prepared, Target, Wanted};
use tencentcloud_runtime::Client;
use tencentcloud_schema::without_secrets;

use crate::again::Again;
use crate::error::{self, Failure};
use crate::options::Options;
use crate::output;
use crate::perform::Plan;
use crate::safety::{self, Question};
use crate::session::{self, Settings};
use options::Options as CallOptions;
use preview::DryRun;
use source::Files;

pub(crate) use options::SavedParameters;
pub(crate) use source::prepare;
pub(crate) use split::{Words, command, option};
pub(crate) use take::take;

/// Makes the call that `words` say: the service, the action, parameters and options; `before` are the
/// options before the service.
///
/// # Errors
/// A command line that is wrong, and whatever keeps the call from its response.
pub(crate) fn run(before: Vec<OsString>, words: Vec<OsString>) -> Result<ExitCode, Failure> {
    send(Words::split(before, words)?)
}

/// Makes the call that `words` say.
///
/// # Errors
/// As [`run`].
pub(crate) fn send(words: Words) -> Result<ExitCode, Failure> {
    let Words {
        service,
        action,
        parameters: given,
        options,
        call,
    } = words;
    let settings = Settings::of(&options);
    let wanted = Wanted {
        version: call.version.clone(),
        preferred: settings.of_service(&service, "version")?,
        force: call.force,
    };
    let target = Target::find(&service, &action, &wanted);
    let target = target.map_err(|error| call.located(error))?;
    if let Some(which) = call.printed() {
        output::print(&skeleton(&target, which)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let prepared = match call.preview.estimate {
        true => priced(target, given, &call)?,
        false => prepared(target, &given, &call)?,
    };
    if !call.preview.prints() {
        let (service, action) = (&prepared.target.service, &prepared.target.name);
        safety::check_read_only(&settings, service, action)?;
        session::check_agent(&options, service, action)?;
    }
    let secrets = prepared
        .target
        .known
        .as_ref()
        .is_none_or(|known| holds_secret(known, &prepared));
    let output = session::output(&options, &settings)?.again(Again::typed(secrets));
    let (service, known) = (&prepared.target.service, prepared.target.known.as_ref());
    let plan = Plan::of(service, known, &options.perform, output)?;
    session::block_on(make(&prepared, &plan, &options, &call, &settings))?;
    Ok(ExitCode::SUCCESS)
}

/// True if `prepared`, a call of `known`, has a parameter that is a secret, or that nothing is known of.
fn holds_secret(known: &Known, prepared: &Prepared) -> bool {
    let members = &prepared.parameters.members;
    let types = &known.description.types;
    without_secrets(members, &known.action().request, types) != *members
}

/// The call of `target` with what was `given`.
fn prepared(target: Target, given: &[Given], call: &CallOptions) -> Result<Prepared, Failure> {
    let mut prepared = prepare(target, given, call)?;
    if !call.no_warning {
        let doubts = prepared.target.doubt().into_iter();
        for doubt in doubts.chain(prepared.parameters.doubts.iter().cloned()) {
            error::remark(&format!("warning: {doubt}"));
        }
    }
    if call.preview.dry_run == Some(DryRun::Service) {
        prepared.with_dry_run()?;
    }
    Ok(prepared)
}

/// The call that asks what `target` with what was `given` would cost.
fn priced(target: Target, given: Vec<Given>, call: &CallOptions) -> Result<Prepared, Failure> {
    let inquiry = Inquiry::find(&target)?;
    let (given, own) = inquiry.part(&target, given);
    let order = prepared(target, &given, call)?;
    let mut files = Files::of(call);
    let parameters = inquiry.parameters(&order.parameters, &own, call.force, &mut files)?;
    files.check_body(&inquiry.target.name)?;
    Ok(Prepared {
        target: inquiry.target,
        parameters,
    })
}

/// Shows the call, or makes it as `plan` says.
async fn make(
    prepared: &Prepared,
    plan: &Plan<'_>,
    options: &Options,
    call: &CallOptions,
    settings: &Settings,
) -> Result<(), Failure> {
    let region = session::region(options, settings)?;
    if call.preview.prints() {
        let client = session::client_to_show(options, settings, &prepared.target.service).await?;
        let explanation = prepared.call(&client).explain().await?;
        return preview::print(prepared, &explanation, region.as_deref(), &call.preview);
    }
    let client = session::client(options, settings, &prepared.target.service).await?;
    if !call.yes && safety::is_asked(&prepared.target.service, &prepared.target.name) {
        // An explanation has no secrets.
        let explanation = prepared.call(&client).explain().await?;
        let regions = match &*options.perform.regions {
            [] => region.clone(),
            several => Some(several.join(", ")),
        };
        let question = Question {
            service: &prepared.target.service,
            action: &prepared.target.name,
            parameters: &explanation.parameters,
            region: regions.as_deref(),
        };
        let sts = sts(prepared, options, settings).await?;
        question.ask(&sts).await?;
    }
    plan.run(&client, prepared.call(&client)).await
}

/// The client that asks whose credential it is: where the call goes, unless that is the host of the
/// service alone.
async fn sts(
    prepared: &Prepared,
    options: &Options,
    settings: &Settings,
) -> Result<Client, Failure> {
    let mut options = options.clone();
    let own = format!("{}.", prepared.target.service);
    options.endpoint = options.endpoint.filter(|endpoint| {
        let host = endpoint
            .split_once("://")
            .map_or(&**endpoint, |(_, host)| host);
        !host.starts_with(&own)
    });
    session::client(&options, settings, "sts").await
}
