//! Whose account it is.

use super::sending::lock;
use crate::app::App;
use crate::target::Target;

/// Returns the number of the account called `name`, which STS is asked for once.
///
/// # Errors
/// Why it is unknown.
pub(super) async fn account_id(app: &App, name: &str) -> Result<String, String> {
    if let Some(id) = lock(&app.sending.accounts).get(name) {
        return Ok(id.clone());
    }
    let client = Target::Real(name.to_owned()).client(app, "sts").await?;
    let call = client.raw("sts", "2018-08-13", "GetCallerIdentity");
    let caller = call.region("ap-guangzhou").await;
    let caller = caller.map_err(|error| error.to_string())?;
    let id = caller["AccountId"].as_str().map(str::to_owned);
    let id = id.ok_or_else(|| "STS does not say it".to_owned())?;
    lock(&app.sending.accounts).insert(name.to_owned(), id.clone());
    Ok(id)
}
