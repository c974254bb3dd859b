//! What is found out about a request before it is sent.

mod named;
mod price;
mod reader;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Known};
use tencentcloud_schema::without_secrets;
use tencentcloud_twin::{Trial, Twin};

use crate::account::Accounts;
use crate::brief::Brief;
use crate::policy::{Policy, Ruling};
use crate::request::Request;
use reader::Reader;

/// How long all that is asked of the cloud may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Finds out what there is to know of a request.
pub(crate) struct Briefing {
    accounts: Arc<dyn Accounts>,
    policy: Arc<Policy>,
    /// The numbers of accounts by name.
    numbers: Mutex<HashMap<String, String>>,
    /// The twins of the accounts that have one of their own.
    twins: HashMap<String, Twin>,
    /// That of all others, once it is needed.
    common: OnceLock<Option<Twin>>,
}

impl Briefing {
    pub(crate) fn new(
        accounts: Arc<dyn Accounts>,
        policy: Arc<Policy>,
        twins: HashMap<String, Twin>,
    ) -> Self {
        Self {
            accounts,
            policy,
            numbers: Mutex::default(),
            twins,
            common: OnceLock::new(),
        }
    }

    /// Returns what is known of `request`, after at most five seconds.
    pub(crate) async fn of(&self, request: &Request, ruling: &Ruling) -> Brief {
        let brief = Brief {
            account: request.account.clone(),
            region: request.region().map(str::to_owned),
            service: request.service.clone(),
            version: request.version().to_owned(),
            action: request.action().to_owned(),
            class: Effect::of(&request.service, request.action())
                .name()
                .to_owned(),
            decision: ruling.decision.name().to_owned(),
            because: ruling.because.clone(),
            digest: request.digest().to_string(),
            bytes: request.body.len(),
            ..Brief::default()
        };
        // What was found out by then is kept.
        let brief = Mutex::new(brief);
        let found = self.find_out(request, &brief);
        let is_late = tokio::time::timeout(PATIENCE, found).await.is_err();
        let mut brief = brief.into_inner().unwrap_or_else(PoisonError::into_inner);
        if is_late {
            let told = format!(
                "the rest: it was not there within {} seconds",
                PATIENCE.as_secs()
            );
            brief.unknown.push(told);
        }
        brief
    }

    async fn find_out(&self, request: &Request, brief: &Mutex<Brief>) {
        let note = |change: &mut dyn FnMut(&mut Brief)| {
            change(&mut brief.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let unknown = |told: String| note(&mut |brief| brief.unknown.push(told.clone()));
        let known = Known::find(&request.service, request.action(), Some(request.version())).ok();
        let parameters = request.parameters();
        match &parameters {
            Some(given) => note(&mut |brief| brief.parameters = shown(given, known.as_ref())),
            None => unknown("the parameters: the body is no JSON".to_owned()),
        }
        let number = self.number(&request.account).await;
        match &number {
            Ok(number) => note(&mut |brief| brief.account_id = Some(number.clone())),
            Err(why) => unknown(format!("the number of the account: {why}")),
        }
        let Some(parameters) = parameters else {
            return;
        };
        let reader = Reader::new(
            &*self.accounts,
            &self.policy,
            request,
            number.as_deref().ok(),
        );
        let pricing = async {
            match price::of(&reader, request, &parameters).await {
                Ok(price) => note(&mut |brief| brief.price.clone_from(&price)),
                Err(why) => unknown(format!("the price: {why}")),
            }
        };
        let rehearsing = async {
            // Without its number, what is known of one account could be taken for another one's.
            let (Some(twin), Ok(number)) = (self.twin(&request.account), &number) else {
                return unknown("what it would change: there is no twin of the account".to_owned());
            };
            let trial = trial(request, number, &parameters);
            let before = twin.rehearse(&trial).await;
            let read = named::read(&reader, &twin, &before.knowledge, &parameters).await;
            note(&mut |brief| {
                brief.resources.clone_from(&read.resources);
                brief.unknown.extend(read.unknown.iter().cloned());
            });
            let rehearsal = twin.rehearse(&trial).await;
            match serde_json::to_value(&rehearsal) {
                Ok(value) => note(&mut |brief| brief.twin = Some(value.clone())),
                Err(error) => unknown(format!("what it would change: {error}")),
            }
        };
        tokio::join!(pricing, rehearsing);
    }

    /// Lets the twin do what `request` has done, by the `response` to it.
    pub(crate) fn follow(&self, request: &Request, response: &[u8]) {
        let number = self.numbers().get(&request.account).cloned();
        let (Some(number), Some(parameters)) = (number, request.parameters()) else {
            return;
        };
        let Ok(mut whole) = serde_json::from_slice::<Map<String, Value>>(response) else {
            return;
        };
        let Some(Value::Object(members)) = whole.get_mut("Response").map(Value::take) else {
            return;
        };
        if members.contains_key("Error") {
            return;
        }
        if let Some(twin) = self.twin(&request.account) {
            twin.follow(&trial(request, &number, &parameters), &members);
        }
    }

    /// The twin of the account `name`, unless the machine cannot make one.
    fn twin(&self, name: &str) -> Option<Twin> {
        let common = || self.common.get_or_init(|| Twin::start().ok()).clone();
        self.twins.get(name).cloned().or_else(common)
    }

    /// Returns the number of the account `name`, which STS says once.
    ///
    /// # Errors
    /// Why it does not.
    pub(crate) async fn number(&self, name: &str) -> Result<String, String> {
        let known = self.numbers().get(name).cloned();
        if let Some(number) = known {
            return Ok(number);
        }
        let client = self.accounts.client(name, "sts").await?;
        let call = client.raw("sts", "2018-08-13", "GetCallerIdentity");
        let call = call.region(client.config().default_region().unwrap_or("ap-guangzhou"));
        let caller = call.await.map_err(|error| error.to_string())?;
        let number = caller["AccountId"].as_str().ok_or("STS did not say it")?;
        self.numbers().insert(name.to_owned(), number.to_owned());
        Ok(number.to_owned())
    }

    fn numbers(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Briefing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Briefing").finish_non_exhaustive()
    }
}

fn trial(request: &Request, number: &str, parameters: &Map<String, Value>) -> Trial {
    let mut trial = Trial::new(&request.service, request.version(), request.action());
    trial.account = Some(number.to_owned());
    trial.region = request.region().map(str::to_owned);
    trial.parameters = parameters.clone();
    trial
}

/// The parameters without their secrets; of what nobody described the name alone.
fn shown(given: &Map<String, Value>, known: Option<&Known>) -> Map<String, Value> {
    let mut shown = known
        .map(|known| without_secrets(given, &known.action().request, &known.description.types))
        .unwrap_or_default();
    for name in given.keys() {
        shown.entry(name.as_str()).or_insert_with(|| "***".into());
    }
    shown
}
