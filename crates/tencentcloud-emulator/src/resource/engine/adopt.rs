//! Taking in resources as a list returned them.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};
use tencentcloud_schema::resource::Use;
use tencentcloud_schema::without_secrets;

use super::super::kept::ResourceKey;
use super::super::path;
use super::super::plan::{Kind, Plan};
use super::super::store::{Item, Ledger, Record};
use super::desk::Desk;
use super::{Engine, writes};
use crate::call::Call;

/// What became of the resources that a response shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Adopted {
    /// What is kept by it.
    pub kept: Vec<ResourceKey>,
    /// What was kept, and is gone, since the call asks for it and the response lacks it.
    pub gone: Vec<ResourceKey>,
}

impl Engine {
    /// Keeps what a call that shows resources was responded with, in the place of those that are kept
    /// with the same ids. Secrets among it are not kept. What the call asks for and the response lacks is
    /// gone.
    ///
    /// # Errors
    /// No facts say what the response shows, or an item has no id; then nothing changes.
    pub(in super::super) fn adopt(
        &self,
        call: &Call,
        response: &Map<String, Value>,
    ) -> Result<Adopted, String> {
        let description = call.target.description();
        let (service, version) = (&description.service, &description.version);
        let mut plans = self.plans.of(service, version, &call.target.name);
        plans.retain(|plan| plan.used.item.is_some());
        if plans.is_empty() || writes(&plans) {
            return Err(format!(
                "no facts say which resources {} of {service} shows",
                call.target.name
            ));
        }
        let account = self
            .store
            .account(call.account.as_deref().unwrap_or_default());
        let alone = account.write();
        // Dropped before the account is let go, so that what failed is taken back.
        let ledger = Ledger::new(true);
        let desk = Desk::new(self, call, &ledger);
        let mut adopted = Adopted::default();
        for plan in &plans {
            let mut keys = BTreeSet::new();
            for (index, shown) in items(&plan.used, response).into_iter().enumerate() {
                let record = record(call, plan, shown);
                keys.insert(keep(&desk, &plan.kind, record).map_err(|member| {
                    let at = plan.used.item.as_deref().unwrap_or_default();
                    let name = &call.target.name;
                    format!("the response of {name}: item {index} of `{at}` has no `{member}`")
                })?);
            }
            for item in lacking(&desk, plan, response, &keys) {
                desk.remove(&plan.kind, &item);
                adopted.gone.push(key(&plan.kind, &item.record));
            }
            adopted.kept.extend(keys);
        }
        ledger.keep();
        drop(alone);
        Ok(adopted)
    }

    /// Forgets resources of an account, whatever needs them.
    pub(in super::super) fn forget(&self, account: &str, keys: &BTreeSet<ResourceKey>) {
        let lock = self.store.account(account);
        let _alone = lock.write();
        let kinds: BTreeSet<_> = keys.iter().map(|key| (&key.service, &key.kind)).collect();
        for (place, shelf) in self.store.each(Some(account)) {
            if !kinds.contains(&(&place.service, &place.kind)) {
                continue;
            }
            let kind = self.plans.kind(&place.service, "", &place.kind);
            let is_meant = |item: &Item| {
                let id = kind.as_ref().map(|kind| kind.identity(&item.record));
                keys.contains(&ResourceKey {
                    service: place.service.clone(),
                    kind: place.kind.clone(),
                    id: id.unwrap_or_else(|| item.keys.id.clone()),
                })
            };
            let view = shelf.read().view();
            let gone = view.iter().filter(|item| is_meant(item));
            let gone: Vec<_> = gone.map(|item| item.number).collect();
            let mut slots = shelf.write();
            for number in gone {
                slots.remove(number);
            }
        }
    }
}

