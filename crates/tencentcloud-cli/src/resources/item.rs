//! `tcloud get`: one item.

use serde_json::Value;
use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_calls::{Given, Prepared};
use tencentcloud_rows::at;
use tencentcloud_runtime::Client;

use super::given::{Narrowed, fits};
use crate::call::prepare;
use crate::error::{self, Failure};
use crate::perform::{Keep, Pages};

/// An item that is ready to be looked for.
#[derive(Debug)]
pub(super) struct Item {
    kind: String,
    id: String,
    prepared: Prepared,
    keep: Keep,
    /// How the list is read; `None` if the response shows the one item.
    pages: Option<Pages>,
    /// Where the response shows the item.
    path: String,
}

impl Item {
    /// Prepares to look for the item `id` of `kind`; an id of several members is written with slashes
    /// between them. What else is `given` are parameters of the action.
    ///
    /// # Errors
    /// An id with another number of parts, a parameter that is missing or wrong.
    pub(super) fn of(kind: &Kind, id: &str, given: &[Given]) -> Result<Self, Failure> {
        let parts = parts(kind, id)?;
        let reading = Reading::one(kind)?;
        let mut asked: Vec<Given> = given.to_vec();
        let mut members = Vec::new();
        for (member, value) in kind.id().iter().zip(parts) {
            let name = reading
                .parameter_of(member)
                .or_else(|| reading.filter_of(member));
            asked.extend(name.map(|name| Given {
                name: name.to_owned(),
                values: vec![value.clone()],
            }));
            members.push((member.clone(), value));
        }
        let narrowed = Narrowed::of(kind, &reading, &asked)?;
        let listed = reading.used.does == tencentcloud_schema::resource::Verb::List;
        let pages = listed
            .then(|| Pages::of(reading.known(), Some(1)))
            .transpose()?;
        // An item may leave out what the request says: only what is there must be the same.
        let wanted = narrowed.wanted();
        let keep = Keep::when(move |item| {
            let same = |(member, value): &(String, String)| {
                at(item, member).is_none_or(|found| fits(found, value))
            };
            wanted(item) && members.iter().all(same)
        });
        Ok(Self {
            kind: kind.name.clone(),
            id: id.to_owned(),
            path: reading.used.item.clone().unwrap_or_default(),
            prepared: prepare(reading.target, &narrowed.parameters, &Default::default())?,
            keep,
            pages,
        })
    }

    /// Looks for the item; `None` if there is none.
    ///
    /// # Errors
    /// Whatever keeps the call from its response, but for what says that there is no such item.
    pub(super) async fn find(&self, client: &Client) -> Result<Option<Value>, Failure> {
        let call = self.prepared.call(client);
        let found = match &self.pages {
            Some(pages) => {
                let items = pages.all(call, &self.keep).await;
                items.map(|items| items.into_iter().next())
            }
            None => call.await.map(|response| match &*self.path {
                "" => Some(response),
                path => at(&response, path).filter(|item| !item.is_null()).cloned(),
            }),
        };
        match found {
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => {
                let target = &self.prepared.target;
                Err(Failure::of_call(
                    error,
                    &target.service,
                    target.known.as_ref(),
                ))
            }
            Ok(found) => Ok(found),
        }
    }

    /// Returns the failure of an item that is not there.
    pub(super) fn missing(&self, region: Option<&str>) -> Failure {
        let service = &self.prepared.target.service;
        let place = region
            .map(|region| format!(" in {region}"))
            .unwrap_or_default();
        let told = format!("there is no {} {}{place}", self.kind, self.id);
        Failure::new(error::Kind::NotFound, told)
            .with_service(service)
            .with_next(format!(
                "`tcloud ls {service} {} --regions all` looks in every region",
                self.kind
            ))
    }

    /// Returns what the item is called in messages.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.kind, self.id)
    }
}

/// The parts of an id, as many as the kind has.
fn parts(kind: &Kind, id: &str) -> Result<Vec<String>, Failure> {
    let wanted = kind.id().len();
    let parts: Vec<String> = match wanted {
        // One that stands alone may have slashes in it.
        0 | 1 => vec![id.to_owned()],
        wanted => id.splitn(wanted, '/').map(str::to_owned).collect(),
    };
    if wanted > 1 && parts.len() != wanted {
        let told = format!(
            "the ID of {} has {wanted} parts: write {}",
            kind.name,
            kind.id().join("/")
        );
        return Err(Failure::usage(told));
    }
    Ok(parts)
}
