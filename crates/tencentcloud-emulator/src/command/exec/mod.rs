//! `exec`: a command that meets the endpoint instead of the cloud.

mod child;
mod environment;
mod java;
mod signals;
mod trust;

use std::ffi::OsString;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use clap::Args;

use super::options::Options;
use crate::Credential;
use environment::{Change, Surroundings};
use trust::Trust;

/// Runs a command that meets the endpoint instead of the cloud, and needs no change for it
///
/// The endpoint starts on a free port and stops with the command, whose exit status it passes on.
/// The command's environment makes it the proxy of HTTP and HTTPS (HTTP_PROXY, HTTPS_PROXY) and its
/// authority a trusted one, beside those of the system: SSL_CERT_FILE (Go, Ruby, .NET, OpenSSL, Rust
/// with the platform's roots), CURL_CA_BUNDLE (curl), REQUESTS_CA_BUNDLE and a `certifi` in PYTHONPATH
/// (Python), NODE_EXTRA_CA_CERTS (Node), DENO_CERT (Deno), and a trust store in JAVA_TOOL_OPTIONS
/// (Java). TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_CREDENTIALS_FILE hold the
/// first key that the endpoint accepts, in place of any other credential, and TENCENTCLOUD_REGION is
/// ap-guangzhou unless it is set.
///
/// Nothing is forwarded: hosts other than those of Tencent Cloud are refused. What the command must
/// reach elsewhere goes in NO_PROXY; this machine is in it.
///
/// Some programs obey none of these variables. A program that bundles its roots (Rust with
/// webpki-roots, PHP with curl) or reads those of the platform (Go, curl and Java on macOS and
/// Windows) must be given the authority, whose file TENCENTCLOUD_EMULATOR_CA names, in its own way, or
/// speak HTTP to TENCENTCLOUD_EMULATOR_URL. A program whose library knows no proxy (`got` and older
/// `fetch` of Node) must be given that URL, too.
#[derive(Args)]
pub(super) struct Exec {
    #[command(flatten)]
    options: Options,
    /// The command, with its arguments.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Exec {
    /// Runs the command, and returns its exit status.
    pub(super) fn run(self) -> Result<ExitCode, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let emulator = runtime.block_on(self.options.start())?;
        let authority = emulator
            .ca_certificate()
            .map_err(|error| error.to_string())?;
        let address = reachable(emulator.address());
        let credential = Some(emulator.credential());
        let ran = runtime.block_on(meeting(address, &authority, credential, &self.command, []));
        Ok(ExitCode::from(ran.unwrap_or_else(|error| {
            eprintln!("tencentcloud-emulator: {error}");
            match error.kind() {
                io::ErrorKind::NotFound => 127,
                _ => 126,
            }
        })))
    }
}

/// Runs `command` with the emulator at `proxy` as the HTTP proxy before the hosts of Tencent Cloud, and with
/// its `authority`, the PEM text of [`Emulator::ca_certificate`](crate::Emulator::ca_certificate), trusted
/// beside those of the system, in every variable that `exec` sets for it. The command keeps its
/// credential, and `variables` change its environment before: `None` removes one. Signals go on to
/// it. Returns its exit status, or 128 and the number of the signal that ended it.
///
/// It runs in a runtime of Tokio with all drivers.
///
/// # Errors
/// The command cannot be run; what it is to trust cannot be written.
pub async fn run_behind(
    proxy: SocketAddr,
    authority: &str,
    command: &[OsString],
    variables: impl IntoIterator<Item = (&'static str, Option<OsString>)>,
) -> io::Result<u8> {
    meeting(proxy, authority, None, command, variables).await
}

/// Runs a command that meets the emulator at `address`, with `credential` if one is given.
async fn meeting(
    address: SocketAddr,
    authority: &str,
    credential: Option<&Credential>,
    command: &[OsString],
    variables: impl IntoIterator<Item = (&'static str, Option<OsString>)>,
) -> io::Result<u8> {
    let told = |what: String| {
        move |error: io::Error| io::Error::new(error.kind(), format!("{what}: {error}"))
    };
    let trust = Trust::write(authority, credential);
    let trust = trust.map_err(told("cannot write what the command is to trust".to_owned()))?;
    let surroundings = Surroundings {
        url: format!("http://{address}"),
        address,
        credential,
        trust: &trust,
    };
    let variables = variables.into_iter();
    let mut changes: Vec<Change> = variables
        .map(|(name, value)| Change { name, value })
        .collect();
    changes.extend(surroundings.changes(&|name| std::env::var_os(name)));
    let name = command.first().cloned().unwrap_or_default();
    let ran = child::run(command, changes).await;
    ran.map_err(told(format!("cannot run {name:?}")))
}

/// Returns the address by which a program of this machine reaches `address`, which may stand for all
/// addresses.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
            address.set_ip(Ipv4Addr::LOCALHOST.into())
        }
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            address.set_ip(Ipv6Addr::LOCALHOST.into())
        }
        _ => {}
    }
    address
}

#[cfg(test)]
mod tests {
    use super::reachable;

    #[test]
    fn a_program_reaches_an_endpoint_that_listens_on_all_addresses() {
        for (address, expected) in [
            ("0.0.0.0:1", "127.0.0.1:1"),
            ("[::]:1", "[::1]:1"),
            ("127.0.0.2:1", "127.0.0.2:1"),
        ] {
            assert_eq!(reachable(address.parse().unwrap()).to_string(), expected);
        }
    }
}
