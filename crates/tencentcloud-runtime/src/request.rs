//! From a model to a signed HTTP request, without any network.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::action::{ActionInfo, Body, Region};
use crate::config::{Config, Method, Options};
use crate::endpoint::Endpoint;
use crate::model::{Model, Ref, flatten, to_json};
use crate::signer::{SignatureMethod, tc3, v1};
use crate::transport::Redaction;
use crate::{Credential, Error, Result};

/// RFC 3986: everything but unreserved characters is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The size limits that the vendor's page "Request structure" gives, in bytes.
const GET_LIMIT: usize = 32 * 1024;
const TC3_LIMIT: usize = 10 * 1024 * 1024;
const V1_LIMIT: usize = 1024 * 1024;

/// A request that is complete but for its time, credential and signature.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) action: ActionInfo,
    pub(crate) options: Options,
    pub(crate) redaction: Redaction,
    endpoint: Endpoint,
    content: Content,
}

/// The parameters in the form in which they travel.
#[derive(Clone)]
enum Content {
    /// TC3: the query is signed as it is.
    Query(String),
    /// TC3: a body and its type.
    Body {
        content_type: String,
        bytes: Bytes,
        headers: Vec<Header>,
    },
    /// Signature v1: the signature becomes one of the parameters.
    Parameters(Vec<(String, String)>),
}

/// A parameter that travels as a header.
#[derive(Clone)]
struct Header {
    name: &'static str,
    value: String,
    sensitive: bool,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Parameters may be secrets.
        f.write_str(match self {
            Self::Query(_) => "Query(..)",
            Self::Body { .. } => "Body(..)",
            Self::Parameters(_) => "Parameters(..)",
        })
    }
}

/// A signed request with the steps that led to its signature.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) request: http::Request<Bytes>,
    /// The steps of TC3, where it signs.
    pub(crate) tc3: Option<tc3::Signature>,
    /// The parameters that signature v1 signs, where it does.
    pub(crate) v1: Option<Vec<(String, String)>>,
}

impl Draft {
    /// Puts a model into the form that the options ask for.
    ///
    /// # Errors
    /// A region that is known to be needed and not set; an endpoint that is none; parameters that
    /// the form cannot say.
    pub(crate) fn new(
        action: ActionInfo,
        model: &dyn Model,
        options: Options,
        redaction: Redaction,
    ) -> Result<Self> {
        if action.region == Region::Required && options.region.is_none() {
            return Err(Error::request(format!(
                "{} needs a region: set it with Config::region or Call::region, or in the environment variable TENCENTCLOUD_REGION",
                action.name
            )));
        }
        Ok(Self {
            endpoint: Endpoint::of(&action, options.endpoint.as_deref())?,
            content: content(&action, model, &options)?,
            action,
            options,
            redaction,
        })
    }

