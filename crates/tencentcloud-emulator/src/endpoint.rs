//! From a raw request to its reply: the order of the checks.

mod forwarded;
mod passing;
mod unverified;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tencentcloud_schema::{Signing, Status, without_secrets};
use time::OffsetDateTime;

use crate::answer;
use crate::answer::stream::{self, Script, Stream};
use crate::call::Call;
use crate::canned::Canned;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::hold::{Hold, Room};
use crate::identity::{Identity, Who};
use crate::ids::Ids;
use crate::inject::{FaultKind, Injector, Strike};
use crate::journal::{Body, Journal, Noted};
use crate::lookup::{Services, Target};
use crate::policy::{Policies, PolicyMode};
use crate::rates::Rates;
use crate::record::{Forward, Recorder, Replay, Replayed};
use crate::request::{Authorization, Envelope, Raw, check, decode, region};
use crate::resource::Resources;
use crate::rules::{Leeway, Rule, Rules};
use crate::seen::{Seen, Source};
use crate::sts;
use crate::trial::Trial;
use crate::verify::Verifier;

pub(crate) use passing::Passing;

/// Everything that a reply depends on.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) verifier: Verifier,
    pub(crate) services: Services,
    pub(crate) resources: Resources,
    pub(crate) rules: Rules,
    /// `None` if the rates of actions are not enforced.
    pub(crate) rates: Option<Rates>,
    pub(crate) clock: Clock,
    pub(crate) script: Script,
    pub(crate) ids: Arc<Ids>,
    pub(crate) journal: Journal,
    pub(crate) holds: Room,
    pub(crate) injector: Injector,
    pub(crate) canned: Canned,
    pub(crate) policies: Policies,
    pub(crate) recorder: Option<Recorder>,
    pub(crate) replay: Replay,
    pub(crate) forward: Forward,
}

/// A response before it is HTTP.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// The headers of the cloud's response, if it is one.
    pub(crate) passed: Option<Box<HeaderMap>>,
    /// The content type, if it is not that of the content.
    pub(crate) media: Option<Cow<'static, str>>,
    pub(crate) end: End,
    /// How long it is held back.
    pub(crate) latency: Duration,
    pub(crate) request_id: String,
    /// The trace id of the request, which is sent back.
    pub(crate) trace_id: Option<HeaderValue>,
    pub(crate) now: OffsetDateTime,
    pub(crate) content: Content,
    pub(crate) seen: Arc<Seen>,
    /// The parameters, until they are in the journal.
    parameters: Option<Map<String, Value>>,
    /// What the endpoint itself could not do, to be reported once.
    pub(crate) trouble: Option<String>,
}

/// How a reply ends on its connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    #[default]
    Whole,
    /// The connection is closed in the middle of the body.
    Cut,
    /// The connection is closed, and there is no response.
    Reset,
}

/// The body of a reply.
#[derive(Debug)]
pub(crate) enum Content {
    Json(Bytes),
    Events(Stream),
    /// Events of the cloud, as they come.
    Passing(Box<Passing>),
}

impl Content {
    /// Returns the number of bytes, if it is known before they are sent.
    pub(crate) fn len(&self) -> Option<usize> {
        match self {
            Self::Json(text) => Some(text.len()),
            Self::Events(_) | Self::Passing(_) => None,
        }
    }
}

impl Endpoint {
    /// Returns the reply to a request, be it a response or an error, once it is due.
    pub(crate) async fn answer(self: &Arc<Self>, raw: &Raw, hold: Option<Hold>) -> Reply {
        let begun = Instant::now();
        let seen = Seen {
            hold,
            ..Seen::default()
        };
        let mut reply = match self.forward.onward(raw) {
            Some(onward) => self.forwarded(raw, onward, seen).await,
            None => self.reply(raw, seen),
        };
        let took = begun.elapsed() + reply.latency;
        let noted = self.noted(raw, &mut reply, took);
        match &mut reply.content {
            Content::Passing(events) => events.note_at_end(Arc::clone(self), noted, begun),
            _ => reply.trouble = self.keep(noted),
        }
        if !reply.latency.is_zero() {
            tokio::time::sleep(reply.latency).await;
        }
        reply
    }

