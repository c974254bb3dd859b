//! Calls of actions without types: by service, version, name and JSON.
#![allow(
    private_interfaces,
    reason = "sealed: its methods are for this crate alone"
)]

use std::fmt;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::request::{Masked, Request};
use super::{Call, Client};
use crate::Result;
use crate::action::{ActionClass, Described, Name, RawAction, RawPages};
use crate::model::Tree;
use crate::redact::{Redaction, Secret};
use crate::request::{Parameters, RawHeader, RawParameters, client_token, flat};

/// A call of an action without types. Returned by [`Client::raw`]; await it for what is in the
/// `Response`, as JSON.
///
/// It has the settings of every [`Call`], and goes through the same signing, sending, retries,
/// paging and explanation.
pub type RawCall<'c> = Call<'c, RawRequest>;

/// An action by its name, and its parameters as JSON. See [`Client::raw`].
#[derive(Clone)]
pub struct RawRequest {
    action: RawAction,
    parameters: RawParameters,
}

impl Client {
    /// Creates a call of an action without types, e.g. `cvm`, `2017-03-12` and `DescribeZones`: one
    /// that is read at run time, or that is not documented. Nothing is sent until the call is
    /// awaited.
    ///
    /// ```
    /// use serde_json::json;
    /// # #[derive(tencentcloud_runtime::Model)]
    /// # #[model(request, api = tencentcloud_runtime::Api::new("cvm", "2017-03-12"), action = "DescribeZones", response = DescribeZonesResponse)]
    /// # struct DescribeZonesRequest {}
    /// # #[derive(tencentcloud_runtime::Model)]
    /// # #[model(response)]
    /// # struct DescribeZonesResponse { total_count: i64, request_id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> tencentcloud_runtime::Result<()> {
    /// # let mock = tencentcloud_runtime::Mock::new();
    /// # mock.replay::<DescribeZonesRequest>(r#"{"TotalCount": 3, "RequestId": "b3197c48"}"#);
    /// # let client = tencentcloud_runtime::Client::new(&mock.config());
    ///
    /// let zones = client
    ///     .raw("cvm", "2017-03-12", "DescribeZones")
    ///     .parameters(json!({}))
    ///     .region("ap-shanghai")
    ///     .await?;
    /// assert_eq!(zones["TotalCount"], 3);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(
        &self,
        service: impl Into<String>,
        version: impl Into<String>,
        action: impl Into<String>,
    ) -> RawCall<'_> {
        self.raw_action(RawAction::new(service, version, action))
    }

    /// Creates a call of `action`, a [`RawAction`] with what is known of it, or the
    /// [`ActionInfo`](crate::ActionInfo) of a typed one.
    pub fn raw_action(&self, action: impl Into<RawAction>) -> RawCall<'_> {
        let action = action.into();
        let hidden = Secret(action.sensitive.clone());
        let header = |(parameter, name): &(Name, Name)| RawHeader {
            parameter: parameter.clone(),
            name: name.clone(),
            sensitive: hidden.has(parameter),
        };
        let parameters = RawParameters {
            json: Value::Null,
            files: Vec::new(),
            headers: action.headers.iter().map(header).collect(),
        };
        Call::new(self, RawRequest { action, parameters })
    }
}

impl RawCall<'_> {
    /// Sets the parameters, a JSON object. Defaults to none.
    pub fn parameters(mut self, parameters: impl Into<Value>) -> Self {
        self.request_mut().parameters.json = parameters.into();
        self
    }

    /// Adds the `content` of the file that the parameter `name` takes: a part of a multipart body,
    /// the whole of an octet-stream body, or base64 text in JSON.
    pub fn bytes(mut self, name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let file = (name.into(), content.into());
        self.request_mut().parameters.files.push(file);
        self
    }
}

impl RawRequest {
    /// Returns the action.
    pub fn action(&self) -> &RawAction {
        &self.action
    }

    /// Returns the parameters as they were set; null if none were.
    pub fn parameters(&self) -> &Value {
        &self.parameters.json
    }

    fn secret(&self) -> Secret {
        Secret(self.action.sensitive.clone())
    }
}

impl Request for RawRequest {
    type Response = Value;

    fn described(&self) -> Described {
        self.action.described.clone()
    }

    fn name(&self) -> Name {
        self.action.described.name.clone()
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::Raw(&self.parameters)
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Json(&self.parameters.json)
    }

    fn set(&mut self, path: &str, text: &str) {
        let (mut target, mut rest) = (&mut self.parameters.json, path);
        while let Some((name, below)) = rest.split_once('.') {
            let Some(members) = object(target) else {
                return;
            };
            (target, rest) = (members.entry(name).or_insert(Value::Null), below);
        }
        let numeric = self.action.pages.as_ref().is_some_and(RawPages::is_numeric);
        if let Some(members) = object(target) {
            let as_text = members.get(rest).is_some_and(Value::is_string) || !numeric;
            let value = match text.parse::<u64>() {
                Ok(number) if !as_text => number.into(),
                _ => text.into(),
            };
            members.insert(rest.to_owned(), value);
        }
    }

    fn with_client_token(&self) -> Result<Option<Self>> {
        let action = &self.action;
        let class = ActionClass::of(action.service(), action.name());
        let given = Parameters::Raw(&self.parameters).is_set(client_token::NAME);
        if !action.client_token || given || class == ActionClass::Read {
            return Ok(None);
        }
        let mut request = self.clone();
        request.set(client_token::NAME, &client_token::fresh()?);
        Ok(Some(request))
    }

    fn redaction(&self) -> Redaction {
        Redaction::by_name(self.name(), self.secret())
    }

    fn masked(&self) -> Masked {
        let members = self.parameters.members().unwrap_or_default();
        let mut shown = members.clone();
        self.secret().mask(&mut shown);
        Masked {
            flat: flat(&shown).unwrap_or_default(),
            secret: flat(&members).unwrap_or_default(),
            json: Value::Object(shown).to_string().into_bytes(),
        }
    }
}

/// The members of an object; null becomes an empty one.
fn object(value: &mut Value) -> Option<&mut Map<String, Value>> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("service", &self.action.service())
            .field("version", &self.action.version())
            .field("action", &self.action.name())
            .field("parameters", &String::from_utf8_lossy(&self.masked().json))
            .finish_non_exhaustive()
    }
}
