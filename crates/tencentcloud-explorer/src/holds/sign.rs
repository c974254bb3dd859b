//! A request with other parameters and a signature of its own.

use serde_json::{Map, Value};
use tencentcloud_emulator::{Held, RawRequest};
use tencentcloud_runtime::{Client, Config, Method, RawAction, RawCall, SignatureMethod};

use super::edit::Signer;
use crate::app::App;

/// The headers that a signature brings along; all others stay as the client sent them.
const SIGNED: [&str; 5] = [
    "authorization",
    "content-type",
    "host",
    "x-tc-timestamp",
    "x-tc-token",
];

/// The header by which a client leaves the body out of its signature.
const UNSIGNED: &str = "x-tc-content-sha256";

/// Returns the request of `held` with `parameters`, signed by `signer` as a call of `service`.
///
/// # Errors
/// The account cannot be used; what the request lacks.
pub(super) async fn signed(
    app: &App,
    held: &Held,
    service: &str,
    parameters: Map<String, Value>,
    signer: &Signer,
) -> Result<RawRequest, String> {
    let host = held.request.header("host");
    let host = host.ok_or("the request names no host")?;
    let version = held.version.clone().unwrap_or_default();
    let action = RawAction::new(service, version, held.action.as_str());
    let made = match signer {
        Signer::Local(credential) => {
            let config: Config = app.emulator.config_for(credential);
            let key = config.credential_source().credential().await;
            let key = key.map_err(|error| error.to_string())?;
            let client = Client::new(&config);
            let call = client.raw_action(action).endpoint(format!("http://{host}"));
            let call = alike(call, held, parameters);
            call.prepare_at(&key, app.emulator.clock().now())
        }
        Signer::Account(target) => {
            let client = target.client(app, service).await?;
            let call = client.raw_action(action);
            let call = call.endpoint(format!("https://{host}"));
            alike(call, held, parameters).prepare().await
        }
    };
    let (head, body) = made.map_err(|error| error.to_string())?.into_parts();
    let mut request = held.request.clone();
    request.headers.retain(|(name, _)| {
        let mut gone = SIGNED.into_iter().chain([UNSIGNED]);
        !gone.any(|gone| gone.eq_ignore_ascii_case(name))
    });
    for name in SIGNED {
        let value = head.headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(value) = value {
            request.set_header(name, value);
        }
    }
    "/".clone_into(&mut request.path_and_query);
    request.body = body;
    Ok(request)
}

/// Returns `call` in the form in which `held` came, whatever its client is set to.
fn alike<'c>(call: RawCall<'c>, held: &Held, parameters: Map<String, Value>) -> RawCall<'c> {
    let call = call
        .method(Method::Post)
        .signature_method(SignatureMethod::Tc3HmacSha256)
        .unsigned_payload(false)
        .parameters(Value::Object(parameters));
    match &held.region {
        Some(region) => call.region(region),
        None => call,
    }
}