    fn reply(&self, raw: &Raw, mut seen: Seen) -> Reply {
        let leeway = Leeway::new(&self.rules);
        let outcome = self.serve(raw, &leeway, &mut seen);
        (seen.borne, seen.warnings) = leeway.into_notes();
        self.finish(raw, outcome, seen)
    }

    /// Returns the error `fault` as the reply to a request.
    pub(crate) fn refuse(&self, raw: &Raw, fault: Fault) -> Reply {
        let seen = Seen {
            action: raw.header("x-tc-action").map(str::to_owned),
            ..Seen::default()
        };
        let mut reply = self.finish(raw, Err(fault), seen);
        self.note(raw, &mut reply, Duration::ZERO);
        reply
    }

    fn note(&self, raw: &Raw, reply: &mut Reply, took: Duration) {
        let noted = self.noted(raw, reply, took);
        reply.trouble = self.keep(noted);
    }

    /// Returns a call as the journal keeps it.
    fn noted(&self, raw: &Raw, reply: &mut Reply, took: Duration) -> Noted {
        Noted {
            seen: Arc::clone(&reply.seen),
            // A copy, since the header is a part of all that was read with it.
            client: raw.client().map(str::to_owned),
            request_id: reply.request_id.clone(),
            took,
            moment: reply.now,
            parameters: reply.parameters.take(),
            response: match &reply.content {
                Content::Json(bytes) => Body::Json(bytes.clone()),
                Content::Events(stream) => Body::Events(stream.chunks.clone()),
                Content::Passing(_) => Body::Events(Vec::new()),
            },
            size: raw.body.len() + raw.query().len(),
        }
    }

    /// Keeps a call in the journal and in the record. Returns what to report if it is the first that
    /// could not be written.
    fn keep(&self, noted: Noted) -> Option<String> {
        let mut trouble = None;
        let seen = &noted.seen;
        let code = seen.code.as_deref().unwrap_or_default();
        if let Some(recorder) = &self.recorder
            && seen.source != Source::Replayed
            && noted.parameters.is_some()
            // What is said about a signature is of that request alone.
            && !code.starts_with("AuthFailure")
        {
            // A full disk must not fail the call.
            trouble = recorder.write(&noted.shown(&self.services));
        }
        self.journal.note(noted);
        trouble
    }

    /// Returns the error of a request whose body did not come yet, if its head alone has one.
    pub(crate) fn early_fault(&self, raw: &Raw) -> Option<Fault> {
        if self.forward.onward(raw).is_some() || self.holds.is_armed() {
            return None;
        }
        // What this notes, the check of the whole request notes again.
        let leeway = Leeway::new(&self.rules);
        let envelope = match Envelope::read(raw, &leeway) {
            Ok(envelope) => envelope,
            // Signature v1 is in the form, which is the body.
            Err(_) if raw.is_form() => return None,
            Err(fault) => return Some(fault),
        };
        if let Err(fault) = self.verifier.verify_head(raw, &envelope, &leeway) {
            return Some(fault);
        }
        match self.target(raw, &envelope, &leeway) {
            Ok(target) => check_signing(&target, &envelope.authorization, &leeway).err(),
            Err(fault) => Some(fault),
        }
    }

