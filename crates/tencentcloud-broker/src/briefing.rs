//! What is found out about a request before it is sent.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Known};
use tencentcloud_runtime::Client;
use tencentcloud_schema::without_secrets;

use crate::account::Accounts;
use crate::brief::Brief;
use crate::policy::Ruling;
use crate::request::Request;

/// Finds out what there is to know of a request.
pub(crate) struct Briefing {
    accounts: Arc<dyn Accounts>,
    /// The numbers of accounts by name.
    numbers: Mutex<HashMap<String, String>>,
}

impl Briefing {
    pub(crate) fn new(accounts: Arc<dyn Accounts>) -> Self {
        Self {
            accounts,
            numbers: Mutex::default(),
        }
    }

    /// Returns what is known of `request`, which `client` would send.
    pub(crate) async fn of(&self, request: &Request, client: &Client, ruling: &Ruling) -> Brief {
        let mut brief = Brief {
            account: request.account.clone(),
            region: request.region().map(str::to_owned),
            service: request.service.clone(),
            version: request.version().to_owned(),
            action: request.action().to_owned(),
            class: Effect::of(&request.service, request.action())
                .name()
                .to_owned(),
            decision: ruling.decision.name().to_owned(),
            because: ruling.because.clone(),
            digest: request.digest().to_string(),
            bytes: request.body.len(),
            ..Brief::default()
        };
        match self.number(&request.account, client).await {
            Ok(number) => brief.account_id = Some(number),
            Err(why) => brief
                .unknown
                .push(format!("the number of the account: {why}")),
        }
        let known = Known::find(&request.service, request.action(), Some(request.version())).ok();
        match request.parameters() {
            Some(given) => brief.parameters = shown(&given, known.as_ref()),
            None => brief
                .unknown
                .push("the parameters: the body is no JSON".to_owned()),
        }
        brief
    }

    /// Returns the number of the account `name`, which STS says once.
    ///
    /// # Errors
    /// Why it does not.
    pub(crate) async fn number(&self, name: &str, _: &Client) -> Result<String, String> {
        let known = self.numbers().get(name).cloned();
        if let Some(number) = known {
            return Ok(number);
        }
        let client = self.accounts.client(name, "sts").await?;
        let call = client.raw("sts", "2018-08-13", "GetCallerIdentity");
        let call = call.region(client.config().default_region().unwrap_or("ap-guangzhou"));
        let caller = call.await.map_err(|error| error.to_string())?;
        let number = caller["AccountId"].as_str().ok_or("STS did not say it")?;
        self.numbers().insert(name.to_owned(), number.to_owned());
        Ok(number.to_owned())
    }

    fn numbers(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Briefing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Briefing").finish_non_exhaustive()
    }
}

/// The parameters without their secrets; of what nobody described the name alone.
fn shown(given: &Map<String, Value>, known: Option<&Known>) -> Map<String, Value> {
    let mut shown = known
        .map(|known| without_secrets(given, &known.action().request, &known.description.types))
        .unwrap_or_default();
    for name in given.keys() {
        shown.entry(name.as_str()).or_insert_with(|| "***".into());
    }
    shown
}
