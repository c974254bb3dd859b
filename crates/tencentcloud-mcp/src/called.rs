//! A call: made ready by its description, asked of the broker, its response read.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tencentcloud_broker::{Answer, ApprovalId, Asked, Desk, Request, Through, Ticket};
use tencentcloud_calls::{Effect, Parameters};
use tencentcloud_runtime::{Bytes, Client};
use tencentcloud_schema::response_without_secrets;

use crate::inner::Inner;
use crate::ready::{Ready, Subject, without_options};
use crate::reply::Reply;

/// The largest response, in bytes.
const LARGEST: usize = 32 << 20;
/// The parameter by which a service knows a request that it has seen before.
const TOKEN: &str = "ClientToken";

/// Makes a call ready.
///
/// # Errors
/// Parameters that do not fit the description; an account that is unknown.
pub(crate) async fn ready(
    inner: &Inner,
    subject: Arc<Subject>,
    parameters: Map<String, Value>,
    region: Option<&str>,
    account: Option<&str>,
) -> Result<Ready, Reply> {
    let target = &subject.target;
    let mut parameters = Parameters::of_json(target, parameters).map_err(|mut error| {
        error.message = without_options(&error.message);
        error.next.push(format!(
            "describe {} {} shows its parameters",
            target.service, target.name
        ));
        Reply::from(error)
    })?;
    let known = target.known.as_ref().map(|known| known.action());
    let takes_token =
        known.is_some_and(|action| action.request.iter().any(|member| member.name == TOKEN));
    if takes_token && !subject.effect.reads() && !parameters.members.contains_key(TOKEN) {
        // The same in every attempt of this call, since it is part of what is approved.
        let token = tencentcloud_broker::random::letters(32);
        let token = token.map_err(|error| Reply::error("other", &error.to_string(), &[]))?;
        parameters.members.insert(TOKEN.to_owned(), token.into());
    }
    let Signer {
        desk,
        account,
        client,
    } = Signer::find(inner, region, account).await?;
    let call = client
        .raw_action(target.action())
        .parameters(parameters.members);
    let signed = call.prepare().await;
    let signed = signed.map_err(|error| Reply::error("usage", &error.to_string(), &[]))?;
    let request = Request::of_signed(account, &signed);
    let request = request.map_err(|error| Reply::error("usage", &error.to_string(), &[]))?;
    Ok(Ready {
        desk,
        request,
        subject,
        doubts: parameters.doubts,
    })
}

/// Who signs: an account of a broker, with a client that goes through it.
#[derive(Debug)]
pub(crate) struct Signer {
    pub(crate) desk: Desk,
    pub(crate) account: String,
    pub(crate) client: Client,
}

impl Signer {
    /// Finds the broker, and its account with that name or the usual one.
    ///
    /// # Errors
    /// An account that is unknown, or a broker that cannot be reached.
    pub(crate) async fn find(
        inner: &Inner,
        region: Option<&str>,
        account: Option<&str>,
    ) -> Result<Self, Reply> {
        let wanted = account.unwrap_or(&inner.options.account);
        let desk = inner.desk.find().await;
        let accounts = desk.accounts().await?;
        let account = match wanted {
            "" => accounts.first(),
            name => accounts.iter().find(|account| account.name == name),
        };
        let Some(account) = account else {
            let names: Vec<_> = accounts.iter().map(|account| &*account.name).collect();
            let told = match wanted {
                "" => "there is no account: `tcloud configure` makes a profile".to_owned(),
                name => format!("there is no account {name}; there are {}", names.join(", ")),
            };
            return Err(Reply::error("usage", &told, &[]));
        };
        let through = Through::new(desk.clone(), &account.name);
        let mut config = desk.config(&through);
        let own = region
            .or(inner.options.region.as_deref())
            .or(account.region.as_deref());
        if let Some(region) = own {
            config = config.region(region);
        }
        if let Some(endpoint) = &account.endpoint {
            config = config.endpoint(endpoint);
        }
        let config = config.request_client(concat!("tcloud_mcp_", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            account: account.name.clone(),
            client: Client::new(&config),
            desk,
        })
    }
}

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// What is in the response, without secrets unless they were approved.
    Response(Value),
    /// A person has to approve it.
    Waiting(Ticket),
}

/// Asks the broker for `ready` as `agent`.
///
/// # Errors
/// What the broker or the service refuses.
pub(crate) async fn ask(ready: &Ready, agent: Option<&str>) -> Result<Outcome, Reply> {
    ask_as(ready, agent, None, None, Duration::ZERO).await
}

/// Asks the broker for `ready` as `agent`, for `reason`, with an `approval` that this session waited for, and waits
/// so long for a person.
///
/// # Errors
/// What the broker or the service refuses.
pub(crate) async fn ask_as(
    ready: &Ready,
    agent: Option<&str>,
    reason: Option<&str>,
    approval: Option<ApprovalId>,
    wait: Duration,
) -> Result<Outcome, Reply> {
    let is_approved = approval.is_some();
    let mut asked = Asked::new(ready.request.clone());
    asked.agent = agent.map(str::to_owned);
    asked.reason = reason.map(str::to_owned);
    asked.approval = approval;
    asked.wait = wait;
    match ready.desk.ask(asked).await {
        Answer::Sent(response) => {
            let status = response.status();
            let body = response.into_body().bytes(LARGEST).await;
            let body = body.map_err(|error| Reply::error("network", &error.to_string(), &[]))?;
            let subject = &ready.subject;
            let shows = subject.effect == Effect::Secret && is_approved;
            let response = read(subject, &body, shows).map_err(|reply| {
                reply.unwrap_or_else(|| {
                    let told = format!("the response ({status}) is no JSON");
                    Reply::error("response", &told, &[])
                })
            })?;
            Ok(Outcome::Response(response))
        }
        Answer::Waiting(ticket) => Ok(Outcome::Waiting(ticket)),
        Answer::Refused(refusal) => Err(refusal.into()),
        _ => Err(Reply::error(
            "other",
            "the broker's answer is not understood",
            &[],
        )),
    }
}

/// Reads a response; `shows` its secrets.
///
/// # Errors
/// The error of the service; `None` for what is no response.
fn read(subject: &Subject, body: &Bytes, shows: bool) -> Result<Value, Option<Reply>> {
    let target = &subject.target;
    let Ok(mut whole) = serde_json::from_slice::<Value>(body) else {
        // Events of a stream are lines of text.
        return match std::str::from_utf8(body) {
            Ok(text) if text.starts_with("data:") || text.contains("\ndata:") => {
                Ok(json!({"events": text}))
            }
            _ => Err(None),
        };
    };
    let response = match whole.get_mut("Response") {
        Some(response) => response.take(),
        None => whole,
    };
    if let Some(error) = response.get("Error") {
        let code = error["Code"].as_str().unwrap_or("unknown");
        let message = error["Message"].as_str().unwrap_or_default();
        let advice = tencentcloud_calls::Advice::of_code(code, &target.service);
        let mut reply = json!({
            "error": code,
            "message": message,
            "service": target.service,
            "action": target.name,
            "request_id": response["RequestId"],
        });
        if !advice.steps.is_empty() {
            reply["next"] = json!(advice.steps);
        }
        return Err(Some(Reply {
            is_error: true,
            ..Reply::data(&reply)
        }));
    }
    let Value::Object(members) = response else {
        return Err(None);
    };
    let members = match &target.known {
        Some(known) if !shows => {
            let action = known.action();
            response_without_secrets(&members, action, &known.description.types)
        }
        _ => members,
    };
    Ok(Value::Object(members))
}
