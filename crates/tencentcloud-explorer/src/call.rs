//! A call as the page asks for it.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tencentcloud_calls::Known;
use tencentcloud_emulator::Record;
use tencentcloud_runtime::RawAction;
use tencentcloud_schema::{Description, Member, without_secrets};

use crate::target::Target;

/// What an address cannot have as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The longest parameters that stand in an address, in bytes.
const LONGEST: usize = 4 << 10;

/// A call as the page asks for it: the body of `POST /code`, `/signature`, `/docs` and `/send`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Call {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    /// The name of the target; the local endpoint's if it is empty.
    pub(crate) target: String,
    pub(crate) parameters: Map<String, Value>,
}

/// Returns `given` without what the description of `known` marks as sensitive, and without what it
/// lacks: for an address, in which a mask would be sent.
pub(crate) fn public(known: &Known, given: &Map<String, Value>) -> Map<String, Value> {
    members(&known.description, &known.action().request, given)
}

impl Call {
    /// Returns the call that a record is of, without its secrets, for the local endpoint.
    pub(crate) fn recorded(record: &Record) -> Self {
        Self {
            service: record.service.clone().unwrap_or_default(),
            version: record.version.clone().unwrap_or_default(),
            action: record.action.clone(),
            region: record.region.clone(),
            target: String::new(),
            parameters: record.request.clone(),
        }
    }

    /// Looks its action up; `None` if the catalogue does not have it.
    pub(crate) fn known(&self) -> Option<Known> {
        Known::find(&self.service, &self.action, Some(&self.version)).ok()
    }

    /// Returns the call with each secret masked, by what is `known` of its action, as it may be on the
    /// page.
    pub(crate) fn masked(&self, known: Option<&Known>) -> Self {
        let masked = known.map(|known| {
            let types = &known.description.types;
            without_secrets(&self.parameters, &known.action().request, types)
        });
        Self {
            parameters: masked.unwrap_or_else(|| self.parameters.clone()),
            ..self.clone()
        }
    }

    /// Returns where it goes.
    pub(crate) fn target(&self) -> Target {
        Target::named(&self.target)
    }

    /// Returns what a client needs to know of its action.
    pub(crate) fn raw_action(&self) -> RawAction {
        let described = self
            .known()
            .and_then(|known| RawAction::described(&known.description, &self.action));
        described.unwrap_or_else(|| RawAction::new(&self.service, &self.version, &self.action))
    }

    /// Returns the address of its form. What is sensitive stays out of it, and so do parameters that
    /// are too long for an address.
    pub(crate) fn link(&self) -> String {
        let mut link = format!(
            "/call/{}/{}/{}",
            escaped(&self.service),
            escaped(&self.version),
            escaped(&self.action)
        );
        let mut before = '?';
        let mut add = |name: &str, value: &str| {
            // A string takes everything.
            let _ = write!(link, "{before}{name}={}", escaped(value));
            before = '&';
        };
        if let Some(region) = &self.region {
            add("region", region);
        }
        if !matches!(self.target(), Target::Local) {
            add("target", &self.target);
        }
        let known = self.known();
        let parameters = known.map(|known| public(&known, &self.parameters));
        let parameters = parameters.filter(|parameters| !parameters.is_empty());
        let json = parameters.map(|parameters| Value::Object(parameters).to_string());
        if let Some(json) = json.filter(|json| json.len() <= LONGEST) {
            add("p", &json);
        }
        link
    }
}

/// What of `given` the members `known` have and do not mark as sensitive.
fn members(
    description: &Description,
    known: &[Member],
    given: &Map<String, Value>,
) -> Map<String, Value> {
    let shown = given.iter().filter_map(|(name, value)| {
        let member = known.iter().find(|member| member.name == *name)?;
        (!member.sensitive).then(|| (name.clone(), public_value(description, member, value)))
    });
    shown.collect()
}

fn public_value(description: &Description, member: &Member, value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter();
            items
                .map(|item| public_value(description, member, item))
                .collect()
        }
        Value::Object(given) => {
            let object = member
                .kind
                .object()
                .and_then(|name| description.types.get(name));
            let known = object.map_or(&[][..], |object| &object.members);
            Value::Object(members(description, known, given))
        }
        value => value.clone(),
    }
}

/// A text for a part of a path or a query.
pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(service: &str, version: &str, action: &str, parameters: Value) -> Call {
        let Value::Object(parameters) = parameters else {
            panic!("{parameters} is no object");
        };
        Call {
            service: service.to_owned(),
            version: version.to_owned(),
            action: action.to_owned(),
            parameters,
            ..Call::default()
        }
    }

    #[test]
    fn no_secret_is_in_the_address_of_a_form() {
        let login = json!({"InstanceType": "S5", "LoginSettings": {"Password": "hush-hush", "KeyIds": ["skey-1"]}, "Unknown": "who knows"});
        let link = call("cvm", "2017-03-12", "RunInstances", login).link();
        assert!(
            link.starts_with("/call/cvm/2017-03-12/RunInstances?p="),
            "{link}"
        );
        assert!(link.contains("S5") && link.contains("skey"), "{link}");
        assert!(
            !link.contains("hush") && !link.contains("Unknown"),
            "{link}"
        );
    }

    #[test]
    fn what_is_too_long_for_an_address_is_not_in_it() {
        let names = json!({"VpcIds": vec!["vpc-12345678"; 1000]});
        let link = call("vpc", "2017-03-12", "DescribeVpcs", names).link();
        assert_eq!(link, "/call/vpc/2017-03-12/DescribeVpcs");
    }
}
