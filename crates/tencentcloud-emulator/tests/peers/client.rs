//! The clients, driven alike: one order is one call.

use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tencentcloud_emulator::{TEST_SECRET_ID, TEST_SECRET_KEY};

use tencentcloud_testkit::peers;

/// How a request is signed and sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signing {
    pub(crate) method: &'static str,
    pub(crate) verb: &'static str,
    pub(crate) unsigned: bool,
}

const fn signing(method: &'static str, verb: &'static str) -> Signing {
    Signing {
        method,
        verb,
        unsigned: false,
    }
}

pub(crate) const TC3: Signing = signing("TC3-HMAC-SHA256", "POST");
pub(crate) const TC3_GET: Signing = signing("TC3-HMAC-SHA256", "GET");

/// All that the Node SDK can do.
pub(crate) const NODE_SIGNINGS: [Signing; 6] = [
    TC3,
    TC3_GET,
    signing("HmacSHA1", "POST"),
    signing("HmacSHA1", "GET"),
    signing("HmacSHA256", "POST"),
    signing("HmacSHA256", "GET"),
];

/// All that the Python SDK can do.
pub(crate) fn python_signings() -> impl Iterator<Item = Signing> {
    let unsigned = [TC3, TC3_GET].map(|signing| Signing {
        unsigned: true,
        ..signing
    });
    NODE_SIGNINGS.into_iter().chain(unsigned)
}

/// One call, as a client is told to make it.
#[derive(Clone, Debug)]
pub(crate) struct Order(Value);

impl Order {
    /// An action of API Gateway by TC3 and POST, typed, with the endpoint's own credential; it
    /// goes to the host that the client has built in.
    pub(crate) fn new(action: &str, parameters: Value) -> Self {
        Self(json!({
            "service": "apigateway",
            "version": "2018-08-08",
            "action": action,
            "parameters": parameters,
            "id": TEST_SECRET_ID,
            "key": TEST_SECRET_KEY,
            "form": "typed",
        }))
        .signed(TC3)
    }

    pub(crate) fn at(self, address: &str) -> Self {
        self.with("endpoint", address)
    }

    pub(crate) fn signed(self, signing: Signing) -> Self {
        self.with("method", signing.method)
            .with("verb", signing.verb)
            .with("unsigned", signing.unsigned)
    }

    pub(crate) fn of(self, service: &str, version: &str) -> Self {
        self.with("service", service).with("version", version)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0[name] = value.into();
        self
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }
}

/// An error answer, as the client tells it.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

pub(crate) trait Client {
    fn call(&mut self, order: &Order) -> Result<Value, Refusal>;
}

/// An SDK: a script beside this file that makes the calls it reads from a pipe.
pub(crate) struct Sdk {
    process: Child,
    orders: ChildStdin,
    results: BufReader<ChildStdout>,
}

impl Sdk {
    /// The Python SDK, where it is installed.
    pub(crate) fn python() -> Option<Self> {
        let mut command = Command::new(peers::path("python")?);
        command.args(["-c", include_str!("driver.py")]);
        Some(Self::start(&mut command))
    }

    /// The Node SDK, where it is installed.
    pub(crate) fn node() -> Option<Self> {
        let mut command = Command::new("node");
        command
            .env("NODE_PATH", peers::path("node")?)
            .args(["-e", include_str!("driver.js")]);
        Some(Self::start(&mut command))
    }

    /// The command line tool, where it is installed, in one process: each order is one command line.
    pub(crate) fn tccli() -> Option<Self> {
        peers::path("tccli")?;
        // It reads and writes files in the home folder.
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tccli");
        fs::create_dir_all(&home).unwrap();
        let mut command = Command::new(peers::path("python")?);
        command.args(["-c", include_str!("driver_tccli.py")]);
        command.env("HOME", &home).env("USERPROFILE", &home);
        Some(Self::start(&mut command))
    }

    fn start(command: &mut Command) -> Self {
        let mut process = isolated(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            orders: process.stdin.take().unwrap(),
            results: BufReader::new(process.stdout.take().unwrap()),
            process,
        }
    }
}

