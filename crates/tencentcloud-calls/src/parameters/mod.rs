//! The parameters of a call: what was typed becomes the JSON that the action takes.

mod check;
mod expected;
mod guess;
mod place;
mod skeleton;
mod source;
mod tree;
mod value;

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tencentcloud_schema::{Body, Kind};

use crate::error::Error;
use crate::given::Given;
use crate::target::Target;
use place::{At, Place};

pub use expected::example;
pub use skeleton::{Skeleton, skeleton};
pub use source::{NoFiles, Sources, members, named};

/// What a call sends.
#[derive(Clone, Default)]
pub struct Parameters {
    /// The parameters by name, as the API spells them.
    pub members: Map<String, Value>,
    /// The content of files by the parameter that takes it.
    pub files: Vec<(String, Vec<u8>)>,
    /// What may be wrong with them, though nothing is known to be: a sentence each.
    pub doubts: Vec<String>,
}

impl Parameters {
    /// Returns the parameters that were `given` for `target`, without any file.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn typed(target: &Target, given: &[Given]) -> Result<Self, Error> {
        Self::read(target, Map::new(), given, false, &mut NoFiles)
    }

    /// Returns `members` as the parameters of `target`, checked against its description.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn of_json(target: &Target, members: Map<String, Value>) -> Result<Self, Error> {
        Self::read(target, members, &[], false, &mut NoFiles)
    }

    /// Returns the parameters that were `given` for `target`, laid over the members of `base`. The
    /// content of files comes from `sources`. If `force` is true, what is not documented is taken as
    /// it is, and nothing need be given.
    ///
    /// # Errors
    /// An unknown name, with the nearest ones; a value of another type; missing parameters, all of
    /// them; a file that cannot be read.
    pub fn read(
        target: &Target,
        base: Map<String, Value>,
        given: &[Given],
        force: bool,
        sources: &mut dyn Sources,
    ) -> Result<Self, Error> {
        let mut parameters = Self {
            members: base,
            ..Self::default()
        };
        parameters.lay(target, given, force, sources)?;
        if let Some(name) = octets(target)
            && parameters.files.is_empty()
        {
            parameters.files.push((name, sources.body()?));
        }
        if let Some(known) = &target.known {
            parameters.doubts = check::check(known, &parameters, force)?;
        }
        Ok(parameters)
    }

    /// Lays what was typed over the members.
    fn lay(
        &mut self,
        target: &Target,
        given: &[Given],
        force: bool,
        sources: &mut dyn Sources,
    ) -> Result<(), Error> {
        let mut places = Vec::new();
        for given in given {
            let place = Place::find(target, &given.name, force)?;
            places.push((place, given));
        }
        // What is typed whole comes before its parts, whichever is typed first.
        places.sort_by_key(|(place, _)| place.steps.len());
        let (mut whole, mut indexed) = (BTreeSet::new(), BTreeSet::new());
        let mut root = Value::Object(std::mem::take(&mut self.members));
        for (place, given) in places {
            if let At::Value(member) = place.at
                && member.kind == Kind::Binary
            {
                let content = value::file(&place, &given.values, sources)?;
                self.files.push((member.name.clone(), content));
                continue;
            }
            let value = value::value(&place, &given.values, sources)?;
            indexed.extend(tree::lists(&place.steps));
            let again = !whole.insert(place.path.clone());
            let slot = tree::slot(&mut root, &place.steps, &place.path)?;
            match (slot, value) {
                (Value::Array(items), Value::Array(more)) if again => items.extend(more),
                (_, _) if again => {
                    let told = format!("--{} is given twice", given.name);
                    return Err(Error::usage(told));
                }
                (slot, value) => *slot = value,
            }
        }
        for list in indexed {
            tree::check_whole(&root, &list)?;
        }
        if let Value::Object(members) = root {
            self.members = members;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Parameters {
    /// Writes names alone: values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files: Vec<_> = self.files.iter().map(|(name, _)| name).collect();
        f.debug_struct("Parameters")
            .field("members", &self.members.keys().collect::<Vec<_>>())
            .field("files", &files)
            .finish_non_exhaustive()
    }
}

/// The parameter that is the body, if the body of the action is octets.
fn octets(target: &Target) -> Option<String> {
    let action = target.known.as_ref()?.action();
    let mut members = action.request.iter();
    let body = members.find(|member| member.kind == Kind::Binary);
    let name = body.map_or("Body", |member| &member.name);
    (action.body == Body::OctetStream).then(|| name.to_owned())
}
