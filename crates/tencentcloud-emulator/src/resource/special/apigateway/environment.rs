//! The environments in which services are released, and the versions that they had there.

use serde_json::{Map, Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::store::{Item, Record};
use super::super::super::{path, times};
use super::{Response, api_of_call, apis, done, listed, of_parameter, text};
use crate::fault::Fault;

/// The environments of every service.
pub(super) const ALL: [&str; 3] = ["test", "prepub", "release"];

/// The member of a service that lists the environments in which it is released.
const ONLINE: &str = "AvailableEnvironments";

/// The members of a service that no response shows: what is released in which environment, and all
/// releases in their order.
const NOW: &str = "Environments";
const RELEASES: &str = "Releases";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "ReleaseService" => release,
        "UnReleaseService" => withdraw,
        "UpdateService" => switch,
        "DescribeServiceEnvironmentList" => list,
        "DescribeServiceReleaseVersion" => versions,
        "DescribeServiceEnvironmentReleaseHistory" => history,
        _ => return None,
    })
}

/// Returns the environment that a parameter names.
///
/// # Errors
/// There is no such environment.
pub(super) fn of_call(desk: &Desk<'_>, parameter: &str) -> Result<&'static str, Fault> {
    let name = desk.text(parameter).unwrap_or_default();
    let known = ALL.into_iter().find(|known| *known == name);
    known.ok_or_else(|| {
        let message = format!(
            "`{parameter}` must be one of {}; got {name:?}.",
            ALL.join(", ")
        );
        desk.call.fault("InvalidParameterValue.InvalidEnv", message)
    })
}

/// Returns the environments in which a service is released.
pub(super) fn online(service: &Record) -> Vec<String> {
    path::all(service, ONLINE)
        .into_iter()
        .map(path::text)
        .collect()
}

/// Returns what responses say of an environment of a service.
pub(super) fn shown(service: &Record, name: &str) -> Map<String, Value> {
    let now = path::get(service, &format!("{NOW}.{name}")).and_then(Value::as_object);
    let mut shown = now.cloned().unwrap_or_default();
    let domain = match text(service, "OuterSubDomain") {
        outer if outer.is_empty() => text(service, "InnerSubDomain"),
        outer => outer,
    };
    shown.insert("EnvironmentName".into(), name.into());
    shown.insert("Url".into(), format!("{domain}/{name}").into());
    shown.insert("Status".into(), u8::from(now.is_some()).into());
    shown
}

/// Sets what is released in an environment; `None` if nothing is any more.
fn set(service: &mut Record, name: &str, version: Option<(&str, Value)>) {
    let mut environments = online(service);
    environments.retain(|online| online != name);
    let mut now = service
        .get(NOW)
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    now.remove(name);
    if let Some((version, time)) = version {
        environments.push(name.to_owned());
        now.insert(
            name.into(),
            json!({"VersionName": version, "CreateTime": time}),
        );
    }
    service.insert(ONLINE.into(), environments.into());
    service.insert(NOW.into(), now.into());
}

/// Notes in APIs that they are released in an environment, or that they are no longer: `released` says
/// which are, `None` leaves one as it is.
fn note(desk: &Desk<'_>, service: &str, name: &str, released: impl Fn(&str) -> Option<bool>) {
    for api in apis(desk, service) {
        let id = text(&api, "ApiId");
        let Some(is) = released(&id) else {
            continue;
        };
        desk.amend("apigateway", "Api", &id, |api| {
            let mut environments = path::all(api, "Environments")
                .into_iter()
                .map(path::text)
                .collect::<Vec<_>>();
            environments.retain(|environment| environment != name);
            if is {
                environments.push(name.to_owned());
            }
            api.insert("Environments".into(), environments.into());
        });
    }
}

/// Returns the APIs that a call names; empty if it means all.
fn named_apis(desk: &Desk<'_>) -> Result<Vec<String>, Fault> {
    let ids = desk.texts("ApiIds");
    for id in &ids {
        api_of_call(desk, id)?;
    }
    Ok(ids)
}

fn releases(service: &Record) -> Vec<Value> {
    let kept = service.get(RELEASES).and_then(Value::as_array);
    kept.cloned().unwrap_or_default()
}

fn release(desk: &Desk<'_>) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = of_call(desk, "EnvironmentName")?;
    let only = named_apis(desk)?;
    let id = service.keys.id.clone();
    note(desk, &id, name, |api| {
        (only.is_empty() || only.iter().any(|only| only == api)).then_some(true)
    });
    let held = apis(desk, &id).into_iter();
    let held = held.filter(|api| path::all(api, "Environments").contains(&&json!(name)));
    let held: Vec<String> = held.map(|api| text(&api, "ApiId")).collect();
    let time = path::text(&times::plain(desk.call.now));
    let digits: String = time.chars().filter(char::is_ascii_digit).collect();
    let number = desk.number(&kind);
    let version = format!("{digits}{}", desk.draw("apigateway/Version", number).uuid());
    let description = desk.text("ReleaseDesc").unwrap_or_default();
    desk.amend_item(&kind, &service, |record| {
        let mut releases = releases(record);
        releases.push(json!({
            "VersionName": version, "VersionDesc": description, "EnvironmentName": name,
            "ReleaseTime": time, "ApiIds": held,
        }));
        record.insert(RELEASES.into(), releases.into());
        set(record, name, Some((&version, time.clone().into())));
    });
    Ok(desk.respond(json!({
        "Result": {"ReleaseDesc": description, "ReleaseVersion": version},
    })))
}

/// Takes a service, or some of its APIs, out of an environment, in which it need not be.
fn withdraw(desk: &Desk<'_>) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = of_call(desk, "EnvironmentName")?;
    let only = named_apis(desk)?;
    note(desk, &service.keys.id, name, |api| {
        (only.is_empty() || only.iter().any(|only| only == api)).then_some(false)
    });
    if only.is_empty() {
        desk.amend_item(&kind, &service, |record| set(record, name, None));
    }
    done(desk)
}

/// Brings another version into an environment.
fn switch(desk: &Desk<'_>) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = of_call(desk, "EnvironmentName")?;
    let version = desk.text("VersionName").unwrap_or_default();
    let releases = releases(&service.record);
    let Some(release) = releases.iter().find(|kept| kept["VersionName"] == *version) else {
        let message = format!("There is no version {version:?} of the service.");
        return Err(desk.call.fault("ResourceNotFound", message));
    };
    let held = release["ApiIds"].as_array().cloned().unwrap_or_default();
    note(desk, &service.keys.id, name, |api| {
        Some(held.contains(&json!(api)))
    });
    let time = times::plain(desk.call.now);
    desk.amend_item(&kind, &service, |record| {
        set(record, name, Some((&version, time)))
    });
    done(desk)
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let all = ALL.map(|name| Value::Object(shown(&service.record, name)));
    listed(desk, "EnvironmentList", all.into())
}

fn versions(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    listed(desk, "VersionList", newest_first(&service, |_| true))
}

fn history(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = desk.text("EnvironmentName");
    let wanted = |release: &Value| {
        let named = |name: &String| release["EnvironmentName"] == **name;
        name.as_ref().is_none_or(named)
    };
    listed(desk, "VersionList", newest_first(&service, wanted))
}

fn newest_first(service: &Item, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let releases = releases(&service.record).into_iter().rev();
    releases.filter(|release| wanted(release)).collect()
}