impl Client for Sdk {
    fn call(&mut self, order: &Order) -> Result<Value, Refusal> {
        writeln!(self.orders, "{}", order.0).unwrap();
        let mut line = String::new();
        self.results.read_line(&mut line).unwrap();
        let mut result: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the driver of the SDK ended at {order:?}"));
        match result.get_mut("answer") {
            Some(answer) => Ok(answer.take()),
            None => Err(Refusal {
                code: result["code"].as_str().unwrap().to_owned(),
                message: result["message"].as_str().unwrap().to_owned(),
            }),
        }
    }
}

impl Drop for Sdk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How tccli is given parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arguments {
    /// `--Nodes '[{"Host": …}]'`
    Json,
    /// `--cli-unfold-argument --Nodes.0.Host …`
    Unfolded,
    /// `--cli-input-json file://…`
    File,
}

/// The command line tool: a process for each call.
pub(crate) struct Tccli {
    program: &'static str,
    arguments: Arguments,
    home: TempDir,
}

impl Tccli {
    /// The command line tool, where it is installed.
    pub(crate) fn new(arguments: Arguments) -> Option<Self> {
        Some(Self {
            program: peers::path("tccli")?,
            arguments,
            home: tempfile::tempdir().unwrap(),
        })
    }

    fn command(&self, order: &Order) -> Command {
        let mut command = Command::new(self.program);
        isolated(&mut command)
            // It reads and writes files in the home folder.
            .env("HOME", self.home.path())
            .env("USERPROFILE", self.home.path())
            .env("TENCENTCLOUD_SECRET_ID", order.text("id"))
            .env("TENCENTCLOUD_SECRET_KEY", order.text("key"))
            .args([order.text("service"), order.text("action")])
            .args(["--version", order.text("version")])
            .args(["--region", "ap-guangzhou"])
            // It has no other switch for plain HTTP.
            .args(["--endpoint", &format!("http://{}", order.text("endpoint"))]);
        let parameters = &order.0["parameters"];
        match self.arguments {
            Arguments::Json => {
                for (name, value) in parameters.as_object().unwrap() {
                    command.arg(format!("--{name}")).arg(argument(value));
                }
            }
            Arguments::Unfolded => {
                command.arg("--cli-unfold-argument");
                unfold(parameters, "-", &mut command);
            }
            Arguments::File => {
                let path = self.home.path().join("parameters.json");
                std::fs::write(&path, parameters.to_string()).unwrap();
                command
                    .arg("--cli-input-json")
                    .arg(format!("file://{}", path.display()));
            }
        }
        command
    }
}

impl Client for Tccli {
    fn call(&mut self, order: &Order) -> Result<Value, Refusal> {
        let output = self.command(order).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            return Ok(serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|_| panic!("no JSON from {order:?}: {error}")));
        }
        let refusal = error
            .split_once(" code:")
            .and_then(|(_, rest)| rest.split_once(" message:"))
            .unwrap_or_else(|| panic!("not an error answer from {order:?}: {error}"));
        Err(Refusal {
            code: refusal.0.to_owned(),
            message: refusal.1.to_owned(),
        })
    }
}

/// A text as it is, anything else as JSON.
fn argument(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn unfold(value: &Value, name: &str, command: &mut Command) {
    let separator = if name == "-" { "-" } else { "." };
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                unfold(value, &format!("{name}{separator}{member}"), command);
            }
        }
        // A list of scalars is one argument with several values.
        Value::Array(items) if !items.iter().any(Value::is_object) => {
            command.arg(name).args(items.iter().map(argument));
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                unfold(value, &format!("{name}.{index}"), command);
            }
        }
        scalar => {
            command.arg(name).arg(argument(scalar));
        }
    }
}

/// Without what the surroundings say of proxies, credentials and encodings.
pub(crate) fn isolated(command: &mut Command) -> &mut Command {
    let kept = |name: &str| {
        let name = name.to_ascii_uppercase();
        !name.ends_with("_PROXY")
            && !["TENCENTCLOUD_", "TCCLI_", "TKE_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    for (name, _) in std::env::vars_os() {
        if !name.to_str().is_some_and(kept) {
            command.env_remove(name);
        }
    }
    command.env("PYTHONUTF8", "1")
}
