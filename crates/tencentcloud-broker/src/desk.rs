//! A broker, wherever it is; and a transport through it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use tencentcloud_runtime::transport::{Sending, Transport};
use tencentcloud_runtime::{Config, Credential, Error};

use crate::account::Account;
use crate::answer::{Answer, Refusal, Ticket};
use crate::approvals::ApprovalState;
use crate::brief::Brief;
use crate::broker::Broker;
use crate::id::ApprovalId;
use crate::remote::Remote;
use crate::request::{Asked, Request};

/// The secret ID of a client that goes [through](Desk::config) a broker. It signs nothing that leaves.
const PLACEHOLDER: &str = "AKIDofnobodythebrokersignsinitsplace";

/// A broker: of this process, or of another one.
#[derive(Clone, Debug)]
pub enum Desk {
    /// That of this process.
    Here(Broker),
    /// That of another process.
    Remote(Remote),
}

impl Desk {
    /// See [`Broker::ask`].
    pub async fn ask(&self, asked: Asked) -> Answer {
        match self {
            Self::Here(broker) => broker.ask(asked).await,
            Self::Remote(remote) => remote.ask(asked).await,
        }
    }

    /// See [`Broker::plan`].
    ///
    /// # Errors
    /// As there.
    pub async fn plan(&self, request: &Request) -> Result<Brief, Refusal> {
        match self {
            Self::Here(broker) => broker.plan(request).await,
            Self::Remote(remote) => remote.plan(request).await,
        }
    }

    /// See [`Broker::accounts`].
    ///
    /// # Errors
    /// A broker that cannot be reached.
    pub async fn accounts(&self) -> Result<Vec<Account>, Refusal> {
        match self {
            Self::Here(broker) => Ok(broker.accounts()),
            Self::Remote(remote) => remote.accounts().await,
        }
    }

    /// See [`Broker::state`].
    ///
    /// # Errors
    /// There is none with this ID, or the broker cannot be reached.
    pub async fn state(&self, id: &ApprovalId, wait: Duration) -> Result<ApprovalState, Refusal> {
        match self {
            Self::Here(broker) => {
                let state = broker.state(id, wait).await;
                state.ok_or_else(|| Refusal::new("unknown", "this broker gave no such approval"))
            }
            Self::Remote(remote) => remote.state(id, wait).await,
        }
    }

    /// Returns a configuration whose calls go through this broker by `through`: its key is a placeholder, and the
    /// broker signs in its place. Set region and endpoint as for any other.
    pub fn config(&self, through: &Through) -> Config {
        Config::new(Credential::new(PLACEHOLDER, "placeholder")).transport(through.clone())
    }
}

/// A transport through a broker: it takes the signature of a request away and has the broker send it. What
/// the broker did not send is an error of the call, and [`told`](Self::told). Clones share what was told.
#[derive(Clone)]
pub struct Through(Arc<Inner>);

struct Inner {
    desk: Desk,
    account: String,
    agent: Option<String>,
    reason: Option<String>,
    approval: Option<ApprovalId>,
    wait: Duration,
    told: Mutex<Option<Told>>,
}

/// What a broker said in place of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A person has to approve the request.
    Waiting(Ticket),
    /// It is not sent.
    Refused(Refusal),
}

impl Through {
    /// Creates a transport through `desk` for the account with that name; for the usual one if it is empty.
    pub fn new(desk: Desk, account: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            desk,
            account: account.into(),
            agent: None,
            reason: None,
            approval: None,
            wait: Duration::ZERO,
            told: Mutex::default(),
        }))
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        let own = &self.0;
        let mut inner = Inner {
            desk: own.desk.clone(),
            account: own.account.clone(),
            agent: own.agent.clone(),
            reason: own.reason.clone(),
            approval: own.approval.clone(),
            wait: own.wait,
            told: Mutex::default(),
        };
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// Sets the name of who asks.
    #[must_use]
    pub fn agent(self, name: impl Into<String>) -> Self {
        self.with(|inner| inner.agent = Some(name.into()))
    }

    /// Sets why it is asked for.
    #[must_use]
    pub fn reason(self, reason: impl Into<String>) -> Self {
        self.with(|inner| inner.reason = Some(reason.into()))
    }

    /// Sets the approval that was given for the request.
    #[must_use]
    pub fn approval(self, id: ApprovalId) -> Self {
        self.with(|inner| inner.approval = Some(id))
    }

    /// Waits up to `wait` for a person. Defaults to not at all. The timeout of calls must be longer.
    #[must_use]
    pub fn wait(self, wait: Duration) -> Self {
        self.with(|inner| inner.wait = wait)
    }

    /// Returns what the broker said in place of the last response, if it was not sent.
    pub fn told(&self) -> Option<Told> {
        let told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.clone()
    }

    async fn through(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<tencentcloud_runtime::transport::Body>, Error> {
        let inner = &self.0;
        let request = Request::of_signed(&inner.account, &request)?;
        let asked = Asked {
            agent: inner.agent.clone(),
            reason: inner.reason.clone(),
            approval: inner.approval.clone(),
            wait: inner.wait,
            ..Asked::new(request)
        };
        let answer = inner.desk.ask(asked).await;
        let mut told = inner.told.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Answer::Sent(response) => {
                *told = None;
                Ok(response)
            }
            Answer::Waiting(ticket) => {
                let error = format!("a person has to approve it, as {}", ticket.id);
                *told = Some(Told::Waiting(ticket));
                Err(Error::request(error))
            }
            Answer::Refused(refusal) => {
                let error = match &*refusal.code {
                    // Whether it took effect is unknown.
                    "unsent" => Error::network(refusal.message.clone()),
                    _ => Error::request(refusal.message.clone()),
                };
                *told = Some(Told::Refused(refusal));
                Err(error)
            }
        }
    }
}

impl Request {
    /// Creates what a client of the SDK signed as a request by the key of `account`: without its signature.
    ///
    /// # Errors
    /// It is no POST, or not signed by TC3-HMAC-SHA256.
    pub fn of_signed(
        account: impl Into<String>,
        request: &http::Request<Bytes>,
    ) -> Result<Self, Error> {
        if request.method() != http::Method::POST {
            return Err(Error::request(
                "a broker signs POST requests alone: leave Config::method as it is",
            ));
        }
        let authorization = request.headers().get(AUTHORIZATION);
        let authorization = authorization.and_then(|value| value.to_str().ok());
        let service = authorization.and_then(service).ok_or_else(|| {
            Error::request(
                "a broker signs by TC3-HMAC-SHA256 alone: leave Config::signature_method as it is",
            )
        })?;
        let uri = request.uri();
        let place = uri.scheme_str().zip(uri.authority());
        let (scheme, authority) =
            place.ok_or_else(|| Error::request("the request names no host"))?;
        let url = format!("{scheme}://{authority}");
        Ok(Self::new(
            account,
            service,
            url,
            request.headers(),
            request.body().clone(),
        ))
    }
}

/// The service in the scope of a TC3 signature.
fn service(authorization: &str) -> Option<&str> {
    let fields = authorization.strip_prefix("TC3-HMAC-SHA256 ")?;
    let mut fields = fields.split(',');
    let scope = fields.find_map(|field| field.trim().strip_prefix("Credential="))?;
    scope.rsplit('/').nth(1)
}

impl Transport for Through {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(self.through(request))
    }
}

impl fmt::Debug for Through {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Through")
            .field("desk", &self.0.desk)
            .field("account", &self.0.account)
            .finish_non_exhaustive()
    }
}