    /// Signs for that time with that credential.
    ///
    /// # Errors
    /// A value that no header can carry, or a request above the size limit of its form.
    pub(crate) fn sign(
        &self,
        credential: &Credential,
        time: SystemTime,
        config: &Config,
    ) -> Result<Signed> {
        let parts = [credential.secret_id(), credential.secret_key()];
        if !self.action.unsigned && parts.contains(&"") {
            return Err(Error::credential(
                "the secret id or the secret key is empty text: give both to sign with",
            ));
        }
        let timestamp = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(_) => 0,
        };
        match &self.content {
            Content::Parameters(parameters) => self.sign_v1(parameters, credential, timestamp),
            Content::Query(query) => {
                if query.len() > GET_LIMIT {
                    return Err(too_large(query.len(), GET_LIMIT, "a GET; use POST"));
                }
                let form = "application/x-www-form-urlencoded";
                self.sign_tc3(
                    "GET",
                    query,
                    form,
                    &Bytes::new(),
                    &[],
                    credential,
                    timestamp,
                    config,
                )
            }
            Content::Body {
                content_type,
                bytes,
                headers,
            } => {
                if bytes.len() > TC3_LIMIT {
                    return Err(too_large(bytes.len(), TC3_LIMIT, "a POST"));
                }
                self.sign_tc3(
                    "POST",
                    "",
                    content_type,
                    bytes,
                    headers,
                    credential,
                    timestamp,
                    config,
                )
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the message")]
    fn sign_tc3(
        &self,
        method: &str,
        query: &str,
        content_type: &str,
        body: &Bytes,
        headers: &[Header],
        credential: &Credential,
        timestamp: i64,
        config: &Config,
    ) -> Result<Signed> {
        let options = &self.options;
        let unsigned_payload = options.unsigned_payload.unwrap_or(false);
        let signature = (!self.action.unsigned).then(|| {
            let input = tc3::Input {
                method,
                query,
                content_type,
                host: self.endpoint.host(),
                action: Some(self.action.name),
                payload: if unsigned_payload {
                    tc3::UNSIGNED_PAYLOAD.as_bytes()
                } else {
                    body
                },
                service: self.action.api.service,
                timestamp,
            };
            config.keys().sign(&input, credential)
        });
        let mut request = http::Request::new(body.clone());
        *request.method_mut() = if method == "GET" {
            http::Method::GET
        } else {
            http::Method::POST
        };
        *request.uri_mut() = self.endpoint.uri(query)?;
        for header in headers {
            insert(&mut request, header.name, &header.value, header.sensitive)?;
        }
        let mut set = |name: &'static str, value: &str| {
            // What prints the request then leaves these out.
            let sensitive = name == AUTHORIZATION.as_str() || name == "x-tc-token";
            insert(&mut request, name, value, sensitive)
        };
        set("x-tc-action", self.action.name)?;
        set("x-tc-version", self.action.api.version)?;
        set("x-tc-timestamp", &timestamp.to_string())?;
        if let Some(region) = options
            .region
            .as_deref()
            .filter(|_| self.action.region != Region::None)
        {
            set("x-tc-region", region)?;
        }
        if let Some(token) = credential.token().filter(|_| signature.is_some()) {
            set("x-tc-token", token)?;
        }
        if let Some(language) = &options.language {
            set("x-tc-language", language)?;
        }
        if unsigned_payload {
            set("x-tc-content-sha256", tc3::UNSIGNED_PAYLOAD)?;
        }
        set("x-tc-requestclient", &request_client(options))?;
        set(CONTENT_TYPE.as_str(), content_type)?;
        set(HOST.as_str(), self.endpoint.host())?;
        set(
            AUTHORIZATION.as_str(),
            signature.as_ref().map_or("SKIP", |s| &s.authorization),
        )?;
        Ok(Signed {
            request,
            tc3: signature,
            v1: None,
        })
    }

    fn sign_v1(
        &self,
        parameters: &[(String, String)],
        credential: &Credential,
        timestamp: i64,
    ) -> Result<Signed> {
        let options = &self.options;
        let method = options.signature_method.unwrap_or_default();
        let (verb, http_method) = match options.method.unwrap_or_default() {
            Method::Get => ("GET", http::Method::GET),
            Method::Post => ("POST", http::Method::POST),
        };
        let mut all = parameters.to_vec();
        let mut add = |name: &str, value: &str| all.push((name.to_owned(), value.to_owned()));
        add("Action", self.action.name);
        add("Version", self.action.api.version);
        add("Timestamp", &timestamp.to_string());
        add("Nonce", &nonce()?.to_string());
        if let Some(region) = options
            .region
            .as_deref()
            .filter(|_| self.action.region != Region::None)
        {
            add("Region", region);
        }
        if let Some(language) = &options.language {
            add("Language", language);
        }
        add("RequestClient", &request_client(options));
        let mut signed = None;
        if !self.action.unsigned {
            add("SecretId", credential.secret_id());
            add("SignatureMethod", method.as_str());
            if let Some(token) = credential.token() {
                add("Token", token);
            }
            let text = v1::string_to_sign(verb, self.endpoint.host(), &all);
            signed = Some(all.clone());
            all.push((
                "Signature".to_owned(),
                v1::sign(&text, credential.secret_key(), method),
            ));
        }
        let form = encode(&all);
        let (query, body, limit) = match http_method {
            http::Method::GET => (form.as_str(), Bytes::new(), GET_LIMIT),
            _ => ("", Bytes::from(form.clone()), V1_LIMIT),
        };
        if form.len() > limit {
            return Err(too_large(
                form.len(),
                limit,
                "signature v1 in this method; use TC3 and POST",
            ));
        }
        let mut request = http::Request::new(body);
        *request.method_mut() = http_method;
        *request.uri_mut() = self.endpoint.uri(query)?;
        insert(
            &mut request,
            CONTENT_TYPE.as_str(),
            "application/x-www-form-urlencoded",
            false,
        )?;
        insert(&mut request, HOST.as_str(), self.endpoint.host(), false)?;
        Ok(Signed {
            request,
            tc3: None,
            v1: signed,
        })
    }
}

fn content(action: &ActionInfo, model: &dyn Model, options: &Options) -> Result<Content> {
    let v1 = options.signature_method.unwrap_or_default() != SignatureMethod::Tc3HmacSha256;
    let get = options.method.unwrap_or_default() == Method::Get;
    match action.body {
        Body::Json if v1 || get => {
            let parameters = flatten(model).map_err(|error| {
                Error::request(format!(
                    "{} is {}, which a query cannot say: use POST with TC3-HMAC-SHA256, or leave it out",
                    error.path, error.what
                ))
            })?;
            Ok(if v1 {
                Content::Parameters(parameters)
            } else {
                Content::Query(encode(&parameters))
            })
        }
        Body::Json => Ok(Content::Body {
            content_type: "application/json".to_owned(),
            bytes: to_json(model).into(),
            headers: Vec::new(),
        }),
        _ if v1 || get => Err(Error::request(format!(
            "{} uploads a body: it goes by POST with TC3-HMAC-SHA256 alone",
            action.name
        ))),
        Body::Multipart => multipart(model),
        Body::OctetStream => Ok(octet_stream(model)),
    }
}

/// Each parameter is a part: text as it is, bytes as a file, lists and objects as JSON.
fn multipart(model: &dyn Model) -> Result<Content> {
    let boundary = format!("----tencentcloud-{:016x}{:016x}", random()?, random()?);
    let mut body = Vec::new();
    model.visit(|shape, values| {
        for (field, value) in shape.fields().zip(values) {
            let (extra, content) = match value.get() {
                Ref::Absent => continue,
                Ref::Bytes(bytes) => (
                    format!(
                        "; filename=\"{}\"\r\nContent-Type: application/octet-stream",
                        field.wire()
                    ),
                    bytes.to_vec(),
                ),
                Ref::Object(inner) => (
                    "\r\nContent-Type: application/json".to_owned(),
                    to_json(inner),
                ),
                Ref::List(_) => (
                    "\r\nContent-Type: application/json".to_owned(),
                    serde_json::to_vec(&crate::model::Encode(value.get())).unwrap_or_default(),
                ),
                Ref::Str(text) => (String::new(), text.as_bytes().to_vec()),
                Ref::I64(number) => (String::new(), number.to_string().into_bytes()),
                Ref::U64(number) => (String::new(), number.to_string().into_bytes()),
                Ref::F64(number) => (String::new(), number.to_string().into_bytes()),
                Ref::Bool(truth) => (String::new(), truth.to_string().into_bytes()),
            };
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{extra}\r\n\r\n",
                field.wire()
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&content);
            body.extend_from_slice(b"\r\n");
        }
    });
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(Content::Body {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        bytes: body.into(),
        headers: Vec::new(),
    })
}

