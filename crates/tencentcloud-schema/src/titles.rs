//! Names of services that no source gives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Description, Error, Problem};

/// The names of services, by hand: `schema/titles.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Why they are not the sources'.
    pub reason: String,
    /// The names by service.
    pub services: BTreeMap<String, Title>,
}

/// The names of one service, for all its versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// The service's title in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service's title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
}

impl Titles {
    /// Reads the names; `origin` names the text in errors.
    ///
    /// # Errors
    /// Text that holds no such names.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(reader).map_err(|error| Error::read(origin, &error))
    }

    /// Gives a description the names of its service.
    ///
    /// # Errors
    /// A name that a source gives by now: it is to be removed.
    pub fn apply(&self, description: &mut Description, origin: &str) -> Result<(), Error> {
        let Some(names) = self.services.get(&description.service) else {
            return Ok(());
        };
        let mut problems = Vec::new();
        let fields = [
            ("title", &names.title, &mut description.title),
            ("title_en", &names.title_en, &mut description.title_en),
        ];
        for (field, name, known) in fields {
            let Some(name) = name else { continue };
            if known.is_some() {
                problems.push(Problem::new(
                    format!("services.{}.{field}", description.service),
                    "the sources give one by now: remove it",
                ));
            }
            *known = Some(name.clone());
        }
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Error::new(origin, problems)),
        }
    }
}
