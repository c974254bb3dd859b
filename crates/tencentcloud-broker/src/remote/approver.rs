//! A person at a broker in another process.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::{Remote, parsed, refusal, strange, whole};
use crate::answer::Refusal;
use crate::approvals::Pending;
use crate::brief::Brief;
use crate::id::{ApprovalId, Digest};
use crate::proof::{self, Covered};
use crate::random::{self, same};
use crate::wire::{DecisionText, NONCE, PLACE, PROOF, PendingText};

/// The letters of a nonce: 160 bits.
const NONCE_LETTERS: usize = 32;

impl Remote {
    /// Returns what a person may do who typed the [code](crate::Broker::code) of the broker at `place`, e.g.
    /// `tcloud approve`.
    ///
    /// # Errors
    /// It is another code, or the broker cannot be reached.
    pub async fn approver(&self, code: &str, place: &str) -> Result<RemoteApprover, Refusal> {
        let approver = RemoteApprover {
            remote: self.clone(),
            code: Arc::new(Zeroizing::new(proof::plain(code))),
            place: place.to_owned(),
        };
        approver.list().await?;
        Ok(approver)
    }
}

/// What a person may do at a broker in another process. See [`Approver`](crate::Approver).
///
/// The code does not travel. Each request proves that its sender knows it, and each response that the broker does: who
/// stands between them learns no code, and can change neither what is shown nor what is decided.
#[derive(Clone)]
pub struct RemoteApprover {
    remote: Remote,
    code: Arc<Zeroizing<String>>,
    place: String,
}

impl RemoteApprover {
    /// See [`Approver::list`](crate::Approver::list).
    ///
    /// # Errors
    /// The code is no longer accepted, or the broker cannot be reached.
    pub async fn list(&self) -> Result<Vec<Pending>, Refusal> {
        let list: Vec<PendingText> = self.get("/v1/approvals").await?;
        let list = list.into_iter().map(PendingText::pending);
        list.collect::<Result<_, _>>().map_err(|_| strange())
    }

    /// See [`Approver::brief`](crate::Approver::brief).
    ///
    /// # Errors
    /// Nothing is known of it yet, or as [`list`](Self::list).
    pub async fn brief(&self, id: &ApprovalId) -> Result<Brief, Refusal> {
        let path = format!("/v1/approvals/{id}/brief");
        self.get(&path).await
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
        let body = serde_json::to_vec(decision).map_err(|_| strange())?;
        let path = format!("/v1/approvals/{id}");
        self.call(Method::POST, &path, body.into()).await.map(drop)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refusal> {
        parsed(&self.call(Method::GET, path, Bytes::new()).await?)
    }

    /// Calls the broker, and returns what it says if it proves that it has the code.
    async fn call(&self, method: Method, path: &str, body: Bytes) -> Result<Bytes, Refusal> {
        let nonce = random::letters(NONCE_LETTERS);
        let nonce = nonce.map_err(|error| Refusal::new("unusable", error.to_string()))?;
        let covered = Covered {
            nonce: &nonce,
            place: &self.place,
            method: method.as_str(),
            target: path,
            body: &body,
        };
        let own = proof::of_request(&self.code, &covered);
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, text: &str| {
            let text = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            // Letters, digits and percent signs are fit for a header.
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        };
        put(NONCE, &nonce);
        put(PROOF, &own);
        put(PLACE, &self.place);
        if method == Method::POST {
            let json = HeaderValue::from_static("application/json");
            headers.insert(http::header::CONTENT_TYPE, json);
        }
        let response = self.remote.send(method, path, headers, body).await?;
        let status = response.status();
        let given = response.headers().get(PROOF);
        let given = given.and_then(|value| value.to_str().ok());
        let given = given.unwrap_or_default().to_owned();
        let text = whole(response).await?;
        let expected = proof::of_response(&self.code, &nonce, status.as_u16(), &text);
        match (same(&given, &expected), status.is_success()) {
            (true, true) => Ok(text),
            (true, false) => Err(refusal(&text)),
            // Whoever does not take the code cannot prove that it has it.
            (false, false) if given.is_empty() => Err(refusal(&text)),
            (false, _) => Err(Refusal::new(
                "imposter",
                "what responds does not know the approval code: another program stands in the place of the broker, or \
                 between. Nothing was decided; do it at the terminal of the broker itself",
            )),
        }
    }
}

impl std::fmt::Debug for RemoteApprover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RemoteApprover")
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}
