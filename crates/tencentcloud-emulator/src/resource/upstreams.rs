//! API Gateway's upstreams.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Map, Value};

use super::behaviour::Behaviour;
use crate::answer::shaped;
use crate::call::Call;
use crate::clock;
use crate::fault::Fault;
use crate::ids;

/// A member that requests call one name and listings another.
const RENAMED: (&str, &str) = ("K8sService", "K8sServices");

type Upstream = Map<String, Value>;
type Answer = Result<Map<String, Value>, Fault>;
type Behave = fn(&Upstreams, &Call) -> Answer;

/// The upstreams of each account and region, in the order of creation.
#[derive(Clone, Debug, Default)]
struct Upstreams(Arc<Mutex<Owned>>);

/// By account and region.
type Owned = HashMap<(String, String), Vec<Upstream>>;

/// Returns the actions on upstreams with their behaviours.
pub(super) fn actions() -> Vec<(&'static str, Box<dyn Behaviour>)> {
    let upstreams = Upstreams::default();
    let actions: [(_, Behave); 4] = [
        ("CreateUpstream", Upstreams::create),
        ("DescribeUpstreams", Upstreams::describe),
        ("ModifyUpstream", Upstreams::modify),
        ("DeleteUpstream", Upstreams::delete),
    ];
    let on = |(action, behave): (_, Behave)| {
        let upstreams = upstreams.clone();
        let behaviour = move |call: &Call| behave(&upstreams, call);
        (action, Box::new(behaviour) as Box<dyn Behaviour>)
    };
    actions.map(on).into()
}

impl Upstreams {
    fn create(&self, call: &Call) -> Answer {
        let mut upstream = Upstream::new();
        let id = format!("upstream-{}", ids::suffix());
        upstream.insert("UpstreamId".into(), id.clone().into());
        upstream.insert("UpstreamName".into(), "".into());
        upstream.insert("Retries".into(), 3.into());
        upstream.insert("UpstreamType".into(), "IP_PORT".into());
        upstream.insert("CreatedTime".into(), clock::iso(call.now).into());
        take(call, &mut upstream);
        self.lock().entry(owner(call)).or_default().push(upstream);
        Ok(one("UpstreamId", id))
    }

    fn describe(&self, call: &Call) -> Answer {
        let filters = filters(call)?;
        let mut all = self.lock();
        let matching: Vec<Value> = all
            .entry(owner(call))
            .or_default()
            .iter()
            .filter(|upstream| filters.iter().all(|filter| filter.takes(upstream)))
            .map(|upstream| shaped(call, "UpstreamInfo", upstream).into())
            .collect();
        let number = |name: &str| {
            let value = call.parameters.get(name).and_then(Value::as_u64);
            value.and_then(|value| usize::try_from(value).ok())
        };
        let total = matching.len();
        let page: Value = matching
            .into_iter()
            .skip(number("Offset").unwrap_or(0))
            .take(number("Limit").unwrap_or(usize::MAX))
            .collect();
        let mut result = one("TotalCount", total);
        result.insert("UpstreamSet".into(), page);
        Ok(one("Result", result))
    }

    fn modify(&self, call: &Call) -> Answer {
        let mut all = self.lock();
        let upstreams = all.entry(owner(call)).or_default();
        let index = position(call, upstreams)?;
        take(call, &mut upstreams[index]);
        let result = shaped(call, "ModifyUpstreamResultInfo", &upstreams[index]);
        Ok(one("Result", result))
    }

    fn delete(&self, call: &Call) -> Answer {
        let mut all = self.lock();
        let upstreams = all.entry(owner(call)).or_default();
        let index = position(call, upstreams)?;
        let mut upstream = upstreams.remove(index);
        Ok(one("UpstreamId", upstream.remove("UpstreamId")))
    }

    fn lock(&self) -> MutexGuard<'_, Owned> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A condition of a listing: the member has one of the values.
struct Filter<'a> {
    member: &'static str,
    values: &'a [Value],
}

impl Filter<'_> {
    fn takes(&self, upstream: &Upstream) -> bool {
        let value = upstream.get(self.member);
        value.is_some_and(|value| self.values.contains(value))
    }
}

fn filters(call: &Call) -> Result<Vec<Filter<'_>>, Fault> {
    let given = call.parameters.get("Filters").and_then(Value::as_array);
    given
        .into_iter()
        .flatten()
        .map(|filter| {
            let name = filter["Name"].as_str().unwrap_or_default();
            let member = ["UpstreamId", "UpstreamName"]
                .into_iter()
                .find(|member| *member == name)
                .ok_or_else(|| {
                    call.fault(
                        "InvalidParameterValue.InvalidFilterNotSupportedName",
                        format!(
                            "Upstreams are filtered by UpstreamId and UpstreamName; got {name:?}."
                        ),
                    )
                })?;
            let values = filter["Values"].as_array().map(Vec::as_slice);
            Ok(Filter {
                member,
                values: values.unwrap_or_default(),
            })
        })
        .collect()
}

/// Writes the parameters of a request into the upstream.
fn take(call: &Call, upstream: &mut Upstream) {
    for (name, value) in &call.parameters {
        let name = if name == RENAMED.0 { RENAMED.1 } else { name };
        upstream.insert(name.to_owned(), value.clone());
    }
}

fn position(call: &Call, upstreams: &[Upstream]) -> Result<usize, Fault> {
    let id = call.parameters.get("UpstreamId");
    upstreams
        .iter()
        .position(|upstream| upstream.get("UpstreamId") == id)
        .ok_or_else(|| {
            let id = id.and_then(Value::as_str).unwrap_or_default();
            call.fault(
                "ResourceNotFound.InvalidUpstream",
                format!("There is no upstream {id:?} of this account in this region."),
            )
        })
}

fn owner(call: &Call) -> (String, String) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    (text(&call.account), text(&call.region))
}

fn one(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}
