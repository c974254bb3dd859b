//! Domains of one's own, by which a service is reached.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::Record;
use super::{Response, done, environment, fill, listed, of_parameter, text};
use crate::fault::Fault;

/// The member of a service that lists its domains; no response shows it.
const MEMBER: &str = "Domains";

/// The state of a certificate that is issued.
const ISSUED: &str = "1";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "BindSubDomain" => bind,
        "ModifySubDomain" => modify,
        "UnBindSubDomain" => unbind,
        "DescribeServiceSubDomains" => list,
        "DescribeServiceSubDomainMappings" => mappings,
        "DeleteServiceSubDomainMapping" => unmap,
        _ => return None,
    })
}

fn of(service: &Record) -> Vec<Record> {
    let kept = service.get(MEMBER).and_then(Value::as_array);
    let kept = kept.into_iter().flatten().filter_map(Value::as_object);
    kept.cloned().collect()
}

fn domain_of_call(desk: &Desk<'_>) -> Result<String, Fault> {
    let domain = desk.text("SubDomain").unwrap_or_default();
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(plain)
    };
    match domain.contains('.') && domain.split('.').all(label) {
        true => Ok(domain),
        false => {
            let message = format!("`SubDomain` must be a domain; got {domain:?}.");
            Err(desk
                .call
                .fault("FailedOperation.SubDomainFormatError", message))
        }
    }
}

fn unknown(desk: &Desk<'_>, domain: &str) -> Fault {
    let message = format!("The domain {domain:?} is not bound to this service.");
    desk.call
        .fault("FailedOperation.DomainNotBindService", message)
}

/// Checks that a domain is bound to no service.
fn check_free(desk: &Desk<'_>, domain: &str) -> Result<(), Fault> {
    let bound = |service: &Record| {
        let domains = of(service);
        domains
            .iter()
            .any(|known| text(known, "DomainName") == domain)
    };
    let Some(service) = desk
        .those("apigateway", "Service", bound)
        .into_iter()
        .next()
    else {
        return Ok(());
    };
    let id = text(&service, "ServiceId");
    let code = match desk.text("ServiceId").as_ref() == Some(&id) {
        true => "FailedOperation.DomainAlreadyBindService",
        false => "FailedOperation.DomainAlreadyBindOtherService",
    };
    let message = format!("The domain {domain:?} is bound to the service {id:?} already.");
    Err(desk.call.fault(code, message))
}

/// Checks what a domain says of certificates and of the paths of environments.
fn check(desk: &Desk<'_>, domain: &Record) -> Result<(), Fault> {
    let secure = text(domain, "Protocol").contains("https");
    if !secure && domain.get("IsForcedHttps") == Some(&Value::Bool(true)) {
        let message = "`IsForcedHttps` needs a `Protocol` with https.".to_owned();
        return Err(desk.call.fault("UnsupportedOperation.ForceHttps", message));
    }
    if secure {
        check_certificate(desk, &text(domain, "CertificateId"))?;
    }
    let paths = path::all(domain, "PathMappingSet");
    if domain.get("IsDefaultMapping") == Some(&Value::Bool(false)) && paths.is_empty() {
        let message = "Without the default mapping, `PathMappingSet` is needed.".to_owned();
        return Err(desk
            .call
            .fault("FailedOperation.DefineMappingNotNull", message));
    }
    for (at, mapping) in paths.iter().enumerate() {
        let name = mapping["Environment"].as_str().unwrap_or_default();
        if !environment::ALL.contains(&name) {
            let all = environment::ALL.join(", ");
            let message =
                format!("`PathMappingSet.{at}.Environment` must be one of {all}; got {name:?}.");
            let code = "FailedOperation.DefineMappingEnvironmentError";
            return Err(desk.call.fault(code, message));
        }
        if paths[..at]
            .iter()
            .any(|other| other["Path"] == mapping["Path"])
        {
            let message = format!("`PathMappingSet` maps the path {} twice.", mapping["Path"]);
            return Err(desk
                .call
                .fault("FailedOperation.DefineMappingParamRepeat", message));
        }
    }
    Ok(())
}

