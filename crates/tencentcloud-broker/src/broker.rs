//! The broker: asked for a request, it sends it, has a person asked, or refuses.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Response;
use tencentcloud_calls::Effect;
use tencentcloud_runtime::transport::Body;
use tencentcloud_runtime::{Client, OneLine};
use tencentcloud_twin::Twin;
use tokio::sync::watch;

use crate::account::{Account, Accounts, NoAccounts};
use crate::answer::{Answer, Refusal, Ticket};
use crate::approvals::{ApprovalState, Approvals, Taken};
use crate::brief::Brief;
use crate::briefing::Briefing;
use crate::check;
use crate::code::Code;
use crate::id::{ApprovalId, Digest};
use crate::log::{Event, Log};
use crate::policy::{Decision, Policy, Ruling, Subject};
use crate::request::{Asked, Request};

/// How long a request can be decided about, and sent.
const LIFETIME: Duration = Duration::from_secs(600);
/// How long a service may take until the head of its response is there.
const PATIENCE: Duration = Duration::from_secs(60);
/// The largest response that a twin learns from, in bytes.
const SHORT: usize = 1 << 20;
/// The longest name of an agent, and the longest reason, in characters.
const NAME: usize = 80;
/// See [`NAME`].
const REASON: usize = 400;

/// Configures a [`Broker`].
pub struct Builder {
    accounts: Arc<dyn Accounts>,
    policy: Policy,
    log: Option<PathBuf>,
    lifetime: Duration,
    places: Vec<String>,
    unattended: Option<String>,
    twins: HashMap<String, Twin>,
    clock: Clock,
}

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

impl Default for Builder {
    fn default() -> Self {
        Self {
            accounts: Arc::new(NoAccounts),
            policy: Policy::default(),
            log: None,
            lifetime: LIFETIME,
            places: Vec::new(),
            unattended: None,
            twins: HashMap::new(),
            clock: Arc::new(SystemTime::now),
        }
    }
}

impl Builder {
    /// Sets the `accounts` whose keys sign. Defaults to none.
    pub fn accounts(mut self, accounts: impl Accounts + 'static) -> Self {
        self.accounts = Arc::new(accounts);
        self
    }

    /// Sets the `policy`. Defaults to [`Policy::default`].
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Logs what is asked, decided and sent to the file `path`, for its owner alone. Defaults to no log.
    pub fn log(mut self, path: impl Into<PathBuf>) -> Self {
        self.log = Some(path.into());
        self
    }

