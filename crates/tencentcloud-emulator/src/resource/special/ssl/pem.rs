//! What certificates in PEM say of themselves.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use time::OffsetDateTime;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::parse_x509_certificate;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

use super::super::super::store::Record;
use super::super::super::times;

/// How many seconds a month has where validity is counted in months.
const MONTH: i64 = 30 * 24 * 60 * 60;

/// What is wrong with a certificate or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The certificate cannot be read.
    Certificate,
    /// A certificate of the chain is not the issuer of the one before it.
    Chain,
    /// The key cannot be read.
    Key,
    /// The key is that of another certificate.
    Pair,
}

/// Certificates: the one that is meant, and those of its issuers.
#[derive(Debug)]
pub(super) struct Chain(Vec<CertificateDer<'static>>);

impl Chain {
    /// Reads certificates, each of which was issued by the next.
    pub(super) fn read(pem: &str) -> Result<Self, Wrong> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let chain = Self(read.map_err(|_| Wrong::Certificate)?);
        let parsed = chain.parsed()?;
        if parsed.is_empty() {
            return Err(Wrong::Certificate);
        }
        let broken = |pair: &[X509Certificate<'_>]| pair[0].issuer() != pair[1].subject();
        match parsed.windows(2).any(broken) {
            true => Err(Wrong::Chain),
            false => Ok(chain),
        }
    }

    fn parsed(&self) -> Result<Vec<X509Certificate<'_>>, Wrong> {
        let parsed = self.0.iter().map(|der| {
            let (rest, parsed) = parse_x509_certificate(der).map_err(|_| Wrong::Certificate)?;
            rest.is_empty().then_some(parsed).ok_or(Wrong::Certificate)
        });
        parsed.collect()
    }

    /// Checks that a key is that of the certificate, as far as the key is of a kind that can be told.
    pub(super) fn check_key(&self, pem: &str) -> Result<(), Wrong> {
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| Wrong::Key)?;
        match CertifiedKey::from_der(self.0.clone(), key, &default_provider()) {
            Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => Err(Wrong::Pair),
            _ => Ok(()),
        }
    }

    /// Returns the SHA-1 of the certificate.
    pub(super) fn fingerprint(&self) -> String {
        self.0
            .first()
            .map(|der| fingerprint(der))
            .unwrap_or_default()
    }

    /// Returns what responses say of the certificate.
    pub(super) fn shown(&self) -> Result<Record, Wrong> {
        let parsed = self.parsed()?;
        let certificate = parsed.first().ok_or(Wrong::Certificate)?;
        let names = names(certificate);
        let common = common_name(certificate.subject());
        let domain = match common.is_empty() {
            true => names.first().cloned().unwrap_or_default(),
            false => common,
        };
        let validity = certificate.validity();
        let [begin, end] = [validity.not_before, validity.not_after].map(|t| t.timestamp());
        let months = (end - begin + MONTH / 2) / MONTH;
        let organized = certificate.subject().iter_organization().next().is_some();
        let wild = domain.starts_with("*.");
        let chain = parsed.iter().zip(&self.0);
        let chain: Vec<Value> = chain.map(|(parsed, der)| link(parsed, der)).collect();
        Ok(super::super::object(json!({
            "Domain": domain, "SubjectAltName": names, "CertSANs": names,
            "CertBeginTime": moment(begin), "CertEndTime": moment(end),
            "ValidityPeriod": months.max(1).to_string(), "ProductZhName": common_name(certificate.issuer()),
            "IsWildcard": wild, "IsDv": !organized, "CertType": if organized { "OV" } else { "DV" },
            "DomainType": kind_of_domains(wild, names.len()), "EncryptAlgorithm": algorithm(certificate),
            "CertFingerprint": self.fingerprint(), "CertChainInfo": chain,
        })))
    }

    /// Returns what responses say of the certificates of issuers, which clients are checked by.
    pub(super) fn issuers(&self) -> Result<Record, Wrong> {
        let parsed = self.parsed()?;
        let names: Vec<String> = parsed
            .iter()
            .map(|one| common_name(one.subject()))
            .collect();
        let ends = parsed.iter();
        let ends: Vec<Value> = ends
            .map(|one| moment(one.validity().not_after.timestamp()))
            .collect();
        let algorithms: Vec<String> = parsed.iter().map(algorithm).collect();
        Ok(super::super::object(json!({
            "CACommonNames": names, "CAEndTimes": ends, "CAEncryptAlgorithms": algorithms,
        })))
    }
}

/// Returns the number of one domain, of several, of a wildcard, or of several with one.
fn kind_of_domains(wild: bool, count: usize) -> u8 {
    match (wild, count > 1) {
        (false, false) => 1,
        (false, true) => 2,
        (true, false) => 3,
        (true, true) => 4,
    }
}

fn fingerprint(der: &[u8]) -> String {
    let mut print = String::new();
    for byte in Sha1::digest(der) {
        write!(print, "{byte:02X}").ok();
    }
    print
}

fn common_name(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next();
    common
        .and_then(|common| common.as_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// Returns the domains and addresses for which a certificate is.
fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let names = extension.value.general_names.iter();
    let names = names.filter_map(|name| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes),
        _ => None,
    });
    names.collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(Ipv4Addr::from(four).to_string());
    }
    let sixteen = <[u8; 16]>::try_from(bytes).ok()?;
    Some(Ipv6Addr::from(sixteen).to_string())
}

fn algorithm(certificate: &X509Certificate<'_>) -> String {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => format!("RSA {}", key.key_size()),
        Ok(PublicKey::EC(key)) => format!("ECC {}", key.key_size()),
        _ => String::new(),
    }
}

fn moment(seconds: i64) -> Value {
    let moment = OffsetDateTime::from_unix_timestamp(seconds);
    moment.map(times::plain).unwrap_or_default()
}

fn link(parsed: &X509Certificate<'_>, der: &[u8]) -> Value {
    json!({
        "Issuer": common_name(parsed.issuer()), "Subject": common_name(parsed.subject()),
        "Fingerprint": fingerprint(der).to_ascii_lowercase(),
        "ValidFrom": moment(parsed.validity().not_before.timestamp()),
        "ValidTo": moment(parsed.validity().not_after.timestamp()),
    })
}
