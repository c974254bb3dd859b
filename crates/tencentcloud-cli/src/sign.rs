//! `tcloud sign`: a request with its signature, or what is wrong with one.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Args, ValueEnum};
use serde_json::Value;
use tencentcloud_calls::Known;
use tencentcloud_runtime::{Client, Doctor, Method, RawAction, SignatureMethod};

use crate::error::{Failure, Kind};
use crate::gate;
use crate::options::Options;
use crate::session::Settings;
use crate::{input, output, session};

/// Signs a request and prints it, or checks the signature of one
///
/// `tcloud sign cvm DescribeZones` prints the HTTP request that would be sent; nothing is sent. With
/// --check it reads an HTTP request or a curl command from FILE, `-` being standard input, signs it
/// again, and names the first difference; the exit status is 1 if there is one. No secret is printed:
/// a session token reads `***`, and a shown request that has one is complete once it is put in.
#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// The service, e.g. cvm
    #[arg(
        value_name = "SERVICE",
        required_unless_present = "check",
        requires = "action"
    )]
    service: Option<String>,
    /// The action, e.g. DescribeZones
    #[arg(value_name = "ACTION")]
    action: Option<String>,
    /// Signs for this version of the API
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Signs these parameters: a JSON object, @FILE, or `-` for standard input
    #[arg(long, value_name = "JSON", default_value = "{}")]
    body: String,
    /// Sends by this HTTP method
    #[arg(long, value_enum, default_value = "post")]
    method: Verb,
    /// Signs in this way
    #[arg(long, value_enum, default_value = "tc3")]
    signature: Way,
    /// Signs for this time, in seconds since 1970, instead of now
    #[arg(long, value_name = "SECONDS")]
    at: Option<u64>,
    /// Prints every step of the signature
    #[arg(long, conflicts_with = "at")]
    steps: bool,
    /// Checks the request in FILE instead; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["service", "body", "steps"])]
    check: Option<PathBuf>,
    /// Also compares the canonical request that the other client made
    #[arg(long, value_name = "FILE", requires = "check")]
    canonical_request: Option<PathBuf>,
    /// Also compares the string to sign that the other client made
    #[arg(long, value_name = "FILE", requires = "check")]
    string_to_sign: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Verb {
    Post,
    Get,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Way {
    /// TC3-HMAC-SHA256, in a header
    Tc3,
    /// Signature v1 with HMAC-SHA1, in a parameter
    Sha1,
    /// Signature v1 with HMAC-SHA256, in a parameter
    Sha256,
}

impl Sign {
    /// Runs the command.
    ///
    /// # Errors
    /// No credential, an unknown action, parameters that are no JSON, a request that cannot be read.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        match (&self.check, &self.service, &self.action) {
            (Some(path), ..) => self.check(path, options),
            (None, Some(service), Some(action)) => self.sign(service, action, options),
            _ => Err(Failure::usage("give SERVICE and ACTION, or --check FILE")),
        }
    }

    fn sign(&self, service: &str, action: &str, options: &Options) -> Result<ExitCode, Failure> {
        let known = Known::find(service, action, self.api_version.as_deref())?;
        let action = RawAction::described(&known.description, &known.name)
            .ok_or_else(|| Failure::usage(format!("no action {}", known.name)))?;
        let parameters = self.parameters()?;
        let shown = session::block_on(async {
            let settings = Settings::of(options);
            let client =
                session::client_to_show(options, &settings, &known.description.service).await?;
            self.signed(&client, action, parameters).await
        })?;
        output::text(&shown)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn signed(
        &self,
        client: &Client,
        action: RawAction,
        parameters: Value,
    ) -> Result<String, Failure> {
        let method = match self.method {
            Verb::Post => Method::Post,
            Verb::Get => Method::Get,
        };
        let way = match self.signature {
            Way::Tc3 => SignatureMethod::Tc3HmacSha256,
            Way::Sha1 => SignatureMethod::HmacSha1,
            Way::Sha256 => SignatureMethod::HmacSha256,
        };
        let call = client.raw_action(action).parameters(parameters);
        let call = call.method(method).signature_method(way);
        if self.steps {
            return Ok(call.explain().await?.to_string());
        }
        let time = match self.at {
            Some(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
            None => SystemTime::now(),
        };
        let credential = client.config().credential_source().credential().await?;
        let request = call.prepare_at(&credential, time)?;
        let target = request.uri().path_and_query();
        let target = target.map_or("/", |target| target.as_str());
        let mut shown = format!("{} {target} HTTP/1.1\n", request.method());
        for (name, value) in request.headers() {
            let value = value.to_str().unwrap_or("***");
            shown.push_str(&format!("{name}: {value}\n"));
        }
        shown.push_str(&format!("\n{}", String::from_utf8_lossy(request.body())));
        if let Some(token) = credential.token() {
            shown = shown.replace(token, "***");
        }
        Ok(shown)
    }

    fn parameters(&self) -> Result<Value, Failure> {
        let text = match self.body.strip_prefix('@') {
            Some(path) => input::file(Path::new(path))?,
            None if self.body == "-" => input::file(Path::new("-"))?,
            None => self.body.clone(),
        };
        let value: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::usage(format!("--body is no JSON: {error}")))?;
        match value {
            Value::Object(_) => Ok(value),
            _ => Err(Failure::usage("--body takes a JSON object")),
        }
    }

    fn check(&self, path: &Path, options: &Options) -> Result<ExitCode, Failure> {
        if session::local_endpoint(options).is_none() {
            gate::check_command("sign --check", "shows what the key would sign")?;
        }
        let request = input::file(path)?;
        let credential = session::block_on(async {
            let client = session::client(options, &Settings::of(options), "").await?;
            Ok(client.config().credential_source().credential().await?)
        })?;
        let mut doctor = Doctor::new(credential);
        if let Some(path) = &self.canonical_request {
            doctor = doctor.canonical_request(input::file(path)?);
        }
        if let Some(path) = &self.string_to_sign {
            doctor = doctor.string_to_sign(input::file(path)?);
        }
        if let Some(seconds) = self.at {
            doctor = doctor.received_at(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        }
        let diagnosis = doctor.diagnose(&request)?;
        output::line(&diagnosis.to_string())?;
        Ok(match diagnosis.is_right() {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(Kind::Other as u8),
        })
    }
}
