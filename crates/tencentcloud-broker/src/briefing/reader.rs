//! The broker's own reads, for briefs.

use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Parameters, Prepared, Target};

use crate::account::Accounts;
use crate::policy::{Decision, Policy, Subject};
use crate::request::Request;

/// Reads for a brief what the account may read without a person, and nothing else.
pub(super) struct Reader<'a> {
    accounts: &'a dyn Accounts,
    policy: &'a Policy,
    request: &'a Request,
    number: Option<&'a str>,
    /// True if the account is the local endpoint.
    local: bool,
}

impl<'a> Reader<'a> {
    /// Creates what reads for a brief of `request`, of the account with that `number`.
    pub(super) fn new(
        accounts: &'a dyn Accounts,
        policy: &'a Policy,
        request: &'a Request,
        number: Option<&'a str>,
    ) -> Self {
        let list = accounts.list();
        let account = list.iter().find(|own| own.name == request.account);
        Self {
            local: account.is_some_and(|account| account.endpoint.is_some()),
            accounts,
            policy,
            request,
            number,
        }
    }

    /// The number of the account.
    pub(super) fn number(&self) -> Option<&str> {
        self.number
    }

    /// The region of the request.
    pub(super) fn region(&self) -> Option<&str> {
        self.request.region()
    }

    /// Calls `target` with `parameters`, once, in the region of the request.
    ///
    /// # Errors
    /// It does more than read, the policy does not allow it by itself, or it fails.
    pub(super) async fn read(
        &self,
        target: Target,
        parameters: Parameters,
    ) -> Result<Map<String, Value>, String> {
        let class = Effect::of(&target.service, &target.name);
        let account = &*self.request.account;
        let ruling = self.policy.decide(&Subject {
            account,
            account_id: self.number,
            service: &target.service,
            action: &target.name,
            region: self.region(),
            class,
            local: self.local,
        });
        if class != Effect::Read || ruling.decision != Decision::Allow {
            return Err(format!(
                "{} of {} is not allowed by itself",
                target.name, target.service
            ));
        }
        let client = self.accounts.client(account, &target.service).await?;
        let prepared = Prepared { target, parameters };
        let call = prepared.call(&client);
        let call = match self.region() {
            Some(region) => call.region(region),
            None => call,
        };
        match call.await {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err("the response is no object".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}
