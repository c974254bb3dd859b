//! HTTPS by the library that the features choose, against a server of this test's own.
// Elsewhere the platform's roots cannot be set by a variable.
#![cfg(all(
    target_os = "linux",
    any(feature = "rustls", feature = "aws-lc", feature = "native-tls")
))]

use std::net::SocketAddr;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use tencentcloud_runtime::transport::Http;
use tencentcloud_runtime::{ActionClass, Api, Client, Config, Credential, Error, Model, Retries};
use tencentcloud_testkit::fault::{Server, Step};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
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
        Err(error) => println!(
            "network: {}, unsent: {}, parameter: {}, {error}",
            error.is_network(),
            error.is_unsent(),
            error.is_invalid_parameter()
        ),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_believed_by_the_platforms_roots_alone() {
    let issuer = issuer("the bakers' guild");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve(listener, acceptor(&issuer, None)));

    let endpoint = format!("https://localhost:{port}");
    let trusted = call(&endpoint, &issuer.pem()).await;
    assert!(trusted.contains("7 loaves, over-tls-000001"), "{trusted}");

    let strange = call(&endpoint, &self::issuer("a stranger").pem()).await;
    assert!(strange.contains("network: true, unsent: true"), "{strange}");
    let told = strange.to_lowercase();
    assert!(
        told.contains(&format!("https://localhost:{port}: ")) && told.contains("certificate"),
        "{strange}"
    );
}

