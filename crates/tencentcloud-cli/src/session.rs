//! The client that calls go through, as the options, the environment and the profile say.

use std::env;
use std::net::SocketAddr;
use std::sync::Arc;

use tencentcloud_calls::alias;
use tencentcloud_runtime::transport::Http;
use tencentcloud_runtime::{
    AssumeRole, Client, Config, Credential, InstanceRole, Loader, Profile, ProvideCredential,
};

use crate::agent;
use crate::error::{self, Failure, Kind};
use crate::gate::{self, Gate};
use crate::options::Options;
use crate::output::{Format, Output};

/// The environment variables that name a profile: ours and the Terraform provider's, and tccli's.
const PROFILE: [&str; 2] = ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"];

/// What the profile says beside its credential.
#[derive(Debug)]
pub(crate) struct Settings {
    name: String,
    /// The profile in the file of the SDKs and in the folder of tccli.
    profiles: [Profile; 2],
    /// True if the command line names the profile, which then precedes the environment.
    named: bool,
}

impl Settings {
    /// Finds the profile that `options` or the environment name, else `default`.
    pub(crate) fn of(options: &Options) -> Self {
        let named = options.profile.clone().filter(|name| !name.is_empty());
        let name = named
            .clone()
            .or_else(|| PROFILE.into_iter().find_map(variable));
        let name = name.unwrap_or_else(|| "default".to_owned());
        Self {
            profiles: [Profile::sdk(&*name), Profile::tccli(&*name)],
            name,
            named: named.is_some(),
        }
    }

