//! Who may decide.

use std::sync::Arc;
use std::time::Duration;

use tencentcloud_calls::Effect;
use tokio::sync::watch;

use crate::answer::Refusal;
use crate::approvals::{ApprovalState, Pending};
use crate::brief::Brief;
use crate::broker::Broker;
use crate::id::{ApprovalId, Digest};

/// How long a brief may take until the request is shown without it.
const PATIENCE: Duration = Duration::from_secs(8);

/// A person who may decide about requests. It is the proof of that: it is made by the broker's code alone,
/// or by the process that owns the broker.
#[derive(Clone, Debug)]
pub struct Approver {
    broker: Broker,
    place: String,
}

impl Broker {
    /// Returns an approver for who typed the [`code`](Self::code), at `place`, e.g. `tcloud approve`.
    ///
    /// # Errors
    /// It is another code, or ten others came before.
    pub fn approver(&self, typed: &str, place: impl Into<String>) -> Result<Approver, Refusal> {
        self.check_code(typed)?;
        Ok(self.approver_here(place))
    }

    /// Returns an approver at `place` for who proves that it knows the code, by what `expected` makes of it.
    ///
    /// # Errors
    /// As [`approver`](Self::approver).
    pub(crate) fn approver_by_proof(
        &self,
        given: &str,
        expected: impl FnOnce(&str) -> String,
        place: impl Into<String>,
    ) -> Result<Approver, Refusal> {
        self.check_proof(given, expected)?;
        Ok(self.approver_here(place))
    }

    /// Returns an approver without a code, for the process that owns this broker: its own terminal at `place`.
    /// Nothing that is asked for over a connection may lead here.
    pub fn approver_here(&self, place: impl Into<String>) -> Approver {
        Approver {
            broker: self.clone(),
            place: place.into(),
        }
    }
}

impl Approver {
    /// Returns the requests that wait, and those that were decided lately, in the order in which they came.
    pub fn list(&self) -> Vec<Pending> {
        self.broker.expire();
        self.broker.approvals().list(self.broker.now())
    }

    /// Returns the requests that wait, in the order in which they came.
    pub fn pending(&self) -> Vec<Pending> {
        let mut list = self.list();
        list.retain(|pending| pending.state == ApprovalState::Waiting);
        list
    }

    /// Returns what is known of the request `id`; `None` if there is none, or if it takes longer than eight seconds.
    pub async fn brief(&self, id: &ApprovalId) -> Option<Arc<Brief>> {
        let mut receiver = self.broker.brief(id)?;
        let made = receiver.wait_for(Option::is_some);
        let made = tokio::time::timeout(PATIENCE, made).await.ok()?.ok()?;
        made.clone()
    }

    /// Approves the request `id`, which was shown with `digest`. For an action that destroys, `typed` must be its
    /// name.
    ///
    /// # Errors
    /// It waits no more, is another request than the one that was shown, or the name is not the action's.
    pub fn approve(
        &self,
        id: &ApprovalId,
        digest: &Digest,
        typed: Option<&str>,
    ) -> Result<(), Refusal> {
        let pending = self.list().into_iter().find(|pending| pending.id == *id);
        let pending =
            pending.ok_or_else(|| Refusal::new("unknown", "no request with this ID waits"))?;
        let destroys = Effect::of(&pending.service, &pending.action) == Effect::Destroy;
        if destroys && typed.map(str::trim) != Some(&*pending.action) {
            let told = format!(
                "the request destroys something: type the name of its action, {}, to approve it",
                pending.action
            );
            return Err(Refusal::new("untyped", told));
        }
        let by = self.place.clone();
        let to = ApprovalState::Approved { by };
        let now = self.broker.now();
        let request = self.broker.approvals().decide(id, Some(digest), to, now)?;
        let logged = self
            .broker
            .log_decision("approved", id, &request, &self.place);
        if let Err(refusal) = logged {
            // What is not logged is not approved.
            let to = ApprovalState::Refused {
                by: self.place.clone(),
                why: refusal.message.clone(),
            };
            let _ = self.broker.approvals().decide(id, Some(digest), to, now);
            return Err(refusal);
        }
        Ok(())
    }

    /// Refuses the request `id`, or takes an approval back that was not used, and says `why` to who asks.
    ///
    /// # Errors
    /// It waits no more.
    pub fn refuse(&self, id: &ApprovalId, why: &str) -> Result<(), Refusal> {
        let to = ApprovalState::Refused {
            by: self.place.clone(),
            why: why.to_owned(),
        };
        let now = self.broker.now();
        let request = self.broker.approvals().decide(id, None, to, now)?;
        let note = match why {
            "" => self.place.clone(),
            why => format!("{}: {why}", self.place),
        };
        self.broker.log_decision("refused", id, &request, &note)
    }

    /// Returns what is heard of each change of the list.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.broker.approvals().changes()
    }

    /// Returns the broker.
    pub fn broker(&self) -> &Broker {
        &self.broker
    }
}
