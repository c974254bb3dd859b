//! What is to be sent, and how often.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Known};
use tencentcloud_rows::Shape;
use tencentcloud_runtime::{Client, RawCall};
use tencentcloud_schema::{Body, Kind};

use super::attempts::Attempts;
use crate::call::Call;

/// The most items that are gathered.
const MOST: usize = 20_000;

/// The body of `POST /send`: a call, and how often it is made.
#[derive(Debug, Deserialize)]
struct Sent {
    #[serde(flatten)]
    call: Call,
    /// How many items to gather over all pages; 0 for one page.
    #[serde(default)]
    most: usize,
    /// The regions to call; empty for the call's own.
    #[serde(default)]
    regions: Vec<String>,
}

/// What is to be sent.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) call: Call,
    pub(super) known: Option<Known>,
    pub(super) effect: Effect,
    pub(super) how: How,
    parameters: Map<String, Value>,
    files: Vec<(String, Vec<u8>)>,
}

/// How often a call is made.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum How {
    Once,
    Events,
    /// For up to `most` items over all pages, in each of `regions`; `None` is one page each.
    Gather {
        most: Option<usize>,
        regions: Vec<String>,
    },
}

impl Asked {
    /// Reads the body of a request to the page.
    ///
    /// # Errors
    /// What is wrong with it, for the person.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let Sent {
            call,
            most,
            regions,
        } = serde_json::from_slice(body).map_err(|error| format!("this is no call: {error}"))?;
        if call.service.is_empty() || call.action.is_empty() {
            return Err("the call has no service or no action".to_owned());
        }
        let known = call.known();
        let effect = Effect::of(&call.service, &call.action);
        let gathers = most > 0 || !regions.is_empty();
        if gathers && !effect.reads() {
            return Err(format!(
                "{} may change something: only what reads is sent again for pages and regions",
                call.action
            ));
        }
        let paged = known
            .as_ref()
            .is_some_and(|known| known.action().paging.is_some());
        let how = match gathers {
            true => How::Gather {
                most: (most > 0 && paged).then_some(most.min(MOST)),
                regions,
            },
            false if wants_events(&call, known.as_ref()) => How::Events,
            false => How::Once,
        };
        let (parameters, files) = parts(&call, known.as_ref())?;
        Ok(Self {
            call,
            known,
            effect,
            how,
            parameters,
            files,
        })
    }

    /// Returns what is worth showing of the response.
    pub(super) fn shape(&self) -> Shape {
        let known = self.known.as_ref();
        known
            .map(|known| Shape::of(known.action()))
            .unwrap_or_default()
    }

    /// Returns the call by `client`, whose attempts `attempts` notes.
    pub(super) fn by<'c>(&self, client: &'c Client, attempts: &Attempts) -> RawCall<'c> {
        let call = client
            .raw_action(self.call.raw_action())
            .parameters(self.parameters.clone())
            .intercept(attempts.clone());
        let call = match self.region() {
            Some(region) => call.region(region),
            None => call,
        };
        let files = self.files.iter();
        files.fold(call, |call, (name, content)| {
            call.bytes(name, content.clone())
        })
    }

    /// Returns the call's own region, if it has one.
    pub(super) fn region(&self) -> Option<&str> {
        self.call
            .region
            .as_deref()
            .filter(|region| !region.is_empty())
    }

    /// Returns the parameters that are sent as JSON.
    pub(super) fn parameters(&self) -> &Map<String, Value> {
        &self.parameters
    }
}

/// True if the response is a stream: the action has one, and the call wants it if it has a say.
fn wants_events(call: &Call, known: Option<&Known>) -> bool {
    let Some(action) = known.map(Known::action).filter(|action| action.streaming) else {
        return false;
    };
    let switch = action.request.iter().any(|member| member.name == "Stream");
    !switch || call.parameters.get("Stream") == Some(&Value::Bool(true))
}

type Parts = (Map<String, Value>, Vec<(String, Vec<u8>)>);

/// Takes the files out of the parameters, which have them as base64 text.
fn parts(call: &Call, known: Option<&Known>) -> Result<Parts, String> {
    let mut parameters = call.parameters.clone();
    let mut files = Vec::new();
    let action = known
        .map(Known::action)
        .filter(|action| action.body != Body::Json);
    let members = action.into_iter().flat_map(|action| &action.request);
    let binary = members.filter(|member| member.kind == Kind::Binary);
    let mut names: Vec<&str> = binary.map(|member| &*member.name).collect();
    // The content of a body that is not described as a parameter, as the form has it.
    if names.is_empty() && action.is_some_and(|action| action.body == Body::OctetStream) {
        names.push("Body");
    }
    for name in names {
        let Some(value) = parameters.remove(name) else {
            continue;
        };
        let content = value.as_str().and_then(|text| STANDARD.decode(text).ok());
        let content =
            content.ok_or_else(|| format!("{name} is a file: its content is base64 text"))?;
        files.push((name.to_owned(), content));
    }
    Ok((parameters, files))
}