/// Makes the call in a process that trusts that root, and gives what it printed.
async fn call(endpoint: &str, root: &str) -> String {
    let roots = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(roots.path(), root).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_call", "--ignored", "--nocapture"])
        .env(ENDPOINT, endpoint)
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

/// A certificate for `localhost`, and its key.
fn signed(issuer: &CertifiedIssuer<'static, KeyPair>) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
    (parameters.signed_by(&key, issuer).unwrap(), key)
}

/// What accepts clients; with `clients`, those alone that show a certificate of that issuer.
fn acceptor(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    clients: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> TlsAcceptor {
    let (certificate, key) = signed(issuer);
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(clients.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let config = builder
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Starts a server; returns its port.
async fn start(acceptor: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve(listener, acceptor));
    port
}

/// Makes the call in this process, over that transport.
async fn bake(port: u16, transport: Http) -> Result<BakeResponse, Error> {
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .endpoint(format!("https://localhost:{port}"))
        .transport(transport);
    Client::new(&config).call(BakeRequest::new()).await
}

#[tokio::test]
async fn a_server_may_have_a_certificate_of_the_users_own() {
    let issuer = issuer("the bakers' guild");
    let port = start(acceptor(&issuer, None)).await;
    let given = || Http::new().ca_certificates(issuer.pem());
    for transport in [given(), given().only_given_certificates()] {
        assert_eq!(bake(port, transport).await.unwrap().loaves, 7);
    }
    let other = self::issuer("a stranger").pem();
    let strangers = Http::new().ca_certificates(other).only_given_certificates();
    let error = bake(port, strangers).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");

    for wrong in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = bake(port, Http::new().ca_certificates(wrong)).await;
        let told = error.unwrap_err().to_string();
        assert!(told.to_lowercase().contains("certificate"), "{told}");
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate_where_one_is_asked_for() {
    let (issuer, clients) = (issuer("the bakers' guild"), issuer("the customers"));
    let port = start(acceptor(&issuer, Some(&clients))).await;
    let (certificate, key) = signed(&clients);
    let given = || Http::new().ca_certificates(issuer.pem());
    let known = given().client_certificate(certificate.pem(), key.serialize_pem());
    assert!(!format!("{known:?}").contains("PRIVATE"));
    assert_eq!(bake(port, known).await.unwrap().loaves, 7);

    let error = bake(port, given()).await.unwrap_err();
    assert!(error.is_network(), "{error:?}");
    let wrong = given().client_certificate(certificate.pem(), "no key");
    let told = bake(port, wrong).await.unwrap_err().to_string();
    assert!(told.contains("client certificate"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_certificates_https_says_so_and_plain_http_works() {
    let issuer = issuer("the bakers' guild");
    let port = start(acceptor(&issuer, None)).await;
    let told = call(&format!("https://localhost:{port}"), "").await;
    assert!(
        told.contains("network: true, unsent: true, parameter: false"),
        "{told}"
    );
    assert!(
        told.contains("CA certificates") || cfg!(feature = "native-tls"),
        "{told}"
    );

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        respond(stream, "close").await;
    });
    let told = call(&format!("http://{plain}"), "").await;
    assert!(told.contains("7 loaves"), "{told}");
}

/// Answers every request, and goes on where a client turns away.
/// The server says goodbye by TLS behind each response, and not by HTTP before it. The next call, which
/// creates something, must neither fail nor arrive twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_whose_tls_has_ended_is_replaced_without_an_error() {
    const CALLS: usize = 100;
    let issuer = issuer("the bakers' guild");
    let acceptor = acceptor(&issuer, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (requests, closed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (seen, ended) = (Arc::clone(&requests), Arc::clone(&closed));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.unwrap();
            if respond(&mut stream, "keep-alive").await {
                seen.fetch_add(1, Ordering::SeqCst);
            }
            drop(stream);
            ended.fetch_add(1, Ordering::SeqCst);
        }
    });
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
        .endpoint(format!("https://localhost:{port}"))
        .transport(Http::new().ca_certificates(issuer.pem()))
        .retries(Retries::none());
    let client = Client::new(&config);
    for call in 1..=CALLS {
        let bread = client.call(BakeRequest::new()).await;
        assert_eq!(bread.unwrap().loaves, 7, "call {call}");
        while closed.load(Ordering::SeqCst) < call {
            tokio::time::sleep(Duration::from_micros(100)).await;
        }
    }
    assert_eq!(requests.load(Ordering::SeqCst), CALLS);
}

/// Faults behind TLS are the faults without it: the same requests, the same kinds of errors.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_behind_tls_are_sent_again_as_without_it() {
    let bread = || Step::ok(r#""Loaves":7"#);
    let issuer = issuer("the bakers' guild");
    let acceptor = acceptor(&issuer, None);
    for (name, step) in [
        ("closed", Step::close()),
        ("reset", Step::reset()),
        ("a cut head", bread().cut_head(20)),
        ("a cut body", bread().cut_body(20)),
        ("a reset body", bread().cut_body(20).then_reset()),
        ("a cut chunk", bread().chunks(16).cut_body(12)),
        // TLS alone says whether a body that ends with its connection is whole, and OpenSSL before
        // version 3 does not. A body that is cut is no JSON then.
        #[cfg(not(feature = "native-tls"))]
        ("an end without goodbye", bread().until_close()),
        ("a page", Step::page(502)),
    ] {
        for (reads, requests) in [(true, 2), (false, 1)] {
            let server = Server::start([step.clone(), bread()]);
            let port = secured(server.address(), acceptor.clone()).await;
            let config = Config::new(Credential::new("AKIDtest", "the-secret-key"))
                .endpoint(format!("https://localhost:{port}"))
                .transport(Http::new().ca_certificates(issuer.pem()))
                .retries(Retries::new().base(Duration::ZERO, Duration::ZERO));
            let class = match reads {
                true => ActionClass::Read,
                false => ActionClass::Write,
            };
            let client = Client::new(&config);
            let came = client.call(BakeRequest::new()).class(class).await;
            assert_eq!(server.count(), requests, "{name}: {came:?}");
            match came {
                Ok(response) => assert!(reads && response.loaves == 7, "{name}"),
                Err(error) => {
                    assert!(!reads && error.attempts() == 1, "{name}: {error:?}");
                    assert!(
                        error.is_network() || error.is_gateway(),
                        "{name}: {error:?}"
                    );
                }
            }
        }
    }
}

/// The port of TLS before a server that speaks none. It never says goodbye.
async fn secured(server: SocketAddr, acceptor: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.unwrap();
                let behind = TcpStream::connect(server).await.unwrap();
                let (mut from, mut to) = tokio::io::split(stream);
                let (mut answers, mut requests) = behind.into_split();
                tokio::select! {
                    _ = tokio::io::copy(&mut from, &mut requests) => {}
                    _ = tokio::io::copy(&mut answers, &mut to) => {}
                }
                let _ = to.flush().await;
            });
        }
    });
    port
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(stream) = acceptor.accept(stream).await else {
            continue;
        };
        respond(stream, "close").await;
    }
}

/// Responds to the request that comes, and closes. Returns false if none came.
async fn respond(mut stream: impl AsyncRead + AsyncWrite + Unpin, connection: &str) -> bool {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if matches!(stream.read_buf(&mut head).await, Ok(0) | Err(_)) {
            return false;
        }
    }
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: {connection}\r\n\r\n{BODY}",
        BODY.len()
    );
    let _ = stream.write_all(response.as_bytes()).await;
    let _ = stream.shutdown().await;
    true
}

