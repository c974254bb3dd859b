//! The routes of the control endpoint, from a request to its JSON. `CONTROL.md` documents each.

use std::time::{Duration, SystemTime};

use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::calls::Wanted;
use super::expectations::unmet;
use super::{
    AccessPolicies, Control, Expectation, FaultScript, Faults, Holds, KeptResources, Responses,
    holds,
};
use crate::clock;
use crate::credential::Credential;
use crate::glob::Glob;

/// The longest that a request waits for a call, in seconds.
const LONGEST_WAIT: f64 = 60.0;
/// How many calls a page has at most.
const PAGE: usize = 1_000;

/// A request to the control endpoint.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) body: &'a [u8],
}

/// An error: its status, code, message, and what to do.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: String,
}

impl Refusal {
    pub(crate) fn json(&self) -> Value {
        json!({"error": {"code": self.code, "message": self.message, "hint": self.hint}})
    }

    pub(super) fn invalid(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "invalid_request",
            message: message.into(),
            hint: hint.into(),
        }
    }

    fn undecided(why: String) -> Self {
        Self::invalid(why, "The request still waits.")
    }

    fn unknown(what: &str, id: u64, path: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "not_found",
            message: format!("There is no {what} with the number {id}."),
            hint: format!("GET {path} lists them."),
        }
    }
}

type Answer = Result<Value, Refusal>;