/// Returns what is kept of what a call asks for, and what its response does not show: of the ids that it
/// names, or of all if it asks for all and the response is the whole of it.
fn lacking(
    desk: &Desk<'_>,
    plan: &Plan,
    response: &Map<String, Value>,
    shown: &BTreeSet<ResourceKey>,
) -> Vec<Arc<Item>> {
    let (kind, used) = (&plan.kind, &plan.used);
    let request = &desk.call.parameters;
    let asked = used.by.iter().chain(&used.search);
    let asked: Vec<_> = asked
        .map(|(at, member)| (member, path::all(request, at)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let filters = used.filters.as_ref();
    let filtered = filters.is_some_and(|filters| !path::all(request, &filters.at).is_empty());
    let is_lacking = |item: &&Arc<Item>| !shown.contains(&key(kind, &item.record));
    let shelf = desk.shelf(kind);
    let slots = shelf.read();
    match &asked[..] {
        // Other conditions could leave out what is there.
        [(member, ids)] if *member == kind.id() && !filtered && kind.facts.id.len() == 1 => {
            let ids = ids.iter().map(|id| path::text(id));
            let named = ids.flat_map(|id| slots.with_id(&id).cloned().collect::<Vec<_>>());
            named.filter(|item| is_lacking(&item)).collect()
        }
        [] if !filtered && is_whole(desk.call, used, response, shown.len()) => {
            slots.skipping(0).filter(is_lacking).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns true if a response says that it shows all that there is. A parameter that nothing is known of
/// could be a condition.
fn is_whole(call: &Call, used: &Use, response: &Map<String, Value>, shown: usize) -> bool {
    let action = call.target.action();
    let of_pages = action.paging.as_ref();
    let is_of_pages = |name: &str| match of_pages {
        Some(paging) => paging.position == name || paging.size.as_deref() == Some(name),
        None => ["Offset", "Limit"].contains(&name),
    };
    if !call.parameters.keys().all(|name| is_of_pages(name)) {
        return false;
    }
    let total = used.total.as_ref();
    match total.or(of_pages.and_then(|paging| paging.total.as_ref())) {
        Some(total) => path::text_at(response, total) == shown.to_string(),
        // Without pages, it is all that there is.
        None => {
            let mut request = action.request.iter();
            of_pages.is_none() && !request.any(|member| is_of_pages(&member.name))
        }
    }
}

fn key(kind: &Kind, record: &Record) -> ResourceKey {
    ResourceKey {
        service: kind.service.clone(),
        kind: kind.name.clone(),
        id: kind.identity(record),
    }
}

/// Returns what the response shows of each resource.
fn items<'r>(used: &Use, response: &'r Map<String, Value>) -> Vec<&'r Record> {
    match used.item.as_deref() {
        None => Vec::new(),
        Some("") => vec![response],
        Some(at) => {
            let shown = path::all(response, at).into_iter();
            shown.filter_map(Value::as_object).collect()
        }
    }
}

/// Returns what is shown as a record, without secrets, with what the request says of it.
fn record(call: &Call, plan: &Plan, shown: &Record) -> Record {
    let (kind, used) = (&plan.kind, &plan.used);
    let known = kind.shown();
    let mut record = match known.members.is_empty() {
        true => shown.clone(),
        false => without_secrets(shown, &known.members, &known.types),
    };
    record.retain(|_, value| !value.is_null());
    if used.item.as_deref() == Some("") {
        record.remove("RequestId");
    }
    // A list of what one thing has need not repeat the thing with each item.
    for (at, member) in &used.by {
        let said = path::all(&call.parameters, at);
        if path::text_at(&record, member).is_empty()
            && let [one] = said[..]
        {
            path::put(&mut record, member, one.clone());
        }
    }
    record
}

/// Keeps a record, and returns which resource it is.
///
/// # Errors
/// The member of its id that it lacks.
fn keep(desk: &Desk<'_>, kind: &Kind, record: Record) -> Result<ResourceKey, String> {
    let lacks = |member: &&String| path::text_at(&record, member).is_empty();
    if kind.id().is_empty() || kind.facts.id.iter().any(|member| lacks(&member)) {
        let lacked = kind.facts.id.iter().find(lacks);
        return Err(lacked.cloned().unwrap_or_default());
    }
    let key = key(kind, &record);
    let keys = desk.keys(kind, &record);
    let shelf = desk.shelf(kind);
    let same = |item: &&Arc<Item>| kind.identity(&item.record) == key.id;
    let known = shelf.read().with_id(&keys.id).find(same).cloned();
    match known {
        Some(known) => {
            desk.ledger.replace(
                &shelf,
                Item {
                    number: known.number,
                    keys,
                    record,
                    pending: None,
                },
            );
        }
        None => {
            let mut slots = shelf.write();
            desk.ledger.insert(&shelf, &mut slots, (keys, record, None));
        }
    }
    Ok(key)
}
