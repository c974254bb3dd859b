//! From a raw request to its reply: the order of the checks.

use hyper::http::HeaderValue;
use serde_json::{Map, Value, json};
use tencentcloud_schema::{Region, Signing, Status};
use time::OffsetDateTime;

use crate::answer;
use crate::answer::stream::{self, Script, Stream};
use crate::call::Call;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::ids;
use crate::lookup::{Services, Target};
use crate::request::{Authorization, Envelope, Raw, check, decode};
use crate::resource::Resources;
use crate::rules::{Rule, Rules};
use crate::verify::Verifier;

/// Everything that a reply depends on.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) verifier: Verifier,
    pub(crate) services: Services,
    pub(crate) resources: Resources,
    pub(crate) rules: Rules,
    pub(crate) clock: Clock,
    pub(crate) script: Script,
}

/// A response before it is HTTP, whose status is always 200.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) request_id: String,
    /// The trace id of the request, which is sent back.
    pub(crate) trace_id: Option<HeaderValue>,
    pub(crate) now: OffsetDateTime,
    pub(crate) content: Content,
}

/// The body of a reply.
#[derive(Debug)]
pub(crate) enum Content {
    Json(String),
    Events(Stream),
}

impl Endpoint {
    /// Returns the reply to a request, be it a response or an error.
    pub(crate) fn reply(&self, raw: &Raw) -> Reply {
        let request_id = ids::uuid();
        let content = match self.serve(raw) {
            Ok(Outcome::Answer(mut members)) => {
                members.insert("RequestId".to_owned(), request_id.as_str().into());
                Content::Json(json!({ "Response": members }).to_string())
            }
            Ok(Outcome::Stream(stream)) => Content::Events(stream),
            Err(fault) => {
                let error = json!({ "Code": fault.code, "Message": fault.message });
                let response = json!({ "Error": error, "RequestId": request_id });
                Content::Json(json!({ "Response": response }).to_string())
            }
        };
        Reply {
            request_id,
            trace_id: raw.headers.get("x-tc-traceid").cloned(),
            now: self.clock.now(),
            content,
        }
    }

    fn serve(&self, raw: &Raw) -> Result<Outcome, Fault> {
        let envelope = Envelope::read(raw, &self.rules)?;
        let account = self.verifier.verify(raw, &envelope)?;
        let call = self.call(raw, envelope, account)?;
        let target = &call.target;
        let service = &target.description().service;
        let answer = match self.resources.behaviour(service, &target.name) {
            Some(behaviour) => behaviour.respond(&call)?,
            None => answer::example(&call),
        };
        Ok(if stream::wanted(&call) {
            Outcome::Stream(self.script.stream(&target.name, answer))
        } else {
            Outcome::Answer(answer)
        })
    }

    fn call(&self, raw: &Raw, envelope: Envelope, account: Option<String>) -> Result<Call, Fault> {
        let scope = match &envelope.authorization {
            Authorization::Tc3(signature) => Some(signature.service.as_str()),
            Authorization::V1(_) | Authorization::Skip => None,
        };
        let target = self.services.find(
            scope,
            raw.host().unwrap_or_default(),
            &envelope.version,
            &envelope.action,
            &self.rules,
        )?;
        let (description, action) = (target.description(), target.action());
        if action.status == Status::Offline {
            return Err(Fault::new(
                "ActionOffline",
                format!("{} is no longer offered.", target.name),
            ));
        }
        self.check_signing(&target, &envelope.authorization)?;
        if action.region == Some(Region::Required) && envelope.region.is_none() {
            return Err(Fault::missing("Region"));
        }
        let parameters =
            decode::parameters(raw, &envelope.encoded, description, action, &self.rules)?;
        check::parameters(&parameters, action, description)?;
        Ok(Call {
            parameters: check::without_null(parameters),
            target,
            account,
            region: envelope.region,
            now: self.clock.now(),
        })
    }

    /// Checks that a request is signed if its action is.
    fn check_signing(&self, target: &Target, authorization: &Authorization) -> Result<(), Fault> {
        let name = &target.name;
        let message = match (target.action().signing, authorization) {
            (Signing::Signed, Authorization::Skip) => {
                format!("{name} must be signed; `Authorization: SKIP` is not enough.")
            }
            (Signing::Skip, Authorization::Tc3(_) | Authorization::V1(_))
                if !self.rules.allow(Rule::NeedlessSignature) =>
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
}

/// What a call comes to if it is no error.
enum Outcome {
    Answer(Map<String, Value>),
    Stream(Stream),
}