/// What a route does about a request. The number is the one that its path ends with.
type Act = fn(&Control, &Asked<'_>, u64) -> Answer;

/// Every route but those of [`WAITING`]: method, path, and what it does. `{id}` is a number.
const ROUTES: [(Method, &str, Act); 35] = [
    (Method::GET, "/v1", |_, _, _| Ok(index())),
    (Method::DELETE, "/v1/calls", |control, asked, _| {
        let account = asked.parameter("account");
        control.endpoint.journal.clear(account.as_deref());
        done()
    }),
    (Method::GET, "/v1/expectations", |control, _, _| {
        let list = control.expected.list().into_iter();
        let list = list.map(|(id, one)| with_id(id, &one));
        Ok(json!({"expectations": list.collect::<Vec<_>>()}))
    }),
    (Method::POST, "/v1/expectations", |control, asked, _| {
        Ok(json!({"id": control.expect(asked.read()?)}))
    }),
    (Method::DELETE, "/v1/expectations", |control, _, _| {
        control.expected.remove(None);
        done()
    }),
    (Method::DELETE, "/v1/expectations/{id}", |control, _, id| {
        found(
            control.expected.remove(Some(id)),
            "expectation",
            id,
            "/v1/expectations",
        )
    }),
    (Method::POST, "/v1/verify", verify),
    (Method::GET, "/v1/responses", |control, _, _| {
        Ok(json!({"responses": Responses::new(&control.endpoint).list()}))
    }),
    (Method::POST, "/v1/responses", |control, asked, _| {
        let id = Responses::new(&control.endpoint).add(asked.read()?);
        numbered(id)
    }),
    (Method::DELETE, "/v1/responses", |control, _, _| {
        Responses::new(&control.endpoint).clear();
        done()
    }),
    (Method::DELETE, "/v1/responses/{id}", |control, _, id| {
        found(
            control.endpoint.canned.remove(Some(id)),
            "response",
            id,
            "/v1/responses",
        )
    }),
    (Method::GET, "/v1/faults", |control, _, _| {
        Ok(json!({"faults": Faults::new(&control.endpoint).list()}))
    }),
    (Method::POST, "/v1/faults", add_faults),
    (Method::DELETE, "/v1/faults", |control, _, _| {
        Faults::new(&control.endpoint).clear();
        done()
    }),
    (Method::PUT, "/v1/faults/{id}", pause_fault),
    (Method::DELETE, "/v1/faults/{id}", |control, _, id| {
        found(
            control.endpoint.injector.remove(Some(id)),
            "fault",
            id,
            "/v1/faults",
        )
    }),
    (Method::GET, "/v1/holds", |control, _, _| {
        Ok(json!({"holds": Holds::new(&control.endpoint).rules()}))
    }),
    (Method::POST, "/v1/holds", |control, asked, _| {
        numbered(Holds::new(&control.endpoint).add(asked.read()?))
    }),
    (Method::DELETE, "/v1/holds", |control, _, _| {
        Holds::new(&control.endpoint).clear();
        done()
    }),
    (Method::DELETE, "/v1/holds/{id}", |control, _, id| {
        found(
            control.endpoint.holds.remove(Some(id)),
            "hold",
            id,
            "/v1/holds",
        )
    }),
    (Method::POST, "/v1/held/{id}", |control, asked, id| {
        let decision = holds::decision(asked.read()?).map_err(Refusal::undecided)?;
        let holds = Holds::new(&control.endpoint);
        let released = holds.release(id, decision).map_err(Refusal::undecided)?;
        found(usize::from(released), "held request", id, HELD)
    }),
    (Method::GET, "/v1/clock", |control, _, _| {
        Ok(time_of(control))
    }),
    (Method::PUT, "/v1/clock", set_clock),
    (Method::DELETE, "/v1/clock", |control, _, _| {
        control.endpoint.clock.reset();
        Ok(time_of(control))
    }),
    (Method::POST, "/v1/clock/advance", advance_clock),
    (Method::POST, "/v1/reset", reset),
    (Method::GET, "/v1/snapshot", |control, asked, _| {
        Ok(control.snapshot(asked.parameter("account").as_deref()))
    }),
    (Method::PUT, "/v1/snapshot", |control, asked, _| {
        let snapshot: Value = asked.read()?;
        let restored = control.restore(&snapshot);
        restored.map_err(|why| Refusal::invalid(why, "Send what GET /v1/snapshot returned."))?;
        done()
    }),
    (Method::GET, "/v1/state", |control, asked, _| {
        let account = asked.parameter("account");
        Ok(json!({"kinds": control.counts(account.as_deref())}))
    }),
    (Method::GET, "/v1/resources", resources),
    (Method::GET, "/v1/policies", |control, _, _| {
        Ok(json!(AccessPolicies::new(&control.endpoint).all()))
    }),
    (Method::PUT, "/v1/policies", |control, asked, _| {
        let replaced = AccessPolicies::new(&control.endpoint).replace(asked.read()?);
        replaced.map_err(|why| Refusal::invalid(why, "See the grammar of CAM policies."))?;
        done()
    }),
    (Method::DELETE, "/v1/policies", |control, _, _| {
        AccessPolicies::new(&control.endpoint).clear();
        done()
    }),
    (Method::GET, "/v1/credentials", credentials),
    (Method::POST, "/v1/credentials", add_credential),
];

const CALLS: &str = "/v1/calls";
const HELD: &str = "/v1/held";

/// The routes of GET that may wait.
const WAITING: [&str; 2] = [CALLS, HELD];

impl Control {
    /// Returns the JSON that a request gets.
    ///
    /// # Errors
    /// There is no such route, or the request is not in order.
    pub(crate) async fn route(&self, asked: &Asked<'_>) -> Answer {
        let path = asked.path.trim_end_matches('/');
        match path {
            CALLS if asked.method == Method::GET => return self.read_calls(asked).await,
            HELD if asked.method == Method::GET => return self.read_held(asked).await,
            _ => {}
        }
        let (stem, id) = match path.rsplit_once('/') {
            Some((stem, last)) => match last.parse::<u64>() {
                Ok(id) => (format!("{stem}/{{id}}"), id),
                Err(_) => (path.to_owned(), 0),
            },
            None => (path.to_owned(), 0),
        };
        let mut routes = ROUTES.iter().filter(|(_, known, _)| *known == stem);
        match routes.clone().find(|(method, ..)| method == asked.method) {
            Some((.., act)) => act(self, asked, id),
            None if routes.next().is_some() || WAITING.contains(&&*stem) => Err(Refusal {
                status: StatusCode::METHOD_NOT_ALLOWED,
                code: "method_not_allowed",
                message: format!("{stem} does not take {}.", asked.method),
                hint: "GET /v1 lists the routes with their methods.".to_owned(),
            }),
            None => Err(Refusal {
                status: StatusCode::NOT_FOUND,
                code: "not_found",
                message: format!("There is no route {:?}.", asked.path),
                hint: "GET /v1 lists the routes.".to_owned(),
            }),
        }
    }

    async fn read_calls(&self, asked: &Asked<'_>) -> Answer {
        let after = asked.number("after")?.unwrap_or(0);
        let limit = asked.number("limit")?.unwrap_or(100);
        let limit = usize::try_from(limit).unwrap_or(PAGE).min(PAGE);
        let wanted = Wanted {
            action: asked.parameter("action").map(|text| Glob::new(&text)),
            account: asked.parameter("account"),
        };
        let wait = asked.seconds("wait")?.unwrap_or(Duration::ZERO);
        let due = tokio::time::Instant::now() + wait;
        let (mut calls, mut next) = self.calls().read(after, limit, &wanted);
        while calls.is_empty() {
            let journal = &self.endpoint.journal;
            if tokio::time::timeout_at(due, journal.wait(next))
                .await
                .is_err()
            {
                break;
            }
            (calls, next) = self.calls().read(next, limit, &wanted);
        }
        let (last, unrecorded) = (self.calls().count(), self.calls().unrecorded());
        Ok(json!({"calls": calls, "next": next, "last": last, "unrecorded": unrecorded}))
    }

    async fn read_held(&self, asked: &Asked<'_>) -> Answer {
        let after = asked.number("after")?.unwrap_or(0);
        let wait = asked.seconds("wait")?.unwrap_or(Duration::ZERO);
        let holds = Holds::new(&self.endpoint);
        // What has not changed by then is returned as it is.
        let _ = tokio::time::timeout(wait, holds.wait(after)).await;
        // Read before the list: a change in between is seen again, and not missed.
        let changes = holds.changes();
        let held: Vec<_> = holds.list().iter().map(holds::shown).collect();
        Ok(json!({"held": held, "changes": changes}))
    }
}

impl Asked<'_> {
    /// Returns a parameter of the query.
    fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(known, _)| *known == name)?;
        let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
        Some(value).filter(|value| !value.is_empty())
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.parameter(name) else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            Refusal::invalid(
                format!("The parameter `{name}` is {text:?}."),
                "It is a whole number from 0.",
            )
        })
    }

    fn seconds(&self, name: &str) -> Result<Option<Duration>, Refusal> {
        let Some(text) = self.parameter(name) else {
            return Ok(None);
        };
        let seconds = text.parse::<f64>().ok();
        let seconds = seconds.filter(|given| (0.0..=LONGEST_WAIT).contains(given));
        match seconds {
            Some(seconds) => Ok(Some(Duration::from_secs_f64(seconds))),
            None => Err(Refusal::invalid(
                format!("The parameter `{name}` is {text:?}."),
                format!("It is a number of seconds from 0 to {LONGEST_WAIT}."),
            )),
        }
    }

    /// Reads the body.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(self.body).map_err(|error| {
            Refusal::invalid(
                format!("The body is not what {} takes: {error}.", self.path),
                "CONTROL.md of the crate tencentcloud-emulator has an example of each route.",
            )
        })
    }

    /// Reads the body as an object that has no members but `known`; without a body, it has none.
    fn object(&self, known: &[&str]) -> Result<Map<String, Value>, Refusal> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        let members: Map<String, Value> = self.read()?;
        match members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => Err(Refusal::invalid(
                format!("{} takes no member `{unknown}`.", self.path),
                format!("It takes {}.", known.join(", ")),
            )),
            None => Ok(members),
        }
    }
}

