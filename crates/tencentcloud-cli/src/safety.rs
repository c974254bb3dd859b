//! What keeps a call from doing harm: read-only profiles, and a question before something is destroyed.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::Value;
use tencentcloud_calls::Effect;
use tencentcloud_runtime::Client;

use crate::agent;
use crate::error::{Failure, Kind};
use crate::session::Settings;

/// The environment variable that makes all calls read-only.
const READ_ONLY: &str = "TENCENTCLOUD_READ_ONLY";

/// The most values that are shown of one parameter.
const SHOWN: usize = 10;

/// Returns true if the environment or the profile allows only what reads.
///
/// # Errors
/// A value that says neither, a profile that cannot be read.
pub(crate) fn is_read_only(settings: &Settings) -> Result<bool, Failure> {
    let Some(set) = settings.or_variable("read_only", READ_ONLY)? else {
        return Ok(false);
    };
    match &*set.to_ascii_lowercase() {
        "0" | "false" | "no" | "off" => Ok(false),
        "1" | "true" | "yes" | "on" => Ok(true),
        _ => Err(Failure::usage(format!(
            "{READ_ONLY}, or read_only of the profile, is {set}: true or false is needed"
        ))),
    }
}

/// Fails if `action` of `service` changes something, and the environment or the profile is read-only.
///
/// # Errors
/// That, with where it was set.
pub(crate) fn check_read_only(
    settings: &Settings,
    service: &str,
    action: &str,
) -> Result<(), Failure> {
    if !is_read_only(settings)? || Effect::of(service, action).reads() {
        return Ok(());
    }
    Err(Failure::new(
        Kind::Refused,
        format!(
            "{action} of {service} may change something, and this is read-only by {READ_ONLY} or read_only of the profile {}",
            settings.name()
        ),
    ))
}

/// Returns true if `action` of `service` destroys something, and somebody is there to be asked: no agent.
pub(crate) fn is_asked(service: &str, action: &str) -> bool {
    Effect::of(service, action) == Effect::Destroy
        && !agent::runs()
        && io::stdin().is_terminal()
        && io::stderr().is_terminal()
}

/// A call that has to be confirmed.
#[derive(Debug)]
pub(crate) struct Question<'c> {
    pub(crate) service: &'c str,
    pub(crate) action: &'c str,
    /// The parameters as JSON, without secrets.
    pub(crate) parameters: &'c str,
    pub(crate) region: Option<&'c str>,
}

impl Question<'_> {
    /// Shows what would be destroyed, and whose it is by `sts`, a client of STS; then asks.
    ///
    /// # Errors
    /// Everything but a yes.
    pub(crate) async fn ask(&self, sts: &Client) -> Result<(), Failure> {
        let account = account(sts).await;
        let mut told = format!(
            "{} of {} destroys or stops something:\n",
            self.action, self.service
        );
        let mut row = |name: &str, value: &str| told.push_str(&format!("  {name:<12} {value}\n"));
        row("account", account.as_deref().unwrap_or("unknown"));
        row("region", self.region.unwrap_or("none"));
        if let Ok(Value::Object(parameters)) = serde_json::from_str(self.parameters) {
            for (name, value) in &parameters {
                row(name, &shown(value));
            }
        }
        let mut stderr = io::stderr().lock();
        let unasked = |error: io::Error| Failure::new(Kind::Refused, error.to_string());
        write!(stderr, "{told}Go on? [y/N] ").map_err(unasked)?;
        stderr.flush().map_err(unasked)?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map_err(unasked)?;
        match &*answer.trim().to_lowercase() {
            "y" | "yes" | "是" => Ok(()),
            _ => Err(Failure::new(
                Kind::Refused,
                "not confirmed: nothing was sent",
            )),
        }
    }
}

/// The account of the credential, if STS says it.
async fn account(sts: &Client) -> Option<String> {
    let call = sts.raw("sts", "2018-08-13", "GetCallerIdentity");
    let caller = call.region("ap-guangzhou").await.ok()?;
    caller["AccountId"].as_str().map(str::to_owned)
}

/// A value in one line.
fn shown(value: &Value) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match value {
        Value::Array(items) => {
            let shown: Vec<_> = items.iter().take(SHOWN).map(plain).collect();
            let more = match items.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{}{more}", shown.join(", "))
        }
        value => plain(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let ids: Vec<_> = (0..12).map(|n| format!("ins-{n}")).collect();
        let shown = shown(&ids.into());
        assert!(shown.ends_with("ins-9 and 2 more"), "{shown}");
    }
}
