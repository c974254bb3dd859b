//! What to do about the error of a call: by the class of its code, and by what is known of the action.

use tencentcloud_runtime::{ActionClass, Error};
use tencentcloud_schema::Member;

use crate::known::{Known, nearest};

/// How many listed values are told.
const TOLD: usize = 8;

/// What to do about the error of a call. It names commands of `tcloud`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// The path of the parameter that the service's message names, if it names one.
    pub parameter: Option<String>,
    /// What to do next, most promising first; an English sentence each.
    pub steps: Vec<String>,
}

impl Advice {
    /// Returns what to do about `error`, which a call of `service` has ended with, by what is `known`
    /// of its action.
    pub fn of(error: &Error, service: &str, known: Option<&Known>) -> Self {
        let parameter = known.and_then(|known| Parameter::named_by(error, known));
        Self {
            steps: steps(error, service, known, parameter.as_ref()),
            parameter: parameter.map(|parameter| parameter.name),
        }
    }

    /// Returns what to do about the error `code` of `service`, whatever the action.
    pub fn of_code(code: &str, service: &str) -> Self {
        Self::of(&Error::service(code, ""), service, None)
    }
}

/// A parameter that the service's message names.
struct Parameter<'k> {
    /// Its path, as the message has it.
    name: String,
    /// What the description says of it; `None` if it has no such parameter.
    member: Option<&'k Member>,
    /// The parameter that may have been meant.
    near: Option<&'k str>,
}

impl<'k> Parameter<'k> {
    /// Looks for the name of a parameter in the message: what is wrong is said in words alone.
    fn named_by(error: &Error, known: &'k Known) -> Option<Self> {
        if !error.is_invalid_parameter() {
            return None;
        }
        let message = error.message()?;
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let words = message
            .split(|c| !in_name(c))
            .map(|word| word.trim_matches('.'));
        let words: Vec<&str> = words.filter(|word| word.len() > 1).collect();
        let request = &known.action().request;
        let found = words.iter().find_map(|word| {
            let member = known.parameter(word)?;
            Some(Self {
                name: (*word).to_owned(),
                member: Some(member),
                near: None,
            })
        });
        if found.is_some() || !error.is("UnknownParameter") {
            return found;
        }
        words.into_iter().find_map(|word| {
            let near = nearest(word, request.iter().map(|member| &*member.name));
            let near = *near.first()?;
            Some(Self {
                name: word.to_owned(),
                member: None,
                near: Some(near),
            })
        })
    }
}

/// What to do next, most promising first.
fn steps(
    error: &Error,
    service: &str,
    known: Option<&Known>,
    parameter: Option<&Parameter<'_>>,
) -> Vec<String> {
    let near = parameter.and_then(|parameter| parameter.near);
    let near = near.map(|near| format!("did you mean --{near}?"));
    let values = parameter.and_then(|parameter| values(parameter.member?));
    let rate = known.and_then(|known| known.action().rate);
    let all = [
        near,
        values,
        by_credential(error, service),
        by_class(error, service, rate),
    ];
    all.into_iter().flatten().collect()
}

/// What to do if it is the credential.
fn by_credential(error: &Error, service: &str) -> Option<String> {
    let action = error.action();
    let unauthorized = ["UnauthorizedOperation", "AuthFailure.UnauthorizedOperation"];
    let step = if error.code().is_none() && error.is_auth() && error.attempts() == 0 {
        "`tcloud configure` keeps a credential, or set TENCENTCLOUD_SECRET_ID and \
         TENCENTCLOUD_SECRET_KEY"
            .to_owned()
    } else if error.is("AuthFailure.SignatureExpire") {
        "set the clock of this machine: it differs from the service's by more than 5 minutes"
            .to_owned()
    } else if unauthorized.into_iter().any(|code| error.is(code)) {
        format!("allow {service}:{action} in CAM to whom `tcloud whoami` names")
    } else if error.is_auth() || error.is_expired() {
        "`tcloud whoami` says which credential is used and where it comes from".to_owned()
    } else {
        return None;
    };
    Some(step)
}

/// What to do about all other errors: of two classes, the more telling one decides.
fn by_class(error: &Error, service: &str, rate: Option<u32>) -> Option<String> {
    let action = match error.action() {
        "" => "ACTION",
        action => action,
    };
    let step = if error.is_auth() || error.is_expired() {
        return None;
    } else if error.is_throttled() {
        let rate = rate.map(|rate| format!(": at most {rate} calls a second"));
        format!("call again later{}", rate.unwrap_or_default())
    } else if error.is("UnsupportedRegion") {
        format!("`tcloud {service} {action} --regions all` calls the regions that {service} has")
    } else if error.is_invalid_parameter() {
        format!("`tcloud {service} {action} --help` lists parameters and values")
    } else if error.is_not_found() {
        format!("`tcloud ls {service}` lists what there is; another region may have it")
    } else if error.is_already_exists() {
        "use what is there, or another name".to_owned()
    } else if error.is_in_use() {
        "end what uses it first, or wait until it is done".to_owned()
    } else if error.is_limit_exceeded() {
        "delete what is not needed, or ask for a higher quota".to_owned()
    } else if error.is("ResourceInsufficient") || error.is("ResourcesSoldOut") {
        "ask for another zone, type or size, or for less".to_owned()
    } else if error.is_timeout() {
        match ActionClass::of(service, error.action()) {
            ActionClass::Read => "call again, or give it more time with --timeout".to_owned(),
            _ => "it may have been done: look before calling again".to_owned(),
        }
    } else if error.is_network() {
        "look at --endpoint, the proxy and the network".to_owned()
    } else if error.is_retryable() {
        "call again later; the vendor's support can look the request ID up".to_owned()
    } else {
        return None;
    };
    Some(step)
}

/// The values that a parameter takes, if any are listed.
fn values(member: &Member) -> Option<String> {
    let values = member.values.iter().take(TOLD).cloned();
    let mut listed: Vec<String> = values.collect();
    if member.values.len() > TOLD {
        listed.push("…".to_owned());
    }
    let listed = match (listed.is_empty(), &member.min, &member.max) {
        (false, ..) => format!("one of {}", listed.join(", ")),
        (true, Some(min), Some(max)) => format!("from {min} to {max}"),
        (true, Some(min), None) => format!("at least {min}"),
        (true, None, Some(max)) => format!("at most {max}"),
        (true, None, None) => return None,
    };
    Some(format!("{} takes {listed}", member.name))
}
