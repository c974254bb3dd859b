//! What is done with a request before its signature is verified: it is read, held and refused.

use std::time::Duration;

use super::{Endpoint, Reply};
use crate::clock;
use crate::fault::Fault;
use crate::hold::{Held, Hold, RawRequest, Waiting};
use crate::lookup::{Target, label};
use crate::request::{Envelope, Raw, check, decode};
use crate::rules::Leeway;
use crate::seen::{Seen, Source};
use tencentcloud_schema::without_secrets;

impl Endpoint {
    /// Reads what a request calls as far as it can be read without its key, and returns the action if
    /// there is one.
    pub(super) fn read_unverified(&self, raw: &Raw, seen: &mut Seen) -> Option<Target> {
        let leeway = Leeway::new(&self.rules);
        let header = |name: &str| raw.header(name).map(str::to_owned);
        (seen.action, seen.version) = (header("x-tc-action"), header("x-tc-version"));
        seen.region = header("x-tc-region").filter(|region| !region.is_empty());
        seen.service = raw.host().and_then(label).map(str::to_owned);
        let envelope = Envelope::read(raw, &leeway).ok()?;
        seen.action = Some(envelope.action.clone());
        seen.version = Some(envelope.version.clone());
        seen.region.clone_from(&envelope.region);
        let target = self.target(raw, &envelope, &leeway).ok()?;
        let (description, action) = (target.description(), target.action());
        seen.service = Some(description.service.clone());
        let given = decode::parameters(raw, &envelope.encoded, description, action, &leeway);
        seen.parameters = given.ok().map(check::without_null);
        Some(target)
    }

    /// Lets a request wait that a rule holds.
    pub(crate) fn hold(&self, raw: &Raw) -> Option<Waiting<'_>> {
        if !self.holds.is_armed() {
            return None;
        }
        let mut seen = Seen::default();
        let target = self.read_unverified(raw, &mut seen);
        let shown = target.zip(seen.parameters.as_ref());
        let shown = shown.map(|(target, given)| {
            without_secrets(given, &target.action().request, &target.description().types)
        });
        self.holds.hold(Held {
            id: 0,
            since: clock::precise(self.clock.moment()),
            service: seen.service,
            version: seen.version,
            action: seen.action.unwrap_or_default(),
            region: seen.region,
            client: raw.client().map(str::to_owned),
            parameters: shown.unwrap_or_default(),
            request: RawRequest::of(raw),
        })
    }

    /// Returns the reply to a request that was held and is refused.
    pub(crate) fn refuse_held(&self, raw: &Raw, fault: Fault, hold: Hold) -> Reply {
        let mut seen = Seen {
            hold: Some(hold),
            ..Seen::default()
        };
        self.read_unverified(raw, &mut seen);
        seen.source = Source::Injected;
        let mut reply = self.finish(raw, Err(fault), seen);
        self.note(raw, &mut reply, Duration::ZERO);
        reply
    }
}