    /// Returns the profile's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns what the profile says of `key`, if it says anything.
    ///
    /// # Errors
    /// A file of the profile that cannot be read.
    pub(crate) fn get(&self, key: &str) -> Result<Option<String>, Failure> {
        for profile in &self.profiles {
            if let Some(value) = profile.setting(key)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Returns what the profile says of `key` for `service`.
    ///
    /// # Errors
    /// As [`Settings::get`].
    pub(crate) fn of_service(&self, service: &str, key: &str) -> Result<Option<String>, Failure> {
        let found = self.get(&format!("{service}.{key}"))?;
        match alias(service) {
            Some(alias) if found.is_none() => self.get(&format!("{alias}.{key}")),
            _ => Ok(found),
        }
    }

    /// Returns what the environment variable `name` says, else the profile of `key`; the other way
    /// round if the command line names the profile.
    ///
    /// # Errors
    /// As [`Settings::get`].
    pub(crate) fn or_variable(&self, key: &str, name: &str) -> Result<Option<String>, Failure> {
        let set = variable(name);
        match (self.named, set) {
            (false, Some(set)) => Ok(Some(set)),
            (_, set) => Ok(self.get(key)?.or(set)),
        }
    }
}

/// Returns how to print: as `options` say, else as the profile does.
///
/// # Errors
/// A query or a format that is none, a profile that cannot be read.
pub(crate) fn output(options: &Options, settings: &Settings) -> Result<Output, Failure> {
    let preferred = settings.get("output")?;
    let preferred = preferred.as_deref().map(Format::named).transpose()?;
    Output::of(&options.output, preferred)
}

/// Returns the client of calls of `service` that `options` ask for.
///
/// # Errors
/// No credential, or a setting that is none.
pub(crate) async fn client(
    options: &Options,
    settings: &Settings,
    service: &str,
) -> Result<Client, Failure> {
    let mut config = config(options, settings).await?;
    if agent::runs() && local_endpoint(options).is_none() && !signs_nothing(&config).await {
        config = config.intercept(Gate);
    }
    configured(config, options, settings, service)
}

/// Returns the client of `config` with the rest of what `options` and the profile say.
///
/// # Errors
/// A profile that cannot be read.
pub(crate) fn configured(
    mut config: Config,
    options: &Options,
    settings: &Settings,
    service: &str,
) -> Result<Client, Failure> {
    if let Some(region) = region(options, settings)? {
        config = config.region(region);
    }
    if let Some(endpoint) = endpoint(options, settings, service)? {
        config = config.endpoint(endpoint);
    }
    if let Some(domain) = settings.get("root_domain")? {
        config = config.root_domain(domain);
    }
    if let Some(timeout) = options.timeout {
        config = config.timeout(timeout);
    }
    let language = match &options.language {
        Some(language) => Some(language.clone()),
        None => settings.get("language")?,
    };
    if let Some(language) = language {
        config = config.language(language);
    }
    config = config
        .allowed_accounts(accounts("TENCENTCLOUD_ALLOWED_ACCOUNT_IDS"))
        .forbidden_accounts(accounts("TENCENTCLOUD_FORBIDDEN_ACCOUNT_IDS"));
    Ok(Client::new(&config.request_client(program(options))))
}

/// As [`client`], for what is signed to be shown: for an agent, by a key that is none, since a signature is as good as
/// the request for five minutes.
///
/// # Errors
/// As there.
pub(crate) async fn client_to_show(
    options: &Options,
    settings: &Settings,
    service: &str,
) -> Result<Client, Failure> {
    if !is_agents_own(options) {
        return client(options, settings, service).await;
    }
    let config = Config::new(Credential::new("AKIDofnobody", "placeholder"));
    configured(config, options, settings, service)
}

/// Fails if an agent runs the program and `action` of `service` would go to the cloud and do more than read.
///
/// # Errors
/// That, with where a person approves it.
pub(crate) fn check_agent(options: &Options, service: &str, action: &str) -> Result<(), Failure> {
    match is_agents_own(options) {
        true => gate::check(service, action),
        false => Ok(()),
    }
}

/// The secret ID of the key that `tcloud exec --broker` gives: what is signed by it is worth nothing, and its proxy
/// hands calls to the broker.
pub(crate) const HANDED_ON: &str = "AKIDsignedByTheBrokerInsteadOfThisKey";

/// True if the key of `config` is the one that [`HANDED_ON`] is of, wherever it was found.
async fn signs_nothing(config: &Config) -> bool {
    let credential = config.credential_source().credential().await;
    credential.is_ok_and(|credential| credential.secret_id() == HANDED_ON)
}

/// Returns true if the environment has the key that [`HANDED_ON`] is of.
pub(crate) fn is_handed_on(options: &Options) -> bool {
    let is_of_environment = options.profile.is_none()
        && options.secret_id.is_none()
        && options.role_arn.is_none()
        && !options.use_cvm_role;
    is_of_environment && variable("TENCENTCLOUD_SECRET_ID").as_deref() == Some(HANDED_ON)
}

/// True if an agent runs the program, and calls are signed here for the cloud.
fn is_agents_own(options: &Options) -> bool {
    agent::runs() && local_endpoint(options).is_none() && !is_handed_on(options)
}

/// What requests say of their client: this program, the agent that runs it, and what `options` add.
fn program(options: &Options) -> String {
    let own = concat!("tcloud_", env!("CARGO_PKG_VERSION")).to_owned();
    let agent = agent::name().map(|name| format!("agent_{name}"));
    let parts = [Some(own), agent, options.request_client.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(";")
}

/// Returns the region of calls, if one is set.
///
/// # Errors
/// A file of the profile that cannot be read.
pub(crate) fn region(options: &Options, settings: &Settings) -> Result<Option<String>, Failure> {
    match &options.region {
        Some(region) => Ok(Some(region.clone())),
        None => settings.or_variable("region", "TENCENTCLOUD_REGION"),
    }
}

/// The configuration with the credential that `options` ask for.
async fn config(options: &Options, settings: &Settings) -> Result<Config, Failure> {
    let transport = Arc::new(transport(options)?);
    let own = |credential: Arc<dyn ProvideCredential>| {
        Config::new(credential).transport(Arc::clone(&transport))
    };
    let config = match typed(options)? {
        Some(credential) => own(Arc::new(credential)).inspect_from_env()?,
        None if options.use_cvm_role => {
            let role = InstanceRole::new().transport(Arc::clone(&transport));
            own(Arc::new(role)).inspect_from_env()?
        }
        None => {
            loader(options, settings)?
                .transport(Arc::clone(&transport))
                .load()
                .await?
        }
    };
    let Some(arn) = &options.role_arn else {
        return Ok(config);
    };
    let mut role = AssumeRole::new(config.credential_source(), arn)
        .via(&own(Arc::new(Credential::new("", ""))));
    if let Some(name) = &options.role_session_name {
        role = role.session_name(name);
    }
    if let Some(endpoint) = sts_endpoint(settings)? {
        role = role.endpoint(endpoint);
    }
    Ok(config.credential(role))
}

/// The search for a credential on this machine.
fn loader(options: &Options, settings: &Settings) -> Result<Loader, Failure> {
    let mut loader = Config::loader();
    if let Some(profile) = &options.profile {
        loader = loader.profile(profile);
    }
    if let Some(endpoint) = sts_endpoint(settings)? {
        loader = loader.sts_endpoint(endpoint);
    }
    Ok(loader)
}

/// Where roles are assumed, if not at the public endpoint.
fn sts_endpoint(settings: &Settings) -> Result<Option<String>, Failure> {
    match variable(ENDPOINT) {
        Some(endpoint) => Ok(Some(endpoint)),
        None => settings.of_service("sts", "endpoint"),
    }
}

/// The environment variable that sets the endpoint of all calls.
pub(crate) const ENDPOINT: &str = "TENCENTCLOUD_ENDPOINT";

/// Returns where all calls go, of whatever service, if that is set.
pub(crate) fn endpoint_of_all(options: &Options) -> Option<String> {
    options.endpoint.clone().or_else(|| variable(ENDPOINT))
}

/// Returns the URL of the endpoint on this machine that all calls go to, if one is set.
pub(crate) fn local_endpoint(options: &Options) -> Option<String> {
    let endpoint = endpoint_of_all(options)?;
    let place = endpoint.strip_prefix("http://")?.trim_end_matches('/');
    let is_here = match place.parse::<SocketAddr>() {
        Ok(address) => address.ip().is_loopback(),
        Err(_) => place.split(':').next() == Some("localhost"),
    };
    is_here.then_some(endpoint)
}

/// Where calls of `service` go, if not to its own host.
fn endpoint(
    options: &Options,
    settings: &Settings,
    service: &str,
) -> Result<Option<String>, Failure> {
    if let Some(endpoint) = endpoint_of_all(options) {
        return Ok(Some(endpoint));
    }
    let set = settings.of_service(service, "endpoint")?;
    // tccli writes the usual host for each service, and some actions have hosts of their own.
    let usual = format!("{service}.tencentcloudapi.com");
    Ok(set.filter(|set| *set != usual))
}

fn transport(options: &Options) -> Result<Http, Failure> {
    let transport = Http::new();
    match &options.https_proxy {
        Some(proxy) => Ok(transport.proxy(proxy)?),
        None => Ok(transport),
    }
}

/// The credential of the command line.
fn typed(options: &Options) -> Result<Option<Credential>, Failure> {
    let given = (&options.secret_id, &options.secret_key, &options.token);
    let credential = match given {
        (None, None, None) => return Ok(None),
        (Some(id), Some(key), token) => {
            let credential = Credential::new(&*id.0, &*key.0);
            match token {
                Some(token) => credential.with_token(&*token.0),
                None => credential,
            }
        }
        _ => {
            let told = "--secretId and --secretKey belong together, and --token to both";
            return Err(Failure::usage(told));
        }
    };
    error::remark(
        "warning: everybody on this machine can read --secretKey in the list of processes: prefer a profile or the environment",
    );
    Ok(Some(credential))
}

/// The accounts that an environment variable lists.
fn accounts(name: &str) -> Vec<String> {
    let listed = variable(name).unwrap_or_default();
    let ids = listed.split([',', ' ']).map(str::trim);
    ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// The environment variable of that name, if it is not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Runs `work` to its end on this thread.
///
/// # Errors
/// Those of `work`, and a machine that has nothing left for a reactor.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    runtime.block_on(work)
}
