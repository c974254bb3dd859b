//! A broker in another process.

mod approver;
mod connect;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, Method, Response, StatusCode};
use http_body_util::{BodyExt, BodyStream};
use hyper::body::Incoming;
use serde::de::DeserializeOwned;
use tencentcloud_runtime::Error;
use tencentcloud_runtime::transport::Body;

pub use approver::RemoteApprover;

use crate::account::Account;
use crate::answer::{Answer, Refusal};
use crate::approvals::ApprovalState;
use crate::brief::Brief;
use crate::id::ApprovalId;
use crate::place::Place;
use crate::request::{Asked, Request};
use crate::wire::{self, AccountText, STATUS, TicketText};
use connect::Failed;

/// The largest response of a broker about itself, in bytes.
const LARGEST: usize = 4 << 20;

/// A broker in another process, for a program that asks. Clones are cheap.
#[derive(Clone, Debug)]
pub struct Remote {
    place: Arc<Place>,
}

impl Remote {
    /// Returns the broker at `place`, which is connected to for each request.
    pub fn new(place: Place) -> Self {
        Self {
            place: Arc::new(place),
        }
    }

    /// Returns the broker at `place` if it is there.
    ///
    /// # Errors
    /// It is not, and why.
    pub async fn connect(place: Place) -> Result<Self, Refusal> {
        let remote = Self::new(place);
        remote.accounts().await?;
        Ok(remote)
    }

    /// Returns where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// See [`Broker::ask`](crate::Broker::ask).
    pub async fn ask(&self, asked: Asked) -> Answer {
        match self.asked(asked).await {
            Ok(answer) => answer,
            Err(refusal) => Answer::Refused(refusal),
        }
    }

    async fn asked(&self, asked: Asked) -> Result<Answer, Refusal> {
        let headers = wire::write(&asked);
        let response = self
            .send(Method::POST, "/v1/send", headers, asked.request.body)
            .await?;
        if let Some(status) = response.headers().get(STATUS) {
            let status = StatusCode::from_bytes(status.as_bytes());
            let status = status.map_err(|_| strange())?;
            let (head, body) = response.into_parts();
            let pieces = BodyStream::new(body).filter_map(async |frame| match frame {
                Ok(frame) => frame.into_data().ok().map(Ok),
                Err(error) => Some(Err(
                    Error::network("the connection to the broker broke").because(error)
                )),
            });
            let mut sent = Response::new(Body::stream(pieces));
            *sent.status_mut() = status;
            *sent.headers_mut() = head.headers;
            return Ok(Answer::Sent(sent));
        }
        let status = response.status();
        let text = whole(response).await?;
        match status {
            StatusCode::ACCEPTED => {
                let ticket: TicketText = parsed(&text)?;
                Ok(Answer::Waiting(ticket.ticket().map_err(|_| strange())?))
            }
            _ => Err(refusal(&text)),
        }
    }

    /// See [`Broker::plan`](crate::Broker::plan).
    ///
    /// # Errors
    /// As there, and a broker that cannot be reached.
    pub async fn plan(&self, request: &Request) -> Result<Brief, Refusal> {
        let headers = wire::write(&Asked::new(request.clone()));
        let sent = self
            .send(Method::POST, "/v1/plan", headers, request.body.clone())
            .await;
        json(sent?).await
    }

    /// See [`Broker::accounts`](crate::Broker::accounts).
    ///
    /// # Errors
    /// A broker that cannot be reached.
    pub async fn accounts(&self) -> Result<Vec<Account>, Refusal> {
        let list: Vec<AccountText> = self.get("/v1/accounts").await?;
        let accounts = list.into_iter().map(|text| Account {
            name: text.name,
            region: text.region,
            read_only: text.read_only,
            endpoint: text.endpoint,
            local: text.local,
        });
        Ok(accounts.collect())
    }

    /// See [`Broker::state`](crate::Broker::state).
    ///
    /// # Errors
    /// There is none with this ID, or the broker cannot be reached.
    pub async fn state(&self, id: &ApprovalId, wait: Duration) -> Result<ApprovalState, Refusal> {
        let path = format!("/v1/approvals/{id}?wait={}", wait.as_secs());
        self.get(&path).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        let sent = self.send(Method::GET, path, HeaderMap::new(), Bytes::new());
        json(sent.await?).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response<Incoming>, Refusal> {
        let sent = connect::send(&self.place, method, path, headers, body).await;
        sent.map_err(|failed| match failed {
            Failed::Unreached(error) => Refusal::new(
                "unreachable",
                format!(
                    "no broker at {}: {error}. `tcloud broker` in a terminal of yours starts one",
                    self.place
                ),
            ),
            Failed::Broken(error) => broken(&error),
        })
    }
}

/// What a response says if it is no refusal.
async fn json<T: DeserializeOwned>(response: Response<Incoming>) -> Result<T, Refusal> {
    let status = response.status();
    let text = whole(response).await?;
    match status.is_success() {
        true => parsed(&text),
        false => Err(refusal(&text)),
    }
}

async fn whole(response: Response<Incoming>) -> Result<Bytes, Refusal> {
    let body = http_body_util::Limited::new(response.into_body(), LARGEST);
    let whole = body.collect().await;
    whole
        .map(|whole| whole.to_bytes())
        .map_err(|error| broken(&error))
}

fn broken(error: &dyn fmt::Display) -> Refusal {
    let told = format!(
        "the connection to the broker broke: {error}. Whether the request took effect is unknown"
    );
    Refusal::new("unsent", told)
}

fn parsed<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(text).map_err(|_| strange())
}

fn refusal(text: &[u8]) -> Refusal {
    parsed(text).unwrap_or_else(|_| strange())
}

fn strange() -> Refusal {
    Refusal::new(
        "unreachable",
        "what responds there is no broker of this version",
    )
}
