//! The options that say how to print.

use clap::{Args, ColorChoice, ValueEnum};

use crate::error::Failure;

/// How to print.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
#[command(next_help_heading = "Output")]
pub(crate) struct Options {
    /// Prints in FORMAT: json (default), yaml, table, text, csv, ndjson, off
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        env = "TENCENTCLOUD_OUTPUT",
        hide_env = true,
        ignore_case = true,
        hide_possible_values = true
    )]
    pub(crate) output: Option<Format>,
    /// Prints what the JMESPath expression EXPR finds in the response
    #[arg(long, global = true, value_name = "EXPR", visible_alias = "filter")]
    pub(crate) query: Option<String>,
    /// Colours the output: auto (default: on a terminal), always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub(crate) color: Option<ColorChoice>,
    /// Shows the output in the pager $PAGER, or else less
    #[arg(long, global = true)]
    pub(crate) pager: bool,
    /// Cuts the output by rows to BYTES, and says what was cut and how to get it; 0 cuts nothing [default: 32768 if an
    /// agent runs the command, else 0]
    #[arg(
        long,
        global = true,
        value_name = "BYTES",
        env = "TCLOUD_BUDGET",
        hide_env = true
    )]
    pub(crate) budget: Option<usize>,
}

/// The formats of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Indented JSON, as tccli prints it.
    #[default]
    Json,
    /// YAML.
    Yaml,
    /// A table of the response's list, as wide as the terminal.
    Table,
    /// Values with tabs between, as tccli and the AWS CLI print them.
    Text,
    /// A line of column names, then a line an item.
    Csv,
    /// One JSON text a line: an item each.
    Ndjson,
    /// Nothing.
    Off,
}

impl Format {
    /// Returns the format that a profile names.
    ///
    /// # Errors
    /// A name that is none.
    pub(crate) fn named(name: &str) -> Result<Self, Failure> {
        Self::from_str(name.trim(), true).map_err(|_| {
            let known: Vec<_> = Self::value_variants().iter().collect();
            let names = known.into_iter().filter_map(ValueEnum::to_possible_value);
            let names: Vec<_> = names.map(|name| name.get_name().to_owned()).collect();
            Failure::usage(format!(
                "the profile's output is {name}, which is none of {}",
                names.join(", ")
            ))
        })
    }
}
