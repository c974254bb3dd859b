//! The search for a credential: each source in turn, with what it had.

use std::sync::Arc;
use std::time::Duration;

use crate::credential::profile::{DEFAULT, Form, Ground};
use crate::credential::{Lookup, Metadata, Variables, Via, bare, environment};
use crate::{
    AssumeRole, AssumeRoleWithSaml, CredentialReport, Error, Outcome, Profile, ProvideCredential,
    Result, WebIdentity,
};

/// The variables that name a profile: of the Terraform provider, of tccli.
const PROFILE: [&str; 2] = ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"];

/// The variables that name a role and its session: of the Terraform provider, of tccli.
const ROLE: [&str; 2] = ["TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ROLE_ARN"];
const SESSION: [&str; 2] = [
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ROLE_SESSION_NAME",
];

/// Where to look, and how to fetch.
pub(super) struct Place {
    pub(super) variables: Variables,
    pub(super) profile: Option<String>,
    pub(super) instance_role: bool,
    pub(super) metadata: Metadata,
    pub(super) via: Via,
}

/// What was found: a source that is set up, and what stands beside its credential.
pub(super) struct Found {
    pub(super) source: Arc<dyn ProvideCredential>,
    pub(super) region: Option<String>,
    pub(super) allowed_accounts: Vec<String>,
    pub(super) forbidden_accounts: Vec<String>,
}

impl Found {
    fn of(source: impl ProvideCredential + 'static) -> Self {
        Self {
            source: Arc::new(source),
            region: None,
            allowed_accounts: Vec::new(),
            forbidden_accounts: Vec::new(),
        }
    }
}

/// The sources in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    WebIdentity,
    Saml,
    NamedInstanceRole,
    Environment,
    Profile(Form),
    #[cfg(feature = "keyring")]
    Keyring,
    Tke,
    InstanceRole,
}

const STEPS: &[Step] = &[
    Step::WebIdentity,
    Step::Saml,
    Step::NamedInstanceRole,
    Step::Environment,
    Step::Profile(Form::Sdk),
    Step::Profile(Form::Tccli),
    #[cfg(feature = "keyring")]
    Step::Keyring,
    Step::Tke,
    Step::InstanceRole,
];

const PROFILES: &[Step] = &[Step::Profile(Form::Sdk), Step::Profile(Form::Tccli)];

/// Asks the sources in turn, and fetches the credential of the first that is set up.
///
/// # Errors
/// None is, or the first one fails; the message is the report.
pub(super) async fn search(place: &Place) -> Result<(Found, CredentialReport)> {
    let steps = match place.profile {
        Some(_) => PROFILES,
        None => STEPS,
    };
    let mut report = CredentialReport::default();
    let mut used = None;
    for step in steps {
        let name = step.name(place);
        if report.is_over() {
            report.push(name, Outcome::NotAsked);
            continue;
        }
        match step.ask(place).await {
            Ok(Lookup::Found((name, found))) => {
                report.push(name, Outcome::Used);
                used = Some(found);
            }
            Ok(Lookup::Absent(why)) => report.push(name, Outcome::Absent(why)),
            Err(error) => report.push(name, Outcome::Failed(bare(&error))),
        }
    }
    for step in report.steps() {
        tracing::debug!(source = step.source, outcome = %step.outcome, "credential source");
    }
    match used {
        Some(found) => Ok((found, report)),
        None if report.is_over() => Err(Error::credential(report.to_string())),
        None => Err(Error::credential(format!(
            "{report}. Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run `tccli configure`"
        ))),
    }
}

impl Step {
    fn name(self, place: &Place) -> String {
        match self {
            Self::WebIdentity => "web identity variables".to_owned(),
            Self::Saml => "SAML variables".to_owned(),
            Self::NamedInstanceRole => "instance role by name".to_owned(),
            Self::Environment => "environment".to_owned(),
            Self::Profile(form) => format!("{} profile {}", form.name(), profile(place).0),
            #[cfg(feature = "keyring")]
            Self::Keyring => format!("keyring {}", profile(place).0),
            Self::Tke => "TKE workload identity".to_owned(),
            Self::InstanceRole => "instance role".to_owned(),
        }
    }

    /// The source with its name, if it is set up, once its credential has been fetched.
    async fn ask(self, place: &Place) -> Result<Lookup<(String, Found)>> {
        let mut found = match self.look(place).await? {
            Lookup::Found(found) => found,
            Lookup::Absent(why) => return Ok(Lookup::Absent(why)),
        };
        let mut name = self.name(place);
        let documented = matches!(self, Self::WebIdentity | Self::Saml);
        let role = place.variables.first(&ROLE);
        if let Some(arn) = role.filter(|_| place.profile.is_none() && !documented) {
            name = format!("{name} with role {arn}");
            found.source = Arc::new(role_of(place, found.source, arn)?);
        }
        found.source.credential().await?;
        Ok(Lookup::Found((name, found)))
    }