    fn finish(&self, raw: &Raw, outcome: Result<Outcome, Fault>, mut seen: Seen) -> Reply {
        let request_id = seen.request_id.take();
        let request_id = request_id.unwrap_or_else(|| self.ids.request());
        let content = match outcome {
            Ok(Outcome::Answer(mut members)) => {
                members.insert("RequestId".to_owned(), request_id.as_str().into());
                response_of(&members)
            }
            Ok(Outcome::Stream(stream)) => Content::Events(stream),
            Err(fault) => {
                let error = json!({ "Code": fault.code, "Message": fault.message });
                let response = json!({ "Error": error, "RequestId": request_id });
                (seen.code, seen.message) = (Some(fault.code), Some(fault.message));
                response_of(&response)
            }
        };
        let mut reply = Reply {
            status: 200,
            passed: None,
            media: None,
            end: End::Whole,
            latency: seen.strike.latency,
            request_id,
            trace_id: raw.headers.get("x-tc-traceid").cloned(),
            now: self.clock.moment(),
            content,
            parameters: seen.parameters.take(),
            seen: Arc::new(seen),
            trouble: None,
        };
        reply.disturb();
        reply
    }

    fn serve(&self, raw: &Raw, leeway: &Leeway<'_>, seen: &mut Seen) -> Result<Outcome, Fault> {
        let envelope = Envelope::read(raw, leeway).inspect_err(|_| {
            seen.action = raw.header("x-tc-action").map(str::to_owned);
        })?;
        seen.action = Some(envelope.action.clone());
        let caller = self.verifier.verify(raw, &envelope, leeway)?;
        let target = self.target(raw, &envelope, leeway)?;
        seen.service = Some(target.description().service.clone());
        let call = self.call(raw, envelope, target, caller, leeway)?;
        seen.version = Some(call.target.description().version.clone());
        seen.request_id = Some(call.request_id.clone());
        let outcome = self.respond(&call, leeway, seen);
        seen.parameters = Some(call.parameters);
        (seen.region, seen.account) = (call.region, call.account);
        outcome
    }

    /// Returns what a call comes to that is verified and in order.
    fn respond(&self, call: &Call, leeway: &Leeway<'_>, seen: &mut Seen) -> Result<Outcome, Fault> {
        let target = &call.target;
        let service = &target.description().service;
        let caller = call.caller.as_deref();
        if let Some((mode, why)) = self.policies.denied(caller, service, &target.name) {
            seen.denied = Some(why.clone());
            if mode == PolicyMode::Strict {
                return Err(call.fault("UnauthorizedOperation", format!("Not authorized: {why}.")));
            }
        }
        let account = call.account.as_deref();
        seen.strike = self.injector.strike(service, &target.name, account);
        let kind = seen.strike.fault.as_ref().map(|fault| fault.kind);
        if kind.is_some_and(|kind| !kind.takes_effect()) {
            seen.source = Source::Injected;
            return injected(&seen.strike);
        }
        let answer = if let Some(set) =
            self.canned
                .response(service, &target.name, &call.parameters)
        {
            seen.source = Source::Canned;
            set.map_err(|error| Fault::new(error.code, error.message))?
        } else if let Some(replayed) = self.replayed(target, &call.parameters) {
            seen.source = Source::Replayed;
            match outcome_of(replayed)? {
                Outcome::Answer(members) => members,
                stream @ Outcome::Stream(_) => return Ok(stream),
            }
        } else if let Some(answer) = self.issued(call, leeway) {
            seen.source = Source::Stateful;
            answer?
        } else if let Some(response) = self.resources.respond(call) {
            seen.source = Source::Stateful;
            response?
        } else {
            seen.source = Source::Synthesised;
            answer::example(call)
        };
        if kind == Some(FaultKind::ErrorAfter) {
            seen.source = Source::Injected;
            return injected(&seen.strike);
        }
        Ok(if stream::wanted(call) {
            Outcome::Stream(self.script.stream(&target.name, answer))
        } else {
            Outcome::Answer(answer)
        })
    }

    /// Returns what was recorded for a call.
    fn replayed(&self, target: &Target, given: &Map<String, Value>) -> Option<Replayed> {
        if self.replay.is_empty() {
            return None;
        }
        let (description, action) = (target.description(), target.action());
        let request = without_secrets(given, &action.request, &description.types);
        let version = (&*description.service, &*description.version);
        self.replay.next(version, &target.name, &request)
    }

