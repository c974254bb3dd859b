//! HTTPS on the same port and inside tunnels, by the local authority.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use serde_json::json;
use tencentcloud_emulator::Emulator;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, answer};

/// A program that trusts `pem` alone.
fn client(pem: &str) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    roots.add(certificate).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
}

/// Sends a call to `host` by TLS over `connection`, and reads the response.
pub(crate) fn call(
    connection: TcpStream,
    host: &str,
    emulator: &Emulator,
) -> std::io::Result<Response> {
    call_and(connection, host, emulator, |_| ())
}

/// The same, with what is said right after the request.
fn call_and(
    connection: TcpStream,
    host: &str,
    emulator: &Emulator,
    after: impl FnOnce(&mut ClientConnection),
) -> std::io::Result<Response> {
    let pem = emulator.ca_certificate().unwrap();
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let session = ClientConnection::new(client(&pem), name).unwrap();
    let mut stream = StreamOwned::new(session, connection);
    let request = Request::post(
        "DescribeUpstreams",
        APIGATEWAY.1,
        &json!({"Limit": 1, "Offset": 0}),
    )
    .header("Host", host)
    .tc3("apigateway", emulator.credential());
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    stream.conn.writer().write_all(&request.bytes())?;
    after(&mut stream.conn);
    stream.flush()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(Response::read(&bytes[..]))
}

pub(crate) fn tunnel(emulator: &Emulator, host: &str) -> TcpStream {
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    write!(
        connection,
        "CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n"
    )
    .unwrap();
    // What follows the head is not sent before the client speaks.
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    connection
}

#[tokio::test]
async fn on_the_port_itself() {
    let emulator = Emulator::start().await.unwrap();
    assert_eq!(
        emulator.https_url(),
        format!("https://{}", emulator.address())
    );
    for host in [
        "localhost",
        "127.0.0.1",
        "apigateway.localhost",
        "apigateway.tencentcloudapi.com",
    ] {
        let connection = TcpStream::connect(emulator.address()).unwrap();
        answer(&call(connection, host, &emulator).unwrap());
    }
}

#[tokio::test]
async fn inside_a_tunnel() {
    let emulator = Emulator::start().await.unwrap();
    for host in [
        "apigateway.tencentcloudapi.com",
        "apigateway.ap-guangzhou.tencentcloudapi.com",
        "apigateway.internal.tencentcloudapi.com",
        "apigateway.tencentcloudapi.com.cn",
    ] {
        answer(&call(tunnel(&emulator, host), host, &emulator).unwrap());
    }
}

#[tokio::test]
async fn who_sends_no_more_is_answered() {
    let emulator = Emulator::start().await.unwrap();
    let host = "apigateway.tencentcloudapi.com";
    let end = |session: &mut ClientConnection| session.send_close_notify();
    for _ in 0..10 {
        let response = call_and(tunnel(&emulator, host), host, &emulator, end);
        answer(&response.unwrap());
        let connection = TcpStream::connect(emulator.address()).unwrap();
        answer(&call_and(connection, host, &emulator, end).unwrap());
    }
}

#[tokio::test]
async fn other_hosts_have_no_certificate() {
    let emulator = Emulator::start().await.unwrap();
    for host in ["www.attacker.example", "10.0.0.1"] {
        let connection = TcpStream::connect(emulator.address()).unwrap();
        assert!(call(connection, host, &emulator).is_err(), "{host}");
    }
}

#[tokio::test]
async fn each_endpoint_has_an_authority_of_its_own_unless_a_folder_keeps_it() {
    let (one, other) = (
        Emulator::start().await.unwrap(),
        Emulator::start().await.unwrap(),
    );
    assert_ne!(
        one.ca_certificate().unwrap(),
        other.ca_certificate().unwrap()
    );
    let folder = tempfile::tempdir().unwrap();
    let kept = || Emulator::builder().certificate_folder(folder.path());
    let (one, other) = (kept().start().await.unwrap(), kept().start().await.unwrap());
    // It is made when it is needed.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let pem = one.ca_certificate().unwrap();
    assert_eq!(other.ca_certificate().unwrap(), pem);
    let file = std::fs::read_to_string(folder.path().join("ca.pem")).unwrap();
    assert_eq!(file, pem);
    assert!(pem.contains("CERTIFICATE") && !pem.contains("PRIVATE"));
}

#[tokio::test]
async fn an_authority_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (sender, lines) = std::sync::mpsc::channel();
    let emulator = Emulator::builder()
        .certificate_folder(&file)
        .log(move |line| sender.send(line.to_owned()).unwrap());
    let emulator = emulator.start().await.unwrap();
    let error = emulator.ca_certificate().unwrap_err().to_string();
    assert!(error.contains("authority in"), "{error}");
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    connection.write_all(&[0x16, 3, 1]).unwrap();
    assert_eq!(lines.recv().unwrap(), error);
}
