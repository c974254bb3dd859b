//! Certificates.

use std::io::{Cursor, Read as _};
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;
use zip::ZipArchive;

use super::{Caller, assert_has, emulator};

fn ssl(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "ssl", "2019-12-05")
}

/// Returns a certificate and its key, in PEM.
fn certificate(domain: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([domain.to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[tokio::test]
async fn a_certificate_is_read_as_it_was_uploaded() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let (public, private) = certificate("example.com");
    let written = json!({
        "CertificatePublicKey": public, "CertificatePrivateKey": private, "Alias": "first",
        "Tags": [{"TagKey": "team", "TagValue": "a"}],
    });
    let id = ssl.call("UploadCertificate", written.clone())["CertificateId"].take();
    let asked = json!({"CertificateId": id});
    let read = ssl.call("DescribeCertificateDetail", asked.clone());
    assert_has(&read, &written);
    assert_has(
        &read,
        &json!({"Status": 1, "From": "upload", "CertificateType": "SVR", "Deployable": true}),
    );
    assert_eq!(read["CertFingerprint"].as_str().unwrap().len(), 40);

    let renamed = json!({"CertificateId": id, "Alias": "second"});
    ssl.call("ModifyCertificateAlias", renamed);
    let list = |asked: Value| ssl.call("DescribeCertificates", asked);
    for asked in [
        json!({"SearchKey": "sec"}),
        json!({"CertIds": [id]}),
        json!({"FilterSource": "upload"}),
        json!({"Tags": [{"TagKey": "team", "TagValue": "a"}]}),
    ] {
        let found = list(asked.clone());
        assert_eq!(found["TotalCount"], 1, "{asked}");
        assert_has(
            &found["Certificates"][0],
            &json!({"CertificateId": id, "Alias": "second"}),
        );
    }
    for asked in [
        json!({"SearchKey": "first"}),
        json!({"CertificateStatus": [0]}),
    ] {
        assert_eq!(list(asked.clone())["TotalCount"], 0, "{asked}");
    }
    let mut again = written.clone();
    again["Repeatable"] = false.into();
    assert_eq!(
        ssl.refused("UploadCertificate", again),
        "FailedOperation.CertificateExists"
    );
    let gone = ssl.call("DeleteCertificate", asked.clone());
    assert_eq!(gone["DeleteResult"], true);
    for action in [
        "DescribeCertificate",
        "DescribeCertificateDetail",
        "DeleteCertificate",
    ] {
        let code = ssl.refused(action, asked.clone());
        assert_eq!(code, "FailedOperation.CertificateNotFound", "{action}");
    }
}

#[tokio::test]
async fn what_is_no_certificate_is_refused() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let (public, _) = certificate("example.com");
    for (certificate, key, code) in [
        ("no PEM", "", "FailedOperation.CertificateParseError"),
        (&public, "no PEM", "InvalidParameter.MissMatchPrivateKey"),
    ] {
        let written = json!({"CertificatePublicKey": certificate, "CertificatePrivateKey": key});
        assert_eq!(ssl.refused("UploadCertificate", written), code);
    }
    assert_eq!(ssl.call("DescribeCertificates", json!({}))["TotalCount"], 0);
}

#[tokio::test]
async fn a_certificate_that_was_applied_for_is_issued_after_a_while() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let order = json!({"DomainName": "example.com", "DvAuthMethod": "DNS", "Alias": "site"});
    let id = ssl.call("ApplyCertificate", order)["CertificateId"].take();
    let read = || ssl.call("DescribeCertificate", json!({"CertificateId": id}));
    let first = read();
    assert_has(
        &first,
        &json!({
            "Status": 0, "Domain": "example.com", "Alias": "site", "VerifyType": "DNS",
            "Deployable": false, "SubjectAltName": ["example.com"],
            "DvAuthDetail": {"DvAuthDomain": "example.com", "DvAuthKeySubDomain": "_dnsauth"},
        }),
    );
    let later = read();
    assert_has(&later, &json!({"Status": 1, "Deployable": true}));
    let (begin, end) = (&later["CertBeginTime"], &later["CertEndTime"]);
    assert!(begin.as_str().unwrap() < end.as_str().unwrap(), "{later}");
}