fn index() -> Value {
    let routes = ROUTES
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"));
    let mut routes: Vec<_> = routes
        .chain(WAITING.map(|path| format!("GET {path}")))
        .collect();
    routes.sort_by(|a, b| a.split(' ').nth(1).cmp(&b.split(' ').nth(1)).then(a.cmp(b)));
    json!({"version": env!("CARGO_PKG_VERSION"), "routes": routes})
}

fn done() -> Answer {
    Ok(json!({}))
}

fn with_id(id: u64, value: &impl serde::Serialize) -> Value {
    let mut value = json!(value);
    value["id"] = id.into();
    value
}

fn numbered(id: Result<u64, String>) -> Answer {
    let hint = "CONTROL.md of the crate tencentcloud-emulator has an example of each route.";
    Ok(json!({"id": id.map_err(|why| Refusal::invalid(why, hint))?}))
}

fn found(removed: usize, what: &str, id: u64, path: &str) -> Answer {
    match removed {
        0 => Err(Refusal::unknown(what, id, path)),
        _ => done(),
    }
}

/// Asks the expectations of the body, or else those that were added.
fn verify(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let failures = match asked.object(&["expectations"])?.remove("expectations") {
        None => control.unmet(),
        Some(list) => {
            let list: Vec<Expectation> = serde_json::from_value(list).map_err(|error| {
                Refusal::invalid(
                    format!("`expectations`: {error}."),
                    "Each is what POST /v1/expectations takes.",
                )
            })?;
            unmet(&control.calls(), &list)
        }
    };
    let messages: Vec<_> = failures.iter().map(ToString::to_string).collect();
    Ok(json!({"met": failures.is_empty(), "failures": failures, "messages": messages}))
}

