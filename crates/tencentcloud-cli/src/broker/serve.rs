//! A broker that serves, and asks at its terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use tencentcloud_broker::{Listen, Server};
use tencentcloud_calls::Language;

use super::made::{made, unstarted};
use super::{exposed, rules};
use crate::accounts::Profiles;
use crate::asking::{self, Lines, Person, Style, Which};
use crate::desk;
use crate::error::{Failure, Kind};
use crate::gate;
use crate::options::Options;
use crate::output;
use crate::paint::{self, Paint};
use crate::stopped::stopped;

/// Where a broker serves, and by what it goes.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Serves at the socket PATH [default: tcloud/broker.sock where the user's programs have their sockets]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Serves at PORT of this machine too, for programs that cannot reach a socket; 0 is any that is free
    #[arg(long, value_name = "PORT")]
    listen: Option<u16>,
    /// Goes by the policy of FILE [default: that of the profile, else policy.toml in tcloud's configuration]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Logs what is asked, decided and sent to FILE [default: tcloud/broker.jsonl in the user's data folder]
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

impl Serve {
    /// Serves until the program is stopped.
    ///
    /// # Errors
    /// A policy that is none, a place that is taken, a log that cannot be written.
    pub(super) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        gate::check_command("broker", "shows the code by which requests are approved")?;
        tencentcloud_broker::shield();
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
        let style = Style {
            paint: paint::output(options.output.color),
            language: Language::wanted(options.language.as_deref()),
        };
        let accounts = Profiles::new(options);
        let (builder, chosen) = made(options, accounts, self.policy.as_deref(), self.log.clone())?;
        let policy = rules::told(&chosen);
        let broker = builder.build().map_err(|error| unstarted(&error))?;
        let mut servers = Vec::new();
        for listen in self.listens()? {
            let server = Server::start(broker.clone(), &listen).await;
            servers.push(server.map_err(|error| taken(&listen, &error))?);
        }
        let mut told = String::new();
        let mut row = |name: &str, value: &str| {
            told.push_str(&format!(
                "  {}{value}\n",
                style.paint.with(Paint::DIM, format!("{name:<10}"))
            ));
        };
        for server in &servers {
            // With its token: whoever may ask is given it.
            row("place", &server.place().to_text());
        }
        row("code", broker.code());
        row("policy", &policy);
        if let Some(log) = broker.log_path() {
            row("log", &log.display().to_string());
        }
        output::text(&format!(
            "{}\n{told}",
            style.paint.with(Paint::HEADING, "tcloud broker")
        ))?;
        if let Some(warning) = exposed::warning(options, style.language) {
            eprintln!(
                "{}",
                style
                    .paint
                    .with(Paint::PASSING, format!("warning: {warning}"))
            );
        }
        let is_asked = io::stdin().is_terminal() && io::stdout().is_terminal();
        let asking = async {
            if !is_asked {
                return std::future::pending().await;
            }
            output::line(style.pick(
                "Requests that need you are shown here. Ctrl-C ends the broker.",
                "需要您决定的请求会显示在这里。按 Ctrl-C 结束。",
            ))?;
            let person = Person::Here(broker.approver_here("the broker's terminal"));
            asking::attend(&person, &mut Lines::new(), Which::Coming, style).await?;
            // Nothing more is typed: it can be approved elsewhere.
            std::future::pending().await
        };
        tokio::select! {
            ended = asking => ended,
            () = stopped => Ok(()),
        }
    }

    /// Returns where it serves: at the socket, and at a port if that is asked for.
    fn listens(&self) -> Result<Vec<Listen>, Failure> {
        let port = self.listen.map(Listen::Port);
        #[cfg(unix)]
        {
            let socket = self.socket.clone().or_else(desk::socket).ok_or_else(|| {
                Failure::usage("there is no home in which a socket could be: name one by --socket")
            })?;
            let socket = std::path::absolute(&socket).unwrap_or(socket);
            Ok([Some(Listen::Socket(socket)), port]
                .into_iter()
                .flatten()
                .collect())
        }
        #[cfg(not(unix))]
        {
            Ok(vec![port.unwrap_or(Listen::Port(0))])
        }
    }
}

/// Why a broker cannot serve at `listen`.
fn taken(listen: &Listen, error: &io::Error) -> Failure {
    let place = match listen {
        #[cfg(unix)]
        Listen::Socket(path) => path.display().to_string(),
        Listen::Port(port) => format!("the port {port}"),
        _ => "its place".to_owned(),
    };
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let told = format!("a broker is served at {place} already");
            Failure::new(Kind::Other, told)
                .with_next("`tcloud approve` decides there; --socket names another place")
        }
        _ => Failure::new(
            Kind::Other,
            format!("the broker cannot be served at {place}: {error}"),
        ),
    }
}
