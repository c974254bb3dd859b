//! One call in several regions.

use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tencentcloud_catalogue::{Version, service};
use tencentcloud_rows::{REGION, at, tagged};
use tencentcloud_runtime::{Client, Error, RawAction, RawCall, Result};
use tencentcloud_schema::{Action, Kind};

use crate::error::{Failure, Kind as FailureKind};
use crate::output::{ListWriter, Progress};

/// How many regions are called at the same time.
const PARALLEL: usize = 8;

/// The regions that a call goes to.
#[derive(Debug)]
pub(crate) enum Regions {
    /// Those that the service has.
    All,
    Named(Vec<String>),
}

impl Regions {
    /// Reads `--regions`; `None` if it was not given.
    pub(crate) fn of(given: &[String]) -> Option<Self> {
        let names = given
            .iter()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        if names.iter().any(|name| name.eq_ignore_ascii_case("all")) {
            return Some(Self::All);
        }
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        (!names.is_empty()).then_some(Self::Named(names))
    }

    /// True for all regions of the service: one that it does not have after all is left out.
    pub(crate) fn are_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Returns the names of the regions; all are those that the service itself lists, or else the
    /// service `region` for it.
    ///
    /// # Errors
    /// A list that nobody gives.
    pub(crate) async fn names(
        &self,
        client: &Client,
        call: &RawCall<'_>,
    ) -> Result<Vec<String>, Failure> {
        let wanted = match self {
            Self::Named(names) => return Ok(names.clone()),
            Self::All => call.request().action().service(),
        };
        let progress = Progress::start(format!("regions of {wanted}"), false);
        let (asked, action, parameters) = lister(wanted)?;
        let found = client.raw_action(action).parameters(parameters).await;
        drop(progress);
        let unknown = |failure: Failure| {
            failure.with_next("name the regions: --regions ap-guangzhou,ap-shanghai")
        };
        let response = found.map_err(|error| unknown(Failure::of_call(error, asked, None)))?;
        let names = available(&response);
        if names.is_empty() {
            let told = format!("{asked} lists no region of {wanted}");
            return Err(unknown(Failure::new(FailureKind::Other, told)));
        }
        Ok(names)
    }
}

/// The action that lists the regions of `wanted`, with its service and parameters.
fn lister(wanted: &str) -> Result<(&'static str, RawAction, Value), Failure> {
    const NAME: &str = "DescribeRegions";
    let known = |name: &str| service(name).ok().flatten();
    let own = known(wanted).and_then(|found| {
        found.by_preference().find_map(|version: &Version| {
            let slice = version.slice(NAME)?;
            let action = &slice.actions[NAME];
            let lists = lists_regions(action, |kind| Some(&slice.types.get(kind)?.members));
            lists.then(|| RawAction::described(&slice, NAME)).flatten()
        })
    });
    if let Some(action) = own {
        let name = tencentcloud_catalogue::services().find(|name| *name == wanted);
        return Ok((name.unwrap_or("region"), action, Value::Object(Map::new())));
    }
    let general = known("region").and_then(|found| {
        let slice = found.by_preference().next()?.slice(NAME)?;
        RawAction::described(&slice, NAME)
    });
    let action = general.ok_or_else(|| {
        Failure::new(
            FailureKind::Other,
            "the catalogue has no action that lists regions",
        )
    })?;
    Ok(("region", action, serde_json::json!({"Product": wanted})))
}

/// True for an action that needs no parameter and lists objects with a region's name each.
fn lists_regions<'d>(
    action: &Action,
    members: impl Fn(&str) -> Option<&'d Vec<tencentcloud_schema::Member>>,
) -> bool {
    let names = |kind: &Kind| {
        let members = kind.object().and_then(&members);
        members.is_some_and(|members| members.iter().any(|member| member.name == REGION))
    };
    let free = action.request.iter().all(|member| !member.required);
    free && action
        .response
        .iter()
        .any(|member| member.list && names(&member.kind))
}

/// The regions of a list, but for those that are not available.
fn available(response: &Value) -> Vec<String> {
    let lists = response
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, value)| value.as_array());
    let state = |region: &Value| {
        let state = region.get("RegionState").and_then(Value::as_str);
        state.is_none_or(|state| state.eq_ignore_ascii_case("available"))
    };
    let regions = lists.flatten().filter(|region| state(region));
    regions
        .filter_map(|region| Some(region.get(REGION)?.as_str()?.to_owned()))
        .collect()
}

/// Calls in several regions whose items become one list.
pub(super) struct Calls<'a> {
    pub(super) names: &'a [String],
    /// True if a region that the service does not have is no error.
    pub(super) all: bool,
    pub(super) failure: &'a dyn Fn(Error) -> Failure,
}

impl Calls<'_> {
    /// Makes `call` in each region, some at the same time, and prints the items in the order of the
    /// regions. What fails in one region is told in the end, and takes nothing from the others.
    pub(super) async fn make<'l>(
        self,
        list: &mut ListWriter<'l>,
        call: impl AsyncFn(&str) -> Result<Vec<Value>>,
    ) -> Result<(), Failure> {
        let progress =
            Progress::start(format!("0 of {} regions", self.names.len()), list.is_live());
        let mut failures = Vec::new();
        let call = &call;
        let calls = self
            .names
            .iter()
            .map(|name| async move { (name, call(name).await) });
        let mut results = stream::iter(calls).buffered(PARALLEL).enumerate();
        while let Some((done, (name, result))) = results.next().await {
            match result {
                Ok(items) => {
                    for item in items {
                        list.push(tagged(item, name))?;
                    }
                }
                Err(error) if self.all && error.is("UnsupportedRegion") => {}
                Err(error) => failures.push((self.failure)(error).with_region(name)),
            }
            progress.say(format!("{} of {} regions", done + 1, self.names.len()));
        }
        drop(results);
        drop(progress);
        summary(failures, self.names.len())
    }
}

/// One failure for those of several regions: all of them are told.
fn summary(mut failures: Vec<Failure>, regions: usize) -> Result<(), Failure> {
    let count = failures.len();
    let Some(last) = failures.pop() else {
        return Ok(());
    };
    if regions == 1 {
        return Err(last);
    }
    failures.push(last);
    let kind = failures[0].kind;
    let same = failures.iter().all(|failure| failure.kind == kind);
    let kind = if same && count == regions {
        kind
    } else {
        FailureKind::Partial
    };
    let told = format!("{count} of {regions} regions failed");
    Err(failures
        .into_iter()
        .fold(Failure::new(kind, told), Failure::with_part))
}

/// Returns what a response lists at `path`, or else the response itself as the only item.
pub(super) fn items(mut response: Value, path: Option<&str>) -> Vec<Value> {
    let Some(path) = path else {
        return vec![response];
    };
    if at(&response, path).is_none() {
        return Vec::new();
    }
    let list = path
        .split('.')
        .try_fold(&mut response, |value, name| value.get_mut(name));
    match list.map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}
