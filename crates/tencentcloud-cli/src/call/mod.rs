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
use crate::route::{self, Route};
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
    let mut prepared = match call.preview.estimate {
        true => priced(target, given, &call)?,
        false => prepared(target, &given, &call)?,
    };
    if !call.preview.prints() {
        let (service, action) = (&prepared.target.service, &prepared.target.name);
        safety::check_read_only(&settings, service, action)?;
    }
    let secrets = prepared
        .target
        .known
        .as_ref()
        .is_none_or(|known| holds_secret(known, &prepared));
    let again = Again::typed(secrets);
    let output = session::output(&options, &settings)?.again(again.clone());
    session::block_on(async {
        let route = match call.preview.prints() {
            true => None,
            false => Some(Route::find(&options, &call.asking).await?),
        };
        let mut token = String::new();
        if let Some(Route::Broker(..)) = &route {
            token = route::with_token(&mut prepared, &call.asking)?;
        }
        let (service, known) = (&prepared.target.service, prepared.target.known.as_ref());
        let plan = Plan::of(service, known, &options.perform, output)?;
        let making = Making {
            prepared: &prepared,
            options: &options,
            call: &call,
            settings: &settings,
            again: route::asks_again(&again, &token),
        };
        match route {
            None => making.show().await,
            Some(route) => making.make(&plan, route).await,
        }
    })?;
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

/// A call that is ready to be made.
struct Making<'m, A> {
    prepared: &'m Prepared,
    options: &'m Options,
    call: &'m CallOptions,
    settings: &'m Settings,
    /// The command that asks for it again.
    again: A,
}

impl<A: Fn(&str) -> String> Making<'_, A> {
    /// Shows the call, and sends nothing.
    async fn show(&self) -> Result<(), Failure> {
        let (prepared, options, settings) = (self.prepared, self.options, self.settings);
        let region = session::region(options, settings)?;
        let service = &prepared.target.service;
        let client = session::client_to_show(options, settings, service).await?;
        let explanation = prepared.call(&client).explain().await?;
        preview::print(
            prepared,
            &explanation,
            region.as_deref(),
            &self.call.preview,
        )
    }

    /// Makes the call as `plan` says, by `route`.
    async fn make(&self, plan: &Plan<'_>, route: Route) -> Result<(), Failure> {
        let (prepared, options, settings) = (self.prepared, self.options, self.settings);
        let (service, action) = (&prepared.target.service, &prepared.target.name);
        route.check(options, service, action)?;
        let line = route
            .line(options, &self.call.asking, settings, service)
            .await?;
        if line.is_brokered() {
            route::check_once(service, action, plan.is_once())?;
        } else if !self.call.yes && safety::is_asked(service, action) {
            self.ask(&line.client).await?;
        }
        let made = plan.run(&line.client, prepared.call(&line.client)).await;
        made.map_err(|failure| line.explain(failure, &self.again))
    }

    /// Asks whoever sits at the terminal.
    async fn ask(&self, client: &Client) -> Result<(), Failure> {
        let (prepared, options) = (self.prepared, self.options);
        // An explanation has no secrets.
        let explanation = prepared.call(client).explain().await?;
        let region = session::region(options, self.settings)?;
        let regions = match &*options.perform.regions {
            [] => region,
            several => Some(several.join(", ")),
        };
        let question = Question {
            service: &prepared.target.service,
            action: &prepared.target.name,
            parameters: &explanation.parameters,
            region: regions.as_deref(),
        };
        let sts = sts(prepared, options, self.settings).await?;
        question.ask(&sts).await
    }
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
