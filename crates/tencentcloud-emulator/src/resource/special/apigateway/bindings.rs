//! What usage plans, applications, plugins and address strategies have in common: they are bound to
//! APIs, or to whole services, in one of their environments.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::text;

/// The member of a record that lists what it is bound to; no response shows it.
const MEMBER: &str = "Bindings";

/// An API, or a service as a whole, in one of its environments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Binding {
    pub(super) service_id: String,
    /// Empty for the service as a whole.
    pub(super) api_id: String,
    pub(super) environment: String,
    /// When it was bound.
    since: String,
}

impl Binding {
    pub(super) fn new(desk: &Desk<'_>, kind: &Kind, api: &str, environment: &str) -> Self {
        Self {
            service_id: desk.text("ServiceId").unwrap_or_default(),
            api_id: api.to_owned(),
            environment: environment.to_owned(),
            since: path::text(&desk.stamp(kind, "CreatedTime")),
        }
    }

    fn place(&self) -> [&str; 3] {
        [&self.service_id, &self.api_id, &self.environment]
    }

    /// Returns what responses say of the binding: of the API, the service, and the binding itself.
    pub(super) fn shown(&self, desk: &Desk<'_>) -> Record {
        let mut shown = Record::new();
        let mut take = |kind: &str, id: &str, members: &[&str]| {
            let known = desk.kind(kind);
            let item = known.and_then(|kind| desk.item(&kind, id));
            for member in members {
                let value = item.as_ref().and_then(|item| item.record.get(*member));
                shown.insert((*member).into(), value.cloned().unwrap_or_default());
            }
        };
        take("Service", &self.service_id, &["ServiceName", "ServiceDesc"]);
        take(
            "Api",
            &self.api_id,
            &["ApiName", "ApiDesc", "ApiType", "Path", "Method"],
        );
        for (member, value) in [
            ("ServiceId", &self.service_id),
            ("ApiId", &self.api_id),
            ("Environment", &self.environment),
            ("EnvironmentName", &self.environment),
            ("CreatedTime", &self.since),
            ("ModifiedTime", &self.since),
            ("AttachedTime", &self.since),
            ("AuthorizedTime", &self.since),
            ("BindTime", &self.since),
        ] {
            shown.insert(member.into(), value.clone().into());
        }
        shown
    }
}

/// Returns what a record is bound to, in the order in which it was.
pub(super) fn of(record: &Record) -> Vec<Binding> {
    let listed = record.get(MEMBER).and_then(Value::as_array);
    let listed = listed.into_iter().flatten();
    listed
        .filter_map(|binding| Binding::deserialize(binding).ok())
        .collect()
}

/// Returns everything that records of a kind are bound to, with the records.
pub(super) fn all(desk: &Desk<'_>, kind: &str) -> Vec<(Record, Binding)> {
    let holders = desk.those("apigateway", kind, |record| record.contains_key(MEMBER));
    let bindings = holders.into_iter().flat_map(|holder| {
        let bindings = of(&holder).into_iter();
        bindings.map(move |binding| (holder.clone(), binding))
    });
    bindings.collect()
}

/// Binds a resource to more; what it is bound to already stays as it is.
pub(super) fn add(desk: &Desk<'_>, kind: &Kind, item: &Item, more: Vec<Binding>) {
    desk.amend_item(kind, item, |record| {
        let mut bindings = of(record);
        for binding in more {
            if !bindings.iter().any(|held| held.place() == binding.place()) {
                bindings.push(binding);
            }
        }
        record.insert(MEMBER.into(), json!(bindings));
    });
}

/// Frees a resource from what `gone` says; returns how much that was.
pub(super) fn take(
    desk: &Desk<'_>,
    kind: &Kind,
    item: &Item,
    gone: impl Fn(&Binding) -> bool,
) -> usize {
    let mut taken = 0;
    desk.amend_item(kind, item, |record| {
        let mut bindings = of(record);
        let before = bindings.len();
        bindings.retain(|binding| !gone(binding));
        taken = before - bindings.len();
        record.insert(MEMBER.into(), json!(bindings));
    });
    taken
}

/// Frees all resources of a kind from an API, which goes.
pub(super) fn forget(desk: &Desk<'_>, kind: &str, api: &str) {
    let Some(kind) = desk.kind(kind) else {
        return;
    };
    for item in desk.all(&kind) {
        if of(&item.record).iter().any(|binding| binding.api_id == api) {
            take(desk, &kind, &item, |binding| binding.api_id == api);
        }
    }
}

/// Returns the resources of a kind, by the id that `member` holds, that are bound to an API.
pub(super) fn holders(desk: &Desk<'_>, kind: &str, member: &str, api: &str) -> Vec<String> {
    let all = all(desk, kind).into_iter();
    let of_api = all.filter(|(_, binding)| binding.api_id == api);
    of_api.map(|(holder, _)| text(&holder, member)).collect()
}
