//! The action that shows the items of a kind.

use serde_json::Number;
use tencentcloud_schema::resource::{Use, Verb};
use tencentcloud_schema::{Member, Paging, PagingStyle};

use super::kind::Kind;
use crate::error::Error;
use crate::given::Given;
use crate::known::Known;
use crate::target::Target;

/// An action that shows items.
#[derive(Debug)]
pub struct Reading {
    /// The action.
    pub target: Target,
    /// What it does with the items of the kind.
    pub used: Use,
}

impl Reading {
    /// Returns the action that lists the items of `kind`: that which shows most of them and asks for
    /// least.
    ///
    /// # Errors
    /// A kind that no action lists.
    pub fn list(kind: &Kind) -> Result<Self, Error> {
        let mut readings = all(kind, Verb::List)?;
        readings.sort_by_key(|reading| {
            let required = reading.required().count();
            let whole = reading.item_type() == kind.resource.object.as_deref();
            let name = reading.target.name.clone();
            (!whole, required, name.len(), name)
        });
        let best = readings.into_iter().next();
        best.ok_or_else(|| {
            let told = format!("no action lists items of {} of {}", kind.name, kind.service);
            let next = format!("`tcloud get {} {} ID` shows one", kind.service, kind.name);
            Error::usage(told).with_next(next)
        })
    }

    /// Returns the action that shows one item of `kind` by its id: one that is for that, or else one
    /// that lists items.
    ///
    /// # Errors
    /// A kind that no action shows.
    pub fn one(kind: &Kind) -> Result<Self, Error> {
        let names_all = |reading: &Self| {
            let mut id = kind.id().iter();
            id.all(|member| reading.parameter_of(member).is_some())
        };
        let mut gets = all(kind, Verb::Get)?;
        gets.retain(names_all);
        match gets.into_iter().next() {
            Some(reading) => Ok(reading),
            None => Self::list(kind),
        }
    }

    /// Returns what the catalogue says of the action.
    pub fn known(&self) -> Option<&Known> {
        self.target.known.as_ref()
    }

    /// Returns the parameters of the action.
    pub fn parameters(&self) -> &[Member] {
        self.known().map_or(&[], |known| &known.action().request)
    }

    /// Returns the parameter that names items by `member` of theirs.
    pub fn parameter_of(&self, member: &str) -> Option<&str> {
        let mut by = self.used.by.iter();
        by.find(|(_, of)| *of == member)
            .map(|(name, _)| name.as_str())
    }

    /// Returns the filter that names items by `member` of theirs.
    pub fn filter_of(&self, member: &str) -> Option<&str> {
        let mut members = self.used.filters.as_ref()?.members.iter();
        members
            .find(|(_, of)| *of == member)
            .map(|(name, _)| name.as_str())
    }

    /// Returns the member of items that `filter` looks at, if that is known.
    pub fn member_of_filter(&self, filter: &str) -> Option<&str> {
        let filters = self.used.filters.as_ref()?;
        filters.members.get(filter).map(String::as_str)
    }

    /// Returns the parameters that must be given, but for those of pages.
    pub fn required(&self) -> impl Iterator<Item = &Member> {
        let required = self.parameters().iter().filter(|member| member.required);
        required.filter(|member| !self.is_of_pages(&member.name))
    }

    /// Returns values for the parameters of pages that must be given.
    pub fn first_page(&self) -> Vec<Given> {
        let of_pages = self.parameters().iter();
        let of_pages = of_pages.filter(|member| member.required && self.is_of_pages(&member.name));
        let given = of_pages.map(|member| {
            let paging = self
                .known()
                .and_then(|known| known.action().paging.as_ref());
            let position = paging.is_some_and(|paging| paging.position == member.name);
            let least = member.min.as_ref().and_then(Number::as_u64);
            let most = member.max.as_ref().and_then(Number::as_u64);
            let value = match position {
                true => least.unwrap_or_else(|| u64::from(first_is_one(paging))),
                false => most.unwrap_or(20).min(100),
            };
            Given {
                name: member.name.clone(),
                values: vec![value.to_string()],
            }
        });
        given.collect()
    }

    fn is_of_pages(&self, name: &str) -> bool {
        let paging = self
            .known()
            .and_then(|known| known.action().paging.as_ref());
        paging.is_some_and(|paging| paging.position == name || paging.size.as_deref() == Some(name))
    }

    /// The object type of the items that the action shows.
    fn item_type(&self) -> Option<&str> {
        let known = self.known()?;
        let mut members = &known.action().response;
        let mut found = None;
        for name in self.used.item.as_deref()?.split('.') {
            let member = members.iter().find(|member| member.name == name)?;
            found = member.kind.object();
            if let Some(object) = found.and_then(|name| known.description.types.get(name)) {
                members = &object.members;
            }
        }
        found
    }
}

fn first_is_one(paging: Option<&Paging>) -> bool {
    paging.is_some_and(|paging| paging.style == PagingStyle::Page)
}

fn all(kind: &Kind, verb: Verb) -> Result<Vec<Reading>, Error> {
    let actions = kind.resource.that(verb);
    let readings = actions.map(|(name, used)| {
        let known = Known::find(&kind.service, name, Some(&kind.version))?;
        Ok(Reading {
            target: Target {
                service: known.description.service.clone(),
                version: kind.version.clone(),
                name: name.to_owned(),
                known: Some(known),
            },
            used: used.clone(),
        })
    });
    readings.collect()
}