    /// Lets each request be decided about, and sent, for `lifetime` after it was asked for. Defaults to 10 minutes.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Adds where a person can approve, for [`Ticket::places`]: a command or the address of a page.
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.places.push(place.into());
        self
    }

    /// Refuses what needs a person, and says `next`: for a process in which nobody can be asked.
    pub fn unattended(mut self, next: impl Into<String>) -> Self {
        self.unattended = Some(next.into());
        self
    }

    /// Tries requests of `account` on `twin` before they are approved, e.g. on one beside the emulator that the account
    /// is. Defaults to one twin of all accounts, which learns what the broker reads for it.
    pub fn twin(mut self, account: impl Into<String>, twin: Twin) -> Self {
        self.twins.insert(account.into(), twin);
        self
    }

    /// Goes by `clock`. Defaults to [`SystemTime::now`].
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes the broker.
    ///
    /// # Errors
    /// The log cannot be written, or the machine has no random numbers.
    pub fn build(self) -> io::Result<Broker> {
        let policy = Arc::new(self.policy);
        let accounts = Arc::clone(&self.accounts);
        Ok(Broker(Arc::new(Inner {
            approvals: Approvals::new(self.lifetime),
            briefing: Briefing::new(accounts, Arc::clone(&policy), self.twins),
            accounts: self.accounts,
            policy,
            log: Log::open(self.log)?,
            code: Code::new()?,
            places: self.places,
            unattended: self.unattended,
            clock: self.clock,
        })))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("accounts", &self.accounts)
            .field("policy", &self.policy)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// Signs and sends requests of programs that hold no key, if the [`Policy`] allows it or a person approves
/// it. Clones share everything.
///
/// What a person decides goes through an [`Approver`](crate::Approver), which nothing that asks can make.
#[derive(Clone)]
pub struct Broker(Arc<Inner>);

struct Inner {
    accounts: Arc<dyn Accounts>,
    policy: Arc<Policy>,
    approvals: Approvals,
    briefing: Briefing,
    log: Log,
    code: Code,
    places: Vec<String>,
    unattended: Option<String>,
    clock: Clock,
}

impl Broker {
    /// Returns a builder with the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the accounts whose keys sign, the usual one first.
    pub fn accounts(&self) -> Vec<Account> {
        self.0.accounts.list()
    }

    /// Returns the policy.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Returns the code with which a person at another terminal or page becomes an
    /// [`Approver`](crate::Approver). It holds until the process ends. Show it on the terminal of the broker
    /// alone: who has it approves.
    pub fn code(&self) -> &str {
        self.0.code.text()
    }

    /// Returns where the log is, if one is kept.
    pub fn log_path(&self) -> Option<&std::path::Path> {
        self.0.log.path()
    }

    /// Signs and sends what is `asked` for if the policy allows it, or once a person has approved it. It is
    /// sent once, and never again by itself.
    pub async fn ask(&self, mut asked: Asked) -> Answer {
        asked.agent = asked.agent.as_deref().map(|name| plain(name, NAME));
        asked.reason = asked.reason.as_deref().map(|text| plain(text, REASON));
        match self.answer(&asked).await {
            Ok(answer) => answer,
            Err(refusal) => {
                let event = Event::of("denied", &asked).note(&refusal.message);
                match self.0.log.append(&event, self.now()) {
                    Ok(()) => Answer::Refused(refusal),
                    Err(error) => Answer::Refused(unlogged(&error)),
                }
            }
        }
    }

    /// Returns what is known of `request` before it is sent, with what the policy says of it. Nothing but reads of
    /// the broker's own is sent.
    ///
    /// # Errors
    /// What is wrong with the request, or keeps the account from being used.
    pub async fn plan(&self, request: &Request) -> Result<Brief, Refusal> {
        let mut request = request.clone();
        let (_, ruling) = self.judged(&mut request).await?;
        Ok(self.0.briefing.of(&request, &ruling).await)
    }

    /// Returns what has become of the approval `id`, waiting up to `wait` for a decision; `None` if there is none.
    pub async fn state(&self, id: &ApprovalId, wait: Duration) -> Option<ApprovalState> {
        let mut changes = self.0.approvals.changes();
        let decided = async {
            loop {
                match self.0.approvals.state(id, self.now()) {
                    Some(ApprovalState::Waiting) => {}
                    state => return state,
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        match tokio::time::timeout(wait, decided).await {
            Ok(state) => state,
            Err(_) => self.0.approvals.state(id, self.now()),
        }
    }

    async fn answer(&self, asked: &Asked) -> Result<Answer, Refusal> {
        let mut asked = asked.clone();
        let (client, ruling) = self.judged(&mut asked.request).await?;
        let asked = &asked;
        match ruling.decision {
            Decision::Deny => Err(Refusal::new("denied", ruling.because)),
            Decision::Allow => {
                self.log(&Event::of("allowed", asked).note(&ruling.because))?;
                let sent = self.send(&client, asked, &asked.request.digest()).await?;
                Ok(Answer::Sent(sent))
            }
            Decision::Confirm => self.confirmed(asked, &client, &ruling).await,
        }
    }

    /// Sends what a person approved, or has one asked.
    async fn confirmed(
        &self,
        asked: &Asked,
        client: &Client,
        ruling: &Ruling,
    ) -> Result<Answer, Refusal> {
        let inner = &self.0;
        if let Some(next) = &inner.unattended {
            let told = format!(
                "a person has to approve it ({}), and nobody can be asked here: {next}",
                ruling.because
            );
            return Err(Refusal::new("unattended", told));
        }
        let digest = asked.request.digest();
        let id = match &asked.approval {
            Some(id) => id.clone(),
            None => self.begin(asked, ruling)?,
        };
        if asked.wait > Duration::ZERO {
            self.state(&id, asked.wait).await;
        }
        match inner.approvals.take(&id, &digest, self.now())? {
            Taken::Waiting { expires } => Ok(Answer::Waiting(Ticket {
                id,
                digest,
                expires,
                places: inner.places.clone(),
            })),
            Taken::Send => {
                let sent = self.send(client, asked, &digest).await;
                let outcome = match &sent {
                    Ok(response) => response.status().to_string(),
                    Err(refusal) => refusal.message.clone(),
                };
                inner.approvals.note(&id, &outcome, self.now());
                sent.map(Answer::Sent)
            }
        }
    }

    /// Has a person asked.
    fn begin(&self, asked: &Asked, ruling: &Ruling) -> Result<ApprovalId, Refusal> {
        let begun = self.0.approvals.begin(asked, self.now())?;
        if let Some(sender) = begun.brief {
            let event = Event {
                approval: Some(begun.id.as_str()),
                ..Event::of("asked", asked)
            };
            self.log(&event.note(&ruling.because))?;
            let (inner, ruling) = (Arc::clone(&self.0), ruling.clone());
            let request = asked.request.clone();
            tokio::spawn(async move {
                let brief = inner.briefing.of(&request, &ruling).await;
                // Nobody may be left who reads it.
                sender.send_replace(Some(Arc::new(brief)));
            });
        }
        Ok(begun.id)
    }

    /// Names the account of `request`, checks it, and asks the policy.
    async fn judged(&self, request: &mut Request) -> Result<(Client, Ruling), Refusal> {
        let inner = &self.0;
        let accounts = inner.accounts.list();
        let account = match &*request.account {
            "" => accounts.first(),
            name => accounts.iter().find(|account| account.name == name),
        };
        let Some(account) = account else {
            let told = match &*request.account {
                "" => "the broker has no account: `tcloud configure` makes one".to_owned(),
                name => format!("the broker has no account {name}"),
            };
            return Err(Refusal::new("unusable", told));
        };
        request.account.clone_from(&account.name);
        let client = inner.accounts.client(&account.name, &request.service).await;
        let client = client.map_err(|told| Refusal::new("unusable", told))?;
        check::check(request, client.config())?;
        let class = Effect::of(&request.service, request.action());
        if account.read_only && !matches!(class, Effect::Read | Effect::Secret) {
            let told = format!("the account {} is read-only", account.name);
            return Err(Refusal::new("denied", told));
        }
        let number = match inner.policy.asks_for_numbers() {
            true => inner.briefing.number(&account.name).await.ok(),
            false => None,
        };
        let ruling = inner.policy.decide(&Subject {
            account: &account.name,
            account_id: number.as_deref(),
            service: &request.service,
            action: request.action(),
            region: request.region(),
            class,
            local: account.local,
        });
        Ok((client, ruling))
    }

    /// Signs and sends `asked`, whose digest is that of what was approved.
    async fn send(
        &self,
        client: &Client,
        asked: &Asked,
        approved: &Digest,
    ) -> Result<Response<Body>, Refusal> {
        let request = &asked.request;
        let leaving = outgoing(request)?;
        let url = request.url.clone();
        let same = Request::new(
            &request.account,
            &request.service,
            url,
            leaving.headers(),
            leaving.body().clone(),
        );
        if same.digest() != *approved {
            return Err(Refusal::new(
                "changed",
                "what would be sent is not what was approved: nothing was sent",
            ));
        }
        let sent = client.relay(&request.service, leaving);
        let sent = match tokio::time::timeout(PATIENCE, sent).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(Refusal::new("unsent", error.to_string())),
            Err(_) => Err(Refusal::new(
                "unsent",
                format!(
                    "no response after {} seconds: whether the request took effect is unknown",
                    PATIENCE.as_secs()
                ),
            )),
        };
        let note = match &sent {
            Ok(response) => response.status().to_string(),
            Err(refusal) => refusal.message.clone(),
        };
        // It was sent: what cannot be logged any more is no reason to hide the response.
        let _ = self
            .0
            .log
            .append(&Event::of("sent", asked).note(&note), self.now());
        match sent {
            Ok(response) if !Effect::of(&request.service, request.action()).reads() => {
                self.followed(request, response).await
            }
            sent => sent,
        }
    }

    /// Lets the twin of the account do what `request` has done, if the response is short.
    async fn followed(
        &self,
        request: &Request,
        response: Response<Body>,
    ) -> Result<Response<Body>, Refusal> {
        let length = response.headers().get(http::header::CONTENT_LENGTH);
        let length: Option<usize> = length.and_then(|value| value.to_str().ok()?.parse().ok());
        if !response.status().is_success() || length.is_none_or(|length| length > SHORT) {
            return Ok(response);
        }
        let (head, body) = response.into_parts();
        let body = body.bytes(SHORT).await;
        let body = body.map_err(|error| Refusal::new("unsent", error.to_string()))?;
        let (inner, request, told) = (Arc::clone(&self.0), request.clone(), body.clone());
        tokio::task::spawn_blocking(move || inner.briefing.follow(&request, &told));
        Ok(Response::from_parts(head, body.into()))
    }

    fn log(&self, event: &Event<'_>) -> Result<(), Refusal> {
        let logged = self.0.log.append(event, self.now());
        logged.map_err(|error| unlogged(&error))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0.clock)()
    }

    pub(crate) fn approvals(&self) -> &Approvals {
        &self.0.approvals
    }

    pub(crate) fn check_code(&self, typed: &str) -> Result<(), Refusal> {
        self.0.code.check(typed)
    }

    pub(crate) fn check_proof(
        &self,
        given: &str,
        expected: impl FnOnce(&str) -> String,
    ) -> Result<(), Refusal> {
        self.0.code.check_proof(given, expected)
    }

    /// Logs a decision about `id`.
    pub(crate) fn log_decision(
        &self,
        event: &str,
        id: &ApprovalId,
        request: &Request,
        note: &str,
    ) -> Result<(), Refusal> {
        self.log(&Event {
            event,
            approval: Some(id.as_str()),
            digest: request.digest().to_string(),
            agent: None,
            account: Some(&request.account),
            service: Some(&request.service),
            action: Some(request.action()),
            region: request.region(),
            note: Some(note),
        })
    }

    /// Expires and logs what is over.
    pub(crate) fn expire(&self) {
        let now = self.now();
        for (id, digest) in self.0.approvals.expire(now) {
            let event = Event {
                event: "expired",
                approval: Some(id.as_str()),
                digest: digest.to_string(),
                agent: None,
                account: None,
                service: None,
                action: None,
                region: None,
                note: None,
            };
            // It is expired all the same.
            let _ = self.0.log.append(&event, now);
        }
    }

    /// Returns what is heard of the brief of `id`.
    pub(crate) fn brief(&self, id: &ApprovalId) -> Option<watch::Receiver<Option<Arc<Brief>>>> {
        self.0.approvals.brief(id, self.now())
    }
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broker")
            .field("accounts", &self.0.accounts)
            .field("policy", &self.0.policy)
            .field("log", &self.0.log)
            .finish_non_exhaustive()
    }
}

/// The request as it leaves, without its signature.
fn outgoing(request: &Request) -> Result<http::Request<Bytes>, Refusal> {
    let url = match request.url.contains("://") {
        true => request.url.clone(),
        false => format!("https://{}", request.url),
    };
    let made = http::Request::post(format!("{}/", url.trim_end_matches('/')));
    let made = made.body(request.body.clone());
    let mut made = made.map_err(|error| Refusal::new("unusable", error.to_string()))?;
    *made.headers_mut() = request.headers.clone();
    Ok(made)
}

/// Text of others on one line, of at most `most` characters.
fn plain(text: &str, most: usize) -> String {
    let line = OneLine(text).to_string();
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn unlogged(error: &io::Error) -> Refusal {
    let told = format!("the log of the broker cannot be written: {error}. Nothing was sent");
    Refusal::new("unlogged", told)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::future::BoxFuture;
    use http::{HeaderMap, HeaderName, HeaderValue};
    use tencentcloud_runtime::transport::{Sending, Transport};
    use tencentcloud_runtime::{Config, Credential};

    use super::*;

    /// Takes every request, and keeps its body.
    #[derive(Clone, Debug, Default)]
    struct Taken(Arc<Mutex<Vec<Bytes>>>);

    impl Transport for Taken {
        fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
            self.0.lock().unwrap().push(request.body().clone());
            Box::pin(async { Ok(Response::new("{}".into())) })
        }
    }

    #[derive(Debug)]
    struct One(Taken);

    impl Accounts for One {
        fn list(&self) -> Vec<Account> {
            vec![Account::new("one")]
        }

        fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
            let key = Credential::new("AKIDexample", "example");
            let client = Client::new(&Config::new(key).transport(self.0.clone()));
            Box::pin(async { Ok(client) })
        }
    }

    #[tokio::test]
    async fn what_would_leave_is_held_against_what_was_approved() {
        let taken = Taken::default();
        let broker = Broker::builder().accounts(One(taken.clone()));
        let broker = broker.build().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/json"),
            ("x-tc-action", "DeleteVpc"),
            ("x-tc-version", "2017-03-12"),
        ] {
            let name = HeaderName::from_static(name);
            headers.insert(name, HeaderValue::from_static(value));
        }
        let url = "https://vpc.tencentcloudapi.com";
        let of = |body: &'static str| Asked::new(Request::new("one", "vpc", url, &headers, body));
        let client = broker.0.accounts.client("one", "vpc").await.unwrap();
        let approved = of("{}").request.digest();
        let mut elsewhere = of("{}");
        elsewhere.request.url = "https://vpc.ap-beijing.tencentcloudapi.com".to_owned();
        for changed in [of("{ }"), elsewhere] {
            let sent = broker.send(&client, &changed, &approved).await;
            assert_eq!(sent.unwrap_err().code, "changed");
        }
        assert!(taken.0.lock().unwrap().is_empty());
        broker.send(&client, &of("{}"), &approved).await.unwrap();
        assert_eq!(*taken.0.lock().unwrap(), ["{}"]);
    }
}
