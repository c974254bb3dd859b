//! What the reader asks for.

use serde::Deserialize;
use serde_json::{Map, Value};
use tencentcloud_emulator::{Held, RawRequest};

use super::edit::Editable;
use super::merge::merged;
use super::place::Place;
use super::sign::signed;
use crate::page::Reader;

/// What the reader asks for a request that waits.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The parameters as JSON.
    pub(super) parameters: String,
    /// The error code that the client gets.
    pub(super) code: String,
    /// Its message.
    pub(super) message: String,
}

/// Returns the request of `held` with its parameters as they were edited, signed again.
///
/// # Errors
/// Says, in the reader's language, why it cannot be.
pub(super) async fn edited(
    reader: &Reader,
    place: Place,
    held: &Held,
    text: &str,
) -> Result<RawRequest, String> {
    let editable = Editable::of(reader, held)?;
    let signer = editable.signer(reader, place)?;
    let edited: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        let told = reader.t(
            "The parameters are not a JSON object: ",
            "参数不是 JSON 对象：",
        );
        format!("{told}{error}")
    })?;
    let parameters = merged(&editable.parameters, &held.parameters, &edited);
    let parameters = parameters.map_err(|path| {
        let told = reader.t(
            " is ***, which stands for no value of the call: give the value itself",
            " 的值为 ***，但原请求中没有对应的值：请填写实际值",
        );
        format!("{path}{told}")
    })?;
    signed(&reader.app, held, &editable.service, parameters, &signer).await
}
