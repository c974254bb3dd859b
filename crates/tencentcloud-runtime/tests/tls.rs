//! HTTPS by the library that the features choose, against a server of this test's own.
// Elsewhere the platform's roots cannot be set by a variable.
#![cfg(all(
    target_os = "linux",
    any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
))]

use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tencentcloud_runtime::{Api, Client, Config, Credential, Model};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    loaves: i64,
    request_id: String,
}

/// Where [`the_call`] goes to.
const ENDPOINT: &str = "BAKERY_ENDPOINT";

const BODY: &str = r#"{"Response":{"Loaves":7,"RequestId":"over-tls-000001"}}"#;

/// What the test below runs in a process of its own: the platform's roots come from a variable.
#[tokio::test]
#[ignore = "needs the server of another test"]
async fn the_call() {
    let endpoint = std::env::var(ENDPOINT).unwrap();
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key")).endpoint(endpoint);
    match Client::new(&config).call(BakeRequest::new()).await {
        Ok(response) => println!("{} loaves, {}", response.loaves, response.request_id),
        Err(error) => println!("network: {}, {error}", error.is_network()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_believed_by_the_platforms_roots_alone() {
    let issuer = issuer("the bakers' guild");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve(listener, acceptor(&issuer)));

    let trusted = call(port, &issuer.pem()).await;
    assert!(trusted.contains("7 loaves, over-tls-000001"), "{trusted}");

    let strange = call(port, &self::issuer("a stranger").pem()).await;
    assert!(strange.contains("network: true, "), "{strange}");
    let told = strange.to_lowercase();
    assert!(
        told.contains(&format!("https://localhost:{port}: ")) && told.contains("certificate"),
        "{strange}"
    );
}

/// Makes the call in a process that trusts that root, and gives what it printed.
async fn call(port: u16, root: &str) -> String {
    let roots = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(roots.path(), root).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_call", "--ignored", "--nocapture"])
        .env(ENDPOINT, format!("https://localhost:{port}"))
        .env("SSL_CERT_FILE", roots.path())
        .env_remove("SSL_CERT_DIR");
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    let output = tokio::task::spawn_blocking(move || command.output());
    let Output { status, stdout, .. } = output.await.unwrap().unwrap();
    let printed = String::from_utf8_lossy(&stdout).into_owned();
    assert!(status.success(), "{printed}");
    printed
}

fn issuer(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

fn acceptor(issuer: &CertifiedIssuer<'static, KeyPair>) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = parameters.signed_by(&key, issuer).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Answers every request, and goes on where a client turns away.
async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = acceptor.accept(stream).await else {
            continue;
        };
        let mut head = Vec::new();
        while !head.windows(4).any(|four| four == b"\r\n\r\n") {
            if matches!(stream.read_buf(&mut head).await, Ok(0) | Err(_)) {
                break;
            }
        }
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{BODY}",
            BODY.len()
        );
        let _ = stream.write_all(response.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}
