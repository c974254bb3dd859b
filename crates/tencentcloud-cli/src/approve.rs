//! `tcloud approve`: a person at another terminal than the broker's.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Args;
use tencentcloud_broker::ApprovalId;
use tencentcloud_calls::Language;
use zeroize::Zeroizing;

use crate::asking::{self, Lines, Person, Style, Which, failure};
use crate::desk;
use crate::error::{Failure, Kind};
use crate::gate;
use crate::options::Options;
use crate::paint;
use crate::session;

/// Shows the requests that wait at a broker, and approves or refuses them
///
/// It asks for the code that the broker prints at its start, which is typed and never shown. Then each request that
/// waits is shown and asked about; with ID that one alone. An approval is for one request, byte for byte, is used
/// once, and ends with the time that is shown. Agents cannot run this command.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// The approval that a program named; without it, all that wait
    #[arg(value_name = "ID")]
    id: Option<ApprovalId>,
    /// Lists the requests that wait, and asks about none
    #[arg(long, conflicts_with_all = ["id", "refuse", "watch"])]
    list: bool,
    /// Refuses the request ID without a question, and says WHY to the program that asks
    #[arg(long, value_name = "WHY", num_args = 0..=1, default_missing_value = "", requires = "id")]
    refuse: Option<String>,
    /// Stays, and asks about requests as they come
    #[arg(long, conflicts_with_all = ["id", "refuse"])]
    watch: bool,
}

impl Approve {
    /// Asks a person.
    ///
    /// # Errors
    /// An agent runs this, there is no terminal, no broker, or the code is another one.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        gate::check_command("approve", "decides in a person's place")?;
        let style = Style {
            paint: paint::output(options.output.color),
            language: Language::wanted(options.language.as_deref()),
        };
        tencentcloud_broker::shield();
        session::block_on(self.ask(style))
    }

    async fn ask(self, style: Style) -> Result<ExitCode, Failure> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            let told = "a person approves at a terminal, and this is none: run `tcloud approve` in a terminal of your own";
            return Err(Failure::new(Kind::Refused, told));
        }
        let remote = desk::connect().await?;
        let code = code(style)?;
        let approver = remote
            .approver(&code, "tcloud approve")
            .await
            .map_err(|refusal| failure(&refusal))?;
        let person = Person::There(remote, approver);
        let waiting = person.pending().await?;
        if self.list {
            asking::list(&waiting, style)?;
            return Ok(ExitCode::SUCCESS);
        }
        let pending = match &self.id {
            Some(id) => Some(waiting.iter().find(|one| one.id == *id).ok_or_else(|| {
                let told = format!("no request {id} waits: it was decided about, or is expired");
                Failure::new(Kind::NotFound, told)
            })?),
            None => None,
        };
        if let (Some(pending), Some(why)) = (pending, &self.refuse) {
            let refused = person.refuse(pending, why).await;
            refused.map_err(|refusal| failure(&refusal))?;
            return Ok(ExitCode::SUCCESS);
        }
        let which = match self.id {
            Some(id) => Which::One(id),
            None if self.watch => Which::Coming,
            None => Which::Now,
        };
        let is_watched = self.watch;
        let asked = asking::attend(&person, &mut Lines::new(), which, style).await?;
        if asked == 0 && !is_watched {
            eprintln!("{}", style.pick("no request waits", "没有等待的请求"));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Asks for the code, which is not shown as it is typed.
fn code(style: Style) -> Result<Zeroizing<String>, Failure> {
    let question = style.pick("Code of the broker: ", "代理的批准码：");
    let typed = rpassword::prompt_password(question).map(Zeroizing::new);
    typed.map_err(|error| Failure::new(Kind::Refused, format!("no code was typed: {error}")))
}
