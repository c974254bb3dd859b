//! Proxies that the environment names. Each test runs a program of its own, which this file is too,
//! with the variables that it is about.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

use tencentcloud_runtime::transport::Http;
use tencentcloud_runtime::{Api, Client, Config, Credential, Model};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    loaves: i64,
    request_id: String,
}

const VARIABLES: [&str; 8] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
];

/// Runs `call` of this file with those variables alone; returns what it printed.
fn run(endpoint: &str, variables: &[(&str, &str)]) -> String {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "call", "--ignored", "--nocapture"]);
    program.env("BAKERY", endpoint);
    for variable in VARIABLES {
        program.env_remove(variable);
    }
    let output = program.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// No test of its own: what [`run`] runs.
#[test]
#[ignore = "runs inside the others"]
fn call() {
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"));
    let client = Client::new(&config.endpoint(std::env::var("BAKERY").unwrap()));
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    match runtime.block_on(client.call(BakeRequest::new()).into_future()) {
        Ok(bread) => println!("loaves {}", bread.loaves),
        Err(error) => println!("{error}\n{error:?}"),
    }
}

#[test]
fn a_loopback_host_never_goes_through_a_proxy() {
    for name in ["127.0.0.1", "localhost"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{name}:{}", listener.local_addr().unwrap().port());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 4096];
            let size = stream.read(&mut head).unwrap();
            let body = r#"{"Response":{"Loaves":3,"RequestId":"r"}}"#;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&head[..size]).into_owned()
        });
        let dead = "http://user:hunter2@127.0.0.1:9";
        let told = run(
            &endpoint,
            &[
                ("http_proxy", dead),
                ("ALL_PROXY", dead),
                ("HTTPS_PROXY", dead),
            ],
        );
        assert!(told.contains("loaves 3"), "{told}");
        assert!(server.join().unwrap().starts_with("POST / HTTP/1.1"));
    }
}

/// Port 1 of this machine is taken by nobody.
#[test]
fn an_error_behind_a_proxy_names_the_target_and_never_the_proxy() {
    for proxy in [
        "http://user:hunter2@127.0.0.1:1",
        "socks5://user:hunter2@127.0.0.1:1",
    ] {
        for endpoint in [
            "http://bakery.example.invalid",
            "https://bakery.example.invalid",
        ] {
            let told = run(endpoint, &[("http_proxy", proxy), ("https_proxy", proxy)]);
            assert!(
                told.contains(&format!("connection failed: {endpoint}")),
                "{told}"
            );
            for hidden in ["hunter2", "127.0.0.1"] {
                assert!(!told.contains(hidden), "{told}");
            }
        }
    }
}

#[test]
fn a_socks_proxy_is_used() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut version = [0];
        stream.read_exact(&mut version).unwrap();
        version[0]
    });
    // An address, for the name of a host is looked up before the proxy is asked.
    let told = run(
        "http://192.0.2.1",
        &[("ALL_PROXY", &format!("socks5://{address}"))],
    );
    // Where nobody came to the server, this does.
    if let Ok(mut stream) = TcpStream::connect(address) {
        let _ = stream.write_all(&[0]);
    }
    assert_eq!(server.join().unwrap(), 5, "{told}");
    assert!(
        told.contains("connection failed: http://192.0.2.1"),
        "{told}"
    );
}

/// A proxy that gives `answer` to whatever is asked; also returns the heads of that.
fn proxy(answer: &'static str) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (heads, came) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut piece = [0; 4096];
            while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(count) => head.extend_from_slice(&piece[..count]),
                }
            }
            let _ = stream.write_all(answer.as_bytes());
            let _ = heads.send(String::from_utf8_lossy(&head).to_lowercase());
        }
    });
    (address, came)
}

/// `user:pass` in the scheme Basic.
const WORD: &str = "proxy-authorization: basic dxnlcjpwyxnz";

const BREAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 41\r\n\r\n{\"Response\":{\"Loaves\":3,\"RequestId\":\"r\"}}";

#[test]
fn a_plain_request_names_its_url_to_the_proxy_and_signs_its_own_host() {
    for variable in ["http_proxy", "ALL_PROXY"] {
        let (address, server) = proxy(BREAD);
        let url = format!("http://user:pass@{address}");
        let told = run("http://bakery.example.invalid:80", &[(variable, &url)]);
        assert!(told.contains("loaves 3"), "{told}");
        let head = server.recv().unwrap();
        assert!(
            head.starts_with("post http://bakery.example.invalid/ http/1.1\r\n"),
            "{head}"
        );
        assert!(
            head.contains("\r\nhost: bakery.example.invalid\r\n"),
            "{head}"
        );
        assert!(head.contains(WORD), "{head}");
    }
}

#[test]
fn a_secure_request_goes_through_a_tunnel_and_the_proxys_refusal_is_told() {
    let (address, server) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    let url = format!("http://user:pass@{address}");
    let told = run("https://bakery.example.invalid", &[("https_proxy", &url)]);
    assert!(
        told.contains("connection failed: https://bakery.example.invalid: ")
            && told.contains("prox"),
        "{told}"
    );
    assert!(
        !told.contains("pass@") && !told.contains(&address.to_string()),
        "{told}"
    );
    let head = server.recv().unwrap();
    assert!(
        head.starts_with("connect bakery.example.invalid:443 http/1.1\r\n"),
        "{head}"
    );
    assert!(head.contains(WORD), "{head}");
    assert!(!head.contains("authorization: tc3"), "{head}");
}

#[test]
fn a_host_in_no_proxy_is_reached_directly() {
    let dead = "http://127.0.0.1:1";
    for no in ["bakery.example.invalid", "example.invalid, other", "*"] {
        let told = run(
            "http://bakery.example.invalid",
            &[("http_proxy", dead), ("NO_PROXY", no)],
        );
        // The name is looked up here, and is nobody's.
        assert!(told.contains("lookup"), "{no}: {told}");
    }
    let told = run(
        "http://bakery.example.invalid",
        &[("http_proxy", dead), ("NO_PROXY", "other")],
    );
    assert!(told.contains("refused"), "{told}");
}

#[test]
fn a_transport_has_a_proxy_of_its_own_or_none() {
    let credential = Credential::new("AKIDtest", "the-secret-key");
    let config = Config::new(credential).endpoint("http://bakery.example.invalid");
    let call = |transport: Http| {
        let client = Client::new(&config.clone().transport(transport));
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().unwrap();
        runtime.block_on(client.call(BakeRequest::new()).into_future())
    };
    let (address, server) = proxy(BREAD);
    let own = Http::new().proxy(&format!("http://{address}")).unwrap();
    assert_eq!(call(own).unwrap().loaves, 3);
    assert!(
        server
            .recv()
            .unwrap()
            .starts_with("post http://bakery.example.invalid/")
    );
    let told = call(Http::new().no_proxy()).unwrap_err().to_string();
    assert!(told.contains("lookup"), "{told}");
}
