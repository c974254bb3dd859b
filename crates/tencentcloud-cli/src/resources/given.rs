//! What narrows a list: parameters of the action, its filters, and members of the items.

use serde_json::{Value, json};

use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_calls::{Given, meant, nearest, plain};
use tencentcloud_rows::{at, plain_text};

use crate::error::Failure;

/// What was given, by who looks at it.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    /// The parameters of the action, its filters among them.
    pub(super) parameters: Vec<Given>,
    /// The members of items that must have one of these values.
    pub(super) members: Vec<(String, Vec<String>)>,
}

impl Narrowed {
    /// Sorts what was `given` for a list: each name is a parameter, a filter, or a member of items.
    /// ID, Name and State are what they are of the kind.
    ///
    /// # Errors
    /// A name that is none of these; a parameter that must be given and is not.
    pub(super) fn of(kind: &Kind, reading: &Reading, given: &[Given]) -> Result<Self, Failure> {
        let mut narrowed = Self {
            parameters: reading.first_page(),
            members: Vec::new(),
        };
        let mut filters = Vec::new();
        for given in given {
            let mut values = given.values.clone();
            if ["state", "status"].contains(&&*plain(&given.name)) {
                values = values.iter().map(|value| kind.state(value)).collect();
            }
            match Meaning::of(kind, reading, given)? {
                Meaning::Parameter(name) => {
                    narrowed.parameters.retain(|page| page.name != name);
                    narrowed.parameters.push(Given { name, values });
                }
                Meaning::Filter(name) => filters.push((name, values)),
                Meaning::Member(path) => narrowed.members.push((path, values)),
            }
        }
        narrowed.parameters.extend(as_parameter(reading, &filters));
        narrowed.require(kind, reading)?;
        Ok(narrowed)
    }

    /// Checks that everything is given without which the action lists nothing.
    fn require(&self, kind: &Kind, reading: &Reading) -> Result<(), Failure> {
        let given = |name: &str| {
            let first = |given: &Given| given.name.split('.').next() == Some(name);
            self.parameters.iter().any(first)
        };
        let missing: Vec<&str> = reading
            .required()
            .map(|member| member.name.as_str())
            .filter(|name| !given(name))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let options = missing.iter().map(|name| format!("--{name} VALUE"));
        let told = format!(
            "to list {} of {}, add {}",
            kind.name,
            kind.service,
            options.collect::<Vec<_>>().join(" ")
        );
        let parents = missing.iter().filter_map(|name| {
            let member = reading.used.by.get(*name).map_or(*name, String::as_str);
            let mut parents = kind.resource.parents.iter();
            let parent = parents.find(|parent| parent.member == member)?;
            let service = parent.service.as_deref().unwrap_or(&kind.service);
            Some(format!(
                "`tcloud ls {service} {}` lists values of {name}",
                parent.resource
            ))
        });
        Err(parents.fold(Failure::usage(told), Failure::with_next))
    }

    /// Returns what decides on the items that the action lists.
    pub(super) fn wanted(&self) -> impl Fn(&Value) -> bool + use<> {
        let members = self.members.clone();
        move |item| {
            members.iter().all(|(path, values)| {
                let found = at(item, path);
                values
                    .iter()
                    .any(|value| found.is_some_and(|it| fits(it, value)))
            })
        }
    }
}

/// What a given name means.
enum Meaning {
    Parameter(String),
    Filter(String),
    Member(String),
}

