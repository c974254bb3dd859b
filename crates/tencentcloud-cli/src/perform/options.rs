//! The options that say how often a call is made.

use std::time::Duration;

use clap::Args;

use crate::seconds::seconds;

/// How often a call is made.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
#[command(next_help_heading = "Pages, regions, waiting")]
pub(crate) struct Options {
    /// Reads all pages and prints their items as one list
    #[arg(long, global = true)]
    pub(crate) all_pages: bool,
    /// Reads pages until there are N items
    #[arg(long, global = true, value_name = "N")]
    pub(crate) max_items: Option<usize>,
    /// Calls these regions at once, or all that the service has, and adds the column Region
    #[arg(long, global = true, value_name = "A,B|all", value_delimiter = ',')]
    pub(crate) regions: Vec<String>,
    /// Calls again until the JMESPath expression EXPR finds the value of --until, or anything
    #[arg(long, global = true, value_name = "EXPR")]
    pub(crate) wait: Option<String>,
    /// Ends --wait when it finds VALUE
    #[arg(long, global = true, value_name = "VALUE")]
    pub(crate) until: Option<String>,
    /// Waits SECONDS between two calls (default: 5)
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) interval: Option<Duration>,
    /// Waits at most SECONDS in all (default: 600)
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) wait_timeout: Option<Duration>,
    /// Waits as tccli does: {"expr": …, "to": …, "timeout": 180, "interval": 5}
    #[arg(long, global = true, value_name = "JSON")]
    pub(crate) waiter: Option<String>,
}
