//! What is bound to APIs beside usage plans: applications, plugins and address strategies.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::Record;
use super::bindings::{self, Binding};
use super::{
    Found, Response, api, api_of_call, apis, done, environment, listed, named, of_parameter, text,
};
use crate::fault::Fault;

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "BindApiApp" => bind_app,
        "UnbindApiApp" => unbind_app,
        "DescribeApiBindApiAppsStatus" => apps_of_apis,
        "DescribeApiAppBindApisStatus" => apis_of_app,
        "AttachPlugin" => attach,
        "DetachPlugin" => detach,
        "DescribePluginApis" => apis_of_plugin,
        "DescribePluginsByApi" => plugins_of_api,
        "DescribeAllPluginApis" => apis_for_plugin,
        "BindIPStrategy" => bind_strategy,
        "UnBindIPStrategy" => unbind_strategy,
        "DescribeIPStrategyApisStatus" => apis_for_strategy,
        "DescribeUpstreamBindApis" => apis_of_upstream,
        _ => return None,
    })
}

/// Binds a resource to APIs of the service that a call means.
fn bind(desk: &Desk<'_>, (kind, item): Found, ids: &[String], name: &str) -> Response {
    for id in ids {
        api_of_call(desk, id)?;
    }
    let new = ids.iter().map(|id| Binding::new(desk, &kind, id, name));
    bindings::add(desk, &kind, &item, new.collect());
    done(desk)
}

/// Frees a resource from APIs; `code` is that of one to which it is not bound, if that is an error.
fn unbind(
    desk: &Desk<'_>,
    (kind, item): Found,
    ids: &[String],
    name: &str,
    code: Option<&'static str>,
) -> Response {
    for id in ids {
        api_of_call(desk, id)?;
    }
    let gone = |binding: &Binding| binding.environment == name && ids.contains(&binding.api_id);
    let taken = bindings::take(desk, &kind, &item, gone);
    match code.filter(|_| taken == 0) {
        None => done(desk),
        Some(code) => {
            let id = &item.keys.id;
            let message = format!(
                "The {} {id:?} is not bound to this API in {name}.",
                kind.name
            );
            Err(desk.call.fault(code, message))
        }
    }
}

/// Returns what a response says of bindings with their holders.
fn described(desk: &Desk<'_>, holder: &Record, binding: &Binding) -> Value {
    let mut shown = holder.clone();
    shown.extend(binding.shown(desk));
    let region = desk.call.region.as_deref().unwrap_or_default();
    shown.insert("ApiRegion".into(), region.into());
    shown.into()
}

fn bind_app(desk: &Desk<'_>) -> Response {
    let app = of_parameter(desk, "ApiApp", "ApiAppId")?;
    let name = environment::of_call(desk, "Environment")?;
    bind(desk, app, &desk.texts("ApiId"), name)
}

fn unbind_app(desk: &Desk<'_>) -> Response {
    let app = of_parameter(desk, "ApiApp", "ApiAppId")?;
    let name = environment::of_call(desk, "Environment")?;
    let code = "UnsupportedOperation.ResourceUnassociated";
    unbind(desk, app, &desk.texts("ApiId"), name, Some(code))
}

/// Checks that no API needs an application that is to be deleted.
pub(super) fn end_app(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    match bindings::of(record).first() {
        None => Ok(()),
        Some(bound) => {
            let message = format!(
                "The application is bound to the API {:?}: unbind it first.",
                bound.api_id
            );
            let code = "UnsupportedOperation.ResourceAssociated";
            Err(desk.call.fault(code, message))
        }
    }
}

/// Returns true if what is shown has what all filters of a call ask for.
fn wanted(desk: &Desk<'_>, shown: &Value) -> bool {
    let held = |member: &str| shown.get(member).map(path::text).unwrap_or_default();
    let filters = path::all(&desk.call.parameters, "Filters");
    filters.iter().all(|filter| {
        let values = filter["Values"].as_array().into_iter().flatten();
        let mut values = values.map(path::text);
        match filter["Name"].as_str().unwrap_or_default() {
            "KeyWord" => values.any(|word| {
                let members = ["ApiId", "ApiName", "ApiAppId", "ApiAppName", "Path"];
                members.iter().any(|member| held(member).contains(&word))
            }),
            "ApiPath" => values.any(|value| held("Path") == value),
            name => values.any(|value| held(name) == value),
        }
    })
}

fn filtered(desk: &Desk<'_>, member: &str, all: Vec<Value>) -> Response {
    let kept = all.into_iter().filter(|shown| wanted(desk, shown));
    listed(desk, member, kept.collect())
}

fn apps_of_apis(desk: &Desk<'_>) -> Response {
    let ids = desk.texts("ApiIds");
    let bound = bindings::all(desk, "ApiApp").into_iter();
    let bound = bound.filter(|(_, binding)| ids.contains(&binding.api_id));
    let bound = bound.map(|(app, binding)| described(desk, &app, &binding));
    filtered(desk, "ApiAppApiSet", bound.collect())
}

fn apis_of_app(desk: &Desk<'_>) -> Response {
    let (_, app) = of_parameter(desk, "ApiApp", "ApiAppId")?;
    let bound = bindings::of(&app.record).into_iter();
    let bound = bound.map(|binding| described(desk, &app.record, &binding));
    filtered(desk, "ApiAppApiSet", bound.collect())
}

