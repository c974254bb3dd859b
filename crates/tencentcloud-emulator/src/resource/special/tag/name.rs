//! The six-part names of resources, and what they name.

use std::sync::Arc;

use serde_json::{Value, json};
use tencentcloud_schema::resource::{Resource, Scope};

use super::super::super::engine::Desk;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::super::super::{path, tags};
use crate::fault::Fault;

/// Services in names, with those that have resources of such names beside the one that is called so.
const SHARED: [(&str, &[&str]); 2] = [("apigw", &["apigateway"]), ("cvm", &["cbs", "vpc"])];

/// Services with words that names of tagged resources have in the place of those that policies name.
const WORDS: [(&str, &str, &str); 1] = [("cam", "policy", "policyid")];

/// A tag: key and value.
pub(super) type Tag = (String, String);

/// `qcs::vpc:ap-guangzhou:uin/1:subnet/subnet-xyz`, by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) service: String,
    /// Empty for what all regions share.
    pub(super) region: String,
    pub(super) prefix: String,
    pub(super) id: String,
}

/// What a name names: a resource that is kept, or one of a kind of which no facts tell.
#[derive(Debug)]
pub(super) struct Home {
    pub(super) name: Name,
    kind: Arc<Kind>,
    /// `None` for one of a kind of which no facts tell, and that has no tag yet.
    item: Option<Arc<Item>>,
}

impl Name {
    /// Reads a name of the caller's account.
    ///
    /// # Errors
    /// It is none, or one of another account.
    pub(super) fn parse(desk: &Desk<'_>, text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let &["qcs", _, service, region, owner, resource] = parts.as_slice() else {
            return Err(unclear(desk, text));
        };
        let (prefix, id) = resource.rsplit_once('/').unwrap_or(("", resource));
        if service.is_empty() || id.is_empty() {
            return Err(unclear(desk, text));
        }
        let other = |uin: &str| !uin.is_empty() && uin != desk.account();
        if owner.strip_prefix("uin/").is_some_and(other) {
            let message = format!(
                "The resource {text:?} is of another account; the caller's is {}.",
                desk.account()
            );
            return Err(desk
                .call
                .fault("AuthFailure.UnauthorizedOperation", message));
        }
        Ok(Self {
            service: service.to_owned(),
            region: region.to_owned(),
            prefix: prefix.to_owned(),
            id: id.to_owned(),
        })
    }

    /// Returns the names that a call tells by their parts.
    pub(super) fn told(desk: &Desk<'_>) -> Vec<Self> {
        let part = |parameter| desk.text(parameter).unwrap_or_default();
        let name = |id| Self {
            service: part("ServiceType"),
            region: part("ResourceRegion"),
            prefix: part("ResourcePrefix"),
            id,
        };
        desk.texts("ResourceIds").into_iter().map(name).collect()
    }

    pub(super) fn text(&self, account: &str) -> String {
        let Self {
            service,
            region,
            prefix,
            id,
        } = self;
        let slash = if prefix.is_empty() { "" } else { "/" };
        format!("qcs::{service}:{region}:uin/{account}:{prefix}{slash}{id}")
    }

    /// Finds what is named.
    ///
    /// # Errors
    /// Facts tell of its kind, and it does not exist.
    pub(super) fn find(mut self, desk: &Desk<'_>) -> Result<Home, Fault> {
        let Some(kind) = self.kind(desk) else {
            let kind = Arc::new(elsewhere());
            let item = desk.item(&kind, &self.text(desk.account()));
            return Ok(Home {
                name: self,
                kind,
                item,
            });
        };
        if kind.is_global() {
            self.region.clear();
        } else if self.region.is_empty() {
            self.region = desk.call.region.clone().unwrap_or_default();
        }
        let item = desk.within(&self.region).item(&kind, &self.id);
        if item.is_none() {
            let name = self.text(desk.account());
            let message = format!("There is no {} {name:?}.", kind.name);
            let code = "InvalidParameterValue.ResourceIdInvalid";
            return Err(desk.call.fault(code, message));
        }
        Ok(Home {
            name: self,
            kind,
            item,
        })
    }

    /// Returns the kind of what is named; `None` if no facts tell of it.
    fn kind(&self, desk: &Desk<'_>) -> Option<Arc<Kind>> {
        let shared = SHARED.iter().filter(|(name, _)| *name == self.service);
        let shared = shared.flat_map(|(_, services)| services.iter().copied());
        let services = [self.service.as_str()].into_iter().chain(shared);
        let mut kinds = services.flat_map(|service| desk.kinds(service));
        kinds.find(|kind| word(kind).is_some_and(|word| word == self.word()))
    }

    fn word(&self) -> (&str, &str) {
        let own = (self.service.as_str(), self.prefix.as_str());
        let mut words = WORDS.iter();
        let other = words.find(|(service, word, _)| (*service, *word) == own);
        other.map_or(own, |(service, _, word)| (service, word))
    }
}

