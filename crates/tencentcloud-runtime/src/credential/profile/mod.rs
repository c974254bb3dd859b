//! Profiles: named credentials in files, those of the SDKs and those of tccli.

mod command;
pub(crate) mod ini;
mod sdk;
mod setting;
mod settings;
mod tccli;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::assume_role::AssumeRole;
use super::cache::bare;
use super::instance_role::Metadata;
use super::process::Process;
use super::secret_file::{self, Watched};
use super::sts::Via;
use super::{Credential, Lookup, ProvideCredential, Providing, Variables};
use crate::{Error, Result};
use settings::{Base, Role};

pub(crate) use settings::Settings;

/// The profile for which no name is set.
pub(crate) const DEFAULT: &str = "default";

/// How the files of a profile are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One INI file of all profiles.
    Sdk,
    /// Two JSON files a profile, in one folder.
    Tccli,
}

impl Form {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sdk => "SDK",
            Self::Tccli => "tccli",
        }
    }
}

/// What the sources that a profile names are made with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ground {
    pub(crate) via: Via,
    pub(crate) metadata: Metadata,
}

/// The credential of a profile, by its file as it is now: a file that changes is read again.
///
/// A profile of the SDKs is a section of `~/.tencentcloud/credentials`, with these keys:
///
/// | key | what it says |
/// | --- | --- |
/// | `secret_id`, `secret_key`, `token` | the credential itself |
/// | `credential_process` | else a command that prints one, as for [`Process`](crate::Process) |
/// | `source_profile` | else the profile that has one |
/// | `role_arn` | the role to assume with it |
/// | `role_session_name`, `external_id`, `duration_seconds` | as for [`AssumeRole`](crate::AssumeRole) |
/// | `region`, `allowed_account_ids`, `forbidden_account_ids` | read by [`Config::load`](crate::Config::load) |
/// | `sts_endpoint` | where the role is assumed, if not at `sts.tencentcloudapi.com` |
///
/// A profile of tccli is the file `~/.tccli/<profile>.credential`, with a key, the role of an
/// instance, or a login by `tccli auth login` or `tccli sso login`, which serves while it lives.
/// [`Config::load`](crate::Config::load) reads `region`, and the lists `allowed_account_ids` and
/// `forbidden_account_ids`, from `_sys_param` of `<profile>.configure` beside it.
pub struct Profile {
    form: Form,
    name: String,
    /// The INI file or the folder; else why there is none.
    place: Lookup<PathBuf>,
    file: Option<Watched<Lookup<Settings>>>,
    ground: Ground,
    made: Mutex<Option<Made>>,
    /// The profiles that led here by `source_profile`.
    led: Vec<String>,
}

/// Settings, and the source that was made of them.
type Made = (Settings, Arc<dyn ProvideCredential>);

impl Profile {
    /// Creates a source that reads the profile `name` of the SDKs: from the file that
    /// `TENCENTCLOUD_CREDENTIALS_FILE` names, else `~/.tencentcloud/credentials`, else
    /// `/etc/tencentcloud/credentials`.
    pub fn sdk(name: impl Into<String>) -> Self {
        Self::find(Form::Sdk, name, &Variables::default(), Ground::default())
    }

    /// Creates a source that reads the profile `name` of tccli: from the folder that
    /// `TENCENTCLOUD_SHARED_CREDENTIALS_DIR` names, else `~/.tccli`.
    pub fn tccli(name: impl Into<String>) -> Self {
        Self::find(Form::Tccli, name, &Variables::default(), Ground::default())
    }

    /// Reads the profile at `path` instead: the file of the SDKs, or the folder of tccli.
    #[must_use]
    pub fn at(self, path: impl Into<PathBuf>) -> Self {
        let place = Lookup::Found(path.into());
        Self::new(self.form, self.name, place, self.ground)
    }

    pub(crate) fn find(
        form: Form,
        name: impl Into<String>,
        variables: &Variables,
        ground: Ground,
    ) -> Self {
        let place = match form {
            Form::Sdk => sdk::find(variables),
            Form::Tccli => tccli::folder(variables),
        };
        Self::new(form, name.into(), place, ground)
    }

    fn new(form: Form, name: String, place: Lookup<PathBuf>, ground: Ground) -> Self {
        let file = match &place {
            Lookup::Absent(_) => None,
            Lookup::Found(place) => Some(match form {
                Form::Sdk => place.clone(),
                Form::Tccli => place.join(format!("{name}.credential")),
            }),
        };
        Self {
            form,
            name,
            place,
            file: file.map(Watched::new),
            ground,
            made: Mutex::default(),
            led: Vec::new(),
        }
    }

