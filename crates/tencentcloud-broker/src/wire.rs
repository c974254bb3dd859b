//! What stands in the requests between a program that asks and a broker.

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::answer::{Refusal, Ticket};
use crate::approvals::{ApprovalState, Pending};
use crate::id::{ApprovalId, Digest};
use crate::request::{Asked, Request};

pub(crate) const ACCOUNT: HeaderName = HeaderName::from_static("x-tcloud-account");
pub(crate) const SERVICE: HeaderName = HeaderName::from_static("x-tcloud-service");
pub(crate) const URL: HeaderName = HeaderName::from_static("x-tcloud-url");
pub(crate) const AGENT: HeaderName = HeaderName::from_static("x-tcloud-agent");
pub(crate) const REASON: HeaderName = HeaderName::from_static("x-tcloud-reason");
pub(crate) const APPROVAL: HeaderName = HeaderName::from_static("x-tcloud-approval");
pub(crate) const WAIT: HeaderName = HeaderName::from_static("x-tcloud-wait");
/// The status of the service's response.
pub(crate) const STATUS: HeaderName = HeaderName::from_static("x-tcloud-status");
/// The proof that who sends this knows the approval code.
pub(crate) const PROOF: HeaderName = HeaderName::from_static("x-tcloud-proof");
/// What makes a proof good for one request and its response.
pub(crate) const NONCE: HeaderName = HeaderName::from_static("x-tcloud-nonce");
/// Where that person is.
pub(crate) const PLACE: HeaderName = HeaderName::from_static("x-tcloud-place");
/// What lets a program ask over TCP.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-tcloud-token");

/// The longest wait of one request.
pub(crate) const LONGEST: Duration = Duration::from_secs(600);

impl Asked {
    /// Reads what is asked for from the `headers` and the `body` of a POST to a broker. Whether it can be sent is not
    /// looked at.
    ///
    /// # Errors
    /// A header of the broker's is missing, comes twice, or is not what it should be.
    pub fn from_wire(headers: &HeaderMap, body: impl Into<Bytes>) -> Result<Self, Refusal> {
        read(headers, body.into()).map_err(|told| Refusal::new("unusable", told))
    }

    /// Returns the headers with which this is handed to a broker; the body is that of the request.
    pub fn to_wire(&self) -> HeaderMap {
        write(self)
    }
}

/// Writes `asked` into headers; the body is that of the request.
pub(crate) fn write(asked: &Asked) -> HeaderMap {
    let request = &asked.request;
    let mut headers = request.headers.clone();
    let mut put = |name: HeaderName, text: &str| {
        let text = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        // Letters, digits and percent signs are fit for a header.
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    };
    put(ACCOUNT, &request.account);
    put(SERVICE, &request.service);
    put(URL, &request.url);
    if let Some(agent) = &asked.agent {
        put(AGENT, agent);
    }
    if let Some(reason) = &asked.reason {
        put(REASON, reason);
    }
    if let Some(approval) = &asked.approval {
        put(APPROVAL, approval.as_str());
    }
    if asked.wait > Duration::ZERO {
        put(WAIT, &asked.wait.as_secs().to_string());
    }
    headers
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// The header that is wrong.
pub(crate) fn read(headers: &HeaderMap, body: Bytes) -> Result<Asked, String> {
    let text = |name: &HeaderName| decoded(headers, name);
    let needed =
        |name: &HeaderName| text(name)?.ok_or_else(|| format!("the header {name} is missing"));
    let request = Request::new(
        text(&ACCOUNT)?.unwrap_or_default(),
        needed(&SERVICE)?,
        needed(&URL)?,
        headers,
        body,
    );
    let approval = text(&APPROVAL)?
        .map(|id| id.parse::<ApprovalId>())
        .transpose()?;
    let wait = match text(&WAIT)? {
        None => Duration::ZERO,
        Some(wait) => {
            let seconds = wait.parse::<u64>();
            let seconds =
                seconds.map_err(|_| format!("the header {WAIT} is no number of seconds"))?;
            Duration::from_secs(seconds).min(LONGEST)
        }
    };
    Ok(Asked {
        request,
        agent: text(&AGENT)?,
        reason: text(&REASON)?,
        approval,
        wait,
    })
}

/// Returns a header that was percent-encoded, if it is there.
///
/// # Errors
/// It comes twice, or is not percent-encoded UTF-8.
pub(crate) fn decoded(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, String> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(format!("the header {name} comes twice"));
    }
    let wrong = || format!("the header {name} is no percent-encoded UTF-8");
    let text = value.to_str().map_err(|_| wrong())?;
    let text = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| wrong())?;
    Ok(Some(text.into_owned()))
}

/// A [`Ticket`] as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketText {
    approval: ApprovalId,
    digest: String,
    expires: u64,
    places: Vec<String>,
}

impl From<Ticket> for TicketText {
    fn from(ticket: Ticket) -> Self {
        Self {
            approval: ticket.id,
            digest: ticket.digest.to_string(),
            expires: seconds(ticket.expires),
            places: ticket.places,
        }
    }
}

impl TicketText {
    /// Returns the ticket.
    ///
    /// # Errors
    /// A digest that is none.
    pub(crate) fn ticket(self) -> Result<Ticket, String> {
        Ok(Ticket {
            id: self.approval,
            digest: Digest::from_str(&self.digest)?,
            expires: time(self.expires),
            places: self.places,
        })
    }
}

/// A [`Pending`] as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PendingText {
    id: ApprovalId,
    digest: String,
    since: u64,
    expires: u64,
    agent: Option<String>,
    reason: Option<String>,
    account: String,
    service: String,
    action: String,
    region: Option<String>,
    #[serde(flatten)]
    state: ApprovalState,
}

impl From<Pending> for PendingText {
    fn from(pending: Pending) -> Self {
        Self {
            id: pending.id,
            digest: pending.digest.to_string(),
            since: seconds(pending.since),
            expires: seconds(pending.expires),
            agent: pending.agent,
            reason: pending.reason,
            account: pending.account,
            service: pending.service,
            action: pending.action,
            region: pending.region,
            state: pending.state,
        }
    }
}

impl PendingText {
    /// Returns what waits.
    ///
    /// # Errors
    /// A digest that is none.
    pub(crate) fn pending(self) -> Result<Pending, String> {
        Ok(Pending {
            digest: Digest::from_str(&self.digest)?,
            id: self.id,
            since: time(self.since),
            expires: time(self.expires),
            agent: self.agent,
            reason: self.reason,
            account: self.account,
            service: self.service,
            action: self.action,
            region: self.region,
            state: self.state,
        })
    }
}

/// An account as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountText {
    pub(crate) name: String,
    pub(crate) region: Option<String>,
    pub(crate) read_only: bool,
    #[serde(default)]
    pub(crate) endpoint: Option<String>,
    #[serde(default)]
    pub(crate) local: bool,
}

/// What a person decides, as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub(crate) enum DecisionText {
    Approve {
        digest: String,
        typed: Option<String>,
    },
    Refuse {
        #[serde(default)]
        why: String,
    },
}

fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

fn time(seconds: u64) -> SystemTime {
    // A time that no clock has is that of the epoch.
    SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
