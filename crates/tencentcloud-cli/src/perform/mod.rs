//! Makes a call as often as it takes: once, for each page, in several regions, until something is
//! so, or event by event; and prints what comes.

mod events;
mod options;
mod pages;
mod regions;
mod wait;

use futures_util::StreamExt;
use tencentcloud_calls::Known;
use tencentcloud_rows::Shape;
use tencentcloud_runtime::{ActionClass, Client, RawCall};

use crate::error::{self, Failure};
use crate::output::{Output, Progress};

pub(crate) use options::Options;
pub(crate) use pages::{Keep, Pages};
use regions::Regions;
use wait::{Condition, Waiting};

/// How a call is made and its response printed.
#[derive(Debug)]
pub(crate) struct Plan<'k> {
    service: String,
    known: Option<&'k Known>,
    output: Output,
    shape: Shape,
    mode: Mode,
    keep: Keep,
}

#[derive(Debug)]
enum Mode {
    Once,
    Events,
    Pages(Pages),
    Regions(Regions, Option<Pages>),
    Wait(Condition),
}

impl<'k> Plan<'k> {
    /// Reads the options of a call of `service`; `known` is what the catalogue says of the action.
    ///
    /// # Errors
    /// An expression that is none, and options that exclude each other.
    pub(crate) fn of(
        service: &str,
        known: Option<&'k Known>,
        options: &Options,
        output: Output,
    ) -> Result<Self, Failure> {
        let shape = known.map(|known| Shape::of(known.action()));
        Ok(Self {
            service: service.to_owned(),
            known,
            output,
            shape: shape.unwrap_or_default(),
            mode: Mode::of(known, options)?,
            keep: Keep::default(),
        })
    }

    /// Shows the columns of `shape`, and of a list the items that `keep` names.
    pub(crate) fn showing(mut self, shape: Shape, keep: Keep) -> Self {
        self.shape = shape;
        self.keep = keep;
        self
    }

    /// True if the call is made once.
    pub(crate) fn is_once(&self) -> bool {
        matches!(self.mode, Mode::Once | Mode::Events)
    }

    /// Makes `call` with `client` and prints what comes.
    ///
    /// # Errors
    /// Whatever keeps the call from its response, and an output that cannot be written to.
    pub(crate) async fn run(&self, client: &Client, call: RawCall<'_>) -> Result<(), Failure> {
        match &self.mode {
            Mode::Once => match call.await {
                Ok(response) => self.output.print(response, &self.shape),
                Err(error) if error.is_dry_run_success() => {
                    error::remark("The service would have done it: this was a dry run.");
                    Ok(())
                }
                Err(error) => Err(self.failure(error)),
            },
            Mode::Events => {
                let failure = |error| self.failure(error);
                events::print(call, &self.output, failure).await
            }
            Mode::Wait(condition) => {
                let response = wait::until(call, condition).await;
                let response = response.map_err(|waiting| match waiting {
                    Waiting::Error(error) => self.failure(error),
                    Waiting::Failure(failure) => failure,
                })?;
                self.output.print(response, &self.shape)
            }
            Mode::Pages(pages) => self.pages(call, pages).await,
            Mode::Regions(regions, pages) => self.regions(client, call, regions, pages).await,
        }
    }

    async fn pages(&self, call: RawCall<'_>, pages: &Pages) -> Result<(), Failure> {
        let mut list = self.output.list(self.shape.clone());
        let progress = Progress::start("reading pages", list.is_live());
        let mut stream = pages.items(call, &self.keep);
        let mut count = 0_usize;
        let mut failed = None;
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => list.push(item)?,
                Err(error) => {
                    failed = Some(self.failure(error));
                    break;
                }
            }
            count += 1;
            progress.say(format!("{count} items"));
            if list.is_full() {
                break;
            }
        }
        // What the budget leaves out anyway is not asked for.
        let stopped = list.is_full() && stream.next().await.is_some();
        drop(progress);
        match stopped {
            true => list.stop()?,
            false => list.finish()?,
        }
        failed.map_or(Ok(()), Err)
    }

    async fn regions(
        &self,
        client: &Client,
        call: RawCall<'_>,
        regions: &Regions,
        pages: &Option<Pages>,
    ) -> Result<(), Failure> {
        let names = regions.names(client, &call).await?;
        let mut list = self.output.list(self.shape.clone());
        let items_at = self.shape.items.as_deref();
        let failure = |error| self.failure(error);
        let calls = regions::Calls {
            names: &names,
            all: regions.are_all(),
            failure: &failure,
        };
        let one = async |region: &str| match pages {
            Some(pages) => pages.all(call.clone().region(region), &self.keep).await,
            None => Ok(regions::items(call.clone().region(region).await?, items_at)),
        };
        let result = calls.make(&mut list, one).await;
        list.finish()?;
        result
    }

    fn failure(&self, error: tencentcloud_runtime::Error) -> Failure {
        Failure::of_call(error, &self.service, self.known)
    }
}

impl Mode {
    fn of(known: Option<&Known>, options: &Options) -> Result<Self, Failure> {
        let condition = Condition::of(options)?;
        let pages = match (options.all_pages, options.max_items) {
            (false, None) => None,
            (_, most) => Some(Pages::of(known, most)?),
        };
        let regions = Regions::of(&options.regions);
        if condition.is_some() {
            check_that_it_reads(known)?;
        }
        Ok(match (condition, pages, regions) {
            (Some(condition), None, None) => Self::Wait(condition),
            (Some(_), ..) => {
                let told = "--wait polls one response: leave out --all-pages and --regions";
                return Err(Failure::usage(told));
            }
            (None, pages, Some(regions)) => Self::Regions(regions, pages),
            (None, Some(pages), None) => Self::Pages(pages),
            (None, None, None) if known.is_some_and(|known| known.action().streaming) => {
                Self::Events
            }
            (None, None, None) => Self::Once,
        })
    }
}

/// Refuses to call again and again what may change something: nobody means that.
fn check_that_it_reads(known: Option<&Known>) -> Result<(), Failure> {
    let reads = known.is_some_and(|known| {
        let class = ActionClass::of(&known.description.service, &known.name);
        class == ActionClass::Read
    });
    let name = known.map_or("an action that is not documented", |known| &known.name);
    match reads {
        true => Ok(()),
        false => Err(Failure::usage(format!(
            "{name} may change something: --wait is for actions that only read"
        ))),
    }
}