    /// What the profile says now, or why there is none.
    ///
    /// # Errors
    /// It is there and cannot be used.
    pub(crate) fn settings(&self) -> Result<Lookup<Settings>> {
        let Some(file) = &self.file else {
            return Ok(Lookup::Absent(match &self.place {
                Lookup::Absent(why) => why.clone(),
                Lookup::Found(place) => format!("{} is not there", place.display()),
            }));
        };
        let found = file.get(|text| match self.form {
            Form::Sdk => sdk::settings(file.path(), text, &self.name),
            Form::Tccli => self.of_tccli(file.path(), text).map(Lookup::Found),
        })?;
        Ok(match found {
            Lookup::Found(found) => found,
            Lookup::Absent(why) => Lookup::Absent(why),
        })
    }

    fn of_tccli(&self, path: &Path, text: &str) -> Result<Settings> {
        let mut settings = tccli::credential(path, text, &self.name)?;
        let path = path.with_file_name(format!("{}.configure", self.name));
        if let Lookup::Found(text) = secret_file::read_plain(&path)? {
            tccli::configure(&path, &text, &mut settings)?;
        }
        Ok(settings)
    }

    /// The source that the settings name, made once for the same settings.
    fn source(&self) -> Result<Arc<dyn ProvideCredential>> {
        let settings = self.settings()?.or_error()?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, source)) = &*made
            && *of == settings
        {
            return Ok(Arc::clone(source));
        }
        let base = self.base(&settings)?;
        let source = match &settings.role {
            Some(role) => self.role(base, role, &settings),
            None => base,
        };
        *made = Some((settings, Arc::clone(&source)));
        Ok(source)
    }

    fn base(&self, settings: &Settings) -> Result<Arc<dyn ProvideCredential>> {
        Ok(match &settings.base {
            Base::Keys(credential) => Arc::new(Keys {
                credential: credential.clone(),
                renewal: settings.renewal.clone(),
            }),
            Base::Process(words) => Arc::new(match words.split_first() {
                Some((program, arguments)) => Process::new(program).args(arguments),
                None => Process::new(""),
            }),
            Base::InstanceRole => Arc::new(self.ground.metadata.role(None)),
            Base::Profile(name) => {
                let led: Vec<_> = [self.led.clone(), vec![self.name.clone()]].concat();
                if led.contains(name) {
                    return Err(Error::credential(format!(
                        "the profiles {} and {name} name each other as source_profile",
                        led.join(", ")
                    )));
                }
                let ground = self.ground.clone();
                let mut next = Self::new(self.form, name.clone(), self.place.clone(), ground);
                next.led = led;
                Arc::new(next)
            }
        })
    }

    fn role(
        &self,
        base: Arc<dyn ProvideCredential>,
        role: &Role,
        settings: &Settings,
    ) -> Arc<dyn ProvideCredential> {
        let mut assumed = AssumeRole::new(base, &role.arn);
        if let Some(name) = &role.session_name {
            assumed = assumed.session_name(name);
        }
        if let Some(id) = &role.external_id {
            assumed = assumed.external_id(id);
        }
        if let Some(duration) = role.duration {
            assumed = assumed.duration(duration);
        }
        let mut via = self.ground.via.clone();
        via.endpoint = via.endpoint.or_else(|| settings.sts_endpoint.clone());
        via.region = via.region.or_else(|| settings.region.clone());
        Arc::new(assumed.through(&via))
    }
}

impl ProvideCredential for Profile {
    fn credential(&self) -> Providing<'_> {
        Box::pin(async {
            let source = self.source()?;
            source.credential().await.map_err(|error| {
                Error::credential(format!("profile {}: {}", self.name, bare(&error)))
            })
        })
    }

    fn refused(&self, credential: &Credential) -> bool {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.as_ref()
            .is_some_and(|(_, source)| source.refused(credential))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("form", &self.form)
            .field("name", &self.name)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// The key of a profile. That of a login serves while it lives: only tccli can renew it.
#[derive(Debug)]
struct Keys {
    credential: Credential,
    renewal: Option<String>,
}

impl ProvideCredential for Keys {
    fn credential(&self) -> Providing<'_> {
        let expiry = self.credential.expires_at();
        let found = match &self.renewal {
            Some(command) if expiry.is_some_and(|at| at <= SystemTime::now()) => Err(
                Error::credential(format!("the login has expired: run `{command}`")),
            ),
            _ => Ok(self.credential.clone()),
        };
        Box::pin(std::future::ready(found))
    }
}
