//! Certificates as they are downloaded: an archive with the files that servers take.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use super::super::super::engine::Desk;
use super::super::text;
use super::ISSUED;
use crate::fault::Fault;

/// Where a certificate of a chain ends.
const END: &str = "-----END CERTIFICATE-----";

/// Responds with the archive of a certificate that is issued.
pub(super) fn download(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("Certificate")?;
    let id = desk.text("CertificateId").unwrap_or_default();
    let Some(item) = desk.item(&kind, &id) else {
        return Err(desk.missing(&kind, &id));
    };
    let record = desk.view(&kind, &item);
    let (public, private) = (
        text(&record, "CertificatePublicKey"),
        text(&record, "CertificatePrivateKey"),
    );
    if record.get("Status") != Some(&json!(ISSUED)) || public.is_empty() {
        let message =
            format!("The certificate {id:?} is not issued: there is nothing to download.");
        let code = "FailedOperation.InvalidCertificateStatusCode";
        return Err(desk.call.fault(code, message));
    }
    let files = files(&text(&record, "Domain"), &public, &private);
    let archive = pack(&files).map_err(|error| {
        Fault::new(
            "InternalError",
            format!("The archive cannot be written: {error}."),
        )
    })?;
    Ok(desk.respond(json!({
        "Content": STANDARD.encode(archive), "ContentType": "application/zip",
    })))
}

/// Returns the files of a certificate: one with the whole chain, and ones with its parts.
fn files(domain: &str, public: &str, private: &str) -> Vec<(String, String)> {
    // A folder is none for what is called by a wildcard.
    let domain = domain.replace('*', "_").replace(['/', '\\'], "");
    let end = public.find(END).map_or(public.len(), |at| at + END.len());
    let (own, issuers) = public.split_at(end);
    let mut files = vec![
        (format!("Nginx/1_{domain}_bundle.crt"), public.to_owned()),
        (format!("Apache/2_{domain}.crt"), format!("{own}\n")),
    ];
    if !issuers.trim().is_empty() {
        let issuers = format!("{}\n", issuers.trim());
        files.push(("Apache/1_root_bundle.crt".to_owned(), issuers));
    }
    if !private.is_empty() {
        files.push((format!("Nginx/2_{domain}.key"), private.to_owned()));
        files.push((format!("Apache/3_{domain}.key"), private.to_owned()));
    }
    files
}

fn pack(files: &[(String, String)]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
