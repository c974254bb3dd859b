//! The life of resources by facts alone: one engine for every kind.

mod adopt;
mod answer;
mod change;
mod create;
mod delete;
mod desk;
mod list;
mod matching;
mod paging;
mod request;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use tencentcloud_schema::resource::Verb;

use super::codes::{self, Trouble};
use super::plan::{Plan, Plans};
use super::store::{Answered, Item, Ledger, Pace, Place, Store};
use crate::call::Call;
use crate::credential::Credential;
use crate::fault::Fault;
use crate::identity::Keyring;
use crate::ids::Ids;

pub use adopt::Adopted;
pub(crate) use desk::{Desk, Family, Whole};

/// How many responses to requests with a token are kept of a kind.
const TOKENS: usize = 10_000;

/// The members of a response, or an error.
type Response = Result<Map<String, Value>, Fault>;

/// Everything that stateful actions depend on.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) store: Store,
    pub(crate) plans: Arc<Plans>,
    pub(crate) ids: Arc<Ids>,
    /// The keys that sign requests, which users can get more of.
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) pace: Pace,
    /// How many resources of a service's kind an account may have in a region.
    pub(crate) quotas: HashMap<(String, String), usize>,
    /// True if only a part of the resources is known: what a call does not name itself is there.
    pub(crate) partial: bool,
    pub(crate) families: Arc<[Box<dyn Family>]>,
}

/// What an action did to resources of one kind.
#[derive(Debug, Default)]
struct Done {
    /// The resources that are shown.
    items: Vec<Arc<Item>>,
    /// How many match in all, of a list.
    total: usize,
    /// The token of the next page; empty at the end.
    next: String,
}

impl Engine {
    /// Returns the response of an action that keeps state; `None` if it keeps none.
    ///
    /// # Errors
    /// The resources do not allow the call; then nothing changes.
    pub(crate) fn respond(&self, call: &Call) -> Option<Result<Map<String, Value>, Fault>> {
        let work = self.work(call)?;
        let writes = work.writes();
        let account = call.account.as_deref().unwrap_or_default();
        let account = self.store.account(account);
        // Held longer than the ledger, which takes changes back when a call panics, too.
        let shared = (!writes).then(|| account.read());
        let alone = writes.then(|| account.write());
        let ledger = Ledger::new(writes);
        let desk = Desk::new(self, call, &ledger);
        let response = work.run(&desk);
        match response {
            Ok(_) => {
                for (id, credential) in ledger.keep() {
                    self.keyring.set_kept(&id, credential);
                }
            }
            // What was changed until then is taken back while the account is held.
            Err(_) => drop(ledger),
        }
        drop((shared, alone));
        Some(response)
    }

    /// Does what a call does on a copy of what its account has, and returns the response and the copy;
    /// `None` if the action keeps no state. Nothing of this engine changes.
    pub(super) fn rehearse(&self, call: &Call) -> Option<(Response, Self)> {
        self.work(call)?;
        let account = call.account.as_deref().unwrap_or_default();
        let lock = self.store.account(account);
        // While the copy is taken, shelf by shelf.
        let _unchanged = lock.read();
        let copy = Self {
            store: self.store.fork(account, desk::time(call), self.pace),
            plans: Arc::clone(&self.plans),
            ids: Arc::clone(&self.ids),
            // Of its own, so that keys that are made sign nothing.
            keyring: Arc::new(Keyring::new(Vec::new(), Arc::clone(&self.ids))),
            pace: self.pace,
            quotas: self.quotas.clone(),
            partial: self.partial,
            families: Arc::clone(&self.families),
        };
        let response = copy.respond(call)?;
        Some((response, copy))
    }

    /// Puts a snapshot in the place of all that is kept, the keys among it included.
    ///
    /// # Errors
    /// It is no snapshot; then nothing changes.
    pub(crate) fn import(&self, snapshot: Value) -> Result<(), String> {
        self.store.import(snapshot, || {
            self.keyring.replace_kept(None, self.credentials());
        })
    }

    /// Forgets everything of `account`, or of all.
    pub(crate) fn reset(&self, account: Option<&str>) {
        self.store.reset(account, || {
            self.keyring.replace_kept(account, Vec::new());
        });
    }

    /// Returns the credentials that are among the resources.
    fn credentials(&self) -> Vec<Credential> {
        let mut credentials = Vec::new();
        for (place, shelf) in self.store.each(None) {
            if let Some(family) = self.family_of(&place.service) {
                let credential =
                    |item: &Item| family.credential(&place.account, &place.kind, &item.record);
                credentials.extend(shelf.read().skipping(0).filter_map(|item| credential(item)));
            }
        }
        credentials
    }

