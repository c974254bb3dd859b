//! The options that every command takes.

use std::time::Duration;

use clap::Args;

use crate::seconds::seconds;
use crate::{error, output, perform};

/// The options that every command takes, before or after the action.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Credential and connection")]
pub(crate) struct Options {
    /// Uses the profile NAME of the SDKs or of tccli, and no other credential
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Sends the call to REGION, e.g. ap-guangzhou
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Sends the call to the host or URL ENDPOINT; TENCENTCLOUD_ENDPOINT sets it for all calls
    #[arg(long, global = true, value_name = "ENDPOINT")]
    pub(crate) endpoint: Option<String>,
    /// Gives up after SECONDS
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    /// Assumes the role ARN with the credential
    #[arg(long, global = true, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
    /// Names the session of the role NAME
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) role_session_name: Option<String>,
    /// Uses the role of the instance that the program runs on
    #[arg(long, global = true)]
    pub(crate) use_cvm_role: bool,
    /// Connects through the proxy URL
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) https_proxy: Option<String>,
    /// Asks for messages in LANGUAGE
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["zh-CN", "en-US"])]
    pub(crate) language: Option<String>,
    /// Adds NAME to what requests say of their client
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) request_client: Option<String>,
    /// Signs with the secret ID; process lists show it, so prefer a profile or the environment
    #[arg(long = "secretId", global = true, value_name = "ID", hide = true)]
    pub(crate) secret_id: Option<Secret>,
    /// Signs with the secret key
    #[arg(long = "secretKey", global = true, value_name = "KEY", hide = true)]
    pub(crate) secret_key: Option<Secret>,
    /// Signs with the session token of a temporary credential
    #[arg(long, global = true, value_name = "TOKEN", hide = true)]
    pub(crate) token: Option<Secret>,
    #[command(flatten)]
    pub(crate) output: output::Options,
    #[command(flatten)]
    pub(crate) errors: error::Options,
    #[command(flatten)]
    pub(crate) perform: perform::Options,
}

/// A secret from the command line, which is never shown.
#[derive(Clone)]
pub(crate) struct Secret(pub(crate) String);

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