#[tokio::test]
async fn tags_of_a_certificate_are_those_of_the_tag_service() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let tag = Caller::new(&emulator, "tag", "2018-08-13");
    let (public, _) = certificate("example.com");
    let made = json!({"CertificatePublicKey": public});
    let id = ssl.call("UploadCertificate", made)["CertificateId"].take();
    let name = format!("qcs::ssl::uin/:certificate/{}", id.as_str().unwrap());
    let tags = json!([{"TagKey": "team", "TagValue": "a"}]);
    let done = tag.call(
        "TagResources",
        json!({"ResourceList": [name], "Tags": tags}),
    );
    assert_eq!(done["FailedResources"], json!([]));
    let read = ssl.call("DescribeCertificate", json!({"CertificateId": id}));
    assert_eq!(read["Tags"], tags);
}

/// Returns a certificate with that of its issuer, and its key: for two domains and an address, from the
/// first day of a year to the first of July.
fn chain() -> (String, String) {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(DnType::CommonName, "Test Authority");
    let authority_key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let names = ["*.example.com", "example.com", "127.0.0.1"].map(str::to_owned);
    let mut parameters = CertificateParams::new(names).unwrap();
    parameters
        .distinguished_name
        .push(DnType::CommonName, "*.example.com");
    parameters
        .distinguished_name
        .push(DnType::OrganizationName, "Example");
    parameters.not_before = date_time_ymd(2030, 1, 1);
    parameters.not_after = date_time_ymd(2030, 7, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = parameters.signed_by(&key, &issuer).unwrap();
    (certificate.pem() + &root.pem(), key.serialize_pem())
}

fn at(year: i32, month: u8, day: u8) -> std::time::SystemTime {
    let seconds = date_time_ymd(year, month, day).unix_timestamp();
    UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap())
}

#[tokio::test]
async fn a_certificate_says_itself_whose_it_is_and_how_long() {
    let emulator = emulator().await;
    emulator.clock().set(at(2030, 2, 1));
    let ssl = ssl(&emulator);
    let (public, private) = chain();
    let written = json!({"CertificatePublicKey": public, "CertificatePrivateKey": private});
    let id = ssl.call("UploadCertificate", written)["CertificateId"].take();
    let read = || ssl.call("DescribeCertificateDetail", json!({"CertificateId": id}));
    let first = read();
    assert_has(
        &first,
        &json!({
            "Domain": "*.example.com", "IsWildcard": true, "DomainType": 4, "CertType": "OV",
            "IsDv": false, "ProductZhName": "Test Authority", "EncryptAlgorithm": "ECC 256",
            "SubjectAltName": ["*.example.com", "example.com", "127.0.0.1"], "ValidityPeriod": "6",
            "CertBeginTime": "2030-01-01 08:00:00", "CertEndTime": "2030-07-01 08:00:00",
            "Status": 1,
        }),
    );
    let chain = first["CertChainInfo"].as_array().unwrap();
    assert_eq!(chain.len(), 2);
    assert_has(
        &chain[0],
        &json!({"Issuer": "Test Authority", "Subject": "*.example.com"}),
    );
    assert_has(
        &chain[1],
        &json!({"Issuer": "Test Authority", "Subject": "Test Authority"}),
    );
    let listed = || ssl.call("DescribeCertificates", json!({}))["Certificates"][0].take();
    assert_has(
        &listed(),
        &json!({"IsExpiring": false, "Deployable": true, "CertSANs": first["SubjectAltName"]}),
    );
    emulator.clock().set(at(2030, 6, 20));
    assert_has(
        &listed(),
        &json!({"IsExpiring": true, "Deployable": true, "Status": 1}),
    );
    emulator.clock().set(at(2030, 7, 2));
    assert_has(
        &listed(),
        &json!({"IsExpiring": false, "Deployable": false, "Status": 3}),
    );
    assert_eq!(read()["CertEndTime"], "2030-07-01 08:00:00");
}

