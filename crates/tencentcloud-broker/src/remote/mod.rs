//! A broker in another process.

mod connect;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body_util::{BodyExt, BodyStream};
use hyper::body::Incoming;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencentcloud_runtime::Error;
use tencentcloud_runtime::transport::Body;

use crate::account::Account;
use crate::answer::{Answer, Refusal};
use crate::approvals::{ApprovalState, Pending};
use crate::brief::Brief;
use crate::id::{ApprovalId, Digest};
use crate::place::Place;
use crate::request::{Asked, Request};
use crate::wire::{self, AccountText, CODE, DecisionText, PLACE, PendingText, STATUS, TicketText};

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
        self.json(Method::POST, "/v1/plan", headers, request.body.clone())
            .await
    }

    /// See [`Broker::accounts`](crate::Broker::accounts).
    ///
    /// # Errors
    /// A broker that cannot be reached.
    pub async fn accounts(&self) -> Result<Vec<Account>, Refusal> {
        let list: Vec<AccountText> = self.get("/v1/accounts", HeaderMap::new()).await?;
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
        self.get(&path, HeaderMap::new()).await
    }

    /// Returns what a person may do who typed the [code](crate::Broker::code) of the broker at `place`, e.g.
    /// `tcloud approve`.
    ///
    /// # Errors
    /// It is another code, or the broker cannot be reached.
    pub async fn approver(&self, code: &str, place: &str) -> Result<RemoteApprover, Refusal> {
        let approver = RemoteApprover {
            remote: self.clone(),
            code: code.to_owned(),
            place: place.to_owned(),
        };
        approver.list().await?;
        Ok(approver)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, headers: HeaderMap) -> Result<T, Refusal> {
        self.json(Method::GET, path, headers, Bytes::new()).await
    }

    async fn json<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<T, Refusal> {
        let response = self.send(method, path, headers, body).await?;
        let status = response.status();
        let text = whole(response).await?;
        match status.is_success() {
            true => parsed(&text),
            false => Err(refusal(&text)),
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Response<Incoming>, Refusal> {
        let sent = connect::send(&self.place, method, path, headers, body).await;
        sent.map_err(|error| {
            Refusal::new(
                "unreachable",
                format!(
                    "no broker at {}: {error}. `tcloud broker` in a terminal of yours starts one",
                    self.place
                ),
            )
        })
    }
}

/// What a person may do at a broker in another process. See [`Approver`](crate::Approver).
#[derive(Clone)]
pub struct RemoteApprover {
    remote: Remote,
    code: String,
    place: String,
}

impl RemoteApprover {
    /// See [`Approver::list`](crate::Approver::list).
    ///
    /// # Errors
    /// The code is no longer accepted, or the broker cannot be reached.
    pub async fn list(&self) -> Result<Vec<Pending>, Refusal> {
        let list: Vec<PendingText> = self.remote.get("/v1/approvals", self.headers()).await?;
        let list = list.into_iter().map(PendingText::pending);
        list.collect::<Result<_, _>>().map_err(|_| strange())
    }

    /// See [`Approver::brief`](crate::Approver::brief).
    ///
    /// # Errors
    /// Nothing is known of it yet, or as [`list`](Self::list).
    pub async fn brief(&self, id: &ApprovalId) -> Result<Brief, Refusal> {
        let path = format!("/v1/approvals/{id}/brief");
        self.remote.get(&path, self.headers()).await
    }

    /// See [`Approver::approve`](crate::Approver::approve).
    ///
    /// # Errors
    /// As there, and as [`list`](Self::list).
    pub async fn approve(
        &self,
        id: &ApprovalId,
        digest: &Digest,
        typed: Option<&str>,
    ) -> Result<(), Refusal> {
        self.decide(
            id,
            &DecisionText::Approve {
                digest: digest.to_string(),
                typed: typed.map(str::to_owned),
            },
        )
        .await
    }

    /// See [`Approver::refuse`](crate::Approver::refuse).
    ///
    /// # Errors
    /// As there, and as [`list`](Self::list).
    pub async fn refuse(&self, id: &ApprovalId, why: &str) -> Result<(), Refusal> {
        let why = why.to_owned();
        self.decide(id, &DecisionText::Refuse { why }).await
    }

    async fn decide(&self, id: &ApprovalId, decision: &DecisionText) -> Result<(), Refusal> {
        let mut headers = self.headers();
        let json = HeaderValue::from_static("application/json");
        headers.insert(http::header::CONTENT_TYPE, json);
        let body = serde_json::to_vec(decision).map_err(|_| strange())?;
        let path = format!("/v1/approvals/{id}");
        let done = self
            .remote
            .json::<Value>(Method::POST, &path, headers, body.into());
        done.await.map(drop)
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, text: &str| {
            let text = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            if let Ok(mut value) = HeaderValue::from_str(&text) {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        };
        put(CODE, &self.code);
        put(PLACE, &self.place);
        headers
    }
}

impl std::fmt::Debug for RemoteApprover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RemoteApprover")
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}

async fn whole(response: Response<Incoming>) -> Result<Bytes, Refusal> {
    let body = http_body_util::Limited::new(response.into_body(), LARGEST);
    let whole = body.collect().await;
    whole.map(|whole| whole.to_bytes()).map_err(|error| {
        Refusal::new(
            "unreachable",
            format!("the connection to the broker broke: {error}"),
        )
    })
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
