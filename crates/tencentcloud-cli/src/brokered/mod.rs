//! `tcloud exec --broker`: a command without a key, whose calls a broker signs once they are permitted.

mod handing;
mod request;

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tencentcloud_broker::Desk;
use tencentcloud_emulator::Emulator;
use tencentcloud_emulator::command::run_behind;
use tencentcloud_runtime::Credential;

use crate::agent;
use crate::asking::failure;
use crate::desk;
use crate::error::{Failure, Kind};
use crate::inspect::Variable;
use crate::options::Options;
use crate::session;
use handing::Handing;

/// How long a call waits for a person: less than the 60 seconds after which the official SDKs give up.
const WAIT: Duration = Duration::from_secs(50);

/// Returns the key of the command, which signs nothing that anybody takes.
pub(crate) fn placeholder() -> Credential {
    Credential::new(session::HANDED_ON, "a-broker-signs-in-place-of-this-key")
}

/// Runs `command` with `variables` behind a proxy that hands its calls to the broker of this machine, and says for
/// `reason` why. Returns its exit status.
///
/// # Errors
/// There is no broker, or the command cannot be run.
pub(crate) async fn run(
    options: &Options,
    reason: Option<String>,
    command: &[OsString],
    mut variables: Vec<Variable>,
) -> Result<u8, Failure> {
    let other = |error: &dyn std::fmt::Display| Failure::new(Kind::Other, error.to_string());
    let remote = desk::connect().await?;
    let account = options.profile.clone().unwrap_or_default();
    let accounts = remote
        .accounts()
        .await
        .map_err(|refusal| failure(&refusal))?;
    let mut meant = accounts.iter();
    let meant = meant.find(|known| account.is_empty() || known.name == account);
    let handing = Handing {
        desk: Desk::Remote(remote),
        // Where the account's own calls go, else all calls; the broker accepts its own setting alone.
        endpoint: meant
            .and_then(|known| known.endpoint.clone())
            .or_else(|| session::endpoint_of_all(options)),
        account,
        agent: asking(command),
        reason,
        wait: options.perform.wait_timeout.unwrap_or(WAIT),
    };
    let proxy = Emulator::builder().carrier(Arc::new(handing)).start().await;
    let proxy = proxy.map_err(|error| other(&error))?;
    let authority = proxy.ca_certificate().map_err(|error| other(&error))?;
    // It is the proxy that knows where calls go.
    variables.push((session::ENDPOINT, None));
    let ran = run_behind(proxy.address(), &authority, command, variables).await;
    ran.map_err(|error| other(&error))
}

/// What asks, for a person: the command, and the agent that runs it.
fn asking(command: &[OsString]) -> Option<String> {
    let program = Path::new(command.first()?).file_name()?.to_string_lossy();
    Some(match agent::name() {
        Some(agent) => format!("{agent}: {program}"),
        None => program.into_owned(),
    })
}