    async fn look(self, place: &Place) -> Result<Lookup<Found>> {
        let variables = &place.variables;
        match self {
            Self::WebIdentity => web_identity(place),
            Self::Saml => saml(place),
            Self::NamedInstanceRole => Ok(match variables.get("TENCENTCLOUD_CAM_ROLE_NAME") {
                Some(name) => Lookup::Found(Found::of(place.metadata.role(Some(name)))),
                None => unset("TENCENTCLOUD_CAM_ROLE_NAME"),
            }),
            Self::Environment => {
                let given = environment::Given(variables.clone());
                Ok(environment::look(variables)?.map(|_| Found::of(given)))
            }
            Self::Profile(form) => of_profile(place, form),
            #[cfg(feature = "keyring")]
            Self::Keyring => {
                let keyring = crate::Keyring::new().user(profile(place).0);
                Ok(keyring.look().await?.map(|_| Found::of(keyring)))
            }
            Self::Tke => {
                let found = WebIdentity::tke(variables)?;
                let region = variables.get("TKE_REGION");
                Ok(found.map(|found| Found {
                    region,
                    ..Found::of(found.through(&place.via))
                }))
            }
            Self::InstanceRole if !place.instance_role => {
                Ok(Lookup::Absent("switched off".to_owned()))
            }
            Self::InstanceRole => {
                let role = place.metadata.role(None);
                Ok(role.probe().await?.map(|_| Found::of(role)))
            }
        }
    }
}

fn unset<T>(name: &str) -> Lookup<T> {
    Lookup::Absent(format!("the environment variable {name} is not set"))
}

/// The name of the profile, and whether anybody has named it.
fn profile(place: &Place) -> (String, bool) {
    let named = place.profile.clone();
    match named.or_else(|| place.variables.first(&PROFILE)) {
        Some(name) => (name, true),
        None => (DEFAULT.to_owned(), false),
    }
}

/// A profile that somebody has named must be in one of the two places.
fn of_profile(place: &Place, form: Form) -> Result<Lookup<Found>> {
    let (name, named) = profile(place);
    let ground = Ground {
        via: place.via.clone(),
        metadata: place.metadata.clone(),
    };
    let profile = Profile::find(form, name, &place.variables, ground);
    match profile.settings()? {
        Lookup::Found(settings) => Ok(Lookup::Found(Found {
            region: settings.region,
            allowed_accounts: settings.allowed_accounts,
            forbidden_accounts: settings.forbidden_accounts,
            ..Found::of(profile)
        })),
        Lookup::Absent(why) if named && form == Form::Tccli => Err(Error::credential(why)),
        Lookup::Absent(why) => Ok(Lookup::Absent(why)),
    }
}

/// The variables of the Terraform provider for an OIDC token: the token precedes its file.
fn web_identity(place: &Place) -> Result<Lookup<Found>> {
    const TOKEN: &str = "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN";
    const FILE: &str = "TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE";
    let variables = &place.variables;
    let need = |name| need(variables, name, TOKEN);
    let identity = match (variables.get(TOKEN), variables.get(FILE)) {
        (Some(token), _) => WebIdentity::new(need(PROVIDER)?, need(ROLE[0])?, token),
        (None, Some(file)) => WebIdentity::from_file(need(PROVIDER)?, need(ROLE[0])?, file),
        (None, None) => return Ok(unset(TOKEN)),
    };
    let mut identity = identity.through(&place.via);
    if let Some(name) = variables.first(&SESSION) {
        identity = identity.session_name(name);
    }
    if let Some(duration) = duration(variables)? {
        identity = identity.duration(duration);
    }
    Ok(Lookup::Found(Found::of(identity)))
}

const PROVIDER: &str = "TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID";

/// The variables of the Terraform provider for a SAML assertion.
fn saml(place: &Place) -> Result<Lookup<Found>> {
    const ASSERTION: &str = "TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION";
    const PRINCIPAL: &str = "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN";
    let variables = &place.variables;
    let Some(assertion) = variables.get(ASSERTION) else {
        return Ok(unset(ASSERTION));
    };
    let need = |name| need(variables, name, ASSERTION);
    let mut saml =
        AssumeRoleWithSaml::new(need(PRINCIPAL)?, need(ROLE[0])?, assertion).through(&place.via);
    if let Some(name) = variables.first(&SESSION) {
        saml = saml.session_name(name);
    }
    if let Some(duration) = duration(variables)? {
        saml = saml.duration(duration);
    }
    Ok(Lookup::Found(Found::of(saml)))
}

/// The role that the variables name, assumed with `source`.
fn role_of(place: &Place, source: Arc<dyn ProvideCredential>, arn: String) -> Result<AssumeRole> {
    let variables = &place.variables;
    let get = |name: &str| variables.get(&format!("TENCENTCLOUD_ASSUME_ROLE_{name}"));
    let mut role = AssumeRole::new(source, arn).through(&place.via);
    if let Some(name) = variables.first(&SESSION) {
        role = role.session_name(name);
    }
    if let Some(duration) = duration(variables)? {
        role = role.duration(duration);
    }
    if let Some(id) = get("EXTERNAL_ID") {
        role = role.external_id(id);
    }
    if let Some(identity) = get("SOURCE_IDENTITY") {
        role = role.source_identity(identity);
    }
    Ok(match (get("SERIAL_NUMBER"), get("TOKEN_CODE")) {
        (Some(serial), Some(code)) => role.mfa(serial, code),
        _ => role,
    })
}

/// A variable that another one needs.
fn need(variables: &Variables, name: &str, by: &str) -> Result<String> {
    variables.get(name).ok_or_else(|| {
        Error::credential(format!(
            "the environment variable {name} is not set, but {by} is: it needs the other"
        ))
    })
}

fn duration(variables: &Variables) -> Result<Option<Duration>> {
    const NAME: &str = "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION";
    match variables.get(NAME).map(|text| text.parse()) {
        None => Ok(None),
        Some(Ok(seconds)) => Ok(Some(Duration::from_secs(seconds))),
        Some(Err(_)) => Err(Error::credential(format!(
            "the environment variable {NAME} is no number of seconds"
        ))),
    }
}
