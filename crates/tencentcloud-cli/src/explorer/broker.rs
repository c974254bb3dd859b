//! The broker in the process of the page: what needs a person is approved in its room.

use std::io;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use tencentcloud_broker::{Account, Accounts, Broker, Listen, Server};
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::{Client, Config};

use crate::accounts::Profiles;
use crate::broker::{made, unstarted};
use crate::desk;
use crate::error::Failure;
use crate::options::Options;

/// The account of the page's local endpoint.
const LOCAL: &str = "local";

/// The profiles of this machine, and the page's local endpoint as another account.
#[derive(Debug)]
struct Beside {
    profiles: Profiles,
    emulator: Arc<Emulator>,
}

impl Accounts for Beside {
    fn list(&self) -> Vec<Account> {
        let mut accounts = self.profiles.list();
        accounts.retain(|account| account.name != LOCAL);
        accounts.push(Account::new(LOCAL).local(self.emulator.url()));
        accounts
    }

    fn client<'a>(
        &'a self,
        name: &'a str,
        service: &'a str,
    ) -> BoxFuture<'a, Result<Client, String>> {
        match name {
            LOCAL => {
                let config: Config = self.emulator.config();
                Box::pin(async move { Ok(Client::new(&config)) })
            }
            name => self.profiles.client(name, service),
        }
    }
}

/// A broker that is served.
pub(super) struct Served {
    pub(super) broker: Broker,
    pub(super) server: Server,
}

/// Serves a broker at the usual socket, with the local endpoint `emulator` as the account `local`. `Err` within is why
/// there is none: another one is there, or this user has no place for a socket.
///
/// # Errors
/// A policy that is none, a log that cannot be written.
pub(super) async fn serve(
    options: &Options,
    emulator: &Arc<Emulator>,
) -> Result<Result<Served, String>, Failure> {
    let Some(listen) = listen() else {
        return Ok(Err("this user has no place for its socket".to_owned()));
    };
    let accounts = Beside {
        profiles: Profiles::new(options),
        emulator: Arc::clone(emulator),
    };
    let (builder, _) = made(options, accounts, None, None)?;
    let builder = builder.place("the room Approvals of tcloud explorer");
    let broker = builder.build().map_err(|error| unstarted(&error))?;
    let told = match Server::start(broker.clone(), &listen).await {
        Ok(server) => return Ok(Ok(Served { broker, server })),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            "another one is served already: approve there, or by tcloud approve".to_owned()
        }
        Err(error) => error.to_string(),
    };
    Ok(Err(told))
}

/// Where brokers of this user are served.
#[cfg(unix)]
fn listen() -> Option<Listen> {
    let socket = desk::socket()?;
    Some(Listen::Socket(
        std::path::absolute(&socket).unwrap_or(socket),
    ))
}

/// Where brokers of this user are served: without sockets of the file system, there is no usual place.
#[cfg(not(unix))]
fn listen() -> Option<Listen> {
    None
}
