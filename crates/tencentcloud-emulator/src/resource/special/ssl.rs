//! Certificates: those that were uploaded, and those that are issued after a while.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use time::Duration;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::store::{Item, Record};
use super::super::{path, times};
use super::{fill, text};
use crate::fault::Fault;

/// The code of the service ssl.
#[derive(Debug)]
pub(super) struct Ssl;

/// The numbers of states: being reviewed, and issued.
const STATES: [u64; 2] = [0, 1];

/// For how many months a certificate holds that costs nothing.
const MONTHS: i64 = 3;

impl Family for Ssl {
    fn service(&self) -> &'static str {
        "ssl"
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        if kind != "Certificate" {
            return Ok(());
        }
        fill(record, json!({"OwnerUin": desk.account()}));
        match desk.call.target.name.as_str() {
            "UploadCertificate" => upload(desk, record),
            "ApplyCertificate" => {
                apply(desk, record);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        if kind == "Certificate" && desk.call.target.name == "ApplyCertificate" {
            let kind = desk.known(kind)?;
            desk.under_way(&kind, item, "Status", STATES[1].into());
        }
        Ok(())
    }

    fn shown(&self, _desk: &Desk<'_>, kind: &str, record: &mut Record) {
        if kind != "Certificate" {
            return;
        }
        let issued = record.get("Status") == Some(&json!(STATES[1]));
        if !issued {
            for member in ["CertBeginTime", "CertEndTime"] {
                record.remove(member);
            }
        }
        for member in ["Deployable", "AllowDownload"] {
            record.insert(member.into(), issued.into());
        }
    }

    fn code(&self, _desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("Certificate", Trouble::NotFound) => Some("FailedOperation.CertificateNotFound"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        (name == "DescribeCertificates").then_some(list as Whole)
    }
}

/// Checks what is uploaded. What the certificate says of its subject is not read.
fn upload(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let certificate = text(record, "CertificatePublicKey");
    let Ok(certificate) = CertificateDer::from_pem_slice(certificate.as_bytes()) else {
        let message = "CertificatePublicKey is no certificate in PEM.".to_owned();
        let code = "FailedOperation.CertificateParseError";
        return Err(desk.call.fault(code, message));
    };
    let key = text(record, "CertificatePrivateKey");
    let open = !key.is_empty() && desk.text("KeyPassword").is_none();
    if open && PrivateKeyDer::from_pem_slice(key.as_bytes()).is_err() {
        let message = "CertificatePrivateKey is no private key in PEM.".to_owned();
        let code = "InvalidParameter.MissMatchPrivateKey";
        return Err(desk.call.fault(code, message));
    }
    let mut print = String::new();
    for byte in Sha1::digest(&certificate) {
        write!(print, "{byte:02X}").ok();
    }
    let once = desk.parameter("Repeatable") == Some(&Value::Bool(false));
    let same = |held: &Record| text(held, "CertFingerprint") == print;
    if once && !desk.those("ssl", "Certificate", same).is_empty() {
        let message = "This certificate was uploaded before, and Repeatable is false.".to_owned();
        return Err(desk
            .call
            .fault("FailedOperation.CertificateExists", message));
    }
    record.insert("CertFingerprint".into(), print.into());
    Ok(())
}

/// Completes an order of a certificate that costs nothing.
fn apply(desk: &Desk<'_>, record: &mut Record) {
    let domain = text(record, "Domain");
    let mut names = vec![domain.clone()];
    names.extend(
        desk.texts("DnsNames")
            .into_iter()
            .filter(|name| *name != domain),
    );
    let method = text(record, "DvAuthMethod");
    let months = text(record, "ValidityPeriod").parse().unwrap_or(MONTHS);
    let end = Duration::days(months.clamp(1, 1_200) * 30);
    let end = desk.call.now.checked_add(end).unwrap_or(desk.call.now);
    let id = text(record, "CertificateId");
    let value = desk.draw(&format!("ssl/Proof/{id}"), 0).text(32);
    fill(
        record,
        json!({
            "CertificateType": "SVR", "From": "trustasia", "IsDv": true, "Alias": "",
            "ValidityPeriod": months.to_string(), "VerifyType": method,
            "SubjectAltName": names, "CertSANs": names, "IsWildcard": domain.starts_with("*."),
            "CertBeginTime": times::plain(desk.call.now), "CertEndTime": times::plain(end),
            "DvAuthDetail": {
                "DvAuthKey": format!("_dnsauth.{domain}"), "DvAuthKeySubDomain": "_dnsauth",
                "DvAuthDomain": domain, "DvAuthValue": value,
            },
        }),
    );
}

/// Lists certificates by what they are, and by a word within alias, domain or id.
fn list(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("Certificate")?;
    let word = desk.text("SearchKey").unwrap_or_default();
    let among = |parameter: &str, held: &str| {
        let wanted = desk.texts(parameter);
        wanted.is_empty() || wanted.iter().any(|wanted| wanted == held)
    };
    let wanted = |record: &Record| {
        let is = |parameter: &str, member: &str| among(parameter, &text(record, member));
        let uploaded = text(record, "From") == "upload";
        let source = match desk.text("FilterSource").as_deref() {
            Some("upload") => uploaded,
            Some("buy") => !uploaded,
            _ => true,
        };
        source
            && is("CertificateType", "CertificateType")
            && is("ProjectId", "ProjectId")
            && is("CertificateStatus", "Status")
            && is("CertIds", "CertificateId")
            && ["Alias", "Domain", "CertificateId"]
                .iter()
                .any(|member| text(record, member).contains(&word))
            && has_tags(desk, record)
    };
    // The newest comes first.
    let all = desk.all(&kind).into_iter().rev();
    let found: Vec<_> = all.filter(|item| wanted(&desk.current(item))).collect();
    let total = found.len();
    let page = desk.page(found);
    let shown: Vec<Value> = page
        .iter()
        .map(|item| desk.view(&kind, item).into())
        .collect();
    Ok(desk.respond(json!({"Certificates": shown, "TotalCount": total})))
}

/// Returns true if a certificate has all tags that a call asks for.
fn has_tags(desk: &Desk<'_>, record: &Record) -> bool {
    let wanted = path::all(&desk.call.parameters, "Tags");
    let held = path::all(record, "Tags");
    wanted.iter().all(|wanted| {
        held.iter().any(|held| {
            let same = |member: &str| {
                wanted
                    .get(member)
                    .is_none_or(|w| held.get(member) == Some(w))
            };
            same("TagKey") && same("TagValue")
        })
    })
}
