//! Requests of a command on their way to the broker.

use std::fmt;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use http::{Request, Response};
use tencentcloud_broker::{Answer, Asked, Desk, Refusal, Ticket};
use tencentcloud_emulator::{Carrier, CarryError};

use super::request::unsigned;
use crate::untrusted::shown;

/// How often a call is asked for if others that are the same use up its approvals.
const TURNS: usize = 10;

/// Hands each request to a broker.
pub(super) struct Handing {
    pub(super) desk: Desk,
    /// The name of the account; empty for the usual one.
    pub(super) account: String,
    /// Where calls go in place of the vendor's hosts.
    pub(super) endpoint: Option<String>,
    /// What asks.
    pub(super) agent: Option<String>,
    pub(super) reason: Option<String>,
    /// How long a call waits for a person.
    pub(super) wait: Duration,
}

impl Carrier for Handing {
    fn carry(
        &self,
        came: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<BoxStream<'static, io::Result<Bytes>>>, CarryError>> {
        Box::pin(async move {
            let request = unsigned(&came, &self.account, self.endpoint.as_deref());
            let request = request
                .map_err(|told| CarryError::new("UnauthorizedOperation.NotForBroker", told))?;
            let named = format!("{} of {}", shown(request.action()), shown(&request.service));
            let mut asked = Asked::new(request);
            asked.agent.clone_from(&self.agent);
            asked.reason.clone_from(&self.reason);
            let answer = self.ask(asked, &named).await;
            match answer {
                Answer::Sent(response) => {
                    Ok(response.map(|body| body.map_err(io::Error::other).boxed()))
                }
                Answer::Waiting(ticket) => Err(CarryError::new(
                    "UnauthorizedOperation.ApprovalRequired",
                    format!(
                        "{}. Once it is approved, the same call goes through.",
                        waits(&named, &ticket)
                    ),
                )),
                Answer::Refused(refusal) => Err(refused(refusal)),
                _ => Err(CarryError::new(
                    "InternalError",
                    "the broker gave an answer that is not known",
                )),
            }
        })
    }
}

impl Handing {
    /// Asks for a request, and waits for a person if one has to permit it.
    async fn ask(&self, asked: Asked, named: &str) -> Answer {
        let mut answer = self.desk.ask(asked.clone()).await;
        for _ in 0..TURNS {
            let Answer::Waiting(ticket) = &answer else {
                break;
            };
            if self.wait.is_zero() {
                break;
            }
            // Whoever looks at the command knows now what it waits for.
            eprintln!("tcloud: {}", waits(named, ticket));
            let mut again = asked.clone();
            again.approval = Some(ticket.id.clone());
            again.wait = self.wait;
            answer = self.desk.ask(again).await;
            match &answer {
                // The same call was made twice at once: each is a call of its own.
                Answer::Refused(refusal) if refusal.code == "used" => {
                    answer = self.desk.ask(asked.clone()).await;
                }
                _ => break,
            }
        }
        answer
    }
}

impl fmt::Debug for Handing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handing")
            .field("account", &self.account)
            .field("agent", &self.agent)
            .finish_non_exhaustive()
    }
}

/// What a call waits for.
fn waits(named: &str, ticket: &Ticket) -> String {
    let places = ticket.places.iter().map(|place| match &**place {
        "tcloud approve" => format!("{place} {}", ticket.id),
        place => place.to_owned(),
    });
    let places = places.collect::<Vec<_>>().join(", or ");
    format!(
        "{named} waits for a person, as the approval {}: {places}",
        ticket.id
    )
}

/// A refusal of the broker as an error in the vendor's form.
fn refused(refusal: Refusal) -> CarryError {
    let code = match &*refusal.code {
        "refused" => "UnauthorizedOperation.ApprovalRefused",
        "expired" => "UnauthorizedOperation.ApprovalExpired",
        "unattended" => "UnauthorizedOperation.ApprovalRequired",
        "denied" => "UnauthorizedOperation.PolicyDenied",
        "unsent" => "InternalError.NoResponse",
        _ => "UnauthorizedOperation.NotSent",
    };
    CarryError::new(code, refusal.message)
}