/// The one field of bytes is the body; fields with a header travel there.
fn octet_stream(model: &dyn Model) -> Content {
    let mut bytes = Bytes::new();
    let mut headers = Vec::new();
    model.visit(|shape, values| {
        for (field, value) in shape.fields().zip(values) {
            match value.get() {
                Ref::Bytes(content) => bytes = content.clone(),
                Ref::Str(text) if !field.header().is_empty() => headers.push(Header {
                    name: field.header(),
                    value: text.to_owned(),
                    sensitive: field.sensitive,
                }),
                _ => {}
            }
        }
    });
    Content::Body {
        content_type: "application/octet-stream".to_owned(),
        bytes,
        headers,
    }
}

fn encode(parameters: &[(String, String)]) -> String {
    let mut form = String::new();
    for (name, value) in parameters {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(utf8_percent_encode(name, ENCODED));
        form.push('=');
        form.extend(utf8_percent_encode(value, ENCODED));
    }
    form
}

fn insert(
    request: &mut http::Request<Bytes>,
    name: &'static str,
    value: &str,
    sensitive: bool,
) -> Result<()> {
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        Error::request(format!(
            "the value of {name} holds characters that a header cannot carry"
        ))
    })?;
    value.set_sensitive(sensitive);
    request.headers_mut().insert(
        HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
            Error::request(format!("{name:?} is not a header's name")).because(error)
        })?,
        value,
    );
    Ok(())
}

/// The SDK's name, then the user's own part as far as it is allowed.
fn request_client(options: &Options) -> String {
    let own = concat!("SDK_RUST_", env!("CARGO_PKG_VERSION"));
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "-_,;.".contains(*c);
    let part: String = options
        .request_client
        .iter()
        .flat_map(|name| name.chars())
        .filter(allowed)
        .take(128)
        .collect();
    if part.is_empty() {
        own.to_owned()
    } else {
        format!("{own}; {part}")
    }
}

fn too_large(size: usize, limit: usize, form: &str) -> Error {
    Error::request(format!(
        "the request has {size} bytes, more than the {limit} allowed for {form}"
    ))
}

fn nonce() -> Result<u64> {
    Ok(random()? >> 1)
}

fn random() -> Result<u64> {
    getrandom::u64()
        .map_err(|error| Error::request(format!("the system gives no random numbers: {error}")))
}