/// Adds a fault, or those of a script; of a script with a mistake, none.
fn add_faults(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let faults = Faults::new(&control.endpoint);
    let body: Value = asked.read()?;
    if body.get("faults").is_none() {
        return numbered(faults.add(asked.read()?));
    }
    let script: FaultScript = asked.read()?;
    let ids = faults.add_all(script);
    let ids = ids.map_err(|why| Refusal::invalid(why, "No fault of the script was added."))?;
    Ok(json!({"ids": ids}))
}

fn time_of(control: &Control) -> Value {
    let clock = &control.endpoint.clock;
    json!({"now": clock::precise(clock.moment()), "frozen": clock.is_frozen()})
}

fn set_clock(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let members = asked.object(&["now", "frozen"])?;
    let now = members.get("now").map(|now| {
        let read = now
            .as_str()
            .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
        read.ok_or_else(|| {
            Refusal::invalid(
                format!("`now` is {now}."),
                "It is a time in RFC 3339 form, e.g. 2026-01-02T15:04:05Z.",
            )
        })
    });
    let frozen = members.get("frozen").map(|frozen| {
        frozen.as_bool().ok_or_else(|| {
            Refusal::invalid(format!("`frozen` is {frozen}."), "It is true or false.")
        })
    });
    let (now, frozen) = (now.transpose()?, frozen.transpose()?);
    let clock = &control.endpoint.clock;
    if let Some(now) = now {
        clock.set(SystemTime::from(now));
    }
    match frozen {
        Some(true) => clock.freeze(),
        Some(false) => clock.resume(),
        None => {}
    }
    Ok(time_of(control))
}

fn advance_clock(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let members = asked.object(&["seconds"])?;
    let seconds = members.get("seconds").and_then(Value::as_f64);
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let duration = duration.ok_or_else(|| {
        Refusal::invalid(
            "The body lacks `seconds`, or it is no number of seconds.",
            r#"Send {"seconds": 60}."#,
        )
    })?;
    control.endpoint.clock.advance(duration);
    Ok(time_of(control))
}

fn reset(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let members = asked.object(&["account"])?;
    match members.get("account") {
        None => control.reset(None),
        Some(Value::String(account)) => control.reset(Some(account)),
        Some(other) => {
            return Err(Refusal::invalid(
                format!("`account` is {other}."),
                "It is the number of an account, as text; without it, all is forgotten.",
            ));
        }
    }
    done()
}

fn credentials(control: &Control, _: &Asked<'_>, _: u64) -> Answer {
    Ok(json!({"credentials": control.endpoint.verifier.keyring.list()}))
}

fn resources(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let [service, kind, account] = ["service", "kind", "account"].map(|name| asked.parameter(name));
    let kept = KeptResources::new(&control.endpoint);
    let found = kept.select(service.as_deref(), kind.as_deref(), account.as_deref());
    Ok(json!({"resources": found}))
}

fn pause_fault(control: &Control, asked: &Asked<'_>, id: u64) -> Answer {
    let members = asked.object(&["paused"])?;
    let Some(paused) = members.get("paused").and_then(Value::as_bool) else {
        return Err(Refusal::invalid(
            "The body lacks `paused`.",
            "It is true or false.",
        ));
    };
    let faults = Faults::new(&control.endpoint);
    let found = match paused {
        true => faults.pause(id),
        false => faults.resume(id),
    };
    match found {
        true => done(),
        false => Err(Refusal::unknown("fault", id, "/v1/faults")),
    }
}

fn add_credential(control: &Control, asked: &Asked<'_>, _: u64) -> Answer {
    let names = ["secret_id", "secret_key", "account", "user"];
    let members = asked.object(&names)?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (Some(id), Some(key)) = (text("secret_id"), text("secret_key")) else {
        return Err(Refusal::invalid(
            "The body lacks `secret_id` or `secret_key`.",
            "Both are texts; `account` and `user` may be given as well.",
        ));
    };
    let mut credential = Credential::new(id, key);
    credential.account = text("account").map(str::to_owned);
    credential.user = text("user").map(str::to_owned);
    control.endpoint.verifier.keyring.add(credential);
    done()
}
