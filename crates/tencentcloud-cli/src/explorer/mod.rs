//! `tcloud explorer`: the page that sends calls and watches those of other programs.

mod broker;
mod opening;
mod proxy;
mod running;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use crate::accounts::Profiles;
use crate::error::{Failure, Kind};
use crate::gate;
use crate::options::Options;
use crate::output;
use crate::stopped::stopped;
pub(crate) use proxy::proxy;
pub(crate) use running::Running;

/// The port, unless another program has it.
const PORT: u16 = 7180;

/// Opens a page on this machine that finds actions, sends them, and shows the calls of every program
///
/// Calls go to a local endpoint, which needs no account, or to the account of a profile. Only browsers on
/// this machine can open the page, after they were given the code that the command prints, and it loads
/// nothing from any network. `tcloud exec --inspect -- COMMAND` shows in it what a command calls in the
/// cloud. Agents and other programs without a key ask the page's broker, as that of `tcloud broker`; in its room
/// Approvals, who types the approval code decides. It runs until it is stopped.
#[derive(Debug, Args)]
pub(crate) struct Explorer {
    /// Serves the page at PORT [default: 7180, or one that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Does not open a browser
    #[arg(long)]
    no_open: bool,
    /// Keeps history and saved requests in FOLDER [default: tcloud/explorer in the user's data folder]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Shows the calls of recordings too, as they are written: files, or folders of .jsonl files
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Explorer {
    /// Serves the page until the program is stopped.
    ///
    /// # Errors
    /// The port is taken, or the folder cannot be written.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        gate::check_command(
            "explorer",
            "shows the code of the page in which people approve",
        )?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
        runtime.block_on(self.serve(options))?;
        Ok(ExitCode::SUCCESS)
    }

    async fn serve(self, options: &Options) -> Result<(), Failure> {
        let stopped = stopped();
        let folder = self.folder.clone().or_else(data_folder);
        let emulator = tencentcloud_explorer::Explorer::emulator().start().await;
        let emulator = Arc::new(emulator.map_err(|error| failed("the local endpoint", &error))?);
        let proxy = match &folder {
            Some(folder) => {
                let proxy = proxy(folder, options)?.start().await;
                Some(Arc::new(
                    proxy.map_err(|error| failed("the proxy", &error))?,
                ))
            }
            None => None,
        };
        let served = broker::serve(options, &emulator).await?;
        let start = |port| {
            let builder = tencentcloud_explorer::Explorer::builder()
                .port(port)
                .emulator(Arc::clone(&emulator))
                .accounts(Profiles::new(options));
            let builder = match &folder {
                Some(folder) => builder.folder(folder),
                None => builder,
            };
            let builder = match &served {
                Ok(served) => builder.broker(served.broker.clone()),
                Err(_) => builder,
            };
            let builder = match &proxy {
                Some(proxy) => builder.proxy(Arc::clone(proxy)),
                None => builder,
            };
            let files = self.files.iter();
            files
                .fold(builder, |builder, file| builder.watch(file))
                .start()
        };
        let started = match start(self.port.unwrap_or(PORT)).await {
            Err(error) if self.port.is_none() && error.kind() == io::ErrorKind::AddrInUse => {
                start(0).await
            }
            started => started,
        };
        let explorer = started.map_err(|error| failed("the page", &error))?;
        let approvals = match &served {
            Ok(served) => format!(
                "  broker          {}\n  approval code   {}\n",
                served.server.place().to_text(),
                served.broker.code()
            ),
            Err(told) => format!("  broker          none here: {told}\n"),
        };
        output::text(&format!(
            "{}\n  code            {}\n  local endpoint  {}\n{approvals}",
            explorer.url(),
            explorer.code(),
            emulator.url()
        ))?;
        let running = match (&folder, &proxy) {
            (Some(folder), Some(proxy)) => Some(
                Running::write(folder, &explorer, proxy)
                    .map_err(|error| failed("the proxy", &error))?,
            ),
            _ => None,
        };
        let opener = match &folder {
            Some(folder) if !self.no_open && io::stdout().is_terminal() => {
                opening::open(&explorer, folder)
            }
            _ => None,
        };
        tokio::select! {
            () = explorer.wait() => {}
            () = stopped => {}
        }
        drop((opener, running, served));
        Ok(())
    }
}

fn failed(what: &str, error: &io::Error) -> Failure {
    let failure = Failure::new(Kind::Other, format!("{what} cannot be served: {error}"));
    match error.kind() {
        io::ErrorKind::AddrInUse => failure.with_next("leave --port out to take one that is free"),
        _ => failure,
    }
}

/// Where history and saved requests are by default; `None` if the user has no home.
pub(crate) fn data_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let data = etcetera::BaseStrategy::data_dir(&strategy);
    Some(data.join("tcloud").join("explorer"))
}