    /// Returns the response of an action of STS; `None` if it is none.
    fn issued(
        &self,
        call: &Call,
        leeway: &Leeway<'_>,
    ) -> Option<Result<Map<String, Value>, Fault>> {
        let roles = |account: &str| self.resources.kept(account, "cam", "Role");
        sts::respond(call, &self.verifier.keyring, &roles, leeway)
    }

    /// Finds the action that a request calls.
    fn target(&self, raw: &Raw, envelope: &Envelope, leeway: &Leeway<'_>) -> Result<Target, Fault> {
        let scope = match &envelope.authorization {
            Authorization::Tc3(signature) => Some(signature.service.as_str()),
            Authorization::V1(_) | Authorization::Skip => None,
        };
        self.services.find(
            scope,
            raw.host().unwrap_or_default(),
            &envelope.version,
            &envelope.action,
            leeway,
        )
    }

    fn call(
        &self,
        raw: &Raw,
        envelope: Envelope,
        target: Target,
        caller: Option<Arc<Identity>>,
        leeway: &Leeway<'_>,
    ) -> Result<Call, Fault> {
        let (description, action) = (target.description(), target.action());
        check_offered(&target)?;
        check_signing(&target, &envelope.authorization, leeway)?;
        let now = self.clock.moment();
        if let (Some(rates), Some(caller)) = (&self.rates, &caller) {
            let region = envelope.region.as_deref();
            rates.count(&target, &caller.account, region, now)?;
        }
        region::check(envelope.region.as_deref(), action, leeway)?;
        let parameters = decode::parameters(raw, &envelope.encoded, description, action, leeway)?;
        check_parameters(&parameters, &target, leeway)?;
        Ok(Call {
            parameters: check::without_null(parameters),
            target,
            account: caller.as_ref().map(|caller| caller.account.clone()),
            caller,
            region: envelope.region,
            now,
            request_id: self.ids.request(),
            told: None,
        })
    }

    /// Returns a call that is neither signed nor sent, checked by its description; of `account` if it
    /// names none.
    ///
    /// # Errors
    /// It is not in order.
    pub(crate) fn trial(
        &self,
        trial: &Trial,
        account: &str,
        told: Option<&Map<String, Value>>,
    ) -> Result<Call, Fault> {
        let leeway = Leeway::new(&self.rules);
        let Trial {
            service,
            version,
            action,
            ..
        } = trial;
        let target = self
            .services
            .find(Some(service), "", version, action, &leeway)?;
        check_offered(&target)?;
        region::check(trial.region.as_deref(), target.action(), &leeway)?;
        let parameters = trial.parameters.clone();
        check_parameters(&parameters, &target, &leeway)?;
        let account = trial.account.as_deref().unwrap_or(account).to_owned();
        Ok(Call {
            parameters: check::without_null(parameters),
            target,
            caller: Some(Arc::new(Identity {
                account: account.clone(),
                key: None,
                who: Who::Account,
                policy: None,
            })),
            account: Some(account),
            region: trial.region.clone(),
            now: self.clock.moment(),
            // No other one, since a trial leaves no trace.
            request_id: self.ids.draw("trial", 0).uuid(),
            told: told.cloned(),
        })
    }
}

/// Returns the outcome of a call that a fault befalls instead of its own.
fn injected(strike: &Strike) -> Result<Outcome, Fault> {
    let Some(fault) = &strike.fault else {
        return Ok(Outcome::Answer(Map::new()));
    };
    let code = match (fault.kind, &fault.code) {
        (FaultKind::Throttle, _) => "RequestLimitExceeded",
        (FaultKind::ExpiredToken, _) => "AuthFailure.TokenFailure",
        (_, Some(code)) => code,
        // What is built here is replaced by a page, or never sent.
        _ => return Ok(Outcome::Answer(Map::new())),
    };
    let message = format!("Injected by a fault of the kind {}.", fault.kind.name());
    Err(Fault::new(code.to_owned(), message))
}

