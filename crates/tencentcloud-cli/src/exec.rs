//! `tcloud exec`: a program with a credential that ends by itself.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;
use serde_json::json;
use tencentcloud_runtime::{Client, Credential, RawAction};

use crate::brokered;
use crate::error::{Failure, Kind};
use crate::gate;
use crate::inspect::{self, Variable};
use crate::options::Options;
use crate::session::{self, Settings};

/// Runs a command with a temporary credential in its environment, and ends with its exit status
///
/// A credential that is temporary already, such as that of a role, is passed on as it is. A permanent
/// key stays here: GetFederationToken of STS makes a credential of it that ends after --duration, and
/// may do whatever the key may, or what --policy leaves. The command finds it in the variables that the SDKs, tccli
/// and Terraform read; those that would lead it to another credential are removed.
///
/// With --inspect, a proxy on this machine passes its calls on to the cloud, and shows them in the page of
/// `tcloud explorer`, or writes them to a file if none runs. The command finds the proxy and its
/// certificate in the variables that `tcloud emulator exec --help` lists. Hosts other than those of
/// Tencent Cloud are refused: what the command must reach elsewhere goes in NO_PROXY.
///
/// With --broker, the command gets no credential at all: a proxy like that of --inspect hands its calls to the broker
/// that runs (`tcloud broker`), which signs and sends what its policy allows or a person approves. What waits for a
/// person for longer than --wait-timeout (50 seconds, less than the official SDKs wait) fails with the code
/// UnauthorizedOperation.ApprovalRequired; the same call goes through once it is approved.
#[derive(Debug, Args)]
pub(crate) struct Exec {
    /// Ends the credential after SECONDS, if it is made of a permanent key
    #[arg(long, value_name = "SECONDS", default_value_t = 1800)]
    duration: u32,
    /// Allows no more than this CAM policy in JSON does
    #[arg(long, value_name = "JSON", default_value = EVERYTHING)]
    policy: String,
    /// Shows the calls of the command in the Explorer, or records them
    #[arg(long)]
    inspect: bool,
    /// Looks for the Explorer in FOLDER, and records there [default: tcloud/explorer in the user's data folder]
    #[arg(long, value_name = "FOLDER", requires = "inspect")]
    folder: Option<PathBuf>,
    /// Gives the command no credential: a broker signs its calls, once its policy or a person permits it
    #[arg(long, conflicts_with_all = ["inspect", "policy", "duration"])]
    broker: bool,
    /// Says WHY the command calls, to the person who decides
    #[arg(long, value_name = "WHY", requires = "broker")]
    reason: Option<String>,
    /// The command, with its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// A policy that takes nothing away: what the key may not do, its credential may not either.
const EVERYTHING: &str =
    r#"{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}"#;

/// Where programs look for the token: tccli and the SDKs, the Node SDK, Terraform.
const TOKEN: [&str; 3] = [
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
];

/// What would lead a program to another credential, or have it assume a role once more.
const OTHERS: [&str; 13] = [
    "TENCENTCLOUD_PROFILE",
    "TCCLI_PROFILE",
    "TENCENTCLOUD_ROLE_ARN",
    "TENCENTCLOUD_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_ARN",
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN",
    "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE",
    "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION",
    "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID",
    "TENCENTCLOUD_CAM_ROLE_NAME",
    "TENCENTCLOUD_CREDENTIALS_FILE",
    "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
];

impl Exec {
    /// Runs the command to its end.
    ///
    /// # Errors
    /// No credential, or none that ends; a command that cannot be started.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        if self.broker {
            let variables = variables(&brokered::placeholder(), options.region.clone());
            let ran = brokered::run(options, self.reason, &self.command, variables);
            return session::block_on(ran).map(ExitCode::from);
        }
        if session::local_endpoint(options).is_none() {
            gate::check_command("exec", "hands a credential out")?;
        }
        let (credential, region) = session::block_on(async {
            let client = session::client(options, &Settings::of(options), "sts").await?;
            let own = client.config().credential_source().credential().await?;
            let credential = match own.token() {
                Some(_) => own,
                None => self.federated(&client).await?,
            };
            let region = client.config().default_region().map(str::to_owned);
            Ok((credential, region))
        })?;
        let variables = variables(&credential, region);
        if self.inspect {
            let ran = inspect::run(options, self.folder, &self.command, variables);
            return session::block_on(ran).map(ExitCode::from);
        }
        let mut words = self.command.into_iter();
        let program = words.next().unwrap_or_default();
        let mut command = Command::new(&program);
        command.args(words);
        for (name, value) in variables {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        run(command, &program)
    }

    /// Makes a credential that ends of the permanent one.
    async fn federated(&self, client: &Client) -> Result<Credential, Failure> {
        let action = RawAction::new("sts", "2018-08-13", "GetFederationToken");
        let call = client.raw_action(action).parameters(json!({
            "Name": "tcloud",
            "Policy": self.policy,
            "DurationSeconds": self.duration,
        }));
        let response = call.await.map_err(|error| {
            let failure = Failure::from(error);
            let told = format!(
                "no temporary credential was made of the key: {failure}. Give a role with --role-arn, or a policy with sts:GetFederationToken to the key's user"
            );
            Failure::new(failure.kind, told)
        })?;
        let text = |name: &str| response["Credentials"][name].as_str();
        let found = (text("TmpSecretId"), text("TmpSecretKey"), text("Token"));
        let (Some(id), Some(key), Some(token)) = found else {
            let told = "GetFederationToken returned no credential";
            return Err(Failure::new(Kind::Other, told));
        };
        Ok(Credential::new(id, key).with_token(token))
    }
}

/// The changes of the environment that lead a program to `credential` alone, and to `region`.
fn variables(credential: &Credential, region: Option<String>) -> Vec<Variable> {
    let mut variables: Vec<Variable> = OTHERS.map(|name| (name, None)).to_vec();
    let mut set = |name, value: &str| variables.push((name, Some(value.into())));
    set("TENCENTCLOUD_SECRET_ID", credential.secret_id());
    set("TENCENTCLOUD_SECRET_KEY", credential.secret_key());
    for name in TOKEN {
        set(name, credential.token().unwrap_or_default());
    }
    if let Some(region) = region {
        set("TENCENTCLOUD_REGION", &region);
    }
    variables
}

/// Becomes the command, so that signals and its exit status are its own.
#[cfg(unix)]
fn run(mut command: Command, program: &OsString) -> Result<ExitCode, Failure> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    Err(unstarted(program, &error))
}

#[cfg(not(unix))]
fn run(mut command: Command, program: &OsString) -> Result<ExitCode, Failure> {
    let status = command
        .status()
        .map_err(|error| unstarted(program, &error))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(u8::MAX)))
}

fn unstarted(program: &OsString, error: &std::io::Error) -> Failure {
    Failure::new(Kind::Other, format!("cannot run {program:?}: {error}"))
}
