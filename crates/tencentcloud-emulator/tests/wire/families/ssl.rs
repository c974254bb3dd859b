//! Certificates.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

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
