//! How calls get to the cloud: signed here, or by a broker that asks a person.

use std::time::Duration;

use clap::Args;
use tencentcloud_broker::{ApprovalId, Desk, Remote, Through, Ticket, Told, VARIABLE};
use tencentcloud_calls::{Effect, Prepared};
use tencentcloud_runtime::{ActionClass, Client, Retries};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::again::Again;
use crate::error::{Approval, Failure, Kind};
use crate::options::Options;
use crate::seconds::seconds;
use crate::session::{self, Settings, variable};
use crate::{agent, desk};

/// The parameter by which a service knows a request that it has seen before.
const CLIENT_TOKEN: &str = "ClientToken";

/// What a call may take in addition to waiting for a person.
const PATIENCE: Duration = Duration::from_secs(90);

/// How a call is asked of a broker.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Approval")]
#[group(id = "asking")]
pub(crate) struct Asking {
    /// Has the broker of this machine sign and send the call, which asks a person if its policy says so; this is the
    /// default if TENCENTCLOUD_BROKER is set, or if an agent runs the command and a broker runs
    #[arg(long)]
    pub(crate) broker: bool,
    /// Sends what a person has approved as ID: the very same call
    #[arg(long, value_name = "ID")]
    pub(crate) approval: Option<ApprovalId>,
    /// Waits up to SECONDS for a person to approve the call
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) wait_approval: Option<Duration>,
    /// Says WHY the call is made to the person who decides
    #[arg(long, value_name = "WHY")]
    pub(crate) reason: Option<String>,
}

/// How calls get to the cloud.
#[derive(Debug)]
pub(crate) enum Route {
    /// They are signed here.
    Direct,
    /// A broker signs them, by the account of that name; the usual one if it is empty.
    Broker(Remote, String),
}

impl Route {
    /// Returns the way that `options` and `asking` choose, or that an agent has.
    ///
    /// # Errors
    /// No broker runs where one is to be used, or an option that only a key of one's own goes with.
    pub(crate) async fn find(options: &Options, asking: &Asking) -> Result<Self, Failure> {
        if session::local_endpoint(options).is_some() || session::is_handed_on(options) {
            return Ok(Self::Direct);
        }
        let of_call = asking.broker || asking.approval.is_some() || asking.wait_approval.is_some();
        let is_chosen = of_call || variable(VARIABLE).is_some();
        let own = own_key(options);
        if let (true, Some(option)) = (of_call, own) {
            let told = format!("{option} is of no use: a broker signs by the keys that it holds");
            return Err(Failure::usage(told));
        }
        if own.is_some() || !(is_chosen || agent::runs()) {
            return Ok(Self::Direct);
        }
        let account = options
            .profile
            .clone()
            .or_else(|| variable("TENCENTCLOUD_PROFILE"));
        let account = account.unwrap_or_default();
        if is_chosen {
            return Ok(Self::Broker(desk::connect().await?, account));
        }
        // One that was killed leaves its socket.
        let running = match desk::place() {
            Ok(place) if place.path().is_some_and(std::path::Path::exists) => {
                Remote::connect(place).await.ok()
            }
            _ => None,
        };
        Ok(match running {
            Some(remote) => Self::Broker(remote, account),
            None => Self::Direct,
        })
    }

    /// Fails if an agent would send `action` of `service` by a key of its own, and it does more than read.
    ///
    /// # Errors
    /// That.
    pub(crate) fn check(
        &self,
        options: &Options,
        service: &str,
        action: &str,
    ) -> Result<(), Failure> {
        match self {
            Self::Direct => session::check_agent(options, service, action),
            Self::Broker(..) => Ok(()),
        }
    }

    /// Returns what calls of `service` go through.
    ///
    /// # Errors
    /// No credential, or a setting that is none; a broker that has gone, or has no such account.
    pub(crate) async fn line(
        self,
        options: &Options,
        asking: &Asking,
        settings: &Settings,
        service: &str,
    ) -> Result<Line, Failure> {
        let (remote, account) = match self {
            Self::Direct => {
                let client = session::client(options, settings, service).await?;
                return Ok(Line {
                    client,
                    through: None,
                });
            }
            Self::Broker(remote, account) => (remote, account),
        };
        let accounts = remote.accounts().await;
        let accounts = accounts.map_err(|refusal| refused(&refusal.code, &refusal.message))?;
        let mut accounts = accounts.into_iter();
        let known = accounts.find(|known| account.is_empty() || known.name == account);
        let desk = Desk::Remote(remote);
        let mut through = Through::new(desk.clone(), account);
        if let Some(name) = agent::name() {
            through = through.agent(name);
        }
        if let Some(reason) = &asking.reason {
            through = through.reason(reason);
        }
        if let Some(id) = &asking.approval {
            through = through.approval(id.clone());
        }
        let wait = asking.wait_approval.unwrap_or_default();
        let mut options = options.clone();
        options.timeout = Some(wait + options.timeout.unwrap_or(PATIENCE));
        let through = through.wait(wait);
        let mut config = desk.config(&through);
        if asking.approval.is_some() || asking.wait_approval.is_some() {
            // An approval is used once.
            config = config.retries(Retries::none());
        }
        if let Some(known) = known {
            if let Some(region) = known.region {
                config = config.region(region);
            }
            if let Some(endpoint) = known.endpoint {
                config = config.endpoint(endpoint);
            }
        }
        let client = session::configured(config, &options, settings, service)?;
        Ok(Line {
            client,
            through: Some(through),
        })
    }
}