/// A server whose issuer Mozilla does not know, and this machine does by the variable, is believed only
/// if the program names it.
#[cfg(feature = "webpki-roots")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bundled_roots_are_believed_instead_of_the_platforms() {
    let issuer = issuer("the bakers' guild");
    for (extra, believed) in [(false, false), (true, true)] {
        let port = start(acceptor(&issuer, None)).await;
        let mut transport = Http::new().bundled_roots();
        if extra {
            transport = transport.ca_certificates(issuer.pem());
        }
        match bake(port, transport).await {
            Ok(response) => assert!(believed && response.loaves == 7),
            Err(error) => assert!(!believed && error.is_unsent(), "{error:?}"),
        }
    }
}

/// HTTP/2, where the server offers it.
#[cfg(all(feature = "http2", not(feature = "native-tls")))]
mod http2 {
    use std::convert::Infallible;
    use std::sync::Mutex;

    use hyper::service::service_fn;
    use hyper_util::rt::{TokioExecutor, TokioIo};

    use super::*;

    /// What a server saw: the version of each request, its host by the URI and by a header.
    #[derive(Default)]
    struct Seen {
        connections: AtomicUsize,
        requests: Mutex<Vec<String>>,
    }

    /// The port of a server that offers both versions and responds with these statuses, the last one
    /// for ever.
    async fn server(
        issuer: &CertifiedIssuer<'static, KeyPair>,
        statuses: &'static [u16],
    ) -> (u16, Arc<Seen>) {
        let mut offer = (**acceptor(issuer, None).config()).clone();
        offer.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(offer));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Seen>::default();
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                kept.connections.fetch_add(1, Ordering::SeqCst);
                let stream = acceptor.accept(stream).await.unwrap();
                let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let kept = Arc::clone(&kept);
                let service = service_fn(move |request: http::Request<_>| {
                    let _: &hyper::body::Incoming = request.body();
                    let authority = request.uri().authority().map(ToString::to_string);
                    let header = request.headers().get("host");
                    let line = format!("{:?} {authority:?} {header:?}", request.version());
                    let mut requests = kept.requests.lock().unwrap();
                    let status = statuses[requests.len().min(statuses.len() - 1)];
                    requests.push(line);
                    let response = http::Response::builder().status(status);
                    std::future::ready(Ok::<_, Infallible>(response.body(BODY.to_owned()).unwrap()))
                });
                let stream = TokioIo::new(stream);
                tokio::spawn(async move {
                    let _ = match h2 {
                        true => {
                            let server =
                                hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                            server.serve_connection(stream, service).await
                        }
                        false => {
                            let server = hyper::server::conn::http1::Builder::new();
                            server.serve_connection(stream, service).await
                        }
                    };
                });
            }
        });
        (port, seen)
    }

    fn config(issuer: &CertifiedIssuer<'static, KeyPair>) -> Config {
        Config::new(Credential::new("AKIDtest", "the-secret-key"))
            .transport(Http::new().ca_certificates(issuer.pem()))
            .retries(Retries::new().base(Duration::ZERO, Duration::ZERO))
    }

    #[tokio::test]
    async fn http_2_is_spoken_where_the_server_offers_it() {
        let issuer = issuer("the bakers' guild");
        let (port, seen) = server(&issuer, &[200]).await;
        let config = config(&issuer).endpoint(format!("https://localhost:{port}"));
        let client = Client::new(&config);
        for _ in 0..3 {
            assert_eq!(client.call(BakeRequest::new()).await.unwrap().loaves, 7);
        }
        let line = format!("HTTP/2.0 Some(\"localhost:{port}\") None");
        assert_eq!(*seen.requests.lock().unwrap(), vec![line; 3]);
        assert_eq!(seen.connections.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_transient_status_by_http_2_is_answered_on_another_connection() {
        let issuer = issuer("the bakers' guild");
        let (port, seen) = server(&issuer, &[200, 502, 200]).await;
        let config = config(&issuer).endpoint(format!("https://localhost:{port}"));
        let client = Client::new(&config);
        for attempts in [1, 2, 1] {
            let call = client.call(BakeRequest::new()).class(ActionClass::Read);
            assert_eq!(call.answer().await.unwrap().attempts, attempts);
        }
        assert_eq!(seen.requests.lock().unwrap().len(), 4);
        assert_eq!(seen.connections.load(Ordering::SeqCst), 2);
    }

    /// HTTP/2 has no place for a host other than the one that is connected to.
    #[tokio::test]
    async fn a_gateway_is_spoken_to_by_http_1() {
        let issuer = issuer("the bakers' guild");
        let (port, seen) = server(&issuer, &[200]).await;
        let gateway = format!("https://localhost:{port}");
        let through = Client::new(&config(&issuer).gateway(&gateway));
        assert_eq!(through.call(BakeRequest::new()).await.unwrap().loaves, 7);
        let line = r#"HTTP/1.1 None Some("bakery.tencentcloudapi.com")"#;
        assert_eq!(*seen.requests.lock().unwrap(), [line]);
    }
}
