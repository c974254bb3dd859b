//! Certificates: those that were uploaded, and those that are issued after a while.

mod archive;
mod pem;

use std::cmp::Reverse;
use std::sync::Arc;

use rcgen::{CertificateParams, DnType, KeyPair};
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use self::pem::{Chain, Wrong};
use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::store::{Item, Record};
use super::super::{path, times};
use super::{fill, text};
use crate::fault::Fault;

/// The code of the service ssl.
#[derive(Debug)]
pub(super) struct Ssl;

/// The numbers of states: issued, and at its end. Before, it is nought.
const ISSUED: u64 = 1;
const EXPIRED: u64 = 3;

/// For how many months a certificate holds that costs nothing.
const MONTHS: i64 = 3;

/// How long before its end a certificate counts as one that expires.
const EXPIRING: Duration = Duration::days(30);

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
            desk.under_way(&kind, item, "Status", ISSUED.into());
        }
        Ok(())
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        if kind != "Certificate" {
            return;
        }
        let end = times::read(&text(record, "CertEndTime"));
        let left = end.map(|end| end - desk.call.now);
        let mut issued = record.get("Status") == Some(&json!(ISSUED));
        if !issued {
            for member in [
                "CertBeginTime",
                "CertEndTime",
                "CertificatePublicKey",
                "CertificatePrivateKey",
                "CertFingerprint",
                "CertChainInfo",
            ] {
                record.remove(member);
            }
        }
        if issued && left.is_some_and(|left| left.is_negative()) {
            record.insert("Status".into(), EXPIRED.into());
            issued = false;
        }
        let expiring = issued && left.is_some_and(|left| left < EXPIRING);
        record.insert("IsExpiring".into(), expiring.into());
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
        Some(match name {
            "DescribeCertificates" => list,
            "DownloadCertificate" => archive::download,
            _ => return None,
        })
    }
}

/// Reads what is uploaded.
fn upload(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let chain = Chain::read(&text(record, "CertificatePublicKey"));
    let chain = chain.map_err(|wrong| refused(desk, wrong))?;
    let key = text(record, "CertificatePrivateKey");
    let open = !key.is_empty() && desk.text("KeyPassword").is_none();
    if open {
        chain
            .check_key(&key)
            .map_err(|wrong| refused(desk, wrong))?;
    }
    let print = chain.fingerprint();
    let once = desk.parameter("Repeatable") == Some(&Value::Bool(false));
    let same = |held: &Record| text(held, "CertFingerprint") == print;
    if once && !desk.those("ssl", "Certificate", same).is_empty() {
        let message = "This certificate was uploaded before, and Repeatable is false.".to_owned();
        return Err(desk
            .call
            .fault("FailedOperation.CertificateExists", message));
    }
    let read = match text(record, "CertificateType").as_str() {
        "CA" => chain.shown().and_then(|mut shown| {
            shown.extend(chain.issuers()?);
            Ok(shown)
        }),
        _ => chain.shown(),
    };
    record.extend(read.map_err(|wrong| refused(desk, wrong))?);
    Ok(())
}

fn refused(desk: &Desk<'_>, wrong: Wrong) -> Fault {
    let (code, message) = match wrong {
        Wrong::Certificate => (
            "FailedOperation.CertificateParseError",
            "CertificatePublicKey is no certificate in PEM.",
        ),
        Wrong::Chain => (
            "FailedOperation.CertificateChainError",
            "A certificate of CertificatePublicKey was not issued by the next one.",
        ),
        Wrong::Key => (
            "InvalidParameter.MissMatchPrivateKey",
            "CertificatePrivateKey is no private key in PEM.",
        ),
        Wrong::Pair => (
            "FailedOperation.CertificateMismatch",
            "CertificatePrivateKey is the key of another certificate.",
        ),
    };
    desk.call.fault(code, message.to_owned())
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
    issue(record, &names, [desk.call.now, end]);
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

/// Makes a certificate, which is not shown before it is issued. Names that no certificate can have get
/// none.
fn issue(record: &mut Record, names: &[String], [begin, end]: [OffsetDateTime; 2]) {
    let Ok(mut parameters) = CertificateParams::new(names) else {
        return;
    };
    (parameters.not_before, parameters.not_after) = (begin, end);
    let domain = names.first().cloned().unwrap_or_default();
    parameters
        .distinguished_name
        .push(DnType::CommonName, domain);
    let made = KeyPair::generate().and_then(|key| Ok((parameters.self_signed(&key)?, key)));
    let Ok((certificate, key)) = made else {
        return;
    };
    let public = certificate.pem();
    if let Ok(read) = Chain::read(&public).and_then(|chain| chain.shown()) {
        record.extend(read);
        record.insert("CertificatePublicKey".into(), public.into());
        record.insert("CertificatePrivateKey".into(), key.serialize_pem().into());
    }
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
    // The newest comes first, unless their ends decide.
    let all = desk.all(&kind).into_iter().rev();
    let mut found: Vec<_> = all.filter(|item| wanted(&desk.current(item))).collect();
    let end = |item: &Arc<Item>| text(&item.record, "CertEndTime");
    match desk.text("ExpirationSort").as_deref() {
        Some("ASC") => found.sort_by_key(end),
        Some("DESC") => found.sort_by_key(|item| Reverse(end(item))),
        _ => {}
    }
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