    /// Returns the code of a service that has some.
    fn family_of(&self, service: &str) -> Option<&dyn Family> {
        let mut families = self.families.iter();
        let family = families.find(|family| family.service() == service)?;
        Some(family.as_ref())
    }

    /// Returns what an action does; `None` if it keeps no state.
    fn work(&self, call: &Call) -> Option<Work> {
        let description = call.target.description();
        let (service, action) = (&description.service, &call.target.name);
        let family = self.family_of(service);
        if let Some(whole) = family.and_then(|family| family.action(action)) {
            return Some(Work::Whole(whole));
        }
        let mut plans = self.plans.of(service, &description.version, action);
        plans.retain(|plan| plan.fits(call.target.action()));
        (!plans.is_empty()).then_some(Work::Planned(plans))
    }
}

/// What an action does.
enum Work {
    /// What code of its own does.
    Whole(Whole),
    /// What facts say, at least one of them.
    Planned(Vec<Plan>),
}

impl Work {
    /// Returns true if the action may change something. Code of its own may, whatever its name says.
    fn writes(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Planned(plans) => writes(plans),
        }
    }

    fn run(&self, desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
        if let Some(family) = desk.family() {
            family.called(desk)?;
        }
        match self {
            Self::Whole(whole) => whole(desk),
            Self::Planned(plans) => match desk.token() {
                Some(token) if writes(plans) => once(desk, &plans[0], token, || run(desk, plans)),
                _ => run(desk, plans),
            },
        }
    }
}

fn writes(plans: &[Plan]) -> bool {
    let reads = |plan: &Plan| matches!(plan.used.does, Verb::List | Verb::Get);
    !plans.iter().all(reads)
}

/// Answers a request with a token once, and its twins with the same response.
fn once(
    desk: &Desk<'_>,
    plan: &Plan,
    token: &str,
    run: impl FnOnce() -> Result<Map<String, Value>, Fault>,
) -> Result<Map<String, Value>, Fault> {
    let shelf = desk.shelf(&plan.kind);
    let mut tokens = shelf.tokens();
    let key = format!("{}/{token}", desk.call.target.name);
    if let Some(answered) = tokens.get(&key) {
        if answered.request == desk.call.parameters {
            return Ok(answered.response.clone());
        }
        return Err(codes::fault(
            desk.call,
            Trouble::Token,
            &["ClientToken"],
            format!(
                "The ClientToken {token:?} was used by a request with other parameters; use another."
            ),
        ));
    }
    let response = run()?;
    if tokens.len() < TOKENS {
        let request = desk.call.parameters.clone();
        let response = response.clone();
        tokens.insert(key, Answered { request, response });
    }
    Ok(response)
}

fn run(desk: &Desk<'_>, plans: &[Plan]) -> Result<Map<String, Value>, Fault> {
    if writes(plans) && desk.is_dry_run() {
        for plan in plans {
            check(desk, plan)?;
        }
        let code = "DryRunOperation";
        let errors = &desk.call.target.action().errors;
        if errors.contains(code) {
            let message = "The request is in order; DryRun kept it from being carried out.";
            return Err(Fault::new(code, message));
        }
        return Ok(answer::empty(desk));
    }
    let mut done = Vec::new();
    for plan in plans {
        let did = match plan.used.does {
            Verb::Create => create::run(desk, plan)?,
            Verb::List => list::run(desk, plan)?,
            Verb::Get => list::one(desk, plan)?,
            Verb::Modify | Verb::State | Verb::Add | Verb::Remove => change::run(desk, plan)?,
            Verb::Delete => delete::run(desk, plan)?,
        };
        done.push((plan, did));
    }
    Ok(answer::of(desk, &done))
}

/// Checks what a request would do.
fn check(desk: &Desk<'_>, plan: &Plan) -> Result<(), Fault> {
    match plan.used.does {
        Verb::Create => create::check(desk, plan),
        Verb::Delete => delete::check(desk, plan),
        _ => change::check(desk, plan),
    }
}

/// Returns where resources of a kind are kept for the caller.
fn place(desk: &Desk<'_>, service: &str, kind: &str, global: bool) -> Place {
    Place {
        account: desk.account().to_owned(),
        region: if global {
            String::new()
        } else {
            desk.region.to_owned()
        },
        service: service.to_owned(),
        kind: kind.to_owned(),
    }
}