impl Home {
    /// Returns the tags that it has.
    pub(super) fn tags(&self, desk: &Desk<'_>) -> Vec<Tag> {
        let (Some(item), Some(member)) = (&self.item, &self.kind.facts.tags) else {
            return Vec::new();
        };
        let record = desk.current(item);
        let list = path::get(&record, member).and_then(Value::as_array);
        let entries = list.into_iter().flatten().filter_map(Value::as_object);
        entries
            .map(|entry| (part(entry, "Key"), part(entry, "Value")))
            .collect()
    }

    /// Gives it other tags.
    ///
    /// # Errors
    /// They cannot be kept.
    pub(super) fn write(&self, desk: &Desk<'_>, tags: &[Tag]) -> Result<(), Fault> {
        let member = self.kind.facts.tags.as_deref().unwrap_or("Tags");
        let shown = self.kind.shown();
        let named = |(key, value): &Tag| {
            let tag = json!({"TagKey": key, "TagValue": value});
            tags::renamed(tag, shown.member(member), shown)
        };
        let list: Value = tags.iter().map(named).collect();
        match &self.item {
            None => {
                let record = json!({"Resource": self.name.text(desk.account()), "Tags": list});
                desk.keep(&self.kind, super::super::object(record))?;
            }
            Some(item) if self.kind.name == ELSEWHERE => {
                let mut record = item.record.clone();
                record.insert("Tags".into(), list);
                desk.change(&self.kind, item, record);
            }
            Some(_) => {
                let (service, kind) = (&self.kind.service, &self.kind.name);
                let desk = desk.within(&self.name.region);
                desk.amend(service, kind, &self.name.id, |record| {
                    path::put(record, member, list);
                });
            }
        }
        Ok(())
    }
}

/// Returns everything that has tags, whatever its service and region.
pub(super) fn all(desk: &Desk<'_>) -> Vec<(Home, Vec<Tag>)> {
    let mut homes = Vec::new();
    for (region, kind) in desk.kept() {
        let Some((service, prefix)) = word(&kind) else {
            continue;
        };
        for item in desk.within(&region).all(&kind) {
            let name = Name {
                service: service.to_owned(),
                region: region.clone(),
                prefix: prefix.to_owned(),
                id: item.keys.id.clone(),
            };
            let kind = Arc::clone(&kind);
            let item = Some(item);
            homes.push(Home { name, kind, item });
        }
    }
    let kind = Arc::new(elsewhere());
    for item in desk.all(&kind) {
        if let Ok(name) = Name::parse(desk, &item.keys.id) {
            let (kind, item) = (Arc::clone(&kind), Some(item));
            homes.push(Home { name, kind, item });
        }
    }
    let tagged = homes.into_iter().map(|home| {
        let tags = home.tags(desk);
        (home, tags)
    });
    tagged.filter(|(_, tags)| !tags.is_empty()).collect()
}

/// The kind of what is tagged but not kept here.
const ELSEWHERE: &str = "Tagged";

fn elsewhere() -> Kind {
    let facts = Resource {
        scope: Scope::Account,
        id: vec!["Resource".to_owned()],
        tags: Some("Tags".to_owned()),
        ..Resource::default()
    };
    Kind::own("tag", "2018-08-13", ELSEWHERE, facts)
}

/// Returns the service and the word that names of a kind's resources have, if it has tags at all.
fn word(kind: &Kind) -> Option<(&str, &str)> {
    let segment = kind.facts.segment.as_deref()?;
    kind.facts.tags.as_ref()?;
    Some(match segment.split_once(':') {
        Some(apart) => apart,
        None => (kind.service.as_str(), segment),
    })
}

/// Returns the member of a tag whose name ends so.
fn part(entry: &Record, end: &str) -> String {
    let member = entry.iter().find(|(name, _)| name.ends_with(end));
    member
        .map(|(_, value)| path::text(value))
        .unwrap_or_default()
}

fn unclear(desk: &Desk<'_>, text: &str) -> Fault {
    let message =
        format!("{text:?} names no resource: a name is qcs::SERVICE:REGION:uin/ACCOUNT:PREFIX/ID.");
    desk.call
        .fault("InvalidParameterValue.ResourceDescriptionError", message)
}