impl Meaning {
    fn of(kind: &Kind, reading: &Reading, given: &Given) -> Result<Self, Failure> {
        let name = given.name.as_str();
        // A service that knows `*` at all takes it in its own way.
        let starred = given.values.iter().any(|value| value.contains('*'));
        let wanted = plain(name.split('.').next().unwrap_or_default());
        let parameters = reading.parameters();
        if let Some(member) = parameters
            .iter()
            .find(|member| plain(&member.name) == wanted)
        {
            let rest = name.find('.').map_or("", |dot| &name[dot..]);
            return Ok(Self::Parameter(format!("{}{rest}", member.name)));
        }
        let filters = filters(reading);
        if let Some(filter) = filters.iter().find(|filter| plain(filter) == plain(name)) {
            return Ok(match reading.member_of_filter(filter) {
                Some(member) if starred => Self::Member(member.to_owned()),
                _ => Self::Filter((*filter).to_owned()),
            });
        }
        let resource = &kind.resource;
        let own = match &*wanted {
            "id" => resource.id.last(),
            "name" => resource.name.as_ref(),
            "state" | "status" => resource.state.as_ref().map(|state| &state.member),
            _ => None,
        };
        if let Some(member) = own {
            return Ok(if starred {
                Self::Member(member.clone())
            } else if let Some(parameter) = reading.parameter_of(member) {
                Self::Parameter(parameter.to_owned())
            } else if let Some(filter) = reading.filter_of(member) {
                Self::Filter(filter.to_owned())
            } else {
                Self::Member(member.clone())
            });
        }
        let members = super::columns::members(kind, reading);
        if let Some(member) = members.iter().find(|member| plain(&member.name) == wanted) {
            let rest = name.find('.').map_or("", |dot| &name[dot..]);
            return Ok(Self::Member(format!("{}{rest}", member.name)));
        }
        let known = parameters.iter().chain(members).map(|member| &*member.name);
        let near = nearest(name, known.chain(filters));
        Err(Failure::usage(format!(
            "{name} is no parameter and no filter of {}, and no member of {}{}",
            reading.target.name,
            kind.name,
            meant(&near)
        )))
    }
}

/// The names of filters that the action takes.
fn filters(reading: &Reading) -> Vec<&str> {
    let Some(filters) = &reading.used.filters else {
        return Vec::new();
    };
    let mut parameters = reading.parameters().iter();
    let listed = parameters.find(|member| member.name == filters.at);
    let listed = listed.into_iter().flat_map(|member| &member.filters);
    listed
        .chain(filters.members.keys())
        .map(String::as_str)
        .collect()
}

/// The parameter that holds `filters`.
fn as_parameter(reading: &Reading, filters: &[(String, Vec<String>)]) -> Option<Given> {
    let form = reading
        .used
        .filters
        .as_ref()
        .filter(|_| !filters.is_empty())?;
    let known = reading.known()?;
    let mut parameters = known.action().request.iter();
    let object = parameters
        .find(|member| member.name == form.at)?
        .kind
        .object()?;
    let mut members = known.description.types.get(object)?.members.iter();
    let many = members.any(|member| member.name == form.values && member.list);
    let list = filters.iter().map(|(name, values)| {
        let values = match many {
            true => json!(values),
            false => json!(values.join(",")),
        };
        json!({&*form.name: name, &*form.values: values})
    });
    Some(Given {
        name: form.at.clone(),
        values: vec![Value::from_iter(list).to_string()],
    })
}

/// True if `found` is what `wanted` says, in any case; `*` stands for any text.
pub(super) fn fits(found: &Value, wanted: &str) -> bool {
    match found {
        Value::Array(items) => items.iter().any(|item| fits(item, wanted)),
        found => {
            let (found, wanted) = (plain_text(found).to_lowercase(), wanted.to_lowercase());
            like(&found, &wanted)
        }
    }
}

fn like(found: &str, wanted: &str) -> bool {
    let Some((start, rest)) = wanted.split_once('*') else {
        return found == wanted;
    };
    let Some(found) = found.strip_prefix(start) else {
        return false;
    };
    let mut ends = found
        .char_indices()
        .map(|(place, _)| place)
        .chain([found.len()]);
    ends.any(|place| like(&found[place..], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (found, wanted, fit) in [
            ("web-1", "web-1", true),
            ("WEB-1", "web-*", true),
            ("web-1", "*-1", true),
            ("web-1", "*", true),
            ("web-1", "w*b*1", true),
            ("web-1", "web", false),
            ("web-1", "*2", false),
            ("网络", "网*", true),
        ] {
            assert_eq!(fits(&json!(found), wanted), fit, "{found} {wanted}");
        }
        assert!(fits(&json!(["a", "b"]), "b") && fits(&json!(3), "3"));
    }
}