fn check_certificate(desk: &Desk<'_>, id: &str) -> Result<(), Fault> {
    if id.is_empty() {
        let message = "A `Protocol` with https needs the parameter `CertificateId`.".to_owned();
        return Err(desk
            .call
            .fault("FailedOperation.CertificateIsNull", message));
    }
    let known = desk.kind_of("ssl", "Certificate");
    match known.and_then(|kind| desk.item(&kind, id)) {
        None => {
            let message = format!("There is no certificate {id:?} of this account.");
            Err(desk
                .call
                .fault("FailedOperation.CertificateIdError", message))
        }
        Some(item) if text(&desk.current(&item), "Status") != ISSUED => {
            let message = format!("The certificate {id:?} is not issued yet.");
            Err(desk
                .call
                .fault("FailedOperation.CertificateIdUnderVerify", message))
        }
        Some(_) => Ok(()),
    }
}

fn bind(desk: &Desk<'_>) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = domain_of_call(desk)?;
    check_free(desk, &name)?;
    let target = desk.text("NetSubDomain").unwrap_or_default();
    let own = ["OuterSubDomain", "InnerSubDomain"].map(|member| text(&service.record, member));
    if !own.contains(&target) {
        let message =
            format!("`NetSubDomain` must be a domain of the service itself; got {target:?}.");
        return Err(desk
            .call
            .fault("FailedOperation.NetSubDomainError", message));
    }
    let mut domain = desk.call.parameters.clone();
    domain.insert("DomainName".into(), name.into());
    fill(
        &mut domain,
        json!({
            "Status": 1, "CertificateId": "", "PathMappingSet": [], "IsForcedHttps": false,
            "RegistrationStatus": true,
        }),
    );
    check(desk, &domain)?;
    let mut domains = of(&service.record);
    domains.push(domain);
    desk.amend_item(&kind, &service, |record| {
        record.insert(MEMBER.into(), json!(domains));
    });
    done(desk)
}

/// Changes the domains of a service: `change` gets them all, and the place of the one that is meant.
fn amend(
    desk: &Desk<'_>,
    change: impl FnOnce(&mut Vec<Record>, usize) -> Result<(), Fault>,
) -> Response {
    let (kind, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = domain_of_call(desk)?;
    let mut domains = of(&service.record);
    let mut places = domains.iter();
    let place = places.position(|domain| text(domain, "DomainName") == name);
    let place = place.ok_or_else(|| unknown(desk, &name))?;
    change(&mut domains, place)?;
    desk.amend_item(&kind, &service, |record| {
        record.insert(MEMBER.into(), json!(domains));
    });
    done(desk)
}

fn modify(desk: &Desk<'_>) -> Response {
    amend(desk, |domains, place| {
        let domain = &mut domains[place];
        domain.extend(desk.call.parameters.clone());
        check(desk, domain)
    })
}

fn unbind(desk: &Desk<'_>) -> Response {
    amend(desk, |domains, place| {
        domains.remove(place);
        Ok(())
    })
}

/// Takes the paths of an environment away from a domain.
fn unmap(desk: &Desk<'_>) -> Response {
    let name = environment::of_call(desk, "Environment")?;
    amend(desk, |domains, place| {
        let paths = domains[place].get_mut("PathMappingSet");
        if let Some(paths) = paths.and_then(Value::as_array_mut) {
            paths.retain(|mapping| mapping["Environment"] != name);
        }
        Ok(())
    })
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let domains = of(&service.record).into_iter().map(Value::Object);
    listed(desk, "DomainSet", domains.collect())
}

fn mappings(desk: &Desk<'_>) -> Response {
    let (_, service) = of_parameter(desk, "Service", "ServiceId")?;
    let name = domain_of_call(desk)?;
    let mut domains = of(&service.record).into_iter();
    let domain = domains.find(|domain| text(domain, "DomainName") == name);
    let domain = domain.ok_or_else(|| unknown(desk, &name))?;
    Ok(desk.respond(json!({"Result": domain})))
}