/// Returns the outcome of a recorded response.
fn outcome_of(replayed: Replayed) -> Result<Outcome, Fault> {
    match replayed {
        Replayed::Answer(members) => {
            let text = |name: &str| members.get("Error").and_then(|error| error[name].as_str());
            match text("Code") {
                Some(code) => {
                    let message = text("Message").unwrap_or_default();
                    Err(Fault::new(code.to_owned(), message))
                }
                None => Ok(Outcome::Answer(members)),
            }
        }
        Replayed::Events(events) => {
            let chunks = events
                .iter()
                .map(|event| format!("data: {event}\n\n").into());
            Ok(Outcome::Stream(Stream {
                chunks: chunks.collect(),
                stall: false,
            }))
        }
    }
}

/// Returns the text of a whole response.
fn response_of(response: &impl Serialize) -> Content {
    let mut text = Vec::with_capacity(512);
    text.extend_from_slice(br#"{"Response":"#);
    // Maps with text as keys are always JSON, and memory always takes it.
    let _ = serde_json::to_writer(&mut text, response);
    text.push(b'}');
    Content::Json(text.into())
}

impl Reply {
    /// Does to the reply what the fault that befell the call does to it.
    fn disturb(&mut self) {
        let Some(fault) = &self.seen.strike.fault else {
            return;
        };
        match (fault.kind, &mut self.content) {
            (FaultKind::ResetBefore | FaultKind::ResetAfter, _) => self.end = End::Reset,
            (FaultKind::Truncate, _) | (FaultKind::CutEvents, Content::Events(_)) => {
                self.end = End::Cut;
            }
            (FaultKind::StallEvents, Content::Events(stream)) => {
                stream.chunks.truncate(stream.chunks.len() / 2);
                stream.stall = true;
            }
            (FaultKind::BadJson, Content::Json(text)) => text.truncate(text.len() / 2),
            (FaultKind::ContentType, _) => self.media = Some("text/html".into()),
            (FaultKind::Gateway, content) => {
                self.status = fault.status.unwrap_or(502);
                self.media = Some("text/html".into());
                let page = format!("<html><body><h1>{}</h1></body></html>", self.status);
                *content = Content::Json(page.into());
            }
            _ => {}
        }
    }
}

/// Checks that an action is still there.
fn check_offered(target: &Target) -> Result<(), Fault> {
    match target.action().status {
        Status::Offline => Err(Fault::new(
            "ActionOffline",
            format!("{} is no longer offered.", target.name),
        )),
        _ => Ok(()),
    }
}

/// Checks parameters against the action's description, if there is one.
fn check_parameters(
    parameters: &Map<String, Value>,
    target: &Target,
    leeway: &Leeway<'_>,
) -> Result<(), Fault> {
    if !target.is_known {
        return Ok(());
    }
    let action = (target.name.as_str(), target.action());
    check::parameters(parameters, action, target.description(), leeway)
}

/// Checks that a request is signed if its action is.
fn check_signing(
    target: &Target,
    authorization: &Authorization,
    leeway: &Leeway<'_>,
) -> Result<(), Fault> {
    let name = &target.name;
    let message = match (target.action().signing, authorization) {
        (Signing::Signed, Authorization::Skip) => {
            format!("{name} must be signed; `Authorization: SKIP` is not enough.")
        }
        (Signing::Skip, Authorization::Tc3(_) | Authorization::V1(_))
            if !leeway.allow(Rule::NeedlessSignature) =>
        {
            format!(
                "{name} must not be signed: send `Authorization: SKIP`. The rule {}, which would accept it, is switched off.",
                Rule::NeedlessSignature
            )
        }
        _ => return Ok(()),
    };
    Err(Fault::new("AuthFailure.InvalidAuthorization", message))
}

/// What a call comes to if it is no error.
enum Outcome {
    Answer(Map<String, Value>),
    Stream(Stream),
}
