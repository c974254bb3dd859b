//! The local certificate authority: its key, its certificate, and where they are kept.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, SerialNumber, date_time_ymd,
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use crate::hosts::DOMAINS;

/// The file of the certificate, which programs are told to trust.
const CERTIFICATE: &str = "ca.pem";
/// The file of the key, which its owner alone may read.
const KEY: &str = "ca.key";

/// An authority that can sign for this machine and the vendor's hosts alone: its certificate says
/// so, and clients hold it to that.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    /// Makes an authority that is kept nowhere.
    pub(super) fn generate() -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let pem = signed(&key)?;
        Ok(Self::new(key, pem))
    }

    /// Opens the authority of `folder`, and makes it first if there is none. Of two processes that
    /// make one at the same time, the later takes that of the earlier.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        make_folder(folder).map_err(|error| in_place(folder, &error))?;
        let path = folder.join(KEY);
        let key = match read_key(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = KeyPair::generate().map_err(io::Error::other)?;
                match publish(folder, &path, key.serialize_pem().as_bytes(), false) {
                    Ok(()) => Ok(key),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => read_key(&path),
                    Err(error) => Err(error),
                }
            }
            read => read,
        }
        .map_err(|error| in_place(&path, &error))?;
        let path = folder.join(CERTIFICATE);
        let pem = match fs::read_to_string(&path) {
            Ok(pem) if is_of(&pem, &key) => pem,
            // Any certificate of the key is as good as another: who comes last may replace it.
            _ => {
                let pem = signed(&key)?;
                publish(folder, &path, pem.as_bytes(), true)
                    .map_err(|error| in_place(&path, &error))?;
                pem
            }
        };
        Ok(Self::new(key, pem))
    }

    fn new(key: KeyPair, pem: String) -> Self {
        let issuer = Issuer::new(parameters(&key), key);
        Self { issuer, pem }
    }

    /// Returns the certificate as PEM.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    /// Signs a certificate of `key` for the hosts `names`, valid from yesterday for a year.
    pub(super) fn sign(
        &self,
        names: &[&str],
        key: &KeyPair,
    ) -> io::Result<CertificateDer<'static>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut parameters = CertificateParams::new(names).map_err(io::Error::other)?;
        parameters.distinguished_name = DistinguishedName::new();
        parameters
            .distinguished_name
            .push(DnType::OrganizationName, "tencentcloud-emulator");
        let now = OffsetDateTime::now_utc();
        parameters.not_before = now - Duration::DAY;
        parameters.not_after = now + Duration::days(365);
        // One key signs for all hosts, and a serial that is made of it would be used twice.
        parameters.serial_number = Some(SerialNumber::from_slice(&serial()));
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        parameters.use_authority_key_identifier_extension = true;
        let certificate = parameters.signed_by(key, &self.issuer);
        Ok(certificate.map_err(io::Error::other)?.der().clone())
    }
}

fn serial() -> [u8; 16] {
    let mut serial = [0; 16];
    getrandom::fill(&mut serial).expect("the system gives random bytes");
    serial
}

fn signed(key: &KeyPair) -> io::Result<String> {
    let certificate = parameters(key).self_signed(key);
    Ok(certificate.map_err(io::Error::other)?.pem())
}

/// Returns what the certificate of `key` says, which depends on the key alone.
fn parameters(key: &KeyPair) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    let digits: String = parameters
        .key_identifier(key)
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(
        DnType::CommonName,
        format!("tencentcloud-emulator local authority {digits}"),
    );
    parameters.not_before = date_time_ymd(2025, 1, 1);
    parameters.not_after = date_time_ymd(2045, 1, 1);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::CrlSign,
        KeyUsagePurpose::DigitalSignature,
    ];
    let names = DOMAINS.into_iter().chain(["localhost"]);
    let names = names.map(|name| GeneralSubtree::DnsName(name.to_owned()));
    let addresses = [
        CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 8),
        CidrSubnet::from_v6_prefix(Ipv6Addr::LOCALHOST.octets(), 128),
    ];
    parameters.name_constraints = Some(NameConstraints {
        permitted_subtrees: names
            .chain(addresses.map(GeneralSubtree::IpAddress))
            .collect(),
        excluded_subtrees: Vec::new(),
    });
    parameters
}

/// Returns true if `pem` is a certificate of `key`.
fn is_of(pem: &str, key: &KeyPair) -> bool {
    let public = key.public_key_raw();
    CertificateDer::from_pem_slice(pem.as_bytes()).is_ok_and(|certificate| {
        certificate
            .windows(public.len())
            .any(|window| window == public)
    })
}

fn read_key(path: &Path) -> io::Result<KeyPair> {
    let text = fs::read_to_string(path)?;
    check_owner(path)?;
    KeyPair::from_pem(&text).map_err(|_| {
        io::Error::new(
            ErrorKind::InvalidData,
            "it is no private key; delete it, and a new authority is made",
        )
    })
}

#[cfg(unix)]
fn check_owner(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(io::Error::new(
        ErrorKind::PermissionDenied,
        "others than its owner may read it, and with it act as the hosts that programs of this user trust: delete it, and a new authority is made",
    ))
}

#[cfg(not(unix))]
fn check_owner(_: &Path) -> io::Result<()> {
    Ok(())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file so that others see all of it or nothing.
fn publish(folder: &Path, path: &Path, text: &[u8], replace: bool) -> io::Result<()> {
    // It is created so that its owner alone may read it.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    let done = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    done.map(drop).map_err(|error| error.error)
}

fn in_place(path: &Path, error: &io::Error) -> io::Error {
    let text = format!(
        "the local certificate authority in {}: {error}",
        path.display()
    );
    io::Error::new(error.kind(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_make_it_at_the_same_time_have_the_same_one() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new/authority");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let open = || {
                Authority::open(&folder)
                    .unwrap()
                    .issuer
                    .key()
                    .serialize_der()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        let kept = Authority::open(&folder).unwrap();
        let pem = fs::read_to_string(folder.join(CERTIFICATE)).unwrap();
        assert_eq!(kept.pem(), pem);
        assert!(is_of(&pem, kept.issuer.key()));
        let names: Vec<_> = fs::read_dir(&folder).unwrap().collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn its_owner_alone_may_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("authority");
        Authority::open(&folder).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.join(KEY)), 0o600);
        assert_eq!(mode(&folder), 0o700);
        let open = fs::Permissions::from_mode(0o640);
        fs::set_permissions(folder.join(KEY), open).unwrap();
        let error = Authority::open(&folder).err().unwrap().to_string();
        assert!(
            error.contains(KEY) && error.contains("delete it"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_key_is_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY);
        publish(folder.path(), &path, b"hushhush", false).unwrap();
        let error = Authority::open(folder.path()).err().unwrap().to_string();
        assert!(
            error.contains(KEY) && !error.contains("hushhush"),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"hushhush");
    }

    #[test]
    fn a_certificate_of_another_key_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let first = Authority::open(folder.path()).unwrap();
        let other = Authority::generate().unwrap();
        fs::write(folder.path().join(CERTIFICATE), other.pem()).unwrap();
        let again = Authority::open(folder.path()).unwrap();
        assert!(is_of(again.pem(), first.issuer.key()));
    }
}
