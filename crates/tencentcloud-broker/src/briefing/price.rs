//! What a request would cost.

use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Inquiry, NoFiles, Parameters, Target, Wanted};

use super::reader::Reader;
use crate::request::Request;

/// Returns what the action that prices `request` says; `None` for a request that nothing prices.
///
/// # Errors
/// Why it does not say it.
pub(super) async fn of(
    reader: &Reader<'_>,
    request: &Request,
    parameters: &Map<String, Value>,
) -> Result<Option<Value>, String> {
    if Effect::of(&request.service, request.action()) != Effect::Write {
        return Ok(None);
    }
    let wanted = Wanted {
        version: Some(request.version().to_owned()),
        ..Wanted::default()
    };
    let target = Target::find(&request.service, request.action(), &wanted);
    let target = target.map_err(|error| error.message)?;
    let Ok(inquiry) = Inquiry::find(&target) else {
        return Ok(None);
    };
    let order = Parameters::read(&target, parameters.clone(), &[], true, &mut NoFiles);
    let order = order.map_err(|error| error.message)?;
    let own = inquiry.parameters(&order, &[], false, &mut NoFiles);
    let own = own.map_err(|error| error.message)?;
    let mut price = reader.read(inquiry.target, own).await?;
    price.remove("RequestId");
    Ok(Some(price.into()))
}
