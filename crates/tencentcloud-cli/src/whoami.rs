//! `tcloud whoami`: who calls are made as, and which source says so.

use std::process::ExitCode;
use std::time::SystemTime;

use clap::Args;
use serde_json::{Map, Value, json};
use tencentcloud_rows::Shape;
use tencentcloud_runtime::{Client, Config, Credential, RawAction};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::configure::partly;
use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::route::{Asking, Route};
use crate::session::{self, Settings};

/// Shows who calls are made as: account, user, the source of the credential, its expiry
///
/// One call of sts GetCallerIdentity says whose key it is; --local asks nobody. Every source that was
/// looked at is listed with its reason; without any credential, the error lists them.
#[derive(Debug, Args)]
pub(crate) struct WhoAmI {
    /// Calls nothing: shows what this machine knows
    #[arg(long)]
    local: bool,
}

impl WhoAmI {
    /// Runs the command.
    ///
    /// # Errors
    /// No credential, or one that the service does not accept.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        let settings = Settings::of(options);
        let shown = session::block_on(async {
            let asking = Asking::default();
            let route = Route::find(options, &asking).await?;
            let line = route.line(options, &asking, &settings, "sts").await?;
            if line.is_brokered() {
                let mut shown = identity(&line.client).await?;
                shown.insert("Source".to_owned(), "broker".into());
                return Ok(Value::Object(shown));
            }
            let client = line.client;
            let credential = client.config().credential_source().credential().await?;
            let mut shown = Map::new();
            if !self.local {
                shown.extend(identity(&client).await?);
            }
            shown.extend(local(client.config(), &credential));
            Ok(Value::Object(shown))
        })?;
        session::output(options, &settings)?.print(shown, &Shape::default())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What STS says of the caller.
async fn identity(client: &Client) -> Result<Map<String, Value>, Failure> {
    let action = RawAction::new("sts", "2018-08-13", "GetCallerIdentity");
    match client.raw_action(action).await? {
        Value::Object(mut members) => {
            members.remove("RequestId");
            Ok(members)
        }
        _ => Err(Failure::new(
            Kind::Other,
            "GetCallerIdentity returned no object",
        )),
    }
}

/// What this machine knows of the credential.
fn local(config: &Config, credential: &Credential) -> Map<String, Value> {
    let report = config.credential_report();
    let steps = report.map(|report| report.steps()).unwrap_or_default();
    let sources = steps
        .iter()
        .map(|step| (step.source.clone(), Value::from(step.outcome.to_string())));
    let shown = json!({
        "SecretId": partly(credential.secret_id()),
        "Source": report.and_then(|report| report.source()),
        "Temporary": credential.token().is_some(),
        "Region": config.default_region(),
        "Expires": credential.expires_at().and_then(written),
        "Sources": sources.collect::<Map<_, _>>(),
    });
    match shown {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A time as RFC 3339 has it, in UTC.
fn written(time: SystemTime) -> Option<String> {
    OffsetDateTime::from(time).format(&Rfc3339).ok()
}
