//! Which requests can be edited, and who signs them then.

use serde_json::{Map, Value};
use tencentcloud_emulator::{Credential, Held};

use super::place::Place;
use crate::page::Reader;
use crate::target::Target;

/// A request that can be edited.
#[derive(Clone, Debug)]
pub(super) struct Editable {
    /// The parameters as they came, with their secrets.
    pub(super) parameters: Map<String, Value>,
    /// The secret ID that signed it.
    pub(super) secret_id: String,
    /// The service in the scope of its signature.
    pub(super) service: String,
}

/// Who signs a request again.
#[derive(Clone, Debug)]
pub(super) enum Signer {
    /// The key of the local endpoint that signed it before.
    Local(Credential),
    /// A real account.
    Account(Target),
}

impl Editable {
    /// Returns `held` if it can be edited.
    ///
    /// # Errors
    /// Says, in the reader's language, why it cannot.
    pub(super) fn of(reader: &Reader, held: &Held) -> Result<Self, &'static str> {
        let request = &held.request;
        let signed = request.header("authorization").and_then(scope);
        let Some((secret_id, service)) = signed else {
            return Err(reader.t(
                "It has no TC3 signature, so that it cannot be signed again here.",
                "该请求没有使用 TC3 签名，无法在此重新签名。",
            ));
        };
        let media = request.header("content-type").unwrap_or_default();
        let is_json = media.trim_start().starts_with("application/json");
        let parameters = serde_json::from_slice(&request.body).ok();
        match parameters.filter(|_| is_json && request.method == "POST") {
            Some(parameters) => Ok(Self {
                parameters,
                secret_id: secret_id.to_owned(),
                service: service.to_owned(),
            }),
            None => Err(reader.t(
                "Its parameters are not a JSON object in the body of a POST, so that they cannot be edited here.",
                "其参数不是 POST 正文中的 JSON 对象，无法在此编辑。",
            )),
        }
    }

    /// Returns who signs it again.
    ///
    /// # Errors
    /// Says, in the reader's language, why nobody can.
    pub(super) fn signer(&self, reader: &Reader, place: Place) -> Result<Signer, &'static str> {
        match (place, &reader.target) {
            (Place::Local, _) => {
                let known = reader.app.emulator.credential_of(&self.secret_id);
                known.map(Signer::Local).ok_or(reader.t(
                    "The local endpoint does not know the key that signed it, so that it cannot be signed again.",
                    "本地端点不认识签名所用的密钥，无法重新签名。",
                ))
            }
            (Place::Proxy, Target::Local) => Err(reader.t(
                "It goes to the real cloud: choose the account that signs it in the bar above.",
                "该请求发往真实云端：请先在上方选择用于签名的账号。",
            )),
            (Place::Proxy, target) => Ok(Signer::Account(target.clone())),
        }
    }
}

/// Returns the secret ID and the service of a TC3 signature.
fn scope(authorization: &str) -> Option<(&str, &str)> {
    let fields = authorization.strip_prefix("TC3-HMAC-SHA256 ")?;
    let mut fields = fields.split(',');
    let scope = fields.find_map(|field| field.trim().strip_prefix("Credential="))?;
    let mut parts = scope.rsplitn(4, '/').skip(1);
    let service = parts.next()?;
    let secret_id = parts.nth(1)?;
    Some((secret_id, service))
}

#[cfg(test)]
mod tests {
    use super::scope;

    #[test]
    fn the_scope_of_a_signature_says_the_key_and_the_service() {
        let header = "TC3-HMAC-SHA256 Credential=AKID1/2026-01-02/cvm/tc3_request, SignedHeaders=content-type;host, Signature=00";
        assert_eq!(scope(header), Some(("AKID1", "cvm")));
        for other in ["", "SKIP", "TC3-HMAC-SHA256 Credential=AKID1/cvm"] {
            assert_eq!(scope(other), None, "{other}");
        }
    }
}