#[tokio::test]
async fn a_key_or_a_chain_that_does_not_fit_is_refused() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let ((public, _), (other, key)) = (certificate("example.com"), certificate("example.org"));
    let broken = chain().0 + &other;
    for (certificate, code) in [
        (&public, "FailedOperation.CertificateMismatch"),
        (&broken, "FailedOperation.CertificateChainError"),
    ] {
        let written = json!({"CertificatePublicKey": certificate, "CertificatePrivateKey": key});
        assert_eq!(ssl.refused("UploadCertificate", written), code);
    }
    let authority = json!({"CertificatePublicKey": public, "CertificateType": "CA"});
    ssl.call("UploadCertificate", authority);
    let listed = ssl.call("DescribeCertificates", json!({"CertificateType": "CA"}));
    let authority = &listed["Certificates"][0];
    assert_eq!(authority["CACommonNames"].as_array().unwrap().len(), 1);
    assert_eq!(authority["CAEndTimes"][0], authority["CertEndTime"]);
}

/// Returns the files of a downloaded archive, by name.
fn unpacked(ssl: &Caller<'_>, id: &Value) -> Vec<(String, String)> {
    let answer = ssl.call("DownloadCertificate", json!({"CertificateId": id}));
    assert_eq!(answer["ContentType"], "application/zip");
    let bytes = STANDARD
        .decode(answer["Content"].as_str().unwrap())
        .unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        files.push((file.name().unwrap().into_owned(), content));
    }
    files
}

#[tokio::test]
async fn a_certificate_is_downloaded_as_an_archive() {
    let emulator = emulator().await;
    emulator.clock().set(at(2030, 2, 1));
    let ssl = ssl(&emulator);
    let (public, private) = chain();
    let written = json!({"CertificatePublicKey": public, "CertificatePrivateKey": private});
    let id = ssl.call("UploadCertificate", written)["CertificateId"].take();
    let files = unpacked(&ssl, &id);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Nginx/1__.example.com_bundle.crt",
            "Apache/2__.example.com.crt",
            "Apache/1_root_bundle.crt",
            "Nginx/2__.example.com.key",
            "Apache/3__.example.com.key",
        ]
    );
    assert_eq!((&files[0].1, &files[3].1), (&public, &private));
    assert_eq!(
        format!("{}{}", files[1].1, files[2].1).replace(['\r', '\n'], ""),
        public.replace(['\r', '\n'], "")
    );
    let unknown = json!({"CertificateId": "nowhere"});
    let code = ssl.refused("DownloadCertificate", unknown);
    assert_eq!(code, "FailedOperation.CertificateNotFound");
}

#[tokio::test]
async fn a_certificate_that_was_applied_for_is_a_real_one() {
    let emulator = emulator().await;
    let ssl = ssl(&emulator);
    let order = json!({"DomainName": "example.com", "DvAuthMethod": "DNS"});
    let id = ssl.call("ApplyCertificate", order)["CertificateId"].take();
    let asked = json!({"CertificateId": id});
    let code = ssl.refused("DownloadCertificate", asked.clone());
    assert_eq!(code, "FailedOperation.InvalidCertificateStatusCode");
    let read = ssl.call("DescribeCertificateDetail", asked);
    assert_has(
        &read,
        &json!({"Status": 1, "Domain": "example.com", "ValidityPeriod": "3"}),
    );
    let files = unpacked(&ssl, &id);
    let [public, private] = ["Nginx/1_example.com_bundle.crt", "Nginx/2_example.com.key"]
        .map(|name| &files.iter().find(|(known, _)| known == name).unwrap().1);
    let again = json!({"CertificatePublicKey": public, "CertificatePrivateKey": private});
    ssl.call("UploadCertificate", again);
    let sorted = ssl.call("DescribeCertificates", json!({"ExpirationSort": "ASC"}));
    assert_eq!(sorted["TotalCount"], 2);
}