fn attach(desk: &Desk<'_>) -> Response {
    let plugin = of_parameter(desk, "Plugin", "PluginId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    bind(desk, plugin, &desk.texts("ApiIds"), name)
}

fn detach(desk: &Desk<'_>) -> Response {
    let plugin = of_parameter(desk, "Plugin", "PluginId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    let code = "InvalidParameterValue.InvalidApiIds";
    unbind(desk, plugin, &desk.texts("ApiId"), name, Some(code))
}

/// Adds to a plugin the APIs to which it is attached.
pub(super) fn show_plugin(desk: &Desk<'_>, record: &mut Record) {
    let bound = bindings::of(record).into_iter();
    let bound: Vec<Value> = bound.map(|binding| binding.shown(desk).into()).collect();
    record.insert("AttachedApiTotalCount".into(), bound.len().into());
    record.insert("AttachedApis".into(), bound.into());
}

fn apis_of_plugin(desk: &Desk<'_>) -> Response {
    let (_, plugin) = of_parameter(desk, "Plugin", "PluginId")?;
    let bound = bindings::of(&plugin.record).into_iter();
    let bound = bound.map(|binding| binding.shown(desk).into());
    listed(desk, "AttachedApis", bound.collect())
}

fn plugins_of_api(desk: &Desk<'_>) -> Response {
    let api = desk.text("ApiId").unwrap_or_default();
    api_of_call(desk, &api)?;
    let name = desk.text("EnvironmentName");
    let bound = bindings::all(desk, "Plugin").into_iter();
    let bound = bound.filter(|(_, binding)| {
        let here = |name: &String| binding.environment == **name;
        binding.api_id == api && name.as_ref().is_none_or(here)
    });
    let bound = bound.map(|(plugin, binding)| described(desk, &plugin, &binding));
    listed(desk, "PluginSummary", bound.collect())
}

/// Lists all APIs of a service, with whether a plugin is attached to them.
fn apis_for_plugin(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let (_, plugin) = of_parameter(desk, "Plugin", "PluginId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    let bound = bindings::all(desk, "Plugin");
    let all = apis(desk, &service.keys.id).into_iter();
    let all = all.map(|mut api| {
        let id = text(&api, "ApiId");
        let mut holders = bound
            .iter()
            .filter(|(_, binding)| binding.api_id == id && binding.environment == name)
            .map(|(holder, _)| text(holder, "PluginId"));
        let (is, other): (Vec<_>, Vec<_>) = holders.by_ref().partition(|id| *id == plugin.keys.id);
        api.insert("IsAttached".into(), (!is.is_empty()).into());
        api.insert("AttachedOtherPlugin".into(), (!other.is_empty()).into());
        api.into()
    });
    listed(desk, "ApiSet", all.collect())
}

fn bind_strategy(desk: &Desk<'_>) -> Response {
    let strategy = of_parameter(desk, "IPStrategy", "StrategyId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    bind(desk, strategy, &desk.texts("BindApiIds"), name)
}

fn unbind_strategy(desk: &Desk<'_>) -> Response {
    let strategy = of_parameter(desk, "IPStrategy", "StrategyId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    unbind(desk, strategy, &desk.texts("UnBindApiIds"), name, None)
}

/// Adds to an address strategy the APIs to which it is bound: in the environment that a call names, or
/// in any. One action pages them.
pub(super) fn show_strategy(desk: &Desk<'_>, record: &mut Record) {
    let name = desk.text("EnvironmentName");
    let bound = bindings::of(record).into_iter();
    let here = |binding: &Binding| {
        name.as_ref()
            .is_none_or(|name| binding.environment == **name)
    };
    let bound = bound.filter(here).filter_map(|binding| {
        let (_, api) = named(desk, "Api", &binding.api_id).ok()?;
        Some(Value::Object(api.record.clone()))
    });
    let bound: Vec<Value> = bound.collect();
    record.insert("BindApiTotalCount".into(), bound.len().into());
    let bound = match desk.call.target.name.as_str() {
        "DescribeIPStrategy" => desk.page(bound),
        _ => bound,
    };
    record.insert("BindApis".into(), bound.into());
}

/// Lists all APIs of a service, with the other strategy that each has.
fn apis_for_strategy(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let (_, strategy) = of_parameter(desk, "IPStrategy", "StrategyId")?;
    let name = environment::of_call(desk, "EnvironmentName")?;
    let bound = bindings::all(desk, "IPStrategy");
    let all = apis(desk, &service.keys.id).into_iter();
    let all = all.map(|mut api| {
        let id = text(&api, "ApiId");
        let other = bound.iter().find(|(holder, binding)| {
            binding.api_id == id
                && binding.environment == name
                && text(holder, "StrategyId") != strategy.keys.id
        });
        let other = other.map(|(holder, binding)| {
            let id = text(holder, "StrategyId");
            json!({"OtherIPStrategyId": id, "OtherEnvironmentName": binding.environment})
        });
        if let Some(Value::Object(other)) = other {
            api.extend(other);
        }
        api.into()
    });
    filtered(desk, "ApiIdStatusSet", all.collect())
}

fn apis_of_upstream(desk: &Desk<'_>) -> Response {
    let (_, upstream) = of_parameter(desk, "Upstream", "UpstreamId")?;
    let served = api::of_upstream(desk, &upstream.keys.id).into_iter();
    let served = served.map(|mut api| {
        if let Ok((_, service)) = named(desk, "Service", &text(&api, "ServiceId")) {
            api.insert(
                "ServiceName".into(),
                text(&service.record, "ServiceName").into(),
            );
        }
        // The time of the last change of an API is the best that is known.
        let time = api.get("ModifiedTime").cloned().unwrap_or_default();
        api.insert("BindTime".into(), time);
        api.into()
    });
    filtered(desk, "BindApiSet", served.collect())
}
