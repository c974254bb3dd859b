//! Which action a call is of.

use tencentcloud_runtime::RawAction;
use tencentcloud_schema::Status;

use crate::error::Error;
use crate::known::{Known, find_service};

/// The action that is called.
#[derive(Debug)]
pub struct Target {
    /// The service's name on the wire.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The action's name.
    pub name: String,
    /// What the catalogue knows of it; `None` for an action that is not documented.
    pub known: Option<Known>,
}

/// The version that is called.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The one that was asked for.
    pub version: Option<String>,
    /// The one of the profile, if the action is in it.
    pub preferred: Option<String>,
    /// True if the action need not be documented.
    pub force: bool,
}

impl Target {
    /// Finds `action` of `service`, by the names that people type.
    ///
    /// # Errors
    /// A name that is not documented, unless it is `wanted` nonetheless.
    pub fn find(service: &str, action: &str, wanted: &Wanted) -> Result<Self, Error> {
        let preferred = wanted
            .preferred
            .as_deref()
            .filter(|_| wanted.version.is_none());
        let found = match preferred.map(|version| Known::find(service, action, Some(version))) {
            Some(Ok(known)) => Ok(known),
            _ => Known::find(service, action, wanted.version.as_deref()),
        };
        match found {
            Ok(known) => Ok(Self {
                service: known.description.service.clone(),
                version: known.description.version.clone(),
                name: known.name.clone(),
                known: Some(known),
            }),
            Err(_) if wanted.force => Self::undocumented(service, action, wanted),
            Err(failure) => Err(Error::usage(format!(
                "{failure}; --force calls what is not documented"
            ))),
        }
    }

    fn undocumented(service: &str, action: &str, wanted: &Wanted) -> Result<Self, Error> {
        let (service, usual) = match find_service(service) {
            Ok((name, found)) => {
                let usual = found.by_preference().next();
                (
                    name.to_owned(),
                    usual.map(|version| version.head().version.clone()),
                )
            }
            Err(_) => (service.to_owned(), None),
        };
        let version = wanted.version.clone().or(usual).ok_or_else(|| {
            Error::usage(format!(
                "the version of {service} is unknown: give it by --version YYYY-MM-DD"
            ))
        })?;
        Ok(Self {
            service,
            version,
            name: pascal(action),
            known: None,
        })
    }

    /// Returns what a client needs to know of the action.
    pub fn action(&self) -> RawAction {
        let known = self.known.as_ref();
        known
            .and_then(|known| RawAction::described(&known.description, &known.name))
            .unwrap_or_else(|| RawAction::new(&self.service, &self.version, &self.name))
    }

    /// Returns what the vendor says of the action's future, if it has none.
    pub fn doubt(&self) -> Option<String> {
        let name = &self.name;
        match self.known.as_ref()?.action().status {
            Status::Online => None,
            Status::Deprecated => Some(format!("{name} is deprecated")),
            Status::Offline => Some(format!("{name} is no longer offered")),
        }
    }
}

/// The name of an action that is written in kebab-case; every other is as it is.
fn pascal(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capital).collect()
}
