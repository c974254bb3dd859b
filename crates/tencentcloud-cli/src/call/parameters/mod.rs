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

use super::options::Options;
use super::split::Given;
use super::target::Target;
use crate::error::Failure;
use place::{At, Place};
use source::Sources;

pub(crate) use skeleton::skeleton;

/// What a call sends.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    /// The parameters by name.
    pub(crate) members: Map<String, Value>,
    /// The content of files by the parameter that takes it.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// What may be wrong with them, though nothing is known to be.
    pub(crate) doubts: Vec<String>,
}

/// Returns the parameters that were `given`, laid over those of the file that `options` name.
///
/// # Errors
/// An unknown name, with the nearest ones; a value of another type; missing parameters, all of them.
pub(crate) fn read(
    target: &Target,
    given: &[Given],
    options: &Options,
) -> Result<Parameters, Failure> {
    let mut sources = Sources::default();
    let base = base(options, &mut sources)?;
    over(target, base, given, options, &mut sources)
}

/// Returns the parameters that were `given`, laid over the members of `base`.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_over(
    target: &Target,
    base: Map<String, Value>,
    given: &[Given],
    options: &Options,
) -> Result<Parameters, Failure> {
    over(target, base, given, options, &mut Sources::default())
}

fn over(
    target: &Target,
    base: Map<String, Value>,
    given: &[Given],
    options: &Options,
    sources: &mut Sources,
) -> Result<Parameters, Failure> {
    let mut parameters = Parameters {
        members: base,
        ..Parameters::default()
    };
    typed(target, given, options, sources, &mut parameters)?;
    match octets(target) {
        Some(name) if parameters.files.is_empty() => {
            let content = sources.body(options.body.as_deref())?;
            parameters.files.push((name, content));
        }
        _ if options.body.is_some() => {
            let name = &target.name;
            let told =
                format!("{name} takes no body, or has it by a parameter: --body is of no use");
            return Err(Failure::usage(told));
        }
        _ => {}
    }
    if let Some(known) = &target.known {
        parameters.doubts = check::check(known, &parameters, options.force)?;
    }
    Ok(parameters)
}

/// The parameter that is the body, if the body of the action is octets.
fn octets(target: &Target) -> Option<String> {
    let action = target.known.as_ref()?.action();
    let mut members = action.request.iter();
    let body = members.find(|member| member.kind == Kind::Binary);
    let name = body.map_or("Body", |member| &member.name);
    (action.body == Body::OctetStream).then(|| name.to_owned())
}

/// The parameters of the file that the options name.
fn base(options: &Options, sources: &mut Sources) -> Result<Map<String, Value>, Failure> {
    let (named, text) = match (&options.input, &options.cli_input_json) {
        (Some(file), _) => (source::named(file), sources.text(file)?),
        (None, Some(json)) => match json.strip_prefix("file://") {
            Some(file) => {
                let file = source::expanded(file);
                (source::named(&file), sources.text(&file)?)
            }
            None => ("--cli-input-json".to_owned(), json.clone()),
        },
        (None, None) => return Ok(Map::new()),
    };
    match source::structure(&text).map_err(|what| Failure::usage(format!("{named} {what}")))? {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Map::new()),
        other => Err(Failure::usage(format!(
            "{named} holds {}: an object of parameters is needed",
            expected::kind_of(&other)
        ))),
    }
}

/// Lays what was typed over `parameters`.
fn typed(
    target: &Target,
    given: &[Given],
    options: &Options,
    sources: &mut Sources,
    parameters: &mut Parameters,
) -> Result<(), Failure> {
    let mut places = Vec::new();
    for given in given {
        let place = Place::find(target, &given.name, options.force)?;
        places.push((place, given));
    }
    // What is typed whole comes before its parts, whichever is typed first.
    places.sort_by_key(|(place, _)| place.steps.len());
    let (mut whole, mut indexed) = (BTreeSet::new(), BTreeSet::new());
    let mut root = Value::Object(std::mem::take(&mut parameters.members));
    for (place, given) in places {
        if let At::Value(member) = place.at
            && member.kind == Kind::Binary
        {
            let content = value::file(&place, &given.values, sources)?;
            parameters.files.push((member.name.clone(), content));
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
                return Err(Failure::usage(told));
            }
            (slot, value) => *slot = value,
        }
    }
    for list in indexed {
        tree::check_whole(&root, &list)?;
    }
    if let Value::Object(members) = root {
        parameters.members = members;
    }
    Ok(())
}
