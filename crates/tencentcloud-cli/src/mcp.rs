//! `tcloud mcp`: the tools of agents, on standard input and output.

use std::process::ExitCode;

use clap::Args;
use futures_util::future::BoxFuture;
use tencentcloud_broker::{Account, Accounts, Broker, Desk, Place, Remote};
use tencentcloud_emulator::Emulator;
use tencentcloud_mcp::{Find, Options as Behaviour, Server};
use tencentcloud_runtime::{Client, Config};

use crate::accounts::Profiles;
use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::session::variable;
use crate::{desk, policy};

/// What a person is to do whom nobody can ask here.
const NOBODY: &str = "have the person start `tcloud broker` at a terminal of their own, then make the call again; \
                      it is found without a restart";
/// The region of the local endpoint unless another one is given.
const REGION: &str = "ap-guangzhou";

/// Gives an agent every action as eight tools of the Model Context Protocol, on standard input and output
///
/// What reads goes at once. What changes, destroys or returns a secret is asked of the broker of this machine
/// (`tcloud broker`), where a person approves it; without one it is refused.
#[derive(Debug, Args)]
pub(crate) struct Mcp {
    /// Uses a local endpoint of its own in place of the cloud: no key is needed, nobody is asked, nothing is kept
    #[arg(long)]
    local: bool,
}

impl Mcp {
    /// Serves until standard input ends.
    ///
    /// # Errors
    /// A policy that is none; a place of a broker that is none.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(other)?;
        let served = runtime.block_on(self.serve(options));
        // A read of standard input may wait for ever.
        runtime.shutdown_background();
        served?;
        Ok(ExitCode::SUCCESS)
    }

    async fn serve(self, options: &Options) -> Result<(), Failure> {
        let mut behaviour = Behaviour::default();
        behaviour.region.clone_from(&options.region);
        let server = match self.local {
            true => {
                let endpoint = Emulator::start().await.map_err(other)?;
                Server::new(Desk::Here(local(endpoint)?), behaviour)
            }
            false => {
                behaviour.account = options.profile.clone().unwrap_or_default();
                Server::new(Machine::of(options)?, behaviour)
            }
        };
        server.serve_stdio().await.map_err(other)
    }
}

fn other(error: impl std::fmt::Display) -> Failure {
    Failure::new(Kind::Other, error.to_string())
}

/// A broker that lets everything go to the local endpoint, and nothing anywhere else.
fn local(endpoint: Emulator) -> Result<Broker, Failure> {
    let config: Config = endpoint.config();
    let account = Account::new("local").region(REGION).local(endpoint.url());
    let local = Local {
        account,
        client: Client::new(&config),
        _endpoint: endpoint,
    };
    let broker = Broker::builder().accounts(local).unattended(NOBODY);
    broker.build().map_err(other)
}

/// The local endpoint as the only account.
#[derive(Debug)]
struct Local {
    account: Account,
    client: Client,
    /// It ends when this does.
    _endpoint: Emulator,
}

impl Accounts for Local {
    fn list(&self) -> Vec<Account> {
        vec![self.account.clone()]
    }

    fn client<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        Box::pin(async { Ok(self.client.clone()) })
    }
}

/// The brokers that a call on this machine can go to.
#[derive(Debug)]
struct Machine {
    /// Where another process may have one.
    place: Option<Place>,
    /// True if calls go there alone.
    only: bool,
    /// That of this process, which asks nobody.
    own: Broker,
}

impl Machine {
    fn of(options: &Options) -> Result<Self, Failure> {
        let only = variable(tencentcloud_broker::VARIABLE).is_some();
        let place = match only {
            true => Some(desk::place()?),
            false => desk::socket().map(Place::socket),
        };
        let own = Broker::builder()
            .accounts(Profiles::new(options))
            .policy(policy::choose(options, None)?.policy)
            .unattended(NOBODY)
            .build()
            .map_err(other)?;
        Ok(Self { place, only, own })
    }
}

impl Find for Machine {
    fn find(&self) -> BoxFuture<'_, Desk> {
        Box::pin(async {
            if let Some(place) = &self.place {
                let remote = Remote::new(place.clone());
                // What the environment names is not gone around: the call says that it cannot be reached.
                if self.only || remote.accounts().await.is_ok() {
                    return Desk::Remote(remote);
                }
            }
            Desk::Here(self.own.clone())
        })
    }
}