/// The option that says a key of one's own, if there is one.
fn own_key(options: &Options) -> Option<&'static str> {
    match options {
        Options {
            secret_id: Some(_), ..
        } => Some("--secretId"),
        Options {
            use_cvm_role: true, ..
        } => Some("--use-cvm-role"),
        Options {
            role_arn: Some(_), ..
        } => Some("--role-arn"),
        _ => None,
    }
}

/// What calls go through.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) client: Client,
    /// The broker, if there is one.
    through: Option<Through>,
}

impl Line {
    /// True if a broker asks whoever is to be asked.
    pub(crate) fn is_brokered(&self) -> bool {
        self.through.is_some()
    }

    /// Returns why nothing was sent, if the broker did not, else `failure`. `again` is the command that asks again.
    pub(crate) fn explain(&self, failure: Failure, again: impl Fn(&str) -> String) -> Failure {
        match self.through.as_ref().and_then(Through::told) {
            None => failure,
            Some(Told::Waiting(ticket)) => waiting(&ticket, again),
            Some(Told::Refused(refusal)) => refused(&refusal.code, &refusal.message),
        }
    }
}

/// Gives `prepared`, a call that a broker is to send, the ClientToken that another call would make for itself: it is
/// asked for again, byte by byte, once it is approved. Returns the option that repeats it.
///
/// # Errors
/// An approval without the token of the call that was approved; a machine without random numbers.
pub(crate) fn with_token(prepared: &mut Prepared, asking: &Asking) -> Result<String, Failure> {
    let target = &prepared.target;
    let known = target.known.as_ref();
    let takes = known.is_some_and(|known| {
        let mut members = known.action().request.iter();
        members.any(|member| member.name == CLIENT_TOKEN)
    });
    let class = ActionClass::of(&target.service, &target.name);
    let members = &mut prepared.parameters.members;
    if let Some(typed) = members.shift_remove(CLIENT_TOKEN) {
        // Where it stands if it is made here.
        members.insert(CLIENT_TOKEN.to_owned(), typed);
        return Ok(String::new());
    }
    if !takes || class == ActionClass::Read {
        return Ok(String::new());
    }
    if asking.approval.is_some() {
        let told = format!(
            "the call was approved with a {CLIENT_TOKEN}, by which the service knows it: run the command that came with the approval, which ends with --{CLIENT_TOKEN} TOKEN"
        );
        return Err(Failure::usage(told).with_parameter(CLIENT_TOKEN));
    }
    let token = tencentcloud_broker::random::letters(32);
    let token = token.map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    let option = format!(" --{CLIENT_TOKEN} {token}");
    members.insert(CLIENT_TOKEN.to_owned(), token.into());
    Ok(option)
}

/// Fails if a call of `action` of `service` is made more than once, and each would have to be approved.
///
/// # Errors
/// That.
pub(crate) fn check_once(service: &str, action: &str, once: bool) -> Result<(), Failure> {
    match once || Effect::of(service, action) == Effect::Read {
        true => Ok(()),
        false => Err(Failure::usage(format!(
            "a person approves one request at a time: call {action} without --regions, --all-pages, --max-items and --wait"
        ))),
    }
}

/// The failure of a request that waits.
fn waiting(ticket: &Ticket, again: impl Fn(&str) -> String) -> Failure {
    let expires = OffsetDateTime::from(ticket.expires).format(&Rfc3339);
    let expires = expires.unwrap_or_default();
    let id = &ticket.id;
    let told =
        format!("a person has to approve it: it waits as {id} until {expires}; nothing was sent");
    let failure = Failure::new(Kind::Waiting, told).with_approval(Approval {
        id: id.to_string(),
        digest: ticket.digest.to_string(),
        expires,
        places: ticket.places.clone(),
    });
    let failure = ticket.places.iter().fold(failure, |failure, place| {
        failure.with_next(format!("a person approves it at {place}"))
    });
    failure
        .with_next(format!("then: {}", again(&format!("--approval {id}"))))
        .with_next(format!(
            "or wait for it: {}",
            again(&format!("--approval {id} --wait-approval 300"))
        ))
}

/// The failure of a request that a broker does not send.
fn refused(code: &str, message: &str) -> Failure {
    let kind = match code {
        "unusable" => Kind::Usage,
        "unsent" | "unreachable" => Kind::Network,
        "unlogged" => Kind::Other,
        _ => Kind::Refused,
    };
    let failure = Failure::new(kind, format!("the broker: {message}"));
    match code {
        "expired" | "used" | "unknown" | "changed" => {
            failure.with_next("ask again without --approval: a person approves each request once")
        }
        _ => failure,
    }
}

/// Returns the command that asks again, with `token` behind it.
pub(crate) fn asks_again(again: &Again, token: &str) -> impl Fn(&str) -> String {
    move |options| again.with(&format!("{options}{token}"))
}
