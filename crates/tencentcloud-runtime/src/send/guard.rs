//! Accounts that must not be changed: who the caller is, before the first write.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use super::whole;
use crate::action::{ActionClass, Described, RawAction};
use crate::answer::{FromResponse, Raw};
use crate::config::Config;
use crate::redact::Redaction;
use crate::request::{Draft, Parameters, RawParameters};
use crate::{Error, Result};

/// The region of the question if none is set: STS is the same everywhere.
const REGION: &str = "ap-guangzhou";

/// True for a request that writes, if accounts are guarded.
pub(super) fn applies(config: &Config, draft: &Draft) -> bool {
    config.guard().is_set() && draft.class != ActionClass::Read
}

/// Refuses requests that must not be sent.
///
/// # Errors
/// The account may not be changed, or cannot be told.
pub(super) async fn check(config: &Config) -> Result<()> {
    let guard = config.guard();
    let verdict = guard.verdict.get_or_try_init(|| async {
        let account = account(config).await.map_err(|error| {
            Error::forbidden("the account of the credential cannot be told, and this configuration guards accounts")
                .because(error)
        })?;
        Ok(guard.refusal(&account))
    });
    match verdict.await? {
        Some(refusal) => Err(Error::forbidden(refusal.clone())),
        None => Ok(()),
    }
}

/// The ID of the account, by STS. Boxed, for it is a call inside a call.
fn account(config: &Config) -> Pin<Box<dyn Future<Output = Result<String>> + Send + '_>> {
    Box::pin(async {
        let action: Described = RawAction::new("sts", "2018-08-13", "GetCallerIdentity").described;
        let (name, mut options) = (action.name.clone(), config.options().clone());
        options.region = options.region.or_else(|| Some(REGION.to_owned()));
        let redaction = Redaction::by_name(name.clone(), Default::default());
        let none = RawParameters::default();
        let draft = Draft::new(
            action,
            Parameters::Raw(&none),
            options,
            redaction,
            config.endpoints(),
        );
        let mut account = None;
        let mut read = |raw: &Raw| {
            let answer = Value::read(raw, &name, Default::default())?;
            account = answer.response["AccountId"].as_str().map(str::to_owned);
            Ok(answer.request_id)
        };
        whole(config, draft.map(Box::new), &mut read).await?;
        account.ok_or_else(|| Error::unusable("GetCallerIdentity answered without AccountId"))
    })
}
