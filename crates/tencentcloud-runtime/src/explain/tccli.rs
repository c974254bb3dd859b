//! A call as a command of the vendor's command line tool.

use super::quoted;
use crate::action::Described;

/// The command, with parameters from their JSON.
pub(super) fn command(action: &Described, region: Option<&str>, parameters: &str) -> String {
    let mut tccli = format!(
        "tccli {} {} --version {}",
        action.api.service, action.name, action.api.version
    );
    let mut argument = |name: &str, value: &str| {
        tccli.push_str(&format!(" --{name} {}", quoted(value)));
    };
    if let Some(region) = region {
        argument("region", region);
    }
    if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(parameters) {
        for (name, value) in members {
            match value {
                serde_json::Value::String(text) => argument(&name, &text),
                value => argument(&name, &value.to_string()),
            }
        }
    }
    tccli
}
